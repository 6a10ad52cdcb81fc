import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import type { BytesLike, Signer, TypedDataDomain } from "ethers";
import type { IBills } from "../../types/contracts/instruments/Bills.ts";
import { CENT, DAY, EVER, ethers, FIRST, type Link, networkHelpers, now, rollOf, UNITS } from "./world.ts";

export const [DELIVERED, NO_FURTHER, IN_BLANK, COLLECTION, PLEDGE, RETURNED, REPLACED] = [5n, 6n, 7n, 8n, 9n, 10n, 11n];
export const TENOR = { AtSight: 0n, AfterSight: 1n, AfterDate: 2n, FixedDay: 3n };
export const RULES = { ULB: 1n, BEA: 2n, NIL: 3n };
export const CLAUSE = { notToOrder: 1n, noProtest: 2n, noPresentment: 4n };
/** Bits of a lot's state. */
export const HOLD = { inBlank: 1n, withAgent: 2n, pledged: 4n, movable: 128n };
/** A lot that its court has stopped, and is nothing else. */
export const STOPPED = 8n;
export const STATUSES = [
  "None",
  "Drawn",
  "Accepted",
  "PartAccepted",
  "RefusedAcceptance",
  "Presented",
  "PartPaid",
  "Paid",
  "Dishonoured",
  "Protested",
  "InRecourse",
  "Discharged",
  "Cancelled",
  "Blocked",
];
export const ACTIONS = [
  "receiveBill",
  "refuseReceipt",
  "cancel",
  "present",
  "accept",
  "acceptPart",
  "refuse",
  "lapse",
  "guarantee",
  "presentForPayment",
  "pay",
  "payEarly",
  "refusePayment",
  "dishonour",
  "protest",
  "discharge",
  "collect",
  "handOn",
  "endorseNoFurther",
  "endorseInBlank",
  "endorse",
  "pledge",
  "deliver",
  "fill",
  "giveBack",
  "recall",
  "enforce",
  "notify",
  "protestRest",
];
export const REASON = ethers.id("reason");
export const SUM = UNITS * CENT;

export type Face = IBills.FaceStruct & {
  drawer: string;
  drawee: string;
  payee: string;
  token: string;
  units: bigint;
  unit: bigint;
  drawnOn: bigint;
  tenor: bigint;
  term: bigint;
  presentBy: bigint;
  rules: bigint;
  clauses: bigint;
  court: string;
  drawnAt: string;
  payableAt: string;
  document: string;
};

/** All of it, anew: what other fixtures begin with, since one inside another brings void snapshots back. */
export async function deployBills() {
  const signers = await ethers.getSigners();
  const [dao, drawer, drawee, payee, second, third, stranger, relayer] = signers as [
    HardhatEthersSigner,
    HardhatEthersSigner,
    HardhatEthersSigner,
    HardhatEthersSigner,
    HardhatEthersSigner,
    HardhatEthersSigner,
    HardhatEthersSigner,
    HardhatEthersSigner,
  ];
  const relay = await ethers.deployContract("Relay");
  const manager = await ethers.deployContract("AccessManager", [dao.address]);
  const lots = await ethers.deployContract("Lots", [relay.target]);
  const ruleSets = await ethers.deployContract("RuleSets", [manager.target]);
  const changes = await ethers.deployContract("BillsChanges", [relay.target, lots.target]);
  const bills = await ethers.deployContract("Bills", [relay.target, lots.target, ruleSets.target, changes.target]);
  const desk = await ethers.deployContract("BillsDesk", [bills.target]);
  const recourse = await ethers.getContractAt("BillsRecourse", await bills.recourse());
  const token = await ethers.deployContract("TokenMock");
  const people = { drawer, drawee, payee, second, third, stranger };
  for (const person of Object.values(people)) {
    await token.mint(person.address, 100n * SUM);
    for (const spender of [bills, recourse, changes]) await token.connect(person).approve(spender, ethers.MaxUint256);
  }
  return { ...people, dao, relayer, relay, manager, lots, ruleSets, bills, recourse, changes, desk, token };
}

export type BillsWorld = Awaited<ReturnType<typeof deployBills>>;

export const loadBills = (): Promise<BillsWorld> => networkHelpers.loadFixture(deployBills);

export async function today(): Promise<bigint> {
  return (await now()) / DAY;
}

export const firstSecond = (day: bigint): bigint => day * DAY;
export const lastSecond = (day: bigint): bigint => (day + 1n) * DAY - 1n;

export const place = (name: string): string => ethers.encodeBytes32String(name);

/** 1,000.00 to the payee, due on a day in 60 days, under the Uniform Law. */
export async function faceOf(world: BillsWorld, changes: Partial<Face> = {}): Promise<Face> {
  const { drawer, drawee, payee, token } = world;
  const day = await today();
  return {
    drawer: drawer.address,
    drawee: drawee.address,
    payee: payee.address,
    token: token.target as string,
    units: UNITS,
    unit: CENT,
    drawnOn: day,
    tenor: TENOR.FixedDay,
    term: day + 60n,
    presentBy: 0n,
    rules: RULES.ULB,
    clauses: 0n,
    court: ethers.ZeroAddress,
    drawnAt: place("Geneva"),
    payableAt: place("Basel"),
    document: ethers.id("bill"),
    ...changes,
  };
}

export async function drawn(world: BillsWorld, changes: Partial<Face> = {}) {
  const face = await faceOf(world, changes);
  await world.bills.connect(world.drawer).draw(face);
  const id = await world.bills.idOf(face);
  return { face, id, root: await world.lots.rootId(world.bills, id) };
}

/** Drawn, and in the payee's hands. */
export async function delivered(world: BillsWorld, changes: Partial<Face> = {}) {
  const made = await drawn(world, changes);
  if (made.face.payee !== made.face.drawer) await world.bills.connect(world.payee).receiveBill(made.face);
  return made;
}

/** Drawn, delivered, accepted. */
export async function accepted(world: BillsWorld, changes: Partial<Face> = {}) {
  const made = await delivered(world, changes);
  await world.bills.connect(world.drawee).accept(made.face);
  return made;
}

/** All links of the first lot of a bill, from its events. */
export async function linksOf({ lots }: Pick<BillsWorld, "lots">, root: bigint): Promise<Link[]> {
  let links: Link[] = [];
  for (const event of await lots.queryFilter(lots.filters.Endorsed(root))) {
    const { from, to, kind, roll } = event.args;
    const time = BigInt((await event.getBlock()).timestamp);
    const link = { from, to, kind, time, start: 0n, units: 0n };
    // Who took the lot up ended the links from some on.
    let kept = links.length;
    while (kept > 0 && rollOf(root, [...links.slice(0, kept), link]) !== roll) kept -= 1;
    links = [...links.slice(0, kept), link];
  }
  return links;
}

export async function statusOf({ bills }: BillsWorld, id: bigint): Promise<string | undefined> {
  return STATUSES[Number((await bills.billOf(id)).status)];
}

export async function actionsOf({ desk }: BillsWorld, face: Face, account: string, inner: BytesLike = FIRST) {
  const bits = await desk.actionsOf(face, inner, account);
  return ACTIONS.filter((_, index) => (bits >> BigInt(index)) & 1n);
}

const TYPES = {
  Acceptance: [
    { name: "bill", type: "uint256" },
    { name: "deadline", type: "uint40" },
  ],
  EarlyPayment: [
    { name: "lot", type: "uint256" },
    { name: "version", type: "bytes32" },
    { name: "deadline", type: "uint40" },
  ],
};

const domainOf = ({ bills }: BillsWorld) => ({
  name: "Tallystick Bills",
  version: "1",
  chainId: 31337n,
  verifyingContract: bills.target as string,
});

/** The drawee's signature under a bill. */
export async function acceptance(
  world: BillsWorld,
  face: Face,
  signer: Signer = world.drawee,
  deadline = EVER,
  domain: TypedDataDomain = {},
) {
  const message = { bill: await world.bills.idOf(face), deadline };
  return signer.signTypedData({ ...domainOf(world), ...domain }, { Acceptance: TYPES.Acceptance }, message);
}

/** The holder's consent to a payment before the due day. */
export async function earlyPayment(world: BillsWorld, lot: bigint, signer: Signer, deadline = EVER) {
  const message = { lot, version: await world.lots.versionOf(lot), deadline };
  return signer.signTypedData(domainOf(world), { EarlyPayment: TYPES.EarlyPayment }, message);
}

/** The digest that `Bills_NotSigned` names. */
export function billDigest(world: BillsWorld, type: keyof typeof TYPES, message: Record<string, unknown>): string {
  return ethers.TypedDataEncoder.hash(domainOf(world), { [type]: TYPES[type] }, message);
}
