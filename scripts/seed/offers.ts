import { KIND } from "@tallystick/sdk/instruments/links";
import { approveLot, setLotsOperator, versionOf } from "@tallystick/sdk/instruments/lots";
import type { Ask, Bid, SignedAsk, SignedBid } from "@tallystick/sdk/instruments/offers";
import { buyLot, postAsk, postBid, requestQuotes, sellLot, signAsk } from "@tallystick/sdk/instruments/quotes";
import { registerStatement, statementHandOver } from "@tallystick/sdk/instruments/statements";
import type { PersonaId } from "@tallystick/sdk/local/personas";
import { approve } from "@tallystick/sdk/market/buying";
import { signHandOver } from "@tallystick/sdk/market/tabSignatures";
import { statementOf } from "@tallystick/sdk/market/tabs";
import { type Tab, tabId } from "@tallystick/sdk/market/voucher";
import { zeroAddress } from "viem";
import { type HeldLot, idOfLot } from "./receivables.ts";
import { DAY, saltOf, type World } from "./world.ts";

const WHOLE_BPS = 10_000;

type BidWish = Pick<Bid, "limit" | "maxDays" | "pricing" | "kind"> &
  Partial<Pick<Bid, "evidence" | "advanceBps">> & {
    readonly debtor: PersonaId;
    /** Day of the story. */
    readonly until: number;
  };

/** Stands ready to buy what a debtor owes, with an allowance for all of it; posted on chain. */
export async function standReady(world: World, buyer: PersonaId, wish: BidWish): Promise<SignedBid> {
  const { quotes, eurx } = world.at;
  const { debtor, until, ...rest } = wish;
  const bid: Bid = {
    buyer: world.address(buyer),
    token: eurx,
    debtor: world.address(debtor),
    seller: zeroAddress,
    lot: 0n,
    evidence: 0,
    advanceBps: WHOLE_BPS,
    deadline: world.timeOf(until),
    salt: saltOf(`bid of ${buyer} until day ${until}`),
    ...rest,
  };
  // More than one bid may stand: what is allowed is for all of them.
  await world.act(buyer, approve(eurx, quotes, 2n ** 256n - 1n));
  await world.act(buyer, postBid(quotes, bid));
  return { bid, signature: "0x" };
}

/** Takes a bid for a whole lot; who holds the lot then is the bidder or, after an advance, its holdback. */
export async function takeBid(world: World, lot: HeldLot, offer: SignedBid, minPrice: bigint): Promise<void> {
  const { lots, quotes } = world.at;
  await world.act(lot.holder, setLotsOperator(lots, quotes, true));
  await world.act(lot.holder, sellLot(quotes, offer, lot, { minPrice }));
  await world.act(lot.holder, setLotsOperator(lots, quotes, false));
}

/** A holder's offer of a whole lot to anyone, by a discount until it is due. */
async function askFor(world: World, lot: HeldLot, rateBps: number, until: number): Promise<Ask> {
  const id = idOfLot(world, lot);
  return {
    seller: world.address(lot.holder),
    buyer: zeroAddress,
    lot: id,
    version: await versionOf(world.actor(lot.holder), id),
    units: 0,
    price: 0n,
    pricing: { rateBps, feeBps: 0 },
    kind: KIND.withoutRecourse,
    deadline: world.timeOf(until),
    salt: saltOf(`ask for ${lot.terms.number}`),
  };
}

/** Offers a lot on chain, where everybody sees it. */
export async function postOffer(world: World, lot: HeldLot, rateBps: number, until: number): Promise<void> {
  await world.act(lot.holder, approveLot(world.at.lots, world.at.quotes, idOfLot(world, lot), BigInt(lot.terms.units)));
  await world.act(lot.holder, postAsk(world.at.quotes, await askFor(world, lot, rateBps, until)));
}

/** Offers a lot by a signature, and sends nothing. */
export async function signOffer(world: World, lot: HeldLot, rateBps: number, until: number): Promise<SignedAsk> {
  await world.act(lot.holder, approveLot(world.at.lots, world.at.quotes, idOfLot(world, lot), BigInt(lot.terms.units)));
  return signAsk(world.actor(lot.holder), await askFor(world, lot, rateBps, until));
}

/** Buys a lot that was offered, for what it is worth at most. */
export async function takeAsk(
  world: World,
  buyer: PersonaId,
  offer: SignedAsk,
  lot: HeldLot,
  worth: bigint,
): Promise<HeldLot> {
  const bounds = { maxPrice: worth, minWorth: worth, latestDue: lot.terms.dueAt };
  await world.act(buyer, buyLot(world.at.quotes, offer, lot, bounds));
  return { ...lot, holder: buyer };
}

/** Asks financiers for quotes, for two weeks. */
export async function askForQuotes(world: World, lot: HeldLot, day: number): Promise<void> {
  await world.act(lot.holder, requestQuotes(world.at.quotes, idOfLot(world, lot), world.timeOf(day) + 14 * DAY));
}

/** Reader and provider make a receivable of a tab's first statement. */
export async function makeReceivable(
  world: World,
  [reader, provider]: readonly [reader: PersonaId, provider: PersonaId],
  tab: Tab,
  until: number,
): Promise<void> {
  const { chainId, at } = world;
  const statement = await statementOf(world.actor(provider), tabId(chainId, at.tabs, tab), 1);
  if (!statement) throw new Error(`The tab of ${reader} has no statement.`);
  const handOver = statementHandOver({ chainId, ...at }, tab, statement, world.timeOf(until));
  const signatures = {
    reader: await signHandOver(world.actor(reader), handOver),
    provider: await signHandOver(world.actor(provider), handOver),
  };
  await world.act(provider, registerStatement(at.statements, tab, handOver, signatures));
}
