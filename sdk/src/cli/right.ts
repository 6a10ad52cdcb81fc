import { type Address, isAddressEqual, numberToHex, zeroAddress } from "viem";
import type { Actor } from "../chain/actor.ts";
import { eventsOf } from "../chain/events.ts";
import { send } from "../chain/send.ts";
import { TallystickError } from "../errors.ts";
import { approve, refund, renounce } from "../market/buying.ts";
import { type Entry, purchasesOf } from "../market/purchases.ts";
import type { Right } from "../market/right.ts";
import { readRight } from "../market/rights.ts";
import { revoke } from "../market/selling.ts";
import { deployed } from "../networks.ts";
import type { Command } from "./command.ts";
import { filesText } from "./consentLines.ts";
import { accountFrom, actorFrom, readerFrom } from "./context.ts";
import { amountText, timeText, tokenOf } from "./named.ts";
import { accountArgument, datasetArgument, numberArgument, readArguments } from "./options.ts";
import { printResult } from "./output.ts";
import { subcommands } from "./subcommands.ts";

// A reader's right after it was bought: seen, given back, given up, or taken.

const untilText = ({ until, revoked }: Right): string =>
  until === 0 ? "none" : `${timeText(until)}${revoked ? ", revoked" : ""}`;

const show: Command = async ({ args, env, output }) => {
  const { values, positionals } = readArguments(args, { reader: { type: "string" } });
  const dataset = datasetArgument(positionals[0]);
  const reader = await readerFrom(values, env);
  const own = accountFrom(values, env, reader.network)?.address;
  const account = values.reader === undefined && own !== undefined ? own : accountArgument(values.reader, "reader");
  const [{ right }, entries] = await Promise.all([
    readRight(reader, dataset, account),
    purchasesOf(reader, dataset, account),
  ]);
  const lines = await Promise.all(
    entries.map(async ({ purchase, terms }) => {
      const given = isAddressEqual(purchase.payer, zeroAddress);
      const price = given ? "given" : `${amountText(purchase.paid, await tokenOf(reader, terms.token))}`;
      const closes = given ? 0 : purchase.boughtAt + terms.refundWindow;
      const window = closes > purchase.boughtAt ? `, refundable until ${timeText(closes)}` : "";
      return `purchase    ${timeText(purchase.boughtAt)}: ${price}${window}`;
    }),
  );
  const id = numberToHex(dataset, { size: 32 });
  const purchases = entries.map(({ purchase }) => purchase);
  printResult(output, { dataset: id, reader: account, right, purchases }, [
    `data set    ${id}`,
    `reader      ${account}`,
    `until       ${untilText(right)}`,
    ...(right.until === 0 ? [] : [`files       ${filesText(right.segments)}`]),
    ...lines,
  ]);
};

/** The account's newest purchases, as many as were named. */
async function newest(actor: Actor, dataset: bigint, count: number): Promise<readonly Entry[]> {
  const entries = await purchasesOf(actor, dataset, actor.wallet.account.address);
  if (entries.length >= count) return entries.slice(0, count);
  const message = `The right stands on ${entries.length} purchases, not on ${count}.`;
  throw new TallystickError("Access_WrongPurchase", message, "Look at it with tallystick right show.", { dataset });
}

const giveBack: Command = async ({ args, env, output }) => {
  const { values, positionals } = readArguments(args, { purchases: { type: "string", default: "1" } });
  const dataset = datasetArgument(positionals[0]);
  const count = numberArgument(values.purchases, "purchases", 1);
  const actor = await actorFrom(values, env);
  const entries = await newest(actor, dataset, count);
  const { hash, receipt } = await send(actor, refund(deployed(actor.network).market, dataset, entries));
  const given = eventsOf(actor.network, "market", receipt.logs).flatMap((event) =>
    event.eventName === "GivenBack" ? [event.args] : [],
  );
  const lines = await Promise.all(
    given.map(async ({ payer, amount }, i) => {
      const token = await tokenOf(actor, entries[i]?.terms.token ?? zeroAddress);
      return `refunded    ${amountText(amount, token)} to the balance of ${payer}`;
    }),
  );
  const { right } = await readRight(actor, dataset, actor.wallet.account.address);
  const refunds = given.map(({ payer, amount }) => ({ payer, amount }));
  printResult(output, { refunds, until: right.until, transaction: hash }, [
    ...lines,
    `until       ${untilText(right)}`,
    `transaction ${hash}`,
  ]);
};

const giveUp: Command = async ({ args, env, output }) => {
  const { values, positionals } = readArguments(args, { purchases: { type: "string", default: "1" } });
  const dataset = datasetArgument(positionals[0]);
  const count = numberArgument(values.purchases, "purchases", 1);
  const actor = await actorFrom(values, env);
  const purchases = (await newest(actor, dataset, count)).map(({ purchase }) => purchase);
  const { hash } = await send(actor, renounce(deployed(actor.network).market, dataset, purchases));
  const { right } = await readRight(actor, dataset, actor.wallet.account.address);
  printResult(output, { until: right.until, transaction: hash }, [
    `until       ${untilText(right)}`,
    `transaction ${hash}`,
  ]);
};

/** The owner ends a reader's right; what is unused is paid back, by the owner as far as held money does not cover it. */
const take: Command = async ({ args, env, output }) => {
  const { values, positionals } = readArguments(args, {
    reader: { type: "string" },
    approve: { type: "boolean", default: false },
  });
  const dataset = datasetArgument(positionals[0]);
  const reader = accountArgument(values.reader, "reader");
  const actor = await actorFrom(values, env);
  const { market } = deployed(actor.network);
  const entries = await purchasesOf(actor, dataset, reader);
  if (values.approve) {
    for (const [token, amount] of paidByToken(entries)) await send(actor, approve(token, market, amount));
  }
  const { hash } = await send(actor, revoke(market, dataset, reader, entries));
  printResult(output, { dataset: numberToHex(dataset, { size: 32 }), reader, revoked: true, transaction: hash }, [
    `reader      ${reader}`,
    "right       revoked",
    `transaction ${hash}`,
  ]);
};

/** The most that a revocation can cost its owner. */
function paidByToken(entries: readonly Entry[]): ReadonlyMap<Address, bigint> {
  const sums = new Map<Address, bigint>();
  for (const { purchase, terms } of entries) {
    if (purchase.paid > 0n) sums.set(terms.token, (sums.get(terms.token) ?? 0n) + purchase.paid);
  }
  return sums;
}

/** `tallystick right show|refund|renounce|revoke` */
export const rightCommand = subcommands({ show, refund: giveBack, renounce: giveUp, revoke: take });
