import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import type { NetworkConnection } from "hardhat/types/network";
import { type Figures, fieldsOf, gasOf } from "./market.ts";
import { ALL, DAY, type Desk, deskOf, EVER, UNIT, UNITS, WITH_RECOURSE, WITHOUT_RECOURSE } from "./receivables.ts";

const FACE = UNIT * UNITS;
/** What is signed under offers, of receivables as of bills. */
const PRICING = { Pricing: fieldsOf("uint16 rateBps, uint16 feeBps") };
export const ASK = {
  Ask: fieldsOf(
    "address seller, address buyer, uint256 lot, bytes32 version, uint40 units, uint96 price, Pricing pricing, uint8 kind, uint40 deadline, bytes32 salt",
  ),
  ...PRICING,
};
export const BID = {
  Bid: fieldsOf(
    "address buyer, address token, address debtor, address seller, uint256 lot, uint96 limit, uint40 maxDays, Pricing pricing, uint8 kind, uint8 evidence, uint16 advanceBps, uint40 deadline, bytes32 salt",
  ),
  ...PRICING,
};

/** Holders who let quotes act for them, and a financier who has bought before. */
async function quotesOf(connection: NetworkConnection) {
  const desk = await deskOf(connection);
  const { ethers, lots, receivables, token, creditor, second, third, debtor, chainId } = desk;
  const evidence = await ethers.deployContract("Evidence", [
    receivables.target,
    ethers.ZeroAddress,
    ethers.ZeroAddress,
    ethers.ZeroAddress,
  ]);
  const quotes = await ethers.deployContract("Quotes", [ethers.ZeroAddress, receivables.target, evidence.target]);
  const financier = desk.at(5);
  for (const holder of [creditor, second, third, financier]) await lots.connect(holder).setOperator(quotes, true);
  for (const account of [financier, second, third]) await token.connect(account).approve(quotes, ethers.MaxUint256);
  const domain = { name: "Tallystick Quotes", version: "1", chainId, verifyingContract: quotes.target as string };

  const buy = async (
    { terms, root }: Awaited<ReturnType<Desk["confirmed"]>>,
    seller: HardhatEthersSigner,
    buyer: HardhatEthersSigner,
  ) => {
    const ask = {
      seller: seller.address,
      buyer: ethers.ZeroAddress,
      lot: root,
      version: await lots.versionOf(root),
      units: 0n,
      price: (FACE * 99n) / 100n,
      pricing: { rateBps: 0n, feeBps: 0n },
      kind: WITHOUT_RECOURSE,
      deadline: EVER,
      salt: ethers.id("ask"),
    };
    const signature = await seller.signTypedData(domain, ASK, ask);
    const bounds = { maxPrice: ask.price, minWorth: FACE, latestDue: terms.dueAt };
    return gasOf(quotes.connect(buyer).buy(ask, signature, terms, ethers.ZeroHash, bounds));
  };
  const bid = (advanceBps = 10_000n) => ({
    buyer: financier.address,
    token: token.target as string,
    debtor: debtor.address,
    seller: ethers.ZeroAddress,
    lot: 0n,
    limit: 1_000n * FACE,
    maxDays: 90n,
    pricing: { rateBps: 720n, feeBps: 25n },
    kind: WITH_RECOURSE,
    evidence: 0n,
    advanceBps,
    deadline: EVER,
    salt: ethers.id("bid"),
  });
  type Offer = ReturnType<typeof bid>;
  const sell = async (
    { terms }: Awaited<ReturnType<Desk["confirmed"]>>,
    seller: HardhatEthersSigner,
    { offer, units = 0n }: { offer: Offer; units?: bigint },
  ) => {
    const signature = await financier.signTypedData(domain, BID, offer);
    const transaction = quotes.connect(seller).sell(offer, signature, terms, ethers.ZeroHash, units, 1n);
    const gas = await gasOf(transaction);
    const receipt = await (await transaction).wait();
    const events = (receipt?.logs ?? []).map((log) => quotes.interface.parseLog(log));
    return { gas, holdback: events.find((event) => event?.name === "Advanced")?.args.holdback as string };
  };
  return { ...desk, financier, quotes, buy, bid, sell };
}

/** Of a statement of a tab that has paid and stated before. */
async function measureStatement(desk: Desk): Promise<number> {
  const { ethers, tabs, receivables, token, debtor, creditor, chainId } = desk;
  const domain = { name: "Tallystick Tabs", version: "1", chainId, verifyingContract: tabs.target as string };
  const tab = { reader: debtor.address, provider: creditor.address, token: token.target, salt: ethers.id("tab") };
  const statements = await ethers.getContractAt("Statements", await receivables.statements());
  const id = await tabs.tabId(tab);
  await tabs.connect(debtor).deposit(tab, 0n);
  const line = { limit: 10n * FACE, paymentTerm: 30n * DAY, serial: 1n };
  const credit = { Credit: fieldsOf("bytes32 tab, uint96 limit, uint32 paymentTerm, uint32 serial, uint40 deadline") };
  const accepted = await creditor.signTypedData(domain, credit, { tab: id, ...line, deadline: EVER });
  await tabs.connect(debtor).acceptCredit(tab, line, EVER, accepted);
  const handOver = {
    HandOver: fieldsOf("bytes32 tab, uint32 statement, uint96 amount, address instrument, uint40 deadline"),
  };
  let gas = 0;
  for (const number of [1n, 2n]) {
    const owed = number * FACE;
    const voucher = await debtor.signTypedData(
      domain,
      { Voucher: fieldsOf("bytes32 tab, uint96 owed") },
      { tab: id, owed },
    );
    await tabs.settle(tab, owed, voucher);
    await tabs.connect(creditor).issueStatement(tab, owed, voucher);
    const message = { tab: id, statement: number, amount: FACE, instrument: statements.target, deadline: EVER };
    const [reader, provider] = [
      await debtor.signTypedData(domain, handOver, message),
      await creditor.signTypedData(domain, handOver, message),
    ];
    gas = await gasOf(statements.registerStatement(tab, number, EVER, reader, provider));
  }
  return gas;
}

/** Sales of lots, by ask and by standing bid, an advance and what follows, and a statement. */
export async function measureQuotes(connection: NetworkConnection): Promise<Figures> {
  const desk = await quotesOf(connection);
  const { ethers, receivables, debtor, creditor, second, third, financier, buy, bid, sell, confirmed } = desk;
  await buy(await confirmed(), creditor, financier);
  await sell(await confirmed(), creditor, { offer: bid() });
  const asked = await confirmed();
  const first = await buy(asked, creditor, second);
  const later = await buy(asked, second, third);
  const offered = await confirmed();
  const filled = await sell(offered, creditor, { offer: bid() });
  await desk.endorse(offered.root, financier, third);
  const filledLater = await sell(offered, third, { offer: bid() });
  const inPart = await sell(await confirmed(), creditor, { offer: bid(), units: UNITS / 2n });
  const held = await confirmed();
  await sell(await confirmed(), creditor, { offer: bid(8_000n) });
  const advanced = await sell(held, creditor, { offer: bid(8_000n) });
  await receivables.connect(debtor).pay(held.terms, ALL);
  const holdback = await ethers.getContractAt("Holdback", advanced.holdback);
  return {
    "sale against money, first": first,
    "sale against money, later": later,
    "sell into a standing bid, first": filled.gas,
    "sell into a standing bid, later": filledLater.gas,
    "sell a part into a standing bid": inPart.gas,
    "advance and reserve": advanced.gas,
    "settle an advance": await gasOf(holdback.settle(held.terms, ethers.ZeroHash)),
    "register a tab's statement": await measureStatement(desk),
  };
}
