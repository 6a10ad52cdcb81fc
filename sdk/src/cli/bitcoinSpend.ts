import type { BitcoinChain } from "../swaps/bitcoin/chain.ts";
import type { BitcoinTransaction, SpendKind } from "../swaps/bitcoin/draft.ts";
import { type BitcoinLockView, bitcoinLockView, bitcoinTiming } from "../swaps/bitcoin/observe.ts";
import { feeIn, transactionId } from "../swaps/bitcoin/read.ts";
import { addressOutput, type BitcoinLock, bitcoinFault } from "../swaps/bitcoin/script.ts";
import { claimTransaction, refundTransaction, type SpendChoice } from "../swaps/bitcoin/spend.ts";
import { depthOf, revealReserve } from "../swaps/plan.ts";
import { bitcoinFrom } from "./bitcoinFrom.ts";
import type { Command, CommandContext } from "./command.ts";
import { UsageError } from "./exitCode.ts";
import { timeText } from "./named.ts";
import { readArguments } from "./options.ts";
import { printResult } from "./output.ts";
import { bitcoinKeyFrom, coinIn, preimageFrom } from "./swapFiles.ts";
import { giveJson, readJsonFile } from "./ticketFile.ts";

const options = {
  to: { type: "string" },
  key: { type: "string" },
  secret: { type: "string" },
  rate: { type: "string" },
  esplora: { type: "string" },
  out: { type: "string" },
  send: { type: "boolean", default: false },
  force: { type: "boolean", default: false },
} as const;

type Values = ReturnType<typeof readArguments<typeof options>>["values"];

/** Within how many blocks it should be mined, where no rate is told. */
const BLOCKS = 3;

function spending(
  kind: SpendKind,
  requireDue: (coin: BitcoinLock, view: BitcoinLockView, medianTime: number, values: Values) => void,
  sign: (choice: SpendChoice, values: Values, context: CommandContext) => Promise<BitcoinTransaction>,
): Command {
  return async (context) => {
    const { args, env, output } = context;
    const { values, positionals } = readArguments(args, options);
    const coin = await coinIn(positionals[0]);
    const { to } = values;
    if (to === undefined) throw new UsageError("--to is needed: the address that gets it.");
    addressOutput(coin.network, to);
    const key = bitcoinKeyFrom(values.key, env);
    const chain = await bitcoinFrom(values, env, coin.network);
    const [{ medianTime }, view] = await Promise.all([chain.head(), bitcoinLockView(chain, coin)]);
    if (view === undefined) throw bitcoinFault("lock", "nobody has paid it in");
    requireDue(coin, view, medianTime, values);
    const feeRate = await rateFrom(values, chain);
    const replaces = replacedBy(view, coin);
    const made = await sign({ lock: coin, outpoint: view.outpoint, to, feeRate, key, replaces }, values, context);
    const lines = [
      `${kind.padEnd(11)} ${made.txid}`,
      `pays        ${view.outpoint.amount - made.fee} satoshi to ${to}`,
      `fee         ${made.fee} satoshi, ${made.vsize} virtual bytes`,
    ];
    const json = { tallystick: "bitcoin-transaction/1", network: coin.network, ...made, fee: String(made.fee) };
    if (!values.send) return giveJson(output, json, { out: values.out, lines });
    await chain.send(made.hex);
    printResult(output, { ...json, sent: true }, [...lines, "sent        yes"]);
  };
}

/** One that waits is replaced by one that pays more, as nodes ask for; one in a block is the end. */
function replacedBy({ spender, state, outpoint }: BitcoinLockView, { network }: BitcoinLock): SpendChoice["replaces"] {
  if (spender === undefined) return undefined;
  if (spender.height !== undefined)
    throw bitcoinFault("lock", `it is ${state.status} already, in a block of ${network}`);
  const bytes = spender.hex.length / 2;
  const paid = feeIn(spender.hex, outpoint);
  return paid === undefined ? undefined : { fee: paid, vsize: bytes };
}

async function rateFrom({ rate }: Values, chain: BitcoinChain): Promise<number> {
  if (rate === undefined) return chain.feeRate(BLOCKS);
  if (!/^\d{1,4}(\.\d+)?$/.test(rate)) throw new UsageError(`--rate "${rate}" is no number of satoshi for a byte.`);
  return Number(rate);
}

/** Nobody should show his secret for money that may be taken back before he has it. */
function requireClaimable(coin: BitcoinLock, { state }: BitcoinLockView, medianTime: number, { force }: Values): void {
  if (force || state.status !== "locked") return;
  const deep = depthOf(bitcoinTiming);
  const hint = "If the secret is public already, --force claims all the same";
  if (state.depth < deep) {
    throw bitcoinFault("depth", `the payment is ${state.depth} of ${deep} blocks deep. ${hint}`);
  }
  const by = coin.timelock - revealReserve({ a: bitcoinTiming, b: bitcoinTiming });
  if (medianTime >= coin.timelock) {
    throw bitcoinFault("time", `it can be refunded since ${timeText(coin.timelock)}. ${hint}`);
  }
  if (medianTime > by) {
    throw bitcoinFault("time", `a secret had to be shown by ${timeText(by)}, to be deep in time. ${hint}`);
  }
}

function requireRefundable(coin: BitcoinLock, _: BitcoinLockView, medianTime: number, { send }: Values): void {
  if (!send || medianTime > coin.timelock) return;
  throw bitcoinFault(
    "time",
    `nodes take the refund once the median time is past ${timeText(coin.timelock)}: it is ${timeText(medianTime)}`,
  );
}

/** Claims for the recipient, and shows the secret. */
export const claim = spending("claim", requireClaimable, (choice, { secret }, { env }) =>
  claimTransaction(choice, preimageFrom(secret, env)),
);

/** Takes back for who locked; signed before it is due, it waits in its file. */
export const refund = spending("refund", requireRefundable, (choice) => refundTransaction(choice));

/** Sends what was signed. */
export const sendFile: Command = async ({ args, env, output }) => {
  const { values, positionals } = readArguments(args, { esplora: { type: "string" } });
  const { tallystick, network, hex } = ((await readJsonFile(positionals[0])) ?? {}) as Record<string, unknown>;
  const isKnown = network === "mainnet" || network === "testnet" || network === "regtest";
  if (tallystick !== "bitcoin-transaction/1" || !isKnown || typeof hex !== "string") {
    throw bitcoinFault("file", "it has no signed transaction");
  }
  const txid = transactionId(hex);
  await (await bitcoinFrom(values, env, network)).send(hex);
  printResult(output, { txid, sent: true }, [`sent        ${txid}`]);
};
