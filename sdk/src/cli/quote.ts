import { type Address, zeroAddress } from "viem";
import type { Actor, Reader } from "../chain/actor.ts";
import type { Call } from "../chain/call.ts";
import { send } from "../chain/send.ts";
import { chainTime, deadlineIn } from "../chain/time.ts";
import { streamBits } from "../instruments/evidence.ts";
import type { LotLineage } from "../instruments/lineage.ts";
import { KIND } from "../instruments/links.ts";
import { approveLot, versionOf } from "../instruments/lots.ts";
import { askCost, bidCost, type OfferCost, rankBids, soldUnits } from "../instruments/offerPrices.ts";
import { type Ask, type Bid, randomSalt, type SignedAsk, type SignedBid, WHOLE_BPS } from "../instruments/offers.ts";
import { decodeOffer, encodeAsk, encodeBid } from "../instruments/offerWire.ts";
import {
  askHashOn,
  bidHashOn,
  buyLot,
  cancelAsk,
  cancelBid,
  isAskSigned,
  isBidSigned,
  offerStanding,
  sellLot,
  signAsk,
  signBid,
} from "../instruments/quotes.ts";
import { readLineage } from "../instruments/readLineage.ts";
import { claimOf } from "../instruments/receivableState.ts";
import { type EvidenceStream, evidenceStreams } from "../instruments/words.ts";
import { approve } from "../market/buying.ts";
import { allowanceOf } from "../market/token.ts";
import { deployed } from "../networks.ts";
import type { Command } from "./command.ts";
import { actorFrom, readerFrom } from "./context.ts";
import { UsageError } from "./exitCode.ts";
import { amountText, timeText } from "./named.ts";
import { accountArgument, limitedDuration, listArgument, numberArgument, readArguments } from "./options.ts";
import { printResult } from "./output.ts";
import {
  lotNamed,
  type NamedReceivable,
  ownLot,
  receivableNamed,
  unitsArgument,
  wordArgument,
  wordText,
} from "./receivableNamed.ts";
import { subcommands } from "./subcommands.ts";
import { giveJson, readJsonFile, ticketOptions } from "./ticketFile.ts";
import { amountArgument, tokenNamed } from "./token.ts";

// Offers for lots of receivables, as files.

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

const ask: Command = async ({ args, env, output }) => {
  const { values, positionals } = readArguments(args, {
    ...{ ...ticketOptions, ...pricingOptions, lot: { type: "string" }, amount: { type: "string" } },
    ...{ price: { type: "string" }, for: { type: "string" } },
  });
  const actor = await actorFrom(values, env);
  const named = await receivableNamed(actor, positionals[0]);
  const lot = await ownLot(actor, named, values.lot);
  const signed = await signAsk(actor, {
    seller: actor.wallet.account.address,
    buyer: values.for === undefined ? zeroAddress : accountArgument(values.for, "for"),
    lot: lot.id,
    version: await versionOf(actor, lot.id),
    units: values.amount === undefined ? 0 : unitsArgument(values.amount, named),
    price: values.price === undefined ? 0n : amountArgument(values.price, "price", named.token),
    ...(await endOf(actor, values)),
  });
  await approveSale(actor, lot);
  const lines = [`lot         ${wordText(lot.id)}`, `until       ${timeText(signed.ask.deadline)}`];
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
  const actor = await actorFrom(values, env);
  const token = await tokenNamed(actor, values.token);
  const accountOr = (text: string | undefined, name: string): Address =>
    text === undefined ? zeroAddress : accountArgument(text, name);
  const signed = await signBid(actor, {
    buyer: actor.wallet.account.address,
    token: token.address,
    debtor: accountOr(values.debtor, "debtor"),
    seller: accountOr(values.seller, "seller"),
    lot: values.lot === undefined ? 0n : wordArgument(values.lot, "lot"),
    limit: amountArgument(values.limit ?? "", "limit", token),
    maxDays: numberArgument(values["max-days"], "max-days", 0),
    evidence: streamBits(listArgument(values.evidence).map(streamArgument)),
    advanceBps: numberArgument(values["advance-bps"], "advance-bps", 1),
    ...(await endOf(actor, values)),
  });
  await allow(actor, token.address, signed.bid.limit);
  const lines = [`limit       ${amountText(signed.bid.limit, token)}`, `until       ${timeText(signed.bid.deadline)}`];
  await giveJson(output, encodeBid(placeOf(actor), signed), { out: values.out, lines });
};

function streamArgument(text: string): EvidenceStream {
  const stream = evidenceStreams.find((each) => each === text);
  if (stream === undefined) throw new UsageError(`--evidence "${text}" is not one of ${evidenceStreams.join(", ")}.`);
  return stream;
}

/** Buys by an ask, or sells by a bid, at the price of now or a better one. */
const take: Command = async ({ args, env, output }) => {
  const options = { lot: { type: "string" }, amount: { type: "string" } } as const;
  const { values, positionals } = readArguments(args, options);
  const actor = await actorFrom(values, env);
  const offer = await offerIn(actor, positionals[0]);
  const named = await receivableNamed(actor, positionals[1]);
  const isChosen = values.amount !== undefined || values.lot !== undefined;
  if ("ask" in offer && isChosen) throw new UsageError("An ask says itself what is sold.");
  const units = values.amount === undefined ? 0 : unitsArgument(values.amount, named);
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

/** A trade that is ready, what it needs before it done. */
interface Trade {
  readonly lot: LotLineage;
  /** Base units, at most of a purchase, at least of a sale. */
  readonly price: bigint;
  readonly call: Call;
}

async function purchaseOf(actor: Actor, named: NamedReceivable, offer: SignedAsk): Promise<Trade> {
  const { terms } = named;
  const lot = lotNamed(await lotsOf(actor, named), wordText(offer.ask.lot));
  const [claim, now] = await Promise.all([claimOf(actor, terms, lot.inner), chainTime(actor)]);
  const price = askCost(offer.ask, claim, now).proceeds;
  await allow(actor, terms.token, price);
  const { worth } = soldUnits(claim, offer.ask.units);
  const bounds = { maxPrice: price, minWorth: worth, latestDue: claim.dueAt };
  return { lot, price, call: buyLot(deployed(actor.network).quotes, offer, { terms, inner: lot.inner }, bounds) };
}

async function saleOf(
  actor: Actor,
  named: NamedReceivable,
  offer: SignedBid,
  choice: { readonly units: number; readonly lot: string | undefined },
): Promise<Trade> {
  const { terms } = named;
  const lot = await ownLot(actor, named, choice.lot);
  const [claim, now] = await Promise.all([claimOf(actor, terms, lot.inner), chainTime(actor)]);
  const { units } = choice;
  const price = bidCost(offer.bid, claim, units, now).proceeds;
  await approveSale(actor, lot);
  const place = { terms, inner: lot.inner };
  return { lot, price, call: sellLot(deployed(actor.network).quotes, offer, place, { units, minPrice: price }) };
}

const cancel: Command = async ({ args, env, output }) => {
  const { values, positionals } = readArguments(args, {});
  const actor = await actorFrom(values, env);
  const offer = await offerIn(actor, positionals[0]);
  const { quotes } = deployed(actor.network);
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
  const [signed, standing] = await Promise.all([
    "ask" in offer ? isAskSigned(reader, offer) : isBidSigned(reader, offer),
    offerStanding(reader, hashOf(reader, offer)),
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
  const [receivable, ...files] = positionals;
  const named = await receivableNamed(reader, receivable);
  const lot = lotNamed(await lotsOf(reader, named), values.lot);
  const units = values.amount === undefined ? 0 : unitsArgument(values.amount, named);
  const bids = await Promise.all(files.map(async (file) => ({ file, ...bidOf(await offerIn(reader, file), file) })));
  const [claim, now] = await Promise.all([claimOf(reader, named.terms, lot.inner), chainTime(reader)]);
  const ranked = rankBids(bids, claim, units, now);
  const told = ranked.map(({ offer: { file }, ...cost }) => ({ file, ...cost }));
  printResult(
    output,
    { lot: wordText(lot.id), bids: told },
    told.map((each) => costLine(each, named)),
  );
};

function bidOf(offer: SignedAsk | SignedBid, file: string): Bid {
  if ("bid" in offer) return offer.bid;
  throw new UsageError(`${file} is no bid.`);
}

function costLine(cost: OfferCost & { readonly file: string }, { token }: NamedReceivable): string {
  const later = cost.later === 0n ? "" : `, ${amountText(cost.later, token)} later`;
  const yearly = cost.effectiveBps === undefined ? "" : `, ${Number(cost.effectiveBps) / 100} % a year`;
  return `${cost.file}: ${amountText(cost.proceeds, token)} at once${later}${yearly}`;
}

async function lotsOf(reader: Reader, { id }: NamedReceivable): Promise<LotLineage[]> {
  return [...(await readLineage(reader, id)).values()].filter(({ holder }) => holder !== undefined);
}

async function offerIn(reader: Reader, path: string | undefined): Promise<SignedAsk | SignedBid> {
  return decodeOffer(placeOf(reader), await readJsonFile(path));
}

function placeOf({ network }: Reader) {
  return { chainId: network.chainId, quotes: deployed(network).quotes };
}

function hashOf(reader: Reader, offer: SignedAsk | SignedBid) {
  return "ask" in offer ? askHashOn(reader, offer.ask) : bidHashOn(reader, offer.bid);
}

/** Lets the offers' contract take so much of the account's money, if it may not yet. */
async function allow(actor: Actor, token: Address, amount: bigint): Promise<void> {
  const { quotes } = deployed(actor.network);
  const allowance = await allowanceOf(actor, token, actor.wallet.account.address, quotes);
  if (allowance < amount) await send(actor, approve(token, quotes, amount));
}

/** Lets the offers' contract hand this lot on, as it is now. */
async function approveSale(actor: Actor, lot: LotLineage): Promise<void> {
  const { lots, quotes } = deployed(actor.network);
  await send(actor, approveLot(lots, quotes, lot.id, BigInt(lot.units)));
}

/** `tallystick quote …` */
export const quoteCommand = subcommands({ ask, bid, take, cancel, show, compare });
