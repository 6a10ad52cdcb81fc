import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { expect } from "chai";
import { signRequest } from "../shared/requests.ts";
import { orderData } from "./desk.ts";
import {
  DAY,
  ethers,
  type Fixture,
  load,
  makeOffer,
  PRICE,
  packedRight,
  purchaseMade,
  ZERO_ADDRESS,
} from "./fixture.ts";

const SELECTOR = "0x88a7ca5c";

/** Sends USDX to the desk and calls it. */
function send({ usdx, desk }: Fixture, from: HardhatEthersSigner, value: bigint, data: string) {
  return usdx.connect(from).getFunction("transferAndCall(address,uint256,bytes)")(desk.target, value, data);
}

async function moneyOf({ usdx, market, desk }: Fixture, ...accounts: ReadonlyArray<{ address: string }>) {
  const holders = [market.target, desk.target, ...accounts.map(({ address }) => address)];
  return Promise.all(holders.map((holder) => usdx.balanceOf(holder)));
}

describe("an ERC-1363 transfer to the desk", () => {
  it("MKT-60 buys at the price for whom its data names, the sender being the payer", async () => {
    const fixture = await load();
    const { market, desk, usdx, stranger, friend, dataset } = fixture;
    const { offered, id } = await makeOffer(fixture);
    const [inMarket = 0n, inDesk = 0n, ofStranger = 0n] = await moneyOf(fixture, stranger);
    await expect(send(fixture, stranger, PRICE, orderData(offered, friend.address)))
      .to.emit(market, "Deposited")
      .withArgs(stranger.address, usdx.target, desk.target, PRICE)
      .and.to.emit(market, "BoughtFromBalance")
      .withArgs(id, friend.address, stranger.address, (right: bigint) => right > 0n);
    expect(await moneyOf(fixture, stranger)).to.deep.equal([inMarket + PRICE, inDesk, ofStranger - PRICE]);
    expect(await market.hasAccess(dataset, friend.address)).to.equal(true);
    expect(await market.hasAccess(dataset, stranger.address)).to.equal(false);
    expect(await market.creditOf(stranger.address, usdx.target)).to.equal(0n);
  });

  it("MKT-60 works from an approved account too, the owner of the money being the payer", async () => {
    const fixture = await load();
    const { market, desk, usdx, stranger, friend, dataset } = fixture;
    const { offered, id } = await makeOffer(fixture);
    await usdx.connect(stranger).approve(friend.address, PRICE);
    const transfer = usdx.connect(friend).getFunction("transferFromAndCall(address,address,uint256,bytes)");
    await expect(transfer(stranger.address, desk.target, PRICE, orderData(offered, stranger.address)))
      .to.emit(market, "BoughtFromBalance")
      .withArgs(id, stranger.address, stranger.address, (right: bigint) => right > 0n);
    expect(await market.hasAccess(dataset, stranger.address)).to.equal(true);
  });

  it("MKT-60 brings the policy its evidence", async () => {
    const fixture = await load();
    const { market, stranger, dataset } = fixture;
    const policy = (await ethers.deployContract("PolicyMock")).target as string;
    const { offered, id } = await makeOffer(fixture, { policy });
    await expect(send(fixture, stranger, PRICE, orderData(offered, stranger.address, ethers.zeroPadValue("0x00", 32))))
      .to.be.revertedWithCustomError(market, "Access_Denied")
      .withArgs(id, stranger.address);
    await send(fixture, stranger, PRICE, orderData(offered, stranger.address, ethers.zeroPadValue("0x01", 32)));
    expect(await market.hasAccess(dataset, stranger.address)).to.equal(true);
  });

  it("MKT-60 adds to the sender's prepaid balance when it has no data", async () => {
    const fixture = await load();
    const { market, desk, usdx, stranger } = fixture;
    const { offered } = await makeOffer(fixture);
    const [inMarket = 0n, inDesk = 0n, ofStranger = 0n] = await moneyOf(fixture, stranger);
    await expect(send(fixture, stranger, 3n * PRICE, "0x"))
      .to.emit(market, "Deposited")
      .withArgs(stranger.address, usdx.target, desk.target, 3n * PRICE);
    expect(await moneyOf(fixture, stranger)).to.deep.equal([inMarket + 3n * PRICE, inDesk, ofStranger - 3n * PRICE]);
    await market.connect(stranger).buyFromBalance(offered, stranger.address, "0x");
    await market.connect(stranger).withdraw(usdx.target, stranger.address);
    expect(await moneyOf(fixture, stranger)).to.deep.equal([inMarket + PRICE, inDesk, ofStranger - PRICE]);
  });

  it("MKT-60 refuses another amount, another token, nothing, and what is no order; nothing moves then", async () => {
    const fixture = await load();
    const { market, desk, usdx, eurx, stranger } = fixture;
    const { offered } = await makeOffer(fixture);
    const inEuro = await makeOffer(fixture, { token: eurx.target as string });
    const free = await makeOffer(fixture, { price: 0n, token: ZERO_ADDRESS });
    const before = await moneyOf(fixture, stranger);
    const order = orderData(offered, stranger.address);
    for (const value of [PRICE - 1n, PRICE + 1n]) {
      await expect(send(fixture, stranger, value, order))
        .to.be.revertedWithCustomError(desk, "Transfers_OtherAmount")
        .withArgs(PRICE, value);
    }
    for (const { offered: other } of [inEuro, free]) {
      await expect(send(fixture, stranger, PRICE, orderData(other, stranger.address)))
        .to.be.revertedWithCustomError(desk, "Transfers_OtherToken")
        .withArgs(other.token, usdx.target);
    }
    for (const data of ["0x", order]) {
      await expect(send(fixture, stranger, 0n, data))
        .to.be.revertedWithCustomError(market, "Access_BadAmount")
        .withArgs(0n);
    }
    for (const data of ["0x00", order.slice(0, 2 + 575 * 2)]) {
      await expect(send(fixture, stranger, PRICE, data))
        .to.be.revertedWithCustomError(desk, "Transfers_BadOrder")
        .withArgs(data);
    }
    // Long enough, but no encoding of an order: the offset of the evidence points outside.
    const broken = `${order.slice(0, 2 + 512 * 2)}${"ff".repeat(32)}${order.slice(2 + 544 * 2)}`;
    await expect(send(fixture, stranger, PRICE, broken))
      .to.be.revertedWithCustomError(usdx, "ERC1363InvalidReceiver")
      .withArgs(desk.target);
    expect(await moneyOf(fixture, stranger)).to.deep.equal(before);
    expect(await market.creditOf(stranger.address, usdx.target)).to.equal(0n);
  });

  it("MKT-60 is refused as any purchase, and the sender keeps his money", async () => {
    const fixture = await load();
    const { market, seller, stranger } = fixture;
    const { offered, id } = await makeOffer(fixture);
    await market.connect(seller).withdrawOffer(offered);
    const before = await moneyOf(fixture, stranger);
    await expect(send(fixture, stranger, PRICE, orderData(offered, stranger.address)))
      .to.be.revertedWithCustomError(market, "Access_OfferNotOpen")
      .withArgs(id, 2n);
    const open = await makeOffer(fixture, { nonce: 1n });
    await expect(send(fixture, stranger, PRICE, orderData(open.offered, ZERO_ADDRESS))).to.be.revertedWithCustomError(
      market,
      "Access_NoReader",
    );
    expect(await moneyOf(fixture, stranger)).to.deep.equal(before);
  });

  it("MKT-61 is refunded to the sender's credit, like a purchase of his own", async () => {
    const fixture = await load();
    const { market, usdx, stranger, dataset } = fixture;
    const { offered } = await makeOffer(fixture, { refundWindow: DAY, duration: 0n });
    await send(fixture, stranger, PRICE, orderData(offered, stranger.address));
    const purchase = await purchaseMade(market, offered, stranger.address, 0n);
    await market.connect(stranger).refund(dataset, [{ purchase, terms: offered }]);
    expect(await market.creditOf(stranger.address, usdx.target)).to.equal(PRICE);
  });

  it("MKT-61 takes nothing that lies at the desk by mistake, and nobody else can", async () => {
    const fixture = await load();
    const { market, desk, usdx, buyer, stranger } = fixture;
    const { offered } = await makeOffer(fixture);
    await usdx.connect(buyer).transfer(desk.target, 7n);
    await send(fixture, stranger, PRICE, orderData(offered, stranger.address));
    expect(await usdx.balanceOf(desk.target)).to.equal(7n);
    expect(await usdx.allowance(desk.target, market.target)).to.equal(0n);
    expect(await market.creditOf(desk.target, usdx.target)).to.equal(0n);
  });
});

describe("a hostile ERC-1363 token", () => {
  async function withToken() {
    const fixture = await load();
    const { market, stranger, buyer } = fixture;
    const token = await ethers.deployContract("CallingTokenMock");
    for (const account of [stranger, buyer]) await token.mint(account.address, 10n * PRICE);
    await token.connect(buyer).approve(market.target, ethers.MaxUint256);
    const { offered, id } = await makeOffer(fixture, { token: token.target as string });
    return { ...fixture, fixture, token, offered, id };
  }

  it("MKT-16 is refused when it keeps a fee of the transfer, also where the desk has some of it", async () => {
    const { market, desk, stranger, token, offered, dataset } = await withToken();
    const order = orderData(offered, stranger.address);
    await token.setFee(100n);
    for (const data of ["0x", order]) {
      await expect(token.connect(stranger).transferAndCall(desk.target, PRICE, data))
        .to.be.revertedWithCustomError(token, "ERC20InsufficientBalance")
        .withArgs(desk.target, (PRICE * 98n) / 100n, (PRICE * 99n) / 100n);
    }
    await token.mint(desk.target, PRICE);
    for (const data of ["0x", order]) {
      await expect(token.connect(stranger).transferAndCall(desk.target, PRICE, data))
        .to.be.revertedWithCustomError(market, "Money_ShortDelivery")
        .withArgs(token.target, PRICE, (PRICE * 99n) / 100n);
    }
    expect(await token.balanceOf(stranger.address)).to.equal(10n * PRICE);
    expect(await market.hasAccess(dataset, stranger.address)).to.equal(false);
  });

  it("MKT-16 is refused when it returns false, and taken when it behaves", async () => {
    const { market, desk, stranger, token, offered, dataset } = await withToken();
    const order = orderData(offered, stranger.address);
    await token.setReturnsFalse(true);
    await expect(token.connect(stranger).transferAndCall(desk.target, PRICE, order))
      .to.be.revertedWithCustomError(market, "SafeERC20FailedOperation")
      .withArgs(token.target);
    await token.setReturnsFalse(false);
    await token.connect(stranger).transferAndCall(desk.target, PRICE, order);
    expect(await market.hasAccess(dataset, stranger.address)).to.equal(true);
    expect(await token.balanceOf(market.target)).to.equal(PRICE);
  });

  it("MKT-60 buys nothing by telling of a transfer that was none, in whoever's name", async () => {
    const { market, desk, usdx, stranger, buyer, token, offered, dataset } = await withToken();
    const order = orderData(offered, stranger.address);
    for (const from of [stranger.address, buyer.address]) {
      for (const data of ["0x", order]) {
        await expect(token.pretend(desk.target, from, PRICE, data))
          .to.be.revertedWithCustomError(token, "ERC20InsufficientBalance")
          .withArgs(desk.target, 0n, PRICE);
      }
    }
    expect(await market.hasAccess(dataset, stranger.address)).to.equal(false);
    expect(await usdx.balanceOf(market.target)).to.equal(0n);
  });

  it("MKT-73 names nobody, itself or the market as the payer in vain", async () => {
    const { market, desk, stranger, token, offered } = await withToken();
    await token.mint(desk.target, 10n * PRICE);
    for (const from of [ZERO_ADDRESS, market.target as string]) {
      await expect(token.pretend(desk.target, from, PRICE, orderData(offered, stranger.address)))
        .to.be.revertedWithCustomError(market, "Access_BadReceiver")
        .withArgs(from);
    }
  });

  it("MKT-58 can give a victim its own worthless credit only: the victim's other money stays, and stays his", async () => {
    const { market, desk, usdx, fixture, stranger, buyer, token, offered, dataset } = await withToken();
    await market.connect(buyer).deposit(usdx.target, buyer.address, PRICE);
    await token.mint(desk.target, PRICE);
    const dear = await makeOffer(fixture);
    // An order in honest money, told of by the hostile token.
    await expect(token.pretend(desk.target, buyer.address, PRICE, orderData(dear.offered, stranger.address)))
      .to.be.revertedWithCustomError(desk, "Transfers_OtherToken")
      .withArgs(usdx.target, token.target);
    await token.pretend(desk.target, buyer.address, PRICE, orderData(offered, stranger.address));
    expect(await market.hasAccess(dataset, stranger.address)).to.equal(true);
    expect(await market.creditOf(buyer.address, usdx.target)).to.equal(PRICE);
    expect(await market.creditOf(buyer.address, token.target)).to.equal(0n);
    expect(await token.balanceOf(buyer.address)).to.equal(10n * PRICE);
  });

  it("MKT-58 can't fill a victim's credit up, after which he could not be paid back", async () => {
    const { market, desk, buyer, token } = await withToken();
    const most = 2n ** 128n - 1n;
    await token.mint(desk.target, 2n ** 200n);
    await expect(token.pretend(desk.target, buyer.address, most + 1n, "0x"))
      .to.be.revertedWithCustomError(market, "Access_BadAmount")
      .withArgs(most + 1n);
    await token.pretend(desk.target, buyer.address, most, "0x");
    expect(await market.creditOf(buyer.address, token.target)).to.equal(most);
  });

  it("MKT-20 enters neither desk nor market a second time from inside", async () => {
    const { market, desk, stranger, buyer, token, offered, dataset } = await withToken();
    const order = orderData(offered, stranger.address);
    const reentered = market.interface.getError("ReentrancyGuardReentrantCall")?.selector;
    const code = market.interface;
    const calls = [
      [desk.target, desk.interface.encodeFunctionData("onTransferReceived", [ZERO_ADDRESS, buyer.address, 1n, "0x"])],
      [market.target, code.encodeFunctionData("buy", [offered, stranger.address, "0x"])],
      [market.target, code.encodeFunctionData("deposit", [token.target, buyer.address, 1n])],
      [market.target, code.encodeFunctionData("buyFromBalance", [offered, buyer.address, "0x"])],
      [market.target, code.encodeFunctionData("withdraw", [token.target, buyer.address])],
    ] as const;
    for (const [target, call] of calls) {
      await token.setCall(target, call);
      await expect(token.connect(stranger).transferAndCall(desk.target, PRICE, order))
        .to.emit(token, "CalledBack")
        .withArgs(false, reentered);
    }
    expect(await token.balanceOf(market.target)).to.equal(BigInt(calls.length) * PRICE);
    expect(await market.collectable(offered)).to.equal(BigInt(calls.length) * PRICE);
    expect(await market.creditOf(stranger.address, token.target)).to.equal(0n);
    const again = desk.interface.encodeFunctionData("onTransferReceived", [ZERO_ADDRESS, buyer.address, 1n, "0x"]);
    await token.setCall(desk.target, again);
    // From inside a plain purchase the desk is free, but the market is not.
    await expect(market.connect(buyer).buy(offered, buyer.address, "0x"))
      .to.emit(token, "CalledBack")
      .withArgs(false, reentered);
    expect(await packedRight(market, dataset, buyer.address)).to.not.equal(0n);
  });
});

describe("onTransferReceived", () => {
  it("MKT-60 believes no account that is not a token", async () => {
    const { desk, market, relay, relayer, stranger, buyer } = await load();
    expect(desk.interface.getFunction("onTransferReceived").selector).to.equal(SELECTOR);
    await expect(desk.connect(stranger).onTransferReceived(stranger.address, buyer.address, 1n, "0x"))
      .to.be.revertedWithCustomError(desk, "SafeERC20FailedOperation")
      .withArgs(stranger.address);
    const call = [stranger.address, buyer.address, 1n, "0x"] as const;
    const data = desk.interface.encodeFunctionData("onTransferReceived", [...call]);
    const request = await signRequest(relay, stranger, { from: stranger.address, to: desk.target as string, data });
    await expect(relay.connect(relayer).execute(request)).to.be.revertedWithCustomError(relay, "FailedCall");
    for (const token of [stranger.address, relay.target]) {
      expect(await market.creditOf(buyer.address, token)).to.equal(0n);
    }
  });
});
