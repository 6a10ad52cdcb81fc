import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import type { NetworkConnection } from "hardhat/types/network";
import { bankOf } from "./bills.ts";
import { type Figures, fieldsOf, gasOf } from "./market.ts";
import { ASK, BID } from "./quotes.ts";

const DAY = 86_400n;
const EVER = 2n ** 40n - 1n;
const SUM = 10_000_000n;
const [WITH_RECOURSE, WITHOUT_RECOURSE] = [1n, 2n];
const OFFER = {
  Offer: fieldsOf(
    "address buyer, address seller, address token, uint256 lot, address debtor, uint96 limit, uint16 rateBps, uint16 haircutBps, uint24 lastDay, uint40 deadline, bytes32 salt",
  ),
};

/** Discount, rediscount, repo and record of accepted bills; who buys has bought before. */
export async function measureBillQuotes(connection: NetworkConnection): Promise<Figures> {
  const bank = await bankOf(connection);
  const { ethers, networkHelpers, lots, bills, token, accepted, due, chainId, drawer, drawee, payee, second } = bank;
  const quotes = await ethers.deployContract("BillQuotes", [ethers.ZeroAddress, bills.target]);
  const repos = await ethers.deployContract("Repos", [ethers.ZeroAddress, bills.target]);
  const acceptors = await ethers.deployContract("Acceptors", [bills.target]);
  for (const person of [drawer, payee, second])
    for (const contract of [quotes, repos]) {
      await lots.connect(person).setOperator(contract, true);
      await token.connect(person).approve(contract, ethers.MaxUint256);
    }
  const domainOf = (name: string, contract: { target: unknown }) => ({
    name,
    version: "1",
    chainId,
    verifyingContract: contract.target as string,
  });
  const FIRST = ethers.ZeroHash;
  type Made = Awaited<ReturnType<typeof accepted>>;
  const buy = async ({ face, root }: Made, seller: HardhatEthersSigner, buyer: HardhatEthersSigner) => {
    const ask = {
      seller: seller.address,
      buyer: ethers.ZeroAddress,
      lot: root,
      version: await lots.versionOf(root),
      units: 0n,
      price: (SUM * 99n) / 100n,
      pricing: { rateBps: 0n, feeBps: 0n },
      kind: WITHOUT_RECOURSE,
      deadline: EVER,
      salt: ethers.id("ask"),
    };
    const signature = await seller.signTypedData(domainOf("Tallystick Quotes", quotes), ASK, ask);
    const bounds = { maxPrice: ask.price, minWorth: SUM, latestDue: (face.term + 1n) * DAY };
    return gasOf(quotes.connect(buyer).buy(ask, signature, face, FIRST, bounds));
  };
  const bid = {
    buyer: payee.address,
    token: token.target as string,
    debtor: drawee.address,
    seller: ethers.ZeroAddress,
    lot: 0n,
    limit: 1_000n * SUM,
    maxDays: 90n,
    pricing: { rateBps: 720n, feeBps: 25n },
    kind: WITH_RECOURSE,
    evidence: 0n,
    advanceBps: 10_000n,
    deadline: EVER,
    salt: ethers.id("bid"),
  };
  const signedBid = await payee.signTypedData(domainOf("Tallystick Quotes", quotes), BID, bid);
  const sell = async ({ face }: Made) => gasOf(quotes.connect(drawer).sell(bid, signedBid, face, FIRST, 0n, 1n));
  const offer = {
    buyer: payee.address,
    seller: ethers.ZeroAddress,
    token: token.target as string,
    lot: 0n,
    debtor: drawee.address,
    limit: 1_000n * SUM,
    rateBps: 360n,
    haircutBps: 500n,
    lastDay: BigInt(await networkHelpers.time.latest()) / DAY + 30n,
    deadline: EVER,
    salt: ethers.id("repo"),
  };
  const signedOffer = await payee.signTypedData(domainOf("Tallystick Repos", repos), OFFER, offer);
  const open = async ({ face }: Made) => gasOf(repos.connect(drawer).open(offer, signedOffer, face, FIRST, 1n));
  for (const act of [sell, open]) await act(await accepted());
  await acceptors.note((await accepted()).face);
  const asked = await accepted();
  const first = await buy(asked, drawer, payee);
  const later = await buy(asked, payee, second);
  const filled = await sell(await accepted());
  const pledged = await accepted();
  const opening = await open(pledged);
  const back = await gasOf(repos.connect(drawer).repurchase(pledged.face, FIRST, 2n * SUM));
  const noted = await accepted();
  const noting = await gasOf(acceptors.note(noted.face));
  const taken = await accepted();
  await open(taken);
  const buyback = await ethers.getContractAt("Buyback", await repos.buybackOf(taken.root));
  await due(taken.face);
  return {
    "discount a bill against money, first": first,
    "discount a bill against money, later": later,
    "discount a bill into a standing bid": filled,
    "open a repo": opening,
    "buy back from a repo": back,
    "take a bill out of a repo": await gasOf(buyback.connect(payee).take(taken.face, FIRST)),
    "note an accepted bill": noting,
  };
}
