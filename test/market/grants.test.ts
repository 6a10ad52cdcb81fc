import { expect } from "chai";
import { signRequest } from "../shared/requests.ts";
import { type Domain, digestOf, type Grant, grantOf, loadDesk, sign } from "./desk.ts";
import {
  DAY,
  DENYING_CODE,
  ethers,
  networkHelpers,
  nextTimestamp,
  packedRight,
  pushed,
  scopeOf,
  ZERO_ADDRESS,
  ZERO_HASH,
} from "./fixture.ts";

describe("redeem", () => {
  it("MKT-63 gives exactly the right that the owner signed for, whoever sends it", async () => {
    const fixture = await loadDesk();
    const { market, desk, seller, stranger, relayer, dataset, terms } = fixture;
    const grant = grantOf(fixture);
    const digest = digestOf(fixture, "Grant", grant);
    expect(await desk.grantDigest(grant)).to.equal(digest);
    expect(await desk.isGrantUsed(digest)).to.equal(false);
    const signature = await sign(fixture, seller, "Grant", grant);
    const now = await nextTimestamp();
    const given = { previous: 0n, offer: ZERO_HASH, payer: ZERO_ADDRESS, paid: 0n, boughtAt: now, from: now };
    const right = pushed(given, scopeOf(terms), now + 30n * DAY, 1n);
    await expect(desk.connect(relayer).redeem(grant, signature))
      .to.emit(desk, "GrantRedeemed")
      .withArgs(digest, dataset, stranger.address)
      .and.to.emit(market, "Granted")
      .withArgs(dataset, stranger.address, right);
    expect(await packedRight(market, dataset, stranger.address)).to.equal(right);
    expect(await market.hasAccess(dataset, relayer.address)).to.equal(false);
    expect(await desk.isGrantUsed(digest)).to.equal(true);
  });

  it("MKT-63 works once", async () => {
    const fixture = await loadDesk();
    const { market, desk, seller, stranger, dataset } = fixture;
    const grant = grantOf(fixture);
    const signature = await sign(fixture, seller, "Grant", grant);
    await desk.redeem(grant, signature);
    const right = await packedRight(market, dataset, stranger.address);
    await expect(desk.redeem(grant, signature))
      .to.be.revertedWithCustomError(desk, "Grants_Used")
      .withArgs(digestOf(fixture, "Grant", grant));
    expect(await packedRight(market, dataset, stranger.address)).to.equal(right);
  });

  it("MKT-63 takes grants of one owner in any order, for ever ones too", async () => {
    const fixture = await loadDesk();
    const { market, desk, seller, stranger, friend, dataset } = fixture;
    const grants = [
      grantOf(fixture, { nonce: 1n, duration: 0n }),
      grantOf(fixture, { nonce: 2n, reader: friend.address }),
      grantOf(fixture, { nonce: 3n, duration: DAY }),
    ];
    const signatures = await Promise.all(grants.map((grant) => sign(fixture, seller, "Grant", grant)));
    for (const index of [2, 1, 0]) await desk.redeem(grants[index] as Grant, signatures[index] ?? "0x");
    const { right } = await market.rightOf(dataset, stranger.address);
    expect(right.until).to.equal(2n ** 40n - 1n);
    expect(right.depth).to.equal(2n);
    expect(await market.hasAccess(dataset, friend.address)).to.equal(true);
  });

  it("MKT-63 is good to the last second of its deadline", async () => {
    const fixture = await loadDesk();
    const { market, desk, seller, stranger, dataset } = fixture;
    const deadline = BigInt(await networkHelpers.time.latest()) + 100n;
    const [late, inTime] = [grantOf(fixture, { deadline: deadline - 1n }), grantOf(fixture, { deadline })];
    await networkHelpers.time.setNextBlockTimestamp(deadline);
    await desk.redeem(inTime, await sign(fixture, seller, "Grant", inTime));
    expect(await market.hasAccess(dataset, stranger.address)).to.equal(true);
    await expect(desk.redeem(late, await sign(fixture, seller, "Grant", late)))
      .to.be.revertedWithCustomError(desk, "Grants_Expired")
      .withArgs(digestOf(fixture, "Grant", late), deadline - 1n);
  });

  it("MKT-63 is void when the data set has moved, and good again when it is back", async () => {
    const fixture = await loadDesk();
    const { market, desk, seller, other, stranger, dataset } = fixture;
    const grant = grantOf(fixture);
    const signature = await sign(fixture, seller, "Grant", grant);
    await market.connect(seller).transferFrom(seller.address, other.address, dataset);
    await expect(desk.redeem(grant, signature))
      .to.be.revertedWithCustomError(market, "Datasets_NotOwner")
      .withArgs(dataset, seller.address);
    expect(await desk.isGrantUsed(digestOf(fixture, "Grant", grant))).to.equal(false);
    await market.connect(other).transferFrom(other.address, seller.address, dataset);
    await desk.redeem(grant, signature);
    expect(await market.hasAccess(dataset, stranger.address)).to.equal(true);
  });

  it("MKT-63 is refused where a grant by transaction is", async () => {
    const fixture = await loadDesk();
    const { market, desk, seller, dataset } = fixture;
    const longest = await market.MAX_DURATION();
    const nowhere = await market.datasetId(seller.address, ethers.id("nowhere"));
    const refused: ReadonlyArray<readonly [Partial<Grant>, string, readonly unknown[]]> = [
      [{ reader: ZERO_ADDRESS }, "Access_NoReader", []],
      [{ segments: 0n }, "Access_BadSegments", [0n]],
      [{ fromVersion: 0n }, "Access_BadVersion", [dataset, 0n, 1n]],
      [{ fromVersion: 2n }, "Access_BadVersion", [dataset, 2n, 1n]],
      [{ duration: longest + 1n }, "Access_DurationTooLong", [longest + 1n, longest]],
      [{ dataset: nowhere }, "Datasets_NotOwner", [nowhere, seller.address]],
    ];
    for (const [changes, error, args] of refused) {
      const grant = grantOf(fixture, changes);
      await expect(desk.redeem(grant, await sign(fixture, seller, "Grant", grant)))
        .to.be.revertedWithCustomError(market, error)
        .withArgs(...args);
    }
  });

  it("MKT-65 refuses every change of what was signed, another signer, chain, desk or name", async () => {
    const fixture = await loadDesk();
    const { desk, market, seller, other, relayer, second } = fixture;
    const grant = grantOf(fixture);
    const signature = await sign(fixture, seller, "Grant", grant);
    const changes: Array<Partial<Grant>> = [
      { dataset: second },
      { reader: relayer.address },
      { duration: 31n * DAY },
      { segments: 1n },
      { fromVersion: 2n },
      { laterVersions: false },
      { nonce: 2n },
      { deadline: 2n ** 39n },
    ];
    for (const change of changes) {
      const changed = { ...grant, ...change };
      await expect(desk.connect(relayer).redeem(changed, signature))
        .to.be.revertedWithCustomError(desk, "Grants_NotSigned")
        .withArgs(digestOf(fixture, "Grant", changed), seller.address);
    }
    const digest = digestOf(fixture, "Grant", grant);
    const domains: Domain[] = [
      { chainId: 31338n },
      { verifyingContract: market.target as string },
      { name: "Tallystick Tabs" },
    ];
    const forged = await Promise.all(domains.map((domain) => sign(fixture, seller, "Grant", grant, domain)));
    for (const wrong of [...forged, await sign(fixture, other, "Grant", grant), "0x", signature.slice(0, -2)]) {
      await expect(desk.redeem(grant, wrong))
        .to.be.revertedWithCustomError(desk, "Grants_NotSigned")
        .withArgs(digest, seller.address);
    }
  });

  it("MKT-65 does not take nobody for the owner of what does not exist", async () => {
    const fixture = await loadDesk();
    const { desk } = fixture;
    const grant = grantOf(fixture, { dataset: 1n, owner: ZERO_ADDRESS });
    for (const signature of ["0x", `0x${"00".repeat(65)}`]) {
      await expect(desk.redeem(grant, signature))
        .to.be.revertedWithCustomError(desk, "Grants_NotSigned")
        .withArgs(digestOf(fixture, "Grant", grant), ZERO_ADDRESS);
    }
  });

  it("MKT-65 takes a contract wallet's signature (ERC-1271)", async () => {
    const fixture = await loadDesk();
    const { market, desk, seller, other, stranger, dataset } = fixture;
    const wallet = await ethers.deployContract("WalletMock", [seller.address]);
    await market.connect(seller).transferFrom(seller.address, wallet.target, dataset);
    const grant = grantOf(fixture, { owner: wallet.target as string });
    await expect(desk.redeem(grant, await sign(fixture, other, "Grant", grant)))
      .to.be.revertedWithCustomError(desk, "Grants_NotSigned")
      .withArgs(digestOf(fixture, "Grant", grant), wallet.target);
    await desk.redeem(grant, await sign(fixture, seller, "Grant", grant));
    expect(await market.hasAccess(dataset, stranger.address)).to.equal(true);
  });

  it("MKT-65 takes the key's signature of a delegated account (EIP-7702), whatever its code answers", async () => {
    const fixture = await loadDesk();
    const { market, desk, seller, stranger, dataset } = fixture;
    const grant = grantOf(fixture);
    const signature = await sign(fixture, seller, "Grant", grant);
    const denying = await ethers.deployContract("WalletMock", [stranger.address]);
    const code = ethers.concat(["0xef0100", denying.target as string]);
    await networkHelpers.setCode(seller.address, code);
    await desk.redeem(grant, signature);
    expect(await market.hasAccess(dataset, stranger.address)).to.equal(true);
    await networkHelpers.setCode(seller.address, DENYING_CODE);
    const next = grantOf(fixture, { nonce: 2n });
    await desk.redeem(next, await sign(fixture, seller, "Grant", next));
  });
});

describe("withdrawGrant", () => {
  it("MKT-64 makes a grant void, also before anybody has shown it", async () => {
    const fixture = await loadDesk();
    const { market, desk, seller, stranger, dataset } = fixture;
    const grant = grantOf(fixture);
    const digest = digestOf(fixture, "Grant", grant);
    const signature = await sign(fixture, seller, "Grant", grant);
    await expect(desk.connect(seller).withdrawGrant(grant))
      .to.emit(desk, "GrantWithdrawn")
      .withArgs(digest, seller.address);
    expect(await desk.isGrantUsed(digest)).to.equal(true);
    await expect(desk.redeem(grant, signature)).to.be.revertedWithCustomError(desk, "Grants_Used").withArgs(digest);
    await expect(desk.connect(seller).withdrawGrant(grant))
      .to.be.revertedWithCustomError(desk, "Grants_Used")
      .withArgs(digest);
    expect(await market.hasAccess(dataset, stranger.address)).to.equal(false);
  });

  it("MKT-64 is its owner's alone, and comes too late for what was redeemed", async () => {
    const fixture = await loadDesk();
    const { desk, seller, other, stranger } = fixture;
    const grant = grantOf(fixture);
    const digest = digestOf(fixture, "Grant", grant);
    for (const caller of [other, stranger]) {
      await expect(desk.connect(caller).withdrawGrant(grant))
        .to.be.revertedWithCustomError(desk, "Grants_NotOwner")
        .withArgs(digest, seller.address, caller.address);
    }
    await desk.redeem(grant, await sign(fixture, seller, "Grant", grant));
    await expect(desk.connect(seller).withdrawGrant(grant))
      .to.be.revertedWithCustomError(desk, "Grants_Used")
      .withArgs(digest);
  });

  it("MKT-72 is possible by relay and in a batch, in the signer's name alone", async () => {
    const fixture = await loadDesk();
    const { desk, relay, relayer, seller, stranger } = fixture;
    const grants = [grantOf(fixture), grantOf(fixture, { nonce: 2n })];
    const calls = grants.map((grant) => desk.interface.encodeFunctionData("withdrawGrant", [grant]));
    const data = desk.interface.encodeFunctionData("multicall", [calls]);
    const to = desk.target as string;
    const others = await signRequest(relay, stranger, { from: stranger.address, to, data });
    await expect(relay.connect(relayer).execute(others)).to.be.revertedWithCustomError(relay, "FailedCall");
    await relay.connect(relayer).execute(await signRequest(relay, seller, { from: seller.address, to, data }));
    for (const grant of grants) {
      expect(await desk.isGrantUsed(digestOf(fixture, "Grant", grant))).to.equal(true);
    }
  });
});
