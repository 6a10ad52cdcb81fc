import hre from "hardhat";
import type { NetworkConnection } from "hardhat/types/network";
import { type Deployed, deployAll } from "./deploy.ts";
import { localA } from "./parameters/local.ts";
import type { Parameters } from "./parameters/parameters.ts";

function at(deployed: Deployed, name: string): string {
  const address = deployed[name];
  if (!address) throw new Error(`${name} was not deployed.`);
  return address;
}

/** Everything a local chain has, deployed as it is deployed anywhere: what tests start from. */
export async function deployFixture(connection: NetworkConnection, parameters: Parameters = localA) {
  const deployed = await deployAll(hre, connection, parameters);
  const { ethers } = connection;
  const address = (name: string) => at(deployed, name);
  return {
    deployed,
    relay: await ethers.getContractAt("Relay", address("Relay")),
    timelock: await ethers.getContractAt("Treasury", address("TimelockController")),
    manager: await ethers.getContractAt("AccessManager", address("AccessManager")),
    organisations: await ethers.getContractAt("Organisations", address("Organisations")),
    credentials: await ethers.getContractAt("Credentials", address("Credentials")),
    encryptionKeys: await ethers.getContractAt("EncryptionKeys", address("EncryptionKeys")),
    market: await ethers.getContractAt("Market", address("Market")),
    desk: await ethers.getContractAt("Desk", address("Desk")),
    credentialPolicy: await ethers.getContractAt("CredentialPolicy", address("CredentialPolicy")),
    rolePolicy: await ethers.getContractAt("RolePolicy", address("RolePolicy")),
    allowListPolicy: await ethers.getContractAt("AllowListPolicy", address("AllowListPolicy")),
    allOfPolicy: await ethers.getContractAt("AllOfPolicy", address("AllOfPolicy")),
    anyOfPolicy: await ethers.getContractAt("AnyOfPolicy", address("AnyOfPolicy")),
    accessLog: await ethers.getContractAt("AccessLog", address("AccessLog")),
    tabs: await ethers.getContractAt("Tabs", address("Tabs")),
    consent: await ethers.getContractAt("Consent", address("Consent")),
    ratings: await ethers.getContractAt("Ratings", address("Ratings")),
    passes: await ethers.getContractAt("Passes", address("Passes")),
    lots: await ethers.getContractAt("Lots", address("Lots")),
    receivables: await ethers.getContractAt("Receivables", address("Receivables")),
    debtors: await ethers.getContractAt("Debtors", address("Debtors")),
    statements: await ethers.getContractAt("Statements", address("Statements")),
    evidence: await ethers.getContractAt("Evidence", address("Evidence")),
    quotes: await ethers.getContractAt("Quotes", address("Quotes")),
    ruleSets: await ethers.getContractAt("RuleSets", address("RuleSets")),
    bills: await ethers.getContractAt("Bills", address("Bills")),
    billsRecourse: await ethers.getContractAt("BillsRecourse", address("BillsRecourse")),
    billsChanges: await ethers.getContractAt("BillsChanges", address("BillsChanges")),
    billsDesk: await ethers.getContractAt("BillsDesk", address("BillsDesk")),
    billQuotes: await ethers.getContractAt("BillQuotes", address("BillQuotes")),
    repos: await ethers.getContractAt("Repos", address("Repos")),
    acceptors: await ethers.getContractAt("Acceptors", address("Acceptors")),
    token: await ethers.getContractAt("TallyToken", address("TallyToken")),
    dividends: await ethers.getContractAt("Dividends", address("Dividends")),
    governor: await ethers.getContractAt("TallyGovernor", address("TallyGovernor")),
    hashLock: await ethers.getContractAt("HashLock", address("HashLock")),
    batchLock: await ethers.getContractAt("BatchLock", address("BatchLock")),
    depositAddress: await ethers.getContractAt("DepositAddress", address("DepositAddress")),
    eurx: await ethers.getContractAt("DemoToken", address("EURX")),
    usdx: await ethers.getContractAt("DemoToken", address("USDX")),
  };
}
