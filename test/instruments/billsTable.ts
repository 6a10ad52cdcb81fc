// The table of transitions: docs/spec/bills.md shows it, and billsTable.test.ts tries every cell of it.

/** How a bill stands, as far as an act may care. Its first name is the contract's status. */
export const SITUATIONS = [
  "Drawn, undelivered",
  "Drawn",
  "Drawn, presented",
  "Accepted, undelivered",
  "Accepted",
  "Accepted, stopped",
  "Accepted, stopped, objected",
  "PartAccepted",
  "RefusedAcceptance",
  "RefusedAcceptance, undelivered",
  "Presented",
  "PartPaid",
  "PartPaid, presented",
  "Paid",
  "Dishonoured",
  "Protested",
  "Discharged",
  "Cancelled",
] as const;
export type Situation = (typeof SITUATIONS)[number];

/** The claimant, whom the court has a lot stopped for, is the stranger. */
export const PARTIES = ["drawer", "drawee", "payee", "stranger", "court"] as const;
export type Party = (typeof PARTIES)[number];

/** A day that a window begins or ends with, as the bill and its rules have it. */
export type Moment =
  | "due"
  | "day before due"
  | "answer"
  | "day after answer"
  | "due + presentment"
  | "event + protest"
  | "event + protest, or due if later"
  | "protest + prior"
  | "date + 30"
  | "last of the stop"
  | "day after the stop"
  | "stop + grace"
  | "day after stop + grace";

export type Row = {
  readonly act: string;
  readonly from: readonly Situation[];
  /** Who: the holder is the drawer until the bill is delivered, and then (here) the payee. */
  readonly who:
    | "drawer"
    | "drawee"
    | "payee"
    | "holder"
    | "anyone"
    | "anyone but the drawer"
    | "anyone but drawer, acceptor and holder"
    | "anyone but the holder"
    | "court"
    | "claimant"
    | "anyone, all having signed";
  readonly first?: Moment;
  readonly last?: Moment;
  /** Where two days end a window, the earlier counts. */
  readonly orLast?: Moment;
  /** Status afterwards; nothing: the same. */
  readonly next?: string;
};

const YOUNG = ["Drawn", "Drawn, presented", "Accepted", "PartAccepted"] as const;
const UNDELIVERED = ["Drawn, undelivered", "Accepted, undelivered"] as const;
const REFUSED = ["RefusedAcceptance", "Dishonoured", "Protested"] as const;
const LIVE = [
  ...YOUNG,
  "RefusedAcceptance",
  "Presented",
  "PartPaid",
  "PartPaid, presented",
  "Dishonoured",
  "Protested",
] as const;

/** A court has stopped the lot; the bill goes on. */
const STOPPED = ["Accepted, stopped", "Accepted, stopped, objected"] as const;

/** What recourse needs, where a bill is to be protested. */
const OPEN = ["Protested"] as const;

export const TABLE: readonly Row[] = [
  { act: "receiveBill", from: UNDELIVERED, who: "payee", last: "due" },
  { act: "refuseReceipt", from: UNDELIVERED, who: "payee", next: "Cancelled" },
  { act: "cancel", from: [...UNDELIVERED, "RefusedAcceptance, undelivered"], who: "drawer", next: "Cancelled" },
  { act: "present", from: ["Drawn, undelivered", "Drawn"], who: "holder", last: "due" },
  { act: "accept", from: ["Drawn, undelivered", "Drawn"], who: "drawee", last: "due", next: "Accepted" },
  { act: "accept", from: ["Drawn, presented"], who: "drawee", last: "answer", orLast: "due", next: "Accepted" },
  { act: "acceptPart", from: ["Drawn, undelivered", "Drawn"], who: "drawee", last: "due", next: "PartAccepted" },
  { act: "acceptPart", from: ["Drawn, presented"], who: "drawee", last: "answer", orLast: "due", next: "PartAccepted" },
  { act: "refuse", from: ["Drawn, undelivered", "Drawn"], who: "drawee", last: "due", next: "RefusedAcceptance" },
  {
    act: "refuse",
    from: ["Drawn, presented"],
    who: "drawee",
    last: "answer",
    orLast: "due",
    next: "RefusedAcceptance",
  },
  { act: "lapse", from: ["Drawn, presented"], who: "anyone", first: "day after answer", next: "RefusedAcceptance" },
  {
    act: "guarantee",
    from: [
      ...UNDELIVERED,
      ...YOUNG,
      ...STOPPED,
      "RefusedAcceptance",
      "RefusedAcceptance, undelivered",
      "Presented",
      "PartPaid",
      "PartPaid, presented",
    ],
    who: "anyone but the drawer",
  },
  {
    act: "presentForPayment",
    from: [...YOUNG, ...STOPPED, "PartPaid"],
    who: "holder",
    first: "due",
    last: "due + presentment",
    next: "Presented",
  },
  { act: "pay", from: [...LIVE, ...STOPPED], who: "anyone", first: "due", next: "Paid" },
  { act: "payPart", from: [...YOUNG, ...STOPPED, "PartPaid"], who: "anyone", first: "due", next: "PartPaid" },
  { act: "payPart", from: ["Presented", "PartPaid, presented"], who: "anyone", first: "due", next: "PartPaid" },
  { act: "payPart", from: REFUSED, who: "anyone", first: "due" },
  { act: "payEarly", from: ["Accepted", "PartAccepted"], who: "drawee", last: "day before due", next: "Paid" },
  {
    act: "refusePayment",
    from: ["Presented", "PartPaid, presented"],
    who: "drawee",
    last: "answer",
    next: "Dishonoured",
  },
  {
    act: "dishonour",
    from: ["Presented", "PartPaid, presented"],
    who: "anyone",
    first: "day after answer",
    next: "Dishonoured",
  },
  { act: "protest", from: ["Dishonoured"], who: "holder", last: "event + protest", next: "Protested" },
  {
    act: "protest",
    from: ["RefusedAcceptance"],
    who: "holder",
    last: "event + protest, or due if later",
    next: "Protested",
  },
  {
    act: "discharge",
    from: [...YOUNG, "RefusedAcceptance", "Presented", "Dishonoured", "Protested"],
    who: "holder",
    next: "Discharged",
  },
  { act: "collect", from: ["PartPaid", "PartPaid, presented", "Paid"], who: "holder" },
  { act: "notify", from: OPEN, who: "holder" },
  { act: "attest", from: OPEN, who: "anyone" },
  { act: "demand", from: OPEN, who: "holder", last: "protest + prior" },
  { act: "takeUp", from: OPEN, who: "drawer", last: "protest + prior" },
  { act: "payFor", from: OPEN, who: "anyone but drawer, acceptor and holder", last: "protest + prior" },
  { act: "payForAcceptor", from: OPEN, who: "anyone but the holder" },
  { act: "protestRest", from: ["PartAccepted"], who: "holder", last: "due" },
  { act: "endorse", from: LIVE, who: "holder" },
  { act: "pledge", from: LIVE, who: "holder" },
  { act: "stop", from: [...LIVE, "Paid"], who: "court" },
  { act: "object", from: ["Accepted, stopped"], who: "holder", last: "last of the stop" },
  { act: "dismiss", from: ["Accepted, stopped, objected"], who: "court" },
  { act: "replace", from: ["Accepted, stopped"], who: "claimant", first: "day after the stop", last: "stop + grace" },
  { act: "lift", from: STOPPED, who: "court" },
  { act: "liftOverdue", from: STOPPED, who: "anyone", first: "day after stop + grace" },
  {
    act: "novate",
    from: ["Drawn", "Drawn, presented", "Accepted"],
    who: "anyone, all having signed",
    last: "date + 30",
    next: "Cancelled",
  },
  {
    act: "toPaper",
    from: ["Drawn", "Drawn, presented", "Accepted"],
    who: "anyone, all having signed",
    next: "Cancelled",
  },
];

const windowOf = ({ first, last, orLast }: Row): string => {
  const until = orLast ? `until ${last} or ${orLast}, the earlier` : last && `until ${last}`;
  const words = [first && `from ${first}`, until].filter((word) => word !== undefined);
  return words.length > 0 ? words.join(", ") : "always";
};

/** The table as docs/spec/bills.md shows it. */
export function tableText(): string {
  const head = "| act | how the bill stands | who | when (days) | next |\n|---|---|---|---|---|\n";
  return (
    head +
    TABLE.map((row) => {
      const from = row.from.join("; ");
      return `| \`${row.act}\` | ${from} | ${row.who} | ${windowOf(row)} | ${row.next ?? "same"} |`;
    }).join("\n")
  );
}
