import { index, onchainEnum, onchainTable, primaryKey } from "ponder";

// What parties signed off chain appears here once it is used or withdrawn. Of what was withdrawn unused, its event tells
// nothing but who did it.

export const signedGrantStatus = onchainEnum("signed_grant_status", ["redeemed", "withdrawn"]);

export const signedGrant = onchainTable(
  "signed_grant",
  (t) => ({
    chainId: t.integer().notNull(),
    id: t.hex().notNull(),
    status: signedGrantStatus().notNull(),
    owner: t.hex().notNull(),
    dataset: t.hex(),
    reader: t.hex(),
    endedAt: t.bigint().notNull(),
    transaction: t.hex().notNull(),
  }),
  (table) => ({
    pk: primaryKey({ columns: [table.chainId, table.id] }),
    byOwner: index().on(table.chainId, table.owner),
    byReader: index().on(table.chainId, table.reader),
  }),
);

export const dealStatus = onchainEnum("deal_status", ["done", "withdrawn"]);

/** Data for data: `first` gives a right to `firstDataset` and gets one to `secondDataset`. */
export const deal = onchainTable(
  "deal",
  (t) => ({
    chainId: t.integer().notNull(),
    id: t.hex().notNull(),
    status: dealStatus().notNull(),
    first: t.hex(),
    firstDataset: t.hex(),
    firstDuration: t.bigint(),
    firstSegments: t.bigint(),
    firstFromVersion: t.integer(),
    firstLaterVersions: t.boolean(),
    second: t.hex(),
    secondDataset: t.hex(),
    secondDuration: t.bigint(),
    secondSegments: t.bigint(),
    secondFromVersion: t.integer(),
    secondLaterVersions: t.boolean(),
    nonce: t.bigint(),
    deadline: t.bigint(),
    withdrawnBy: t.hex(),
    endedAt: t.bigint().notNull(),
    transaction: t.hex().notNull(),
  }),
  (table) => ({
    pk: primaryKey({ columns: [table.chainId, table.id] }),
    byFirst: index().on(table.chainId, table.first),
    bySecond: index().on(table.chainId, table.second),
    byFirstDataset: index().on(table.chainId, table.firstDataset),
    bySecondDataset: index().on(table.chainId, table.secondDataset),
  }),
);

export const mandateStatus = onchainEnum("mandate_status", ["open", "withdrawn"]);

export const mandate = onchainTable(
  "mandate",
  (t) => ({
    chainId: t.integer().notNull(),
    id: t.hex().notNull(),
    status: mandateStatus().notNull(),
    payer: t.hex(),
    offer: t.hex(),
    reader: t.hex(),
    /** Over all renewals, in base units of the offer's token. */
    spent: t.bigint().notNull(),
    renewals: t.integer().notNull(),
    /** End of the time that the last renewal bought. */
    until: t.bigint().notNull(),
    fromBalance: t.boolean(),
    updatedAt: t.bigint().notNull(),
    withdrawnAt: t.bigint(),
  }),
  (table) => ({
    pk: primaryKey({ columns: [table.chainId, table.id] }),
    byPayer: index().on(table.chainId, table.payer),
    byReader: index().on(table.chainId, table.reader),
  }),
);

export const renewal = onchainTable(
  "renewal",
  (t) => ({
    chainId: t.integer().notNull(),
    transaction: t.hex().notNull(),
    logIndex: t.integer().notNull(),
    mandate: t.hex().notNull(),
    offer: t.hex().notNull(),
    reader: t.hex().notNull(),
    /** Under the mandate so far, this renewal included. */
    spent: t.bigint().notNull(),
    renewedAt: t.bigint().notNull(),
  }),
  (table) => ({
    pk: primaryKey({ columns: [table.chainId, table.transaction, table.logIndex] }),
    byMandate: index().on(table.chainId, table.mandate),
  }),
);
