import type { Address } from "viem";
import type { Reader } from "../chain/actor.ts";
import { type Call, callOf } from "../chain/call.ts";
import { readView } from "../chain/readView.ts";
import { acceptorsAbi } from "../generated/abis/Acceptors.ts";
import { acceptorsOf } from "./contracts.ts";
import type { BillFace } from "./face.ts";
import { type AcceptorNote, acceptorNotes, namesIn } from "./words.ts";

// How acceptors have paid, as far as anyone noted it.

/** How many bills, and what they come to in base units. */
export interface Tally {
  readonly count: number;
  readonly sum: bigint;
}

/** How an acceptor has paid in a token (`IAcceptors.Record`). Sums are of what was promised, if nothing else is said. */
export interface AcceptorRecord {
  readonly accepted: Tally;
  /** Paid in full and never dishonoured. */
  readonly onTime: Tally;
  /** Paid in full after a dishonour. */
  readonly late: Tally;
  /** Paid in part and not yet in full, by what was paid. */
  readonly partPaid: Tally;
  /** Those that were paid later are here too. */
  readonly dishonoured: Tally;
}

/**
 * Counts an accepted bill in its acceptor's record, as it stands (`IAcceptors.note`). Anyone, again whenever it stands
 * otherwise; it counts once.
 */
export function noteBill(acceptors: Address, face: BillFace): Call {
  return callOf(acceptors, acceptorsAbi, "note", [face]);
}

/**
 * What was noted of an acceptor's bills in a token (`IAcceptors.recordOf`). A bill that nobody noted is not in it, and who
 * draws on himself pays himself: it shows that he promised and paid, not that there is nothing else.
 *
 * @throws `NotDeployed`, `ChainUnreachable`
 */
export function acceptorRecord(reader: Reader, acceptor: Address, token: Address): Promise<AcceptorRecord> {
  return readView(reader, acceptorsOf(reader.network), "recordOf", [acceptor, token]);
}

/** What was counted of a bill. */
export interface NotedBill {
  /** None: nobody noted it. */
  readonly what: readonly AcceptorNote[];
  /** Base units that it counts for as paid in part. */
  readonly partPaid: bigint;
}

/**
 * What was counted of a bill when it was noted last (`IAcceptors.noted`).
 *
 * @throws `NotDeployed`, `ChainUnreachable`
 */
export async function notedBill(reader: Reader, id: bigint): Promise<NotedBill> {
  const [what, partPaid] = await readView(reader, acceptorsOf(reader.network), "noted", [id]);
  return { what: namesIn(acceptorNotes, what), partPaid };
}
