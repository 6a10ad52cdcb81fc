import { expect } from "chai";
import { CAP, DAY, type daoFixture, ethers, HOLDINGS, load, networkHelpers, SUPPLY, TALLY } from "./dao.ts";

const NOBODY = "0x000000000000000000000000000000000000dEaD";

describe("TallyToken", () => {
  describe("power", () => {
    it("GOV-01 is the holder's own from the first token on", async () => {
      const { token, alice, bob, stranger } = await load();
      const power = HOLDINGS.alice * TALLY;
      expect(await token.getVotes(alice)).to.equal(power);
      expect(await token.delegates(stranger)).to.equal(stranger.address);
      await expect(token.connect(alice).transfer(stranger, 5n))
        .to.emit(token, "DelegateChanged")
        .withArgs(stranger.address, ethers.ZeroAddress, stranger.address)
        .to.emit(token, "DelegateVotesChanged")
        .withArgs(alice.address, power, power - 5n)
        .to.emit(token, "DelegateVotesChanged")
        .withArgs(stranger.address, 0n, 5n);
      expect(await token.getVotes(stranger)).to.equal(5n);
      await expect(token.connect(alice).transfer(stranger, 5n)).not.to.emit(token, "DelegateChanged");
      await expect(token.connect(alice).transfer(bob, 5n)).not.to.emit(token, "DelegateChanged");
    });

    it("GOV-01 stays where an account that chose before its first token wanted it", async () => {
      const { token, alice, bob, stranger } = await load();
      await token.connect(stranger).delegate(bob);
      await expect(token.connect(alice).transfer(stranger, 5n)).not.to.emit(token, "DelegateChanged");
      expect(await token.getVotes(stranger)).to.equal(0n);
      expect(await token.getVotes(bob)).to.equal(HOLDINGS.bob * TALLY + 5n);
    });

    it("GOV-02 goes to another and back by transaction", async () => {
      const { token, alice, bob } = await load();
      await expect(token.connect(alice).delegate(bob))
        .to.emit(token, "DelegateChanged")
        .withArgs(alice.address, alice.address, bob.address);
      expect(await token.getVotes(alice)).to.equal(0n);
      expect(await token.getVotes(bob)).to.equal((HOLDINGS.alice + HOLDINGS.bob) * TALLY);
      await token.connect(alice).delegate(alice);
      expect(await token.getVotes(alice)).to.equal(HOLDINGS.alice * TALLY);
      expect(await token.getVotes(bob)).to.equal(HOLDINGS.bob * TALLY);
    });

    const delegation = async (delegatee: string) => {
      const { token, alice, relayer } = await load();
      const verifyingContract = await token.getAddress();
      const signature = await alice.signTypedData(
        { name: "Tallystick", version: "1", chainId: 31337n, verifyingContract },
        {
          Delegation: [
            { name: "delegatee", type: "address" },
            { name: "nonce", type: "uint256" },
            { name: "expiry", type: "uint256" },
          ],
        },
        { delegatee, nonce: 0n, expiry: 2n ** 40n },
      );
      const { v, r, s } = ethers.Signature.from(signature);
      return { token, alice, act: () => token.connect(relayer).delegateBySig(delegatee, 0n, 2n ** 40n, v, r, s) };
    };

    it("GOV-02 goes to another by signature", async () => {
      const { bob } = await load();
      const { token, alice, act } = await delegation(bob.address);
      await expect(act()).to.emit(token, "DelegateChanged").withArgs(alice.address, alice.address, bob.address);
    });

    it("GOV-02 refuses the zero address, by transaction and by signature: it locks no tokens", async () => {
      const { token, alice, act } = await delegation(ethers.ZeroAddress);
      for (const attempt of [act, () => token.connect(alice).delegate(ethers.ZeroAddress)]) {
        await expect(attempt()).to.be.revertedWithCustomError(token, "TallyToken_ZeroDelegate").withArgs(alice.address);
      }
      expect(await token.getVotes(alice)).to.equal(HOLDINGS.alice * TALLY);
    });

    it("GOV-02 is nobody's when that is meant, and the tokens move as before", async () => {
      const { token, alice, bob } = await load();
      await expect(token.connect(alice).renouncePower())
        .to.emit(token, "DelegateChanged")
        .withArgs(alice.address, alice.address, NOBODY);
      expect(await token.getVotes(alice)).to.equal(0n);
      await expect(token.connect(alice).transfer(bob, 3n)).to.changeTokenBalances(
        ethers,
        token,
        [alice, bob],
        [-3n, 3n],
      );
      expect(await token.getVotes(NOBODY)).to.equal(HOLDINGS.alice * TALLY - 3n);
      await token.connect(alice).delegate(alice);
      expect(await token.getVotes(alice)).to.equal(HOLDINGS.alice * TALLY - 3n);
      expect(await token.getVotes(NOBODY)).to.equal(0n);
    });

    it("GOV-03 is looked up by time", async () => {
      const { token } = await load();
      const now = await networkHelpers.time.latest();
      expect(await token.clock()).to.equal(now);
      expect(await token.CLOCK_MODE()).to.equal("mode=timestamp");
      expect(await token.getPastTotalSupply(now - 1)).to.equal(SUPPLY);
      await expect(token.getPastTotalSupply(now))
        .to.be.revertedWithCustomError(token, "ERC5805FutureLookup")
        .withArgs(now, now);
    });

    it("GOV-06 of tokens that were borrowed and given back within a block is not there afterwards", async () => {
      const { token, alice, stranger } = await load();
      await networkHelpers.mine();
      await ethers.provider.send("evm_setAutomine", [false]);
      const borrow = await token.connect(alice).transfer(stranger, TALLY);
      const giveBack = await token.connect(stranger).transfer(alice, TALLY, { gasLimit: 300_000n });
      await networkHelpers.mine();
      await ethers.provider.send("evm_setAutomine", [true]);
      const block = (await borrow.wait())!;
      expect((await giveBack.wait())!.blockNumber).to.equal(block.blockNumber);
      const { timestamp } = (await ethers.provider.getBlock(block.blockNumber))!;
      await networkHelpers.mine();
      expect(await token.getPastVotes(stranger, timestamp)).to.equal(0n);
      expect(await token.getPastVotes(alice, timestamp)).to.equal(HOLDINGS.alice * TALLY);
    });
  });

  describe("supply", () => {
    it("GOV-04 is what the constructor gave, and no more than the cap", async () => {
      const { token, treasury, dividends } = await load();
      expect(await token.totalSupply()).to.equal(SUPPLY);
      expect(await token.cap()).to.equal(CAP);
      expect(await token.treasury()).to.equal(treasury.target);
      expect(await dividends.shares()).to.equal(token.target);
      expect(await dividends.treasury()).to.equal(treasury.target);
      await networkHelpers.impersonateAccount(treasury.target as string);
      await networkHelpers.setBalance(treasury.target as string, 10n ** 18n);
      const dao = await ethers.getSigner(treasury.target as string);
      await expect(token.connect(dao).mint(dao, CAP - SUPPLY)).to.changeTokenBalance(ethers, token, dao, CAP - SUPPLY);
      await expect(token.connect(dao).mint(dao, 1n))
        .to.be.revertedWithCustomError(token, "ERC20ExceededCap")
        .withArgs(CAP + 1n, CAP);
    });

    it("GOV-04 is minted by the treasury alone", async () => {
      const { token, alice, founder, governor } = await load();
      for (const caller of [alice, founder]) {
        await expect(token.connect(caller).mint(caller, 1n))
          .to.be.revertedWithCustomError(token, "TallyToken_NotTreasury")
          .withArgs(caller.address);
      }
      expect(await token.balanceOf(governor)).to.equal(0n);
    });

    it("GOV-04 refuses a cap that the ballots can't count, and lists that differ in length", async () => {
      const { token, treasury, relay, alice } = await load();
      const max = 2n ** 84n - 1n;
      const deploy = (cap: bigint, accounts: string[], amounts: bigint[]) =>
        ethers.deployContract("TallyToken", ["T", "T", treasury, relay, cap, accounts, amounts]);
      await expect(deploy(max + 1n, [], []))
        .to.be.revertedWithCustomError(token, "TallyToken_BadCap")
        .withArgs(max + 1n, max);
      await expect(deploy(max, [alice.address], []))
        .to.be.revertedWithCustomError(token, "TallyToken_LengthsDiffer")
        .withArgs(1n, 0n);
      const full = await deploy(max, [alice.address], [max]);
      expect(await full.totalSupply()).to.equal(max);
    });
  });

  describe("signatures", () => {
    const domainOf = async (token: Awaited<ReturnType<typeof daoFixture>>["token"]) => ({
      name: "Tallystick",
      version: "1",
      chainId: 31337n,
      verifyingContract: await token.getAddress(),
    });

    it("GOV-05 permit an allowance (ERC-2612), and count it by nonces that the authorisations don't touch", async () => {
      const { token, alice, bob } = await load();
      const types = {
        Permit: ["owner address", "spender address", "value uint256", "nonce uint256", "deadline uint256"].map((f) => {
          const [name = "", type = ""] = f.split(" ");
          return { name, type };
        }),
      };
      const value = 9n;
      const message = { owner: alice.address, spender: bob.address, value, nonce: 0n, deadline: 2n ** 40n };
      const { v, r, s } = ethers.Signature.from(await alice.signTypedData(await domainOf(token), types, message));
      await token.permit(alice, bob, value, 2n ** 40n, v, r, s);
      expect(await token.allowance(alice, bob)).to.equal(value);
      expect(await token["nonces(address)"](alice)).to.equal(1n);
    });

    it("GOV-05 move tokens (ERC-3009), and their power with them", async () => {
      const { token, alice, stranger, relayer } = await load();
      const types = {
        TransferWithAuthorization: [
          "from address",
          "to address",
          "value uint256",
          "validAfter uint256",
          "validBefore uint256",
          "nonce bytes32",
        ].map((f) => {
          const [name = "", type = ""] = f.split(" ");
          return { name, type };
        }),
      };
      const nonce = ethers.toBeHex(1n << 64n, 32);
      const now = BigInt(await networkHelpers.time.latest());
      const message = {
        from: alice.address,
        to: stranger.address,
        value: 4n,
        validAfter: 0n,
        validBefore: now + DAY,
        nonce,
      };
      const signature = await alice.signTypedData(await domainOf(token), types, message);
      const act = () =>
        token
          .connect(relayer)
          ["transferWithAuthorization(address,address,uint256,uint256,uint256,bytes32,bytes)"](
            alice,
            stranger,
            4n,
            0n,
            now + DAY,
            nonce,
            signature,
          );
      await expect(act()).to.changeTokenBalances(ethers, token, [alice, stranger], [-4n, 4n]);
      expect(await token.getVotes(stranger)).to.equal(4n);
      await expect(act()).to.be.revert(ethers);
    });
  });
});
