import { type Address, type Hex, isAddressEqual, zeroAddress } from "viem";
import type { Reader } from "../chain/actor.ts";
import { explainError } from "../chain/explainError.ts";
import { iPolicyAbi } from "../generated/abis/IPolicy.ts";
import { marketAbi } from "../generated/abis/Market.ts";
import { deployed } from "../networks.ts";
import { type OfferState, offerState } from "./offers.ts";
import { extendRight, type Right } from "./right.ts";
import { readRight } from "./rights.ts";
import { offerId, type Terms } from "./terms.ts";
import { allowanceOf, balanceOf } from "./token.ts";

/** What a purchase would do, from the chain as it is now. */
export interface PurchasePreview {
  readonly offer: Hex;
  readonly state: OfferState;
  /** The reader's right now. */
  readonly before: Right;
  /** The reader's right afterwards; undefined when it would be refused. */
  readonly after?: Omit<Right, "receipt"> | undefined;
  /** First second of the time paid for. */
  readonly from?: number | undefined;
  /** Why it would be refused now: a contract's error name. */
  readonly refused?: string | undefined;
  readonly balance: bigint;
  readonly allowance: bigint;
  /** Whether the balance covers the price. */
  readonly affordable: boolean;
}

/**
 * Previews buying from an offer.
 *
 * @throws `ChainUnreachable`
 */
export async function previewPurchase(
  reader: Reader,
  choice: {
    readonly terms: Terms;
    readonly reader: Address;
    readonly payer: Address;
    readonly evidence?: Hex | undefined;
  },
): Promise<PurchasePreview> {
  const { client, network } = reader;
  const { market } = deployed(network);
  const { terms, payer } = choice;
  const offer = offerId(network.chainId, market, terms);
  try {
    const paid = terms.price > 0n;
    const [state, { right }, block, owner, balance, allowance, admitted] = await Promise.all([
      offerState(reader, offer),
      readRight(reader, terms.dataset, choice.reader),
      client.getBlock(),
      client
        .readContract({ address: market, abi: marketAbi, functionName: "ownerOf", args: [terms.dataset] })
        .catch(() => zeroAddress as Address),
      paid ? balanceOf(reader, terms.token, payer) : 0n,
      paid ? allowanceOf(reader, terms.token, payer, market) : 0n,
      admits(reader, terms, choice.reader, choice.evidence ?? "0x"),
    ]);
    const extension = extendRight(right, terms, terms.duration, Number(block.timestamp));
    const soldOut = terms.maxSales !== 0 && state.sold >= terms.maxSales;
    const refusals: readonly [boolean, string][] = [
      [state.status !== "open", "Access_OfferNotOpen"],
      [soldOut, "Access_SoldOut"],
      [!isAddressEqual(owner, terms.seller), "Access_SellerNotOwner"],
      [!admitted, "Access_Denied"],
    ];
    const refused =
      refusals.find(([applies]) => applies)?.[1] ?? ("refused" in extension ? extension.refused : undefined);
    const made = refused === undefined && "right" in extension ? extension : undefined;
    return {
      offer,
      state,
      before: right,
      after: made?.right,
      from: made?.from,
      refused,
      balance,
      allowance,
      affordable: balance >= terms.price,
    };
  } catch (error) {
    throw explainError(error, { act: "previewPurchase", account: payer, network });
  }
}

async function admits({ client }: Reader, terms: Terms, account: Address, evidence: Hex): Promise<boolean> {
  if (terms.policy === zeroAddress) return true;
  const args = [terms.dataset, account, terms.policyData, evidence] as const;
  return client
    .readContract({ address: terms.policy, abi: iPolicyAbi, functionName: "admits", args })
    .catch(() => false);
}
