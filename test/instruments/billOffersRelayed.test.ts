import { expect } from "chai";
import { signRequest } from "../shared/requests.ts";
import { ALL, ANY_BOUNDS, asBills, askOf, bidOf, hashOf, loadOffers, repoOf, sign } from "./billOffers.ts";
import { accepted, COLLECTION, firstSecond, SUM, today } from "./billsWorld.ts";
import { at, ethers, FIRST } from "./world.ts";

const PRICE = (SUM * 95n) / 100n;

/** Two accepted bills of the payee's, and an offer for repos that takes both. */
async function withTwo() {
  const world = await loadOffers();
  const [one, two] = [
    await accepted(asBills(world)),
    await accepted(asBills(world), { document: ethers.id("another bill") }),
  ];
  const offer = await repoOf(world);
  return { ...world, one, two, offer, signature: await sign(world, world.financier, "Offer", offer) };
}

describe("sales and repos of bills, relayed and in batches", () => {
  it("BIL-42 a sale goes through the relay, in its signer's name and with his money", async () => {
    const world = await withTwo();
    const { quotes, relay, relayer, lots, token, payee, second, one } = world;
    const ask = await askOf(world, one.root);
    const signature = await sign(world, payee, "Ask", ask);
    const buy = quotes.interface.encodeFunctionData("buy", [ask, signature, one.face, FIRST, ANY_BOUNDS]);
    const data = quotes.interface.encodeFunctionData("multicall", [[buy]]);
    const call = { from: second.address, to: quotes.target as string, data };
    const request = await signRequest(relay, second, call);
    await expect(relay.connect(relayer).execute(request)).to.changeTokenBalances(
      ethers,
      token,
      [second, payee, relayer, quotes],
      [-ask.price, ask.price, 0n, 0n],
    );
    expect((await lots.lotOf(one.root)).holder).to.equal(second.address);
    await expect(relay.connect(relayer).execute(request)).to.revert(ethers);
    await expect(
      relay.connect(relayer).execute(await signRequest(relay, payee, { ...call, from: second.address })),
    ).to.be.revertedWithCustomError(relay, "ERC2771ForwarderInvalidSigner");
  });

  it("BIL-42 several lots go into one bid at once, or none does", async () => {
    const world = await withTwo();
    const { quotes, lots, payee, financier, one, two } = world;
    const price = await quotes.priceOf(bidOf(world).pricing, one.face, FIRST, 0n).then(([amount]) => amount);
    const sellBoth = async (limit: bigint) => {
      const bid = bidOf(world, { limit });
      const signature = await sign(world, financier, "Bid", bid);
      const sales = [one, two].map(({ face }) =>
        quotes.interface.encodeFunctionData("sell", [bid, signature, face, FIRST, 0n, price]),
      );
      return { bid, act: quotes.connect(payee).multicall(sales) };
    };
    const tooSmall = await sellBoth(2n * SUM - 1n);
    await expect(tooSmall.act)
      .to.be.revertedWithCustomError(quotes, "Quotes_BeyondLimit")
      .withArgs(hashOf(world, "Bid", tooSmall.bid), 2n * SUM, 2n * SUM - 1n);
    expect((await lots.lotOf(one.root)).holder).to.equal(payee.address);
    await (await sellBoth(2n * SUM)).act;
    for (const { root } of [one, two]) expect((await lots.lotOf(root)).holder).to.equal(financier.address);
  });

  it("BIL-42 offers are posted and cancelled in batches", async () => {
    const world = await withTwo();
    const { quotes, repos, payee, financier, one, offer } = world;
    const ask = await askOf(world, one.root);
    await quotes
      .connect(payee)
      .multicall([
        quotes.interface.encodeFunctionData("postAsk", [ask]),
        quotes.interface.encodeFunctionData("cancelAsk", [ask]),
      ]);
    const hash = hashOf(world, "Ask", ask);
    expect([await quotes.isPosted(hash), await quotes.isCancelled(hash)]).to.deep.equal([true, true]);
    const other = { ...offer, salt: ethers.id("other") };
    await repos
      .connect(financier)
      .multicall([
        repos.interface.encodeFunctionData("postOffer", [offer]),
        repos.interface.encodeFunctionData("cancelOffer", [other]),
      ]);
    expect(await repos.isPosted(hashOf(world, "Offer", offer))).to.equal(true);
    expect(await repos.isCancelled(hashOf(world, "Offer", other))).to.equal(true);
  });

  it("BIL-42 repos are opened and bought back in batches, and through the relay", async () => {
    const world = await withTwo();
    const { repos, relay, relayer, lots, token, payee, one, two, offer, signature } = world;
    const opening = [one, two].map(({ face }) =>
      repos.interface.encodeFunctionData("open", [offer, signature, face, FIRST, PRICE]),
    );
    const [to, from] = [repos.target as string, payee.address];
    const data = repos.interface.encodeFunctionData("multicall", [opening]);
    const request = await signRequest(relay, payee, { from, to, data, gas: 2_000_000n });
    await expect(relay.connect(relayer).execute(request)).to.changeTokenBalances(
      ethers,
      token,
      [payee, relayer],
      [2n * PRICE, 0n],
    );
    const buybacks = [await repos.buybackOf(one.root), await repos.buybackOf(two.root)];
    expect(buybacks[0]).to.not.equal(buybacks[1]);
    for (const [index, { root }] of [one, two].entries())
      expect((await lots.lotOf(root)).holder).to.equal(buybacks[index]);
    const back = [one, two].map(({ face }) => repos.interface.encodeFunctionData("repurchase", [face, FIRST, ALL]));
    await expect(repos.connect(payee).multicall(back)).to.changeTokenBalances(
      ethers,
      token,
      [payee, world.financier],
      [-2n * PRICE, 2n * PRICE],
    );
    for (const { root } of [one, two]) expect((await lots.lotOf(root)).holder).to.equal(payee.address);
  });

  it("BIL-42 a buyer takes a lot through the relay; a relayed request of anybody else is his own", async () => {
    const world = await withTwo();
    const { repos, relay, relayer, lots, payee, financier, one, offer, signature } = world;
    await repos.connect(payee).open(offer, signature, one.face, FIRST, 0n);
    const buyback = await ethers.getContractAt("Buyback", await repos.buybackOf(one.root));
    await at(firstSecond(offer.lastDay + 1n));
    const take = buyback.interface.encodeFunctionData("take", [one.face, FIRST]);
    const data = buyback.interface.encodeFunctionData("multicall", [[take]]);
    const to = buyback.target as string;
    await expect(
      relay.connect(relayer).execute(await signRequest(relay, payee, { from: payee.address, to, data })),
    ).to.revert(ethers);
    expect((await lots.lotOf(one.root)).holder).to.equal(to);
    await relay.connect(relayer).execute(await signRequest(relay, financier, { from: financier.address, to, data }));
    expect((await lots.lotOf(one.root)).holder).to.equal(financier.address);
  });

  it("BIL-89 whatever else a holder may do, a buy-back does through the relay where buyer and seller both sign", async () => {
    const world = await withTwo();
    const { repos, bills, relay, relayer, lots, payee, second, financier, one, offer, signature } = world;
    await repos.connect(payee).open(offer, signature, one.face, FIRST, 0n);
    const buyback = await repos.buybackOf(one.root);
    const data = bills.interface.encodeFunctionData("endorse", [one.face, FIRST, second.address, COLLECTION]);
    const call = { from: buyback, to: bills.target as string, data };
    const [byBuyer, bySeller] = [await signRequest(relay, financier, call), await signRequest(relay, payee, call)];
    const pair = (one_: typeof byBuyer, other: typeof byBuyer) => ({
      ...byBuyer,
      signature: ethers.AbiCoder.defaultAbiCoder().encode(["bytes", "bytes"], [one_.signature, other.signature]),
    });
    for (const signed of [pair(byBuyer, byBuyer), pair(bySeller, bySeller), pair(bySeller, byBuyer)])
      await expect(relay.connect(relayer).execute(signed)).to.be.revertedWithCustomError(
        relay,
        "ERC2771ForwarderInvalidSigner",
      );
    await relay.connect(relayer).execute(pair(byBuyer, bySeller));
    expect((await lots.lotOf(one.root)).holder).to.equal(second.address);
    expect(await bills.principalOf(one.root)).to.equal(buyback);
    expect(await today()).to.be.lessThan(offer.lastDay);
  });
});
