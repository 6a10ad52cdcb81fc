import { expect } from "chai";
import { signRequest } from "../shared/requests.ts";
import { anchor, bought, DAY, ethers, type Fixture, load, makeOffer, PRICE, packedRight } from "./fixture.ts";

describe("acts by relayed signature", () => {
  async function relayed({ market, relay, relayer }: Fixture, signer: Parameters<typeof signRequest>[1], data: string) {
    const from = await signer.getAddress();
    const request = await signRequest(relay, signer, { from, to: market.target as string, data });
    return relay.connect(relayer).execute(request);
  }

  it("MKT-31 publishes, offers, buys, gives back and withdraws in the name of who signed", async () => {
    const fixture = await load();
    const { market, usdx, seller, other, buyer, relayer, terms } = fixture;
    const encode = market.interface.encodeFunctionData.bind(market.interface);
    const salt = ethers.id("relayed");
    const dataset = await market.datasetId(other.address, salt);
    const own = { ...terms, dataset, seller: other.address, refundWindow: DAY, duration: 0n };
    const calls = [encode("publish", [salt, anchor("relayed")]), encode("offer", [own])];
    await relayed(fixture, other, encode("multicall", [calls]));
    expect(await market.ownerOf(dataset)).to.equal(other.address);

    const ofRelayer = await usdx.balanceOf(relayer.address);
    await relayed(fixture, buyer, encode("buy", [own, buyer.address, "0x"]));
    const now = BigInt((await ethers.provider.getBlock("latest"))?.timestamp ?? 0);
    const offer = await market.offerId(own);
    const purchase = { previous: 0n, offer, payer: buyer.address, paid: PRICE, boughtAt: now, from: now };
    expect(await market.hasAccess(dataset, buyer.address)).to.equal(true);
    await relayed(fixture, buyer, encode("refund", [dataset, [{ purchase, terms: own }]]));
    const before = await usdx.balanceOf(seller.address);
    await relayed(fixture, buyer, encode("withdraw", [usdx.target, seller.address]));
    expect(await usdx.balanceOf(seller.address)).to.equal(before + PRICE);
    expect(await usdx.balanceOf(relayer.address)).to.equal(ofRelayer);
  });

  it("MKT-31 renounces, revokes, grants and collects likewise", async () => {
    const fixture = await load();
    const { market, usdx, seller, buyer, dataset } = fixture;
    const encode = market.interface.encodeFunctionData.bind(market.interface);
    const { offered } = await makeOffer(fixture);
    const entry = await bought(fixture, buyer, offered);
    await relayed(fixture, buyer, encode("renounce", [dataset, [entry.purchase]]));
    expect(await packedRight(market, dataset, buyer.address)).to.equal(0n);
    const again = await bought(fixture, buyer, offered);
    await relayed(fixture, seller, encode("revoke", [dataset, buyer.address, [again]]));
    await relayed(fixture, seller, encode("grant", [dataset, buyer.address, DAY, 1n, 1n, true]));
    expect(await market.hasAccess(dataset, buyer.address)).to.equal(true);
    const before = await usdx.balanceOf(seller.address);
    await relayed(fixture, seller, encode("collect", [offered, seller.address]));
    expect(await usdx.balanceOf(seller.address)).to.be.greaterThan(before);
    await relayed(fixture, seller, encode("withdrawOffer", [offered]));
    await relayed(fixture, seller, encode("transferFrom", [seller.address, buyer.address, dataset]));
    expect(await market.ownerOf(dataset)).to.equal(buyer.address);
  });

  it("MKT-31 sets the fee by a batch of the DAO, and refuses a batch of anybody else", async () => {
    const { market, dao, stranger } = await load();
    const call = market.interface.encodeFunctionData("setFee", [100n]);
    await market.connect(dao).multicall([call]);
    expect(await market.feeBps()).to.equal(100n);
    await expect(market.connect(stranger).multicall([call]))
      .to.be.revertedWithCustomError(market, "AccessManagedUnauthorized")
      .withArgs(stranger.address);
  });

  it("MKT-31 does not believe a sender who is not the relay", async () => {
    const fixture = await load();
    const { market, seller, stranger, dataset } = fixture;
    const data = market.interface.encodeFunctionData("addVersion", [dataset, anchor("2")]);
    const forged = ethers.concat([data, seller.address]);
    await expect(stranger.sendTransaction({ to: market.target, data: forged }))
      .to.be.revertedWithCustomError(market, "Datasets_NotOwner")
      .withArgs(dataset, stranger.address);
    const batch = market.interface.encodeFunctionData("multicall", [[forged]]);
    await expect(stranger.sendTransaction({ to: market.target, data: ethers.concat([batch, seller.address]) }))
      .to.be.revertedWithCustomError(market, "Datasets_NotOwner")
      .withArgs(dataset, stranger.address);
  });
});
