import { index, onchainEnum, onchainTable, primaryKey } from "ponder";

// Amounts, times and words are numeric (strings in GraphQL): uint32 and up do not fit an integer column.

/** What the chain said it was when it was indexed: a client compares the genesis hash. */
export const chain = onchainTable("chain", (t) => ({
  chainId: t.integer().primaryKey(),
  genesis: t.hex().notNull(),
}));

export const dataset = onchainTable(
  "dataset",
  (t) => ({
    chainId: t.integer().notNull(),
    id: t.hex().notNull(),
    publisher: t.hex().notNull(),
    owner: t.hex().notNull(),
    /** Who may hand it on besides its owner and his operators; zero: nobody. */
    approved: t.hex().notNull(),
    salt: t.hex(),
    /** Number of its newest version, hence how many there are. */
    latest: t.integer().notNull(),
    head: t.bigint().notNull(),
    /** Purchases that were paid for or free of charge, grants apart. */
    sold: t.integer().notNull(),
    createdAt: t.bigint().notNull(),
    updatedAt: t.bigint().notNull(),
  }),
  (table) => ({
    pk: primaryKey({ columns: [table.chainId, table.id] }),
    byOwner: index().on(table.chainId, table.owner),
    byPublisher: index().on(table.chainId, table.publisher),
    byCreatedAt: index().on(table.createdAt),
  }),
);

export const version = onchainTable(
  "version",
  (t) => ({
    chainId: t.integer().notNull(),
    dataset: t.hex().notNull(),
    version: t.integer().notNull(),
    /** Who anchored it: a manifest must name this account. */
    publisher: t.hex().notNull(),
    manifestHash: t.hex().notNull(),
    root: t.hex().notNull(),
    size: t.bigint().notNull(),
    keyCommitment: t.hex().notNull(),
    head: t.bigint().notNull(),
    /** Whether the rolling hash follows from the version before: false means that events are missing. */
    headVerified: t.boolean().notNull(),
    publishedAt: t.bigint().notNull(),
    transaction: t.hex().notNull(),
  }),
  (table) => ({
    pk: primaryKey({ columns: [table.chainId, table.dataset, table.version] }),
    byManifestHash: index().on(table.manifestHash),
  }),
);

/** Who may hand on all data sets of an owner (ERC-721 operators); `approved` false: no more. */
export const operator = onchainTable(
  "operator",
  (t) => ({
    chainId: t.integer().notNull(),
    owner: t.hex().notNull(),
    operator: t.hex().notNull(),
    approved: t.boolean().notNull(),
    updatedAt: t.bigint().notNull(),
  }),
  (table) => ({
    pk: primaryKey({ columns: [table.chainId, table.owner, table.operator] }),
  }),
);

/** Each change of who owns a data set, its making included: where it comes from. */
export const ownership = onchainTable(
  "ownership",
  (t) => ({
    chainId: t.integer().notNull(),
    transaction: t.hex().notNull(),
    logIndex: t.integer().notNull(),
    dataset: t.hex().notNull(),
    /** Zero: it was made. */
    from: t.hex().notNull(),
    to: t.hex().notNull(),
    at: t.bigint().notNull(),
  }),
  (table) => ({
    pk: primaryKey({ columns: [table.chainId, table.transaction, table.logIndex] }),
    byDataset: index().on(table.chainId, table.dataset),
  }),
);

export const manifestStatus = onchainEnum("manifest_status", ["pending", "ok", "missing", "refused"]);

/**
 * The public description of a version. The row itself follows from the event; what stands in it from `status` on is
 * fetched by the API process, so that an absent gateway never holds up indexing.
 */
export const manifest = onchainTable(
  "manifest",
  (t) => ({
    chainId: t.integer().notNull(),
    dataset: t.hex().notNull(),
    version: t.integer().notNull(),
    hash: t.hex().notNull(),
    status: manifestStatus().notNull(),
    /** Why it is missing or refused. */
    reason: t.text(),
    attempts: t.integer().notNull(),
    triedAt: t.bigint().notNull(),
    title: t.text(),
    description: t.text(),
    language: t.text(),
    keywords: t.text().array(),
    /** SPDX id, or the name of the licence text. */
    licence: t.text(),
    createdAt: t.text(),
    /** `[{ name, mediaType, plainSize, size, cid, columns }]`. */
    segments: t.json(),
    /** Words that `/search` looks for: of the title, of title and keywords, of all text. */
    titleTerms: t.text().array(),
    keyTerms: t.text().array(),
    terms: t.text().array(),
    /** What `/search` filters by: `language:en`, `keyword:cars`, `licence:CC-BY-4.0`, `media:text/csv`. */
    tags: t.text().array(),
  }),
  (table) => ({
    pk: primaryKey({ columns: [table.chainId, table.dataset, table.version] }),
    byStatus: index().on(table.status),
  }),
);

export const offerStatus = onchainEnum("offer_status", ["open", "withdrawn"]);

export const offer = onchainTable(
  "offer",
  (t) => ({
    chainId: t.integer().notNull(),
    id: t.hex().notNull(),
    dataset: t.hex().notNull(),
    seller: t.hex().notNull(),
    token: t.hex().notNull(),
    price: t.bigint().notNull(),
    duration: t.bigint().notNull(),
    segments: t.bigint().notNull(),
    fromVersion: t.integer().notNull(),
    laterVersions: t.boolean().notNull(),
    maxSales: t.bigint().notNull(),
    refundWindow: t.bigint().notNull(),
    purpose: t.integer().notNull(),
    nonce: t.bigint().notNull(),
    licence: t.hex().notNull(),
    policy: t.hex().notNull(),
    policyData: t.hex().notNull(),
    feeBps: t.integer().notNull(),
    status: offerStatus().notNull(),
    sold: t.integer().notNull(),
    /** Sums of the price over all purchases, of what was given back, and of what the seller collected, fee included. */
    paid: t.bigint().notNull(),
    givenBack: t.bigint().notNull(),
    collected: t.bigint().notNull(),
    createdAt: t.bigint().notNull(),
    withdrawnAt: t.bigint(),
  }),
  (table) => ({
    pk: primaryKey({ columns: [table.chainId, table.id] }),
    byDataset: index().on(table.chainId, table.dataset),
    bySeller: index().on(table.chainId, table.seller),
  }),
);

export const right = onchainTable(
  "right",
  (t) => ({
    chainId: t.integer().notNull(),
    dataset: t.hex().notNull(),
    reader: t.hex().notNull(),
    /** The packed right, as `rightOf` returns it; the fields below are this word, unpacked. */
    word: t.bigint().notNull(),
    until: t.bigint().notNull(),
    segments: t.bigint().notNull(),
    fromVersion: t.integer().notNull(),
    laterVersions: t.boolean().notNull(),
    revoked: t.boolean().notNull(),
    depth: t.integer().notNull(),
    receipt: t.hex().notNull(),
    /** Id of the pass that its reader may mint. */
    pass: t.hex().notNull(),
    updatedAt: t.bigint().notNull(),
  }),
  (table) => ({
    pk: primaryKey({ columns: [table.chainId, table.dataset, table.reader] }),
    byReader: index().on(table.chainId, table.reader),
  }),
);

export const purchaseKind = onchainEnum("purchase_kind", ["bought", "granted", "exchanged"]);

/** One entry of a right's stack; `receipt` of the right names the newest, `previous` holds that of the one before. */
export const purchase = onchainTable(
  "purchase",
  (t) => ({
    chainId: t.integer().notNull(),
    dataset: t.hex().notNull(),
    reader: t.hex().notNull(),
    receipt: t.hex().notNull(),
    previous: t.bigint().notNull(),
    kind: purchaseKind().notNull(),
    /** Of what was exchanged the deal; zero: a free grant. */
    offer: t.hex().notNull(),
    payer: t.hex().notNull(),
    paid: t.bigint().notNull(),
    boughtAt: t.bigint().notNull(),
    from: t.bigint().notNull(),
    /** The packed right after it. */
    word: t.bigint().notNull(),
    /** Whether the fields hash to the receipt, so that they are good as calldata. */
    verified: t.boolean().notNull(),
    /** Paid from the payer's balance in the market. */
    fromBalance: t.boolean().notNull(),
    givenBack: t.boolean().notNull(),
    transaction: t.hex().notNull(),
  }),
  (table) => ({
    pk: primaryKey({
      columns: [table.chainId, table.dataset, table.reader, table.receipt],
    }),
    byReader: index().on(table.chainId, table.reader),
    byPayer: index().on(table.chainId, table.payer),
    byOffer: index().on(table.chainId, table.offer),
  }),
);
