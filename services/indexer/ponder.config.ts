import { acceptorsAbi } from "@tallystick/sdk/generated/abis/Acceptors";
import { accessLogAbi } from "@tallystick/sdk/generated/abis/AccessLog";
import { batchLockAbi } from "@tallystick/sdk/generated/abis/BatchLock";
import { billQuotesAbi } from "@tallystick/sdk/generated/abis/BillQuotes";
import { billsAbi } from "@tallystick/sdk/generated/abis/Bills";
import { billsChangesAbi } from "@tallystick/sdk/generated/abis/BillsChanges";
import { billsRecourseAbi } from "@tallystick/sdk/generated/abis/BillsRecourse";
import { buybackAbi } from "@tallystick/sdk/generated/abis/Buyback";
import { consentAbi } from "@tallystick/sdk/generated/abis/Consent";
import { credentialsAbi } from "@tallystick/sdk/generated/abis/Credentials";
import { debtorsAbi } from "@tallystick/sdk/generated/abis/Debtors";
import { depositAddressAbi } from "@tallystick/sdk/generated/abis/DepositAddress";
import { deskAbi } from "@tallystick/sdk/generated/abis/Desk";
import { dividendsAbi } from "@tallystick/sdk/generated/abis/Dividends";
import { encryptionKeysAbi } from "@tallystick/sdk/generated/abis/EncryptionKeys";
import { evidenceAbi } from "@tallystick/sdk/generated/abis/Evidence";
import { hashLockAbi } from "@tallystick/sdk/generated/abis/HashLock";
import { holdbackAbi } from "@tallystick/sdk/generated/abis/Holdback";
import { lotsAbi } from "@tallystick/sdk/generated/abis/Lots";
import { marketAbi } from "@tallystick/sdk/generated/abis/Market";
import { organisationsAbi } from "@tallystick/sdk/generated/abis/Organisations";
import { passesAbi } from "@tallystick/sdk/generated/abis/Passes";
import { quotesAbi } from "@tallystick/sdk/generated/abis/Quotes";
import { ratingsAbi } from "@tallystick/sdk/generated/abis/Ratings";
import { receivablesAbi } from "@tallystick/sdk/generated/abis/Receivables";
import { reposAbi } from "@tallystick/sdk/generated/abis/Repos";
import { ruleSetsAbi } from "@tallystick/sdk/generated/abis/RuleSets";
import { statementsAbi } from "@tallystick/sdk/generated/abis/Statements";
import { tabsAbi } from "@tallystick/sdk/generated/abis/Tabs";
import { tallyGovernorAbi } from "@tallystick/sdk/generated/abis/TallyGovernor";
import { tallyTokenAbi } from "@tallystick/sdk/generated/abis/TallyToken";
import { treasuryAbi } from "@tallystick/sdk/generated/abis/Treasury";
import type { Deployment, Network } from "@tallystick/sdk/networks";
import { createConfig, factory } from "ponder";
import { erc20Abi, getAbiItem } from "viem";
import { indexedChains } from "./settings.ts";

const indexed = indexedChains();

/** A value by the name of each chain, as Ponder wants it. */
function byChain<T>(value: (network: Network, deployment: Deployment) => T): Record<string, T> {
  return Object.fromEntries(indexed.map(({ network, deployment }) => [network.id, value(network, deployment)]));
}

type Contract = Exclude<keyof Deployment, "startBlock" | "easMirror" | "eurx" | "usdx">;

const at = (contract: Contract) =>
  byChain((_, deployment) => ({
    address: deployment[contract],
    startBlock: deployment.startBlock,
  }));

const transfer = [getAbiItem({ abi: erc20Abi, name: "Transfer" })] as const;

/** Transfers of any token with the treasury at one end: Ponder takes one filter an event. */
const ofTreasury = (end: "from" | "to") =>
  byChain((_, { timelock, startBlock }) => ({
    startBlock,
    filter: { event: "Transfer" as const, args: { [end]: timelock } },
  }));

/** Each advance has a contract of its own, which `Quotes` makes. */
const holdbacks = byChain((_, { quotes: address, startBlock }) => ({
  address: factory({ address, event: getAbiItem({ abi: quotesAbi, name: "Advanced" }), parameter: "holdback" }),
  startBlock,
}));

/** Each repo has one, too, which `Repos` makes. */
const buybacks = byChain((_, { repos: address, startBlock }) => ({
  address: factory({ address, event: getAbiItem({ abi: reposAbi, name: "RepoOpened" }), parameter: "buyback" }),
  startBlock,
}));

/** Ponder spares each URL: 20 requests a second at first. A local chain needs no sparing, so it is named as often as that. */
const LOCAL_TWENTIES = 25;

const rpcOf = ({ rpcUrls, isLocal }: Network): string[] =>
  isLocal ? Array.from({ length: LOCAL_TWENTIES }, () => rpcUrls).flat() : [...rpcUrls];

const directory = process.env.TALLYSTICK_INDEXER_DIR ?? ".ponder";

export default createConfig({
  database: process.env.DATABASE_URL ? { kind: "postgres" } : { kind: "pglite", directory: `${directory}/pglite` },
  ordering: "multichain",
  chains: byChain((network) => ({
    id: network.chainId,
    rpc: rpcOf(network),
    pollingInterval: network.isLocal ? 250 : network.blockTime * 500,
    // A local chain answers at once, and another one may run at the same port next time.
    disableCache: network.isLocal,
  })),
  blocks: {
    Genesis: {
      chain: byChain(() => ({ startBlock: 0, endBlock: 0 })),
    },
  },
  contracts: {
    Market: { abi: marketAbi, chain: at("market") },
    Organisations: { abi: organisationsAbi, chain: at("organisations") },
    Credentials: { abi: credentialsAbi, chain: at("credentials") },
    EncryptionKeys: { abi: encryptionKeysAbi, chain: at("encryptionKeys") },
    Desk: { abi: deskAbi, chain: at("desk") },
    Tabs: { abi: tabsAbi, chain: at("tabs") },
    AccessLog: { abi: accessLogAbi, chain: at("accessLog") },
    Consent: { abi: consentAbi, chain: at("consent") },
    Ratings: { abi: ratingsAbi, chain: at("ratings") },
    Passes: { abi: passesAbi, chain: at("passes") },
    Lots: { abi: lotsAbi, chain: at("lots") },
    Receivables: { abi: receivablesAbi, chain: at("receivables") },
    Debtors: { abi: debtorsAbi, chain: at("debtors") },
    Evidence: { abi: evidenceAbi, chain: at("evidence") },
    Statements: { abi: statementsAbi, chain: at("statements") },
    Quotes: { abi: quotesAbi, chain: at("quotes") },
    Holdback: { abi: holdbackAbi, chain: holdbacks },
    RuleSets: { abi: ruleSetsAbi, chain: at("ruleSets") },
    Bills: { abi: billsAbi, chain: at("bills") },
    BillsRecourse: { abi: billsRecourseAbi, chain: at("billsRecourse") },
    BillQuotes: { abi: billQuotesAbi, chain: at("billQuotes") },
    Repos: { abi: reposAbi, chain: at("repos") },
    Buyback: { abi: buybackAbi, chain: buybacks },
    HashLock: { abi: hashLockAbi, chain: at("hashLock") },
    BatchLock: { abi: batchLockAbi, chain: at("batchLock") },
    DepositAddress: { abi: depositAddressAbi, chain: at("depositAddress") },
    Acceptors: { abi: acceptorsAbi, chain: at("acceptors") },
    BillsChanges: { abi: billsChangesAbi, chain: at("billsChanges") },
    TallyToken: { abi: tallyTokenAbi, chain: at("tallyToken") },
    TallyGovernor: { abi: tallyGovernorAbi, chain: at("tallyGovernor") },
    Treasury: { abi: treasuryAbi, chain: at("timelock") },
    Dividends: { abi: dividendsAbi, chain: at("dividends") },
    IntoTreasury: { abi: transfer, chain: ofTreasury("to") },
    OutOfTreasury: { abi: transfer, chain: ofTreasury("from") },
  },
});
