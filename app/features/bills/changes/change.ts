import { type BillChange, bringChange, missingSigners } from "@tallystick/sdk/bills/billChange";
import type { BillFace } from "@tallystick/sdk/bills/face";
import type { Call } from "@tallystick/sdk/chain/call";
import { KIND, type Link } from "@tallystick/sdk/instruments/links";
import { type Address, getAddress, isAddressEqual } from "viem";
import type { WholeBill } from "../shared/load.ts";
import type { Change, Signatures } from "./handed-change.ts";

/** What the hash of a bill's page says while another is written for it. */
export const novating = "#novate";

/** Whether a bill may be put in another's place, or go to paper: whole and free in one hand, drawn or wholly accepted. */
export function isChangeable({ bill, history }: Pick<WholeBill, "bill" | "history">): boolean {
  const [first] = history.lots;
  const isYoung = bill.status === "drawn" || bill.status === "accepted";
  const isFree = first?.holder !== undefined && first.units === history.face.units && first.state === MOVABLE;
  return isYoung && bill.flags.includes("delivered") && isFree;
}

// The bits of a lot that is handed on, in nobody's hands but its holder's.
const MOVABLE = 128;

/** A change with what the bill that ends says itself, which no link repeats. */
export function withBill(change: Change, old: Pick<WholeBill, "bill" | "history"> | undefined): BillChange {
  if (change.kind === "fromPaper") {
    const { next: face, links } = change;
    return { ...change, face, holder: links.at(-1)?.to ?? face.drawer };
  }
  const { bill, history } = old ?? fail();
  const { face, lots } = history;
  const { links = [], holder = face.drawer } = lots[0] ?? {};
  const ending = { face, isAccepted: bill.status === "accepted", holder };
  return change.kind === "novation" ? { ...change, ...ending, links } : { ...change, ...ending, links: [] };
}

/** Whether an account has to sign, should a bill be changed. */
export function isParty({ history }: Pick<WholeBill, "history">, account: Address): boolean {
  const { face, lots } = history;
  const links = lots[0]?.links ?? [];
  const parties = [face.drawer, face.drawee, ...links.flatMap(({ from, to }) => [from, to])];
  return parties.some((each) => isAddressEqual(each, account));
}

/** The call that brings a change, once all have signed; undefined: signatures are missing. */
export function callOf(changes: Address, change: BillChange, signatures: Signatures): Call | undefined {
  const given = Object.entries(signatures).map(([signer, signature]) => ({ signer: getAddress(signer), signature }));
  return missingSigners(change, given).length === 0 ? bringChange(changes, change, given) : undefined;
}

function fail(): never {
  throw new Error("a change of a bill without the bill");
}

/** An endorsement as it stands on paper. */
export interface PaperEndorsement {
  readonly to: Address;
  readonly kind: "withRecourse" | "withoutRecourse" | "noFurther";
}

/** Links of a paper bill: the delivery to its payee, unless he is the drawer, and its endorsements. */
export function paperLinks(
  { drawer, payee }: Pick<BillFace, "drawer" | "payee">,
  endorsements: readonly PaperEndorsement[],
): readonly Link[] {
  const isOwn = isAddressEqual(drawer, payee);
  const steps = [...(isOwn ? [] : [{ to: payee, kind: "delivered" } as const]), ...endorsements];
  return steps.map(({ to, kind }, i) => ({
    ...{ from: steps[i - 1]?.to ?? drawer, to, kind: KIND[kind] },
    ...{ time: 0, start: 0, units: 0 },
  }));
}
