import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { bankDiscount } from "@tallystick/sdk/instruments/discount";
import type { Signer, TypedDataDomain } from "ethers";
import type { IQuotes } from "../../types/contracts/instruments/Quotes.ts";
import {
  confirmed,
  DAY,
  EVER,
  ethers,
  FACE,
  FIRST,
  load,
  now,
  type Terms,
  WITH_RECOURSE,
  WITHOUT_RECOURSE,
  type World,
} from "./world.ts";

export const ALL = 2n ** 96n - 1n;
export const SALE = 10_000n;
/** 7.2 % a year: 0.02 % a day. */
export const PRICING = { rateBps: 720n, feeBps: 25n };
export const ANY_BOUNDS = { maxPrice: ALL, minWorth: 0n, latestDue: EVER };

export type Ask = IQuotes.AskStruct & { units: bigint; price: bigint; lot: bigint };
export type Bid = IQuotes.BidStruct & { limit: bigint; advanceBps: bigint };

const fields = (text: string) =>
  text.split(",").map((part) => {
    const [type = "", name = ""] = part.trim().split(" ");
    return { name, type };
  });
const TYPES = {
  Ask: fields(
    "address seller,address buyer,uint256 lot,bytes32 version,uint40 units,uint96 price,Pricing pricing,uint8 kind,uint40 deadline,bytes32 salt",
  ),
  Bid: fields(
    "address buyer,address token,address debtor,address seller,uint256 lot,uint96 limit,uint40 maxDays,Pricing pricing,uint8 kind,uint8 evidence,uint16 advanceBps,uint40 deadline,bytes32 salt",
  ),
};
const PRICING_TYPE = fields("uint16 rateBps,uint16 feeBps");

const domainOf = ({ quotes }: World): TypedDataDomain => ({
  name: "Tallystick Quotes",
  version: "1",
  chainId: 31337n,
  verifyingContract: quotes.target as string,
});

/** EIP-712 signature of an offer; `domain` replaces parts of what is signed. */
export function sign(
  world: World,
  signer: Signer,
  type: keyof typeof TYPES,
  offer: Ask | Bid,
  domain: TypedDataDomain = {},
): Promise<string> {
  const types = { [type]: TYPES[type], Pricing: PRICING_TYPE };
  return signer.signTypedData({ ...domainOf(world), ...domain }, types, offer);
}

/** What is signed, by the specification and independent of the contract's code. */
export function hashOf(world: World, type: keyof typeof TYPES, offer: Ask | Bid): string {
  return ethers.TypedDataEncoder.hash(domainOf(world), { [type]: TYPES[type], Pricing: PRICING_TYPE }, offer);
}

/** Days of the calendar until a due date, as if it were this second. */
export const daysUntil = (dueAt: bigint, time: bigint) => dueAt / DAY - time / DAY;

/** What a buyer by `PRICING` gives for what is open. */
export const priceOf = (face: bigint, dueAt: bigint, at: bigint, pricing = PRICING) =>
  bankDiscount({ face, dueAt, at, ...pricing, dayCount: "actual/360", rounding: "down" }).net;

/** A world in which `creditor`, `second` and `third` let quotes act for them, and `financier` and the debtor have approved it. */
export async function desk(mock?: "BlockingTokenMock" | "SendingTokenMock" | "TaxingTokenMock") {
  const world = await load();
  const { quotes, lots, creditor, second, third, financier, debtor } = world;
  const { target } = mock === undefined ? world.token : await ethers.deployContract(mock);
  const token = await ethers.getContractAt("BlockingTokenMock", target);
  for (const holder of [creditor, second, third]) await lots.connect(holder).setOperator(quotes, true);
  for (const account of [financier, debtor, second]) {
    await token.mint(account, 100n * FACE);
    await token.connect(account).approve(quotes, ethers.MaxUint256);
  }
  await token.connect(debtor).approve(world.receivables, ethers.MaxUint256);
  return { ...world, token };
}

/** The creditor's offer of the first lot, whole, for 990.00. */
export async function askOf(world: World, root: bigint, changes: Partial<Ask> = {}): Promise<Ask> {
  const lot = changes.lot ?? root;
  return {
    seller: world.creditor.address,
    buyer: ethers.ZeroAddress,
    lot,
    version: await world.lots.versionOf(lot),
    units: 0n,
    price: (FACE * 99n) / 100n,
    pricing: { rateBps: 0n, feeBps: 0n },
    kind: WITHOUT_RECOURSE,
    deadline: EVER,
    salt: ethers.id("ask"),
    ...changes,
  };
}

/** The financier's standing offer for whatever the debtor confirmed, by `PRICING`. */
export function bidOf(world: World, changes: Partial<Bid> = {}): Bid {
  return {
    buyer: world.financier.address,
    token: world.token.target as string,
    debtor: world.debtor.address,
    seller: ethers.ZeroAddress,
    lot: 0n,
    limit: 10n * FACE,
    maxDays: 90n,
    pricing: PRICING,
    kind: WITH_RECOURSE,
    evidence: 0n,
    advanceBps: SALE,
    deadline: EVER,
    salt: ethers.id("bid"),
    ...changes,
  };
}

/** A confirmed receivable of 1,000.00, and the creditor's ask for it. */
export async function asked(changes: Partial<Ask> = {}, terms: Partial<Terms> = {}) {
  const world = await desk();
  const made = await confirmed(world, terms);
  const ask = await askOf(world, made.root, changes);
  return { ...world, ...made, ask, signature: await sign(world, world.creditor, "Ask", ask) };
}

/** A confirmed receivable of 1,000.00, and the financier's standing bid. */
export async function bidden(changes: Partial<Bid> = {}, terms: Partial<Terms> = {}) {
  const world = await desk();
  const made = await confirmed(world, terms);
  const bid = bidOf(world, changes);
  return { ...world, ...made, bid, signature: await sign(world, world.financier, "Bid", bid) };
}

/** Sells the first lot of a receivable, or some units of it; the second at which it was. */
export async function sell(
  world: World,
  terms: Terms,
  { bid, by = world.creditor, units = 0n }: { bid: Bid; by?: HardhatEthersSigner; units?: bigint },
) {
  const signature = await sign(world, world.financier, "Bid", bid);
  await world.quotes.connect(by).sell(bid, signature, terms, FIRST, units, 0n);
  return now();
}
