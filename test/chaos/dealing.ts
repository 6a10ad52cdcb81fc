import { broughtBy } from "../../sdk/src/swaps/fills.ts";
import {
  type Order,
  type SignedOrder,
  swapOrderHash,
  swapOrderTypedData,
  takeTypedData,
} from "../../sdk/src/swaps/order.ts";
import { decodeSwapOrder, encodeSwapOrder, encodeTake } from "../../sdk/src/swaps/orderWire.ts";
import { CAST, orderOf, type Who } from "./cast.ts";
import type { Moment, Play, Run, Step } from "./run.ts";

// How a swap is begun: an order of the maker's is handed to the taker's agent over its HTTP interface.

/** Blocks for which a taker's agent that does not answer is asked again. */
const PATIENCE = 100;
const AGREED_AT = 1_800_000_036;

interface Response {
  readonly status: number;
  readonly body: unknown;
}

/** Asks an agent over HTTP; undefined: it is not there. */
async function call(run: Run, who: Who, path: string, body?: unknown): Promise<Response | undefined> {
  const { port, token } = run.agents.accessOf(who);
  const method = body === undefined ? "GET" : "POST";
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json", connection: "close" };
  const init = { method, headers, signal: AbortSignal.timeout(2_000), ...(body ? { body: JSON.stringify(body) } : {}) };
  try {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, init);
    return { status: response.status, body: (await response.json()) as unknown };
  } catch {
    return undefined;
  }
}

async function offersOf(run: Run): Promise<readonly SignedOrder[]> {
  const answer = await call(run, "maker", "/offers");
  if (answer?.status !== 200) return [];
  const { offers } = answer.body as { offers: { hash: unknown; left: unknown }[] };
  return offers.map(({ hash: _, left: __, ...signed }) => decodeSwapOrder(signed));
}

/** What the maker's agent offers; undefined: nothing yet. */
export async function offered(run: Run): Promise<Order | undefined> {
  const [first] = await offersOf(run);
  return first?.order;
}

/** What the harness offers where it plays the maker. */
export function handOrder({ pair, world }: Run): Order {
  return orderOf(pair, world.hashLock, world.token, AGREED_AT);
}

/** Gives the taker's agent an order, again and again until it has a swap. */
function handing(find: (run: Run) => Promise<SignedOrder | undefined>): Step {
  let left = PATIENCE;
  const act = async (run: Run): Promise<Step[]> => {
    left -= 1;
    if (left < 0) throw new Error(`the taker's agent takes no order: ${run.agents.outputOf("taker").slice(-300)}`);
    const swaps = await call(run, "taker", "/swaps");
    if (swaps?.status === 200 && (swaps.body as { swaps: unknown[] }).swaps.length > 0) return [];
    const order = await find(run);
    if (order !== undefined && swaps?.status === 200) {
      const answer = await call(run, "taker", "/take", {
        order: encodeSwapOrder(order),
        amount: String(order.order.wants.amount),
      });
      if (answer?.status === 200 || answer?.status === 201) return [];
    }
    return [{ at: "start", act }];
  };
  return { at: "start", blocks: 1, act };
}

/** The taker's agent takes what the maker's offers. */
export const takes = (): Step => handing(async (run) => (await offersOf(run))[0]);

/** The taker's agent takes what the harness offers as the maker. */
export const handOver = (): Step =>
  handing(async (run) => {
    const order = handOrder(run);
    const signature = await CAST.maker.hot.signTypedData(swapOrderTypedData(order));
    return { order, signature };
  });

/** Blocks after which an agent answers noted locks: it may have lost a journal before. */
const FIRST_OUTAGE = 8;

/** As `offered`, once the maker's agent answers noted locks. */
export async function offeredLater(run: Run): Promise<Order | undefined> {
  return run.heads.a > run.world.firstBlock + FIRST_OUTAGE ? offered(run) : undefined;
}

/** The maker's agent is told whom to pay for the taker's lock, and then, of another account, the contrary. */
export function handsNotes(): Play {
  const payees = [CAST.taker.claim.address, CAST.stranger.claim.address];
  let order: Order | undefined;
  return async (run) => {
    order ??= await offered(run);
    const a = run.lockOf("a");
    const [recipient] = payees;
    if (order === undefined || a === undefined || recipient === undefined) return;
    const { refundee: taker, hashlock, timelock: deadline } = a.lock;
    const take = { order: swapOrderHash(order), taker, recipient, hashlock, amount: broughtBy(a.lock), deadline };
    const signature = await CAST.taker.hot.signTypedData(takeTypedData(take));
    const answer = await call(run, "maker", "/notes", encodeTake({ take, signature }));
    if (answer?.status === 201 || answer?.status === 409) payees.shift();
  };
}

/** The maker withdraws the order that was taken: whole, so that it is not listed any more. */
export function withdraws(at: Moment): Step {
  const act = async (run: Run): Promise<undefined> => {
    const listed = await call(run, "maker", "/swaps");
    const [swap] = (listed?.body as { swaps: { order: string }[] } | undefined)?.swaps ?? [];
    const answer = await call(run, "maker", "/offers/withdraw", { order: swap?.order });
    if (answer?.status !== 200) throw new Error(`the maker's agent does not withdraw: ${JSON.stringify(answer)}`);
  };
  return { at, act };
}

/** What the maker's agent offers, which withdraws it before it is told. */
export async function withdrawn(run: Run): Promise<Order | undefined> {
  const order = await offered(run);
  if (order !== undefined) await call(run, "maker", "/offers/withdraw", { order: swapOrderHash(order) });
  return order;
}

/** A watchtower is told of every swap that the parties' agents have under way, as they have it. */
export function watched(): Play {
  const told = new Set<string>();
  return async (run) => {
    for (const who of ["maker", "taker"] as const) {
      const bundle = run.agents.isAlive(who) ? await call(run, who, "/export") : undefined;
      if (bundle?.status !== 200) continue;
      const text = JSON.stringify(bundle.body);
      if (told.has(text)) continue;
      const answer = await call(run, "tower", "/watch", bundle.body);
      if (answer?.status === 200) told.add(text);
    }
  };
}

/** The taker's agent takes what the maker's agent offers, and an agent that loses its journal is told of that order again. */
export function takesAndRecovers(who: "maker" | "taker", at: Moment, blocks: number): Step[] {
  let taken: SignedOrder | undefined;
  const find = async (run: Run): Promise<SignedOrder | undefined> => {
    taken = (await offersOf(run))[0];
    return taken;
  };
  const act = async (run: Run): Promise<undefined> => {
    const answer = await call(run, who, "/recover", { orders: taken === undefined ? [] : [encodeSwapOrder(taken)] });
    if (answer?.status !== 200) throw new Error(`the ${who}'s agent does not recover: ${JSON.stringify(answer)}`);
  };
  return [handing(find), { at, blocks, act }];
}
