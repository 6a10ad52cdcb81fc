import type { Context } from "ponder:registry";
import { daoMember } from "ponder:schema";
import type { Address } from "viem";
import type { Origin } from "../origin.ts";

export type MemberRow = typeof daoMember.$inferSelect;

/** An account's row, made if this is the first that is heard of it. Whoever has chosen no delegate has his power himself. */
export async function seen(
  db: Context["db"],
  { chainId, at }: Pick<Origin, "chainId" | "at">,
  account: Address,
): Promise<MemberRow> {
  const known = await db.find(daoMember, { chainId, account });
  if (known !== null) return known;
  return db.insert(daoMember).values({
    chainId,
    account,
    balance: 0n,
    power: 0n,
    delegate: account,
    delegators: 0,
    votesCast: 0,
    proposalsMade: 0,
    lastVotedAt: null,
    firstAt: at,
  });
}
