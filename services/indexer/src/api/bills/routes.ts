import type { Hono } from "hono";
import { questionRoutes } from "../questionRoutes.ts";
import type { Db } from "../search/sql.ts";
import { acceptor } from "./acceptor.ts";
import { inbox } from "./inbox.ts";
import { listBills } from "./list.ts";
import { readAcceptorQuestion, readBillQuestion, readInboxQuestion } from "./question.ts";

/** Questions about bills that GraphQL can't ask: who has a part in them, what is asked of whom, how somebody pays. */
export function billRoutes(db: Db): Hono {
  const { app, route } = questionRoutes(db);
  route("/", readBillQuestion, listBills);
  route("/inbox", readInboxQuestion, inbox);
  route("/acceptor", readAcceptorQuestion, acceptor);
  return app;
}
