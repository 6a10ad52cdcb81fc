import { isTallystickError } from "@tallystick/sdk/errors";
import { decodeSwapOrder, decodeTake, decodeWithdrawal } from "@tallystick/sdk/swaps/orderWire";
import { type Address, type Hex, isAddress } from "viem";
import { jsonBody } from "../body.ts";
import { admit, answer, clientOf } from "../http.ts";
import { type Limiter, limiter } from "../limiter.ts";
import { refusedOrder } from "./refusals.ts";
import type { OrderRelay, Refused } from "./relay.ts";
import type { OrderSettings } from "./settings.ts";
import type { OrderFilter } from "./store.ts";
import { type StreamOptions, streamOrders } from "./stream.ts";

/** A contract wallet of many owners, or one that is not deployed yet, has long signatures. */
const MAX_BODY = 16_384;
const PAGE = 100;
const MAX_PAGE = 200;

/** What bounds requests. */
export interface OrderGates {
  readonly looks: Limiter;
  readonly posts: Limiter;
  /** What one caller brings, where callers can be told apart. */
  readonly perCaller: Limiter;
  /** What is brought in the name of one account: each may cost a question to its wallet. */
  readonly perSigner: Limiter;
  /** Takes a place among the open streams; undefined: there is none. The answer gives it back. */
  readonly openStream: (caller: string) => (() => void) | undefined;
}

/** Seconds' worth that may come at once. */
const BURST = 12;

export function orderGates(
  settings: Pick<OrderSettings, "rate" | "rateInAll" | "streams" | "streamsPerCaller">,
): OrderGates {
  const { rate, rateInAll, streams, streamsPerCaller } = settings;
  const open = new Map<string, number>();
  let inAll = 0;
  return {
    looks: limiter(240, 40),
    posts: limiter(BURST * rateInAll, rateInAll),
    perCaller: limiter(BURST * rate, rate),
    perSigner: limiter(BURST * rate, rate, 50_000),
    openStream(caller) {
      const own = open.get(caller) ?? 0;
      if (inAll >= streams || (caller !== "all" && own >= streamsPerCaller)) return undefined;
      inAll += 1;
      open.set(caller, own + 1);
      return () => {
        inAll -= 1;
        const left = (open.get(caller) ?? 1) - 1;
        if (left > 0) open.set(caller, left);
        else open.delete(caller);
      };
    },
  };
}

/** What a request brings: read, asked for once more whether it comes too often, and acted on. */
export async function brought<T>(
  request: Request,
  gates: OrderGates,
  read: (value: unknown) => T,
  { signer, act }: { readonly signer: (signed: T) => Address; readonly act: (signed: T) => Promise<object | Refused> },
): Promise<Response> {
  const admitted = admit(request, gates.posts);
  if (admitted instanceof Response) return admitted;
  const caller = clientOf(request.headers);
  // "all": nobody tells callers apart.
  if (caller !== "all" && gates.perCaller.take(caller, Date.now()) > 0) return refusedOrder("flood");
  const body = await jsonBody(request, MAX_BODY);
  if (typeof body === "string") return refusedOrder(body);
  let signed: T;
  try {
    signed = read(body);
  } catch (error) {
    if (!isTallystickError(error, "BadOffer")) throw error;
    return refusedOrder("malformed", [error.message]);
  }
  const wait = gates.perSigner.take(`${caller} ${signer(signed).toLowerCase()}`, Date.now());
  if (wait > 0) return refusedOrder("flood");
  const result = await act(signed);
  return "refused" in result ? refusedOrder(result.refused, result.details) : answer(result);
}

/** Acts unless a chain is another than what is kept is of. */
const whole =
  <T>(relay: OrderRelay, act: (signed: T) => Promise<object | Refused>) =>
  async (signed: T): Promise<object | Refused> =>
    (await relay.trouble()) ?? act(signed);

/** Takes a signed order. */
export function postOrder(request: Request, relay: OrderRelay, gates: OrderGates): Promise<Response> {
  return brought(request, gates, decodeSwapOrder, {
    signer: ({ order }) => order.maker,
    act: whole(relay, relay.post),
  });
}

/** Takes a maker's signed withdrawal. */
export function postWithdrawal(request: Request, relay: OrderRelay, gates: OrderGates): Promise<Response> {
  return brought(request, gates, decodeWithdrawal, {
    signer: ({ withdrawal }) => withdrawal.maker,
    act: whole(relay, relay.withdraw),
  });
}

/** Takes a taker's signed note. */
export function postTake(request: Request, relay: OrderRelay, gates: OrderGates): Promise<Response> {
  return brought(request, gates, decodeTake, { signer: ({ take }) => take.taker, act: whole(relay, relay.take) });
}

/** Open orders, in the order in which they came. */
export async function getOrders(request: Request, relay: OrderRelay, gates: OrderGates): Promise<Response> {
  const admitted = admit(request, gates.looks);
  if (admitted instanceof Response) return admitted;
  const asked = new URL(request.url).searchParams;
  const filter = filterIn(asked);
  const page = pageIn(asked);
  if (!filter || !page) return refusedOrder("malformed");
  const trouble = await relay.trouble();
  if (trouble) return refusedOrder(trouble.refused, trouble.details);
  await relay.sweep();
  const rows = relay.store.open(filter, page.after, page.limit);
  const orders = rows.map(({ json }) => JSON.parse(json) as unknown);
  return answer({ orders, chains: Object.fromEntries(relay.store.chains()), ...nextOf(rows, page.limit) });
}

/** Orders and withdrawals as they come (server-sent events). */
export async function getStream(
  request: Request,
  relay: OrderRelay,
  gates: OrderGates,
  options?: StreamOptions,
): Promise<Response> {
  const admitted = admit(request, gates.looks);
  if (admitted instanceof Response) return admitted;
  const asked = new URL(request.url).searchParams;
  const filter = filterIn(asked);
  const after = numberIn(request.headers.get("last-event-id") ?? asked.get("after"), 0);
  if (!filter || after === undefined) return refusedOrder("malformed");
  const trouble = await relay.trouble();
  if (trouble) return refusedOrder(trouble.refused, trouble.details);
  await relay.sweep();
  const leave = gates.openStream(clientOf(request.headers));
  if (!leave) return refusedOrder("flood");
  const headers = { "content-type": "text/event-stream", "cache-control": "no-store", "x-accel-buffering": "no" };
  return new Response(streamOrders(relay, filter, after, leave, options), { headers });
}

/** Notes for one order, or for all of a maker. */
export async function getTakes(request: Request, relay: OrderRelay, gates: OrderGates): Promise<Response> {
  const admitted = admit(request, gates.looks);
  if (admitted instanceof Response) return admitted;
  const asked = new URL(request.url).searchParams;
  const order = asked.get("order")?.toLowerCase();
  const maker = accountIn(asked.get("maker"));
  const page = pageIn(asked);
  const isWrong = maker === null || (order !== undefined && !/^0x[0-9a-f]{64}$/.test(order));
  if (isWrong || !page || (order === undefined && maker === undefined)) return refusedOrder("malformed");
  const trouble = await relay.trouble();
  if (trouble) return refusedOrder(trouble.refused, trouble.details);
  await relay.sweep();
  const rows = relay.store.takes({ order: order as Hex | undefined, maker }, page.after, page.limit);
  return answer({ takes: rows.map(({ json }) => JSON.parse(json) as unknown), ...nextOf(rows, page.limit) });
}

const ASSET = /^\d{1,16}:(native|erc20:0x[0-9a-f]{40}|(erc721|erc6909):0x[0-9a-f]{40}:\d{1,78})$/;

function filterIn(asked: URLSearchParams): OrderFilter | undefined {
  const [gives, wants] = ["gives", "wants"].map((side) => asked.get(side)?.toLowerCase());
  const maker = accountIn(asked.get("maker"));
  const isWrong = [gives, wants].some((asset) => asset !== undefined && !ASSET.test(asset));
  return isWrong || maker === null ? undefined : { gives, wants, maker };
}

/** Null: it is none. */
function accountIn(text: string | null): Address | undefined | null {
  if (text === null) return undefined;
  return isAddress(text, { strict: false }) ? text : null;
}

function pageIn(asked: URLSearchParams): { readonly after: number; readonly limit: number } | undefined {
  const after = numberIn(asked.get("after"), 0);
  const limit = numberIn(asked.get("limit"), PAGE);
  return after === undefined || !limit ? undefined : { after, limit: Math.min(limit, MAX_PAGE) };
}

function numberIn(text: string | null, otherwise: number): number | undefined {
  if (text === null) return otherwise;
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

function nextOf(rows: readonly { readonly seq: number }[], limit: number): { readonly next?: string } {
  return rows.length === limit ? { next: String(rows.at(-1)?.seq) } : {};
}
