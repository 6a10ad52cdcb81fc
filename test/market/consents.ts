import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import type { Signer } from "ethers";
import type { Consent, IConsent } from "../../types/contracts/market/Consent.ts";
import { anchor, DAY, ethers, load, networkHelpers, ZERO_HASH } from "./fixture.ts";

export type Request = {
  readonly [K in keyof IConsent.RequestStruct]: K extends "reader"
    ? string
    : K extends "laterVersions"
      ? boolean
      : bigint;
};
export type Setup = {
  readonly holders: readonly string[];
  readonly threshold: bigint;
  readonly emergencyCredential: string;
  readonly emergencySeconds: bigint;
  readonly alsoRight: boolean;
};

export const PURPOSE = 3n;
export const EMERGENCY = ethers.id("emergency physician");
export const EMERGENCY_SECONDS = 4n * 3_600n;
export const [NONE, OPEN, JUSTIFIED, UNJUSTIFIED] = [0n, 1n, 2n, 3n];

const field = (type: string, name: string) => ({ type, name });
const CONSENT = [
  field("uint256", "dataset"),
  field("address", "reader"),
  field("uint16", "purpose"),
  field("uint32", "segments"),
  field("uint16", "fromVersion"),
  field("bool", "laterVersions"),
  field("uint40", "until"),
  field("uint32", "serial"),
  field("uint16", "epoch"),
  field("uint40", "deadline"),
];
const HOLDERS = [
  field("uint256", "dataset"),
  field("address[]", "holders"),
  field("uint8", "threshold"),
  field("uint16", "epoch"),
  field("uint40", "deadline"),
];

type Change = { readonly chainId?: bigint; readonly verifyingContract?: string };

function domainOf(consent: Consent, change: Change) {
  const verifyingContract = consent.target as string;
  return { name: "Tallystick Consent", version: "1", chainId: 31337n, verifyingContract, ...change };
}

export async function signConsent(
  consent: Consent,
  signer: Signer,
  request: Request,
  change: Change = {},
): Promise<string> {
  return signer.signTypedData(domainOf(consent, change), { Consent: CONSENT }, request);
}

export type Holders = {
  readonly dataset: bigint;
  readonly holders: readonly string[];
  readonly threshold: bigint;
  readonly epoch: bigint;
  readonly deadline: bigint;
};

export async function signHolders(
  consent: Consent,
  signer: Signer,
  holders: Holders,
  change: Change = {},
): Promise<string> {
  return signer.signTypedData(domainOf(consent, change), { Holders: HOLDERS }, holders);
}

/** EIP-712 digests by another library than the contract's. */
export function consentDigest(consent: Consent, request: Request): string {
  return ethers.TypedDataEncoder.hash(domainOf(consent, {}), { Consent: CONSENT }, request);
}

export function changeDigest(consent: Consent, holders: Holders): string {
  return ethers.TypedDataEncoder.hash(domainOf(consent, {}), { Holders: HOLDERS }, holders);
}

export function ascending<T extends { readonly address: string }>(accounts: readonly T[]): T[] {
  return [...accounts].sort((a, b) => (BigInt(a.address) < BigInt(b.address) ? -1 : 1));
}

/** Low 160 bits of the hash of a list: what a record keeps of its holders. */
export function holdersHash(holders: readonly string[]): bigint {
  const encoded = ethers.AbiCoder.defaultAbiCoder().encode(["address[]"], [holders]);
  return BigInt(ethers.keccak256(encoded)) & (2n ** 160n - 1n);
}

/**
 * A published record of three holders, two of whom must consent, with an emergency credential that `medic` holds. `buyer`
 * is its reader.
 */
export async function recordFixture(changes: Partial<Setup> = {}) {
  const fixture = await load();
  const { consent, market, credentials, dao, seller, other, friend, buyer } = fixture;
  const signers = (await ethers.getSigners()) as HardhatEthersSigner[];
  const [medic, registrar, secondMedic, newcomer] = signers.slice(12);
  if (!medic || !registrar || !secondMedic || !newcomer) throw new Error("Too few accounts.");
  const holders = ascending([seller, other, friend]);
  const [first, second, third] = holders;
  if (!first || !second || !third) throw new Error("Too few holders.");
  const list = holders.map(({ address }) => address);
  const setup: Setup = {
    holders: list,
    threshold: 2n,
    emergencyCredential: EMERGENCY,
    emergencySeconds: EMERGENCY_SECONDS,
    alsoRight: false,
    ...changes,
  };
  const recordSalt = ethers.id("record");
  const record = await market.datasetId(seller.address, recordSalt);
  await consent.connect(seller).register(recordSalt, asStruct(setup));
  await market.connect(seller).publish(recordSalt, anchor("record 1"));
  await credentials.connect(dao).appointRegistrar(EMERGENCY, registrar.address, 2n ** 40n - 1n);
  for (const { address } of [medic, secondMedic]) {
    await credentials.connect(registrar).attest(EMERGENCY, address, 2n ** 40n - 1n, ZERO_HASH);
  }
  const now = BigInt(await networkHelpers.time.latest());
  const asked: Request = {
    dataset: record,
    reader: buyer.address,
    purpose: PURPOSE,
    segments: 3n,
    fromVersion: 1n,
    laterVersions: true,
    until: now + 30n * DAY,
    serial: 1n,
    epoch: 0n,
    deadline: now + DAY,
  };
  const people = { medic, secondMedic, newcomer, registrar, first, second, third };
  return { ...fixture, ...people, holders, list, setup, recordSalt, record, asked };
}

export type RecordFixture = Awaited<ReturnType<typeof recordFixture>>;

/** Typechain wants mutable arrays. */
export function asStruct(setup: Setup): IConsent.SetupStruct {
  return { ...setup, holders: [...setup.holders] };
}

/** One signature a holder, in their order; empty where `who` leaves him out. */
export async function signaturesOf(
  { consent, holders }: Pick<RecordFixture, "consent" | "holders">,
  request: Request,
  who: readonly number[],
): Promise<string[]> {
  return Promise.all(
    holders.map(async (holder, i) => (who.includes(i) ? signConsent(consent, holder, request) : "0x")),
  );
}

/** Gives what `asked` says, with `changes`, signed by the first two holders or by `who`. */
export async function give(
  fixture: RecordFixture,
  changes: Partial<Request> = {},
  who: readonly number[] = [0, 1],
): Promise<Request> {
  const request = { ...fixture.asked, ...changes };
  const signatures = await signaturesOf(fixture, request, who);
  await fixture.consent.connect(fixture.relayer).give(request, fixture.list, signatures);
  return request;
}

/** Who may read the record in the way that `asked` asks for: its first version, with `changes`. */
export async function mayRead(
  { consent, record, asked }: RecordFixture,
  changes: { reader?: string; version?: bigint; segments?: bigint; purpose?: bigint; dataset?: bigint } = {},
): Promise<boolean> {
  const { reader, version, segments, purpose, dataset } = { ...asked, dataset: record, version: 1n, ...changes };
  return consent.mayRead(dataset, reader, version, segments, purpose);
}

/** The packed word of a consent, by the specification and independent of the contract's code. */
export function packedConsent(request: Request, signers: bigint): bigint {
  return (
    request.until |
    (request.segments << 40n) |
    (request.purpose << 72n) |
    (request.fromVersion << 88n) |
    (request.laterVersions ? 1n << 104n : 0n) |
    (signers << 112n) |
    (request.epoch << 128n) |
    (request.serial << 144n)
  );
}

/** A consent as `consentOf` answers it. */
export function consented(request: Request, signers: bigint, changes: { until?: bigint; refusals?: bigint } = {}) {
  const { until, segments, purpose, fromVersion, laterVersions, epoch, serial } = { ...request, ...changes };
  return [until, segments, purpose, fromVersion, laterVersions, signers, epoch, serial, changes.refusals ?? 0n];
}

/** Whoever of the first two holders signs, changes the holders to these. */
export async function changeHolders(
  { consent, relayer, record, first, second, list, asked }: RecordFixture,
  holders: readonly string[],
  threshold: bigint,
  epoch = 0n,
): Promise<void> {
  const change = { dataset: record, holders, threshold, epoch, deadline: asked.deadline };
  const signatures = [await signHolders(consent, first, change), await signHolders(consent, second, change), "0x"];
  await consent.connect(relayer).changeHolders(record, [...holders], threshold, change.deadline, list, signatures);
}

/** Sets bits in a record's word, as if its counters had run for years. */
export async function setRecordBits(consent: Consent, record: bigint, bits: bigint): Promise<void> {
  const touched: Record<string, { storage?: Record<string, string> }> = await ethers.provider.send("debug_traceCall", [
    { to: consent.target, data: consent.interface.encodeFunctionData("recordOf", [record]) },
    "latest",
    { tracer: "prestateTracer" },
  ]);
  const { record: known } = await consent.recordOf(record);
  const words = Object.entries(touched[(consent.target as string).toLowerCase()]?.storage ?? {});
  const found = words.find(([, word]) => BigInt.asUintN(160, BigInt(word)) === known.holdersHash);
  if (!found) throw new Error("The record's slot was not found.");
  const [slot, word] = found;
  await networkHelpers.setStorageAt(consent.target as string, slot, ethers.toBeHex(BigInt(word) | bits, 32));
}
