import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { takerLock } from "@tallystick/sdk/swaps/fills";
import { type Lock, lockId } from "@tallystick/sdk/swaps/lock";
import {
  type Order,
  type SignedOrder,
  type SignedTake,
  swapOrderHash,
  type Take,
  takeTypedData,
} from "@tallystick/sdk/swaps/order";
import type { FoundLock } from "@tallystick/sdk/swaps/swapState";
import { type Address, zeroAddress } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import type { Chain } from "../src/chain/chain.ts";
import type { Journal } from "../src/journal/journal.ts";
import type { Line } from "../src/journal/lines.ts";
import { signedBy } from "../src/swaps/orders.ts";
import { keyOf } from "./world.ts";

// A deal between two chains that are told, not run.

export const HASH_LOCK: Address = "0x0000000000000000000000000000000000001234";
export const PAYEE: Address = "0x00000000000000000000000000000000000000D1";
export const NOW = 1_000_000;
export const maker = privateKeyToAccount(keyOf("maker"));
export const taker = privateKeyToAccount(keyOf("taker"));
const timing = { confirmations: 2, reorgDepth: 1, outage: 10, blockTime: 1 };
const ether = { kind: "native" } as const;

export const order: Order = {
  ...{ maker: maker.address, recipient: maker.address, minimumFill: 10n, nonce: 0n, lockTime: 600n },
  ...{ deadline: BigInt(NOW + 1_000), taker: zeroAddress },
  gives: { chainId: 31338, hashLock: HASH_LOCK, asset: ether, amount: 200n, confirmations: 2 },
  wants: { chainId: 31337, hashLock: HASH_LOCK, asset: ether, amount: 100n, confirmations: 2 },
};
export const orderHash = swapOrderHash(order);
export const signedOrder = (): Promise<SignedOrder> => signedBy(maker, order);

/** Of a chain, what is looked at to answer. */
export function chainAt(chainId: number, time = NOW): Chain {
  const head = { number: 50, hash: HASH_LOCK, time, baseFee: 1n } as const;
  return { chainId, hashLock: HASH_LOCK, timing, head: () => head } as unknown as Chain;
}

/** A journal in memory, of lines that were written before. */
export function memory(lines: readonly Line[] = []): Journal & { readonly written: Line[] } {
  const written: Line[] = [];
  return { lines, written, append: (line) => void written.push(line), close: () => {} };
}

/** A taker's lock of half of the order. */
export function taking(change: Partial<Lock> = {}, isNoted = true): FoundLock {
  const hashlock = `0x${"ab".repeat(32)}` as const;
  const timelock = BigInt(NOW + 700);
  const lock = { ...takerLock(order, { taker: taker.address, wants: 50n, hashlock, timelock, isNoted }), ...change };
  return { id: lockId(31337, HASH_LOCK, lock), lock, state: { status: "locked", block: 50, depth: 1 } };
}

/** A note of that lock. */
export async function noteWith(change: Partial<Take> = {}, by = taker): Promise<SignedTake> {
  const { lock } = taking();
  const take: Take = {
    ...{ order: orderHash, taker: taker.address, recipient: PAYEE, hashlock: lock.hashlock },
    ...{ amount: 50n, deadline: BigInt(NOW + 500), ...change },
  };
  return { take, signature: await by.signTypedData(takeTypedData(take)) };
}

export interface Asked {
  readonly method: string;
  readonly url: string;
  readonly body: Record<string, unknown>;
}

type Told = readonly [status: number, body: unknown];

/** A relay that answers what the test says. */
export async function relayWith(answer: (asked: Asked) => Told | Promise<Told>) {
  const asked: Asked[] = [];
  const server = createServer(async (request: IncomingMessage, response) => {
    let text = "";
    for await (const part of request) text += String(part);
    const { method = "", url = "" } = request;
    const one = { method, url, body: text === "" ? {} : (JSON.parse(text) as Record<string, unknown>) };
    asked.push(one);
    const [status, body] = await answer(one);
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, asked, close: () => void server.close().closeAllConnections() };
}
