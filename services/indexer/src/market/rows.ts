import type { Anchor } from "@tallystick/sdk/data/manifest";
import { passId } from "@tallystick/sdk/market/passes";
import { unpackRight } from "@tallystick/sdk/market/right";
import type { Terms } from "@tallystick/sdk/market/terms";
import { nextHead } from "@tallystick/sdk/market/versions";
import { type Address, type Hex, numberToHex, zeroAddress } from "viem";
import type { dataset, manifest, offer, purchase, right, version } from "../../schema/market.ts";
import type { credit, revenue } from "../../schema/money.ts";
import type { Origin } from "../origin.ts";
import { purchaseBetween, receiptKey } from "./purchase.ts";

// Rows of the tables as pure functions of an event and of the rows before it.

export type DatasetRow = typeof dataset.$inferSelect;
export type VersionRow = typeof version.$inferSelect;
export type ManifestRow = typeof manifest.$inferSelect;
export type OfferRow = typeof offer.$inferSelect;
export type RightRow = typeof right.$inferSelect;
export type PurchaseRow = typeof purchase.$inferSelect;
export type RevenueRow = typeof revenue.$inferSelect;
export type CreditRow = typeof credit.$inferSelect;

/** Key of a data set or a pass. */
export const datasetKey = (id: bigint): Hex => numberToHex(id, { size: 32 });

export function newDataset(origin: Origin, event: { id: Hex; publisher: Address; salt: Hex | null }): DatasetRow {
  return {
    chainId: origin.chainId,
    id: event.id,
    publisher: event.publisher,
    owner: event.publisher,
    approved: zeroAddress,
    salt: event.salt,
    latest: 0,
    head: 0n,
    sold: 0,
    createdAt: origin.at,
    updatedAt: origin.at,
  };
}

/** A version, its manifest still to be fetched, and what changes in the data set. */
export function newVersion(
  origin: Origin,
  before: DatasetRow,
  event: { version: number; anchor: Anchor; head: bigint },
): {
  version: VersionRow;
  manifest: ManifestRow;
  dataset: Pick<DatasetRow, "latest" | "head" | "updatedAt">;
} {
  const key = {
    chainId: origin.chainId,
    dataset: before.id,
    version: event.version,
  };
  const { manifest: hash, root, size, keyCommitment } = event.anchor;
  const follows = event.version === before.latest + 1;
  return {
    version: {
      ...key,
      publisher: before.owner,
      manifestHash: hash,
      root,
      size,
      keyCommitment,
      head: event.head,
      headVerified: follows && nextHead(before.head, event.version, event.anchor) === event.head,
      publishedAt: origin.at,
      transaction: origin.transaction,
    },
    manifest: {
      ...key,
      hash,
      status: "pending",
      reason: null,
      attempts: 0,
      triedAt: 0n,
      title: null,
      description: null,
      language: null,
      keywords: null,
      licence: null,
      createdAt: null,
      segments: null,
      titleTerms: null,
      keyTerms: null,
      terms: null,
      tags: null,
    },
    dataset: {
      latest: event.version,
      head: event.head,
      updatedAt: origin.at,
    },
  };
}

export function newOffer(origin: Origin, event: { offer: Hex; terms: Terms; feeBps: number }): OfferRow {
  const { terms } = event;
  return {
    ...terms,
    chainId: origin.chainId,
    id: event.offer,
    dataset: datasetKey(terms.dataset),
    duration: BigInt(terms.duration),
    segments: BigInt(terms.segments),
    maxSales: BigInt(terms.maxSales),
    refundWindow: BigInt(terms.refundWindow),
    nonce: BigInt(terms.nonce),
    feeBps: event.feeBps,
    status: "open",
    sold: 0,
    paid: 0n,
    givenBack: 0n,
    collected: 0n,
    createdAt: origin.at,
    withdrawnAt: null,
  };
}

type Reader = Pick<RightRow, "chainId" | "dataset" | "reader">;

export function rightRow(reader: Reader, word: bigint, at: bigint): RightRow {
  const { chainId, dataset, reader: account } = reader;
  const { until, segments, receipt, ...rest } = unpackRight(word);
  return {
    chainId,
    dataset,
    reader: account,
    word,
    ...rest,
    until: BigInt(until),
    segments: BigInt(segments),
    receipt: receiptKey(receipt),
    pass: datasetKey(passId(BigInt(dataset), account)),
    updatedAt: at,
  };
}

/** How a right was come by: `offer` is the deal of what was exchanged, zero of what was granted. */
export type Acquired = Pick<PurchaseRow, "kind" | "offer" | "payer" | "paid" | "fromBalance" | "word">;

/** The entry that a purchase, a grant or an exchange put on a reader's stack. */
export function newPurchase(origin: Origin, reader: Reader, previous: bigint, event: Acquired): PurchaseRow {
  const { word, kind, fromBalance, ...sale } = event;
  const { chainId, dataset, reader: account } = reader;
  const found = purchaseBetween(previous, word, { ...sale, boughtAt: Number(origin.at) });
  return {
    chainId,
    dataset,
    reader: account,
    receipt: receiptKey(unpackRight(word).receipt),
    kind,
    ...found,
    boughtAt: BigInt(found.boughtAt),
    from: BigInt(found.from),
    word,
    fromBalance,
    givenBack: false,
    transaction: origin.transaction,
  };
}

export const noRevenue = (chainId: number, dataset: Hex, token: Address): RevenueRow => ({
  chainId,
  dataset,
  token,
  sold: 0,
  paid: 0n,
  givenBack: 0n,
});

export const noCredit = (chainId: number, account: Address, token: Address): CreditRow => ({
  chainId,
  account,
  token,
  deposits: 0n,
  refunds: 0n,
  fees: 0n,
  spent: 0n,
  withdrawn: 0n,
  balance: 0n,
});

type CreditChange = Partial<Pick<CreditRow, "deposits" | "refunds" | "fees" | "spent" | "withdrawn">>;

/** Books money that an account may spend or withdraw, or did. */
export function bookCredit(before: CreditRow, change: CreditChange): CreditRow {
  const deposits = before.deposits + (change.deposits ?? 0n);
  const refunds = before.refunds + (change.refunds ?? 0n);
  const fees = before.fees + (change.fees ?? 0n);
  const spent = before.spent + (change.spent ?? 0n);
  const withdrawn = before.withdrawn + (change.withdrawn ?? 0n);
  const balance = deposits + refunds + fees - spent - withdrawn;
  return { ...before, deposits, refunds, fees, spent, withdrawn, balance };
}
