import type { Address, Hex } from "viem";
import type { Reader } from "../chain/actor.ts";
import { inOrder, logsSoFar } from "../chain/logs.ts";
import { readView } from "../chain/readView.ts";
import { chainTime } from "../chain/time.ts";
import { tallystickError } from "../errors.ts";
import type { LotLineage } from "../instruments/lineage.ts";
import { markOf } from "../instruments/lots.ts";
import type { RecourseProof } from "../instruments/recourse.ts";
import { acceptedPart, agentsPrincipal, billIdOn, billOf, interestPaid } from "./billState.ts";
import { billsRecourseOf } from "./contracts.ts";
import { type BillFace, dayOfTime } from "./face.ts";
import type { LotClaim, RecourseCase, RecourseSum, StandingGuarantee } from "./recourseClaims.ts";
import { readRules } from "./rules.ts";

/** A lot whose recourse is asked for: see `readLineage`, `readHistory`. */
export type RecourseLot = Pick<LotLineage, "id" | "inner" | "holder" | "units" | "links">;

/**
 * Reads all that recourse on a lot depends on, as of now.
 *
 * @throws `FieldInvalid` for a lot that nobody holds, `RuleSets_None`, `NotDeployed`, `ChainUnreachable`
 */
export async function readRecourse(reader: Reader, face: BillFace, lot: RecourseLot): Promise<RecourseCase> {
  const { holder } = lot;
  if (holder === undefined) throw tallystickError("FieldInvalid", { field: "lot", reason: "nobody holds it any more" });
  const id = billIdOn(reader, face);
  const [bill, rules, principal, claim, mark, interest, accepted, guarantees, now] = await Promise.all([
    billOf(reader, id),
    readRules(reader, face.rules),
    agentsPrincipal(reader, lot.id),
    lotClaim(reader, lot.id),
    markOf(reader, lot.id),
    interestPaid(reader, id),
    acceptedPart(reader, face),
    standingGuarantees(reader, id),
    chainTime(reader),
  ]);
  const { units, links } = lot;
  const creditor = principal ?? holder;
  const today = dayOfTime(now);
  const facts = { face, bill, rules, units, links, creditor, claim, mark, accepted, guarantees, today };
  return { ...facts, interestPaid: interest };
}

/**
 * What a lot's holder claims beside what is open on it (`IBillsRecourse.claimOf`).
 *
 * @throws `NotDeployed`, `ChainUnreachable`
 */
export function lotClaim(reader: Reader, lot: bigint): Promise<LotClaim> {
  return readView(reader, billsRecourseOf(reader.network), "claimOf", [lot]);
}

/**
 * What who takes a lot up would pay now, by the contract (`IBillsRecourse.sumOf`).
 *
 * @throws `NotDeployed`, `ChainUnreachable`
 */
export async function sumOnLotNow(
  reader: Reader,
  face: BillFace,
  { inner }: Pick<RecourseLot, "inner">,
): Promise<RecourseSum> {
  const [principal, interest, costs, paid] = await readView(reader, billsRecourseOf(reader.network), "sumOf", [
    face,
    inner,
  ]);
  return { principal, interest, costs, paid, total: principal + interest + costs + paid };
}

/** Whether who gave a link answers to a lot's holder, and until when. */
export interface Liability {
  readonly isLiable: boolean;
  readonly lastDay: number;
}

/**
 * Whether the giver of a link answers to a lot's holder, by the contract (`IBillsRecourse.liabilityOf`).
 *
 * @throws `NotDeployed`, `ChainUnreachable`
 */
export async function liabilityNow(
  reader: Reader,
  face: BillFace,
  { inner, links, index }: RecourseProof,
): Promise<Liability> {
  const args = [face, inner, [...links], BigInt(index)] as const;
  const [isLiable, lastDay] = await readView(reader, billsRecourseOf(reader.network), "liabilityOf", args);
  return { isLiable, lastDay: Number(lastDay) };
}

/**
 * Guarantees of a bill as they stand, from events.
 *
 * @throws `NotDeployed`, `ChainUnreachable`
 */
export async function standingGuarantees(reader: Reader, id: bigint): Promise<StandingGuarantee[]> {
  const { client, network } = reader;
  const { address, abi } = billsRecourseOf(network);
  const logs = await logsSoFar(reader, "standingGuarantees", (fromBlock, toBlock) =>
    client.getContractEvents({ address, abi, eventName: "Guaranteed", args: { id }, strict: true, fromBlock, toBlock }),
  );
  // A guarantee is only ever raised: the last one stands.
  const parties = new Map(inOrder(logs).map(({ args }) => [`${args.guarantor} ${args.principal}`, args]));
  return Promise.all(
    [...parties.values()].map(async ({ guarantor, principal }) => ({
      guarantor,
      principal,
      part: await guaranteeOf(reader, id, guarantor, principal),
    })),
  );
}

/**
 * Base units of each unit that somebody guarantees for a party (`IBillsRecourse.guaranteeOf`).
 *
 * @throws `NotDeployed`, `ChainUnreachable`
 */
export function guaranteeOf(reader: Reader, id: bigint, guarantor: Address, principal: Address): Promise<bigint> {
  return readView(reader, billsRecourseOf(reader.network), "guaranteeOf", [id, guarantor, principal]);
}

/** What is known of the rest of a bill that was accepted in part. */
export interface BillRest {
  /** Unix second of its protest; zero: it was not protested. */
  readonly protestedAt: number;
  /** Noted with it, in base units. */
  readonly costs: bigint;
}

/**
 * The protest of what was not accepted (`IBillsRecourse.restOf`).
 *
 * @throws `NotDeployed`, `ChainUnreachable`
 */
export async function restOf(reader: Reader, id: bigint): Promise<BillRest> {
  const [protestedAt, costs] = await readView(reader, billsRecourseOf(reader.network), "restOf", [id]);
  return { protestedAt, costs };
}

/** Who paid what was not accepted (`IBillsRecourse.Receipt`). */
export interface BillReceipt {
  readonly creditor: Address;
  readonly amount: bigint;
  /** Of the links that stay: `rollAfter` of those before his own. */
  readonly roll: Hex;
  readonly day: number;
}

/**
 * The receipt of who paid what was not accepted; undefined: nobody did (`IBillsRecourse.receiptOf`).
 *
 * @throws `NotDeployed`, `ChainUnreachable`
 */
export async function restReceipt(reader: Reader, id: bigint): Promise<BillReceipt | undefined> {
  const receipt = await readView(reader, billsRecourseOf(reader.network), "receiptOf", [id]);
  return BigInt(receipt.creditor) === 0n ? undefined : receipt;
}

/**
 * What waits for an account, because a token refused it, in base units (`IBillsRecourse.keptFor`).
 *
 * @throws `NotDeployed`, `ChainUnreachable`
 */
export function keptFor(reader: Reader, account: Address, token: Address): Promise<bigint> {
  return readView(reader, billsRecourseOf(reader.network), "keptFor", [account, token]);
}
