import { actions } from "./en/actions.ts";
import { audit } from "./en/audit.ts";
import { billDesk } from "./en/bill-desk.ts";
import { billQuotes } from "./en/bill-quotes.ts";
import { bills } from "./en/bills.ts";
import { consent } from "./en/consent.ts";
import { deeds } from "./en/deeds.ts";
import { delegates } from "./en/delegates.ts";
import { exchange } from "./en/exchange.ts";
import { governance, voting } from "./en/governance.ts";
import { credentials, identity, organisation } from "./en/identity.ts";
import { library } from "./en/library.ts";
import { market } from "./en/market.ts";
import { myData } from "./en/my-data.ts";
import { policy } from "./en/policy.ts";
import { paying, portfolio } from "./en/portfolio.ts";
import { problem } from "./en/problem.ts";
import { proposing } from "./en/proposing.ts";
import { provenance } from "./en/provenance.ts";
import { publish } from "./en/publish.ts";
import { quotes } from "./en/quotes.ts";
import { rail } from "./en/rail.ts";
import { rating } from "./en/rating.ts";
import { receivables } from "./en/receivables.ts";
import { record } from "./en/record.ts";
import { common, home, local, nav, session, tx, wallet } from "./en/shell.ts";
import { swapFiles } from "./en/swap-files.ts";
import { swaps } from "./en/swaps.ts";
import { tabs } from "./en/tabs.ts";
import { tariff } from "./en/tariff.ts";
import { transfer } from "./en/transfer.ts";
import { treasury } from "./en/treasury.ts";

/** English: the dictionary that sets the shape of every other. */
export const en = {
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
} as const;
