import { getAddress, type Hex, isAddress, isHex } from "viem";
import type { Json } from "../data/canonical.ts";
import { tallystickError } from "../errors.ts";
import { type ConsentRequest, consentTypes, type HoldersChange, holdersTypes } from "./consentMessages.ts";
import { type Deal, dealTypes } from "./exchange.ts";
import { grantTypes, type SignableGrant } from "./grants.ts";
import { type Mandate, mandateTypes } from "./mandates.ts";
import type { CreditLine, HandOver } from "./tab.ts";
import type { Tab } from "./voucher.ts";

// What parties sign for each other and hand on outside the chain, as JSON: a file, a link, a message. Numbers that
// JavaScript can't hold exactly are decimal texts.

interface Member {
  readonly name: string;
  readonly type: string;
}
type Shapes = Readonly<Record<string, readonly Member[]>>;

const tabShape = [
  { name: "reader", type: "address" },
  { name: "provider", type: "address" },
  { name: "token", type: "address" },
  { name: "salt", type: "bytes32" },
] as const;

/** What is in a ticket of each kind. Tabs are named in full, since their id can't be turned back into them. */
export interface Tickets {
  readonly grant: SignableGrant;
  readonly deal: Deal;
  readonly mandate: Mandate;
  readonly consent: ConsentRequest;
  readonly holders: HoldersChange;
  readonly tab: Tab;
  readonly voucher: { readonly tab: Tab; readonly owed: bigint };
  readonly closing: { readonly tab: Tab; readonly owed: bigint; readonly deadline: number };
  readonly credit: { readonly tab: Tab; readonly deadline: number } & CreditLine;
  /** What becomes a receivable: all that is outstanding of a statement. */
  readonly handOver: { readonly tab: Tab } & Omit<HandOver, "tab">;
}

export type TicketKind = keyof Tickets;

const shapes: Readonly<Record<TicketKind, { readonly root: string; readonly shapes: Shapes }>> = {
  grant: { root: "Grant", shapes: grantTypes },
  deal: { root: "Deal", shapes: dealTypes },
  mandate: { root: "Mandate", shapes: mandateTypes },
  consent: { root: "Consent", shapes: consentTypes },
  holders: { root: "Holders", shapes: holdersTypes },
  tab: { root: "Tab", shapes: { Tab: tabShape } },
  voucher: { root: "Voucher", shapes: { Voucher: onTab({ name: "owed", type: "uint96" }), Tab: tabShape } },
  closing: {
    root: "Closing",
    shapes: { Closing: onTab({ name: "owed", type: "uint96" }, { name: "deadline", type: "uint40" }), Tab: tabShape },
  },
  credit: {
    root: "Credit",
    shapes: {
      Credit: onTab(
        { name: "limit", type: "uint96" },
        { name: "paymentTerm", type: "uint32" },
        { name: "serial", type: "uint32" },
        { name: "deadline", type: "uint40" },
      ),
      Tab: tabShape,
    },
  },
  handOver: {
    root: "HandOver",
    shapes: {
      HandOver: onTab(
        { name: "statement", type: "uint32" },
        { name: "amount", type: "uint96" },
        { name: "instrument", type: "address" },
        { name: "deadline", type: "uint40" },
      ),
      Tab: tabShape,
    },
  },
};

function onTab(...members: readonly Member[]): readonly Member[] {
  return [{ name: "tab", type: "Tab" }, ...members];
}

/** One side's signature, where several may be needed. */
export interface TicketSignature {
  readonly signer: Hex;
  readonly signature: Hex;
}

/** Something signed, with whoever has signed it so far. */
export interface Ticket<K extends TicketKind = TicketKind> {
  readonly kind: K;
  readonly chainId: number;
  readonly message: Tickets[K];
  readonly signatures: readonly TicketSignature[];
}

/** A ticket as JSON. */
export function encodeTicket<K extends TicketKind>(ticket: Ticket<K>): Json {
  const { root, shapes: known } = shapes[ticket.kind];
  return {
    tallystick: `${ticket.kind}/1`,
    chainId: ticket.chainId,
    message: encodeStruct(known, root, ticket.message as unknown as Readonly<Record<string, unknown>>),
    signatures: ticket.signatures.map(({ signer, signature }) => ({ signer, signature })),
  };
}

function encodeStruct(known: Shapes, name: string, value: Readonly<Record<string, unknown>>): Json {
  const members = known[name] ?? [];
  return Object.fromEntries(members.map((member) => [member.name, encodeValue(known, member, value[member.name])]));
}

function encodeValue(known: Shapes, { type }: Member, value: unknown): Json {
  if (known[type] !== undefined) return encodeStruct(known, type, value as Readonly<Record<string, unknown>>);
  return typeof value === "bigint" ? String(value) : (value as Json);
}

/**
 * Reads a ticket. It is checked for its form alone: who signed it is another question.
 *
 * @param kind what is expected; anything else is refused
 * @throws `TicketInvalid` with the field and the reason
 */
export function decodeTicket<K extends TicketKind>(kind: K, chainId: number, json: unknown): Ticket<K> {
  const fields = structOf(json, "ticket");
  if (fields.tallystick !== `${kind}/1`) throw fault("tallystick", `it is no ${kind}`);
  if (fields.chainId !== chainId) throw fault("chainId", `it is for chain ${String(fields.chainId)}, not ${chainId}`);
  const { root, shapes: known } = shapes[kind];
  const message = decodeStruct(known, root, fields.message, "message") as unknown as Tickets[K];
  if (!Array.isArray(fields.signatures) || fields.signatures.length > 32) throw fault("signatures", "a list is needed");
  const signatures = fields.signatures.map((each: unknown, i): TicketSignature => {
    const at = `signatures[${i}]`;
    const { signer, signature } = structOf(each, at);
    if (!isHex(signature) || signature.length > 20_000) throw fault(`${at}.signature`, "a signature is needed");
    return { signer: accountOf(signer, `${at}.signer`), signature };
  });
  return { kind, chainId, message, signatures };
}

/** A ticket with one more signature; a signer's earlier one is replaced. */
export function withSignature<K extends TicketKind>(ticket: Ticket<K>, signed: TicketSignature): Ticket<K> {
  const others = ticket.signatures.filter(({ signer }) => BigInt(signer) !== BigInt(signed.signer));
  return { ...ticket, signatures: [...others, signed] };
}

/** The signature of an account on a ticket, if it is there. */
export function signatureOf(ticket: Ticket, signer: Hex): Hex | undefined {
  return ticket.signatures.find((each) => BigInt(each.signer) === BigInt(signer))?.signature;
}

function fault(field: string, reason: string) {
  return tallystickError("TicketInvalid", { field, reason });
}

function structOf(value: unknown, field: string): Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw fault(field, "an object is needed");
  return value as Readonly<Record<string, unknown>>;
}

function decodeStruct(known: Shapes, name: string, value: unknown, path: string): Record<string, unknown> {
  const fields = structOf(value, path);
  const members = known[name] ?? [];
  const extra = Object.keys(fields).find((key) => !members.some((member) => member.name === key));
  // What is shown must be all there is: a member that nobody signs could mislead.
  if (extra !== undefined) throw fault(`${path}.${extra}`, "it is not known");
  return Object.fromEntries(
    members.map((member) => [
      member.name,
      decodeValue(known, member.type, fields[member.name], `${path}.${member.name}`),
    ]),
  );
}

function decodeValue(known: Shapes, type: string, value: unknown, path: string): unknown {
  if (known[type] !== undefined) return decodeStruct(known, type, value, path);
  if (type.endsWith("[]")) {
    if (!Array.isArray(value) || value.length > 64) throw fault(path, "a short list is needed");
    return value.map((each: unknown, i) => decodeValue(known, type.slice(0, -2), each, `${path}[${i}]`));
  }
  if (type === "address") return accountOf(value, path);
  if (type === "bool") {
    if (typeof value !== "boolean") throw fault(path, "true or false is needed");
    return value;
  }
  if (type === "bytes32") {
    if (!isHex(value) || value.length !== 66) throw fault(path, "32 bytes are needed");
    return value;
  }
  return numberOf(value, Number(type.slice("uint".length)), path);
}

/** Up to 48 bits a number, as viem has it; above that a bigint, which is a text in JSON. */
function numberOf(value: unknown, bits: number, path: string): number | bigint {
  if (bits <= 48) {
    if (typeof value !== "number" || !Number.isInteger(value) || value < 0 || value >= 2 ** bits) {
      throw fault(path, `a whole number of ${bits} bits is needed`);
    }
    return value;
  }
  const digits = typeof value === "string" && /^\d{1,78}$/.test(value) ? BigInt(value) : -1n;
  if (digits < 0n || digits >= 2n ** BigInt(bits)) throw fault(path, `a number of ${bits} bits, as a text, is needed`);
  return digits;
}

function accountOf(value: unknown, path: string): Hex {
  if (typeof value !== "string" || !isAddress(value, { strict: false })) throw fault(path, "an address is needed");
  return getAddress(value);
}
