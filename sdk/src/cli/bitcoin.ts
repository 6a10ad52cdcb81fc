import { bitcoinLockView, bitcoinTiming } from "../swaps/bitcoin/observe.ts";
import { presign } from "../swaps/bitcoin/presigned.ts";
import {
  addressOutput,
  type BitcoinLock,
  type BitcoinNetwork,
  dustOf,
  keyAddress,
  lockAddress,
  lockOutput,
  lockScript,
  plainHex,
} from "../swaps/bitcoin/script.ts";
import { bitcoinKey } from "../swaps/bitcoin/spend.ts";
import { encodeBitcoinLock, encodeBitcoinWatch } from "../swaps/bitcoin/watch.ts";
import { type ChainTiming, depthOf, lockTimeOf, marginOf, timelockOfB } from "../swaps/plan.ts";
import { bitcoinFrom } from "./bitcoinFrom.ts";
import { claim, refund, sendFile } from "./bitcoinSpend.ts";
import type { Command } from "./command.ts";
import { networkFrom } from "./context.ts";
import { UsageError } from "./exitCode.ts";
import { timeText } from "./named.ts";
import { durationArgument, numberArgument, readArguments } from "./options.ts";
import { printResult } from "./output.ts";
import { subcommands } from "./subcommands.ts";
import { bitcoinKeyFrom, coinIn, drawn, keep, networkOfChain, placedIn } from "./swapFiles.ts";
import { giveJson } from "./ticketFile.ts";

// The Bitcoin leg of a swap by hand: terms, address, how it stands, claim, refund, and what a watchtower is handed.

const NETWORKS: readonly BitcoinNetwork[] = ["mainnet", "testnet", "regtest"];

function networkArgument(text: string | undefined): BitcoinNetwork {
  const found = NETWORKS.find((each) => each === text);
  if (found === undefined) throw new UsageError(`--bitcoin is one of ${NETWORKS.join(", ")}.`);
  return found;
}

/** A new key in a file, or what is public of one. */
const key: Command = async ({ args, env, output }) => {
  const { values } = readArguments(args, {
    ...{ out: { type: "string" }, key: { type: "string" }, bitcoin: { type: "string", default: "testnet" } },
  });
  const network = networkArgument(values.bitcoin);
  const privateKey = values.out === undefined ? undefined : drawn();
  const { publicKey } = privateKey === undefined ? bitcoinKeyFrom(values.key, env) : bitcoinKey(privateKey);
  const address = keyAddress(network, publicKey);
  const lines = [`public key  ${publicKey}`, `address     ${address}`];
  if (privateKey === undefined || values.out === undefined) return printResult(output, { publicKey, address }, lines);
  await keep(output, "bitcoin-key", { privateKey, publicKey, address }, values.out, lines);
};

/** When a lock of Bitcoin's ends: by its other leg, or as told; never without the planner's margin unless forced. */
function timelockFrom(
  values: { readonly until?: string | undefined; readonly leg: string; readonly force: boolean },
  other: { readonly timelock: number; readonly timing: ChainTiming } | undefined,
  first: ChainTiming,
): number {
  const { until, leg, force } = values;
  const now = Math.floor(Date.now() / 1_000);
  const told = until === undefined ? undefined : secondArgument(until, now);
  if (other === undefined) {
    if (leg === "b") throw new UsageError("--other is needed: leg b ends by what leg a says.");
    if (told === undefined) throw new UsageError("--until is needed.");
    const least = lockTimeOf({ a: bitcoinTiming, b: first });
    if (told - now < least && !force) throw tooShort("from now", told - now, least);
    return told;
  }
  const timings = leg === "a" ? { a: bitcoinTiming, b: other.timing } : { a: other.timing, b: bitcoinTiming };
  const margin = marginOf(timings);
  const planned = leg === "a" ? other.timelock + margin : timelockOfB(other.timelock, timings);
  const timelock = told ?? planned;
  const between = leg === "a" ? timelock - other.timelock : other.timelock - timelock;
  if (between < margin && !force) throw tooShort("between both legs", between, margin);
  return timelock;
}

/** That a lock is too short for the planner. */
export function tooShort(where: string, seconds: number, least: number): UsageError {
  return new UsageError(
    `${seconds} seconds ${where} are too few: the planner asks for ${least}, so that outages and reorganisations cost nobody his money. --force takes it all the same.`,
  );
}

/** A second of Unix, or a time from now. */
export function secondArgument(text: string, now: number): number {
  return /^\d{9,11}$/.test(text) ? Number(text) : now + durationArgument(text, "until");
}

const terms: Command = async ({ args, env, output }) => {
  const { values } = readArguments(args, {
    ...{ bitcoin: { type: "string" }, amount: { type: "string" }, hashlock: { type: "string" } },
    ...{ "recipient-key": { type: "string" }, "refund-key": { type: "string" }, until: { type: "string" } },
    ...{ leg: { type: "string", default: "b" }, other: { type: "string" }, out: { type: "string" } },
    force: { type: "boolean", default: false },
  });
  legArgument(values.leg);
  const network = networkArgument(values.bitcoin);
  const placed = values.other === undefined ? undefined : await placedIn(values.other);
  const hashlock = placed?.lock.hashlock ?? values.hashlock;
  const other = placed && { timelock: Number(placed.lock.timelock), timing: networkOfChain(placed.chainId, env) };
  const coin: BitcoinLock = {
    network,
    amount: BigInt(numberArgument(values.amount ?? "", "amount", 1)),
    hashlock: (hashlock ?? "0x") as `0x${string}`,
    recipientKey: (values["recipient-key"] ?? "0x") as `0x${string}`,
    refundKey: (values["refund-key"] ?? "0x") as `0x${string}`,
    timelock: timelockFrom(values, other, networkFrom(values, env)),
  };
  // Twice the dust: what is left after a fee must be carried too.
  const least = 2n * dustOf(lockOutput(coin));
  if (coin.amount < least) throw new UsageError(`--amount: less than ${least} satoshi are not worth a lock.`);
  const json = { tallystick: "bitcoin-lock/1", ...encodeBitcoinLock(coin) };
  await giveJson(output, json, { out: values.out, lines: linesOf(coin) });
};

function legArgument(leg: string): "a" | "b" {
  if (leg !== "a" && leg !== "b") throw new UsageError("--leg is a, where who has the secret locks, or b.");
  return leg;
}

function linesOf(coin: BitcoinLock): string[] {
  return [
    `network     ${coin.network}`,
    `pay         exactly ${coin.amount} satoshi, in one output`,
    `to          ${lockAddress(coin)}`,
    `hashlock    ${coin.hashlock}`,
    `recipient   ${coin.recipientKey}`,
    `refundee    ${coin.refundKey}`,
    `refundable  from ${timeText(coin.timelock)} on, by the median time of blocks (${coin.timelock})`,
  ];
}

const show: Command = async ({ args, output }) => {
  const { positionals } = readArguments(args, {});
  const coin = await coinIn(positionals[0]);
  const script = plainHex(lockScript(coin));
  const result = { ...coin, address: lockAddress(coin), script };
  printResult(output, result, [...linesOf(coin), `script      ${script}`]);
};

const status: Command = async ({ args, env, output }) => {
  const { values, positionals } = readArguments(args, {
    ...{ esplora: { type: "string" }, "secret-out": { type: "string" } },
  });
  const coin = await coinIn(positionals[0]);
  const chain = await bitcoinFrom(values, env, coin.network);
  const [head, view] = await Promise.all([chain.head(), bitcoinLockView(chain, coin)]);
  const state = view?.state ?? { status: "unpaid" as const };
  const out = values["secret-out"];
  if (out !== undefined) {
    if (state.status !== "claimed") throw new UsageError("Nobody has claimed it: its secret is not public.");
    return keep(output, "swap-secret", { preimage: state.preimage, hashlock: coin.hashlock }, out, ["public now"]);
  }
  const isDue = head.medianTime > coin.timelock;
  const depth = "depth" in state ? state.depth : 0;
  printResult(output, { ...state, outpoint: view?.outpoint, head, isRefundable: isDue, address: lockAddress(coin) }, [
    ...linesOf(coin),
    `state       ${state.status}${"depth" in state ? `, ${depth} of ${depthOf(bitcoinTiming)} blocks deep` : ""}`,
    ...(view ? [`payment     ${view.outpoint.txid}:${view.outpoint.vout}, ${view.outpoint.amount} satoshi`] : []),
    ...(state.status === "claimed" ? [`secret      ${state.preimage}`] : []),
    `now         block ${head.height}, median time ${timeText(head.medianTime)}`,
  ]);
};

/** Signs in advance what a watchtower may send. */
const exportWatch: Command = async ({ args, env, output }) => {
  const { values, positionals } = readArguments(args, {
    ...{ other: { type: "string" }, leg: { type: "string", default: "b" }, to: { type: "string" } },
    ...{ key: { type: "string" }, esplora: { type: "string" }, out: { type: "string" } },
    ...{ "highest-rate": { type: "string" }, "from-block": { type: "string", default: "0" } },
    force: { type: "boolean", default: false },
  });
  const leg = legArgument(values.leg);
  const coin = await coinIn(positionals[0]);
  const other = await placedIn(values.other);
  const to = values.to ?? "";
  addressOutput(coin.network, to);
  const view = await bitcoinLockView(await bitcoinFrom(values, env, coin.network), coin);
  if (view?.state.status !== "locked")
    throw new UsageError("It is not paid in, or has ended: there is nothing to sign.");
  if (view.state.depth < depthOf(bitcoinTiming) && !values.force) {
    throw new UsageError(
      `It is ${view.state.depth} of ${depthOf(bitcoinTiming)} blocks deep. A payment that a reorganisation replaces needs other signatures: wait, or take --force.`,
    );
  }
  const rate = values["highest-rate"];
  const presigned = await presign({
    ...{ lock: coin, outpoint: view.outpoint, to, key: bitcoinKeyFrom(values.key, env) },
    highestRate: rate === undefined ? undefined : numberArgument(rate, "highest-rate", 1),
  });
  const fromBlock = numberArgument(values["from-block"], "from-block", 0);
  const bundle = encodeBitcoinWatch({ coin, outpoint: view.outpoint, leg, other, fromBlock, presigned });
  const fees = presigned.fees.map(({ fee }) => fee);
  const lines = [
    `signed      the ${presigned.kind}, to ${to}`,
    `fees        ${fees.join(", ")} satoshi`,
    `it has      no key and no secret: whoever has it can pay that address alone`,
  ];
  await giveJson(output, bundle, { out: values.out, lines });
};

/** `tallystick bitcoin …` */
export const bitcoinCommand = subcommands({
  key,
  terms,
  show,
  status,
  claim,
  refund,
  send: sendFile,
  export: exportWatch,
});
