import { bankDiscount } from "@tallystick/sdk/instruments/discount";
import type { Signer, TypedDataDomain } from "ethers";
import type { IQuotes } from "../../types/contracts/instruments/BillQuotes.ts";
import type { IRepos } from "../../types/contracts/instruments/Repos.ts";
import { type BillsWorld, deployBills, SUM, today } from "./billsWorld.ts";
import { DAY, EVER, ethers, networkHelpers, WITH_RECOURSE, WITHOUT_RECOURSE } from "./world.ts";

export const ALL = 2n ** 96n - 1n;
/** 7.2 % a year: 0.02 % a day. */
export const PRICING = { rateBps: 720n, feeBps: 25n };
export const ANY_BOUNDS = { maxPrice: ALL, minWorth: 0n, latestDue: EVER };

export type Ask = IQuotes.AskStruct & { lot: bigint; price: bigint; units: bigint };
export type Bid = IQuotes.BidStruct & { limit: bigint };
export type RepoOffer = IRepos.OfferStruct & { limit: bigint; lastDay: bigint };

const fields = (text: string) =>
  text.split(",").map((part) => {
    const [type = "", name = ""] = part.trim().split(" ");
    return { name, type };
  });
const PRICING_TYPE = { Pricing: fields("uint16 rateBps,uint16 feeBps") };
const TYPES = {
  Ask: {
    Ask: fields(
      "address seller,address buyer,uint256 lot,bytes32 version,uint40 units,uint96 price,Pricing pricing,uint8 kind,uint40 deadline,bytes32 salt",
    ),
    ...PRICING_TYPE,
  },
  Bid: {
    Bid: fields(
      "address buyer,address token,address debtor,address seller,uint256 lot,uint96 limit,uint40 maxDays,Pricing pricing,uint8 kind,uint8 evidence,uint16 advanceBps,uint40 deadline,bytes32 salt",
    ),
    ...PRICING_TYPE,
  },
  Offer: {
    Offer: fields(
      "address buyer,address seller,address token,uint256 lot,address debtor,uint96 limit,uint16 rateBps,uint16 haircutBps,uint24 lastDay,uint40 deadline,bytes32 salt",
    ),
  },
};

async function deploy() {
  const world = await deployBills();
  const { relay, bills, lots, drawee, payee, second, third, stranger } = world;
  const quotes = await ethers.deployContract("BillQuotes", [relay.target, bills.target]);
  const repos = await ethers.deployContract("Repos", [relay.target, bills.target]);
  for (const person of [payee, second, third])
    for (const spender of [quotes, repos]) await lots.connect(person).setOperator(spender, true);
  const token = await ethers.getContractAt("BlockingTokenMock", await ethers.deployContract("BlockingTokenMock"));
  for (const person of [drawee, payee, second, third, world.drawer]) {
    await token.mint(person, 100n * SUM);
    for (const spender of [bills, world.recourse, quotes, repos])
      await token.connect(person).approve(spender, ethers.MaxUint256);
  }
  return { ...world, token, quotes, repos, financier: third, poor: stranger };
}

export type OffersWorld = Awaited<ReturnType<typeof deploy>>;

/** A world whose token can block accounts, with quotes and repos; `third` is the financier. */
export const loadOffers = (): Promise<OffersWorld> => networkHelpers.loadFixture(deploy);

/** As the shared helpers of bills take it: they only read the token's address. */
export const asBills = (world: OffersWorld) => world as unknown as BillsWorld;

export const domainOf = (world: OffersWorld, type: keyof typeof TYPES): TypedDataDomain => ({
  name: type === "Offer" ? "Tallystick Repos" : "Tallystick Quotes",
  version: "1",
  chainId: 31337n,
  verifyingContract: (type === "Offer" ? world.repos : world.quotes).target as string,
});

/** EIP-712 signature of an offer; `domain` replaces parts of what is signed. */
export const sign = (
  world: OffersWorld,
  signer: Signer,
  type: keyof typeof TYPES,
  offer: Ask | Bid | RepoOffer,
  domain: TypedDataDomain = {},
): Promise<string> => signer.signTypedData({ ...domainOf(world, type), ...domain }, TYPES[type], offer);

/** What is signed, by the specification and independent of the contract's code. */
export const hashOf = (world: OffersWorld, type: keyof typeof TYPES, offer: Ask | Bid | RepoOffer): string =>
  ethers.TypedDataEncoder.hash(domainOf(world, type), TYPES[type], offer);

/** What a buyer by `PRICING` gives for what is open, on a day until a due day. */
export const priceOf = (face: bigint, dueDay: bigint, day: bigint, pricing = PRICING): bigint =>
  bankDiscount({ face, dueAt: dueDay * DAY, at: day * DAY, ...pricing, dayCount: "actual/360", rounding: "down" }).net;

/** The payee's offer of a lot, whole, for 990.00. */
export async function askOf(world: OffersWorld, lot: bigint, changes: Partial<Ask> = {}): Promise<Ask> {
  return {
    seller: world.payee.address,
    buyer: ethers.ZeroAddress,
    lot,
    version: await world.lots.versionOf(lot),
    units: 0n,
    price: (SUM * 99n) / 100n,
    pricing: { rateBps: 0n, feeBps: 0n },
    kind: WITHOUT_RECOURSE,
    deadline: EVER,
    salt: ethers.id("ask"),
    ...changes,
  };
}

/** The financier's standing offer for whatever the drawee accepted, by `PRICING`. */
export function bidOf(world: OffersWorld, changes: Partial<Bid> = {}): Bid {
  return {
    buyer: world.financier.address,
    token: world.token.target as string,
    debtor: world.drawee.address,
    seller: ethers.ZeroAddress,
    lot: 0n,
    limit: 10n * SUM,
    maxDays: 90n,
    pricing: PRICING,
    kind: WITH_RECOURSE,
    evidence: 0n,
    advanceBps: 10_000n,
    deadline: EVER,
    salt: ethers.id("bid"),
    ...changes,
  };
}

/** The financier's offer of 95 % for 30 days, at 3.6 %: 0.01 % a day. */
export async function repoOf(world: OffersWorld, changes: Partial<RepoOffer> = {}): Promise<RepoOffer> {
  return {
    buyer: world.financier.address,
    seller: ethers.ZeroAddress,
    token: world.token.target as string,
    lot: 0n,
    debtor: world.drawee.address,
    limit: 10n * SUM,
    rateBps: 360n,
    haircutBps: 500n,
    lastDay: (await today()) + 30n,
    deadline: EVER,
    salt: ethers.id("repo"),
    ...changes,
  };
}
