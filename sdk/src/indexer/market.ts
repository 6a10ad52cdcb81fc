import { type Address, zeroHash } from "viem";
import type { Terms } from "../market/terms.ts";
import { ask, askPage, type IndexerOptions, idOf, low, type PageChoice } from "./ask.ts";
import { num, optional, type Page, row } from "./fields.ts";
import {
  collectionFields,
  creditFields,
  datasetDetailFields,
  depositFields,
  type IndexedCollection,
  type IndexedCredit,
  type IndexedDataset,
  type IndexedDatasetDetail,
  type IndexedDeposit,
  type IndexedOffer,
  type IndexedOwnDataset,
  type IndexedPurchase,
  type IndexedRating,
  type IndexedRight,
  type IndexedSale,
  listedDatasetFields,
  offerWithDatasetFields,
  ownDatasetFields,
  purchaseWithTermsFields,
  ratingFields,
  rightWithDatasetFields,
} from "./tables.ts";

// What pages ask the indexer. Rights that gate money or keys are asked of the chain instead.

/** Data sets, newest first, of an owner if one is named. */
export function listDatasets(
  options: IndexerOptions,
  chainId: number,
  choice: PageChoice & { readonly owner?: Address | undefined } = {},
): Promise<Page<IndexedDataset>> {
  const where = { chainId, ...(choice.owner ? { owner: low(choice.owner) } : {}) };
  return askPage(options, "datasets", listedDatasetFields, where, {
    ...choice,
    orderBy: "createdAt",
    descending: true,
  });
}

/** A data set with its versions, manifests, offers, newest purchases and revenues; undefined when it is not known. */
export function datasetDetail(
  options: IndexerOptions,
  chainId: number,
  dataset: bigint,
): Promise<IndexedDatasetDetail | undefined> {
  return ask(options, {
    root: "dataset",
    field: optional(row(datasetDetailFields)),
    types: "$chainId: Float!, $id: String!",
    args: "chainId: $chainId, id: $id",
    variables: { chainId, id: idOf(dataset) },
  });
}

/** How many offers are open on a chain, and how many purchases were made, grants apart. */
export async function marketFigures(
  options: IndexerOptions,
  chainId: number,
): Promise<{ readonly offers: number; readonly sales: number }> {
  const count = (table: string, where: Record<string, unknown>) =>
    askPage(options, table, { chainId: num }, { chainId, ...where }, { limit: 1 });
  const [offers, sales] = await Promise.all([
    count("offers", { status: "open" }),
    count("purchases", { offer_not: zeroHash }),
  ]);
  return { offers: offers.totalCount, sales: sales.totalCount };
}

/** The rights of an account, newest change first, with their data sets. */
export function rightsOf(
  options: IndexerOptions,
  chainId: number,
  reader: Address,
  choice: PageChoice = {},
): Promise<Page<IndexedRight>> {
  const where = { chainId, reader: low(reader) };
  return askPage(options, "rights", rightWithDatasetFields, where, {
    ...choice,
    orderBy: "updatedAt",
    descending: true,
  });
}

/** What an account bought, for itself or as gifts, newest first. */
export function boughtBy(
  options: IndexerOptions,
  chainId: number,
  payer: Address,
  choice: PageChoice = {},
): Promise<Page<IndexedPurchase>> {
  const where = { chainId, payer: low(payer) };
  return askPage(options, "purchases", purchaseWithTermsFields, where, {
    ...choice,
    orderBy: "boughtAt",
    descending: true,
  });
}

/** The offers of a seller with what they sold and what was collected; what is collectable now tells `collectable`. */
export function salesOf(
  options: IndexerOptions,
  chainId: number,
  seller: Address,
  choice: PageChoice = {},
): Promise<Page<IndexedSale>> {
  const where = { chainId, seller: low(seller) };
  return askPage(options, "offers", offerWithDatasetFields, where, {
    ...choice,
    orderBy: "createdAt",
    descending: true,
  });
}

/** What a seller collected, newest first. */
export function collectionsOf(
  options: IndexerOptions,
  chainId: number,
  seller: Address,
  choice: PageChoice = {},
): Promise<Page<IndexedCollection>> {
  const where = { chainId, seller: low(seller) };
  return askPage(options, "collections", collectionFields, where, {
    ...choice,
    orderBy: "collectedAt",
    descending: true,
  });
}

/** What an account owns, newest first, with revenue by token and every offer. */
export function ownedDatasets(
  options: IndexerOptions,
  chainId: number,
  owner: Address,
  choice: PageChoice = {},
): Promise<Page<IndexedOwnDataset>> {
  const where = { chainId, owner: low(owner) };
  const order = { orderBy: "createdAt", descending: true } as const;
  return askPage(options, "datasets", ownDatasetFields, where, { ...choice, ...order });
}

/** Who has or had a right to a data set, newest change first. */
export function readersOf(
  options: IndexerOptions,
  chainId: number,
  dataset: bigint,
  choice: PageChoice = {},
): Promise<Page<IndexedRight>> {
  const where = { chainId, dataset: idOf(dataset) };
  return askPage(options, "rights", rightWithDatasetFields, where, {
    ...choice,
    orderBy: "updatedAt",
    descending: true,
  });
}

/** How readers came by their rights to a data set, newest first: of one reader, of one kind, if they are named. */
export function salesOfDataset(
  options: IndexerOptions,
  chainId: number,
  dataset: bigint,
  choice: PageChoice & {
    readonly reader?: Address | undefined;
    readonly kind?: IndexedPurchase["kind"] | undefined;
  } = {},
): Promise<Page<IndexedPurchase>> {
  const { reader, kind, ...rest } = choice;
  const which = { ...(reader ? { reader: low(reader) } : {}), ...(kind ? { kind } : {}) };
  return askPage(
    options,
    "purchases",
    purchaseWithTermsFields,
    { chainId, dataset: idOf(dataset), ...which },
    { ...rest, orderBy: "boughtAt", descending: true },
  );
}

/** Ratings of a data set, or by a reader, last changed first. Comments are strangers' text. */
export function indexedRatings(
  options: IndexerOptions,
  chainId: number,
  whose: { readonly dataset: bigint } | { readonly reader: Address },
  choice: PageChoice = {},
): Promise<Page<IndexedRating>> {
  const which = "dataset" in whose ? { dataset: idOf(whose.dataset) } : { reader: low(whose.reader) };
  return askPage(
    options,
    "ratings",
    ratingFields,
    { chainId, ...which },
    { ...choice, orderBy: "changedAt", descending: true },
  );
}

/** Money put into an account's balance in the market, newest first. */
export function depositsOf(
  options: IndexerOptions,
  chainId: number,
  account: Address,
  choice: PageChoice = {},
): Promise<Page<IndexedDeposit>> {
  const where = { chainId, account: low(account) };
  return askPage(options, "deposits", depositFields, where, { ...choice, orderBy: "depositedAt", descending: true });
}

/** Balances of an account in the market (deposits, refunds, fees), one a token. */
export function creditsOf(
  options: IndexerOptions,
  chainId: number,
  account: Address,
  choice: PageChoice = {},
): Promise<Page<IndexedCredit>> {
  return askPage(options, "credits", creditFields, { chainId, account: low(account) }, choice);
}

/** The terms of an indexed offer, as the contract takes them. Check them with `offerId`. */
export function termsOfOffer(offer: IndexedOffer): Terms {
  const { seller, token, price, duration, segments, fromVersion, laterVersions } = offer;
  const { maxSales, refundWindow, purpose, nonce, licence, policy, policyData } = offer;
  return {
    dataset: BigInt(offer.dataset),
    seller,
    token,
    price,
    duration,
    segments,
    fromVersion,
    laterVersions,
    maxSales,
    refundWindow,
    purpose,
    nonce,
    licence,
    policy,
    policyData,
  };
}
