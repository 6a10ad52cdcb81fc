import {
  acceptBill,
  cancelBill,
  collectBill,
  dischargeBill,
  dishonourBill,
  lapseAcceptance,
  presentForAcceptance,
  presentForPayment,
  protestBill,
  receiveBill,
  refuseAcceptance,
  refusePayment,
  refuseReceipt,
} from "@tallystick/sdk/bills/bills";
import type { BillFace } from "@tallystick/sdk/bills/face";
import { enforcePledge, fillBlank, giveBackLot, recallLot } from "@tallystick/sdk/bills/holding";
import type { Call } from "@tallystick/sdk/chain/call";
import type { Address, Hex } from "viem";

/** What an act that needs nothing to be filled in is about. */
export interface About {
  readonly bills: Address;
  readonly face: BillFace;
  readonly id: bigint;
  readonly inner: Hex;
  /** Where collected money goes: an agent can't take it himself. */
  readonly to: Address;
}

/** Acts that need nothing to be filled in. */
export const simpleCalls = {
  receiveBill: ({ bills, face }: About): Call => receiveBill(bills, face),
  refuseReceipt: ({ bills, face }: About): Call => refuseReceipt(bills, face),
  cancel: ({ bills, face }: About): Call => cancelBill(bills, face),
  present: ({ bills, face, inner }: About): Call => presentForAcceptance(bills, face, inner),
  accept: ({ bills, face }: About): Call => acceptBill(bills, face),
  refuse: ({ bills, face }: About): Call => refuseAcceptance(bills, face),
  lapse: ({ bills, face }: About): Call => lapseAcceptance(bills, face),
  presentForPayment: ({ bills, face, inner }: About): Call => presentForPayment(bills, face, inner),
  refusePayment: ({ bills, face }: About): Call => refusePayment(bills, face),
  dishonour: ({ bills, face }: About): Call => dishonourBill(bills, face),
  protest: ({ bills, face, inner }: About): Call => protestBill(bills, face, inner),
  discharge: ({ bills, face }: About): Call => dischargeBill(bills, face),
  collect: ({ bills, face, inner, to }: About): Call => collectBill(bills, face, inner, to),
  fill: ({ bills, id, inner }: About): Call => fillBlank(bills, id, inner),
  giveBack: ({ bills, id, inner }: About): Call => giveBackLot(bills, id, inner),
  recall: ({ bills, id, inner }: About): Call => recallLot(bills, id, inner),
  enforce: ({ bills, id, inner }: About): Call => enforcePledge(bills, id, inner),
} as const;

export type SimpleAct = keyof typeof simpleCalls;

export const isSimple = (act: string): act is SimpleAct => Object.hasOwn(simpleCalls, act);

/** Acts that give something up for good, or say no. */
export const harsh: readonly string[] = [
  "refuseReceipt",
  "cancel",
  "refuse",
  "refusePayment",
  "dishonour",
  "protest",
  "discharge",
];
