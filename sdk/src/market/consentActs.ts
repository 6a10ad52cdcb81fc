import { type Address, type Hex, isAddressEqual } from "viem";
import { type Call, callOf } from "../chain/call.ts";
import { consentAbi } from "../generated/abis/Consent.ts";
import type { ConsentRequest, HoldersChange } from "./consentMessages.ts";

// Acts on records and consents. Each makes a Call on the `Consent` contract: send it, or sign it for the relay.

/** What a record is put under (`IConsent.Setup`). */
export interface RecordSetup {
  /** The key holders, ascending, at most 16: see `sortedHolders`. */
  readonly holders: readonly Address[];
  /** How many of them must consent. */
  readonly threshold: number;
  /** Credential type whose holders may break the glass; zero: nobody. */
  readonly emergencyCredential: Hex;
  /** How long a broken glass lets read, at most 72 hours; 0 exactly when nobody may break it. */
  readonly emergencySeconds: number;
  /** Whether a reader needs a right in the market besides the consent. */
  readonly alsoRight: boolean;
}

/** Accounts in the order that records want, each once. */
export function sortedHolders(accounts: readonly Address[]): Address[] {
  const each = new Map(accounts.map((account) => [BigInt(account), account]));
  return [...each].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, account]) => account);
}

/**
 * Makes a record of the data set that the caller will publish with this salt (`IConsent.register`). Only before it is
 * published.
 */
export function registerRecord(consent: Address, salt: Hex, setup: RecordSetup): Call {
  return callOf(consent, consentAbi, "register", [salt, setup]);
}

/** What one holder signed. */
export interface HolderSignature {
  readonly holder: Address;
  readonly signature: Hex;
}

/** Signatures in the order of the holders, empty where one did not sign: as the contract wants them. */
export function inHoldersOrder(holders: readonly Address[], signatures: readonly HolderSignature[]): Hex[] {
  return holders.map((holder) => signatures.find((each) => isAddressEqual(each.holder, holder))?.signature ?? "0x");
}

/** Gives a record other holders; all its consents end (`IConsent.changeHolders`). Anyone with enough signatures. */
export function changeHolders(
  consent: Address,
  change: HoldersChange,
  holders: readonly Address[],
  signatures: readonly HolderSignature[],
): Call {
  const ordered = inHoldersOrder(holders, signatures);
  const { dataset, holders: others, threshold, deadline } = change;
  return callOf(consent, consentAbi, "changeHolders", [dataset, others, threshold, deadline, holders, ordered]);
}

/** Asks the holders for consent (`IConsent.request`). Only the reader. `message`: at most 1,024 bytes, public. */
export function requestConsent(consent: Address, request: ConsentRequest, message: string): Call {
  return callOf(consent, consentAbi, "request", [request, message]);
}

/** Gives consent as enough holders signed (`IConsent.give`). Anyone who has the signatures. */
export function giveConsent(
  consent: Address,
  request: ConsentRequest,
  holders: readonly Address[],
  signatures: readonly HolderSignature[],
): Call {
  return callOf(consent, consentAbi, "give", [request, holders, inHoldersOrder(holders, signatures)]);
}

/** Takes the caller's part of a consent back (`IConsent.withdraw`). Only a holder who signed it. */
export function withdrawConsent(consent: Address, dataset: bigint, reader: Address, holders: readonly Address[]): Call {
  return callOf(consent, consentAbi, "withdraw", [dataset, reader, holders]);
}

/**
 * Takes no part in a reader's next consent, whatever was signed for it, or would again (`IConsent.refuse`). Only a
 * holder.
 */
export function refuseConsent(
  consent: Address,
  dataset: bigint,
  reader: Address,
  holders: readonly Address[],
  refused = true,
): Call {
  return callOf(consent, consentAbi, "refuse", [dataset, reader, holders, refused]);
}

/** Gives up the caller's consent (`IConsent.renounce`). Only its reader. */
export function renounceConsent(consent: Address, dataset: bigint): Call {
  return callOf(consent, consentAbi, "renounce", [dataset]);
}

/**
 * Lets the caller read without consent, for the record's emergency hours (`IConsent.breakGlass`). Only a holder of its
 * credential; everybody sees it, with the reason (at most 1,024 bytes), and a holder must review it.
 */
export function breakGlass(consent: Address, dataset: bigint, segments: number, reason: string): Call {
  return callOf(consent, consentAbi, "breakGlass", [dataset, segments, reason]);
}

export interface Review {
  readonly dataset: bigint;
  /** Who broke the glass. */
  readonly reader: Address;
  readonly holders: readonly Address[];
  readonly justified: boolean;
  /** At most 1,024 bytes, public. */
  readonly note: string;
}

/** Closes an emergency (`IConsent.review`). Only a holder of the record who is not its reader. */
export function reviewEmergency(consent: Address, review: Review): Call {
  const { dataset, reader, holders, justified, note } = review;
  return callOf(consent, consentAbi, "review", [dataset, reader, holders, justified, note]);
}
