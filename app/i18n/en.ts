import { audit } from "./en/audit.ts";
import { consent } from "./en/consent.ts";
import { exchange } from "./en/exchange.ts";
import { credentials, identity, organisation } from "./en/identity.ts";
import { library } from "./en/library.ts";
import { market } from "./en/market.ts";
import { problem } from "./en/problem.ts";
import { publish } from "./en/publish.ts";
import { common, home, local, nav, session, tx, wallet } from "./en/shell.ts";
import { tabs } from "./en/tabs.ts";

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
  audit,
  publish,
  library,
  identity,
  organisation,
  credentials,
  tabs,
  consent,
  exchange,
  problem,
} as const;
