import { index, onchainEnum, onchainTable, primaryKey } from "ponder";

/** What a reader says of one purchase; comments are whatever he wrote. Show price and token beside it: see `IRatings`. */
export const rating = onchainTable(
  "rating",
  (t) => ({
    chainId: t.integer().notNull(),
    dataset: t.hex().notNull(),
    reader: t.hex().notNull(),
    receipt: t.hex().notNull(),
    offer: t.hex().notNull(),
    paid: t.bigint().notNull(),
    stars: t.integer().notNull(),
    comment: t.text().notNull(),
    ratedAt: t.bigint().notNull(),
    changedAt: t.bigint().notNull(),
  }),
  (table) => ({
    pk: primaryKey({ columns: [table.chainId, table.dataset, table.reader, table.receipt] }),
    byReader: index().on(table.chainId, table.reader),
  }),
);

/** Ratings of purchases that cost something, and of those at no price. */
export const ratingTotal = onchainTable(
  "rating_total",
  (t) => ({
    chainId: t.integer().notNull(),
    dataset: t.hex().notNull(),
    paidCount: t.integer().notNull(),
    paidStars: t.integer().notNull(),
    freeCount: t.integer().notNull(),
    freeStars: t.integer().notNull(),
  }),
  (table) => ({
    pk: primaryKey({ columns: [table.chainId, table.dataset] }),
  }),
);

export const passStatus = onchainEnum("pass_status", ["minted", "burned"]);

/** A right as a token; its end is the right's, whatever was announced. */
export const passToken = onchainTable(
  "pass_token",
  (t) => ({
    chainId: t.integer().notNull(),
    id: t.hex().notNull(),
    dataset: t.hex().notNull(),
    reader: t.hex().notNull(),
    status: passStatus().notNull(),
    mintedAt: t.bigint().notNull(),
    /** End of the right as last announced by an event; zero: without end. */
    announcedUntil: t.bigint().notNull(),
    burnedAt: t.bigint(),
  }),
  (table) => ({
    pk: primaryKey({ columns: [table.chainId, table.id] }),
    byReader: index().on(table.chainId, table.reader),
  }),
);
