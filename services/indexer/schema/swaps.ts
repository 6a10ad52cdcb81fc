import { index, onchainEnum, onchainTable, primaryKey } from "ponder";

// Hash locks: what is locked for whom until when, and how it ended. A swap is two of them with one hashlock, on two chains.

export const lockKind = onchainEnum("lock_kind", ["native", "erc20", "erc721", "erc6909"]);
export const lockEnd = onchainEnum("lock_end", ["claimed", "refunded"]);

/** A lock of `HashLock`. Who locks the same terms again, once it has ended, begins its row anew. */
export const hashLock = onchainTable(
  "hash_lock",
  (t) => ({
    chainId: t.integer().notNull(),
    id: t.hex().notNull(),
    kind: lockKind().notNull(),
    /** Zero: ether. */
    token: t.hex().notNull(),
    tokenId: t.bigint().notNull(),
    amount: t.bigint().notNull(),
    hashlock: t.hex().notNull(),
    recipient: t.hex().notNull(),
    refundee: t.hex().notNull(),
    timelock: t.bigint().notNull(),
    tip: t.bigint().notNull(),
    salt: t.bigint().notNull(),
    /** Holds a locked lot; null for anything else. */
    vault: t.hex(),
    /** How often these terms were locked. */
    times: t.integer().notNull(),
    lockedBlock: t.bigint().notNull(),
    lockedAt: t.bigint().notNull(),
    transaction: t.hex().notNull(),
    /** Null: open. */
    end: lockEnd(),
    preimage: t.hex(),
    endedAt: t.bigint(),
    endTransaction: t.hex(),
  }),
  (table) => ({
    pk: primaryKey({ columns: [table.chainId, table.id] }),
    byHashlock: index().on(table.hashlock),
    byRecipient: index().on(table.recipient, table.lockedAt),
    byRefundee: index().on(table.refundee, table.lockedAt),
  }),
);

/** Tokens by id that their party could not be sent, and waits for him. */
export const keptItem = onchainTable(
  "kept_item",
  (t) => ({
    chainId: t.integer().notNull(),
    token: t.hex().notNull(),
    tokenId: t.bigint().notNull(),
    account: t.hex().notNull(),
    keptAt: t.bigint().notNull(),
    withdrawnAt: t.bigint(),
  }),
  (table) => ({
    pk: primaryKey({ columns: [table.chainId, table.token, table.tokenId, table.account] }),
    byAccount: index().on(table.account),
  }),
);

/** Money that a party was not sent when a lock ended, by the contract that keeps it. */
export const swapCredit = onchainTable(
  "swap_credit",
  (t) => ({
    chainId: t.integer().notNull(),
    contract: t.hex().notNull(),
    account: t.hex().notNull(),
    /** Zero: ether. */
    token: t.hex().notNull(),
    kept: t.bigint().notNull(),
    withdrawn: t.bigint().notNull(),
    balance: t.bigint().notNull(),
  }),
  (table) => ({
    pk: primaryKey({ columns: [table.chainId, table.contract, table.account, table.token] }),
    byAccount: index().on(table.account),
  }),
);

/** Many locks in one slot, of `BatchLock`. */
export const batchLock = onchainTable(
  "batch_lock",
  (t) => ({
    chainId: t.integer().notNull(),
    id: t.hex().notNull(),
    /** Zero: ether. */
    token: t.hex().notNull(),
    refundee: t.hex().notNull(),
    root: t.hex().notNull(),
    amount: t.bigint().notNull(),
    leaves: t.integer().notNull(),
    timelock: t.bigint().notNull(),
    tip: t.bigint().notNull(),
    salt: t.bigint().notNull(),
    held: t.bigint().notNull(),
    lockedAt: t.bigint().notNull(),
    transaction: t.hex().notNull(),
    /** Null: not refunded. */
    refundedAt: t.bigint(),
  }),
  (table) => ({
    pk: primaryKey({ columns: [table.chainId, table.id] }),
    byRefundee: index().on(table.refundee, table.lockedAt),
  }),
);

/** A leaf of a batch that has ended before the batch. */
export const batchLeaf = onchainTable(
  "batch_leaf",
  (t) => ({
    chainId: t.integer().notNull(),
    batch: t.hex().notNull(),
    index: t.integer().notNull(),
    recipient: t.hex().notNull(),
    amount: t.bigint().notNull(),
    end: lockEnd().notNull(),
    preimage: t.hex(),
    at: t.bigint().notNull(),
    transaction: t.hex().notNull(),
  }),
  (table) => ({
    pk: primaryKey({ columns: [table.chainId, table.batch, table.index] }),
    byRecipient: index().on(table.recipient, table.at),
  }),
);

/** A deposit address whose lock has ended: before that nothing but a transfer tells of it. */
export const swapDeposit = onchainTable(
  "swap_deposit",
  (t) => ({
    chainId: t.integer().notNull(),
    id: t.hex().notNull(),
    /** Zero: ether. */
    token: t.hex().notNull(),
    /** The recipient, if it was claimed; else the refundee. */
    party: t.hex().notNull(),
    amount: t.bigint().notNull(),
    end: lockEnd().notNull(),
    preimage: t.hex(),
    endedAt: t.bigint().notNull(),
    transaction: t.hex().notNull(),
  }),
  (table) => ({
    pk: primaryKey({ columns: [table.chainId, table.id] }),
    byParty: index().on(table.party, table.endedAt),
  }),
);

/** What else was there, or came later. */
export const swapDepositSweep = onchainTable(
  "swap_deposit_sweep",
  (t) => ({
    chainId: t.integer().notNull(),
    transaction: t.hex().notNull(),
    logIndex: t.integer().notNull(),
    id: t.hex().notNull(),
    token: t.hex().notNull(),
    refundee: t.hex().notNull(),
    amount: t.bigint().notNull(),
    at: t.bigint().notNull(),
  }),
  (table) => ({
    pk: primaryKey({ columns: [table.chainId, table.transaction, table.logIndex] }),
    byId: index().on(table.chainId, table.id),
  }),
);
