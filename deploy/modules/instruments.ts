import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";
import identity from "./identity.ts";
import market from "./market.ts";
import shared from "./shared.ts";

/** Claims: who holds which part, what is owed, how debtors pay, and what stands behind it; and bills of exchange. */
export default buildModule("Instruments", (m) => {
  const { relay, manager } = m.useModule(shared);
  const { organisations, credentials } = m.useModule(identity);
  const { passes, tabs } = m.useModule(market);
  const lots = m.contract("Lots", [relay], { after: [passes] });
  const receivables = m.contract("Receivables", [manager, relay, lots, credentials, tabs]);
  // The receivables' constructor makes these two.
  const debtors = m.contractAt("Debtors", m.staticCall(receivables, "debtors"));
  const statements = m.contractAt("Statements", m.staticCall(receivables, "statements"));
  const evidence = m.contract("Evidence", [receivables, credentials, organisations, relay]);
  const quotes = m.contract("Quotes", [relay, receivables, evidence]);
  const ruleSets = m.contract("RuleSets", [manager], { after: [quotes] });
  const billsChanges = m.contract("BillsChanges", [relay, lots], { after: [ruleSets] });
  const bills = m.contract("Bills", [relay, lots, ruleSets, billsChanges]);
  // The bills' constructor makes it.
  const billsRecourse = m.contractAt("BillsRecourse", m.staticCall(bills, "recourse"));
  const billsDesk = m.contract("BillsDesk", [bills]);
  const billQuotes = m.contract("BillQuotes", [relay, bills], { after: [billsDesk] });
  const repos = m.contract("Repos", [relay, bills], { after: [billQuotes] });
  const acceptors = m.contract("Acceptors", [bills], { after: [repos] });
  const ofBills = { ruleSets, bills, billsRecourse, billsChanges, billsDesk, billQuotes, repos, acceptors };
  return { lots, receivables, debtors, statements, evidence, quotes, ...ofBills };
});
