import type { Address, Hex } from "viem";
import type { Actor, Reader } from "../chain/actor.ts";
import type { Call } from "../chain/call.ts";
import { send } from "../chain/send.ts";
import { chainTime, deadlineIn } from "../chain/time.ts";
import { streamBits } from "../instruments/evidence.ts";
import { KIND } from "../instruments/links.ts";
import { versionOf } from "../instruments/lots.ts";
import { askCost, bidCost, type ClaimFacts, type OfferCost, rankBids, soldUnits } from "../instruments/offerPrices.ts";
import { type Ask, type Bid, randomSalt, type SignedAsk, type SignedBid, WHOLE_BPS } from "../instruments/offers.ts";
import { decodeOffer, encodeAsk, encodeBid } from "../instruments/offerWire.ts";
import {
  askHashOn,
  bidHashOn,
  cancelAsk,
  cancelBid,
  isAskSigned,
  isBidSigned,
  offerStanding,
  type PurchaseBounds,
  type SaleChoice,
  signAsk,
  signBid,
} from "../instruments/quotes.ts";
import { type EvidenceStream, evidenceStreams } from "../instruments/words.ts";
import type { TokenInfo } from "../market/token.ts";
import { type Deployment, deployed } from "../networks.ts";
import { allow, approveSale, type SaleLot } from "./allowance.ts";
import type { Command } from "./command.ts";
import { actorFrom, readerFrom } from "./context.ts";
import { UsageError } from "./exitCode.ts";
import { amountText, timeText } from "./named.ts";
import { accountOrAny, limitedDuration, listArgument, numberArgument, readArguments } from "./options.ts";
import { printResult } from "./output.ts";
import { wordArgument, wordText } from "./receivableNamed.ts";
import { subcommands } from "./subcommands.ts";
import { giveJson, readJsonFile, ticketOptions } from "./ticketFile.ts";
import { amountArgument, tokenNamed } from "./token.ts";

// Offers for lots, as files, whatever the lots are of.

/** What is told of a root that was named. */
interface Named {
  readonly token: TokenInfo;
}

/** An instrument whose lots are bought and sold. */
export interface SoldInstrument<N extends Named, L extends SaleLot> {
  /** Its contract of quotes. */
  readonly quotes: keyof Pick<Deployment, "quotes" | "billQuotes">;
  /** Whether bids may want evidence, and advance a part. */
  readonly takesAdvance: boolean;
  readonly named: (reader: Reader, text: string | undefined) => Promise<N>;
  /** A lot that anybody holds. */
  readonly lot: (reader: Reader, named: N, text: string | undefined) => Promise<L>;
  readonly ownLot: (actor: Actor, named: N, text: string | undefined) => Promise<L>;
  readonly units: (text: string, named: N) => number;
  readonly claim: (reader: Reader, named: N, inner: Hex) => Promise<ClaimFacts & { readonly dueAt: number }>;
  readonly buy: (quotes: Address, offer: SignedAsk, named: N, inner: Hex, bounds: PurchaseBounds) => Call;
  readonly sell: (quotes: Address, offer: SignedBid, named: N, inner: Hex, choice: SaleChoice) => Call;
}

const pricingOptions = {
  "rate-bps": { type: "string", default: "0" },
  "fee-bps": { type: "string", default: "0" },
  "without-recourse": { type: "boolean", default: false },
  valid: { type: "string", default: "7d" },
} as const;

interface PricingValues {
  readonly "rate-bps": string;
  readonly "fee-bps": string;
  readonly "without-recourse": boolean;
  readonly valid: string;
}

/** What both kinds of offers have. */
async function endOf(
  reader: Reader,
  values: PricingValues,
): Promise<Pick<Ask, "pricing" | "kind" | "deadline" | "salt">> {
  const [rateBps, feeBps] = [
    numberArgument(values["rate-bps"], "rate-bps", 0),
    numberArgument(values["fee-bps"], "fee-bps", 0),
  ];
  return {
    pricing: { rateBps, feeBps },
    kind: values["without-recourse"] ? KIND.withoutRecourse : KIND.withRecourse,
    deadline: await deadlineIn(reader, limitedDuration(values.valid, "valid", "an offer")),
    salt: randomSalt(),
  };
}

/** `… ask|bid|take|cancel|show|compare` for one instrument. */
export function quoteCommands<N extends Named, L extends SaleLot>(sold: SoldInstrument<N, L>): Command {
  const quotesOn = ({ network }: Pick<Reader, "network">): Address => deployed(network)[sold.quotes];
  const placeOf = (reader: Reader) => ({ chainId: reader.network.chainId, quotes: quotesOn(reader) });
  const offerIn = async (reader: Reader, path: string | undefined): Promise<SignedAsk | SignedBid> =>
    decodeOffer(placeOf(reader), await readJsonFile(path));
  const hashOf = (reader: Reader, offer: SignedAsk | SignedBid): Hex =>
    "ask" in offer ? askHashOn(reader, offer.ask, quotesOn(reader)) : bidHashOn(reader, offer.bid, quotesOn(reader));

  const ask: Command = async ({ args, env, output }) => {
    const { values, positionals } = readArguments(args, {
      ...{ ...ticketOptions, ...pricingOptions, lot: { type: "string" }, amount: { type: "string" } },
      ...{ price: { type: "string" }, for: { type: "string" } },
    });
    const actor = await actorFrom(values, env);
    const named = await sold.named(actor, positionals[0]);
    const lot = await sold.ownLot(actor, named, values.lot);
    const offer: Ask = {
      seller: actor.wallet.account.address,
      buyer: accountOrAny(values.for, "for"),
      lot: lot.id,
      version: await versionOf(actor, lot.id),
      units: values.amount === undefined ? 0 : sold.units(values.amount, named),
      price: values.price === undefined ? 0n : amountArgument(values.price, "price", named.token),
      ...(await endOf(actor, values)),
    };
    const signed = await signAsk(actor, offer, quotesOn(actor));
    await approveSale(actor, quotesOn(actor), lot);
    const lines = [`lot         ${wordText(lot.id)}`, `until       ${timeText(offer.deadline)}`];
    await giveJson(output, encodeAsk(placeOf(actor), signed), { out: values.out, lines });
  };

  const bid: Command = async ({ args, env, output }) => {
    const { values } = readArguments(args, {
      ...{ ...ticketOptions, ...pricingOptions, token: { type: "string" }, limit: { type: "string" } },
      ...{ debtor: { type: "string" }, seller: { type: "string" }, lot: { type: "string" } },
      evidence: { type: "string", multiple: true },
      "max-days": { type: "string", default: "365" },
      "advance-bps": { type: "string", default: String(WHOLE_BPS) },
    });
    const evidence = streamBits(listArgument(values.evidence).map(streamArgument));
    const advanceBps = numberArgument(values["advance-bps"], "advance-bps", 1);
    if (!sold.takesAdvance && (evidence !== 0 || advanceBps !== WHOLE_BPS))
      throw new UsageError("A bid for bills wants no evidence, and pays all at once.");
    const actor = await actorFrom(values, env);
    const token = await tokenNamed(actor, values.token);
    const offer: Bid = {
      buyer: actor.wallet.account.address,
      token: token.address,
      debtor: accountOrAny(values.debtor, "debtor"),
      seller: accountOrAny(values.seller, "seller"),
      lot: values.lot === undefined ? 0n : wordArgument(values.lot, "lot"),
      limit: amountArgument(values.limit ?? "", "limit", token),
      maxDays: numberArgument(values["max-days"], "max-days", 0),
      ...{ evidence, advanceBps, ...(await endOf(actor, values)) },
    };
    const signed = await signBid(actor, offer, quotesOn(actor));
    await allow(actor, token.address, quotesOn(actor), offer.limit);
    const lines = [`limit       ${amountText(offer.limit, token)}`, `until       ${timeText(offer.deadline)}`];
    await giveJson(output, encodeBid(placeOf(actor), signed), { out: values.out, lines });
  };

  /** Buys by an ask, or sells by a bid, at the price of now or a better one. */
  const take: Command = async ({ args, env, output }) => {
    const options = { lot: { type: "string" }, amount: { type: "string" } } as const;
    const { values, positionals } = readArguments(args, options);
    const actor = await actorFrom(values, env);
    const offer = await offerIn(actor, positionals[0]);
    const named = await sold.named(actor, positionals[1]);
    const isChosen = values.amount !== undefined || values.lot !== undefined;
    if ("ask" in offer && isChosen) throw new UsageError("An ask says itself what is sold.");
    const units = values.amount === undefined ? 0 : sold.units(values.amount, named);
    const { lot, price, call } =
      "ask" in offer
        ? await purchaseOf(actor, named, offer)
        : await saleOf(actor, named, offer, { units, lot: values.lot });
    const { hash } = await send(actor, call);
    printResult(output, { lot: wordText(lot.id), price, transaction: hash }, [
      `lot         ${wordText(lot.id)}`,
      `price       ${amountText(price, named.token)}`,
      `transaction ${hash}`,
    ]);
  };

  const purchaseOf = async (actor: Actor, named: N, offer: SignedAsk): Promise<Trade> => {
    const lot = await sold.lot(actor, named, wordText(offer.ask.lot));
    const [claim, now] = await Promise.all([sold.claim(actor, named, lot.inner), chainTime(actor)]);
    const price = askCost(offer.ask, claim, now).proceeds;
    await allow(actor, named.token.address, quotesOn(actor), price);
    const { worth } = soldUnits(claim, offer.ask.units);
    const bounds = { maxPrice: price, minWorth: worth, latestDue: claim.dueAt };
    return { lot, price, call: sold.buy(quotesOn(actor), offer, named, lot.inner, bounds) };
  };

  const saleOf = async (
    actor: Actor,
    named: N,
    offer: SignedBid,
    choice: { readonly units: number; readonly lot: string | undefined },
  ): Promise<Trade> => {
    const lot = await sold.ownLot(actor, named, choice.lot);
    const [claim, now] = await Promise.all([sold.claim(actor, named, lot.inner), chainTime(actor)]);
    const { units } = choice;
    const price = bidCost(offer.bid, claim, units, now).proceeds;
    await approveSale(actor, quotesOn(actor), lot);
    return { lot, price, call: sold.sell(quotesOn(actor), offer, named, lot.inner, { units, minPrice: price }) };
  };

  const cancel: Command = async ({ args, env, output }) => {
    const { values, positionals } = readArguments(args, {});
    const actor = await actorFrom(values, env);
    const offer = await offerIn(actor, positionals[0]);
    const quotes = quotesOn(actor);
    const call = "ask" in offer ? cancelAsk(quotes, offer.ask) : cancelBid(quotes, offer.bid);
    const { hash } = await send(actor, call);
    printResult(output, { offer: hashOf(actor, offer), transaction: hash }, [
      `offer       ${hashOf(actor, offer)}`,
      `transaction ${hash}`,
    ]);
  };

  const show: Command = async ({ args, env, output }) => {
    const { values, positionals } = readArguments(args, {});
    const reader = await readerFrom(values, env);
    const offer = await offerIn(reader, positionals[0]);
    const quotes = quotesOn(reader);
    const [signed, standing] = await Promise.all([
      "ask" in offer ? isAskSigned(reader, offer, quotes) : isBidSigned(reader, offer, quotes),
      offerStanding(reader, hashOf(reader, offer), quotes),
    ]);
    const terms = "ask" in offer ? offer.ask : offer.bid;
    printResult(output, { offer: hashOf(reader, offer), ...offer, signed, standing }, [
      `offer       ${hashOf(reader, offer)}`,
      `kind        ${"ask" in offer ? "ask" : "bid"}, ${terms.kind === KIND.withRecourse ? "with" : "without"} recourse`,
      `of          ${"ask" in offer ? offer.ask.seller : offer.bid.buyer}`,
      `until       ${timeText(terms.deadline)}`,
      `signed      ${signed ? "yes" : "no"}${standing.isCancelled ? ", and cancelled" : ""}`,
    ]);
  };

  /** Compares bids for one lot, the cheapest first. */
  const compare: Command = async ({ args, env, output }) => {
    const options = { lot: { type: "string" }, amount: { type: "string" } } as const;
    const { values, positionals } = readArguments(args, options);
    const reader = await readerFrom(values, env);
    const [root, ...files] = positionals;
    const named = await sold.named(reader, root);
    const lot = await sold.lot(reader, named, values.lot);
    const units = values.amount === undefined ? 0 : sold.units(values.amount, named);
    const bids = await Promise.all(files.map(async (file) => ({ file, ...bidOf(await offerIn(reader, file), file) })));
    const [claim, now] = await Promise.all([sold.claim(reader, named, lot.inner), chainTime(reader)]);
    const ranked = rankBids(bids, claim, units, now);
    const told = ranked.map(({ offer: { file }, ...cost }) => ({ file, ...cost }));
    const lines = told.map((each) => costLine(each, named.token));
    printResult(output, { lot: wordText(lot.id), bids: told }, lines);
  };

  return subcommands({ ask, bid, take, cancel, show, compare });
}

/** A trade that is ready, what it needs before it done. */
interface Trade {
  readonly lot: SaleLot;
  /** Base units, at most of a purchase, at least of a sale. */
  readonly price: bigint;
  readonly call: Call;
}

function streamArgument(text: string): EvidenceStream {
  const stream = evidenceStreams.find((each) => each === text);
  if (stream === undefined) throw new UsageError(`--evidence "${text}" is not one of ${evidenceStreams.join(", ")}.`);
  return stream;
}

function bidOf(offer: SignedAsk | SignedBid, file: string): Bid {
  if ("bid" in offer) return offer.bid;
  throw new UsageError(`${file} is no bid.`);
}

function costLine(cost: OfferCost & { readonly file: string }, token: TokenInfo): string {
  const later = cost.later === 0n ? "" : `, ${amountText(cost.later, token)} later`;
  const yearly = cost.effectiveBps === undefined ? "" : `, ${Number(cost.effectiveBps) / 100} % a year`;
  return `${cost.file}: ${amountText(cost.proceeds, token)} at once${later}${yearly}`;
}
