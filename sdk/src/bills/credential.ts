import { type Address, bytesToHex, getAddress, type Hex, isAddress, zeroAddress } from "viem";
import { sha256 } from "../data/bytes.ts";
import { canonicalBytes, canonicalJson, type Json } from "../data/canonical.ts";
import { reasonOf, tallystickError } from "../errors.ts";
import type { UndocumentedFace } from "./face.ts";
import { type BillFace, billId, billSum, dateOfDay, dayOfDate, placeText, placeWord, tenorOf } from "./face.ts";
import { billClauses, bitsOf, namesIn, tenors } from "./words.ts";

// A face as a W3C verifiable credential (Data Model 2.0, JSON-LD). What proves it is the chain: its document's hash is on
// the face, and all of the face is in the bill's id.

/** Where bills are. */
export interface BillPlace {
  readonly chainId: number;
  readonly bills: Address;
}

/** What a credential file says. */
export interface ReadCredential {
  readonly face: BillFace;
  readonly place: BillPlace;
  /** Of the bill. */
  readonly id: bigint;
}

const NAMESPACE = "urn:tallystick:bills:v1#";

// All terms that the base context does not have are ours; accounts and assets are links.
const CONTEXT: Json = [
  "https://www.w3.org/ns/credentials/v2",
  {
    "@vocab": NAMESPACE,
    ...Object.fromEntries(
      ["drawer", "drawee", "payee", "court", "token", "contract", "chain"].map((term) => [
        term,
        { "@id": `${NAMESPACE}${term}`, "@type": "@id" },
      ]),
    ),
  },
];

const TITLE = "Bill of exchange";
const TO_ORDER = "Pay the sum, unconditionally, against this bill of exchange to the order of the payee.";
const NOT_TO_ORDER = "Pay the sum, unconditionally, against this bill of exchange to the payee, not to order.";

/**
 * Hash of a bill as it is read, for the face: sha-256 of the canonical JSON (RFC 8785) of its credential, in which neither
 * this hash is nor what is made of it.
 *
 * @param face its `document`, if it has one, does not matter
 * @throws `FieldInvalid` for a tenor that there is not, or a day beyond the year 9999
 */
export async function documentOf(face: UndocumentedFace, place: BillPlace): Promise<Hex> {
  return bytesToHex(await sha256(canonicalBytes(documentBody(face, place))));
}

/**
 * The face with the hash of its document: ready to be drawn.
 *
 * @throws `FieldInvalid` as `documentOf`
 */
export async function documentedFace(face: UndocumentedFace, place: BillPlace): Promise<BillFace> {
  return { ...face, document: await documentOf(face, place) };
}

/**
 * Whether a face names the hash of what it says. Contracts can't know; one that doesn't is a bill all the same, whose
 * document is another.
 *
 * @throws `FieldInvalid` as `documentOf`
 */
export async function isDocumented(face: BillFace, place: BillPlace): Promise<boolean> {
  return BigInt(face.document) === BigInt(await documentOf(face, place));
}

/**
 * The credential of a face, with its document's hash and the bill's id.
 *
 * @throws `FieldInvalid` as `documentOf`
 */
export function billCredential(face: BillFace, place: BillPlace): { readonly [key: string]: Json } {
  const { credentialSubject, ...body } = documentBody(face, place);
  return {
    ...body,
    id: `urn:tallystick:bill:${place.chainId}:${billId(place.chainId, place.bills, face)}`,
    credentialSubject: { ...credentialSubject, document: face.document.toLowerCase() },
  };
}

/**
 * The credential of a face as a file: canonical JSON (RFC 8785).
 *
 * @throws `FieldInvalid` as `documentOf`
 */
export function credentialText(face: BillFace, place: BillPlace): string {
  return canonicalJson(billCredential(face, place));
}

function documentBody(face: UndocumentedFace, { chainId, bills }: BillPlace) {
  const account = (address: Address): string => `did:pkh:eip155:${chainId}:${getAddress(address)}`;
  const clauses = namesIn(billClauses, face.clauses);
  if (face.clauses !== bitsOf(billClauses, clauses)) {
    throw tallystickError("FieldInvalid", { field: "clauses", reason: "it has one that is not known" });
  }
  return {
    "@context": CONTEXT,
    type: ["VerifiableCredential", "BillOfExchangeCredential"],
    name: TITLE,
    issuer: account(face.drawer),
    validFrom: `${dateOfDay(face.drawnOn)}T00:00:00Z`,
    credentialSubject: {
      type: "BillOfExchange",
      title: TITLE,
      instruction: clauses.includes("notToOrder") ? NOT_TO_ORDER : TO_ORDER,
      drawer: account(face.drawer),
      drawee: account(face.drawee),
      payee: account(face.payee),
      token: `eip155:${chainId}/erc20:${getAddress(face.token)}`,
      sum: { amount: String(billSum(face)), units: String(face.units), unit: String(face.unit) },
      drawnOn: dateOfDay(face.drawnOn),
      drawnAt: placeName(face.drawnAt),
      due: dueOf(face),
      ...(face.presentBy === 0 ? {} : { presentBy: dateOfDay(face.presentBy) }),
      payableAt: placeName(face.payableAt),
      rules: face.rules,
      clauses,
      ...(face.court === zeroAddress ? {} : { court: account(face.court) }),
      chain: `eip155:${chainId}`,
      contract: `eip155:${chainId}:${getAddress(bills)}`,
    },
  };
}

function placeName(word: Hex): string {
  return placeText(word) ?? word.toLowerCase();
}

/** At sight, some days after sight or date, or a date. */
function dueOf(face: UndocumentedFace): { readonly [key: string]: Json } {
  const tenor = tenorOf(face);
  if (tenor === "fixedDay") return { tenor, on: dateOfDay(face.term) };
  return { tenor, days: face.term };
}

/**
 * Reads a credential file, and checks that it is the credential of the face that it gives, to the last character, hash and
 * id included. A member `proof` is left aside: what proves a bill is the chain (`billOf`).
 *
 * @param file its text, or what it parses to
 * @throws `CredentialInvalid` with the field and the reason
 */
export async function readCredential(file: unknown): Promise<ReadCredential> {
  const { proof: _, ...credential } = objectIn(parsed(file), "credential");
  const subject = objectIn(credential.credentialSubject, "credentialSubject");
  const contract = accountIn(subject, "contract", /^eip155:(\d{1,15}):(0x[0-9a-fA-F]{40})$/);
  const place = { chainId: contract.chainId, bills: contract.address };
  const face = faceIn(subject);
  const difference = differenceOf(billCredential(face, place), credential, "");
  if (difference !== undefined) throw wrong(difference, "it is not what the face says there");
  if (!(await isDocumented(face, place)))
    throw wrong("credentialSubject.document", "it is the hash of another document");
  return { face, place, id: billId(place.chainId, place.bills, face) };
}

type Fields = { readonly [key: string]: unknown };

function parsed(file: unknown): unknown {
  if (typeof file !== "string") return file;
  try {
    return JSON.parse(file);
  } catch (error) {
    throw wrong("credential", reasonOf(error));
  }
}

function faceIn(subject: Fields): BillFace {
  const account = (field: string): Address =>
    accountIn(subject, field, /^did:pkh:eip155:(\d{1,15}):(0x[0-9a-fA-F]{40})$/).address;
  const sum = objectIn(subject.sum, "sum");
  const due = objectIn(subject.due, "due");
  try {
    return {
      drawer: account("drawer"),
      drawee: account("drawee"),
      payee: account("payee"),
      token: accountIn(subject, "token", /^eip155:(\d{1,15})\/erc20:(0x[0-9a-fA-F]{40})$/).address,
      units: Number(digitsIn(sum, "units", 2n ** 40n)),
      unit: digitsIn(sum, "unit", 2n ** 96n),
      drawnOn: dayOfDate(textIn(subject, "drawnOn"), "drawnOn"),
      tenor: tenorIn(due),
      term: due.tenor === "fixedDay" ? dayOfDate(textIn(due, "on"), "due.on") : numberIn(due, "days", 2 ** 24),
      presentBy: subject.presentBy === undefined ? 0 : dayOfDate(textIn(subject, "presentBy"), "presentBy"),
      rules: numberIn(subject, "rules", 2 ** 16),
      clauses: clausesIn(subject),
      court: subject.court === undefined ? zeroAddress : account("court"),
      drawnAt: placeIn(subject, "drawnAt"),
      payableAt: placeIn(subject, "payableAt"),
      document: wordIn(subject, "document"),
    };
  } catch (error) {
    // A date or a place that is none is a fault of the file.
    const { field, reason } = (error as { details?: { field?: string; reason?: string } }).details ?? {};
    if (field === undefined || reason === undefined) throw error;
    throw wrong(field, reason);
  }
}

function accountIn(
  fields: Fields,
  field: string,
  form: RegExp,
): { readonly chainId: number; readonly address: Address } {
  const [, chainId, address] = form.exec(textIn(fields, field)) ?? [];
  if (chainId === undefined || address === undefined || !isAddress(address, { strict: false })) {
    throw wrong(field, "it names no account of a chain");
  }
  return { chainId: Number(chainId), address: getAddress(address) };
}

function tenorIn(due: Fields): number {
  const tenor = (tenors as readonly unknown[]).indexOf(due.tenor);
  if (tenor === -1) throw wrong("due.tenor", `it is one of ${tenors.join(", ")}`);
  return tenor;
}

function clausesIn(subject: Fields): number {
  const { clauses } = subject;
  if (!Array.isArray(clauses)) throw wrong("clauses", "a list is needed");
  return bitsOf(
    billClauses,
    billClauses.filter((clause) => clauses.includes(clause)),
  );
}

function placeIn(subject: Fields, field: string): Hex {
  const text = textIn(subject, field);
  return /^0x[0-9a-f]{64}$/.test(text) ? (text as Hex) : placeWord(text, field);
}

function wordIn(fields: Fields, field: string): Hex {
  const text = textIn(fields, field);
  if (!/^0x[0-9a-f]{64}$/.test(text)) throw wrong(field, "32 bytes are needed");
  return text as Hex;
}

function textIn(fields: Fields, field: string): string {
  const value = fields[field];
  if (typeof value !== "string") throw wrong(field, "a text is needed");
  return value;
}

function digitsIn(fields: Fields, field: string, below: bigint): bigint {
  const text = textIn(fields, field);
  if (!/^(0|[1-9]\d{0,30})$/.test(text) || BigInt(text) >= below)
    throw wrong(field, "a whole number in digits is needed");
  return BigInt(text);
}

function numberIn(fields: Fields, field: string, below: number): number {
  const value = fields[field];
  const fits = typeof value === "number" && Number.isInteger(value) && value >= 0 && value < below;
  if (!fits) throw wrong(field, `a whole number below ${below} is needed`);
  return value;
}

function objectIn(value: unknown, field: string): Fields {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw wrong(field, "an object is needed");
  return value as Fields;
}

/** Path of the first member that is not the same; undefined: all are. */
function differenceOf(expected: unknown, actual: unknown, path: string): string | undefined {
  const areObjects = [expected, actual].every((each) => typeof each === "object" && each !== null);
  if (!areObjects || Array.isArray(expected) !== Array.isArray(actual)) {
    return expected === actual ? undefined : path || "credential";
  }
  const [left, right] = [expected as Fields, actual as Fields];
  for (const key of new Set([...Object.keys(left), ...Object.keys(right)])) {
    const at = path === "" ? key : `${path}.${key}`;
    if (!Object.hasOwn(left, key) || !Object.hasOwn(right, key)) return at;
    const found = differenceOf(left[key], right[key], at);
    if (found !== undefined) return found;
  }
  return undefined;
}

function wrong(field: string, reason: string): Error {
  return tallystickError("CredentialInvalid", { field: field.slice(0, 100), reason });
}
