import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { type Address, encodeDeployData, encodeFunctionData, type Hex, numberToHex } from "viem";
import { demoTokenAbi } from "../../sdk/src/generated/abis/DemoToken.ts";
import { hashLockAbi } from "../../sdk/src/generated/abis/HashLock.ts";
import { type Chain, startChain } from "./anvil.ts";
import { addressesOf, CAST, CHAIN_IDS, ETHER, SIDES, type Side, TIMING, type Who } from "./cast.ts";
import { type Endpoint, startEndpoint } from "./endpoint.ts";
import { type Ledger, ledgerOf } from "./ledger.ts";

// Two chains, their endpoints and one clock: what a case takes place in. A lane has one, and each case finds it as new.

const root = join(import.meta.dirname, "../..");
const GENESIS = 1_800_000_000;

type Both<T> = Readonly<Record<Side, T>>;

/** What an account has on a chain. */
export interface Balance {
  readonly ether: bigint;
  readonly token: bigint;
}

export interface World {
  /** Of this lane; emptied before each case. */
  readonly folder: string;
  /** The agents' clock (see `preload.ts`). */
  readonly clock: string;
  readonly chains: Both<Chain>;
  readonly endpoints: Both<Endpoint>;
  /** The same addresses on both chains. */
  readonly hashLock: Address;
  readonly token: Address;
  readonly firstBlock: number;
  /** Of the present case. */
  readonly ledgers: () => Both<Ledger>;
  readonly now: () => number;
  /** Lets that much time pass and makes a block on each chain, but on those that stand still. */
  readonly pass: (seconds?: number, halted?: readonly Side[]) => Promise<void>;
  /** Replaces the last blocks of a chain by as many without a transaction; tells what was in them. */
  readonly reorganise: (side: Side, blocks: number) => Promise<Hex[]>;
  readonly balanceOf: (side: Side, accounts: readonly Address[]) => Promise<Balance>;
  readonly reset: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

interface Artifact {
  readonly bytecode: Hex;
}

function bytecodeOf(path: string): Hex {
  return (JSON.parse(readFileSync(join(root, "artifacts/contracts", path), "utf8")) as Artifact).bytecode;
}

async function deploy(chain: Chain, from: Address, data: Hex, time: number): Promise<Address> {
  const hash = await chain.ask("eth_sendTransaction", [{ from, data, gas: "0x989680" }]);
  await chain.mine(time);
  const receipt = (await chain.ask("eth_getTransactionReceipt", [hash])) as { contractAddress: Address; status: Hex };
  if (receipt.status !== "0x1") throw new Error("A contract of the chaos tests could not be deployed.");
  return receipt.contractAddress;
}

/** Deploys what is swapped with, and gives everybody what he begins with. */
async function furnish(chain: Chain): Promise<{ readonly hashLock: Address; readonly token: Address }> {
  const [deployer] = (await chain.ask("eth_accounts")) as Address[];
  if (deployer === undefined) throw new Error("The node has no account of its own.");
  // Nobody sends by the relay here: any address will do.
  const lockData = encodeDeployData({
    abi: hashLockAbi,
    bytecode: bytecodeOf("swaps/HashLock.sol/HashLock.json"),
    args: [deployer],
  });
  const hashLock = await deploy(chain, deployer, lockData, GENESIS + 12);
  const tokenData = encodeDeployData({
    abi: demoTokenAbi,
    bytecode: bytecodeOf("demo/DemoToken.sol/DemoToken.json"),
    args: ["Chaos", "CHAOS"],
  });
  const token = await deploy(chain, deployer, tokenData, GENESIS + 24);
  for (const who of Object.keys(CAST) as Who[]) {
    const { hot, claim } = CAST[who];
    await chain.ask("anvil_setBalance", [hot.address, numberToHex(ETHER.hot)]);
    await chain.ask("anvil_setBalance", [claim.address, numberToHex(ETHER.claim)]);
    const data = encodeFunctionData({ abi: demoTokenAbi, functionName: "faucet", args: [hot.address] });
    await chain.ask("eth_sendTransaction", [{ from: deployer, to: token, data }]);
  }
  await chain.mine(GENESIS + 36);
  return { hashLock, token };
}

async function tokensOf(chain: Chain, token: Address, account: Address): Promise<bigint> {
  const data = encodeFunctionData({ abi: demoTokenAbi, functionName: "balanceOf", args: [account] });
  return BigInt((await chain.ask("eth_call", [{ to: token, data }, "latest"])) as Hex);
}

/** Starts both chains with everything on them, and an endpoint before each. */
export async function startWorld(folder: string): Promise<World> {
  mkdirSync(folder, { recursive: true });
  const clock = join(folder, "clock");
  const descriptor = openSync(clock, "w");
  const seconds = Buffer.alloc(8);
  let time = GENESIS + 36;
  const setTime = (to: number): void => {
    time = to;
    seconds.writeBigInt64BE(BigInt(to));
    writeSync(descriptor, seconds, 0, 8, 0);
  };

  const chains: Both<Chain> = {
    a: await startChain(CHAIN_IDS.a, GENESIS),
    // Another first block: by that agents tell chains apart.
    b: await startChain(CHAIN_IDS.b, GENESIS - 12),
  };
  const endpoints: Both<Endpoint> = {
    a: await startEndpoint(chains.a.url),
    b: await startEndpoint(chains.b.url),
  };
  const { hashLock, token } = await furnish(chains.a);
  await furnish(chains.b);
  const firstBlock = (await chains.a.head()).number + 1;
  const fresh = (): Both<Ledger> => ({
    a: ledgerOf(chains.a, hashLock, firstBlock),
    b: ledgerOf(chains.b, hashLock, firstBlock),
  });
  const snapshots: Record<Side, unknown> = { a: undefined, b: undefined };
  for (const side of SIDES) snapshots[side] = await chains[side].ask("evm_snapshot");
  let ledgers = fresh();
  setTime(time);

  return {
    folder,
    clock,
    chains,
    endpoints,
    hashLock,
    token,
    firstBlock,
    ledgers: () => ledgers,
    now: () => time,
    pass: async (by = TIMING.blockTime, halted = []) => {
      setTime(time + by);
      for (const side of SIDES.filter((each) => !halted.includes(each))) {
        await chains[side].mine(time);
        await ledgers[side].read();
      }
      for (const side of SIDES) endpoints[side].wake();
    },
    reorganise: async (side, blocks) => {
      const chain = chains[side];
      const raw = await chain.unwind(blocks);
      await chain.ask("anvil_dropAllTransactions");
      const { number, time: parent } = await chain.head();
      ledgers[side].forget(number + 1);
      // Another second in each block, so that they are others than those they replace.
      for (let i = 1; i <= blocks; ++i) await chain.mine(Math.min(time, parent + i * TIMING.blockTime + 1));
      await ledgers[side].read();
      endpoints[side].wake();
      return raw;
    },
    balanceOf: async (side, accounts) => {
      let ether = 0n;
      let tokens = 0n;
      for (const account of accounts) {
        ether += BigInt((await chains[side].ask("eth_getBalance", [account, "latest"])) as Hex);
        tokens += await tokensOf(chains[side], token, account);
      }
      return { ether, token: tokens };
    },
    reset: async () => {
      for (const side of SIDES) {
        endpoints[side].clear();
        await chains[side].ask("anvil_dropAllTransactions");
        if ((await chains[side].ask("evm_revert", [snapshots[side]])) !== true)
          throw new Error("A chain could not be set back.");
        snapshots[side] = await chains[side].ask("evm_snapshot");
      }
      ledgers = fresh();
      setTime(GENESIS + 36);
    },
    stop: async () => {
      for (const side of SIDES) {
        await endpoints[side].close();
        await chains[side].stop();
      }
      closeSync(descriptor);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Everything a party has on a chain, less nothing: gas is added again by who judges. */
export function holdings(world: World, side: Side, who: Who): Promise<Balance> {
  return world.balanceOf(side, addressesOf(who));
}
