import type { Address, Hex } from "viem";
import type { Reader } from "../chain/actor.ts";
import type { Policy } from "../data/manifest.ts";
import type { HttpOptions } from "../gateway/http.ts";
import { deployed } from "../networks.ts";
import { downloadLists } from "./allowList.ts";
import { type OpenOptions, openDataset } from "./openDataset.ts";
import { type AllowLists, policyEvidence, policyOf } from "./policy.ts";
import type { Terms } from "./terms.ts";

/** An offer's policy in words, with what an account brings along for it. */
export interface PurchaseEvidence {
  /** Undefined: anyone may buy. */
  readonly policy?: Policy | undefined;
  readonly evidence: Hex;
}

/**
 * Finds out what an account brings along to buy from an offer: from the offer's word where that says enough, else from
 * what is known of its policy, or what the data set's newest manifest says of its policies, and the lists that it names.
 *
 * @param options `described`: policies that are known already, wrong ones included; `lists`: those at hand
 * @throws as `openDataset` and `downloadLists`, where they are asked
 */
export async function purchaseEvidence(
  reader: Reader,
  terms: Terms,
  account: Address,
  options: OpenOptions &
    HttpOptions & {
      readonly described?: readonly Policy[] | undefined;
      readonly lists?: AllowLists | undefined;
    } = {},
): Promise<PurchaseEvidence> {
  const deployment = deployed(reader.network);
  const word = { policy: terms.policy, data: terms.policyData };
  const bare = policyOf(deployment, word);
  if (bare === undefined || bare.kind === "credential" || bare.kind === "consent")
    return { policy: bare, evidence: "0x" };
  const { described = [], lists: _, ...opening } = options;
  const told = policyOf(deployment, word, described);
  const isTold = described.some((each) => each === told);
  const known = isTold ? [] : ((await openDataset(reader, terms.dataset, opening)).manifest.policies ?? []);
  const policy = (isTold ? told : policyOf(deployment, word, known)) ?? bare;
  const lists = await downloadLists([policy], options.gateways ?? reader.network.gateways, options);
  return { policy, evidence: policyEvidence(deployment, policy, account, lists) };
}
