import { type Abi, type Address, erc20Abi, getAddress } from "viem";
import { acceptorsAbi } from "../generated/abis/Acceptors.ts";
import { accessLogAbi } from "../generated/abis/AccessLog.ts";
import { accessManagerAbi } from "../generated/abis/AccessManager.ts";
import { allOfPolicyAbi } from "../generated/abis/AllOfPolicy.ts";
import { allowListPolicyAbi } from "../generated/abis/AllowListPolicy.ts";
import { anyOfPolicyAbi } from "../generated/abis/AnyOfPolicy.ts";
import { batchLockAbi } from "../generated/abis/BatchLock.ts";
import { billQuotesAbi } from "../generated/abis/BillQuotes.ts";
import { billsAbi } from "../generated/abis/Bills.ts";
import { billsChangesAbi } from "../generated/abis/BillsChanges.ts";
import { billsDeskAbi } from "../generated/abis/BillsDesk.ts";
import { billsRecourseAbi } from "../generated/abis/BillsRecourse.ts";
import { consentAbi } from "../generated/abis/Consent.ts";
import { credentialPolicyAbi } from "../generated/abis/CredentialPolicy.ts";
import { credentialsAbi } from "../generated/abis/Credentials.ts";
import { debtorsAbi } from "../generated/abis/Debtors.ts";
import { demoTokenAbi } from "../generated/abis/DemoToken.ts";
import { depositAddressAbi } from "../generated/abis/DepositAddress.ts";
import { deskAbi } from "../generated/abis/Desk.ts";
import { dividendsAbi } from "../generated/abis/Dividends.ts";
import { easMirrorAbi } from "../generated/abis/EasMirror.ts";
import { encryptionKeysAbi } from "../generated/abis/EncryptionKeys.ts";
import { evidenceAbi } from "../generated/abis/Evidence.ts";
import { hashLockAbi } from "../generated/abis/HashLock.ts";
import { lotsAbi } from "../generated/abis/Lots.ts";
import { marketAbi } from "../generated/abis/Market.ts";
import { organisationsAbi } from "../generated/abis/Organisations.ts";
import { passesAbi } from "../generated/abis/Passes.ts";
import { quotesAbi } from "../generated/abis/Quotes.ts";
import { ratingsAbi } from "../generated/abis/Ratings.ts";
import { receivablesAbi } from "../generated/abis/Receivables.ts";
import { relayAbi } from "../generated/abis/Relay.ts";
import { reposAbi } from "../generated/abis/Repos.ts";
import { rolePolicyAbi } from "../generated/abis/RolePolicy.ts";
import { ruleSetsAbi } from "../generated/abis/RuleSets.ts";
import { statementsAbi } from "../generated/abis/Statements.ts";
import { tabsAbi } from "../generated/abis/Tabs.ts";
import { tallyGovernorAbi } from "../generated/abis/TallyGovernor.ts";
import { tallyTokenAbi } from "../generated/abis/TallyToken.ts";
import { treasuryAbi } from "../generated/abis/Treasury.ts";
import { deployed, type Network } from "../networks.ts";
import type { ContractKey } from "./parameters.ts";

/** A contract that is known by name. */
export interface KnownContract {
  readonly address: Address;
  /** Its name, for people. */
  readonly name: string;
  readonly abi: Abi;
  /** Its place in the network's deployment, if it is one of ours. */
  readonly key?: ContractKey | undefined;
}

/** Known contracts by checksummed address. */
export type KnownContracts = ReadonlyMap<Address, KnownContract>;

const contracts: Readonly<Record<ContractKey, readonly [name: string, abi: Abi]>> = {
  relay: ["Relay", relayAbi],
  timelock: ["Treasury", treasuryAbi],
  accessManager: ["AccessManager", accessManagerAbi],
  organisations: ["Organisations", organisationsAbi],
  credentials: ["Credentials", credentialsAbi],
  encryptionKeys: ["EncryptionKeys", encryptionKeysAbi],
  easMirror: ["EasMirror", easMirrorAbi],
  market: ["Market", marketAbi],
  desk: ["Desk", deskAbi],
  credentialPolicy: ["CredentialPolicy", credentialPolicyAbi],
  rolePolicy: ["RolePolicy", rolePolicyAbi],
  allowListPolicy: ["AllowListPolicy", allowListPolicyAbi],
  allOfPolicy: ["AllOfPolicy", allOfPolicyAbi],
  anyOfPolicy: ["AnyOfPolicy", anyOfPolicyAbi],
  accessLog: ["AccessLog", accessLogAbi],
  tabs: ["Tabs", tabsAbi],
  consent: ["Consent", consentAbi],
  ratings: ["Ratings", ratingsAbi],
  passes: ["Passes", passesAbi],
  lots: ["Lots", lotsAbi],
  receivables: ["Receivables", receivablesAbi],
  debtors: ["Debtors", debtorsAbi],
  statements: ["Statements", statementsAbi],
  evidence: ["Evidence", evidenceAbi],
  quotes: ["Quotes", quotesAbi],
  ruleSets: ["RuleSets", ruleSetsAbi],
  bills: ["Bills", billsAbi],
  billsRecourse: ["BillsRecourse", billsRecourseAbi],
  billsChanges: ["BillsChanges", billsChangesAbi],
  billsDesk: ["BillsDesk", billsDeskAbi],
  billQuotes: ["BillQuotes", billQuotesAbi],
  repos: ["Repos", reposAbi],
  acceptors: ["Acceptors", acceptorsAbi],
  tallyToken: ["TALLY", tallyTokenAbi],
  tallyGovernor: ["Governor", tallyGovernorAbi],
  dividends: ["Dividends", dividendsAbi],
  hashLock: ["HashLock", hashLockAbi],
  batchLock: ["BatchLock", batchLockAbi],
  depositAddress: ["DepositAddress", depositAddressAbi],
  eurx: ["EURX", demoTokenAbi],
  usdx: ["USDX", demoTokenAbi],
};

/**
 * The network's own contracts, and others that the caller knows.
 *
 * @throws `NotDeployed`
 */
export function knownContracts(network: Network, others: readonly KnownContract[] = []): KnownContracts {
  const places = deployed(network);
  const own = (Object.keys(contracts) as ContractKey[]).flatMap((key): KnownContract[] => {
    const address = places[key];
    const [name, abi] = contracts[key];
    return address === undefined ? [] : [{ address, name, abi, key }];
  });
  return new Map([...others, ...own].map((each) => [getAddress(each.address), each]));
}

/** The known contract at an address, however that is written. */
export function knownAt(known: KnownContracts, address: Address): KnownContract | undefined {
  return known.get(getAddress(address));
}

/** What a contract that is not known may be asked in: tokens. */
export const commonAbi: Abi = erc20Abi;
