import { type Address, formatUnits, type Hex, isAddress, isAddressEqual, numberToHex, zeroAddress } from "viem";
import type { Actor } from "../chain/actor.ts";
import { type Confirmed, send } from "../chain/send.ts";
import { TallystickError, tallystickError } from "../errors.ts";
import { buyFromBalance } from "../market/balance.ts";
import { approve, buy, type PurchaseChoice, submitOrder } from "../market/buying.ts";
import { type MadeOffer, offersOf } from "../market/offers.ts";
import { signOrder } from "../market/order.ts";
import { type PurchasePreview, previewPurchase } from "../market/preview.ts";
import { purchaseEvidence } from "../market/purchaseEvidence.ts";
import { FOREVER } from "../market/right.ts";
import { readRight } from "../market/rights.ts";
import type { Terms } from "../market/terms.ts";
import { type TokenInfo, tokenInfo } from "../market/token.ts";
import { deployed } from "../networks.ts";
import type { Command } from "./command.ts";
import { actorFrom } from "./context.ts";
import { UsageError } from "./exitCode.ts";
import { datasetArgument, readArguments } from "./options.ts";
import { printResult, progressOn } from "./output.ts";
import { type NamedPolicy, policyArgument } from "./policyArgument.ts";
import { amountArgument } from "./token.ts";

const options = {
  offer: { type: "string" },
  policy: { type: "string" },
  for: { type: "string" },
  "max-price": { type: "string" },
  approve: { type: "boolean", default: false },
  "from-balance": { type: "boolean", default: false },
} as const;

/** `tallystick buy <dataset>` */
export const buyCommand: Command = async ({ args, env, output }) => {
  const { values, positionals } = readArguments(args, options);
  if (positionals.length > 1) throw new UsageError("One data set at a time.");
  const dataset = datasetArgument(positionals[0]);
  const actor = await actorFrom(values, env);
  const payer = actor.wallet.account.address;
  const reader = readerNamed(values.for, payer);
  const progress = progressOn(output);
  progress.show("looking at the offers");
  const told = values.policy === undefined ? undefined : await policyArgument(values.policy);
  const { offer, preview, evidence } = await chosen(actor, dataset, reader, { ...values, told }).finally(progress.end);
  const token = offer.terms.price === 0n ? undefined : await tokenInfo(actor, offer.terms.token);
  mustBeCheap(offer.terms, token, values["max-price"]);
  const price = token === undefined ? "nothing" : `${formatUnits(offer.terms.price, token.decimals)} ${token.symbol}`;
  progress.show(`paying ${price}`);
  const done = await pay(actor, { terms: offer.terms, reader, evidence }, preview, {
    byAllowance: values.approve,
    fromBalance: values["from-balance"],
  }).finally(progress.end);
  const { right } = await readRight(actor, dataset, reader);
  const until = right.until === FOREVER ? "for ever" : new Date(right.until * 1_000).toISOString();
  const id = numberToHex(dataset, { size: 32 });
  printResult(
    output,
    { dataset: id, offer: offer.id, reader, paid: offer.terms.price, until: right.until, transaction: done.hash },
    [
      `data set    ${id}`,
      `reader      ${reader}`,
      `paid        ${price}`,
      `until       ${until}`,
      `transaction ${done.hash}`,
    ],
  );
};

function readerNamed(named: string | undefined, payer: Address): Address {
  if (named === undefined) return payer;
  if (!isAddress(named) || isAddressEqual(named, zeroAddress)) throw new UsageError(`--for "${named}" is no account.`);
  return named;
}

/** The offer that was named, or the cheapest that would sell to the reader. */
async function chosen(
  actor: Actor,
  dataset: bigint,
  reader: Address,
  { offer: named, told }: { readonly offer?: string; readonly told: NamedPolicy | undefined },
): Promise<{ offer: MadeOffer; preview: PurchasePreview; evidence: Hex }> {
  const offers = (await offersOf(actor, dataset)).filter(({ id }) => named === undefined || id === named.toLowerCase());
  if (offers.length === 0)
    throw noOffer(named === undefined ? "The data set has no offers." : `There is no offer ${named} of it.`);
  const payer = actor.wallet.account.address;
  const { lists } = told ?? {};
  const described = told === undefined ? [] : [told.policy];
  const previews = await Promise.all(
    offers.map(async (offer) => {
      // An offer whose policy can't be read must not stand in the way of the others: it denies.
      const { evidence } = await purchaseEvidence(actor, offer.terms, reader, { described, lists }).catch(() => ({
        evidence: "0x" as const,
      }));
      const preview = await previewPurchase(actor, { terms: offer.terms, reader, payer, evidence });
      return { offer, preview, evidence };
    }),
  );
  const open = previews.filter(({ preview }) => preview.refused === undefined);
  const [first] = [...open].sort((a, b) => (a.offer.terms.price < b.offer.terms.price ? -1 : 1));
  if (first !== undefined) return first;
  throw noOffer(
    `No offer sells to ${reader} now: ${[...new Set(previews.map(({ preview }) => preview.refused))].join(", ")}.`,
  );
}

function noOffer(message: string): TallystickError {
  return new TallystickError("NoOffer", message, "Ask its owner for an offer.", {});
}

function mustBeCheap(terms: Terms, token: TokenInfo | undefined, limit: string | undefined): void {
  if (limit === undefined || token === undefined) return;
  if (terms.price > amountArgument(limit, "max-price", token)) {
    throw tallystickError("OrderInvalid", {
      reason: `the price is ${formatUnits(terms.price, token.decimals)} ${token.symbol}, above ${limit}`,
    });
  }
}

async function pay(
  actor: Actor,
  choice: PurchaseChoice,
  preview: PurchasePreview,
  how: { readonly byAllowance: boolean; readonly fromBalance: boolean },
): Promise<Confirmed> {
  const { market } = deployed(actor.network);
  const { price, token } = choice.terms;
  if (how.fromBalance) return send(actor, buyFromBalance(market, choice));
  if (preview.balance < price) {
    const message = `The account has ${preview.balance} base units of the token and needs ${price}.`;
    throw new TallystickError("ERC20InsufficientBalance", message, "Top up the account.", {
      balance: preview.balance,
      needed: price,
    });
  }
  if (price === 0n || preview.allowance >= price) return send(actor, buy(market, choice));
  if (!how.byAllowance) return send(actor, submitOrder(market, await signOrder(actor, choice)));
  await send(actor, approve(token, market, price));
  return send(actor, buy(market, choice));
}
