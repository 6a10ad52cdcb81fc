import type { BillEvent } from "@tallystick/sdk/bills/billEvents";
import type { Address } from "viem";

/** Of each event: who did it, with regard to whom, and the amounts of it that make up what was paid or promised. */
const told = {
  Drawn: ["drawer", "drawee"],
  Received: ["payee"],
  ReceiptRefused: ["payee"],
  Cancelled: ["drawer"],
  PresentedForAcceptance: ["holder"],
  Accepted: ["drawee", undefined, "sum"],
  AcceptanceRefused: ["drawee"],
  AcceptanceLapsed: ["drawee"],
  PresentedForPayment: ["holder"],
  PartPaid: ["payer", undefined, "principal", "interest"],
  PaidInFull: ["payer", undefined, "principal", "interest"],
  PaymentRefused: ["drawee"],
  Dishonoured: ["drawee"],
  Protested: ["holder"],
  Discharged: ["holder"],
  Collected: ["holder", "to", "amount"],
  Pledged: ["owner", "pledgee"],
  BlankFilled: ["holder"],
  PledgeEnforced: ["pledgee", "owner"],
  Guaranteed: ["guarantor", "principal", "sum"],
  Attested: ["attester"],
  NoticeGiven: ["holder", undefined, "costs"],
  Demanded: ["holder", "party", "amount"],
  TakenUp: ["payer", "receiver", "amount"],
  RestProtested: ["holder", undefined, "costs"],
  RestTakenUp: ["payer", "receiver", "amount"],
  Stopped: ["court", "claimant"],
  Objected: ["holder"],
  Dismissed: ["court"],
  Lifted: [],
  Replaced: ["claimant", "deprived", "security"],
  Awarded: ["deprived", undefined, "amount"],
  Released: ["claimant", undefined, "amount"],
  Novated: [],
  Redrawn: ["drawer"],
  ChangedToPaper: ["holder"],
  ChangedFromPaper: ["holder"],
} as const satisfies Readonly<Record<string, readonly [string?, string?, ...string[]]>>;

/** Something that happened to a bill, as its page tells it. */
export interface Happening {
  readonly what: keyof typeof told;
  /** Left out: anyone, or all. */
  readonly account: Address | undefined;
  readonly other: Address | undefined;
  readonly amount: bigint | undefined;
  /** The bill that took its place. */
  readonly next: bigint | undefined;
}

/** What an event tells; undefined: nothing that the page has words for. */
export function happeningOf({ name, args }: Pick<BillEvent, "name" | "args">): Happening | undefined {
  if (!Object.hasOwn(told, name)) return undefined;
  const what = name as keyof typeof told;
  const [account, other, ...amounts]: readonly (string | undefined)[] = told[what];
  const sums = amounts.map((field) => BigInt(args[field ?? ""] as bigint));
  return {
    what,
    account: account === undefined ? undefined : (args[account] as Address),
    other: other === undefined ? undefined : (args[other] as Address),
    amount: sums.length === 0 ? undefined : sums.reduce((sum, each) => sum + each, 0n),
    next: what === "Novated" ? (args["next"] as bigint) : undefined,
  };
}
