import type { Reader } from "@tallystick/sdk/chain/actor";
import { isSignedBy } from "@tallystick/sdk/chain/signature";
import { holdersDigest, requestDigest } from "@tallystick/sdk/market/consentMessages";
import { checkRequest, consentOf, holdersOf, recordOf } from "@tallystick/sdk/market/consents";
import { deployed } from "@tallystick/sdk/networks";
import { type Hex, isAddressEqual } from "viem";
import { datasetOf, deadlineOf, type HolderSigned } from "../consent-wire.ts";
import type { ConsentStore } from "./consent-store.ts";

export type ConsentFault = "notHolder" | "stale" | "refusedBefore" | "badSignature" | "chainDown" | "tooMany";

/** Tells whether the chain would take a holder's signature now, and what it is known by. */
export type ConsentCheck = (signed: HolderSigned) => Promise<{ readonly digest: Hex } | ConsentFault>;

/**
 * Asks the chain: only a holder of the present epoch, for what can still be given, with a signature that the contract
 * takes. The contract decides again when it is given, so nobody has to trust who collects.
 */
export function consentCheck(reader: Reader): ConsentCheck {
  return async (signed) => {
    try {
      const dataset = datasetOf(signed);
      const holders = await holdersOf(reader, dataset);
      const index = holders.findIndex((holder) => isAddressEqual(holder, signed.holder));
      if (index < 0) return "notHolder";
      const fault = await standing(reader, signed, index);
      if (fault) return fault;
      const digest = digestOf(reader, signed);
      return (await isSignedBy(reader, signed.holder, digest, signed.signature)) ? { digest } : "badSignature";
    } catch {
      return "chainDown";
    }
  };
}

async function standing(reader: Reader, signed: HolderSigned, index: number): Promise<ConsentFault | undefined> {
  if (signed.kind === "holders") {
    const [record, block] = await Promise.all([recordOf(reader, signed.change.dataset), reader.client.getBlock()]);
    const fits = record?.epoch === signed.change.epoch && Number(block.timestamp) <= signed.change.deadline;
    return fits ? undefined : "stale";
  }
  if (await checkRequest(reader, signed.request)) return "stale";
  const { refusals } = await consentOf(reader, signed.request.dataset, signed.request.reader);
  return (refusals >> index) & 1 ? "refusedBefore" : undefined;
}

function digestOf({ network }: Reader, signed: HolderSigned): Hex {
  const { consent } = deployed(network);
  return signed.kind === "consent"
    ? requestDigest(network.chainId, consent, signed.request)
    : holdersDigest(network.chainId, consent, signed.change);
}

export interface CollectRules {
  readonly chainId: number;
  readonly store: ConsentStore;
  readonly check: ConsentCheck;
  /** Unix seconds of this machine. */
  readonly now: number;
}

/** Longest that anything is kept, whatever deadline was signed, in seconds. */
export const longestKept = 60 * 86_400;

/** Keeps what a holder signed, once the chain has said that it is good. */
export async function collect(signed: HolderSigned, rules: CollectRules): Promise<ConsentFault | undefined> {
  const { chainId, store, now } = rules;
  const verdict = await rules.check(signed);
  if (typeof verdict === "string") return verdict;
  store.sweep(now);
  const { holder, signature, ...subject } = signed;
  const expiresAt = Math.min(deadlineOf(signed), now + longestKept);
  const kept = store.keep({
    chainId,
    dataset: datasetOf(signed),
    digest: verdict.digest,
    holder,
    signature,
    subject,
    expiresAt,
  });
  return kept ? undefined : "tooMany";
}
