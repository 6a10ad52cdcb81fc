import { index, onchainEnum, onchainTable, primaryKey } from "ponder";

// Records, their key holders, and who may read by whose consent. Messages, reasons and notes are strangers' text.

export const record = onchainTable(
  "record",
  (t) => ({
    chainId: t.integer().notNull(),
    dataset: t.hex().notNull(),
    publisher: t.hex().notNull(),
    /** Ascending, as the contract takes them. */
    holders: t.text().array().notNull(),
    threshold: t.integer().notNull(),
    /** Counts changes of the holders. */
    epoch: t.integer().notNull(),
    alsoRight: t.boolean().notNull(),
    /** Zero: nobody may break the glass. */
    emergencyCredential: t.hex().notNull(),
    emergencySeconds: t.bigint().notNull(),
    breaks: t.integer().notNull(),
    openReviews: t.integer().notNull(),
    recordedAt: t.bigint().notNull(),
    updatedAt: t.bigint().notNull(),
  }),
  (table) => ({
    pk: primaryKey({ columns: [table.chainId, table.dataset] }),
  }),
);

/** A key holder of the present epoch; `position`: which bit of `signers` and `refusals` is his. */
export const holder = onchainTable(
  "holder",
  (t) => ({
    chainId: t.integer().notNull(),
    dataset: t.hex().notNull(),
    account: t.hex().notNull(),
    position: t.integer().notNull(),
  }),
  (table) => ({
    pk: primaryKey({ columns: [table.chainId, table.dataset, table.account] }),
    byAccount: index().on(table.chainId, table.account),
  }),
);

export const consentRequestStatus = onchainEnum("consent_request_status", ["open", "given", "stale"]);

/** A reader's request, by the digest that holders sign; stale once another was given or the holders changed. */
export const consentRequest = onchainTable(
  "consent_request",
  (t) => ({
    chainId: t.integer().notNull(),
    id: t.hex().notNull(),
    dataset: t.hex().notNull(),
    reader: t.hex().notNull(),
    purpose: t.integer().notNull(),
    segments: t.bigint().notNull(),
    fromVersion: t.integer().notNull(),
    laterVersions: t.boolean().notNull(),
    until: t.bigint().notNull(),
    serial: t.bigint().notNull(),
    epoch: t.integer().notNull(),
    deadline: t.bigint().notNull(),
    message: t.text().notNull(),
    status: consentRequestStatus().notNull(),
    requestedAt: t.bigint().notNull(),
  }),
  (table) => ({
    pk: primaryKey({ columns: [table.chainId, table.id] }),
    byDataset: index().on(table.chainId, table.dataset),
    byReader: index().on(table.chainId, table.reader),
  }),
);

/** The newest consent of a record and reader, as `consentOf` returns it; active while `until` is to come in its epoch. */
export const consent = onchainTable(
  "consent",
  (t) => ({
    chainId: t.integer().notNull(),
    dataset: t.hex().notNull(),
    reader: t.hex().notNull(),
    until: t.bigint().notNull(),
    segments: t.bigint().notNull(),
    purpose: t.integer().notNull(),
    fromVersion: t.integer().notNull(),
    laterVersions: t.boolean().notNull(),
    signers: t.integer().notNull(),
    epoch: t.integer().notNull(),
    serial: t.bigint().notNull(),
    refusals: t.integer().notNull(),
    updatedAt: t.bigint().notNull(),
  }),
  (table) => ({
    pk: primaryKey({ columns: [table.chainId, table.dataset, table.reader] }),
    byReader: index().on(table.chainId, table.reader),
  }),
);

export const consentActKind = onchainEnum("consent_act_kind", [
  "given",
  "withdrawn",
  "renounced",
  "refused",
  "refusal_ended",
]);

/** What happened to the consents of a record, one row an event. */
export const consentAct = onchainTable(
  "consent_act",
  (t) => ({
    chainId: t.integer().notNull(),
    transaction: t.hex().notNull(),
    logIndex: t.integer().notNull(),
    dataset: t.hex().notNull(),
    reader: t.hex().notNull(),
    kind: consentActKind().notNull(),
    /** Who withdrew or refused. */
    holder: t.hex(),
    serial: t.bigint().notNull(),
    signers: t.integer().notNull(),
    at: t.bigint().notNull(),
  }),
  (table) => ({
    pk: primaryKey({ columns: [table.chainId, table.transaction, table.logIndex] }),
    byDataset: index().on(table.chainId, table.dataset),
    byReader: index().on(table.chainId, table.reader),
  }),
);

export const emergencyStatus = onchainEnum("emergency_status", ["open", "justified", "unjustified"]);

/** The newest emergency of a record and reader. */
export const emergencyRight = onchainTable(
  "emergency_right",
  (t) => ({
    chainId: t.integer().notNull(),
    dataset: t.hex().notNull(),
    reader: t.hex().notNull(),
    until: t.bigint().notNull(),
    segments: t.bigint().notNull(),
    brokenAt: t.bigint().notNull(),
    status: emergencyStatus().notNull(),
    reason: t.text().notNull(),
    reviewer: t.hex(),
    note: t.text(),
    reviewedAt: t.bigint(),
    /** How often this reader has broken this glass. */
    breaks: t.integer().notNull(),
  }),
  (table) => ({
    pk: primaryKey({ columns: [table.chainId, table.dataset, table.reader] }),
    byReader: index().on(table.chainId, table.reader),
  }),
);

export const emergencyActKind = onchainEnum("emergency_act_kind", ["broken", "justified", "unjustified"]);

/** Every broken glass and every review of one. */
export const emergencyAct = onchainTable(
  "emergency_act",
  (t) => ({
    chainId: t.integer().notNull(),
    transaction: t.hex().notNull(),
    logIndex: t.integer().notNull(),
    dataset: t.hex().notNull(),
    reader: t.hex().notNull(),
    kind: emergencyActKind().notNull(),
    /** Who broke the glass or reviewed it, and in what words. */
    by: t.hex().notNull(),
    text: t.text().notNull(),
    at: t.bigint().notNull(),
  }),
  (table) => ({
    pk: primaryKey({ columns: [table.chainId, table.transaction, table.logIndex] }),
    byDataset: index().on(table.chainId, table.dataset),
  }),
);
