import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { type Network, networks } from "@tallystick/sdk/networks";
import type { Asset, Lock } from "@tallystick/sdk/swaps/lock";
import { MAX_LOCK_TIME, MAX_ORDER_LIFE } from "@tallystick/sdk/swaps/orderFaults";
import { type ChainTiming, lockTimeOf } from "@tallystick/sdk/swaps/plan";
import { type Address, type Hex, zeroAddress, zeroHash } from "viem";
import type { PrivateKeyAccount } from "viem/accounts";
import { type BitcoinSettings, bitcoinAt } from "./bitcoin/settings.ts";
import { addressAt, amountAt, integerAt, listAt, objectAt, type Reading, textAt, type Values } from "./fields.ts";
import { keyAt, receiverAt, refuseWellKnown } from "./keys.ts";
import { reasonOf } from "./log.ts";

const DAY = 86_400;

/** A chain, and how it is read. */
export interface ChainConfig {
  readonly chainId: number;
  readonly rpcUrls: readonly string[];
  /** Endpoints that must be alive and agree. */
  readonly quorum: number;
  readonly hashLock: Address;
  /** First block that can have a lock. */
  readonly startBlock: number;
  readonly timing: ChainTiming;
  /** Milliseconds: between two looks, for one request, of the longest pause after failures, until a head is stale. */
  readonly pollMs: number;
  readonly timeoutMs: number;
  readonly backoffMs: number;
  readonly staleMs: number;
  /** Wei for whoever makes the block, to begin with. */
  readonly priorityFee: bigint;
  /** Blocks after which a transaction that was not mined is sent again for more. */
  readonly bumpAfter: number;
}

/** A side of a standing offer. */
export interface OfferLeg {
  readonly chainId: number;
  readonly asset: Asset;
  readonly amount: bigint;
}

/** A standing offer: orders are signed by it, one after the other. */
export interface OfferConfig {
  readonly gives: OfferLeg;
  readonly wants: OfferLeg;
  readonly minimumFill: bigint;
  /** Seconds that a taker's lock must last. */
  readonly lockTime: number;
  /** Seconds for which an order holds. */
  readonly validity: number;
  readonly taker: Address;
}

/** Most that is locked of an asset, in base units: at once, for one counterparty at once, in a day. */
export interface LimitConfig {
  readonly chainId: number;
  readonly asset: Asset;
  readonly open: bigint;
  readonly perCounterparty: bigint;
  readonly perDay: bigint;
}

/** Everything an agent is told, from one file. */
export interface Config {
  readonly mode: "agent" | "watchtower";
  readonly journal: string;
  readonly http: { readonly port: number; readonly token: string | undefined } | undefined;
  /** Signs and pays: an agent's hot key; a watchtower's, which pays gas alone. */
  readonly hot: PrivateKeyAccount;
  /** Who gets what the agent receives; a watchtower has none. */
  readonly receiver: Address;
  readonly chains: readonly ChainConfig[];
  readonly offers: readonly OfferConfig[];
  readonly limits: readonly LimitConfig[];
  /** Key of the receiver, where it is named: an address alone can't give a lock free. */
  readonly claimer: PrivateKeyAccount | undefined;
  /** Order relays that the orders are posted to, and releases brought to and asked for. */
  readonly relays: readonly string[];
  /** Whether locks that can never be answered are given free, and own ones that were are refunded early. */
  readonly releases: boolean;
  /** Where a watchtower sees Bitcoin. */
  readonly bitcoin: BitcoinSettings | undefined;
}

export class ConfigError extends Error {
  constructor(problems: readonly string[]) {
    super(`The agent can't start:\n${problems.map((problem) => `  - ${problem}`).join("\n")}`);
    this.name = "ConfigError";
  }
}

/** Reads the configuration file. Throws one `ConfigError` that names everything that is wrong. */
export function readConfig(file: string, env: NodeJS.ProcessEnv): Config {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new ConfigError([`the configuration ${file} can't be read: ${reasonOf(error)}`]);
  }
  return configOf(value, dirname(resolve(file)), env);
}

const FIELDS = ["mode", "journal", "http", "keys", "chains", "offers", "limits", "relays", "releases", "bitcoin"];

/** As `readConfig`, of what was read; relative paths are the file's. */
export function configOf(value: unknown, folder: string, env: NodeJS.ProcessEnv): Config {
  const reading: Reading = { problems: [] };
  const file = objectAt(reading, value, "the configuration", FIELDS);
  const mode = file.mode === "watchtower" ? "watchtower" : "agent";
  if (file.mode !== undefined && file.mode !== mode) reading.problems.push(`mode must be "agent" or "watchtower"`);
  const keys = objectAt(reading, file.keys, "keys", mode === "agent" ? ["hot", "claim"] : ["hot"]);
  const hot = keyAt(reading, namedIn(keys.hot, folder), "keys.hot", env);
  const receiving =
    mode === "agent"
      ? receiverAt(reading, namedIn(keys.claim, folder), "keys.claim", env)
      : { address: zeroAddress, claimer: undefined };
  const receiver = receiving?.address;
  if (mode === "agent" && hot !== undefined && hot.address === receiver) {
    reading.problems.push("keys.claim is keys.hot, but what is claimed must be out of the hot key's reach");
  }
  const known = networks(env);
  const chains = listAt(reading, file.chains, "chains").map((each, i) => chainAt(reading, each, `chains[${i}]`, known));
  const bitcoin = bitcoinAt(reading, file.bitcoin, "bitcoin", urlAt);
  requireChains(reading, chains, bitcoin !== undefined, mode);
  refuseWellKnown(
    reading,
    [hot?.address, receiver].filter((account) => account !== undefined),
    chains.map(({ chainId }) => chainId),
  );
  if (file.releases !== undefined && typeof file.releases !== "boolean") {
    reading.problems.push("releases must be true or false");
  }
  const offers = listAt(reading, file.offers, "offers").map((each, i) =>
    offerAt(reading, each, `offers[${i}]`, chains),
  );
  if (mode === "watchtower" && offers.length > 0) reading.problems.push("offers are nothing for a watchtower");
  const config = {
    mode,
    journal: resolve(folder, textAt(reading, file.journal, "journal")),
    http: httpAt(reading, file.http, folder),
    chains,
    offers,
    limits: listAt(reading, file.limits, "limits").map((each, i) => limitAt(reading, each, `limits[${i}]`, chains)),
    bitcoin,
    relays: listAt(reading, file.relays, "relays").map((each, i) => urlAt(reading, each, `relays[${i}]`)),
    releases: file.releases !== false,
  } as const;
  if (hot === undefined || receiver === undefined || reading.problems.length > 0)
    throw new ConfigError(reading.problems);
  return { ...config, hot, receiver, claimer: receiving?.claimer };
}

/** Bitcoin is one of the two, where it is there. */
function requireChains(
  reading: Reading,
  chains: readonly ChainConfig[],
  hasBitcoin: boolean,
  mode: Config["mode"],
): void {
  if (hasBitcoin && mode === "agent") reading.problems.push("bitcoin is for a watchtower");
  if (chains.length < (hasBitcoin ? 1 : 2))
    reading.problems.push("chains must name two at least: a swap is between two");
  if (new Set(chains.map(({ chainId }) => chainId)).size < chains.length) {
    reading.problems.push("chains names one twice");
  }
}

/** Names of files are told from the configuration's folder; a name without a slash or dot may be a variable's. */
function namedIn(value: unknown, folder: string): unknown {
  return typeof value === "string" && /^\.{0,2}\/|\.\w+$/.test(value) ? resolve(folder, value) : value;
}

function httpAt(reading: Reading, value: unknown, folder: string): Config["http"] {
  if (value === undefined) return undefined;
  const http = objectAt(reading, value, "http", ["port", "tokenFile"]);
  const port = integerAt(reading, http.port, "http.port", { otherwise: 8790, max: 65_535 });
  if (http.tokenFile === undefined) return { port, token: undefined };
  const file = resolve(folder, textAt(reading, http.tokenFile, "http.tokenFile"));
  try {
    const token = readFileSync(file, "utf8").trim();
    if (token.length >= 32) return { port, token };
    reading.problems.push("http.tokenFile has a token of less than 32 characters");
  } catch (error) {
    reading.problems.push(`http.tokenFile can't be read: ${reasonOf(error)}`);
  }
  return { port, token: undefined };
}

function urlAt(reading: Reading, value: unknown, at: string): string {
  const url = textAt(reading, value, at);
  // The address may hold a password or key: it is not shown.
  if (url !== "" && !/^https?:\/\/./.test(url)) reading.problems.push(`${at} must be an http(s) address`);
  return url;
}

const CHAIN_FIELDS = [
  ...["chainId", "rpcUrls", "quorum", "hashLock", "startBlock", "confirmations", "reorgDepth", "outage", "blockTime"],
  ...["pollMs", "timeoutMs", "backoffMs", "staleMs", "priorityFee", "bumpAfter"],
];

function chainAt(reading: Reading, value: unknown, at: string, known: readonly Network[]): ChainConfig {
  const chain = objectAt(reading, value, at, CHAIN_FIELDS);
  const chainId = integerAt(reading, chain.chainId, `${at}.chainId`, { min: 1, max: Number.MAX_SAFE_INTEGER });
  const network = known.find((each) => each.chainId === chainId);
  const number = (name: string, max: number, otherwise: number | undefined, min = 0): number =>
    integerAt(reading, chain[name], `${at}.${name}`, otherwise === undefined ? { max, min } : { otherwise, max, min });
  const given = listAt(reading, chain.rpcUrls, `${at}.rpcUrls`).map((url, i) =>
    urlAt(reading, url, `${at}.rpcUrls[${i}]`),
  );
  const rpcUrls = given.length > 0 ? given : (network?.rpcUrls ?? []);
  if (rpcUrls.length === 0) reading.problems.push(`${at}.rpcUrls must name an endpoint`);
  const hashLock = chain.hashLock ?? network?.deployment?.hashLock;
  const timing = {
    confirmations: number("confirmations", 10_000, network?.confirmations, 1),
    reorgDepth: number("reorgDepth", 10_000, network?.reorgDepth),
    outage: number("outage", 30 * DAY, network?.outage),
    blockTime: number("blockTime", DAY, network?.blockTime, 1),
  };
  return {
    chainId,
    rpcUrls,
    hashLock: addressAt(reading, hashLock, `${at}.hashLock`),
    startBlock: number("startBlock", Number.MAX_SAFE_INTEGER, network?.deployment?.startBlock ?? 0),
    timing,
    quorum: number(
      "quorum",
      Math.max(1, rpcUrls.length),
      rpcUrls.length > 1 ? Math.floor(rpcUrls.length / 2) + 1 : 1,
      1,
    ),
    pollMs: number("pollMs", 3_600_000, network?.isLocal ? 250 : timing.blockTime * 1_000, 1),
    timeoutMs: number("timeoutMs", 600_000, 10_000, 1),
    backoffMs: number("backoffMs", 3_600_000, 15_000, 1),
    staleMs: number("staleMs", 30 * DAY * 1_000, Math.max(timing.outage, 10 * timing.blockTime) * 1_000, 1),
    priorityFee: amountAt(reading, chain.priorityFee, `${at}.priorityFee`, 1_000_000_000n),
    bumpAfter: number("bumpAfter", 10_000, 3, 1),
  };
}

function assetAt(reading: Reading, value: unknown, at: string): Asset {
  const { kind, token, tokenId } = objectAt(reading, value, at, ["kind", "token", "tokenId"]);
  if (kind === "native") return { kind };
  if (kind === "erc20") return { kind, token: addressAt(reading, token, `${at}.token`) };
  if (kind === "erc721" || kind === "erc6909") {
    const id = amountAt(reading, tokenId, `${at}.tokenId`);
    return { kind, token: addressAt(reading, token, `${at}.token`), tokenId: id };
  }
  reading.problems.push(`${at}.kind must be native, erc20, erc721 or erc6909`);
  return { kind: "native" };
}

/** Reads the terms of a lock, with amounts in digits. */
export function lockAt(reading: Reading, value: unknown, at: string): Lock {
  const known = ["asset", "amount", "hashlock", "recipient", "refundee", "timelock", "tip", "salt"];
  const lock = objectAt(reading, value, at, known);
  const hashlock = typeof lock.hashlock === "string" ? lock.hashlock.toLowerCase() : "";
  const isHash = /^0x[0-9a-f]{64}$/.test(hashlock);
  if (!isHash) reading.problems.push(`${at}.hashlock must be 32 bytes`);
  const [timelock, tip, salt] = [
    amountAt(reading, lock.timelock, `${at}.timelock`),
    amountAt(reading, lock.tip, `${at}.tip`),
    amountAt(reading, lock.salt, `${at}.salt`),
  ];
  const isFit = timelock < 1n << 40n && tip < 1n << 128n && salt < 1n << 88n;
  if (!isFit) reading.problems.push(`${at} has a timelock, tip or salt that is too large`);
  return {
    asset: assetAt(reading, lock.asset, `${at}.asset`),
    amount: amountAt(reading, lock.amount, `${at}.amount`),
    hashlock: isHash ? (hashlock as Hex) : zeroHash,
    recipient: addressAt(reading, lock.recipient, `${at}.recipient`),
    refundee: addressAt(reading, lock.refundee, `${at}.refundee`),
    ...(isFit ? { timelock, tip, salt } : { timelock: 0n, tip: 0n, salt: 0n }),
  };
}

function legAt(reading: Reading, value: unknown, at: string, chains: readonly ChainConfig[]): OfferLeg {
  const leg = objectAt(reading, value, at, ["chainId", "asset", "amount"]);
  return {
    chainId: chainIdAt(reading, leg, at, chains),
    asset: assetAt(reading, leg.asset, `${at}.asset`),
    amount: amountAt(reading, leg.amount, `${at}.amount`),
  };
}

function chainIdAt(reading: Reading, { chainId }: Values, at: string, chains: readonly ChainConfig[]): number {
  const known = chains.some((chain) => chain.chainId === chainId);
  if (!known)
    reading.problems.push(`${at}.chainId is ${JSON.stringify(chainId) ?? "missing"}, which chains does not name`);
  return Number(chainId);
}

/** As many fills an order has at most, where nothing else is said: each costs the maker gas, however little it brings. */
const MOST_FILLS = 100n;

const OFFER_FIELDS = ["gives", "wants", "minimumFill", "lockTime", "validity", "taker"];

/** Reads a standing offer, of the file or of a request. */
export function offerAt(reading: Reading, value: unknown, at: string, chains: readonly ChainConfig[]): OfferConfig {
  const offer = objectAt(reading, value, at, OFFER_FIELDS);
  const gives = legAt(reading, offer.gives, `${at}.gives`, chains);
  const wants = legAt(reading, offer.wants, `${at}.wants`, chains);
  if (gives.amount === 0n || wants.amount === 0n) reading.problems.push(`${at} gives or wants nothing`);
  if (gives.chainId === wants.chainId) reading.problems.push(`${at} gives and wants on the same chain`);
  const [a, b] = [wants, gives].map(({ chainId }) => chains.find((chain) => chain.chainId === chainId)?.timing);
  const least = a && b ? Math.ceil(lockTimeOf({ a, b })) : 0;
  // No part may be so small that nothing is given for it.
  const parts = gives.amount > 0n && gives.amount < MOST_FILLS ? gives.amount : MOST_FILLS;
  const part = (wants.amount + parts - 1n) / parts;
  const minimumFill = amountAt(reading, offer.minimumFill, `${at}.minimumFill`, part);
  const getsNothing = wants.amount > 0n && (gives.amount * minimumFill) / wants.amount === 0n;
  if (gives.amount > 0n && wants.amount > 0n && (minimumFill > wants.amount || getsNothing)) {
    reading.problems.push(
      `${at}.minimumFill is ${minimumFill}, but must be from 1 to what is wanted, and get the taker something`,
    );
  }
  return {
    gives,
    wants,
    minimumFill,
    // Too short a time would leave the taker none to reveal in; nobody takes or shows what lasts longer.
    lockTime: integerAt(reading, offer.lockTime, `${at}.lockTime`, {
      ...{ otherwise: least, min: least, max: Number(MAX_LOCK_TIME) },
    }),
    validity: integerAt(reading, offer.validity, `${at}.validity`, {
      ...{ otherwise: DAY, min: 60, max: Number(MAX_ORDER_LIFE) },
    }),
    taker: offer.taker === undefined ? zeroAddress : addressAt(reading, offer.taker, `${at}.taker`),
  };
}

function limitAt(reading: Reading, value: unknown, at: string, chains: readonly ChainConfig[]): LimitConfig {
  const limit = objectAt(reading, value, at, ["chainId", "asset", "open", "perCounterparty", "perDay"]);
  const amount = (name: string): bigint => amountAt(reading, limit[name], `${at}.${name}`, (1n << 128n) - 1n);
  return {
    chainId: chainIdAt(reading, limit, at, chains),
    asset: assetAt(reading, limit.asset, `${at}.asset`),
    open: amount("open"),
    perCounterparty: amount("perCounterparty"),
    perDay: amount("perDay"),
  };
}
