import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Call, calldataOf } from "@tallystick/sdk/chain/call";
import { bitcoinTiming } from "@tallystick/sdk/swaps/bitcoin/observe";
import { presign } from "@tallystick/sdk/swaps/bitcoin/presigned";
import { fundingOf } from "@tallystick/sdk/swaps/bitcoin/read";
import { type BitcoinLock, keyAddress, lockAddress } from "@tallystick/sdk/swaps/bitcoin/script";
import { type BitcoinKey, bitcoinKey } from "@tallystick/sdk/swaps/bitcoin/spend";
import type { BitcoinWatch } from "@tallystick/sdk/swaps/bitcoin/watch";
import { lockAsset } from "@tallystick/sdk/swaps/hashLock";
import type { Lock } from "@tallystick/sdk/swaps/lock";
import { timelockOfB } from "@tallystick/sdk/swaps/plan";
import type { LegName } from "@tallystick/sdk/swaps/swapState";
import { type Address, type Hex, keccak256, numberToHex, sha256, stringToHex } from "viem";
import { type BitcoinNode, startBitcoin } from "../../../sdk/test/support/bitcoinNode.ts";
import { type Agent, startAgent } from "../src/agent.ts";
import { configOf } from "../src/config.ts";
import { openJournal } from "../src/journal/journal.ts";
import { createLog } from "../src/log.ts";
import { startChain, type TestChain } from "./anvil.ts";
import { addressOf, keyOf, until } from "./world.ts";

export const SATOSHI = 500_000n;
export const ETHER = 10n ** 18n;
const TIMING = { confirmations: 2, reorgDepth: 1, blockTime: 12, outage: 600 };

/** A swap of ether and bitcoin whose both locks are paid in and deep. */
export interface Deal {
  readonly secret: Hex;
  readonly coin: BitcoinLock;
  readonly ether: Lock;
  /** Of the recipient of the coins, and of who locked them. */
  readonly recipientKey: BitcoinKey;
  readonly refundKey: BitcoinKey;
  /** Where either's coins go. */
  readonly address: string;
  /** What either of them hands to a watchtower. */
  bundle(key: BitcoinKey): Promise<BitcoinWatch>;
}

export interface CoinWorld {
  readonly folder: string;
  readonly node: BitcoinNode;
  readonly chain: TestChain;
  /** Mines on both chains, so many blocks of Bitcoin and two of the other. */
  pass(blocks?: number): Promise<void>;
  write(call: Call & { readonly value?: bigint }): Promise<void>;
  deal(bitcoinLeg: LegName): Promise<Deal>;
  start(name: string, urls?: readonly string[]): Promise<Agent>;
  /** Waits, while blocks come. */
  untilPassing<T>(what: string, read: () => T | undefined | false): Promise<T>;
  stop(): Promise<void>;
}

export async function startCoinWorld(): Promise<CoinWorld> {
  const folder = mkdtempSync(join(tmpdir(), "tallystick-bitcoin-"));
  const [node, chain] = await Promise.all([startBitcoin(), startChain(31337, 0)]);
  const [sender] = (await chain.ask("eth_accounts", [])) as Address[];
  const agents = new Set<Agent>();
  let drawn = 0;

  const pass = async (blocks = 1): Promise<void> => {
    await node.mine(blocks);
    if (blocks > 0) await chain.ask("evm_setNextBlockTimestamp", [node.now()]);
    await chain.mine(2);
  };
  await pass();

  async function deal(bitcoinLeg: LegName): Promise<Deal> {
    drawn += 1;
    const secret = keccak256(stringToHex(`secret ${drawn}`));
    const keyNamed = (name: string): BitcoinKey => bitcoinKey(keccak256(stringToHex(`${name} ${drawn}`)));
    const [recipientKey, refundKey] = [keyNamed("recipient"), keyNamed("refundee")];
    const hashlock = sha256(secret);
    const timings = bitcoinLeg === "a" ? { a: bitcoinTiming, b: TIMING } : { a: TIMING, b: bitcoinTiming };
    const timelockA = node.now() + 86_400;
    const timelockB = timelockOfB(timelockA, timings);
    const coin: BitcoinLock = {
      ...{ network: "regtest", amount: SATOSHI, hashlock, timelock: bitcoinLeg === "a" ? timelockA : timelockB },
      ...{ recipientKey: recipientKey.publicKey, refundKey: refundKey.publicKey },
    };
    const ether: Lock = {
      ...{ asset: { kind: "native" }, amount: ETHER, hashlock, tip: 0n, salt: BigInt(drawn) },
      ...{ recipient: addressOf(`paid ${drawn}`), refundee: addressOf(`back ${drawn}`) },
      timelock: BigInt(bitcoinLeg === "a" ? timelockB : timelockA),
    };
    const funding = await node.pay(lockAddress(coin), SATOSHI);
    await write(lockAsset(chain.hashLock, ether));
    await pass(3);
    const outpoint = fundingOf(funding, coin);
    if (outpoint === undefined) throw new Error("it was not paid");
    const address = keyAddress("regtest", keyNamed("wallet").publicKey);
    return {
      ...{ secret, coin, ether, recipientKey, refundKey, address },
      bundle: async (key) => ({
        ...{ coin, outpoint, leg: bitcoinLeg, fromBlock: 0 },
        other: { chainId: chain.chainId, hashLock: chain.hashLock, lock: ether },
        presigned: await presign({ lock: coin, outpoint, to: address, key }),
      }),
    };
  }
  async function write({ address, value = 0n, ...call }: Call & { readonly value?: bigint }): Promise<void> {
    const data = calldataOf({ address, ...call });
    const transaction = { from: sender, to: address, data, value: numberToHex(value) };
    await chain.ask("eth_sendTransaction", [transaction]);
    await chain.mine();
  }

  return {
    ...{ folder, node, chain, pass, write, deal },
    async start(name, urls = [node.url]) {
      writeFileSync(join(folder, `${name}.key`), keyOf(name));
      await chain.give(addressOf(name));
      const { chainId, url, hashLock } = chain;
      const evm = { chainId, rpcUrls: [url], hashLock, startBlock: 0, ...TIMING };
      const file = {
        ...{ mode: "watchtower", journal: `${name}.jsonl`, keys: { hot: `./${name}.key` } },
        chains: [{ ...evm, pollMs: 20, timeoutMs: 2_000, backoffMs: 200, staleMs: 20_000 }],
        bitcoin: { network: "regtest", urls, pollMs: 20, timeoutMs: 2_000 },
      };
      const config = configOf(file, folder, {});
      const log = createLog((line) => void (process.env.AGENT_TEST_LOG && process.stderr.write(`${name} ${line}`)));
      const agent = await startAgent(config, openJournal(config.journal), log);
      agents.add(agent);
      await until("the first look", () =>
        agent.chains.every((each) => each.state().some(({ head }) => head !== undefined)),
      );
      await pass();
      return agent;
    },
    async untilPassing(what, read) {
      for (let i = 0; i < 600; i++) {
        const value = read();
        if (value !== undefined && value !== false) return value;
        await pass();
        // As long as the tower takes to look and to act.
        await new Promise((resolve) => setTimeout(resolve, 60));
      }
      throw new Error(`Waited in vain for ${what}.`);
    },
    async stop() {
      await Promise.allSettled([...agents].map((agent) => agent.stop()));
      await Promise.all([chain.stop(), node.close()]);
      rmSync(folder, { recursive: true });
    },
  };
}
