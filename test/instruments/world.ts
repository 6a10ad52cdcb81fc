import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import type { Signer, TypedDataDomain } from "ethers";
import { network } from "hardhat";
import type { IReceivables } from "../../types/contracts/instruments/Receivables.ts";

/** One chain a test file: every test starts from a snapshot of it. */
export const { ethers, networkHelpers } = await network.create();

export const DAY = 86_400n;
export const EVER = 2n ** 40n - 1n;
/** As much as a payment can be, and what an account may owe whom nobody limits: the most of a `uint96`. */
export const ALL = 2n ** 96n - 1n;
/** A unit is a cent of a token with six decimals. */
export const CENT = 10_000n;
export const UNITS = 100_000n;
export const FACE = UNITS * CENT;
export const [WITH_RECOURSE, WITHOUT_RECOURSE, DIVISION, TAKEN_UP] = [1n, 2n, 3n, 4n];
export const STATUS = {
  None: 0n,
  Registered: 1n,
  Disputed: 2n,
  Confirmed: 3n,
  PartPaid: 4n,
  Paid: 5n,
  Overdue: 6n,
  Defaulted: 7n,
  Void: 8n,
};
export const FIRST = ethers.ZeroHash;

export type Terms = IReceivables.TermsStruct & {
  debtor: string;
  creditor: string;
  token: string;
  dueAt: bigint;
  units: bigint;
  unit: bigint;
  maxTier: bigint;
  lateBps: bigint;
  graceDays: bigint;
  number: string;
};
export type Link = { from: string; to: string; kind: bigint; time: bigint; start: bigint; units: bigint };

/** A number as the contract wants it: letters and digits from the first byte on. */
export function numberOf(text: string): string {
  return ethers.zeroPadBytes(ethers.toUtf8Bytes(text), 32);
}

async function deploy() {
  const signers = await ethers.getSigners();
  const [dao, debtor, creditor, second, third, financier, bank, carrier, stranger, relayer] = signers as [
    HardhatEthersSigner,
    HardhatEthersSigner,
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
  const credentials = await ethers.deployContract("Credentials", [manager.target, relay.target]);
  const organisations = await ethers.deployContract("Organisations", [relay.target]);
  const lots = await ethers.deployContract("Lots", [relay.target]);
  const market = await ethers.deployContract("Market", [manager.target, dao.address, relay.target]);
  const tabs = await ethers.deployContract("Tabs", [market.target, relay.target]);
  const receivables = await ethers.deployContract("Receivables", [
    manager.target,
    relay.target,
    lots.target,
    credentials.target,
    tabs.target,
  ]);
  const debtors = await ethers.getContractAt("Debtors", await receivables.debtors());
  const statements = await ethers.getContractAt("Statements", await receivables.statements());
  const evidence = await ethers.deployContract("Evidence", [
    receivables.target,
    credentials.target,
    organisations.target,
    relay.target,
  ]);
  const quotes = await ethers.deployContract("Quotes", [relay.target, receivables.target, evidence.target]);
  const token = await ethers.deployContract("TokenMock");
  for (const { address } of [debtor, second, third, creditor, stranger]) await token.mint(address, 100n * FACE);
  for (const account of [debtor, second, third, creditor, stranger])
    await token.connect(account).approve(receivables, ethers.MaxUint256);
  const [BANK, LOGISTICS] = [await evidence.BANK(), await evidence.LOGISTICS()];
  for (const type of [BANK, LOGISTICS]) await credentials.appointRegistrar(type, dao, EVER);
  await credentials.attest(BANK, bank, EVER, ethers.ZeroHash);
  await credentials.attest(LOGISTICS, carrier, EVER, ethers.ZeroHash);
  const people = { dao, debtor, creditor, second, third, financier, bank, carrier, stranger, relayer };
  const contracts = {
    relay,
    manager,
    credentials,
    organisations,
    lots,
    tabs,
    receivables,
    debtors,
    statements,
    evidence,
    quotes,
    token,
  };
  return { ...people, ...contracts, BANK, LOGISTICS };
}

export type World = Awaited<ReturnType<typeof deploy>>;

export const load = (): Promise<World> => networkHelpers.loadFixture(deploy);

export async function now(): Promise<bigint> {
  return BigInt(await networkHelpers.time.latest());
}

/** An invoice of 1,000.00, due in 60 days, 12 % a year when it is late, after five days of grace. */
export async function termsOf({ debtor, creditor, token }: World, changes: Partial<Terms> = {}): Promise<Terms> {
  return {
    debtor: debtor.address,
    creditor: creditor.address,
    token: token.target as string,
    dueAt: (await now()) + 60n * DAY,
    units: UNITS,
    unit: CENT,
    maxTier: 0n,
    lateBps: 1_200n,
    graceDays: 5n,
    number: numberOf("INV001"),
    document: ethers.id("invoice"),
    order: ethers.ZeroHash,
    orderAmount: 0n,
    ...changes,
  };
}

export async function registered(world: World, changes: Partial<Terms> = {}) {
  const terms = await termsOf(world, changes);
  const { receivables, creditor, lots } = world;
  await receivables.connect(creditor).register(terms);
  const id = await receivables.receivableId(terms.debtor, terms.creditor, terms.number);
  return { terms, id, root: await lots.rootId(receivables, id) };
}

export async function confirmed(world: World, changes: Partial<Terms> = {}) {
  const made = await registered(world, changes);
  await world.receivables.connect(world.debtor).confirm(made.terms);
  return made;
}

/** Goes to a second; the next block is mined there. */
export async function at(timestamp: bigint): Promise<void> {
  await networkHelpers.time.setNextBlockTimestamp(timestamp);
}

/** Mines a block at a second. */
export async function mineAt(timestamp: bigint): Promise<void> {
  await networkHelpers.time.increaseTo(timestamp);
}

/** Hands a whole lot on; the link that it leaves. */
export async function endorse(
  { lots }: Pick<World, "lots">,
  id: bigint,
  from: HardhatEthersSigner,
  to: { address: string },
  kind = WITH_RECOURSE,
): Promise<Link> {
  await lots.connect(from).endorse(id, to.address, kind);
  return { from: from.address, to: to.address, kind, time: await now(), start: 0n, units: 0n };
}

/** Cuts one part off a lot of the root `root`. */
export async function divide(
  { lots }: Pick<World, "lots">,
  root: bigint,
  inner: string,
  from: HardhatEthersSigner,
  part: { to: string; units: bigint; kind: bigint },
) {
  const parent = inner === FIRST ? root : partOf(root, inner);
  const { start, units } = await lots.lotOf(parent);
  const roll = await lots.rollOf(parent);
  await lots.connect(from).divide(root, inner, [part]);
  const link: Link = {
    from: from.address,
    to: part.to,
    kind: part.kind,
    time: await now(),
    start: start + units - part.units,
    units: part.units,
  };
  const made = innerOf(roll, link);
  return { link, inner: made, id: partOf(root, made), parentRoll: roll };
}

const CODER = ethers.AbiCoder.defaultAbiCoder();
const DIVISION_TYPE = ethers.id(
  "Division(bytes32 roll,address from,address to,uint8 kind,uint40 time,uint40 start,uint40 units)",
);
const ENDORSEMENT_TYPE = ethers.id("Endorsement(bytes32 roll,address from,address to,uint8 kind,uint40 time)");
const hash = (types: string[], values: unknown[]) => ethers.keccak256(CODER.encode(types, values));

export function innerOf(roll: string, link: Link): string {
  const { from, to, kind, time, start, units } = link;
  return hash(
    ["bytes32", "bytes32", "address", "address", "uint8", "uint40", "uint40", "uint40"],
    [DIVISION_TYPE, roll, from, to, kind, time, start, units],
  );
}

export function partOf(root: bigint, inner: string): bigint {
  return BigInt(hash(["bytes32", "uint256", "bytes32"], [ethers.id("Part(uint256 root,bytes32 inner)"), root, inner]));
}

/** The rolling hash by the specification, computed here. */
export function rollOf(root: bigint, links: readonly Link[]): string {
  return links.reduce(
    (roll, link) => {
      if (link.units > 0n) return ethers.toBeHex(partOf(root, innerOf(roll, link)), 32);
      const { from, to, kind, time } = link;
      return hash(
        ["bytes32", "bytes32", "address", "address", "uint8", "uint40"],
        [ENDORSEMENT_TYPE, roll, from, to, kind, time],
      );
    },
    ethers.toBeHex(root, 32),
  );
}

const field = (text: string) =>
  text.split(",").map((part) => {
    const [type = "", name = ""] = part.trim().split(" ");
    return { name, type };
  });
const TYPES = {
  Confirmation: field("uint256 id, bytes32 terms, uint40 deadline"),
  CreditNote: field("uint256 lot, bytes32 version, uint40 units, uint40 deadline"),
  Extension: field("uint256 lot, bytes32 version, uint40 dueAt, uint40 deadline"),
};

const domainOf = ({ receivables }: World) => ({
  name: "Tallystick Receivables",
  version: "1",
  chainId: 31337n,
  verifyingContract: receivables.target as string,
});

/** EIP-712 signature of one of the three promises; `domain` replaces parts of what is signed. */
export async function sign(
  world: World,
  signer: Signer,
  type: keyof typeof TYPES,
  message: Record<string, unknown>,
  domain: TypedDataDomain = {},
): Promise<string> {
  return signer.signTypedData({ ...domainOf(world), ...domain }, { [type]: TYPES[type] }, message);
}

const TERMS =
  "tuple(address debtor,address creditor,address token,uint40 dueAt,uint40 units,uint96 unit,uint8 maxTier,uint16 lateBps,uint16 graceDays,bytes32 number,bytes32 document,bytes32 order,uint96 orderAmount)";

export function hashOf(terms: Terms): string {
  return hash([TERMS], [terms]);
}

/** The debtor's signature under an invoice. */
export async function confirmation(
  world: World,
  terms: Terms,
  deadline = EVER,
  signer: Signer = world.debtor,
  domain: TypedDataDomain = {},
) {
  const id = await world.receivables.receivableId(terms.debtor, terms.creditor, terms.number);
  return sign(world, signer, "Confirmation", { id, terms: hashOf(terms), deadline }, domain);
}

/** The holder's signature under a credit note. */
export async function creditNote(world: World, lot: bigint, units: bigint, signer: Signer, deadline = EVER) {
  return sign(world, signer, "CreditNote", { lot, version: await world.lots.versionOf(lot), units, deadline });
}

/** The holder's signature under a later due date. */
export async function extension(world: World, lot: bigint, dueAt: bigint, signer: Signer, deadline = EVER) {
  return sign(world, signer, "Extension", { lot, version: await world.lots.versionOf(lot), dueAt, deadline });
}

/** The digest that `Receivables_NotSigned` names. */
export function digestOf(world: World, type: keyof typeof TYPES, message: Record<string, unknown>): string {
  return ethers.TypedDataEncoder.hash(domainOf(world), { [type]: TYPES[type] }, message);
}
