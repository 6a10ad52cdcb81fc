import type { Hono } from "hono";
import { questionRoutes } from "../questionRoutes.ts";
import type { Db } from "../search/sql.ts";
import { listLocks, listSwaps } from "./list.ts";
import { readLockQuestion, readSwapQuestion } from "./question.ts";

/** Questions about swaps that GraphQL can't ask: both legs of each, on whatever chain. */
export function swapRoutes(db: Db): Hono {
  const { app, route } = questionRoutes(db);
  route("/", readSwapQuestion, listSwaps);
  route("/locks", readLockQuestion, listLocks);
  return app;
}
