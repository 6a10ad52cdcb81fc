import { eventsOf } from "@tallystick/sdk/chain/events";
import { nameBank, setDebtorLimit } from "@tallystick/sdk/instruments/debtors";
import { attestEvidence } from "@tallystick/sdk/instruments/evidence";
import { FIRST_LOT, type KIND, lotId, rootId } from "@tallystick/sdk/instruments/links";
import { divideLot, endorseLot, type LotPart } from "@tallystick/sdk/instruments/lots";
import { readLineage } from "@tallystick/sdk/instruments/readLineage";
import { signConfirmation, signCreditNote, signExtension } from "@tallystick/sdk/instruments/receivableSignatures";
import {
  collectLot,
  confirmReceivable,
  creditLot,
  extendReceivable,
  payReceivables,
  type ReceivablePayment,
  registerConfirmed,
  registerReceivable,
} from "@tallystick/sdk/instruments/receivables";
import { demandRecourse, recourseProof } from "@tallystick/sdk/instruments/recourse";
import { type Invoice, invoiceTerms, type ReceivableTerms, receivableId } from "@tallystick/sdk/instruments/terms";
import type { EvidenceStream } from "@tallystick/sdk/instruments/words";
import type { PersonaId } from "@tallystick/sdk/local/personas";
import { approve } from "@tallystick/sdk/market/buying";
import type { Hex } from "viem";
import { euro, saltOf, type World } from "./world.ts";

const DECIMALS = 6;
const CENT = 10_000n;

/** A lot of a receivable, and who holds it. */
export interface HeldLot {
  readonly terms: ReceivableTerms;
  readonly holder: PersonaId;
  readonly inner: Hex;
}

type Details = Partial<Pick<Invoice, "order" | "maxTier" | "lateBps" | "graceDays">>;

/** @param dueOn day of the story; paid in time until its end in UTC */
export function invoiceOf(
  world: World,
  parties: readonly [debtor: PersonaId, creditor: PersonaId],
  number: string,
  amount: string,
  dueOn: number,
  details: Details = {},
): ReceivableTerms {
  const [debtor, creditor] = parties;
  return invoiceTerms({
    debtor: world.address(debtor),
    creditor: world.address(creditor),
    token: world.at.eurx,
    amount: euro(amount),
    decimals: DECIMALS,
    number,
    dueOn: new Date(world.timeOf(dueOn) * 1000).toISOString().slice(0, 10),
    document: saltOf(`invoice ${number}`),
    ...details,
  });
}

/** So many euro cents as units of a receivable. */
export function unitsIn({ unit }: ReceivableTerms, amount: string): number {
  if (unit !== CENT) throw new Error("The story counts in cents.");
  return Number(euro(amount) / unit);
}

/** The first lot of a receivable. */
export const firstLot = (terms: ReceivableTerms, creditor: PersonaId): HeldLot => ({
  terms,
  holder: creditor,
  inner: FIRST_LOT,
});

function rootOf({ chainId, at }: World, terms: ReceivableTerms): bigint {
  return rootId(at.receivables, receivableId(chainId, at.receivables, terms));
}

export const idOfLot = (world: World, { terms, inner }: HeldLot): bigint => lotId(rootOf(world, terms), inner);

export async function register(world: World, creditor: PersonaId, terms: ReceivableTerms): Promise<void> {
  await world.act(creditor, registerReceivable(world.at.receivables, terms));
}

/** The creditor registers, and the debtor confirms. */
export async function registerAndConfirm(
  world: World,
  [debtor, creditor]: readonly [PersonaId, PersonaId],
  terms: ReceivableTerms,
): Promise<HeldLot> {
  await register(world, creditor, terms);
  await world.act(debtor, confirmReceivable(world.at.receivables, terms));
  return firstLot(terms, creditor);
}

/** The debtor has signed before: registered and confirmed in one act. */
export async function registerSigned(
  world: World,
  [debtor, creditor]: readonly [PersonaId, PersonaId],
  terms: ReceivableTerms,
): Promise<HeldLot> {
  const confirmation = await signConfirmation(world.actor(debtor), terms);
  await world.act(creditor, registerConfirmed(world.at.receivables, terms, confirmation));
  return firstLot(terms, creditor);
}

/** What stands behind a receivable, by stream: who says so. */
export async function attestAll(
  world: World,
  terms: ReceivableTerms,
  witnesses: Readonly<Partial<Record<EvidenceStream, PersonaId>>>,
): Promise<void> {
  for (const [stream, id] of Object.entries(witnesses) as [EvidenceStream, PersonaId][]) {
    const document = saltOf(`${stream} of ${terms.number}`);
    await world.act(id, attestEvidence(world.at.evidence, terms, stream, document));
  }
}

/** A debtor names his bank, which lets him owe so much. */
export async function openLine(world: World, debtor: PersonaId, bank: PersonaId, limit: bigint): Promise<void> {
  const { debtors, eurx } = world.at;
  await world.act(debtor, nameBank(debtors, eurx, world.address(bank)));
  await world.act(bank, setDebtorLimit(debtors, world.address(debtor), eurx, limit));
}

/** Hands a whole lot on. */
export async function handOn(
  world: World,
  lot: HeldLot,
  to: PersonaId,
  kind: (typeof KIND)["withRecourse" | "withoutRecourse"],
): Promise<HeldLot> {
  await world.act(lot.holder, endorseLot(world.at.lots, idOfLot(world, lot), world.address(to), kind));
  return { ...lot, holder: to };
}

/** Hands parts of a lot on, cut off its end; the parts, in the same order. */
export async function handOnParts(
  world: World,
  lot: HeldLot,
  parts: readonly { readonly to: PersonaId; readonly amount: string; readonly kind: LotPart["kind"] }[],
): Promise<HeldLot[]> {
  const { terms, holder, inner } = lot;
  const cut = parts.map(({ to, amount, kind }) => ({ to: world.address(to), units: unitsIn(terms, amount), kind }));
  const logs = await world.act(holder, divideLot(world.at.lots, rootOf(world, terms), inner, cut));
  const made = eventsOf(world.actor(holder).network, "lots", logs).filter(({ eventName }) => eventName === "Divided");
  return parts.map(({ to }, i) => {
    const log = made[i];
    if (log?.eventName !== "Divided") throw new Error(`Part ${i} of the lot was not made.`);
    return { terms, holder: to, inner: log.args.inner };
  });
}

/** Pays several receivables at once: all that is due, or so much of each. */
export async function payFor(world: World, payer: PersonaId, payments: readonly ReceivablePayment[]): Promise<void> {
  const { receivables, eurx } = world.at;
  await world.act(payer, approve(eurx, receivables, 2n ** 256n - 1n));
  await world.act(payer, payReceivables(receivables, eurx, payments));
  await world.act(payer, approve(eurx, receivables, 0n));
}

/** A holder collects what was paid on his lot. */
export async function collectPaid(world: World, { terms, holder, inner }: HeldLot): Promise<void> {
  await world.act(holder, collectLot(world.at.receivables, terms, inner, world.address(holder)));
}

/** The holder agrees that some of his lot is owed no more, and the debtor takes it out. */
export async function creditPart(world: World, lot: HeldLot, debtor: PersonaId, amount: string): Promise<void> {
  const units = unitsIn(lot.terms, amount);
  const note = await signCreditNote(world.actor(lot.holder), idOfLot(world, lot), units);
  await world.act(debtor, creditLot(world.at.receivables, lot.terms, lot.inner, units, note));
}

/** The holder of all of a receivable lets it be due later. */
export async function extendUntil(world: World, lot: HeldLot, debtor: PersonaId, day: number): Promise<void> {
  const signed = await signExtension(world.actor(lot.holder), idOfLot(world, lot), { dueAt: world.timeOf(day) });
  const agreement = { inner: lot.inner, start: 0, signature: signed.signature };
  await world.act(debtor, extendReceivable(world.at.receivables, lot.terms, signed, [agreement]));
}

/** The holder of an overdue lot demands payment of who handed it on with recourse. */
export async function demandOf(world: World, lot: HeldLot, endorser: PersonaId): Promise<void> {
  const { chainId, at } = world;
  const reader = world.actor(lot.holder);
  const lots = await readLineage(reader, receivableId(chainId, at.receivables, lot.terms));
  const lineage = lots.get(idOfLot(world, lot));
  const proof = lineage && recourseProof(lineage, world.address(endorser));
  if (!proof) throw new Error(`${endorser} is not liable for the lot.`);
  await world.act(lot.holder, demandRecourse(at.receivables, lot.terms, proof));
}
