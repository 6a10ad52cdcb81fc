import type { Hono } from "hono";
import { questionRoutes } from "../questionRoutes.ts";
import type { Db } from "../search/sql.ts";
import { debtors } from "./debtors.ts";
import { receivables } from "./family.ts";
import { listHoldbacks } from "./holdbacks.ts";
import { chain, listLots } from "./lots.ts";
import { overview } from "./overview.ts";
import {
  readAgeingQuestion,
  readAskQuestion,
  readBidQuestion,
  readCashflowQuestion,
  readChainQuestion,
  readDebtorQuestion,
  readExposureQuestion,
  readHoldbackQuestion,
  readLotQuestion,
  readOverviewQuestion,
  readPortfolioQuestion,
  readReceivableQuestion,
  readRequestQuestion,
} from "./question.ts";
import { listAsks, listBids, listRequests } from "./quotes.ts";
import { listReceivables } from "./receivables.ts";
import { ageing, cashflow, exposure, portfolio } from "./sums.ts";

/** Questions about receivables that GraphQL can't ask: they depend on the second, or sum up. */
export function instrumentRoutes(db: Db): Hono {
  const { app, route } = questionRoutes(db);
  route("/receivables", readReceivableQuestion, listReceivables);
  route("/lots", readLotQuestion, listLots);
  route("/chain", readChainQuestion, chain);
  route("/overview", readOverviewQuestion, overview);
  route("/portfolio", readPortfolioQuestion, portfolio);
  route("/ageing", readAgeingQuestion, ageing);
  route("/exposure", readExposureQuestion, exposure);
  route("/cashflow", readCashflowQuestion, cashflow);
  route("/debtors", readDebtorQuestion, debtors);
  route("/asks", readAskQuestion, (tables, asked) => listAsks(tables, asked, receivables));
  route("/bids", readBidQuestion, (tables, asked) => listBids(tables, asked, receivables));
  route("/requests", readRequestQuestion, (tables, asked) => listRequests(tables, asked, receivables));
  route("/holdbacks", readHoldbackQuestion, listHoldbacks);
  return app;
}
