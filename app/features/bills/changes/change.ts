import {
  fromPaperTypedData,
  novationTypedData,
  signersOfChange,
  toPaperTypedData,
} from "@tallystick/sdk/bills/changeSignatures";
import { billFromPaper, billToPaper, novateBill } from "@tallystick/sdk/bills/changes";
import { type BillFace, billId } from "@tallystick/sdk/bills/face";
import type { Call } from "@tallystick/sdk/chain/call";
import { KIND, type Link } from "@tallystick/sdk/instruments/links";
import { type Address, isAddressEqual } from "viem";
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

/** Who signs, once for each place in which he stands. */
export function signersOf(change: Change, old: Pick<WholeBill, "bill" | "history"> | undefined): readonly Address[] {
  if (change.kind === "fromPaper") {
    const holder = change.links.at(-1)?.to ?? change.next.drawer;
    return signersOfChange(change.next, change.isAccepted, change.links, holder);
  }
  const { face, lots } = (old ?? fail()).history;
  const links = change.kind === "novation" ? (lots[0]?.links ?? []) : [];
  return signersOfChange(face, old?.bill.status === "accepted", links, lots[0]?.holder ?? face.drawer);
}

/** Whether an account has to sign, should a bill be changed. */
export function isParty({ history }: Pick<WholeBill, "history">, account: Address): boolean {
  const { face, lots } = history;
  const links = lots[0]?.links ?? [];
  const parties = [face.drawer, face.drawee, ...links.flatMap(({ from, to }) => [from, to])];
  return parties.some((each) => isAddressEqual(each, account));
}

/** The same people, each once. */
export function peopleOf(signers: readonly Address[]): readonly Address[] {
  return signers.filter((each, i) => signers.findIndex((other) => isAddressEqual(other, each)) === i);
}

/** What is signed. */
export function messageOf(
  change: Change,
  { chainId, changes }: { readonly chainId: number; readonly changes: Address },
) {
  switch (change.kind) {
    case "novation": {
      const { bill, next, place, version, deadline } = change;
      const to = billId(place.chainId, place.bills, next);
      return novationTypedData(chainId, changes, { from: bill, to, version, deadline });
    }
    case "toPaper":
      return toPaperTypedData(chainId, changes, change);
    default: {
      const { next, place, deadline } = change;
      return fromPaperTypedData(chainId, changes, billId(place.chainId, place.bills, next), change, deadline);
    }
  }
}

/** The call that brings a change, once all have signed; undefined: signatures are missing. */
export function callOf(
  changes: Address,
  change: Change,
  old: Pick<WholeBill, "bill" | "history"> | undefined,
  signatures: Signatures,
): Call | undefined {
  const all = signersOf(change, old).flatMap((signer) => signatures[signer.toLowerCase()] ?? []);
  if (all.length < signersOf(change, old).length) return undefined;
  const signed = { deadline: change.deadline, signatures: all };
  if (change.kind === "fromPaper") return billFromPaper(changes, change.next, change, signed);
  const { face, lots } = (old ?? fail()).history;
  if (change.kind === "toPaper") return billToPaper(changes, face, change.paper, signed);
  return novateBill(changes, face, change.next, lots[0]?.links ?? [], signed);
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
