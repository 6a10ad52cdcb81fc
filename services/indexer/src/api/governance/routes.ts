import { Hono } from "hono";
import { replaceBigInts } from "ponder";
import type { BadQuestion, Query } from "../parameters.ts";
import type { Db } from "../search/sql.ts";
import { absentees, concentration, participation } from "./members.ts";
import { listProposals } from "./proposals.ts";
import {
  readAbsenteeQuestion,
  readConcentrationQuestion,
  readParticipationQuestion,
  readProposalQuestion,
} from "./question.ts";

/** Questions about governance that GraphQL can't ask: they compare columns, look at history, or sum up. */
export function governanceRoutes(db: Db): Hono {
  const app = new Hono();
  function route<Q extends object>(
    path: string,
    read: (query: Query) => Q | BadQuestion,
    answer: (db: Db, question: Q) => Promise<object>,
  ): void {
    app.get(path, async (c) => {
      const question = read(c.req.query());
      if ("code" in question) return c.json(question, 400);
      return c.json(replaceBigInts(await answer(db, question), String));
    });
  }
  route("/proposals", readProposalQuestion, listProposals);
  route("/absentees", readAbsenteeQuestion, absentees);
  route("/concentration", readConcentrationQuestion, concentration);
  route("/participation", readParticipationQuestion, participation);
  return app;
}
