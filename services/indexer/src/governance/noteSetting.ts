import type { Context } from "ponder:registry";
import { governanceSetting } from "ponder:schema";
import { and, desc, eq } from "ponder";
import type { Origin } from "../origin.ts";

type Value = bigint | number | string;

/**
 * Keeps a change of a setting.
 *
 * @param before left out where the event does not say it: then what was set last
 */
export async function noteSetting(
  context: Context,
  origin: Origin,
  name: string,
  after: Value,
  before?: Value,
): Promise<void> {
  const { chainId, transaction, logIndex, at } = origin;
  const old = before === undefined ? await newest(context, name) : String(before);
  await context.db
    .insert(governanceSetting)
    .values({ chainId, transaction, logIndex, name, before: old, after: String(after), at });
}

async function newest(context: Context, name: string): Promise<string | null> {
  const [row] = await context.db.sql
    .select({ after: governanceSetting.after })
    .from(governanceSetting)
    .where(and(eq(governanceSetting.chainId, context.chain.id), eq(governanceSetting.name, name)))
    .orderBy(desc(governanceSetting.at), desc(governanceSetting.logIndex))
    .limit(1);
  return row?.after ?? null;
}
