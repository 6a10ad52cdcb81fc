import { expect } from "chai";
import { signRequest } from "../shared/requests.ts";
import { mandateOf, orderData, sign } from "./desk.ts";
import {
  authorize,
  bought,
  DAY,
  ethers,
  type Fixture,
  load,
  makeOffer,
  networkHelpers,
  PRICE,
  permitFor,
  type Terms,
} from "./fixture.ts";

/** Pays for `offered` in the stranger's name, by whoever may; returns the event that it shows. */
type Rail = (fixture: Fixture, offered: Terms) => Promise<unknown>;

const rails: Record<string, { readonly pay: Rail; readonly event: "Bought" | "BoughtFromBalance" }> = {
  "a standing allowance": {
    event: "Bought",
    async pay({ market, usdx, stranger }, offered) {
      await usdx.connect(stranger).approve(market.target, PRICE);
      return market.connect(stranger).buy(offered, stranger.address, "0x");
    },
  },
  "a standing allowance, relayed": {
    event: "Bought",
    async pay({ market, relay, relayer, usdx, stranger }, offered) {
      await usdx.connect(stranger).approve(market.target, PRICE);
      const data = market.interface.encodeFunctionData("buy", [offered, stranger.address, "0x"]);
      const call = { from: stranger.address, to: market.target as string, data };
      return relay.connect(relayer).execute(await signRequest(relay, stranger, call));
    },
  },
  "a batch": {
    event: "Bought",
    async pay({ market, usdx, stranger }, offered) {
      await usdx.connect(stranger).approve(market.target, PRICE);
      return market.connect(stranger).buyMany([{ terms: offered, reader: stranger.address, evidence: "0x" }]);
    },
  },
  "an ERC-2612 permit": {
    event: "Bought",
    async pay(fixture, offered) {
      const { market, usdx, stranger } = fixture;
      const permit = await permitFor(fixture, usdx, stranger, PRICE);
      return market.connect(stranger).buyWithPermit(offered, stranger.address, "0x", permit);
    },
  },
  "an ERC-3009 authorisation that anyone relays": {
    event: "Bought",
    async pay(fixture, offered) {
      const { market, usdx, stranger, relayer } = fixture;
      const authorization = await authorize(fixture, usdx, stranger, offered, stranger.address);
      return market.connect(relayer).buyWithAuthorization(offered, stranger.address, "0x", authorization);
    },
  },
  "an ERC-1363 transfer": {
    event: "BoughtFromBalance",
    async pay({ desk, usdx, stranger }, offered) {
      const send = usdx.connect(stranger).getFunction("transferAndCall(address,uint256,bytes)");
      return send(desk.target, PRICE, orderData(offered, stranger.address));
    },
  },
  "a prepaid balance": {
    event: "BoughtFromBalance",
    async pay({ market, usdx, stranger }, offered) {
      await usdx.connect(stranger).approve(market.target, PRICE);
      await market.connect(stranger).deposit(usdx.target, stranger.address, PRICE);
      return market.connect(stranger).buyFromBalance(offered, stranger.address, "0x");
    },
  },
  "a mandate on an allowance": {
    event: "Bought",
    async pay(fixture, offered) {
      const { market, desk, usdx, stranger, relayer } = fixture;
      await usdx.connect(stranger).approve(market.target, PRICE);
      return desk.connect(relayer).renew(offered, "0x", ...(await mandated(fixture, offered, false)));
    },
  },
  "a mandate on a prepaid balance": {
    event: "BoughtFromBalance",
    async pay(fixture, offered) {
      const { market, desk, usdx, stranger, relayer } = fixture;
      await usdx.connect(stranger).approve(market.target, PRICE);
      await market.connect(stranger).deposit(usdx.target, stranger.address, PRICE);
      return desk.connect(relayer).renew(offered, "0x", ...(await mandated(fixture, offered, true)));
    },
  },
};

/** The stranger's mandate for one purchase, of a right that he had for a second. */
async function mandated(fixture: Fixture, offered: Terms, fromBalance: boolean) {
  const { market, seller, stranger, dataset } = fixture;
  await market.connect(seller).grant(dataset, stranger.address, 1n, 1n, 1n, false);
  await networkHelpers.time.increase(10n);
  const { address } = stranger;
  const id = await market.offerId(offered);
  const mandate = mandateOf(fixture, id, { payer: address, reader: address, cap: PRICE, fromBalance });
  return [mandate, await sign(fixture, stranger, "Mandate", mandate)] as const;
}

describe("every way to pay, with the same offer", () => {
  for (const [name, { pay, event }] of Object.entries(rails)) {
    it(`MKT-59 gives the same right for the same money: ${name}`, async () => {
      const fixture = await load();
      const { market, desk, usdx, seller, stranger, relayer, buyer, dao, dataset } = fixture;
      await market.connect(dao).setFee(400n);
      const { offered, id } = await makeOffer(fixture);
      const accounts = [stranger, seller, relayer, buyer, dao].map(({ address }) => address);
      const holders = [market.target, desk.target, ...accounts];
      const balances = () => Promise.all(holders.map((holder) => usdx.balanceOf(holder)));
      const [inMarket = 0n, inDesk = 0n, ofStranger = 0n, ...others] = await balances();

      await expect(pay(fixture, offered))
        .to.emit(market, event)
        .withArgs(id, stranger.address, stranger.address, (right: bigint) => right > 0n);

      expect(await balances()).to.deep.equal([inMarket + PRICE, inDesk, ofStranger - PRICE, ...others]);
      for (const account of accounts) expect(await market.creditOf(account, usdx.target)).to.equal(0n);
      expect((await market.offerState(id)).state).to.deep.equal([1n, 400n, 1n, PRICE]);
      const now = BigInt(await networkHelpers.time.latest());
      const { right } = await market.rightOf(dataset, stranger.address);
      expect([...right].slice(0, 6)).to.deep.equal([now + 30n * DAY, 3n, 1n, true, false, 1n]);
      expect(await usdx.allowance(desk.target, market.target)).to.equal(0n);
      expect(await usdx.allowance(stranger.address, market.target)).to.equal(0n);
      await market.connect(seller).collect(offered, seller.address);
      expect(await market.creditOf(dao.address, usdx.target)).to.equal((PRICE * 4n) / 100n);
    });
  }

  it("MKT-59 renews one right, whichever way each term was paid", async () => {
    const fixture = await load();
    const { market, usdx, stranger, seller, dataset } = fixture;
    const { offered } = await makeOffer(fixture);
    const names = Object.keys(rails).filter((name) => !name.includes("mandate"));
    await usdx.connect(stranger).approve(market.target, PRICE);
    await bought(fixture, stranger, offered);
    const first = await market.expiresAt(dataset, stranger.address);
    for (const name of names) await rails[name]?.pay(fixture, offered);
    expect(await market.expiresAt(dataset, stranger.address)).to.equal(first + BigInt(names.length) * 30n * DAY);
    expect(await market.collectable(offered)).to.equal(BigInt(names.length + 1) * PRICE);
    await market.connect(seller).collect(offered, seller.address);
    expect(await usdx.balanceOf(market.target)).to.equal(0n);
  });

  it("MKT-29 keeps a payer whom the token refuses out, and nobody else", async () => {
    const fixture = await load();
    const { market, seller, buyer, friend } = fixture;
    const token = await ethers.deployContract("BlockingTokenMock");
    for (const account of [buyer, friend]) {
      await token.mint(account.address, 10n * PRICE);
      await token.connect(account).approve(market.target, ethers.MaxUint256);
    }
    const { offered } = await makeOffer(fixture, { token: token.target as string, refundWindow: DAY });
    await market.connect(buyer).deposit(token.target, buyer.address, 2n * PRICE);
    const entry = await bought(fixture, buyer, offered);
    await token.setBlocked(buyer.address, true);
    await token.setBlocked(seller.address, true);
    await expect(market.connect(buyer).buy(offered, buyer.address, "0x"))
      .to.be.revertedWithCustomError(token, "BlockingTokenMock_Blocked")
      .withArgs(buyer.address);
    // What he has here he can still use, and give back; only taking it out has to wait, or go elsewhere.
    await market.connect(buyer).refund(offered.dataset, [entry]);
    await market.connect(buyer).buyFromBalance(offered, buyer.address, "0x");
    await expect(market.connect(buyer).withdraw(token.target, buyer.address))
      .to.be.revertedWithCustomError(token, "BlockingTokenMock_Blocked")
      .withArgs(buyer.address);
    expect(await market.creditOf(buyer.address, token.target)).to.be.greaterThan(PRICE);
    const credit = await market.creditOf(buyer.address, token.target);
    const ofFriend = await token.balanceOf(friend.address);
    await market.connect(buyer).withdraw(token.target, friend.address);
    expect(await token.balanceOf(friend.address)).to.equal(ofFriend + credit);
    // A blocked seller sells on, and collects later.
    await market.connect(friend).buy(offered, friend.address, "0x");
    await networkHelpers.time.increase(3n * DAY);
    await expect(market.connect(seller).collect(offered, seller.address))
      .to.be.revertedWithCustomError(token, "BlockingTokenMock_Blocked")
      .withArgs(seller.address);
    await token.setBlocked(seller.address, false);
    await market.connect(seller).collect(offered, seller.address);
    // Two prices, and of the first purchase the seconds that were used.
    expect(await token.balanceOf(seller.address)).to.equal(5n * PRICE - PRICE - credit);
    expect(await token.balanceOf(market.target)).to.equal(0n);
  });
});
