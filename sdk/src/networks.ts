import { type Address, type Chain, defineChain } from "viem";
import { tallystickError } from "./errors.ts";
import { addresses } from "./generated/addresses.ts";

/** Where the contracts are on a chain. */
export interface Deployment {
  readonly relay: Address;
  readonly timelock: Address;
  readonly accessManager: Address;
  readonly organisations: Address;
  readonly credentials: Address;
  readonly encryptionKeys: Address;
  /** Only where the chain has the Ethereum Attestation Service. */
  readonly easMirror?: Address | undefined;
  readonly market: Address;
  readonly desk: Address;
  readonly credentialPolicy: Address;
  readonly rolePolicy: Address;
  readonly allowListPolicy: Address;
  readonly allOfPolicy: Address;
  readonly anyOfPolicy: Address;
  readonly accessLog: Address;
  readonly tabs: Address;
  readonly consent: Address;
  readonly ratings: Address;
  readonly passes: Address;
  readonly lots: Address;
  readonly receivables: Address;
  readonly debtors: Address;
  readonly statements: Address;
  readonly evidence: Address;
  readonly quotes: Address;
  readonly ruleSets: Address;
  readonly bills: Address;
  readonly billsRecourse: Address;
  readonly billsChanges: Address;
  readonly billsDesk: Address;
  readonly billQuotes: Address;
  readonly repos: Address;
  readonly acceptors: Address;
  readonly tallyToken: Address;
  readonly tallyGovernor: Address;
  readonly dividends: Address;
  readonly hashLock: Address;
  readonly batchLock: Address;
  readonly depositAddress: Address;
  /** Play money of local chains. */
  readonly eurx?: Address | undefined;
  readonly usdx?: Address | undefined;
  /** First block with a contract of ours: where to look for logs from. */
  readonly startBlock: number;
}

export type NetworkId = "localA" | "localB" | "sepolia";

/** A chain that Tallystick runs on, and the services that go with it. */
export interface Network {
  readonly id: NetworkId;
  readonly chainId: number;
  readonly name: string;
  /** A chain of this machine: well-known accounts and explicit nonces are used, the genesis changes at each start. */
  readonly isLocal: boolean;
  readonly rpcUrls: readonly string[];
  /** Blocks on top after which a transaction counts as final. */
  readonly confirmations: number;
  /** Most blocks that a reorganisation is promised to take away; deeper ones are a loss. */
  readonly reorgDepth: number;
  /** Seconds for which the chain, or the way to it, may fail without loss to somebody who swaps. */
  readonly outage: number;
  /** Seconds between blocks. */
  readonly blockTime: number;
  readonly explorer?: string | undefined;
  /** Gateways in order of preference. */
  readonly gateways: readonly string[];
  readonly indexer?: string | undefined;
  /** Undefined until the contracts are deployed there. */
  readonly deployment?: Deployment | undefined;
}

/** Settings by name, as in `process.env`; see docs/architecture.md, "Parts and ports". */
export type Environment = Readonly<Record<string, string | undefined>>;

const HOST = "127.0.0.1";

function processEnvironment(): Environment {
  return (globalThis as { process?: { env?: Environment } }).process?.env ?? {};
}

function listOf(value: string | undefined, otherwise: readonly string[]): readonly string[] {
  const items = value
    ?.split(",")
    .map((item) => item.trim())
    .filter((item) => item !== "");
  return items?.length ? items : otherwise;
}

function local(env: Environment, variable: string, port: number): string {
  return `http://${HOST}:${env[`TALLYSTICK_PORT_${variable}`] ?? port}`;
}

/** Gateways of the local chain A: one, and those that the environment names besides. */
function localGateways(env: Environment): readonly string[] {
  const others = ["GATEWAY_2", "GATEWAY_3"].filter((variable) => env[`TALLYSTICK_PORT_${variable}`]);
  return [local(env, "GATEWAY", 8787), ...others.map((variable) => local(env, variable, 0))];
}

/** Names under which the addresses are generated. */
const contractNames = {
  relay: "Relay",
  timelock: "TimelockController",
  accessManager: "AccessManager",
  organisations: "Organisations",
  credentials: "Credentials",
  encryptionKeys: "EncryptionKeys",
  market: "Market",
  desk: "Desk",
  credentialPolicy: "CredentialPolicy",
  rolePolicy: "RolePolicy",
  allowListPolicy: "AllowListPolicy",
  allOfPolicy: "AllOfPolicy",
  anyOfPolicy: "AnyOfPolicy",
  accessLog: "AccessLog",
  tabs: "Tabs",
  consent: "Consent",
  ratings: "Ratings",
  passes: "Passes",
  lots: "Lots",
  receivables: "Receivables",
  debtors: "Debtors",
  statements: "Statements",
  evidence: "Evidence",
  quotes: "Quotes",
  ruleSets: "RuleSets",
  bills: "Bills",
  billsRecourse: "BillsRecourse",
  billsChanges: "BillsChanges",
  billsDesk: "BillsDesk",
  billQuotes: "BillQuotes",
  repos: "Repos",
  acceptors: "Acceptors",
  tallyToken: "TallyToken",
  tallyGovernor: "TallyGovernor",
  dividends: "Dividends",
  hashLock: "HashLock",
  batchLock: "BatchLock",
  depositAddress: "DepositAddress",
} as const;

function deploymentOf(chainId: number, startBlock = 0): Deployment | undefined {
  const generated: Readonly<Record<string, Readonly<Record<string, Address>> | undefined>> = addresses;
  const found = generated[String(chainId)];
  if (found === undefined) return undefined;
  const required = Object.entries(contractNames).map(([key, name]) => {
    const address = found[name];
    if (address === undefined) throw tallystickError("NotDeployed", { chainId, contract: name });
    return [key, address];
  });
  const contracts = Object.fromEntries(required) as Record<keyof typeof contractNames, Address>;
  return { ...contracts, easMirror: found.EasMirror, eurx: found.EURX, usdx: found.USDX, startBlock };
}

/**
 * The networks, with what the environment overrides: ports of local parts, `TALLYSTICK_GATEWAYS` (a list with commas),
 * `TALLYSTICK_INDEXER`, `SEPOLIA_RPC_URL`, `TALLYSTICK_START_BLOCK` (of Sepolia).
 */
export function networks(env: Environment = processEnvironment()): readonly Network[] {
  const services = {
    gateways: listOf(env.TALLYSTICK_GATEWAYS, localGateways(env)),
    indexer: env.TALLYSTICK_INDEXER ?? local(env, "INDEXER", 42069),
  };
  const localChain = { isLocal: true, confirmations: 1, reorgDepth: 0, outage: 20, blockTime: 1, ...services };
  return [
    {
      id: "localA",
      chainId: 31337,
      name: "Tallystick local A",
      rpcUrls: [local(env, "CHAIN_A", 8545)],
      deployment: deploymentOf(31337),
      ...localChain,
    },
    {
      id: "localB",
      chainId: 31338,
      name: "Tallystick local B",
      rpcUrls: [local(env, "CHAIN_B", 8546)],
      deployment: deploymentOf(31338),
      ...localChain,
      // A gateway serves one chain.
      gateways: listOf(env.TALLYSTICK_GATEWAYS, [local(env, "GATEWAY_B", 8788)]),
    },
    {
      id: "sepolia",
      chainId: 11155111,
      name: "Sepolia",
      isLocal: false,
      rpcUrls: listOf(env.SEPOLIA_RPC_URL, ["https://ethereum-sepolia-rpc.publicnode.com"]),
      confirmations: 3,
      reorgDepth: 2,
      outage: 900,
      blockTime: 12,
      explorer: "https://sepolia.etherscan.io",
      gateways: listOf(env.TALLYSTICK_GATEWAYS, []),
      indexer: env.TALLYSTICK_INDEXER,
      deployment: deploymentOf(11155111, Number(env.TALLYSTICK_START_BLOCK ?? 0)),
    },
  ];
}

/**
 * The network with this chain id.
 *
 * @throws `NetworkUnknown`
 */
export function networkOf(chainId: number, env?: Environment): Network {
  const network = networks(env).find((each) => each.chainId === chainId);
  if (network === undefined) throw tallystickError("NetworkUnknown", { chainId });
  return network;
}

/**
 * Addresses of a network's contracts.
 *
 * @throws `NotDeployed`
 */
export function deployed(network: Network): Deployment {
  if (network.deployment === undefined) {
    throw tallystickError("NotDeployed", { chainId: network.chainId, contract: "Tallystick" });
  }
  return network.deployment;
}

/** The network as viem wants it. */
export function chainOf(network: Network): Chain {
  return defineChain({
    id: network.chainId,
    name: network.name,
    nativeCurrency: { name: "Ether", symbol: "ETH", decimals: 18 },
    rpcUrls: { default: { http: network.rpcUrls } },
    testnet: true,
    ...(network.explorer ? { blockExplorers: { default: { name: "Explorer", url: network.explorer } } } : {}),
  });
}
