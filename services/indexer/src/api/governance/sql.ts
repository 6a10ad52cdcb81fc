import { NOBODY } from "@tallystick/sdk/governance/power";
import { sql } from "ponder";
import type { Address } from "viem";
import { type IndexedChain, indexedChains } from "../../../settings.ts";
import { names, type Sql } from "../search/sql.ts";

// What questions about governance are made of.

const table = (name: string): Sql => sql.raw(`${names.tables}.${name}`);

export const [ballots, members, points, proposals] = ["ballot", "dao_member", "power_point", "proposal"].map(table) as [
  Sql,
  Sql,
  Sql,
  Sql,
];

/** Accounts that have power and never vote: nobody's, and the treasury, whose own tokens wait in it. */
export function voteless(chainId: number, chains: readonly IndexedChain[] = indexedChains()): readonly Address[] {
  const treasuries = chains.filter(({ network }) => network.chainId === chainId);
  return [NOBODY, ...treasuries.map(({ deployment }) => deployment.timelock)].map(
    (account) => account.toLowerCase() as Address,
  );
}

/** Power of an account in a second, as `getPastVotes`: nothing, or the newest point up to then. */
export const powerAt = (chainId: Sql, account: Sql, at: Sql): Sql => sql`coalesce((select at_point.power
  from ${points} at_point where at_point.chain_id = ${chainId} and at_point.account = ${account} and at_point.at <= ${at}
  order by at_point.at desc limit 1), 0)`;
