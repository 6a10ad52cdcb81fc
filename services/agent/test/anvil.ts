import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { demoTokenAbi } from "@tallystick/sdk/generated/abis/DemoToken";
import { hashLockAbi } from "@tallystick/sdk/generated/abis/HashLock";
import { type Abi, type Address, encodeDeployData, encodeFunctionData, type Hex, numberToHex } from "viem";
import { createEndpoint, type Endpoint } from "../src/chain/endpoint.ts";

const root = join(import.meta.dirname, "../../..");
const program = join(root, "node_modules/@foundry-rs/anvil-linux-amd64/bin/anvil");

/** Whether the node of these tests is installed: not on every platform. */
export const hasAnvil = existsSync(program);

/** A chain of its own process, with what is swapped on it. */
export interface TestChain {
  readonly chainId: number;
  readonly url: string;
  readonly hashLock: Address;
  readonly token: Address;
  ask: Endpoint["ask"];
  mine(blocks?: number): Promise<void>;
  /** Makes a block so many seconds later. */
  pass(seconds: number): Promise<void>;
  give(account: Address): Promise<void>;
  etherOf(account: Address): Promise<bigint>;
  tokensOf(account: Address): Promise<bigint>;
  stop(): Promise<void>;
}

function artifact(path: string): { readonly bytecode: Hex; readonly abi: Abi } {
  return JSON.parse(readFileSync(join(root, "artifacts/contracts", path), "utf8")) as { bytecode: Hex; abi: Abi };
}

/** Starts a chain that makes a block every so many seconds; zero: when it is told to. */
export async function startChain(chainId: number, blockTime: number): Promise<TestChain> {
  const pace = blockTime > 0 ? ["--block-time", String(blockTime)] : ["--no-mining"];
  const args = ["--port", "0", "--chain-id", String(chainId), "--hardfork", "osaka", "--threads", "1", ...pace];
  const node = spawn(program, args, { stdio: ["ignore", "pipe", "inherit"] });
  const ended = new Promise((resolve) => node.once("close", resolve));
  const kill = (): void => void node.kill("SIGKILL");
  process.once("exit", kill);
  const url = await new Promise<string>((resolve, reject) => {
    node.once("close", (code) => reject(new Error(`anvil ended with ${code} before it listened`)));
    node.stdout.on("data", (text) => {
      const place = /Listening on (\S+)/.exec(String(text))?.[1];
      if (place !== undefined) resolve(`http://${place}`);
    });
  });
  const { ask } = createEndpoint(url, 10_000);
  const mine = async (blocks = 1): Promise<void> => {
    for (let i = 0; i < blocks; i += 1) await ask("evm_mine", []);
  };
  const [deployer] = (await ask("eth_accounts", [])) as Address[];
  const deploy = async (path: string, abi: Abi, parameters: readonly unknown[]): Promise<Address> => {
    const data = encodeDeployData({ abi, bytecode: artifact(path).bytecode, args: parameters });
    const hash = await ask("eth_sendTransaction", [{ from: deployer, data, gas: "0x989680" }]);
    await mine();
    return ((await ask("eth_getTransactionReceipt", [hash])) as { contractAddress: Address }).contractAddress;
  };
  // Nobody sends by the relay here: any address will do.
  const hashLock = await deploy("swaps/HashLock.sol/HashLock.json", hashLockAbi, [deployer]);
  const token = await deploy("demo/DemoToken.sol/DemoToken.json", demoTokenAbi, ["Demo", "DEMO"]);
  return {
    ...{ chainId, url, hashLock, token, ask, mine },
    async pass(seconds) {
      await ask("evm_increaseTime", [seconds]);
      await mine();
    },
    async give(account) {
      await ask("anvil_setBalance", [account, numberToHex(10n ** 20n)]);
      const data = encodeFunctionData({ abi: demoTokenAbi, functionName: "faucet", args: [account] });
      await ask("eth_sendTransaction", [{ from: deployer, to: token, data }]);
      await mine();
    },
    etherOf: async (account) => BigInt((await ask("eth_getBalance", [account, "latest"])) as Hex),
    async tokensOf(account) {
      const data = encodeFunctionData({ abi: demoTokenAbi, functionName: "balanceOf", args: [account] });
      return BigInt((await ask("eth_call", [{ to: token, data }, "latest"])) as Hex);
    },
    async stop() {
      process.off("exit", kill);
      node.kill("SIGKILL");
      await ended;
    },
  };
}
