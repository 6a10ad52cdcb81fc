import type { Address, Hex } from "viem";
import { ask, askPage, type IndexerOptions, low, type PageChoice } from "./ask.ts";
import { optional, type Page, row } from "./fields.ts";
import {
  credentialFields,
  encryptionKeyFields,
  type IndexedCredential,
  type IndexedEncryptionKey,
  type IndexedMembership,
  type IndexedOrganisation,
  type IndexedOrganisationDetail,
  type IndexedRegistrar,
  membershipFields,
  organisationDetailFields,
  organisationFields,
  registrarFields,
} from "./tables.ts";

/** Organisations, newest first, of an owner if one is named. */
export function listOrganisations(
  options: IndexerOptions,
  chainId: number,
  choice: PageChoice & { readonly owner?: Address | undefined } = {},
): Promise<Page<IndexedOrganisation>> {
  const where = { chainId, ...(choice.owner ? { owner: low(choice.owner) } : {}) };
  return askPage(options, "organisations", organisationFields, where, {
    ...choice,
    orderBy: "createdAt",
    descending: true,
  });
}

/** An organisation with its members; undefined when it is not known. */
export function organisationDetail(
  options: IndexerOptions,
  chainId: number,
  org: Hex,
): Promise<IndexedOrganisationDetail | undefined> {
  return ask(options, {
    root: "organisation",
    field: optional(row(organisationDetailFields)),
    types: "$chainId: Float!, $id: String!",
    args: "chainId: $chainId, id: $id",
    variables: { chainId, id: org.toLowerCase() },
  });
}

/** The organisations in which an account has an entry, ended ones included. */
export function membershipsOf(
  options: IndexerOptions,
  chainId: number,
  account: Address,
  choice: PageChoice = {},
): Promise<Page<IndexedMembership>> {
  return askPage(options, "members", membershipFields, { chainId, account: low(account) }, choice);
}

/** Credentials of a subject, or those a registrar attested. */
export function credentialsOf(
  options: IndexerOptions,
  chainId: number,
  who: { readonly subject: Address } | { readonly registrar: Address },
  choice: PageChoice = {},
): Promise<Page<IndexedCredential>> {
  const whose = "subject" in who ? { subject: low(who.subject) } : { registrar: low(who.registrar) };
  return askPage(
    options,
    "credentials",
    credentialFields,
    { chainId, ...whose },
    { ...choice, orderBy: "issuedAt", descending: true },
  );
}

/** Appointments of registrars, of one account if it is named. */
export function registrarsOf(
  options: IndexerOptions,
  chainId: number,
  choice: PageChoice & { readonly registrar?: Address | undefined } = {},
): Promise<Page<IndexedRegistrar>> {
  const where = { chainId, ...(choice.registrar ? { registrar: low(choice.registrar) } : {}) };
  return askPage(options, "registrars", registrarFields, where, choice);
}

/** The encryption key of an account as indexed; for wrapping keys ask the chain (`keyOf`). */
export function indexedKeyOf(
  options: IndexerOptions,
  chainId: number,
  account: Address,
): Promise<IndexedEncryptionKey | undefined> {
  return ask(options, {
    root: "encryptionKey",
    field: optional(row(encryptionKeyFields)),
    types: "$chainId: Float!, $account: String!",
    args: "chainId: $chainId, account: $account",
    variables: { chainId, account: low(account) },
  });
}
