import { type Context, ponder } from "ponder:registry";
import { accusation, anchor, keeperLog } from "ponder:schema";
import type { Address } from "viem";
import { originOf } from "../origin.ts";
import { plainText } from "../text.ts";
import { type KeeperLogRow, newAnchor, noLog } from "./rows.ts";

type Db = Context["db"];

ponder.on("AccessLog:Anchored", async ({ event, context }) => {
  const origin = originOf(event, context);
  const { keeper, number, through, root } = event.args;
  const key = { chainId: origin.chainId, keeper };
  const before = (await context.db.find(keeperLog, key)) ?? noLog(origin.chainId, keeper);
  const rows = newAnchor(origin, before, { number, through: BigInt(through), root });
  await context.db.insert(anchor).values(rows.anchor);
  await context.db.insert(keeperLog).values(rows.log).onConflictDoUpdate(rows.log);
});

ponder.on("AccessLog:Accused", async ({ event, context }) => {
  const { chainId, at } = originOf(event, context);
  const { keeper, digest, accuser, receipt, answerBy } = event.args;
  const { request, granted, code, time, blockNumber } = receipt;
  const row = {
    chainId,
    keeper,
    digest,
    status: "accused",
    accuser,
    answerBy: BigInt(answerBy),
    accusedAt: at,
  } as const;
  const told = { request, granted, code: plainText(code), time, blockNumber };
  await context.db.insert(accusation).values({ ...row, ...told });
  await count(context.db, chainId, keeper, ({ accused }) => ({ accused: accused + 1 }));
});

ponder.on("AccessLog:Answered", async ({ event, context }) => {
  const { chainId, at } = originOf(event, context);
  const { keeper, digest, number } = event.args;
  const answered = { status: "answered", anchor: number, endedAt: at } as const;
  await context.db.update(accusation, { chainId, keeper, digest }).set(answered);
  await count(context.db, chainId, keeper, (log) => ({ accused: log.accused - 1, answered: log.answered + 1 }));
});

ponder.on("AccessLog:OmissionProved", async ({ event, context }) => {
  const { chainId, at } = originOf(event, context);
  const { keeper, digest, late } = event.args;
  const proved = { status: "omitted", late, endedAt: at } as const;
  const row = { chainId, keeper, digest, ...proved, answerBy: 0n, accusedAt: at };
  await context.db.insert(accusation).values(row).onConflictDoUpdate(proved);
  await count(context.db, chainId, keeper, ({ accused, omitted }) => ({
    accused: late ? accused : accused - 1,
    omitted: omitted + 1,
  }));
});

async function count(
  db: Db,
  chainId: number,
  keeper: Address,
  by: (row: KeeperLogRow) => Partial<KeeperLogRow>,
): Promise<void> {
  const none = noLog(chainId, keeper);
  await db
    .insert(keeperLog)
    .values({ ...none, ...by(none) })
    .onConflictDoUpdate(by);
}
