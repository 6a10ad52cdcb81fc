import { type Address, type Hex, hashTypedData } from "viem";
import type { Actor, Reader } from "../chain/actor.ts";
import { isSignedBy, signTyped } from "../chain/signature.ts";
import { deadlineIn } from "../chain/time.ts";
import { receivablesOf } from "./contracts.ts";
import { versionOf } from "./lots.ts";
import { type ReceivableTerms, receivableId, termsHash } from "./terms.ts";

// What debtors and holders sign about receivables, for another to send.

/** EIP-712 domain of what is signed about receivables. */
export function receivablesDomain(chainId: number, receivables: Address) {
  return { name: "Tallystick Receivables", version: "1", chainId, verifyingContract: receivables } as const;
}

/** A debtor's undertaking to pay: exactly these terms. */
export interface Confirmation {
  readonly id: bigint;
  /** Hash of the terms: see `termsHash`. */
  readonly terms: Hex;
  /** Last second at which it may be used. */
  readonly deadline: number;
}

/** A holder's consent that units of his lot are worth nothing any more. */
export interface CreditNote {
  readonly lot: bigint;
  /** Of the lot: dies with its next change. */
  readonly version: Hex;
  /** Cut off the lot's end. */
  readonly units: number;
  readonly deadline: number;
}

/** A holder's consent to a later due date. */
export interface DueExtension {
  readonly lot: bigint;
  /** Of the lot: dies with its next change. */
  readonly version: Hex;
  readonly dueAt: number;
  readonly deadline: number;
}

export interface SignedConfirmation extends Confirmation {
  readonly signature: Hex;
}

export interface SignedCreditNote extends CreditNote {
  readonly signature: Hex;
}

export interface SignedExtension extends DueExtension {
  readonly signature: Hex;
}

const confirmationTypes = {
  Confirmation: [
    { name: "id", type: "uint256" },
    { name: "terms", type: "bytes32" },
    { name: "deadline", type: "uint40" },
  ],
} as const;

const creditNoteTypes = {
  CreditNote: [
    { name: "lot", type: "uint256" },
    { name: "version", type: "bytes32" },
    { name: "units", type: "uint40" },
    { name: "deadline", type: "uint40" },
  ],
} as const;

const extensionTypes = {
  Extension: [
    { name: "lot", type: "uint256" },
    { name: "version", type: "bytes32" },
    { name: "dueAt", type: "uint40" },
    { name: "deadline", type: "uint40" },
  ],
} as const;

/** EIP-712 message of a confirmation; signed by the debtor. */
export function confirmationTypedData(chainId: number, receivables: Address, confirmation: Confirmation) {
  const { id, terms, deadline } = confirmation;
  const domain = receivablesDomain(chainId, receivables);
  const message = { id, terms, deadline };
  return { domain, types: confirmationTypes, primaryType: "Confirmation", message } as const;
}

/** EIP-712 message of a credit note; signed by the lot's holder. */
export function creditNoteTypedData(chainId: number, receivables: Address, note: CreditNote) {
  const { lot, version, units, deadline } = note;
  const domain = receivablesDomain(chainId, receivables);
  const message = { lot, version, units, deadline };
  return { domain, types: creditNoteTypes, primaryType: "CreditNote", message } as const;
}

/** EIP-712 message of an extension; signed by each lot's holder. */
export function extensionTypedData(chainId: number, receivables: Address, extension: DueExtension) {
  const { lot, version, dueAt, deadline } = extension;
  const domain = receivablesDomain(chainId, receivables);
  const message = { lot, version, dueAt, deadline };
  return { domain, types: extensionTypes, primaryType: "Extension", message } as const;
}

/** How long what is signed may be used, unless it is said. */
const WEEK = 7 * 86_400;

/**
 * Signs, as the debtor, that these terms will be paid: for the creditor, or anyone, to send. It binds for good once it is
 * used; until then a dispute kills it, if the invoice is registered.
 *
 * @param seconds how long it may be used. Default: one week
 * @throws `UserRejected`, `ChainUnreachable`
 */
export async function signConfirmation(
  actor: Actor,
  terms: ReceivableTerms,
  seconds = WEEK,
): Promise<SignedConfirmation> {
  const { chainId, address } = placeOf(actor);
  const deadline = await deadlineIn(actor, seconds);
  const confirmation = { id: receivableId(chainId, address, terms), terms: termsHash(terms), deadline };
  const typedData = confirmationTypedData(chainId, address, confirmation);
  return { ...confirmation, signature: await signTyped(actor, typedData, "signConfirmation") };
}

/**
 * Whether a debtor's signature of terms would be taken.
 *
 * @throws `ChainUnreachable`: only a signature that is not by the debtor's key needs the chain
 */
export function isConfirmationSigned(
  reader: Reader,
  terms: ReceivableTerms,
  { deadline, signature }: Pick<SignedConfirmation, "deadline" | "signature">,
): Promise<boolean> {
  const { chainId, address } = placeOf(reader);
  const confirmation = { id: receivableId(chainId, address, terms), terms: termsHash(terms), deadline };
  const digest = hashTypedData(confirmationTypedData(chainId, address, confirmation));
  return isSignedBy(reader, terms.debtor, digest, signature);
}

/**
 * Signs, as a lot's holder, that the debtor may take units off its end: for the lot as it is now.
 *
 * @param deadline last second at which it may be used. Default: one week from now
 * @throws `UserRejected`, `ChainUnreachable`
 */
export async function signCreditNote(
  actor: Actor,
  lot: bigint,
  units: number,
  deadline?: number,
): Promise<SignedCreditNote> {
  const { chainId, address } = placeOf(actor);
  const version = await versionOf(actor, lot);
  const note = { lot, version, units, deadline: deadline ?? (await deadlineIn(actor, WEEK)) };
  return { ...note, signature: await signTyped(actor, creditNoteTypedData(chainId, address, note), "signCreditNote") };
}

/**
 * Whether a holder's credit note would be taken, if its lot is still what it names.
 *
 * @throws `ChainUnreachable`: only a signature that is not by the holder's key needs the chain
 */
export function isCreditNoteSigned(reader: Reader, holder: Address, note: SignedCreditNote): Promise<boolean> {
  const { chainId, address } = placeOf(reader);
  return isSignedBy(reader, holder, hashTypedData(creditNoteTypedData(chainId, address, note)), note.signature);
}

/**
 * Signs, as a lot's holder, that the receivable may be due later: for the lot as it is now.
 *
 * @param choice `deadline`: the same for all holders; default: one week from now
 * @throws `UserRejected`, `ChainUnreachable`
 */
export async function signExtension(
  actor: Actor,
  lot: bigint,
  choice: { readonly dueAt: number; readonly deadline?: number | undefined },
): Promise<SignedExtension> {
  const { chainId, address } = placeOf(actor);
  const version = await versionOf(actor, lot);
  const extension = { lot, version, dueAt: choice.dueAt, deadline: choice.deadline ?? (await deadlineIn(actor, WEEK)) };
  const typedData = extensionTypedData(chainId, address, extension);
  return { ...extension, signature: await signTyped(actor, typedData, "signExtension") };
}

/**
 * Whether a holder's extension would be taken, if his lot is still what it names.
 *
 * @throws `ChainUnreachable`: only a signature that is not by the holder's key needs the chain
 */
export function isExtensionSigned(reader: Reader, holder: Address, extension: SignedExtension): Promise<boolean> {
  const { chainId, address } = placeOf(reader);
  const digest = hashTypedData(extensionTypedData(chainId, address, extension));
  return isSignedBy(reader, holder, digest, extension.signature);
}

function placeOf({ network }: Reader): { readonly chainId: number; readonly address: Address } {
  return { chainId: network.chainId, address: receivablesOf(network).address };
}
