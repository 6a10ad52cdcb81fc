import { expect } from "chai";
import type { Signer } from "ethers";
import { nonceWith } from "../../sdk/src/market/authorization.ts";
import { signRequest } from "../shared/requests.ts";
import { AMOUNT, claimOf, ethers, idOf, load, open, openAt, type Terms, termsOf } from "./world.ts";

const FOREVER = 2n ** 40n;
const UINT = (name: string) => ({ name, type: "uint256" });
const ADDRESS = (name: string) => ({ name, type: "address" });
const PERMIT = { Permit: [ADDRESS("owner"), ADDRESS("spender"), UINT("value"), UINT("nonce"), UINT("deadline")] };
const RECEIVE = {
  ReceiveWithAuthorization: [
    ADDRESS("from"),
    ADDRESS("to"),
    UINT("value"),
    UINT("validAfter"),
    UINT("validBefore"),
    { name: "nonce", type: "bytes32" },
  ],
};

/** EURX with money for the payer, who has approved nothing. */
async function prepared() {
  const world = await load();
  const token = world.eurx;
  await token.faucet(world.payer);
  const terms = await termsOf(world, { token: await token.getAddress(), tip: 100n });
  const domain = {
    name: await token.name(),
    version: "1",
    chainId: world.chainId,
    verifyingContract: await token.getAddress(),
  };
  return { ...world, world, token, terms, domain, id: await idOf(world, terms) };
}

type Prepared = Awaited<ReturnType<typeof prepared>>;

async function permitOf({ payer, hashLock, token, domain }: Prepared, value = AMOUNT) {
  const nonce = await token["nonces(address)"](payer);
  const message = { owner: payer.address, spender: hashLock.target, value, nonce, deadline: FOREVER };
  const { v, r, s } = ethers.Signature.from(await payer.signTypedData(domain, PERMIT, message));
  return { value, deadline: FOREVER, v, r, s };
}

async function authorizationOf({ payer, hashLock, domain }: Prepared, id: string, signer: Signer, value = AMOUNT) {
  const nonce = nonceWith(id as `0x${string}`, 0n);
  const times = { validAfter: 0n, validBefore: FOREVER };
  const message = { from: payer.address, to: hashLock.target, value, ...times, nonce };
  return { payer: payer.address, ...times, signature: await signer.signTypedData(domain, RECEIVE, message) };
}

const locked = ({ terms, id }: { terms: Terms; id: string }) =>
  [id, terms.recipient, terms.refundee, terms.token, terms.amount, terms.hashlock, terms.terms] as const;

describe("how hash locks are paid", () => {
  it("SWP-16 by a permit of the caller, even if somebody has used it before", async () => {
    for (const isUsed of [false, true]) {
      const all = await prepared();
      const { hashLock, token, payer, terms, stranger } = all;
      const permit = await permitOf(all);
      const { value, deadline, v, r, s } = permit;
      if (isUsed) await token.connect(stranger).permit(payer, hashLock, value, deadline, v, r, s);
      const act = hashLock.connect(payer).lockTokenWithPermit(terms, permit);
      await expect(act)
        .to.emit(hashLock, "Locked")
        .withArgs(...locked(all));
      await expect(act).to.changeTokenBalances(ethers, token, [payer, hashLock], [-AMOUNT, AMOUNT]);
    }
  });

  it("SWP-16 not by another's permit", async () => {
    const all = await prepared();
    const { hashLock, token, terms, stranger } = all;
    await expect(hashLock.connect(stranger).lockTokenWithPermit(terms, await permitOf(all)))
      .to.be.revertedWithCustomError(token, "ERC20InsufficientAllowance")
      .withArgs(hashLock.target, 0n, AMOUNT);
  });

  it("SWP-17 by one signature of the payer, which anyone relays, and which binds all terms", async () => {
    const all = await prepared();
    const { hashLock, token, payer, terms, id, stranger } = all;
    const authorization = await authorizationOf(all, id, payer);
    const other = { ...terms, recipient: stranger.address };
    await expect(hashLock.connect(stranger).lockTokenWithAuthorization(other, authorization)).to.be.revert(ethers);
    const less = { ...terms, amount: AMOUNT - 1n };
    await expect(hashLock.connect(stranger).lockTokenWithAuthorization(less, authorization)).to.be.revert(ethers);
    const act = hashLock.connect(stranger).lockTokenWithAuthorization(terms, authorization);
    await expect(act)
      .to.emit(hashLock, "Locked")
      .withArgs(...locked(all));
    await expect(act).to.changeTokenBalances(ethers, token, [payer, hashLock, stranger], [-AMOUNT, AMOUNT, 0n]);
    await hashLock.claim(claimOf(terms));
    await expect(hashLock.connect(stranger).lockTokenWithAuthorization(terms, authorization)).to.be.revert(ethers);
    expect(await openAt(all.world, id)).to.deep.equal([0n]);
  });

  it("SWP-17 not by another's signature", async () => {
    const all = await prepared();
    const { hashLock, terms, id, stranger } = all;
    const forged = await authorizationOf(all, id, stranger);
    await expect(hashLock.lockTokenWithAuthorization(terms, forged)).to.be.revert(ethers);
    expect(await openAt(all.world, id)).to.deep.equal([0n]);
  });

  it("SWP-18 through the relay: the signer pays, and gets the tip of a claim", async () => {
    const all = await prepared();
    const { hashLock, relay, token, payer, recipient, terms, stranger, caller } = all;
    await token.connect(payer).approve(hashLock, AMOUNT);
    const to = await hashLock.getAddress();
    const lock = hashLock.interface.encodeFunctionData("lockToken", [terms]);
    const locking = relay
      .connect(stranger)
      .execute(await signRequest(relay, payer, { from: payer.address, to, data: lock }));
    await expect(locking).to.changeTokenBalances(ethers, token, [payer, hashLock, stranger], [-AMOUNT, AMOUNT, 0n]);
    const claim = hashLock.interface.encodeFunctionData("claim", [claimOf(terms)]);
    const claiming = relay
      .connect(stranger)
      .execute(await signRequest(relay, caller, { from: caller.address, to, data: claim }));
    const [accounts, changes] = [
      [recipient, caller, stranger],
      [AMOUNT - 100n, 100n, 0n],
    ];
    await expect(claiming).to.changeTokenBalances(ethers, token, accounts as never, changes as bigint[]);
  });

  it("SWP-18 many in one transaction", async () => {
    const all = await prepared();
    const { hashLock, token, payer, terms } = all;
    await token.connect(payer).approve(hashLock, 3n * AMOUNT);
    const calls = [0n, 1n, 2n].map((salt) =>
      hashLock.interface.encodeFunctionData("lockToken", [{ ...terms, terms: terms.terms + salt }]),
    );
    const act = hashLock.connect(payer).multicall(calls);
    await expect(act).to.changeTokenBalances(ethers, token, [payer, hashLock], [-3n * AMOUNT, 3n * AMOUNT]);
  });

  it("SWP-19 refuses a token that has no code", async () => {
    const world = await load();
    for (const token of [world.stranger.address, "0x0000000000000000000000000000000000000001"]) {
      const terms = await termsOf(world, { token });
      await expect(open(world, terms))
        .to.be.revertedWithCustomError(world.hashLock, "HashLock_NotToken")
        .withArgs(token);
    }
    const none = { ...(await termsOf(world)), token: ethers.ZeroAddress };
    await expect(world.hashLock.lockToken(none))
      .to.be.revertedWithCustomError(world.hashLock, "HashLock_NotToken")
      .withArgs(ethers.ZeroAddress);
  });

  it("SWP-19 refuses a token that delivers less", async () => {
    const world = await load();
    const { hashLock, token } = world;
    await token.setFee(100n);
    const terms = await termsOf(world, { token: await token.getAddress() });
    const money = await ethers.getContractAt("Market", hashLock.target);
    await expect(open(world, terms))
      .to.be.revertedWithCustomError(money, "Money_ShortDelivery")
      .withArgs(token.target, AMOUNT, AMOUNT - 10n);
    await token.setFee(0n);
    await token.setReturnsFalse(true);
    await expect(open(world, terms)).to.be.revert(ethers);
    expect(await openAt(world, await idOf(world, terms))).to.deep.equal([0n]);
  });

  it("SWP-19 refuses a token that delivers one lock's money inside another's", async () => {
    const world = await load();
    const { hashLock, token, payer } = world;
    const terms = await termsOf(world, { token: await token.getAddress() });
    await token.setFee(5_000n);
    const inner = hashLock.interface.encodeFunctionData("lockToken", [{ ...terms, terms: terms.terms + 1n }]);
    await token.setCall(hashLock, inner);
    const money = await ethers.getContractAt("Market", hashLock.target);
    await expect(open(world, terms))
      .to.be.revertedWithCustomError(money, "Money_ShortDelivery")
      .withArgs(token.target, AMOUNT, AMOUNT / 2n);
    await token.setFee(0n);
    await expect(open(world, terms))
      .to.emit(token, "CalledBack")
      .withArgs(false, ethers.id("ReentrancyGuardReentrantCall()").slice(0, 10));
    expect(await token.balanceOf(hashLock)).to.equal(AMOUNT);
    expect(await token.balanceOf(payer)).to.equal(1_000_000n - AMOUNT);
  });

  it("takes a token whose transfers return nothing", async () => {
    const world = await load();
    const { hashLock, payer, recipient } = world;
    const token = await ethers.deployContract("SilentTokenMock");
    await token.mint(payer, AMOUNT);
    await token.connect(payer).approve(hashLock, AMOUNT);
    const terms = await termsOf(world, { token: await token.getAddress() });
    await open(world, terms);
    expect(await token.balanceOf(hashLock)).to.equal(AMOUNT);
    await hashLock.claim(claimOf(terms));
    expect(await token.balanceOf(recipient)).to.equal(AMOUNT);
  });
});
