import { expect } from "chai";
import { dealOf, digestOf, grantOf, LATEST, loadDesk, mandateOf, orderData, type Side, sign } from "../market/desk.ts";
import { bought, DAY, ethers, makeOffer, networkHelpers, PRICE, packedRight, purchaseMade } from "../market/fixture.ts";
import { signRequest } from "../shared/requests.ts";

describe("attacks on the desk", () => {
  describe("around it", () => {
    it("MKT-62 can't be had by asking the market in its place, by transaction, relay, batch or forged address", async () => {
      const fixture = await loadDesk();
      const { market, desk, relay, relayer, seller, buyer, stranger } = fixture;
      const { offered } = await makeOffer(fixture);
      const side = dealOf(fixture).first as Side;
      const code = market.interface;
      const calls = [
        code.encodeFunctionData("giveFor", [side, stranger.address, ethers.ZeroHash]),
        code.encodeFunctionData("giveFor", [side, stranger.address, ethers.id("deal")]),
        code.encodeFunctionData("sellFor", [offered, stranger.address, "0x", buyer.address, false]),
        code.encodeFunctionData("sellFor", [offered, stranger.address, "0x", buyer.address, true]),
      ];
      const to = market.target as string;
      for (const call of calls) {
        const batch = code.encodeFunctionData("multicall", [[call]]);
        for (const data of [call, batch, ethers.concat([call, desk.target as string])]) {
          for (const caller of [stranger, seller]) {
            await expect(caller.sendTransaction({ to, data }))
              .to.be.revertedWithCustomError(market, "Access_NotDesk")
              .withArgs(caller.address);
          }
          const request = await signRequest(relay, stranger, { from: stranger.address, to, data });
          await expect(relay.connect(relayer).execute(request)).to.be.revertedWithCustomError(relay, "FailedCall");
        }
      }
      expect(await packedRight(market, offered.dataset, stranger.address)).to.equal(0n);
    });

    it("MKT-62 is the market's own and no other: another desk for the same market can do nothing there", async () => {
      const fixture = await loadDesk();
      const { market, desk, relay, seller, other } = fixture;
      expect(await market.desk()).to.equal(desk.target);
      expect(await desk.market()).to.equal(market.target);
      const rogue = await ethers.deployContract("Desk", [market.target, relay.target]);
      const grant = grantOf(fixture, { reader: other.address });
      const domain = { verifyingContract: rogue.target as string };
      await expect(rogue.redeem(grant, await sign(fixture, seller, "Grant", grant, domain)))
        .to.be.revertedWithCustomError(market, "Access_NotDesk")
        .withArgs(rogue.target);
    });

    it("MKT-62 sends nothing out as itself: the relay and its batches make no call in its name", async () => {
      const fixture = await loadDesk();
      const { market, desk, relay, relayer, stranger, usdx } = fixture;
      const approve = usdx.interface.encodeFunctionData("approve", [stranger.address, PRICE]);
      // No key signs for the desk, and it answers no ERC-1271 question.
      const request = await signRequest(relay, stranger, {
        from: desk.target as string,
        to: desk.target as string,
        data: approve,
      });
      await expect(relay.connect(relayer).execute(request)).to.be.revertedWithCustomError(
        relay,
        "ERC2771ForwarderInvalidSigner",
      );
      await expect(desk.connect(stranger).multicall([approve])).to.revert(ethers);
      expect(await usdx.allowance(desk.target, stranger.address)).to.equal(0n);
      expect(await market.ownerOf(fixture.dataset)).to.not.equal(desk.target);
    });
  });

  describe("by a seller who wants back what he exchanged", () => {
    it("MKT-68 does not get it by taking over the other data set, by a new deal, or by waiting for a renewal", async () => {
      const fixture = await loadDesk();
      const { market, desk, usdx, seller, other, dataset, second } = fixture;
      const deal = dealOf(fixture);
      const signatures = [await sign(fixture, seller, "Deal", deal), await sign(fixture, other, "Deal", deal)] as const;
      await desk.exchange(deal, ...signatures);
      const digest = digestOf(fixture, "Deal", deal);
      const boughtAt = BigInt(await networkHelpers.time.latest());
      const got = { previous: 0n, offer: digest, payer: ethers.ZeroAddress, paid: 0n, boughtAt, from: boughtAt };
      // The reader renews by buying: the deal lies beneath, and the seller names the purchase alone.
      const { offered } = await makeOffer(fixture);
      await usdx.connect(other).approve(market.target, PRICE);
      const renewed = await bought(fixture, other, offered);
      await market.connect(other).transferFrom(other.address, seller.address, second);
      for (const [entries, error, args] of [
        [[renewed], "Access_PurchasesMissing", [dataset, other.address]],
        [[renewed, { purchase: got, terms: offered }], "Access_Exchanged", [dataset, other.address, digest]],
      ] as const) {
        await expect(market.connect(seller).revoke(dataset, other.address, [...entries]))
          .to.be.revertedWithCustomError(market, error)
          .withArgs(...args);
      }
      expect(await market.expiresAt(dataset, other.address)).to.equal(boughtAt + 60n * DAY);
    });

    it("MKT-67 can't use a deal's two signatures for the reverse deal, or one side's for both", async () => {
      const fixture = await loadDesk();
      const { desk, seller, other } = fixture;
      const deal = dealOf(fixture);
      const [first, last] = [await sign(fixture, seller, "Deal", deal), await sign(fixture, other, "Deal", deal)];
      const swapped = { ...deal, first: deal.second as Side, second: deal.first as Side };
      await expect(desk.connect(seller).exchange(swapped, last, first))
        .to.be.revertedWithCustomError(desk, "Exchange_NotSigned")
        .withArgs(digestOf(fixture, "Deal", swapped), other.address);
    });
  });

  describe("on mandates", () => {
    it("MKT-70 can't be drained by seller and reader together within one term", async () => {
      const fixture = await loadDesk();
      const { market, desk, usdx, seller, stranger, friend, dataset } = fixture;
      const { offered, id } = await makeOffer(fixture);
      const mandate = mandateOf(fixture, id, { payer: friend.address, reader: stranger.address, lead: DAY });
      const signature = await sign(fixture, friend, "Mandate", mandate);
      // The payer's reader never had a right; the seller gives him one that ends at once.
      await market.connect(seller).grant(dataset, stranger.address, 1n, 3n, 1n, true);
      await networkHelpers.time.increase(10n);
      const before = await usdx.balanceOf(friend.address);
      const previous = await packedRight(market, dataset, stranger.address);
      await desk.renew(offered, "0x", mandate, signature);
      const purchase = await purchaseMade(market, offered, friend.address, previous);
      const entry = { purchase, terms: offered };
      const { until } = await desk.mandateState(digestOf(fixture, "Mandate", mandate));
      const refused = () =>
        expect(desk.renew(offered, "0x", mandate, signature))
          .to.be.revertedWithCustomError(desk, "Renewals_TooEarly")
          .withArgs(digestOf(fixture, "Mandate", mandate), until - DAY);
      await refused();
      await market.connect(stranger).renounce(dataset, [purchase]);
      await market.connect(seller).grant(dataset, stranger.address, 1n, 3n, 1n, true);
      await networkHelpers.time.increase(10n);
      await refused();
      expect(await usdx.balanceOf(friend.address)).to.equal(before - PRICE);
      await expect(market.connect(seller).revoke(dataset, stranger.address, [entry]))
        .to.be.revertedWithCustomError(market, "Access_NoRight")
        .withArgs(dataset, stranger.address);
    });

    it("MKT-69 can't be used for an offer that looks the same, or at another price", async () => {
      const fixture = await loadDesk();
      const { market, desk, seller, buyer, dataset } = fixture;
      const { offered, id } = await makeOffer(fixture);
      await bought(fixture, buyer, offered);
      const mandate = mandateOf(fixture, id, { lead: 31n * 86_400n });
      const signature = await sign(fixture, buyer, "Mandate", mandate);
      const digest = digestOf(fixture, "Mandate", mandate);
      for (const change of [{ price: PRICE * 100n }, { nonce: 9n }, { seller: buyer.address }]) {
        const wrong = { ...offered, ...change };
        await expect(desk.renew(wrong, "0x", mandate, signature))
          .to.be.revertedWithCustomError(desk, "Renewals_OtherOffer")
          .withArgs(digest, id, await market.offerId(wrong));
      }
      expect(await market.ownerOf(dataset)).to.equal(seller.address);
    });
  });

  describe("on credit", () => {
    it("MKT-58 can't turn a payer's refund into somebody else's balance", async () => {
      const fixture = await loadDesk();
      const { market, desk, usdx, buyer, stranger, dataset } = fixture;
      const { offered } = await makeOffer(fixture, { refundWindow: DAY, duration: 0n });
      const transfer = usdx.connect(buyer).getFunction("transferAndCall(address,uint256,bytes)");
      // A gift, paid by one transfer: the reader gives it back, the payer is credited.
      await transfer(desk.target, PRICE, orderData(offered, stranger.address));
      const purchase = await purchaseMade(market, offered, buyer.address, 0n);
      await market.connect(stranger).refund(dataset, [{ purchase, terms: offered }]);
      expect(await market.creditOf(buyer.address, usdx.target)).to.equal(PRICE);
      for (const account of [stranger.address, desk.target as string]) {
        expect(await market.creditOf(account, usdx.target)).to.equal(0n);
      }
      await expect(market.connect(stranger).buyFromBalance(offered, stranger.address, "0x"))
        .to.be.revertedWithCustomError(market, "Access_BalanceTooLow")
        .withArgs(stranger.address, usdx.target, 0n, PRICE);
    });

    it("MKT-63 gives no right by the signature of who owned the data set before", async () => {
      const fixture = await loadDesk();
      const { market, desk, seller, buyer, dataset } = fixture;
      const grant = grantOf(fixture, { deadline: LATEST });
      const signature = await sign(fixture, seller, "Grant", grant);
      await market.connect(seller).transferFrom(seller.address, buyer.address, dataset);
      await expect(desk.redeem(grant, signature))
        .to.be.revertedWithCustomError(market, "Datasets_NotOwner")
        .withArgs(dataset, seller.address);
      await expect(desk.redeem({ ...grant, owner: buyer.address }, signature)).to.be.revertedWithCustomError(
        desk,
        "Grants_NotSigned",
      );
    });
  });
});
