import { index, onchainEnum, onchainTable, primaryKey } from "ponder";

export const organisationStatus = onchainEnum("organisation_status", ["active", "dissolved"]);

export const organisation = onchainTable(
  "organisation",
  (t) => ({
    chainId: t.integer().notNull(),
    id: t.hex().notNull(),
    founder: t.hex().notNull(),
    /** Zero when dissolved. */
    owner: t.hex().notNull(),
    /** Who it is offered to; zero: nobody. */
    offeredTo: t.hex().notNull(),
    profile: t.hex().notNull(),
    /** Accounts with an entry, ended ones included. */
    memberCount: t.integer().notNull(),
    status: organisationStatus().notNull(),
    createdAt: t.bigint().notNull(),
  }),
  (table) => ({
    pk: primaryKey({ columns: [table.chainId, table.id] }),
    byOwner: index().on(table.chainId, table.owner),
  }),
);

/** A row while the account has an entry; over once `expiry` has come. */
export const member = onchainTable(
  "member",
  (t) => ({
    chainId: t.integer().notNull(),
    org: t.hex().notNull(),
    account: t.hex().notNull(),
    /** Role bits; bit 0: officer. */
    roles: t.bigint().notNull(),
    expiry: t.bigint().notNull(),
    appointedBy: t.hex().notNull(),
    appointedAt: t.bigint().notNull(),
  }),
  (table) => ({
    pk: primaryKey({ columns: [table.chainId, table.org, table.account] }),
    byAccount: index().on(table.chainId, table.account),
  }),
);

export const registrar = onchainTable(
  "registrar",
  (t) => ({
    chainId: t.integer().notNull(),
    credentialType: t.hex().notNull(),
    registrar: t.hex().notNull(),
    /** First second without the appointment; zero: dismissed. */
    until: t.bigint().notNull(),
    updatedAt: t.bigint().notNull(),
  }),
  (table) => ({
    pk: primaryKey({
      columns: [table.chainId, table.credentialType, table.registrar],
    }),
    byRegistrar: index().on(table.chainId, table.registrar),
  }),
);

export const credentialStatus = onchainEnum("credential_status", ["valid", "revoked", "renounced"]);

export const credential = onchainTable(
  "credential",
  (t) => ({
    chainId: t.integer().notNull(),
    credentialType: t.hex().notNull(),
    subject: t.hex().notNull(),
    registrar: t.hex().notNull(),
    expiry: t.bigint().notNull(),
    issuedAt: t.bigint().notNull(),
    evidence: t.hex().notNull(),
    /** Contract that handed it on; zero: attested here. */
    mirror: t.hex().notNull(),
    status: credentialStatus().notNull(),
    /** Who ended it; null while valid. */
    endedBy: t.hex(),
    endedAt: t.bigint(),
  }),
  (table) => ({
    pk: primaryKey({
      columns: [table.chainId, table.credentialType, table.subject],
    }),
    bySubject: index().on(table.chainId, table.subject),
    byRegistrar: index().on(table.chainId, table.registrar),
  }),
);

/** Contracts that hand on credentials of elsewhere; `trusted` false: no more. */
export const mirror = onchainTable(
  "mirror",
  (t) => ({
    chainId: t.integer().notNull(),
    mirror: t.hex().notNull(),
    trusted: t.boolean().notNull(),
    updatedAt: t.bigint().notNull(),
  }),
  (table) => ({ pk: primaryKey({ columns: [table.chainId, table.mirror] }) }),
);

/** The X25519 key an account has now; `key` is null once it was revoked. */
export const encryptionKey = onchainTable(
  "encryption_key",
  (t) => ({
    chainId: t.integer().notNull(),
    account: t.hex().notNull(),
    key: t.hex(),
    validTo: t.bigint().notNull(),
    updatedAt: t.bigint().notNull(),
  }),
  (table) => ({ pk: primaryKey({ columns: [table.chainId, table.account] }) }),
);

/** Who acts for an identity (ERC-1056), where that is not itself. */
export const identityOwner = onchainTable(
  "identity_owner",
  (t) => ({
    chainId: t.integer().notNull(),
    identity: t.hex().notNull(),
    owner: t.hex().notNull(),
    updatedAt: t.bigint().notNull(),
  }),
  (table) => ({
    pk: primaryKey({ columns: [table.chainId, table.identity] }),
    byOwner: index().on(table.chainId, table.owner),
  }),
);

/** Delegates of an identity (ERC-1056), each while `validTo` is to come. */
export const delegate = onchainTable(
  "delegate",
  (t) => ({
    chainId: t.integer().notNull(),
    identity: t.hex().notNull(),
    delegateType: t.hex().notNull(),
    delegate: t.hex().notNull(),
    validTo: t.bigint().notNull(),
    updatedAt: t.bigint().notNull(),
  }),
  (table) => ({
    pk: primaryKey({ columns: [table.chainId, table.identity, table.delegateType, table.delegate] }),
  }),
);

/** Every key that was ever published or revoked. */
export const keyChange = onchainTable(
  "key_change",
  (t) => ({
    chainId: t.integer().notNull(),
    transaction: t.hex().notNull(),
    logIndex: t.integer().notNull(),
    account: t.hex().notNull(),
    key: t.hex().notNull(),
    /** First second at which it is none any more; not after `changedAt`: revoked. */
    validTo: t.bigint().notNull(),
    changedAt: t.bigint().notNull(),
  }),
  (table) => ({
    pk: primaryKey({
      columns: [table.chainId, table.transaction, table.logIndex],
    }),
    byAccount: index().on(table.chainId, table.account),
  }),
);
