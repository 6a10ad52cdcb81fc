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
  previous: big,
  offer: hex,
  payer: address,
  paid: big,
  boughtAt: num,
  from: num,
  verified: bool,
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

export const listedDatasetFields = { ...datasetFields, manifest: optional(row(manifestFields)) };
export const rightWithDatasetFields = { ...rightFields, of: optional(row(listedDatasetFields)) };
export const purchaseWithTermsFields = {
  ...purchaseFields,
  of: optional(row(listedDatasetFields)),
  terms: optional(row(offerFields)),
};
export const offerWithDatasetFields = { ...offerFields, of: optional(row(listedDatasetFields)) };

export const datasetDetailFields = {
  ...listedDatasetFields,
  versions: rows(versionFields, 'limit: 1000, orderBy: "version", orderDirection: "desc"'),
  manifests: rows(manifestFields),
  offers: rows(offerFields, 'limit: 1000, orderBy: "createdAt", orderDirection: "desc"'),
  purchases: rows(purchaseFields, 'limit: 50, orderBy: "boughtAt", orderDirection: "desc"'),
  revenues: rows({ token: address, sold: num, paid: big, givenBack: big }),
};

export const creditFields = { account: address, token: address, refunds: big, fees: big, withdrawn: big, balance: big };
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
