import { type Address, type Hex, hashTypedData } from "viem";
import type { Actor, Reader } from "../chain/actor.ts";
import { isSignedBy, signTyped } from "../chain/signature.ts";
import { deadlineIn } from "../chain/time.ts";
import { versionOf } from "../instruments/lots.ts";
import { billsOf } from "./contracts.ts";
import { type BillFace, billId } from "./face.ts";

// What drawees and holders sign about bills, for another to send.

/** EIP-712 domain of what is signed about bills. */
export function billsDomain(chainId: number, bills: Address) {
  return { name: "Tallystick Bills", version: "1", chainId, verifyingContract: bills } as const;
}

/** A drawee's undertaking to pay: exactly this bill. */
export interface Acceptance {
  readonly bill: bigint;
  /** Last second at which it may be used. */
  readonly deadline: number;
}

/** A holder's consent to be paid before the due day. */
export interface EarlyPayment {
  readonly lot: bigint;
  /** Of the lot: dies with its next change. */
  readonly version: Hex;
  readonly deadline: number;
}

export interface SignedAcceptance extends Acceptance {
  readonly signature: Hex;
}

export interface SignedEarlyPayment extends EarlyPayment {
  readonly signature: Hex;
}

const acceptanceTypes = {
  Acceptance: [
    { name: "bill", type: "uint256" },
    { name: "deadline", type: "uint40" },
  ],
} as const;

const earlyPaymentTypes = {
  EarlyPayment: [
    { name: "lot", type: "uint256" },
    { name: "version", type: "bytes32" },
    { name: "deadline", type: "uint40" },
  ],
} as const;

/** EIP-712 message of an acceptance; signed by the drawee. */
export function acceptanceTypedData(chainId: number, bills: Address, { bill, deadline }: Acceptance) {
  const domain = billsDomain(chainId, bills);
  return { domain, types: acceptanceTypes, primaryType: "Acceptance", message: { bill, deadline } } as const;
}

/** EIP-712 message of a holder's consent to be paid early; signed by who holds the whole. */
export function earlyPaymentTypedData(chainId: number, bills: Address, { lot, version, deadline }: EarlyPayment) {
  const domain = billsDomain(chainId, bills);
  const message = { lot, version, deadline };
  return { domain, types: earlyPaymentTypes, primaryType: "EarlyPayment", message } as const;
}

/** How long what is signed may be used, unless it is said. */
const WEEK = 7 * 86_400;

/**
 * Signs, as the drawee, that this bill will be paid: for the drawer to draw it accepted, or anyone to bring. It binds once
 * it is used; until then a refusal kills it.
 *
 * @param seconds how long it may be used. Default: one week
 * @throws `UserRejected`, `ChainUnreachable`
 */
export async function signAcceptance(actor: Actor, face: BillFace, seconds = WEEK): Promise<SignedAcceptance> {
  const { chainId, address } = placeOf(actor);
  const acceptance = { bill: billId(chainId, address, face), deadline: await deadlineIn(actor, seconds) };
  const typedData = acceptanceTypedData(chainId, address, acceptance);
  return { ...acceptance, signature: await signTyped(actor, typedData, "signAcceptance") };
}

/**
 * Whether a drawee's signature of a bill would be taken.
 *
 * @throws `ChainUnreachable`: only a signature that is not by the drawee's key needs the chain
 */
export function isAcceptanceSigned(
  reader: Reader,
  face: BillFace,
  { deadline, signature }: Pick<SignedAcceptance, "deadline" | "signature">,
): Promise<boolean> {
  const { chainId, address } = placeOf(reader);
  const acceptance = { bill: billId(chainId, address, face), deadline };
  const digest = hashTypedData(acceptanceTypedData(chainId, address, acceptance));
  return isSignedBy(reader, face.drawee, digest, signature);
}

/**
 * Signs, as the holder of the whole bill, that the acceptor may pay it before its due day: for the lot as it is now.
 *
 * @param lot id of the bill's first lot: see `billLot`
 * @param seconds how long it may be used. Default: one week
 * @throws `UserRejected`, `ChainUnreachable`
 */
export async function signEarlyPayment(actor: Actor, lot: bigint, seconds = WEEK): Promise<SignedEarlyPayment> {
  const [version, deadline] = await Promise.all([versionOf(actor, lot), deadlineIn(actor, seconds)]);
  return countersignEarlyPayment(actor, { lot, version, deadline });
}

/**
 * Signs a consent to early payment as it stands: what another has signed too, where both parties of a repo must
 * (`buybackSignature`).
 *
 * @throws `UserRejected`, `NotDeployed`
 */
export async function countersignEarlyPayment(
  actor: Actor,
  { lot, version, deadline }: EarlyPayment,
): Promise<SignedEarlyPayment> {
  const { chainId, address } = placeOf(actor);
  const consent = { lot, version, deadline };
  const typedData = earlyPaymentTypedData(chainId, address, consent);
  return { ...consent, signature: await signTyped(actor, typedData, "signEarlyPayment") };
}

/**
 * Whether a holder's consent would be taken, if his lot is still what it names.
 *
 * @throws `ChainUnreachable`: only a signature that is not by the holder's key needs the chain
 */
export function isEarlyPaymentSigned(reader: Reader, holder: Address, consent: SignedEarlyPayment): Promise<boolean> {
  const { chainId, address } = placeOf(reader);
  const digest = hashTypedData(earlyPaymentTypedData(chainId, address, consent));
  return isSignedBy(reader, holder, digest, consent.signature);
}

function placeOf({ network }: Reader): { readonly chainId: number; readonly address: Address } {
  return { chainId: network.chainId, address: billsOf(network).address };
}
