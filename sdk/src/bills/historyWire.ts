import { tallystickError } from "../errors.ts";
import { addressOf, amountOf, type Fault, type Fields, hashOf, integerOf, objectOf } from "../gateway/fields.ts";
import { KIND, type KindName, kindName, type Link } from "../instruments/links.ts";
import type { BillFace } from "./face.ts";
import type { BillHistory, LotHistory } from "./history.ts";

// A bill's history as a JSON file. It is a stranger's: see `verifyHistory`.

const FORMAT = "bill-history/1";

/** Most lots, and most links of one, that a file may have. */
const MOST = 10_000;

const fault: Fault = (field, reason) => tallystickError("HistoryInvalid", { field: field.slice(0, 100), reason });

/** A history as JSON: large numbers in digits, kinds by name. */
export function encodeHistory(history: BillHistory) {
  const { chainId, bills, lotsContract, id, block, face, lots } = history;
  return {
    tallystick: FORMAT,
    ...{ chainId, bills, lotsContract },
    block: { number: String(block.number), hash: block.hash, time: block.time },
    bill: String(id),
    face: encodeWireFace(face),
    lots: lots.map(({ id: lot, links, ...rest }) => ({
      lot: String(lot),
      ...rest,
      links: encodeLinks(links),
    })),
  };
}

/** Links in their JSON form. */
export function encodeLinks(links: readonly Link[]) {
  return links.map(({ kind, ...link }) => ({ ...link, kind: kindName(kind) }));
}

/** A history in its JSON form. */
export type WireHistory = ReturnType<typeof encodeHistory>;

/**
 * Reads a history. It is checked for its form alone.
 *
 * @throws `HistoryInvalid` with the field and the reason
 */
export function decodeHistory(value: unknown): BillHistory {
  const fields = objectOf(value, "history", fault);
  if (fields.tallystick !== FORMAT) throw fault("tallystick", `"${FORMAT}" is needed`);
  const block = objectOf(fields.block, "block", fault);
  return {
    chainId: integerOf(fields, "chainId", Number.MAX_SAFE_INTEGER, fault),
    bills: addressOf(fields, "bills", fault),
    lotsContract: addressOf(fields, "lotsContract", fault),
    id: amountOf(fields, "bill", 256, fault),
    block: {
      number: amountOf(block, "number", 64, fault),
      hash: hashOf(block, "hash", fault),
      time: integerOf(block, "time", TIME, fault),
    },
    face: faceIn(objectOf(fields.face, "face", fault), fault),
    lots: listOf(fields, "lots", fault).map((lot, i) => lotIn(objectOf(lot, `lots[${i}]`, fault), `lots[${i}]`)),
  };
}

const TIME = 2 ** 40 - 1;

/** A face in its JSON form. */
export function encodeWireFace(face: BillFace) {
  return { ...face, unit: String(face.unit) };
}

/** A face from its JSON form. */
export function faceIn(fields: Fields, fault: Fault): BillFace {
  const number = (field: keyof BillFace, bits: number): number => integerOf(fields, field, 2 ** bits - 1, fault);
  return {
    drawer: addressOf(fields, "drawer", fault),
    drawee: addressOf(fields, "drawee", fault),
    payee: addressOf(fields, "payee", fault),
    token: addressOf(fields, "token", fault),
    units: number("units", 40),
    unit: amountOf(fields, "unit", 96, fault),
    drawnOn: number("drawnOn", 24),
    tenor: number("tenor", 8),
    term: number("term", 24),
    presentBy: number("presentBy", 24),
    rules: number("rules", 16),
    clauses: number("clauses", 8),
    court: addressOf(fields, "court", fault),
    drawnAt: hashOf(fields, "drawnAt", fault),
    payableAt: hashOf(fields, "payableAt", fault),
    document: hashOf(fields, "document", fault),
  };
}

function lotIn(fields: Fields, at: string): LotHistory {
  const own: Fault = (field, reason) => fault(`${at}.${field}`, reason);
  const id = amountOf(fields, "lot", 256, own);
  return {
    id,
    inner: hashOf(fields, "inner", own),
    ...(fields.holder === undefined ? {} : { holder: addressOf(fields, "holder", own) }),
    start: integerOf(fields, "start", TIME, own),
    units: integerOf(fields, "units", TIME, own),
    state: integerOf(fields, "state", 255, own),
    roll: hashOf(fields, "roll", own),
    links: linksIn(fields, own),
  };
}

/** Links from their JSON form. */
export function linksIn(fields: Fields, fault: Fault): Link[] {
  return listOf(fields, "links", fault).map((link, i) => linkIn(link, `links[${i}]`, fault));
}

function linkIn(value: unknown, at: string, fault: Fault): Link {
  const own: Fault = (field, reason) => fault(`${at}.${field}`, reason);
  const fields = objectOf(value, at, fault);
  return {
    from: addressOf(fields, "from", own),
    to: addressOf(fields, "to", own),
    kind: kindIn(fields, own),
    time: integerOf(fields, "time", TIME, own),
    start: integerOf(fields, "start", TIME, own),
    units: integerOf(fields, "units", TIME, own),
  };
}

function kindIn({ kind }: Fields, own: Fault): number {
  if (typeof kind !== "string" || !Object.hasOwn(KIND, kind)) {
    throw own("kind", `it is one of ${Object.keys(KIND).join(", ")}`);
  }
  return KIND[kind as KindName];
}

function listOf(fields: Fields, field: string, own: Fault): readonly unknown[] {
  const value = fields[field];
  if (!Array.isArray(value) || value.length > MOST) throw own(field, `a list of at most ${MOST} is needed`);
  return value;
}
