import type { Hono } from "hono";
import { questionRoutes } from "../questionRoutes.ts";
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
  const { app, route } = questionRoutes(db);
  route("/proposals", readProposalQuestion, listProposals);
  route("/absentees", readAbsenteeQuestion, absentees);
  route("/concentration", readConcentrationQuestion, concentration);
  route("/participation", readParticipationQuestion, participation);
  return app;
}
