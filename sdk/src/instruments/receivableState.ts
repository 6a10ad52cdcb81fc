import type { Address, Hex } from "viem";
import type { Reader } from "../chain/actor.ts";
import { logsSoFar } from "../chain/logs.ts";
import { readView } from "../chain/readView.ts";
import { tallystickError } from "../errors.ts";
import { receivablesOf } from "./contracts.ts";
import type { Books } from "./interest.ts";
import { lotId, rootId } from "./links.ts";
import { type ReceivableTerms, receivableId } from "./terms.ts";
import { type ReceivableAction, type ReceivableStatus, receivableActions, receivableStatuses } from "./words.ts";

/** State by its number. */
export function receivableStatusOf(status: number): ReceivableStatus {
  return receivableStatuses[status] ?? "none";
}

/** Names of the actions in a word of bits. */
export function actionsIn(bits: bigint): ReceivableAction[] {
  return receivableActions.filter((_, i) => (bits >> BigInt(i)) & 1n);
}

/** Id of a receivable's first lot. */
export function rootOf(receivables: Address, id: bigint): bigint {
  return rootId(receivables, id);
}

/** Id of one of a receivable's lots. */
export function lotOfReceivable(receivables: Address, id: bigint, inner: Hex): bigint {
  return lotId(rootId(receivables, id), inner);
}

/**
 * State of a receivable now (`IReceivables.statusOf`).
 *
 * @throws `Receivables_OtherTerms`: another invoice has this number; `ChainUnreachable`
 */
export async function receivableStatus(reader: Reader, terms: ReceivableTerms): Promise<ReceivableStatus> {
  return receivableStatusOf(await readView(reader, receivablesOf(reader.network), "statusOf", [terms]));
}

/** What is due, in base units. */
export interface Due {
  readonly principal: bigint;
  /** For late payment; paid first. */
  readonly interest: bigint;
}

/**
 * What is due now; nothing, before it is confirmed and after it is paid (`IReceivables.dueOf`).
 *
 * @throws `Receivables_OtherTerms`, `ChainUnreachable`
 */
export async function receivableDue(reader: Reader, terms: ReceivableTerms): Promise<Due> {
  const [principal, interest] = await readView(reader, receivablesOf(reader.network), "dueOf", [terms]);
  return { principal, interest };
}

/**
 * The books of a receivable; all zero while nothing out of the ordinary happened (`IReceivables.booksOf`). See
 * `countedBooks`.
 *
 * @throws `ChainUnreachable`
 */
export async function booksOf(reader: Reader, id: bigint): Promise<Books> {
  const read = await readView(reader, receivablesOf(reader.network), "booksOf", [id]);
  return {
    ...read,
    openUnits: BigInt(read.openUnits),
    uncollectedUnits: BigInt(read.uncollectedUnits),
    dueAt: BigInt(read.dueAt),
    interestDays: BigInt(read.interestDays),
  };
}

/**
 * What a lot's holder would collect now, in base units (`IReceivables.collectable`).
 *
 * @throws `Receivables_OtherTerms`, `ChainUnreachable`
 */
export function collectableOn(reader: Reader, terms: ReceivableTerms, inner: Hex): Promise<bigint> {
  return readView(reader, receivablesOf(reader.network), "collectable", [terms, inner]);
}

/**
 * Proceeds of an account that wait, in base units (`IReceivables.proceedsOf`).
 *
 * @throws `ChainUnreachable`
 */
export function proceedsOf(reader: Reader, account: Address, token: Address): Promise<bigint> {
  return readView(reader, receivablesOf(reader.network), "proceedsOf", [account, token]);
}

/**
 * What an account may do now with a receivable and one of its lots, consents of others aside (`IReceivables.actionsOf`).
 *
 * @param inner of the lot's id; `FIRST_LOT` for the first lot
 * @throws `Receivables_OtherTerms`, `ChainUnreachable`
 */
export async function actionsOf(
  reader: Reader,
  terms: ReceivableTerms,
  inner: Hex,
  account: Address,
): Promise<ReceivableAction[]> {
  return actionsIn(await readView(reader, receivablesOf(reader.network), "actionsOf", [terms, inner, account]));
}

/** All that a sale of a lot depends on. Amounts in base units. */
export interface ReceivableClaim {
  /** Id of the lot. */
  readonly lot: bigint;
  /** Zero: there is no such lot. */
  readonly holder: Address;
  readonly units: number;
  readonly status: ReceivableStatus;
  /** As extended last. */
  readonly dueAt: number;
  /** Principal that is open on the lot, rounded down. */
  readonly open: bigint;
  /** What was paid on it and not collected. */
  readonly paid: bigint;
}

/**
 * Reads all that a sale of a lot depends on (`IReceivables.claimOf`).
 *
 * @param inner of the lot's id; `FIRST_LOT` for the first lot
 * @throws `Receivables_OtherTerms`, `ChainUnreachable`
 */
export async function claimOf(reader: Reader, terms: ReceivableTerms, inner: Hex): Promise<ReceivableClaim> {
  const read = await readView(reader, receivablesOf(reader.network), "claimOf", [terms, inner]);
  const [lot, holder, units, status, dueAt, open, paid] = read;
  return { lot, holder, units, status: receivableStatusOf(status), dueAt, open, paid };
}

/** What all receivables of an order come to, in base units. */
export interface OrderUse {
  /** What they may come to; zero: the order is not known yet. */
  readonly orderAmount: bigint;
  readonly used: bigint;
}

/**
 * What is used of an order (`IReceivables.orderOf`).
 *
 * @throws `ChainUnreachable`
 */
export async function orderUse(
  reader: Reader,
  { debtor, creditor, token, order }: Pick<ReceivableTerms, "debtor" | "creditor" | "token" | "order">,
): Promise<OrderUse> {
  const args = [debtor, creditor, token, order] as const;
  const [orderAmount, used] = await readView(reader, receivablesOf(reader.network), "orderOf", args);
  return { orderAmount, used };
}

/**
 * Longest time from registration, or extension, to the due date, in seconds (`IReceivables.maxTerm`).
 *
 * @throws `ChainUnreachable`
 */
export function maxTerm(reader: Reader): Promise<number> {
  return readView(reader, receivablesOf(reader.network), "maxTerm", []);
}

/**
 * Terms of a receivable, from the event of its registration.
 *
 * @throws `UnknownReceivable`, `ChainUnreachable`
 */
export async function readTerms(reader: Reader, id: bigint): Promise<ReceivableTerms> {
  const { client, network } = reader;
  const { address, abi } = receivablesOf(network);
  const logs = await logsSoFar(reader, "readTerms", (fromBlock, toBlock) =>
    client.getContractEvents({ address, abi, eventName: "Registered", args: { id }, strict: true, fromBlock, toBlock }),
  );
  const terms = logs[0]?.args.terms;
  // A node could answer anything: the id proves parties and number, and the contract knows the rest.
  if (terms === undefined || receivableId(network.chainId, address, terms) !== id) {
    throw tallystickError("UnknownReceivable", { id: String(id) });
  }
  return terms;
}
