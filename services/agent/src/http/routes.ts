import { isTallystickError } from "@tallystick/sdk/errors";
import { decodeBitcoinWatch } from "@tallystick/sdk/swaps/bitcoin/watch";
import type { SignedOrder } from "@tallystick/sdk/swaps/order";
import { decodeSwapOrder, decodeTake, encodeSwapOrder } from "@tallystick/sdk/swaps/orderWire";
import { encodeRelease } from "@tallystick/sdk/swaps/releaseWire";
import { isOver } from "@tallystick/sdk/swaps/swapState";
import { version } from "@tallystick/sdk/version";
import type { Hex } from "viem";
import type { Agent } from "../agent.ts";
import { metricsOf } from "../metrics.ts";
import { Refusal } from "../refusal.ts";
import type { Entry } from "../swaps/book.ts";
import { decodeBundle, encodeBundle } from "../swaps/bundle.ts";
import { leftOf } from "../swaps/maker.ts";
import type { Reply, Route } from "./server.ts";

/** Everything an agent can be asked and told. */
export function routesOf(agent: Agent): readonly Route[] {
  return [
    { method: "GET", path: "/health", isOpen: true, handle: () => health(agent) },
    { method: "GET", path: "/metrics", isOpen: true, handle: () => ({ text: metricsOf(agent) }) },
    { method: "GET", path: "/offers", isOpen: true, handle: () => ({ json: { offers: offersOf(agent) } }) },
    { method: "POST", path: "/offers", isOpen: false, handle: (body) => offer(agent, body) },
    { method: "POST", path: "/offers/withdraw", isOpen: false, handle: (body) => withdraw(agent, body) },
    { method: "POST", path: "/notes", isOpen: false, handle: (body) => note(agent, body) },
    { method: "POST", path: "/take", isOpen: false, handle: (body) => take(agent, body) },
    { method: "GET", path: "/swaps", isOpen: false, handle: () => ({ json: { swaps: swapsOf(agent) } }) },
    { method: "POST", path: "/recover", isOpen: false, handle: (body) => recover(agent, body) },
    { method: "GET", path: "/export", isOpen: false, handle: () => ({ json: encodeBundle(exported(agent)) }) },
    { method: "POST", path: "/release", isOpen: false, handle: (body) => release(agent, body) },
    { method: "POST", path: "/watch", isOpen: false, handle: (body) => watch(agent, body) },
  ];
}

function health(agent: Agent): Reply {
  const seen = [...agent.chains, ...(agent.bitcoin ? [agent.bitcoin] : [])];
  const chains = seen.map((chain) => {
    const head = chain.head();
    const endpoints = chain.state().map(({ isAlive, problem }) => ({ alive: isAlive, problem: problem ?? null }));
    return { chainId: chain.chainId, head: head ? { number: head.number, time: head.time } : null, endpoints };
  });
  const unseen = chains.filter(({ head }) => head === null);
  const status = agent.isReady() ? "ok" : agent.hasBegun() ? "degraded" : "starting";
  const open = agent.book.open().length;
  const problems = unseen.map(
    ({ chainId, endpoints }) => `chain ${chainId}: ${endpoints.map(({ problem }) => problem).join("; ")}`,
  );
  const { mode, receiver, hot } = agent.config;
  const swaps = { open, ended: agent.book.swaps.size - open };
  return {
    status: status === "ok" ? 200 : 503,
    json: { status, mode, version, account: hot.address, receiver, chains, swaps, problems },
  };
}

function offersOf(agent: Agent): readonly unknown[] {
  return agent.openOrders().map(([hash, order]) => {
    const left = leftOf(agent.book, hash, order.order);
    return { hash, left, ...encodeSwapOrder(order) };
  });
}

const fieldsOf = (body: unknown): Readonly<Record<string, unknown>> => {
  if (typeof body === "object" && body !== null && !Array.isArray(body)) return body as Record<string, unknown>;
  throw new Refusal(400, "bad-request", "The body must be an object.");
};

async function offer(agent: Agent, body: unknown): Promise<Reply> {
  const order = await agent.offer(body);
  return { status: 201, json: encodeSwapOrder(order) };
}

function withdraw(agent: Agent, body: unknown): Reply {
  const order = agent.withdraw(fieldsOf(body).order);
  return { json: { order, status: "withdrawn" } };
}

async function note(agent: Agent, body: unknown): Promise<Reply> {
  const signed = signedIn(body, decodeTake, "bad-note");
  await agent.note(signed);
  return { status: 201, json: { order: signed.take.order, recipient: signed.take.recipient } };
}

async function take(agent: Agent, body: unknown): Promise<Reply> {
  const { order, amount } = fieldsOf(body);
  if (typeof amount !== "string" || !/^\d{1,38}$/.test(amount)) {
    throw new Refusal(400, "bad-amount", "amount must be base units of what the order wants, in digits.");
  }
  const entry = await agent.take(orderIn(order), BigInt(amount));
  return { status: 201, json: viewOf(entry) };
}

const orderIn = (value: unknown): SignedOrder => signedIn(value, decodeSwapOrder, "bad-order");

function signedIn<T>(value: unknown, decode: (value: unknown) => T, code: string): T {
  try {
    return decode(value);
  } catch (error) {
    if (isTallystickError(error)) throw new Refusal(400, code, error.message);
    throw error;
  }
}

async function recover(agent: Agent, body: unknown): Promise<Reply> {
  const { orders = [] } = fieldsOf(body);
  if (!Array.isArray(orders)) throw new Refusal(400, "bad-request", "orders must be a list of signed orders.");
  const recovered = await agent.recover(orders.map(orderIn));
  return { json: { recovered, swaps: swapsOf(agent) } };
}

async function release(agent: Agent, body: unknown): Promise<Reply> {
  const { lock, anyway = false } = fieldsOf(body);
  if (typeof lock !== "string" || !/^0x[0-9a-f]{64}$/i.test(lock)) {
    throw new Refusal(400, "bad-request", "lock must be the id of a lock.");
  }
  if (typeof anyway !== "boolean") throw new Refusal(400, "bad-request", "anyway must be true or false.");
  return { json: encodeRelease(await agent.release(lock.toLowerCase() as Hex, anyway)) };
}

/** What of Bitcoin is watched was signed by its parties: they hand it over themselves. */
function exported({ book, bitcoin }: Agent): readonly Entry[] {
  return book.open().filter(({ swap }) => !bitcoin?.has(swap.id));
}

async function watch(agent: Agent, body: unknown): Promise<Reply> {
  if (fieldsOf(body).tallystick === "bitcoin-watch/1") return watchBitcoin(agent, body);
  const swaps = decodeBundle(body, agent.config.chains);
  return { json: { watched: swaps.map((swap) => agent.watch(swap).swap.id) } };
}

async function watchBitcoin(agent: Agent, body: unknown): Promise<Reply> {
  const { bitcoin } = agent;
  if (bitcoin === undefined) throw new Refusal(409, "no-bitcoin", "The configuration says nothing of Bitcoin.");
  try {
    const swap = bitcoin.watch(await decodeBitcoinWatch(body));
    return { json: { watched: [agent.watch(swap).swap.id] } };
  } catch (error) {
    if (isTallystickError(error)) throw new Refusal(400, "bad-bundle", error.message);
    throw error;
  }
}

function swapsOf(agent: Agent): readonly unknown[] {
  return [...agent.book.swaps.values()].map(viewOf);
}

/** A swap, for people and programs: secrets are told when they are public. */
function viewOf({ swap, order, phase, next, at }: Entry): unknown {
  return {
    ...{ id: swap.id, role: swap.role, order: order ?? null, begun: new Date(at).toISOString(), phase },
    ...{ isOver: isOver(phase), next: next ?? null, a: swap.a, b: swap.b, preimage: swap.preimage ?? null },
  };
}
