import type { Address } from "viem";
import { ask, askPage, askRoute, type IndexerOptions, low, type PageChoice } from "./ask.ts";
import { address, big, hex, listOf, num, optional, type Page, type RowOf, row } from "./fields.ts";

// Members of the DAO: accounts with TallyTokens or power. Amounts in base units.

const memberFields = {
  account: address,
  balance: big,
  power: big,
  /** Who has the power of its tokens: itself, unless it chose another. */
  delegate: address,
  /** Others with tokens whose power it has. */
  delegators: num,
  votesCast: num,
  proposalsMade: num,
  lastVotedAt: optional(num),
  firstAt: num,
};
const delegationFields = { delegator: address, from: address, to: address, balance: big, at: num, transaction: hex };
const powerPointFields = { at: num, power: big };
const participationField = row({ items: listOf(row({ account: address, seen: num, voted: num })) });

/** How much somebody takes part: of the newest 100 proposals whose vote has begun. */
export interface Participation {
  /** On how many he could vote. */
  readonly seen: number;
  /** On how many he did. */
  readonly voted: number;
}

export type DaoMember = RowOf<typeof memberFields> & Participation;
export type IndexedDelegation = RowOf<typeof delegationFields>;
export type PowerPoint = RowOf<typeof powerPointFields>;

/** How members are ordered, the greatest first. */
export interface MemberChoice extends PageChoice {
  /** Left out: by power. */
  readonly orderBy?: "power" | "balance" | "delegators" | "votesCast" | "firstAt" | undefined;
  /** Unix second until which votes have begun; the indexer's own clock where it is left out. */
  readonly now?: number | undefined;
}

/** Who has power or tokens. */
export async function members(
  options: IndexerOptions,
  chainId: number,
  { orderBy = "power", now, ...choice }: MemberChoice = {},
): Promise<Page<DaoMember>> {
  const where = { chainId, OR: [{ power_gt: "0" }, { balance_gt: "0" }] };
  const page = await askPage(options, "daoMembers", memberFields, where, { ...choice, orderBy, descending: true });
  return { ...page, items: await withParticipation(options, chainId, page.items, now) };
}

/** A member; undefined where an account never had tokens or power. */
export async function memberDetail(
  options: IndexerOptions,
  chainId: number,
  account: Address,
  now?: number,
): Promise<DaoMember | undefined> {
  const found = await ask(options, {
    root: "daoMember",
    field: optional(row(memberFields)),
    types: "$chainId: Float!, $account: String!",
    args: "chainId: $chainId, account: $account",
    variables: { chainId, account: low(account) },
  });
  return found && (await withParticipation(options, chainId, [found], now))[0];
}

/** At most so many accounts can be asked for at once. */
const AT_ONCE = 100;

async function withParticipation(
  options: IndexerOptions,
  chainId: number,
  items: readonly RowOf<typeof memberFields>[],
  now: number | undefined,
): Promise<readonly DaoMember[]> {
  const known = new Map<Address, Participation>();
  for (let from = 0; from < items.length; from += AT_ONCE) {
    const accounts = items.slice(from, from + AT_ONCE).map(({ account }) => account);
    const asked = { chainId, accounts: accounts.join(","), now };
    const answer = await askRoute(options, "/governance/participation", asked, participationField);
    for (const { account, seen, voted } of answer.items) known.set(account, { seen, voted });
  }
  return items.map((item) => ({ ...item, ...(known.get(item.account) ?? { seen: 0, voted: 0 }) }));
}

/** Who has delegated to an account now, the greatest balance first. */
export function delegatorsOf(
  options: IndexerOptions,
  chainId: number,
  delegate: Address,
  choice: PageChoice = {},
): Promise<Page<RowOf<typeof memberFields>>> {
  const where = { chainId, delegate: low(delegate), account_not: low(delegate), balance_gt: "0" };
  return askPage(options, "daoMembers", memberFields, where, { ...choice, orderBy: "balance", descending: true });
}

/** Changes of delegate that an account had part in, newest first. */
export function delegationsOf(
  options: IndexerOptions,
  chainId: number,
  account: Address,
  choice: PageChoice = {},
): Promise<Page<IndexedDelegation>> {
  const side = low(account);
  const where = { chainId, OR: [{ delegator: side }, { from: side }, { to: side }] };
  return askPage(options, "delegations", delegationFields, where, { ...choice, orderBy: "at", descending: true });
}

/** How an account's power changed, newest first: each from a second on, as `getPastVotes` finds it. */
export function powerPoints(
  options: IndexerOptions,
  chainId: number,
  account: Address,
  choice: PageChoice = {},
): Promise<Page<PowerPoint>> {
  const where = { chainId, account: low(account) };
  return askPage(options, "powerPoints", powerPointFields, where, { ...choice, orderBy: "at", descending: true });
}

const concentrationField = row({
  total: big,
  members: num,
  half: num,
  top: listOf(row({ account: address, power: big })),
  curve: listOf(row({ members: num, power: big })),
});

/**
 * How power is spread: all of it, how many have some, how many of these make more than half, who has most (ten), and
 * the power of the first so many together, at some fifty places.
 */
export type Concentration = ReturnType<typeof concentrationField.read>;

/**
 * How power is spread now, or in a past second. The treasury and nobody's account never vote, and are left out.
 *
 * @param at unix seconds; a proposal's snapshot, for instance
 */
export function concentration(
  options: IndexerOptions,
  chainId: number,
  { at }: { readonly at?: number | undefined } = {},
): Promise<Concentration> {
  return askRoute(options, "/governance/concentration", { chainId, at }, concentrationField);
}
