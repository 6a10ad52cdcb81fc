import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Hex } from "viem";
import { ask } from "./rpc.ts";

const program = join(import.meta.dirname, "../../node_modules/@foundry-rs/anvil-linux-amd64/bin/anvil");

/** Whether the node of these tests is installed: not on every platform. */
export const hasAnvil = existsSync(program);

/** A block, as far as the harness looks at it. */
export interface Head {
  readonly number: number;
  readonly time: number;
  readonly baseFee: bigint;
}

/** A chain of its own process that makes a block only when told to, at the time it is told. */
export interface Chain {
  readonly chainId: number;
  readonly url: string;
  readonly ask: (method: string, params?: readonly unknown[]) => Promise<unknown>;
  readonly head: () => Promise<Head>;
  /** Makes a block of what waits in the pool, at that second. */
  readonly mine: (time: number) => Promise<void>;
  /** Takes the last blocks away, and gives back the signed transactions that were in them, oldest first. */
  readonly unwind: (blocks: number) => Promise<Hex[]>;
  readonly stop: () => Promise<void>;
}

interface Block {
  readonly number: Hex;
  readonly timestamp: Hex;
  readonly baseFeePerGas: Hex;
  readonly transactions: readonly Hex[];
}

const hex = (number: number): Hex => `0x${number.toString(16)}`;

async function rawOf(chain: Pick<Chain, "ask">, from: number, to: number): Promise<Hex[]> {
  const raw: Hex[] = [];
  for (let number = from; number <= to; ++number) {
    const block = (await chain.ask("eth_getBlockByNumber", [hex(number), false])) as Block;
    for (const hash of block.transactions) raw.push((await chain.ask("eth_getRawTransactionByHash", [hash])) as Hex);
  }
  return raw;
}

/** Starts a chain whose first block is of the second `genesis`. */
export async function startChain(chainId: number, genesis: number): Promise<Chain> {
  const options = { port: 0, "chain-id": chainId, timestamp: genesis, hardfork: "osaka", threads: 1, accounts: 10 };
  const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const node = spawn(program, [...args, "--no-mining"], { stdio: ["ignore", "pipe", "inherit"] });
  const ended = new Promise((resolve) => node.once("close", resolve));
  // Nobody looks at a harness that was killed: its chains must not outlive it.
  const kill = (): void => void node.kill("SIGKILL");
  process.once("exit", kill);
  const url = await new Promise<string>((resolve, reject) => {
    node.once("error", reject);
    node.once("close", (code) => reject(new Error(`anvil ended with ${code} before it listened`)));
    node.stdout.on("data", (text) => {
      const place = /Listening on (\S+)/.exec(String(text))?.[1];
      if (place !== undefined) resolve(`http://${place}`);
    });
  });
  const chain = { ask: (method: string, params: readonly unknown[] = []) => ask(url, method, params) };
  const head = async (): Promise<Head> => {
    const block = (await chain.ask("eth_getBlockByNumber", ["latest", false])) as Block;
    return { number: Number(block.number), time: Number(block.timestamp), baseFee: BigInt(block.baseFeePerGas) };
  };
  return {
    chainId,
    url,
    ask: chain.ask,
    head,
    mine: async (time) => void (await chain.ask("evm_mine", [{ timestamp: time }])),
    unwind: async (blocks) => {
      const { number } = await head();
      const raw = await rawOf(chain, number - blocks + 1, number);
      await chain.ask("anvil_rollback", [blocks]);
      return raw;
    },
    stop: async () => {
      process.off("exit", kill);
      kill();
      await ended;
    },
  };
}
