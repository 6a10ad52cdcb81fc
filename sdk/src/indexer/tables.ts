import { address, big, bool, hex, json, listOf, num, oneOf, optional, type RowOf, row, rows, text } from "./fields.ts";

// The indexer's tables as this client asks for them; names as in services/indexer/ponder.schema.ts.

export const versionFields = {
  version: num,
  publisher: address,
  manifestHash: hex,
  root: hex,
  size: big,
  keyCommitment: hex,
  headVerified: bool,
  publishedAt: num,
  transaction: hex,
};

export const manifestFields = {
  version: num,
  status: oneOf("pending", "ok", "missing", "refused"),
  reason: optional(text),
  title: optional(text),
  description: optional(text),
  language: optional(text),
  keywords: optional(listOf(text)),
  licence: optional(text),
  createdAt: optional(text),
  segments: json,
};

export const offerFields = {
  id: hex,
  dataset: hex,
  seller: address,
  token: address,
  price: big,
  duration: num,
  segments: num,
  fromVersion: num,
  laterVersions: bool,
  maxSales: num,
  refundWindow: num,
  purpose: num,
  nonce: num,
  licence: hex,
  policy: address,
  policyData: hex,
  feeBps: num,
  status: oneOf("open", "withdrawn"),
  sold: num,
  paid: big,
  givenBack: big,
  collected: big,
  createdAt: num,
};

export const datasetFields = {
  chainId: num,
  id: hex,
  publisher: address,
  owner: address,
  latest: num,
  sold: num,
  createdAt: num,
  updatedAt: num,
};

export const purchaseFields = {
  dataset: hex,
  reader: address,
  receipt: hex,
  kind: oneOf("bought", "granted", "exchanged"),
  previous: big,
  offer: hex,
  payer: address,
  paid: big,
  boughtAt: num,
  from: num,
  verified: bool,
  fromBalance: bool,
  givenBack: bool,
  transaction: hex,
};

export const rightFields = {
  chainId: num,
  dataset: hex,
  reader: address,
  word: big,
  until: num,
  segments: num,
  fromVersion: num,
  laterVersions: bool,
  revoked: bool,
  updatedAt: num,
};

/** Ratings of purchases that cost something, and of those at no price: how many, and the sum of their stars. */
export const ratingTotalFields = { paidCount: num, paidStars: num, freeCount: num, freeStars: num };

export const recordFields = {
  dataset: hex,
  publisher: address,
  holders: listOf(address),
  threshold: num,
  epoch: num,
  alsoRight: bool,
  emergencyCredential: hex,
  emergencySeconds: num,
  breaks: num,
  openReviews: num,
  recordedAt: num,
};

export const listedDatasetFields = {
  ...datasetFields,
  manifest: optional(row(manifestFields)),
  rated: optional(row(ratingTotalFields)),
  record: optional(row(recordFields)),
};
export const rightWithDatasetFields = { ...rightFields, of: optional(row(listedDatasetFields)) };
export const purchaseWithTermsFields = {
  ...purchaseFields,
  of: optional(row(listedDatasetFields)),
  terms: optional(row(offerFields)),
};
export const offerWithDatasetFields = { ...offerFields, of: optional(row(listedDatasetFields)) };

export const ratingFields = {
  dataset: hex,
  reader: address,
  receipt: hex,
  offer: hex,
  paid: big,
  stars: num,
  comment: text,
  ratedAt: num,
  changedAt: num,
  /** Of the purchase: whoever shows a rating shows its token and price. */
  terms: optional(row({ token: address, price: big, seller: address })),
};

export const ownershipFields = { from: address, to: address, at: num, transaction: hex };

export const emergencyActFields = {
  dataset: hex,
  reader: address,
  kind: oneOf("broken", "justified", "unjustified"),
  by: address,
  text: text,
  at: num,
  transaction: hex,
};

export const revenueFields = { token: address, sold: num, paid: big, givenBack: big };

/** A data set as its owner sees it in a list. */
export const ownDatasetFields = {
  ...listedDatasetFields,
  revenues: rows(revenueFields),
  offers: rows(offerFields, 'limit: 1000, orderBy: "createdAt", orderDirection: "desc"'),
};

export const datasetDetailFields = {
  ...listedDatasetFields,
  versions: rows(versionFields, 'limit: 1000, orderBy: "version", orderDirection: "desc"'),
  manifests: rows(manifestFields),
  offers: rows(offerFields, 'limit: 1000, orderBy: "createdAt", orderDirection: "desc"'),
  purchases: rows(purchaseFields, 'limit: 50, orderBy: "boughtAt", orderDirection: "desc"'),
  revenues: rows(revenueFields),
  ownerships: rows(ownershipFields, 'limit: 1000, orderBy: "at", orderDirection: "asc"'),
  ratings: rows(ratingFields, 'limit: 50, orderBy: "changedAt", orderDirection: "desc"'),
  emergencyActs: rows(emergencyActFields, 'limit: 50, orderBy: "at", orderDirection: "desc"'),
};

export const creditFields = {
  account: address,
  token: address,
  deposits: big,
  refunds: big,
  fees: big,
  spent: big,
  withdrawn: big,
  balance: big,
};
export const depositFields = {
  account: address,
  token: address,
  payer: address,
  amount: big,
  depositedAt: num,
  transaction: hex,
};
export const collectionFields = {
  offer: hex,
  seller: address,
  to: address,
  amount: big,
  fee: big,
  collectedAt: num,
  transaction: hex,
};

export const memberFields = {
  org: hex,
  account: address,
  roles: big,
  expiry: num,
  appointedBy: address,
  appointedAt: num,
};
export const organisationFields = {
  chainId: num,
  id: hex,
  founder: address,
  owner: address,
  offeredTo: address,
  profile: hex,
  memberCount: num,
  status: oneOf("active", "dissolved"),
  createdAt: num,
};
export const organisationDetailFields = { ...organisationFields, members: rows(memberFields) };
export const membershipFields = { ...memberFields, organisation: optional(row(organisationFields)) };

export const credentialFields = {
  credentialType: hex,
  subject: address,
  registrar: address,
  expiry: num,
  issuedAt: num,
  evidence: hex,
  mirror: address,
  status: oneOf("valid", "revoked", "renounced"),
  endedBy: optional(address),
  endedAt: optional(num),
};
export const registrarFields = { credentialType: hex, registrar: address, until: num, updatedAt: num };
export const encryptionKeyFields = { account: address, key: optional(hex), validTo: num, updatedAt: num };

export type IndexedVersion = RowOf<typeof versionFields>;
export type IndexedManifest = RowOf<typeof manifestFields>;
export type IndexedOffer = RowOf<typeof offerFields>;
export type IndexedDataset = RowOf<typeof listedDatasetFields>;
export type IndexedDatasetDetail = RowOf<typeof datasetDetailFields>;
export type IndexedRecord = RowOf<typeof recordFields>;
export type IndexedRating = RowOf<typeof ratingFields>;
export type IndexedOwnDataset = RowOf<typeof ownDatasetFields>;
export type IndexedEmergencyAct = RowOf<typeof emergencyActFields>;
export type IndexedDeposit = RowOf<typeof depositFields>;
export type IndexedPurchase = RowOf<typeof purchaseWithTermsFields>;
export type IndexedRight = RowOf<typeof rightWithDatasetFields>;
export type IndexedSale = RowOf<typeof offerWithDatasetFields>;
export type IndexedCredit = RowOf<typeof creditFields>;
export type IndexedCollection = RowOf<typeof collectionFields>;
export type IndexedOrganisation = RowOf<typeof organisationFields>;
export type IndexedOrganisationDetail = RowOf<typeof organisationDetailFields>;
export type IndexedMembership = RowOf<typeof membershipFields>;
export type IndexedCredential = RowOf<typeof credentialFields>;
export type IndexedRegistrar = RowOf<typeof registrarFields>;
export type IndexedEncryptionKey = RowOf<typeof encryptionKeyFields>;
