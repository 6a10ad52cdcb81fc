import type { Dictionary } from "./dictionary.ts";
import { actions } from "./zh/actions.ts";
import { audit } from "./zh/audit.ts";
import { billDesk } from "./zh/bill-desk.ts";
import { billQuotes } from "./zh/bill-quotes.ts";
import { bills } from "./zh/bills.ts";
import { consent } from "./zh/consent.ts";
import { deeds } from "./zh/deeds.ts";
import { delegates } from "./zh/delegates.ts";
import { exchange } from "./zh/exchange.ts";
import { governance, voting } from "./zh/governance.ts";
import { credentials, identity, organisation } from "./zh/identity.ts";
import { library } from "./zh/library.ts";
import { market } from "./zh/market.ts";
import { myData } from "./zh/my-data.ts";
import { policy } from "./zh/policy.ts";
import { paying, portfolio } from "./zh/portfolio.ts";
import { problem } from "./zh/problem.ts";
import { proposing } from "./zh/proposing.ts";
import { provenance } from "./zh/provenance.ts";
import { publish } from "./zh/publish.ts";
import { quotes } from "./zh/quotes.ts";
import { rail } from "./zh/rail.ts";
import { rating } from "./zh/rating.ts";
import { receivables } from "./zh/receivables.ts";
import { record } from "./zh/record.ts";
import { common, home, local, nav, session, tx, wallet } from "./zh/shell.ts";
import { swapFiles } from "./zh/swap-files.ts";
import { swaps } from "./zh/swaps.ts";
import { tabs } from "./zh/tabs.ts";
import { tariff } from "./zh/tariff.ts";
import { transfer } from "./zh/transfer.ts";
import { treasury } from "./zh/treasury.ts";

/** 简体中文 */
export const zh = {
  common,
  nav,
  home,
  wallet,
  session,
  tx,
  local,
  market,
  policy,
  myData,
  transfer,
  provenance,
  rating,
  rail,
  record,
  tariff,
  audit,
  publish,
  library,
  identity,
  organisation,
  credentials,
  tabs,
  consent,
  exchange,
  governance,
  voting,
  deeds,
  delegates,
  treasury,
  problem,
  actions,
  proposing,
  receivables,
  quotes,
  portfolio,
  paying,
  bills,
  billQuotes,
  billDesk,
  swaps,
  swapFiles,
} satisfies Dictionary;
