import { Hono } from "hono";
import { replaceBigInts } from "ponder";
import type { BadQuestion, Query } from "./parameters.ts";
import type { Db } from "./search/sql.ts";

type Route = <Q extends object>(
  path: string,
  read: (query: Query) => Q | BadQuestion,
  answer: (db: Db, question: Q) => Promise<object>,
) => void;

/** Routes that read a question, refuse it in a sentence or answer it from the tables. */
export function questionRoutes(db: Db): { readonly app: Hono; readonly route: Route } {
  const app = new Hono();
  const route: Route = (path, read, answer) => {
    app.get(path, async (c) => {
      const question = read(c.req.query());
      if ("code" in question) return c.json(question, 400);
      const answered = await answer(db, question);
      return c.json(replaceBigInts(answered, String), "code" in answered ? 400 : 200);
    });
  };
  return { app, route };
}
