import { type ContractEventName, isAddressEqual, type Log, type ParseEventLogsReturnType, parseEventLogs } from "viem";
import { acceptorsAbi } from "../generated/abis/Acceptors.ts";
import { accessLogAbi } from "../generated/abis/AccessLog.ts";
import { billQuotesAbi } from "../generated/abis/BillQuotes.ts";
import { billsAbi } from "../generated/abis/Bills.ts";
import { billsChangesAbi } from "../generated/abis/BillsChanges.ts";
import { billsRecourseAbi } from "../generated/abis/BillsRecourse.ts";
import { consentAbi } from "../generated/abis/Consent.ts";
import { credentialsAbi } from "../generated/abis/Credentials.ts";
import { debtorsAbi } from "../generated/abis/Debtors.ts";
import { deskAbi } from "../generated/abis/Desk.ts";
import { encryptionKeysAbi } from "../generated/abis/EncryptionKeys.ts";
import { evidenceAbi } from "../generated/abis/Evidence.ts";
import { lotsAbi } from "../generated/abis/Lots.ts";
import { marketAbi } from "../generated/abis/Market.ts";
import { organisationsAbi } from "../generated/abis/Organisations.ts";
import { passesAbi } from "../generated/abis/Passes.ts";
import { quotesAbi } from "../generated/abis/Quotes.ts";
import { ratingsAbi } from "../generated/abis/Ratings.ts";
import { receivablesAbi } from "../generated/abis/Receivables.ts";
import { reposAbi } from "../generated/abis/Repos.ts";
import { ruleSetsAbi } from "../generated/abis/RuleSets.ts";
import { statementsAbi } from "../generated/abis/Statements.ts";
import { tabsAbi } from "../generated/abis/Tabs.ts";
import { deployed, type Network } from "../networks.ts";

const abis = {
  market: marketAbi,
  desk: deskAbi,
  tabs: tabsAbi,
  consent: consentAbi,
  accessLog: accessLogAbi,
  ratings: ratingsAbi,
  passes: passesAbi,
  lots: lotsAbi,
  receivables: receivablesAbi,
  debtors: debtorsAbi,
  evidence: evidenceAbi,
  statements: statementsAbi,
  quotes: quotesAbi,
  ruleSets: ruleSetsAbi,
  bills: billsAbi,
  billsRecourse: billsRecourseAbi,
  billsChanges: billsChangesAbi,
  billQuotes: billQuotesAbi,
  repos: reposAbi,
  acceptors: acceptorsAbi,
  organisations: organisationsAbi,
  credentials: credentialsAbi,
  encryptionKeys: encryptionKeysAbi,
} as const;

/** Contracts of ours that write events, as the network's deployment names them. */
export type EventSource = keyof typeof abis;

type EventsOf<C extends EventSource> = ParseEventLogsReturnType<
  (typeof abis)[C],
  ContractEventName<(typeof abis)[C]>,
  true
>;

/**
 * The events of one of our contracts among logs, as of a receipt: by name, with typed arguments. Logs of other contracts
 * are left out, whatever they look like.
 *
 * @throws `NotDeployed`
 */
export function eventsOf<C extends EventSource>(network: Network, contract: C, logs: readonly Log[]): EventsOf<C> {
  const address = deployed(network)[contract];
  const own = logs.filter((log) => isAddressEqual(log.address, address));
  return parseEventLogs({ abi: abis[contract], logs: own, strict: true }) as never;
}
