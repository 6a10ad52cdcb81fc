import type { Address, Hex } from "viem";
import { isTallystickError, tallystickError } from "../errors.ts";
import { type Fields, hashOf, objectOf } from "../gateway/fields.ts";
import { ask, type HttpOptions, pathOf, reach, readJson } from "../gateway/http.ts";
import { offerFault } from "../instruments/offerWire.ts";
import {
  type Leg,
  type Order,
  type SignedOrder,
  type SignedTake,
  type SignedWithdrawal,
  swapOrderHash,
  type Take,
} from "./order.ts";
import { type OrderEvent, orderEvents } from "./orderEvents.ts";
import { isSwapOrderSigned, isTakeSigned, isWithdrawalSigned, type Readers } from "./orderSignatures.ts";
import {
  assetKey,
  decodeSwapOrder,
  decodeTake,
  decodeWithdrawal,
  encodeSwapOrder,
  encodeTake,
  encodeWithdrawal,
} from "./orderWire.ts";

// A relay shows signed orders; the dApp's server is one, and anyone may run another. It is not believed: what is not signed
// by whom it should be is left out here, so a lying relay can only withhold.

/** Where an order relay is: the address of its site; "" for the page's own. */
export interface OrderRelay {
  readonly url: string;
}

/** Which orders are wanted. */
export interface OrderWish {
  readonly gives?: Pick<Leg, "chainId" | "asset"> | undefined;
  readonly wants?: Pick<Leg, "chainId" | "asset"> | undefined;
  readonly maker?: Address | undefined;
}

/** An order as a relay showed it, with a good signature. */
export interface ListedOrder extends SignedOrder {
  readonly hash: Hex;
}

export interface OrderPage {
  readonly orders: readonly ListedOrder[];
  /** What was left out: forged, malformed, or not asked for. */
  readonly dropped: number;
  /** Hash of the first block of each chain that the orders were brought for, where the relay says so. */
  readonly chains: ReadonlyMap<number, Hex>;
  /** Where the next page begins; undefined: this is the last. */
  readonly next?: string | undefined;
}

/** Where a page begins, and how many it has (200 at most). */
export interface OrderPageChoice {
  readonly after?: string | undefined;
  readonly limit?: number | undefined;
}

/** What happens to orders at a relay, and is proved by a signature. */
export type OrderChange =
  | { readonly kind: "order"; readonly order: ListedOrder }
  | { readonly kind: "withdrawn"; readonly hash: Hex; readonly withdrawal: SignedWithdrawal };

/**
 * Gives a signed order to a relay.
 *
 * @returns its hash, and whether the relay did not have it yet
 * @throws `OrderRelayUnreachable`, `OrderRelayRefused`, `Aborted`
 */
export async function postSwapOrder(
  relay: OrderRelay,
  signed: SignedOrder,
  options: HttpOptions = {},
): Promise<{ readonly hash: Hex; readonly isNew: boolean }> {
  const { isNew } = await post(relay, "", encodeSwapOrder(signed), options);
  return { hash: swapOrderHash(signed.order), isNew: isNew === true };
}

/**
 * Open orders of a relay, each with a good signature. Whether one can be taken `orderFaults` says, and what of it is left
 * its maker and the chain.
 *
 * @throws `OrderRelayUnreachable`, `OrderRelayRefused`, `ChainUnreachable` where a contract wallet can't be asked, `Aborted`
 */
export async function listSwapOrders(
  relay: OrderRelay,
  readers: Readers,
  wish: OrderWish = {},
  page: OrderPageChoice = {},
  options: HttpOptions = {},
): Promise<OrderPage> {
  const answer = await question(relay, "", queryOf(wish, page), options);
  const given = listIn(relay, answer, "orders");
  const orders: ListedOrder[] = [];
  for (const each of given) {
    const order = await listedIn(readers, wish, each);
    if (order) orders.push(order);
  }
  return { orders, dropped: given.length - orders.length, chains: chainsIn(answer), next: nextIn(answer) };
}

export interface WatchOptions extends HttpOptions {
  /** Milliseconds to wait before coming again, at first; doubled up to a minute. Default: 1,000 */
  readonly patience?: number | undefined;
}

/**
 * Orders of a relay and their withdrawals as they come, those that it has first. Comes again when the stream breaks off, and
 * goes on where it was; ends when the signal fires.
 *
 * A withdrawal is told for orders that were told before, and only with the maker's signature.
 *
 * @throws `OrderRelayRefused` where there is no such relay, `ChainUnreachable` where a contract wallet can't be asked
 */
export async function* watchSwapOrders(
  relay: OrderRelay,
  readers: Readers,
  wish: OrderWish = {},
  options: WatchOptions = {},
): AsyncGenerator<OrderChange, void, undefined> {
  const told = new Map<Hex, Order>();
  const open = (after: string | undefined): Promise<Response> => {
    const query = queryOf(wish, {});
    const headers: Record<string, string> = after === undefined ? {} : { "last-event-id": after };
    return reached(relay, reach(addressOf(relay, "/stream", query), { headers }, options));
  };
  for await (const event of orderEvents(open, (response) => refusal(relay, response), options)) {
    const change = await changeIn(readers, wish, told, event);
    if (change) yield change;
  }
}

/**
 * Takes back a maker's orders of a number at a relay. Whoever has one of them may still lock: his maker does not answer.
 *
 * @returns hashes of the orders that ended
 * @throws `OrderRelayUnreachable`, `OrderRelayRefused`, `Aborted`
 */
export async function withdrawSwapOrders(
  relay: OrderRelay,
  signed: SignedWithdrawal,
  options: HttpOptions = {},
): Promise<readonly Hex[]> {
  const answer = await post(relay, "/withdraw", encodeWithdrawal(signed), options);
  return listIn(relay, answer, "hashes").map((hash) => hashOf({ hash }, "hash", faultAt(relay)));
}

/**
 * Leaves a taker's note at a relay, for the order's maker.
 *
 * @throws `OrderRelayUnreachable`, `OrderRelayRefused`, `Aborted`
 */
export async function postTake(relay: OrderRelay, signed: SignedTake, options: HttpOptions = {}): Promise<void> {
  await post(relay, "/takes", encodeTake(signed), options);
}

/**
 * Takers' notes for an order, each with a good signature.
 *
 * @param order with what notes are to be for
 * @param page and which notes are wanted (default: all): of others no chain is asked about a contract wallet's signature
 * @throws as `listSwapOrders`
 */
export async function listTakes(
  relay: OrderRelay,
  readers: Readers,
  order: Order,
  { isWanted = () => true, ...page }: OrderPageChoice & { readonly isWanted?: (take: Take) => boolean } = {},
  options: HttpOptions = {},
): Promise<{ readonly takes: readonly SignedTake[]; readonly dropped: number; readonly next?: string | undefined }> {
  const hash = swapOrderHash(order);
  const answer = await question(relay, "/takes", { order: hash, ...pageQuery(page) }, options);
  const given = listIn(relay, answer, "takes");
  const takes: SignedTake[] = [];
  for (const each of given) {
    const signed = readOr(() => decodeTake(each));
    if (signed?.take.order !== hash || !isWanted(signed.take)) continue;
    if (await isGood(isTakeSigned(readers, order, signed))) takes.push(signed);
  }
  return { takes, dropped: given.length - takes.length, next: nextIn(answer) };
}

/** Orders that are remembered while a relay is watched: memory is bounded whatever it sends. */
const MOST_TOLD = 50_000;

async function changeIn(
  readers: Readers,
  wish: OrderWish,
  told: Map<Hex, Order>,
  { name, data }: OrderEvent,
): Promise<OrderChange | undefined> {
  const value = readOr(() => JSON.parse(data) as unknown);
  if (name === "withdrawn") return withdrawnIn(readers, told, value);
  const order = name === "order" ? await listedIn(readers, wish, value) : undefined;
  if (order === undefined || told.has(order.hash)) return undefined;
  told.set(order.hash, order.order);
  for (const oldest of told.keys()) if (told.size > MOST_TOLD) told.delete(oldest);
  return { kind: "order", order };
}

/** A withdrawal of an order that was told, if its maker signed it. */
async function withdrawnIn(readers: Readers, told: Map<Hex, Order>, value: unknown): Promise<OrderChange | undefined> {
  const read = readOr(() => {
    const fields = objectOf(value, "withdrawn", offerFault);
    return { hash: hashOf(fields, "hash", offerFault), withdrawal: decodeWithdrawal(fields.withdrawal) };
  });
  const order = read && told.get(read.hash);
  if (!order) return undefined;
  const { hash, withdrawal } = read;
  const { maker, nonce } = withdrawal.withdrawal;
  const isOfOrder = maker === order.maker && nonce === order.nonce;
  if (!isOfOrder || !(await isGood(isWithdrawalSigned(readers, order.gives.chainId, withdrawal)))) return undefined;
  told.delete(hash);
  return { kind: "withdrawn", hash, withdrawal };
}

/** An order in a relay's answer, if it is signed and was asked for. */
async function listedIn(readers: Readers, wish: OrderWish, value: unknown): Promise<ListedOrder | undefined> {
  const signed = readOr(() => decodeSwapOrder(value));
  if (signed === undefined || !isWished(wish, signed.order)) return undefined;
  if (!(await isGood(isSwapOrderSigned(readers, signed)))) return undefined;
  return { ...signed, hash: swapOrderHash(signed.order) };
}

/** A contract wallet on a chain that nobody here reads can't be told from a forgery. */
function isGood(isSigned: Promise<boolean>): Promise<boolean> {
  return isSigned.catch((error: unknown) => {
    if (isTallystickError(error, "NetworkUnknown")) return false;
    throw error;
  });
}

function isWished({ gives, wants, maker }: OrderWish, order: Order): boolean {
  const fits = (wanted: Pick<Leg, "chainId" | "asset"> | undefined, leg: Leg): boolean =>
    wanted === undefined || assetKey(wanted) === assetKey(leg);
  const isMaker = maker === undefined || maker.toLowerCase() === order.maker.toLowerCase();
  return isMaker && fits(gives, order.gives) && fits(wants, order.wants);
}

/** What a relay shows; undefined where it is malformed. */
export function readOr<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

function queryOf({ gives, wants, maker }: OrderWish, page: OrderPageChoice): Record<string, string> {
  return {
    ...(gives === undefined ? {} : { gives: assetKey(gives) }),
    ...(wants === undefined ? {} : { wants: assetKey(wants) }),
    ...(maker === undefined ? {} : { maker }),
    ...pageQuery(page),
  };
}

function pageQuery({ after, limit }: OrderPageChoice): Record<string, string> {
  return { ...(after === undefined ? {} : { after }), ...(limit === undefined ? {} : { limit: String(limit) }) };
}

function chainsIn({ chains }: Fields): ReadonlyMap<number, Hex> {
  if (typeof chains !== "object" || chains === null) return new Map();
  const isTold = ([id, hash]: readonly [string, unknown]) =>
    /^\d{1,16}$/.test(id) && typeof hash === "string" && /^0x[0-9a-f]{64}$/.test(hash);
  return new Map(
    Object.entries(chains)
      .filter(isTold)
      .map(([id, hash]) => [Number(id), hash as Hex]),
  );
}

function nextIn({ next }: Fields): string | undefined {
  return typeof next === "string" && /^\d{1,15}$/.test(next) ? next : undefined;
}

/** A list in a relay's answer. */
export function listIn(relay: OrderRelay, answer: Fields, field: string): readonly unknown[] {
  const list = answer[field];
  if (!Array.isArray(list)) throw faultAt(relay)(field, "a list is needed");
  return list;
}

const faultAt =
  ({ url }: OrderRelay) =>
  (field: string, reason: string): Error =>
    tallystickError("OrderRelayRefused", { url, status: 200, code: "badAnswer", reason: `${field}: ${reason}` });

/** Larger than a full page of the longest orders is not expected of an honest relay. */
const MAX_ANSWER = 4_194_304;
/** Most characters that a relay's own words may have. */
const MAX_WORDS = 500;

type Path = "" | "/stream" | "/withdraw" | "/takes" | "/releases";

function addressOf({ url }: OrderRelay, path: Path, query: Readonly<Record<string, string>> = {}): string {
  const site = url === "" ? ((globalThis as { location?: { origin?: string } }).location?.origin ?? "") : url;
  const asked = new URLSearchParams(query).toString();
  return pathOf(site, `/api/orders${path}${asked === "" ? "" : `?${asked}`}`);
}

/** Asks a relay. */
export async function question(
  relay: OrderRelay,
  path: Path,
  query: Readonly<Record<string, string>>,
  options: HttpOptions,
  init: RequestInit = {},
): Promise<Fields> {
  const response = await reached(relay, ask(addressOf(relay, path, query), init, options));
  if (!response.ok) throw await refusal(relay, response);
  return objectOf(await readJson(response, MAX_ANSWER), "answer", faultAt(relay));
}

/** Brings something to a relay. */
export function post(relay: OrderRelay, path: Path, body: object, options: HttpOptions): Promise<Fields> {
  const headers = { "content-type": "application/json" };
  return question(relay, path, {}, options, { method: "POST", headers, body: JSON.stringify(body) });
}

function reached({ url }: OrderRelay, response: Promise<Response>): Promise<Response> {
  return response.catch((error: unknown) => {
    if (!isTallystickError(error, "GatewayUnreachable")) throw error;
    throw tallystickError("OrderRelayUnreachable", { url, cause: String(error.details.cause) }, error);
  });
}

async function refusal({ url }: OrderRelay, response: Response): Promise<Error> {
  const { code, sentence } = (await readJson(response)) as Fields;
  const words = (value: unknown, otherwise: string): string =>
    typeof value === "string" && value !== "" ? value.slice(0, MAX_WORDS) : otherwise;
  const reason = words(sentence, "no reason was given");
  return tallystickError("OrderRelayRefused", { url, status: response.status, code: words(code, "unknown"), reason });
}
