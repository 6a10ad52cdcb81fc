import { signAcceptance } from "@tallystick/sdk/bills/billSignatures";
import { billIdOn, billLot } from "@tallystick/sdk/bills/billState";
import { acceptBill, drawAcceptedBill, drawBill, receiveBill } from "@tallystick/sdk/bills/bills";
import { documentedFace } from "@tallystick/sdk/bills/credential";
import { type BillDraft, type BillFace, dayOfTime, draftFace } from "@tallystick/sdk/bills/face";
import { readHistory } from "@tallystick/sdk/bills/history";
import { endorseBill } from "@tallystick/sdk/bills/holding";
import { RULES } from "@tallystick/sdk/bills/words";
import { FIRST_LOT, type KIND } from "@tallystick/sdk/instruments/links";
import { endorseLot } from "@tallystick/sdk/instruments/lots";
import type { PersonaId } from "@tallystick/sdk/local/personas";
import { approve } from "@tallystick/sdk/market/buying";
import type { Address } from "viem";
import { euro, type World } from "./world.ts";

const DECIMALS = 6;

/** A bill that one account holds whole. */
export interface HeldBill {
  readonly face: BillFace;
  readonly holder: PersonaId;
}

export interface BillParties {
  readonly drawer: PersonaId;
  readonly drawee: PersonaId;
  readonly payee: PersonaId;
}

/** Number of a day of the story, from 1 January 1970 on. */
export const dayNumber = (world: World, day: number): number => dayOfTime(world.timeOf(day));

const dateOf = (world: World, day: number): string => new Date(world.timeOf(day) * 1_000).toISOString().slice(0, 10);

type Details = Pick<BillDraft, "drawnAt" | "payableAt"> & Partial<Pick<BillDraft, "rules" | "isDivisible">>;

/** A bill's front. Days of the story; without a due day it is due thirty days after sight. */
export function faceOf(
  world: World,
  { drawer, drawee, payee }: BillParties,
  amount: string,
  { drawn, due }: { readonly drawn: number; readonly due?: number },
  details: Details,
): Promise<BillFace> {
  const { chainId, at } = world;
  const face = draftFace({
    drawer: world.address(drawer),
    drawee: world.address(drawee),
    payee: world.address(payee),
    token: at.eurx,
    amount: euro(amount),
    decimals: DECIMALS,
    drawnOn: dateOf(world, drawn),
    due: due === undefined ? { tenor: "afterSight", days: 30 } : { tenor: "fixedDay", on: dateOf(world, due) },
    rules: RULES.ulb,
    ...details,
  });
  return documentedFace(face, { chainId, bills: at.bills });
}

/** Drawn, and with its payee. */
export async function issue(world: World, { drawer, payee }: BillParties, face: BillFace): Promise<HeldBill> {
  await world.act(drawer, drawBill(world.at.bills, face));
  if (payee !== drawer) await world.act(payee, receiveBill(world.at.bills, face));
  return { face, holder: payee };
}

/** Drawn, accepted by transaction, and with its payee. */
export async function issueAccepted(world: World, parties: BillParties, face: BillFace): Promise<HeldBill> {
  const bill = await issue(world, parties, face);
  await world.act(parties.drawee, acceptBill(world.at.bills, face));
  return bill;
}

/** The drawee has signed before: drawn and accepted in one act. */
export async function issueSigned(world: World, parties: BillParties, face: BillFace): Promise<HeldBill> {
  const { drawer, drawee, payee } = parties;
  const acceptance = await signAcceptance(world.actor(drawee), face);
  await world.act(drawer, drawAcceptedBill(world.at.bills, face, acceptance));
  if (payee !== drawer) await world.act(payee, receiveBill(world.at.bills, face));
  return { face, holder: payee };
}

export const placeOfBill = ({ face }: HeldBill) => ({ face, inner: FIRST_LOT });

/** Its first lot: the whole of it. */
export function lotOfBill(world: World, { face, holder }: HeldBill): bigint {
  return billLot(world.at.bills, billIdOn(world.actor(holder), face), FIRST_LOT);
}

/** Endorses a bill in full. */
export async function endorseTo(
  world: World,
  bill: HeldBill,
  to: PersonaId,
  kind: (typeof KIND)["withRecourse" | "withoutRecourse"],
): Promise<HeldBill> {
  await world.act(bill.holder, endorseLot(world.at.lots, lotOfBill(world, bill), world.address(to), kind));
  return { ...bill, holder: to };
}

/** Endorses a bill in blank: whoever has it may deliver it on. */
export async function endorseInBlank(world: World, { face, holder }: HeldBill, to: PersonaId): Promise<HeldBill> {
  await world.act(holder, endorseBill(world.at.bills, face, FIRST_LOT, world.address(to), "inBlank"));
  return { face, holder: to };
}

/** What proves whom a bill came from to its holder. */
export async function proofOf(world: World, { face, holder }: HeldBill) {
  const reader = world.actor(holder);
  const [lot] = (await readHistory(reader, billIdOn(reader, face))).lots;
  if (!lot) throw new Error("The bill has no lot.");
  return { inner: lot.inner, links: lot.links };
}

/** Lets a contract take an account's money, as often as it has to. */
export async function allow(world: World, who: PersonaId, spender: Address): Promise<void> {
  await world.act(who, approve(world.at.eurx, spender, 2n ** 256n - 1n));
}
