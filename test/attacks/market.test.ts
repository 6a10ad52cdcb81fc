import { expect } from "chai";
import {
  anchor,
  bought,
  DAY,
  type Entry,
  ethers,
  load,
  makeOffer,
  networkHelpers,
  nextTimestamp,
  PRICE,
  packedRight,
  purchaseMade,
  type Terms,
  ZERO_ADDRESS,
} from "../market/fixture.ts";
import { signRequest } from "../shared/requests.ts";

// Gas that one transaction may have at most (EIP-7825).
const TRANSACTION_GAS = 2n ** 24n;

describe("attacks on the market", () => {
  describe("with a forged caller", () => {
    it("MKT-31 does not believe an address written behind the calldata of a batch, however deep", async () => {
      const { market, seller, stranger, dataset } = await load();
      const code = market.interface;
      const asSeller = (data: string) => ethers.concat([data, seller.address]);
      const version = asSeller(code.encodeFunctionData("addVersion", [dataset, anchor("2")]));
      const inner = asSeller(code.encodeFunctionData("multicall", [[version]]));
      for (const calls of [[version], [inner]]) {
        const data = asSeller(code.encodeFunctionData("multicall", [calls]));
        await expect(stranger.sendTransaction({ to: market.target, data }))
          .to.be.revertedWithCustomError(market, "Datasets_NotOwner")
          .withArgs(dataset, stranger.address);
      }
    });

    it("MKT-31 does not believe it in a relayed batch either, and names the signer", async () => {
      const { market, relay, relayer, seller, stranger, dataset } = await load();
      const code = market.interface;
      const asSeller = (data: string) => ethers.concat([data, seller.address]);
      const version = asSeller(code.encodeFunctionData("addVersion", [dataset, anchor("2")]));
      const inner = asSeller(code.encodeFunctionData("multicall", [[version]]));
      const data = asSeller(code.encodeFunctionData("multicall", [[inner]]));
      const request = await signRequest(relay, stranger, { from: stranger.address, to: market.target as string, data });
      await expect(relay.connect(relayer).execute(request)).to.be.revertedWithCustomError(relay, "FailedCall");
      expect(await relay.nonces(stranger.address)).to.equal(0n);
      expect((await market.versionsOf(dataset)).versions).to.equal(1n);
    });

    it("IDN-52 refuses a request to the relay itself", async () => {
      const { relay, relayer, stranger } = await load();
      const to = relay.target as string;
      const data = relay.interface.encodeFunctionData("nonces", [stranger.address]);
      const request = await signRequest(relay, stranger, { from: stranger.address, to, data });
      await expect(relay.connect(relayer).execute(request))
        .to.be.revertedWithCustomError(relay, "ERC2771UntrustfulTarget")
        .withArgs(to, to);
    });

    it("MKT-05 gives who may move a data set no right to sell it, add to it or revoke", async () => {
      const { market, seller, other, stranger, dataset, terms } = await load();
      await market.connect(seller).setApprovalForAll(other.address, true);
      await expect(market.connect(other).offer({ ...terms, seller: other.address }))
        .to.be.revertedWithCustomError(market, "Access_SellerNotOwner")
        .withArgs(dataset, other.address);
      for (const act of [
        market.connect(other).addVersion(dataset, anchor("2")),
        market.connect(other).grant(dataset, stranger.address, DAY, 1n, 1n, false),
        market.connect(other).revoke(dataset, stranger.address, []),
      ]) {
        await expect(act).to.be.revertedWithCustomError(market, "Datasets_NotOwner").withArgs(dataset, other.address);
      }
    });
  });

  describe("by a relayer who is short of gas on purpose", () => {
    it("IDN-51 does not use up the signer's nonce when the act fails for lack of it", async () => {
      const { market, relay, relayer, seller, dataset } = await load();
      const data = market.interface.encodeFunctionData("addVersion", [dataset, anchor("2")]);
      const call = { from: seller.address, to: market.target as string, data };
      const request = await signRequest(relay, seller, call);
      // From too little for the relay itself to almost enough for the act.
      for (const gasLimit of [50_000n, 60_000n, 70_000n, 76_000n]) {
        for (const act of [
          relay.connect(relayer).execute(request, { gasLimit }),
          relay.connect(relayer).executeBatch([request], relayer.address, { gasLimit }),
        ]) {
          await expect(act).to.revert(ethers);
        }
      }
      expect(await relay.nonces(seller.address)).to.equal(0n);
      await relay.connect(relayer).execute(request);
      expect((await market.versionsOf(dataset)).versions).to.equal(2n);
    });
  });

  describe("on the stack of purchases", () => {
    it("MKT-27 gives back twice what was bought twice in one second, and no more", async () => {
      const fixture = await load();
      const { market, usdx, buyer, dataset } = fixture;
      const { offered, id } = await makeOffer(fixture, { refundWindow: 7n * DAY });
      const before = await usdx.balanceOf(buyer.address);
      const boughtAt = await nextTimestamp();
      const payer = buyer.address;
      const purchase = { previous: 0n, offer: id, payer, paid: PRICE, boughtAt, from: boughtAt };
      const buy = market.interface.encodeFunctionData("buy", [offered, payer, "0x"]);
      const refund = market.interface.encodeFunctionData("refund", [dataset, [{ purchase, terms: offered }]]);
      await market.connect(buyer).multicall([buy, refund, buy, refund]);
      expect(await market.creditOf(payer, usdx.target)).to.equal(2n * PRICE);
      expect(await usdx.balanceOf(market.target)).to.equal(2n * PRICE);
      expect(await market.collectable(offered)).to.equal(0n);
      await expect(market.connect(buyer).refund(dataset, [{ purchase, terms: offered }]))
        .to.be.revertedWithCustomError(market, "Access_NoRight")
        .withArgs(dataset, payer);
      await market.connect(buyer).withdraw(usdx.target, payer);
      expect(await usdx.balanceOf(payer)).to.equal(before);
    });

    it("MKT-27 takes no entry of another data set or reader for its own", async () => {
      const fixture = await load();
      const { market, seller, buyer, friend, dataset } = fixture;
      const { offered } = await makeOffer(fixture, { refundWindow: 7n * DAY });
      const salt = ethers.id("second");
      const second = await market.datasetId(seller.address, salt);
      await market.connect(seller).publish(salt, anchor("second"));
      const elsewhere = { ...offered, dataset: second };
      await market.connect(seller).offer(elsewhere);
      const mine = await bought(fixture, buyer, offered);
      const his = await bought(fixture, friend, offered);
      const there = await bought(fixture, buyer, elsewhere);
      for (const entry of [his, there]) {
        await expect(market.connect(buyer).refund(dataset, [entry]))
          .to.be.revertedWithCustomError(market, "Access_WrongPurchase")
          .withArgs(dataset, buyer.address, 0n);
        await expect(market.connect(seller).revoke(dataset, buyer.address, [entry]))
          .to.be.revertedWithCustomError(market, "Access_WrongPurchase")
          .withArgs(dataset, buyer.address, 0n);
      }
      await expect(market.connect(buyer).refund(dataset, [mine, mine]))
        .to.be.revertedWithCustomError(market, "Access_NoRight")
        .withArgs(dataset, buyer.address);
    });

    it("MKT-26 revokes the tallest stack, each purchase paid by another, in one transaction", async () => {
      const fixture = await load();
      const { market, usdx, seller, buyer, dataset } = fixture;
      const { offered } = await makeOffer(fixture, { duration: DAY });
      const entries: Entry[] = [];
      for (let i = 0; i < 63; i++) {
        const account = ethers.getAddress(ethers.zeroPadValue(ethers.toBeHex(0xa77ac0 + i), 20));
        await networkHelpers.impersonateAccount(account);
        await networkHelpers.setBalance(account, 10n ** 18n);
        const payer = await ethers.getSigner(account);
        await usdx.connect(buyer).transfer(account, PRICE);
        await usdx.connect(payer).approve(market.target, PRICE);
        entries.unshift(await bought(fixture, payer, offered, buyer.address));
      }
      // Nothing of his own lies here: a later owner pays all, one transfer a purchase.
      const { other } = fixture;
      await market.connect(seller).transferFrom(seller.address, other.address, dataset);
      await usdx.connect(other).approve(market.target, 63n * PRICE);
      const receipt = await (await market.connect(other).revoke(dataset, buyer.address, entries)).wait();
      expect(receipt?.gasUsed).to.be.lessThan(TRANSACTION_GAS / 2n);
      expect(await market.hasAccess(dataset, buyer.address)).to.equal(false);
    });

    it("MKT-19 can't be made too tall to revoke by purchases of many lengths", async function () {
      this.timeout(120_000);
      const fixture = await load();
      const { market, seller, buyer, dataset } = fixture;
      const free = { price: 0n, token: ZERO_ADDRESS };
      const longest = await market.MAX_DURATION();
      const offers: Terms[] = [];
      for (let duration = 600n; duration < longest; duration *= 2n) {
        offers.push((await makeOffer(fixture, { ...free, duration })).offered);
      }
      const entries: Entry[] = [];
      const [shortest] = offers as [Terms];
      for (let next: Terms | undefined = shortest; next && entries.length < 140; ) {
        entries.unshift(await bought(fixture, buyer, next));
        const { right } = await market.rightOf(dataset, buyer.address);
        const left = right.until - BigInt(await networkHelpers.time.latest());
        // As many short ones as fit, then one that outlasts them all, and so on.
        next = right.depth < 63n ? shortest : offers.find(({ duration }) => duration >= left);
      }
      expect(entries.length).to.be.greaterThan(63).and.at.most(127);
      await expect(market.connect(buyer).buy(shortest, buyer.address, "0x"))
        .to.be.revertedWithCustomError(market, "Access_TooManyPurchases")
        .withArgs(dataset, buyer.address, 63n);
      const receipt = await (await market.connect(seller).revoke(dataset, buyer.address, entries)).wait();
      expect(receipt?.gasUsed).to.be.lessThan(TRANSACTION_GAS / 2n);
      expect(await market.hasAccess(dataset, buyer.address)).to.equal(false);
    });

    it("MKT-26 can't be escaped by giving up the newest purchase meanwhile", async () => {
      const fixture = await load();
      const { market, seller, buyer, dataset } = fixture;
      const { offered } = await makeOffer(fixture);
      const first = await bought(fixture, buyer, offered);
      const previous = await packedRight(market, dataset, buyer.address);
      await market.connect(buyer).buy(offered, buyer.address, "0x");
      const second = { purchase: await purchaseMade(market, offered, buyer.address, previous), terms: offered };
      await market.connect(buyer).renounce(dataset, [second.purchase]);
      await expect(market.connect(seller).revoke(dataset, buyer.address, [second, first]))
        .to.be.revertedWithCustomError(market, "Access_WrongPurchase")
        .withArgs(dataset, buyer.address, 0n);
      await market.connect(seller).revoke(dataset, buyer.address, [first]);
      expect(await market.hasAccess(dataset, buyer.address)).to.equal(false);
    });
  });
});
