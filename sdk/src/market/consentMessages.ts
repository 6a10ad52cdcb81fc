import { type Address, type Hex, hashTypedData } from "viem";
import type { Actor, Reader } from "../chain/actor.ts";
import { isSignedBy, signTyped } from "../chain/signature.ts";
import { deployed } from "../networks.ts";

/** EIP-712 domain of what the key holders of records sign. */
export function consentDomain(chainId: number, consent: Address) {
  return { name: "Tallystick Consent", version: "1", chainId, verifyingContract: consent } as const;
}

/** What a reader asks for, and holders sign (`IConsent.Request`). */
export interface ConsentRequest {
  readonly dataset: bigint;
  readonly reader: Address;
  /** Code of the purpose (`purposes`); 0: any. */
  readonly purpose: number;
  /** Bit i: segment i may be read. */
  readonly segments: number;
  readonly fromVersion: number;
  readonly laterVersions: boolean;
  /** First second at which the consent is over. */
  readonly until: number;
  /** Of the reader's last consent to this record, plus one. */
  readonly serial: number;
  /** Of the record's holders. */
  readonly epoch: number;
  /** Last second at which it may be given. */
  readonly deadline: number;
}

export const consentTypes = {
  Consent: [
    { name: "dataset", type: "uint256" },
    { name: "reader", type: "address" },
    { name: "purpose", type: "uint16" },
    { name: "segments", type: "uint32" },
    { name: "fromVersion", type: "uint16" },
    { name: "laterVersions", type: "bool" },
    { name: "until", type: "uint40" },
    { name: "serial", type: "uint32" },
    { name: "epoch", type: "uint16" },
    { name: "deadline", type: "uint40" },
  ],
} as const;

/** EIP-712 message of a consent; signed by key holders of the record. */
export function consentTypedData(chainId: number, consent: Address, request: ConsentRequest) {
  const domain = consentDomain(chainId, consent);
  return { domain, types: consentTypes, primaryType: "Consent", message: request } as const;
}

/** EIP-712 digest of a request: the same as the contract's `requestDigest`. */
export function requestDigest(chainId: number, consent: Address, request: ConsentRequest): Hex {
  return hashTypedData(consentTypedData(chainId, consent, request));
}

/** Other holders for a record. */
export interface HoldersChange {
  readonly dataset: bigint;
  /** The new ones, ascending (`sortedHolders`). */
  readonly holders: readonly Address[];
  /** How many of them must consent. */
  readonly threshold: number;
  /** Of the present holders. */
  readonly epoch: number;
  /** Last second at which it may be done. */
  readonly deadline: number;
}

export const holdersTypes = {
  Holders: [
    { name: "dataset", type: "uint256" },
    { name: "holders", type: "address[]" },
    { name: "threshold", type: "uint8" },
    { name: "epoch", type: "uint16" },
    { name: "deadline", type: "uint40" },
  ],
} as const;

/** EIP-712 message of a change of holders; signed by present holders. */
export function holdersTypedData(chainId: number, consent: Address, change: HoldersChange) {
  const domain = consentDomain(chainId, consent);
  return { domain, types: holdersTypes, primaryType: "Holders", message: change } as const;
}

/** EIP-712 digest of a change of holders: the same as the contract's `holdersDigest`. */
export function holdersDigest(chainId: number, consent: Address, change: HoldersChange): Hex {
  return hashTypedData(holdersTypedData(chainId, consent, change));
}

/**
 * Signs a consent as a key holder of its record. Show the request first: this lets somebody read.
 *
 * @throws `UserRejected`
 */
export function signConsent(actor: Actor, request: ConsentRequest): Promise<Hex> {
  const { chainId, consent } = placeOf(actor);
  return signTyped(actor, consentTypedData(chainId, consent, request), "signConsent");
}

/**
 * Signs a change of holders as a present one.
 *
 * @throws `UserRejected`
 */
export function signHoldersChange(actor: Actor, change: HoldersChange): Promise<Hex> {
  const { chainId, consent } = placeOf(actor);
  return signTyped(actor, holdersTypedData(chainId, consent, change), "signHoldersChange");
}

/**
 * Whether a holder's signature of a request would be taken. Whether the request still fits the record is another
 * question: see `checkRequest`.
 *
 * @throws `ChainUnreachable`: only a signature that is not by the holder's key needs the chain
 */
export function isConsentSigned(
  reader: Reader,
  holder: Address,
  request: ConsentRequest,
  signature: Hex,
): Promise<boolean> {
  const { chainId, consent } = placeOf(reader);
  return isSignedBy(reader, holder, requestDigest(chainId, consent, request), signature);
}

/**
 * As `isConsentSigned`, for a change of holders.
 *
 * @throws `ChainUnreachable`: only a signature that is not by the holder's key needs the chain
 */
export function isHoldersChangeSigned(
  reader: Reader,
  holder: Address,
  change: HoldersChange,
  signature: Hex,
): Promise<boolean> {
  const { chainId, consent } = placeOf(reader);
  return isSignedBy(reader, holder, holdersDigest(chainId, consent, change), signature);
}

function placeOf({ network }: Reader): { readonly chainId: number; readonly consent: Address } {
  return { chainId: network.chainId, consent: deployed(network).consent };
}
