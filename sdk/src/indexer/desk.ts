import type { Address } from "viem";
import type { Deal, Side } from "../market/exchange.ts";
import { askPage, type IndexerOptions, idOf, low, type PageChoice } from "./ask.ts";
import { address, big, bool, hex, num, oneOf, optional, type Page, type RowOf, row, rows } from "./fields.ts";
import { listedDatasetFields, offerFields } from "./tables.ts";

// What was signed off chain appears once it is used or withdrawn. Whether it may still be used tells the chain.

const dealFields = {
  chainId: num,
  id: hex,
  status: oneOf("done", "withdrawn"),
  first: optional(address),
  firstDataset: optional(hex),
  firstDuration: optional(num),
  firstSegments: optional(num),
  firstFromVersion: optional(num),
  firstLaterVersions: optional(bool),
  second: optional(address),
  secondDataset: optional(hex),
  secondDuration: optional(num),
  secondSegments: optional(num),
  secondFromVersion: optional(num),
  secondLaterVersions: optional(bool),
  nonce: optional(big),
  deadline: optional(num),
  withdrawnBy: optional(address),
  endedAt: num,
  transaction: hex,
  givenByFirst: optional(row(listedDatasetFields)),
  givenBySecond: optional(row(listedDatasetFields)),
};
const mandateFields = {
  chainId: num,
  id: hex,
  status: oneOf("open", "withdrawn"),
  payer: optional(address),
  offer: optional(hex),
  reader: optional(address),
  spent: big,
  renewals: num,
  until: num,
  fromBalance: optional(bool),
  updatedAt: num,
  withdrawnAt: optional(num),
  terms: optional(row(offerFields)),
  history: rows(
    { spent: big, renewedAt: num, transaction: hex },
    'limit: 200, orderBy: "renewedAt", orderDirection: "desc"',
  ),
};
const signedGrantFields = {
  chainId: num,
  id: hex,
  status: oneOf("redeemed", "withdrawn"),
  owner: address,
  dataset: optional(hex),
  reader: optional(address),
  endedAt: num,
  transaction: hex,
  of: optional(row(listedDatasetFields)),
};

/** A deal that was done, or withdrawn (then only its id is known, and by whom). */
export type IndexedDeal = RowOf<typeof dealFields>;
/** A mandate that was used or withdrawn; `spent` and `until` as `mandateState` has them. */
export type IndexedMandate = RowOf<typeof mandateFields>;
export type IndexedSignedGrant = RowOf<typeof signedGrantFields>;

/** Deals of a party, on either side, or that gave rights to a data set, newest first. */
export function dealsOf(
  options: IndexerOptions,
  chainId: number,
  whose: { readonly party: Address } | { readonly dataset: bigint },
  choice: PageChoice = {},
): Promise<Page<IndexedDeal>> {
  const either =
    "party" in whose
      ? ["first", "second", "withdrawnBy"].map((side) => ({ [side]: low(whose.party) }))
      : ["firstDataset", "secondDataset"].map((side) => ({ [side]: idOf(whose.dataset) }));
  const where = { chainId, OR: either };
  return askPage(options, "deals", dealFields, where, { ...choice, orderBy: "endedAt", descending: true });
}

/** The terms of an indexed deal, as the contract takes them; undefined for one that was withdrawn. */
export function termsOfDeal(deal: IndexedDeal): Deal | undefined {
  const first = sideOf(deal, "first");
  const second = sideOf(deal, "second");
  const { nonce, deadline } = deal;
  if (first === undefined || second === undefined || nonce === undefined || deadline === undefined) return undefined;
  return { first, second, nonce, deadline };
}

function sideOf(deal: IndexedDeal, side: "first" | "second"): Side | undefined {
  const owner = deal[side];
  const dataset = deal[`${side}Dataset`];
  const duration = deal[`${side}Duration`];
  const segments = deal[`${side}Segments`];
  const fromVersion = deal[`${side}FromVersion`];
  const laterVersions = deal[`${side}LaterVersions`];
  if (owner === undefined || dataset === undefined || duration === undefined) return undefined;
  if (segments === undefined || fromVersion === undefined || laterVersions === undefined) return undefined;
  return { owner, dataset: BigInt(dataset), duration, segments, fromVersion, laterVersions };
}

/** Mandates that an account pays by, or that renew a reader's rights, last used first. */
export function mandatesOf(
  options: IndexerOptions,
  chainId: number,
  who: { readonly payer: Address } | { readonly reader: Address },
  choice: PageChoice = {},
): Promise<Page<IndexedMandate>> {
  const where = { chainId, ...("payer" in who ? { payer: low(who.payer) } : { reader: low(who.reader) }) };
  return askPage(options, "mandates", mandateFields, where, { ...choice, orderBy: "updatedAt", descending: true });
}

/** Signed grants of an owner or to a reader that were redeemed or withdrawn, newest first. */
export function signedGrantsOf(
  options: IndexerOptions,
  chainId: number,
  who: { readonly owner: Address } | { readonly reader: Address },
  choice: PageChoice = {},
): Promise<Page<IndexedSignedGrant>> {
  const where = { chainId, ...("owner" in who ? { owner: low(who.owner) } : { reader: low(who.reader) }) };
  return askPage(options, "signedGrants", signedGrantFields, where, {
    ...choice,
    orderBy: "endedAt",
    descending: true,
  });
}
