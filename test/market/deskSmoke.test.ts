import { expect } from "chai";
import { dealOf, digestOf, grantOf, loadDesk, mandateOf, orderData, sign } from "./desk.ts";
import { DAY, makeOffer, networkHelpers, PRICE } from "./fixture.ts";

describe("the desk", () => {
  it("MKT-63 gives a signed right, exchanges, renews, and takes an ERC-1363 transfer", async () => {
    const fixture = await loadDesk();
    const { market, desk, usdx, seller, other, buyer, stranger, relayer, dataset, second } = fixture;
    expect(await market.desk()).to.equal(desk.target);
    expect(await desk.market()).to.equal(market.target);
    const { offered, id } = await makeOffer(fixture);

    const grant = grantOf(fixture);
    expect(await desk.grantDigest(grant)).to.equal(digestOf(fixture, "Grant", grant));
    await desk.connect(relayer).redeem(grant, await sign(fixture, seller, "Grant", grant));
    expect(await market.hasAccess(dataset, stranger.address)).to.equal(true);

    const deal = dealOf(fixture);
    const digest = digestOf(fixture, "Deal", deal);
    expect(await desk.dealDigest(deal)).to.equal(digest);
    await desk.connect(seller).exchange(deal, "0x", await sign(fixture, other, "Deal", deal));
    expect(await market.hasAccess(dataset, other.address)).to.equal(true);
    expect(await market.hasAccess(second, seller.address)).to.equal(true);

    await usdx.connect(buyer).getFunction("transferAndCall(address,uint256,bytes)")(
      desk.target,
      PRICE,
      orderData(offered, buyer.address),
    );
    expect(await market.hasAccess(dataset, buyer.address)).to.equal(true);
    expect(await usdx.balanceOf(market.target)).to.equal(PRICE);

    const mandate = mandateOf(fixture, id);
    expect(await desk.mandateDigest(mandate)).to.equal(digestOf(fixture, "Mandate", mandate));
    const signature = await sign(fixture, buyer, "Mandate", mandate);
    await networkHelpers.time.increase(29n * DAY);
    await desk.connect(relayer).renew(offered, "0x", mandate, signature);
    expect(await usdx.balanceOf(market.target)).to.equal(2n * PRICE);

    await market.connect(buyer).deposit(usdx.target, buyer.address, PRICE);
    await market.connect(buyer).buyFromBalance(offered, buyer.address, "0x");
    expect(await market.creditOf(buyer.address, usdx.target)).to.equal(0n);
    expect(await usdx.balanceOf(market.target)).to.equal(3n * PRICE);
  });
});
