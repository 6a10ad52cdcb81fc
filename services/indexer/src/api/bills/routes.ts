import type { Hono } from "hono";
import { readAskQuestion, readBidQuestion, readRequestQuestion } from "../instruments/question.ts";
import { listAsks, listBids, listRequests } from "../instruments/quotes.ts";
import { questionRoutes } from "../questionRoutes.ts";
import type { Db } from "../search/sql.ts";
import { acceptor } from "./acceptor.ts";
import { bills } from "./family.ts";
import { inbox } from "./inbox.ts";
import { listBills } from "./list.ts";
import { listBillLots } from "./lots.ts";
import {
  readAcceptorQuestion,
  readBillLotQuestion,
  readBillQuestion,
  readInboxQuestion,
  readRepoQuestion,
} from "./question.ts";
import { listRepoOffers, listRepos } from "./repos.ts";
import { pageWithBills } from "./rows.ts";

/** Questions about bills that GraphQL can't ask: who has a part in them, what is asked of whom, what can be bought. */
export function billRoutes(db: Db): Hono {
  const { app, route } = questionRoutes(db);
  route("/", readBillQuestion, listBills);
  route("/inbox", readInboxQuestion, inbox);
  route("/acceptor", readAcceptorQuestion, acceptor);
  route("/lots", readBillLotQuestion, listBillLots);
  route("/asks", readAskQuestion, async (tables, asked) =>
    pageWithBills(tables, asked.chainId, await listAsks(tables, asked, bills)),
  );
  route("/bids", readBidQuestion, (tables, asked) => listBids(tables, asked, bills));
  route("/requests", readRequestQuestion, async (tables, asked) =>
    pageWithBills(tables, asked.chainId, await listRequests(tables, asked, bills)),
  );
  route("/repo-offers", readBidQuestion, listRepoOffers);
  route("/repos", readRepoQuestion, listRepos);
  return app;
}
