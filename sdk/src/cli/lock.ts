import { formatEther, type Hex, parseEther } from "viem";
import type { Reader } from "../chain/actor.ts";
import { send } from "../chain/send.ts";
import { chainTime } from "../chain/time.ts";
import { tallystickError } from "../errors.ts";
import { tokenInfo } from "../market/token.ts";
import { deployed, type Environment } from "../networks.ts";
import { bitcoinTiming } from "../swaps/bitcoin/observe.ts";
import { claimLock, lockAsset, refundLock } from "../swaps/hashLock.ts";
import { type Asset, type Lock, lockId } from "../swaps/lock.ts";
import { lockStanding } from "../swaps/lockStanding.ts";
import { encodePlacedLock, type PlacedLock } from "../swaps/lockWire.ts";
import { lockTimeOf, marginOf, timelockOfB } from "../swaps/plan.ts";
import { hashlockOf } from "../swaps/secrets.ts";
import { allow } from "./allowance.ts";
import { secondArgument, tooShort } from "./bitcoin.ts";
import type { Command, CommandContext } from "./command.ts";
import { accountFrom, actorFrom, type CommonValues, readerFrom } from "./context.ts";
import { UsageError } from "./exitCode.ts";
import { amountText, timeText } from "./named.ts";
import { accountArgument, readArguments } from "./options.ts";
import { printResult } from "./output.ts";
import { subcommands } from "./subcommands.ts";
import { coinIn, drawn, keep, placedIn, preimageFrom } from "./swapFiles.ts";
import { giveJson } from "./ticketFile.ts";
import { amountArgument, tokenNamed } from "./token.ts";

// A hash lock on a chain of Ethereum's kind by hand: the other leg of a swap with Bitcoin.

/** Draws a swap's secret into a file; its hash alone is shown. */
const secret: Command = async ({ args, output }) => {
  const { values } = readArguments(args, { out: { type: "string" } });
  if (values.out === undefined) throw new UsageError("--out is needed: a secret is not shown.");
  const preimage = drawn();
  const hashlock = hashlockOf(preimage);
  await keep(output, "swap-secret", { preimage, hashlock }, values.out, [`hashlock    ${hashlock}`]);
};

interface Money {
  readonly asset: Asset;
  readonly amount: bigint;
}

async function moneyFrom(reader: Reader, token: string, amount: string): Promise<Money> {
  if (token.toUpperCase() !== "ETH") {
    const info = await tokenNamed(reader, token);
    return { asset: { kind: "erc20", token: info.address }, amount: amountArgument(amount, "amount", info) };
  }
  if (!/^\d+(\.\d{1,18})?$/.test(amount)) throw new UsageError(`--amount "${amount}" is no amount of ether.`);
  return { asset: { kind: "native" }, amount: parseEther(amount) };
}

interface TermValues {
  readonly until?: string | undefined;
  readonly leg: string;
  readonly other?: string | undefined;
  readonly hashlock?: string | undefined;
  readonly force: boolean;
}

/** Hashlock and end of a lock: by the lock on Bitcoin that it answers, or as told. */
async function timesFrom(reader: Reader, values: TermValues): Promise<{ hashlock: Hex; timelock: number }> {
  const now = await chainTime(reader);
  const told = values.until === undefined ? undefined : secondArgument(values.until, now);
  if (values.other === undefined) {
    const { hashlock = "" } = values;
    if (!/^0x[0-9a-fA-F]{64}$/.test(hashlock)) throw new UsageError("--hashlock is needed: 32 bytes.");
    if (told === undefined) throw new UsageError("--until is needed.");
    const least = lockTimeOf({ a: reader.network, b: bitcoinTiming });
    if (told - now < least && !values.force) throw tooShort("from now", told - now, least);
    return { hashlock: hashlock as Hex, timelock: told };
  }
  const coin = await coinIn(values.other);
  const timings = { a: bitcoinTiming, b: reader.network };
  const timelock = told ?? timelockOfB(coin.timelock, timings);
  const margin = marginOf(timings);
  if (coin.timelock - timelock < margin && !values.force) {
    throw tooShort("between both legs", coin.timelock - timelock, margin);
  }
  return { hashlock: coin.hashlock, timelock };
}

const terms: Command = async ({ args, env, output }) => {
  const { values } = readArguments(args, {
    ...{ amount: { type: "string" }, token: { type: "string", default: "ETH" }, hashlock: { type: "string" } },
    ...{ to: { type: "string" }, "back-to": { type: "string" }, until: { type: "string" }, other: { type: "string" } },
    ...{ leg: { type: "string", default: "a" }, out: { type: "string" } },
    force: { type: "boolean", default: false },
  });
  const recipient = accountArgument(values.to, "to");
  const reader = await readerFrom(values, env);
  const own = accountFrom(values, env, reader.network)?.address;
  const refundee = values["back-to"] === undefined ? own : accountArgument(values["back-to"], "back-to");
  if (refundee === undefined) throw new UsageError("--back-to is needed, where no account is given.");
  const { hashlock, timelock } = await timesFrom(reader, values);
  const money = await moneyFrom(reader, values.token, values.amount ?? "");
  // Random, so that the same terms may be locked twice.
  const salt = BigInt(drawn()) >> 168n;
  const lock: Lock = { ...money, hashlock, recipient, refundee, timelock: BigInt(timelock), tip: 0n, salt };
  const placed = { chainId: reader.network.chainId, hashLock: deployed(reader.network).hashLock, lock };
  const json = { tallystick: "swap-lock/1", ...encodePlacedLock(placed) };
  await giveJson(output, json, { out: values.out, lines: await linesOf(reader, placed) });
};

async function linesOf(reader: Reader, { chainId, hashLock, lock }: PlacedLock): Promise<string[]> {
  const { asset, amount } = lock;
  const text =
    asset.kind === "erc20" ? amountText(amount, await tokenInfo(reader, asset.token)) : `${formatEther(amount)} ETH`;
  return [
    `id          ${lockId(chainId, hashLock, lock)}`,
    `locks       ${"tokenId" in asset ? `${asset.kind} ${asset.tokenId}` : text}`,
    `to          ${lock.recipient}`,
    `back to     ${lock.refundee}`,
    `hashlock    ${lock.hashlock}`,
    `refundable  from ${timeText(Number(lock.timelock))} on (${lock.timelock})`,
  ];
}

interface Standing {
  readonly placed: PlacedLock;
  readonly values: CommonValues & { readonly secret?: string | undefined };
  readonly context: CommandContext;
}

function onLock(act: (standing: Standing) => Promise<void>): Command {
  return async (context) => {
    const { values, positionals } = readArguments(context.args, { secret: { type: "string" } });
    const placed = await placedIn(positionals[0]);
    await act({ placed, values, context });
  };
}

/** The chain of a lock's file, where its contract is the one that is known there. */
function requireHere({ network }: Reader, { chainId, hashLock }: PlacedLock): void {
  if (network.chainId !== chainId) throw tallystickError("WrongChain", { expected: chainId, actual: network.chainId });
  if (deployed(network).hashLock.toLowerCase() !== hashLock.toLowerCase()) {
    throw tallystickError("TicketInvalid", { field: "hashLock", reason: "it is not the contract of this network" });
  }
}

const show = onLock(async ({ placed, values, context: { env, output } }) => {
  const reader = await readerFrom(values, env);
  requireHere(reader, placed);
  const { chainId, hashLock, lock } = placed;
  const state = await lockStanding(reader, hashLock, lockId(chainId, hashLock, lock));
  const { status } = state ?? { status: "unpaid" };
  const depth = state && "depth" in state ? `, ${state.depth} blocks deep` : "";
  const shown = state?.status === "claimed" ? [`secret      ${state.preimage}`] : [];
  const lines = [...(await linesOf(reader, placed)), `state       ${status}${depth}`, ...shown];
  printResult(output, { id: lockId(chainId, hashLock, lock), lock, ...(state ?? { status }) }, lines);
});

async function acted(
  { placed, values, context }: Standing,
  env: Environment,
  callOf: (hashLock: Hex, lock: Lock) => Parameters<typeof send>[1],
): Promise<void> {
  const actor = await actorFrom(values, env);
  requireHere(actor, placed);
  const { hashLock, lock } = placed;
  const call = callOf(hashLock, lock);
  if (call.functionName === "lockToken" && lock.asset.kind === "erc20") {
    await allow(actor, lock.asset.token, hashLock, lock.amount);
  }
  const { hash } = await send(actor, call);
  const id = lockId(placed.chainId, hashLock, lock);
  printResult(context.output, { id, transaction: hash }, [`id          ${id}`, `transaction ${hash}`]);
}

const pay = onLock((standing) => acted(standing, standing.context.env, lockAsset));
const refund = onLock((standing) => acted(standing, standing.context.env, refundLock));

const claim = onLock(async (standing) => {
  const { values, placed, context } = standing;
  const preimage = preimageFrom(values.secret, context.env);
  if (hashlockOf(preimage) !== placed.lock.hashlock) throw new UsageError("--secret: it is of another hash.");
  await acted(standing, context.env, (hashLock, lock) => claimLock(hashLock, lock, preimage));
});

/** `tallystick lock …` */
export const lockCommand = subcommands({ secret, terms, show, pay, claim, refund });
