import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { expect } from "chai";
import { network } from "hardhat";
import { signRequest } from "./requests.ts";

describe("Relay", () => {
  const setUp = async () => {
    const { ethers, networkHelpers } = await network.create();
    const [sender, outsider] = (await ethers.getSigners()) as [HardhatEthersSigner, HardhatEthersSigner];
    const signer = ethers.Wallet.createRandom(ethers.provider);
    const relay = await ethers.deployContract("Relay");
    const target = await ethers.deployContract("RelayTargetMock", [relay]);
    const wallet = await ethers.deployContract("WalletMock", [signer.address]);
    const to = await target.getAddress();
    const data = target.interface.encodeFunctionData("note", ["0xc0ffee"]);
    return { ethers, networkHelpers, sender, outsider, signer, relay, target, wallet, to, data };
  };
  let s: Awaited<ReturnType<typeof setUp>>;
  beforeEach(async () => {
    s = await setUp();
  });

  const requestOf = (from: string) => signRequest(s.relay, s.signer, { from, to: s.to, data: s.data });

  /** Sends a request for `from` and expects the target to see `from` and exactly the call that was signed. */
  const expectRelayed = async (from: string) => {
    const { relay, target, sender, data } = s;
    const request = await requestOf(from);
    expect(await relay.verify(request)).to.equal(true);
    await expect(relay.connect(sender).execute(request))
      .to.emit(target, "Called")
      .withArgs(from, 0n, data)
      .to.emit(relay, "ExecutedForwardRequest")
      .withArgs(from, 0n, true);
    expect(await relay.nonces(from)).to.equal(1n);
    expect(await relay.verify(request)).to.equal(false);
    await expect(relay.execute(request))
      .to.be.revertedWithCustomError(relay, "ERC2771ForwarderInvalidSigner")
      .withArgs(from, from);
  };

  describe("execute", () => {
    it("IDN-50 IDN-51 relays an act of an EOA, once", () => expectRelayed(s.signer.address));

    it("IDN-50 IDN-51 relays an act of a contract wallet, once", async () =>
      expectRelayed(await s.wallet.getAddress()));

    it("IDN-50 IDN-51 relays an act of a delegated EOA, once", async () => {
      const { ethers, networkHelpers, signer, sender } = s;
      await networkHelpers.setBalance(signer.address, 10n ** 18n);
      const address = await s.wallet.getAddress();
      const authorization = await signer.authorize({ address, nonce: 1n });
      await signer.sendTransaction({ type: 4, to: sender.address, authorizationList: [authorization] });
      expect(await ethers.provider.getCode(signer.address)).to.equal(ethers.concat(["0xef0100", address]));
      // A delegated EOA's own storage is empty, so the code takes the account's key as the owner's.
      await expectRelayed(signer.address);
    });

    it("relays ether along with the act", async () => {
      const { ethers, relay, target, signer, to, data } = s;
      const request = await signRequest(relay, signer, { from: signer.address, to, data, value: 7n });
      await expect(relay.execute(request, { value: 6n }))
        .to.be.revertedWithCustomError(relay, "ERC2771ForwarderMismatchedValue")
        .withArgs(7n, 6n);
      await expect(relay.execute(request, { value: 7n }))
        .to.emit(target, "Called")
        .withArgs(signer.address, 7n, data);
      expect(await ethers.provider.getBalance(target)).to.equal(7n);
      expect(await ethers.provider.getBalance(relay)).to.equal(0n);
    });

    it("leaves a refused act unsigned for: the request stays good", async () => {
      const { relay, target, signer, to } = s;
      const data = target.interface.encodeFunctionData("refuse");
      const request = await signRequest(relay, signer, { from: signer.address, to, data });
      await expect(relay.execute(request)).to.be.revertedWithCustomError(relay, "FailedCall");
      expect(await relay.nonces(signer.address)).to.equal(0n);
    });

    it("IDN-51 refuses a signature of somebody else, for EOA, contract wallet and plain contract", async () => {
      const { relay, target, wallet, sender, outsider, to, data } = s;
      for (const from of [sender.address, await wallet.getAddress(), await target.getAddress()]) {
        const request = await signRequest(relay, outsider, { from, to, data });
        expect(await relay.verify(request)).to.equal(false);
        await expect(relay.execute(request))
          .to.be.revertedWithCustomError(relay, "ERC2771ForwarderInvalidSigner")
          .withArgs(from, from);
      }
    });

    it("IDN-51 refuses a request for the zero account with a signature that recovers to nobody", async () => {
      const { ethers, relay, to, data } = s;
      const from = ethers.ZeroAddress;
      const signature = ethers.concat([ethers.ZeroHash, ethers.ZeroHash, "0x1b"]);
      const request = { from, to, data, value: 0n, gas: 100_000n, deadline: 2n ** 48n - 1n, signature };
      await expect(relay.execute(request))
        .to.be.revertedWithCustomError(relay, "ERC2771ForwarderInvalidSigner")
        .withArgs(from, from);
    });

    it("IDN-51 refuses a request whose call, target, gas, value, deadline or signature was altered", async () => {
      const { ethers, relay, signer, data } = s;
      const other = await (await ethers.deployContract("RelayTargetMock", [relay])).getAddress();
      const request = await requestOf(signer.address);
      const { r, s: low, v } = ethers.Signature.from(request.signature as string);
      const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
      const high = ethers.toBeHex(order - BigInt(low), 32);
      const altered = [
        { data: data.replace("c0ffee", "decafe") },
        { to: other },
        { gas: 999_999n },
        { value: 1n },
        { deadline: 2n ** 48n - 2n },
        { signature: ethers.concat([r, high, v === 27 ? "0x1c" : "0x1b"]) },
        { signature: "0x" },
      ];
      for (const change of altered) {
        await expect(relay.execute({ ...request, ...change }, { value: change.value ?? 0n }))
          .to.be.revertedWithCustomError(relay, "ERC2771ForwarderInvalidSigner")
          .withArgs(signer.address, signer.address);
      }
      await relay.execute(request);
    });

    it("IDN-51 refuses a request after its deadline, and takes it in that very second", async () => {
      const { networkHelpers, relay, target, signer, to, data } = s;
      const deadline = BigInt(await networkHelpers.time.latest()) + 100n;
      const request = await signRequest(relay, signer, { from: signer.address, to, data, deadline });
      const snapshot = await networkHelpers.takeSnapshot();
      await networkHelpers.time.setNextBlockTimestamp(deadline + 1n);
      await expect(relay.execute(request))
        .to.be.revertedWithCustomError(relay, "ERC2771ForwarderExpiredRequest")
        .withArgs(deadline);
      await snapshot.restore();
      await networkHelpers.time.setNextBlockTimestamp(deadline);
      await expect(relay.execute(request)).to.emit(target, "Called").withArgs(signer.address, 0n, data);
    });

    it("IDN-51 refuses a request that was signed for another chain or another relay", async () => {
      const { ethers, relay, signer, to, data } = s;
      const verifyingContract = await (await ethers.deployContract("Relay")).getAddress();
      for (const domain of [{ chainId: 31338n }, { verifyingContract }]) {
        const request = await signRequest(relay, signer, { from: signer.address, to, data }, domain);
        await expect(relay.execute(request))
          .to.be.revertedWithCustomError(relay, "ERC2771ForwarderInvalidSigner")
          .withArgs(signer.address, signer.address);
      }
    });

    it("IDN-52 refuses a contract that trusts another relay, and an account without code", async () => {
      const { ethers, relay, signer, outsider, data } = s;
      const distrusting = await (await ethers.deployContract("RelayTargetMock", [outsider])).getAddress();
      for (const to of [distrusting, outsider.address]) {
        const request = await signRequest(relay, signer, { from: signer.address, to, data });
        await expect(relay.execute(request))
          .to.be.revertedWithCustomError(relay, "ERC2771UntrustfulTarget")
          .withArgs(to, await relay.getAddress());
      }
    });

    it("IDN-52 lets nobody but the trusted relay speak for another", async () => {
      const { ethers, target, sender, outsider, to, data } = s;
      const forged = ethers.concat([data, outsider.address]);
      await expect(sender.sendTransaction({ to, data: forged }))
        .to.emit(target, "Called")
        .withArgs(sender.address, 0n, forged);
    });
  });

  describe("executeBatch", () => {
    it("IDN-51 skips a bad request and does the others", async () => {
      const { relay, target, signer, outsider, sender, to, data } = s;
      const good = await requestOf(signer.address);
      const bad = await signRequest(relay, outsider, { from: sender.address, to, data });
      await expect(relay.executeBatch([bad, good], sender))
        .to.emit(target, "Called")
        .withArgs(signer.address, 0n, data);
      expect(await relay.nonces(sender)).to.equal(0n);
      expect(await relay.nonces(signer.address)).to.equal(1n);
    });
  });
});
