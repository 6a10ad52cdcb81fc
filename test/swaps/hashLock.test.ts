import { expect } from "chai";
import {
  AMOUNT,
  at,
  claimOf,
  ethers,
  HOUR,
  hashOf,
  idOf,
  load,
  NOBODY,
  now,
  OTHER,
  open,
  openAt,
  type Parts,
  SECRET,
  signEarly,
  type Terms,
  termsOf,
  type World,
  YEAR,
} from "./world.ts";

const TIP = 100n;

for (const money of ["ether", "an ERC-20"]) {
  const isEther = money === "ether";
  const assetOf = async ({ token }: World) => (isEther ? NOBODY : token.getAddress());
  const made = async (world: World, parts: Parts = {}) => {
    const terms = await termsOf(world, { token: await assetOf(world), ...parts });
    return { terms, id: await idOf(world, terms) };
  };
  const opened = async (world: World, parts: Parts = {}) => {
    const lock = await made(world, parts);
    await open(world, lock.terms);
    return lock;
  };
  /** What an act moves, and that the contract's own balance follows. */
  const moves = async (world: World, act: Promise<unknown>, accounts: unknown[], changes: bigint[]) => {
    const expected = expect(act).to;
    if (isEther) await expected.changeEtherBalances(ethers, accounts as never, changes);
    else await expected.changeTokenBalances(ethers, world.token, accounts as never, changes);
  };

  describe(`a hash lock of ${money}`, () => {
    describe("lock", () => {
      it("SWP-02 takes the money, keeps one slot and tells all terms", async () => {
        const world = await load();
        const { hashLock, payer, recipient, refundee } = world;
        const { terms, id } = await made(world, { tip: TIP, salt: 5n });
        const { token, amount, hashlock, terms: word } = terms;
        expect(await openAt(world, id)).to.deep.equal([0n]);
        const act = open(world, terms);
        await expect(act)
          .to.emit(hashLock, "Locked")
          .withArgs(id, recipient.address, refundee.address, token, amount, hashlock, word);
        expect(await openAt(world, id, ethers.ZeroHash)).to.deep.equal([
          BigInt(await ethers.provider.getBlockNumber()),
          0n,
        ]);
        await moves(world, act, [payer, hashLock, recipient, refundee], [-AMOUNT, AMOUNT, 0n, 0n]);
      });

      it("SWP-03 refuses terms that are open, until they have ended", async () => {
        const world = await load();
        const { terms, id } = await opened(world);
        await expect(open(world, terms))
          .to.be.revertedWithCustomError(world.hashLock, "HashLock_AlreadyOpen")
          .withArgs(id);
        const other = await opened(world, { salt: 1n });
        expect(other.id).not.to.equal(id);
        await world.hashLock.claim(claimOf(terms));
        await expect(open(world, terms)).to.emit(world.hashLock, "Locked");
      });

      it("SWP-04 refuses nothing, and a tip that leaves nothing", async () => {
        const world = await load();
        for (const [amount, tip] of [
          [0n, 0n],
          [AMOUNT, AMOUNT],
          [AMOUNT, AMOUNT + 1n],
          [1n, 2n ** 128n - 1n],
        ] as const) {
          const { terms } = await made(world, { amount, tip });
          await expect(open(world, terms))
            .to.be.revertedWithCustomError(world.hashLock, "HashLock_NothingLeft")
            .withArgs(amount, tip);
        }
        await expect(open(world, (await made(world, { tip: AMOUNT - 1n })).terms)).to.emit(world.hashLock, "Locked");
      });

      it("SWP-05 refuses nobody and itself as a party", async () => {
        const world = await load();
        const itself = await world.hashLock.getAddress();
        const [recipient, refundee] = [world.recipient.address, world.refundee.address];
        for (const bad of [NOBODY, itself]) {
          for (const [to, back] of [
            [bad, refundee],
            [recipient, bad],
          ] as const) {
            const { terms } = await made(world, { recipient: to, refundee: back });
            await expect(open(world, terms))
              .to.be.revertedWithCustomError(world.hashLock, "HashLock_BadParty")
              .withArgs(to, back);
          }
        }
      });

      it("SWP-06 refuses a timelock that is not ahead, or more than 365 days", async () => {
        for (const ahead of [-1n, 0n, YEAR + 1n]) {
          const world = await load();
          const start = (await now()) + 100n;
          const { terms } = await made(world, { timelock: start + ahead });
          await at(start);
          await expect(open(world, terms))
            .to.be.revertedWithCustomError(world.hashLock, "HashLock_BadTimelock")
            .withArgs(start + ahead, start);
        }
      });

      it("SWP-06 takes a timelock one second ahead, and 365 days", async () => {
        for (const ahead of [1n, YEAR]) {
          const world = await load();
          const start = (await now()) + 100n;
          const { terms, id } = await made(world, { timelock: start + ahead });
          await at(start);
          await open(world, terms);
          expect((await openAt(world, id))[0]).not.to.equal(0n);
        }
      });
    });

    describe("claim", () => {
      it("SWP-07 pays the recipient, whoever claims, and shows the secret", async () => {
        const world = await load();
        const { hashLock, recipient, refundee, stranger } = world;
        const { terms, id } = await opened(world);
        const act = hashLock.connect(stranger).claim(claimOf(terms));
        await expect(act).to.emit(hashLock, "Claimed").withArgs(id, SECRET);
        await moves(world, act, [hashLock, recipient, refundee, stranger], [-AMOUNT, AMOUNT, 0n, 0n]);
        expect(await openAt(world, id)).to.deep.equal([0n]);
      });

      it("SWP-08 pays the tip to who claims, and all to a recipient who claims himself", async () => {
        const world = await load();
        const { hashLock, recipient, caller } = world;
        const [first, second] = [await opened(world, { tip: TIP }), await opened(world, { tip: TIP, salt: 1n })];
        const relayed = hashLock.connect(caller).claim(claimOf(first.terms));
        await moves(world, relayed, [hashLock, recipient, caller], [-AMOUNT, AMOUNT - TIP, TIP]);
        const own = hashLock.connect(recipient).claim(claimOf(second.terms));
        await moves(world, own, [hashLock, recipient, caller], [-AMOUNT, AMOUNT, 0n]);
      });

      it("SWP-09 refuses another secret, other terms, and what has ended", async () => {
        const world = await load();
        const { hashLock } = world;
        const { terms, id } = await opened(world);
        const wrong = { ...terms, hashlock: hashOf(OTHER) };
        await expect(hashLock.claim(claimOf(terms, OTHER)))
          .to.be.revertedWithCustomError(hashLock, "HashLock_NotOpen")
          .withArgs(await idOf(world, wrong));
        for (const change of [
          { amount: AMOUNT + 1n },
          { recipient: world.stranger.address },
          { refundee: world.stranger.address },
          { terms: terms.terms + 1n },
          { token: isEther ? await world.token.getAddress() : NOBODY },
        ]) {
          const other = { ...terms, ...change };
          await expect(hashLock.claim(claimOf(other)))
            .to.be.revertedWithCustomError(hashLock, "HashLock_NotOpen")
            .withArgs(await idOf(world, other));
        }
        await hashLock.claim(claimOf(terms));
        await expect(hashLock.claim(claimOf(terms)))
          .to.be.revertedWithCustomError(hashLock, "HashLock_NotOpen")
          .withArgs(id);
      });

      it("SWP-10 stays possible after the timelock, until somebody refunds", async () => {
        const world = await load();
        const { hashLock, recipient } = world;
        const [late, refunded] = [await opened(world), await opened(world, { salt: 1n })];
        await at((await now()) + YEAR);
        await moves(world, hashLock.claim(claimOf(late.terms)), [hashLock, recipient], [-AMOUNT, AMOUNT]);
        await hashLock.refund(refunded.terms);
        await expect(hashLock.claim(claimOf(refunded.terms)))
          .to.be.revertedWithCustomError(hashLock, "HashLock_NotOpen")
          .withArgs(refunded.id);
      });

      for (const length of [0, 31, 33, 10_000]) {
        it(`SWP-11 can't open the hash of ${length} bytes`, async () => {
          const world = await load();
          const { hashLock } = world;
          const preimage = `0x${"a7".repeat(length)}`;
          const { terms, id } = await opened(world, { hashlock: hashOf(preimage) });
          const first = ethers.zeroPadBytes(ethers.dataSlice(preimage, 0, Math.min(length, 32)), 32);
          await expect(hashLock.claim(claimOf(terms, first)))
            .to.be.revertedWithCustomError(hashLock, "HashLock_NotOpen")
            .withArgs(await idOf(world, { ...terms, hashlock: hashOf(first) }));
          // The whole of it in place of a word.
          const words = hashLock.interface.encodeFunctionData("claim", [claimOf(terms, ethers.ZeroHash)]);
          const data = ethers.concat([words.slice(0, 10), preimage, `0x${words.slice(10 + 64)}`]);
          const to = await hashLock.getAddress();
          await expect(world.stranger.sendTransaction({ to, data })).to.be.revert(ethers);
          expect((await openAt(world, id))[0]).not.to.equal(0n);
        });
      }
    });

    describe("refund", () => {
      it("SWP-12 pays the refundee, whoever asks, from the timelock on and not a second before", async () => {
        const world = await load();
        const { hashLock, recipient, refundee, stranger } = world;
        const timelock = (await now()) + HOUR;
        const { terms, id } = await opened(world, { timelock });
        await at(timelock - 1n);
        await expect(hashLock.connect(stranger).refund(terms))
          .to.be.revertedWithCustomError(hashLock, "HashLock_TooEarly")
          .withArgs(id, timelock);
        await at(timelock);
        const act = hashLock.connect(stranger).refund(terms);
        await expect(act).to.emit(hashLock, "Refunded").withArgs(id);
        await moves(world, act, [hashLock, recipient, refundee, stranger], [-AMOUNT, 0n, AMOUNT, 0n]);
        expect(await openAt(world, id)).to.deep.equal([0n]);
        await expect(hashLock.refund(terms)).to.be.revertedWithCustomError(hashLock, "HashLock_NotOpen").withArgs(id);
      });

      it("SWP-08 pays the tip to who refunds, and all to a refundee who does so himself", async () => {
        const world = await load();
        const { hashLock, refundee, caller } = world;
        const [first, second] = [await opened(world, { tip: TIP }), await opened(world, { tip: TIP, salt: 1n })];
        await at((await now()) + HOUR);
        const relayed = hashLock.connect(caller).refund(first.terms);
        await moves(world, relayed, [hashLock, refundee, caller], [-AMOUNT, AMOUNT - TIP, TIP]);
        const own = hashLock.connect(refundee).refund(second.terms);
        await moves(world, own, [hashLock, refundee, caller], [-AMOUNT, AMOUNT, 0n]);
      });
    });

    describe("refund before the timelock", () => {
      it("SWP-13 needs the recipient's signature for this very lock", async () => {
        const world = await load();
        const { hashLock, recipient, refundee, stranger } = world;
        const { terms, id } = await opened(world);
        const [lockedAt = 0n] = await openAt(world, id);
        const deadline = (await now()) + HOUR;
        const early = (signature: string, until = deadline) =>
          hashLock.connect(stranger).refundEarly(terms, until, signature);
        for (const signature of [
          await signEarly(world, stranger, { id, lockedAt, deadline }),
          await signEarly(world, recipient, { id, lockedAt: lockedAt + 1n, deadline }),
          await signEarly(world, recipient, { id: ethers.id("other"), lockedAt, deadline }),
          await signEarly(world, recipient, { id, lockedAt, deadline: deadline + 1n }),
          "0x",
        ]) {
          await expect(early(signature))
            .to.be.revertedWithCustomError(hashLock, "HashLock_NotSigned")
            .withArgs(id, recipient.address);
        }
        const good = await signEarly(world, recipient, { id, lockedAt, deadline });
        const act = early(good);
        await expect(act).to.emit(hashLock, "Refunded").withArgs(id);
        await moves(world, act, [hashLock, recipient, refundee, stranger], [-AMOUNT, 0n, AMOUNT, 0n]);
        await open(world, terms);
        await expect(early(good))
          .to.be.revertedWithCustomError(hashLock, "HashLock_NotSigned")
          .withArgs(id, recipient.address);
      });

      it("SWP-13 ends with the signature's deadline", async () => {
        const world = await load();
        const { hashLock, recipient } = world;
        const { terms, id } = await opened(world);
        const [lockedAt = 0n] = await openAt(world, id);
        const deadline = (await now()) + 10n;
        const signature = await signEarly(world, recipient, { id, lockedAt, deadline });
        await at(deadline + 1n);
        await expect(hashLock.refundEarly(terms, deadline, signature))
          .to.be.revertedWithCustomError(hashLock, "HashLock_Expired")
          .withArgs(deadline, deadline + 1n);
      });

      it("SWP-13 needs no signature of a recipient who asks himself", async () => {
        const world = await load();
        const { hashLock, recipient, refundee } = world;
        const { terms } = await opened(world, { tip: TIP });
        const act = hashLock.connect(recipient).refundEarly(terms, 0n, "0x");
        await moves(world, act, [hashLock, refundee, recipient], [-AMOUNT, AMOUNT - TIP, TIP]);
      });

      it("SWP-13 takes a contract wallet's signature", async () => {
        const world = await load();
        const { hashLock, stranger, refundee } = world;
        const wallet = await ethers.deployContract("WalletMock", [stranger]);
        const { terms, id } = await opened(world, { recipient: await wallet.getAddress() });
        const [lockedAt = 0n] = await openAt(world, id);
        const deadline = (await now()) + HOUR;
        const signature = await signEarly(world, stranger, { id, lockedAt, deadline });
        await moves(world, hashLock.refundEarly(terms, deadline, signature), [hashLock, refundee], [-AMOUNT, AMOUNT]);
      });

      it("refuses what is not open", async () => {
        const world = await load();
        const { terms, id } = await made(world);
        await expect(world.hashLock.refundEarly(terms, 0n, "0x"))
          .to.be.revertedWithCustomError(world.hashLock, "HashLock_NotOpen")
          .withArgs(id);
      });
    });
  });
}

describe("many hash locks at once", () => {
  /** Two of ether and two of the token for the recipient, in turns, and one of ether for the stranger; all with a tip. */
  const mixed = async (world: World) => {
    const token = await world.token.getAddress();
    const parts: Parts[] = [{}, { token }, {}, { token }, { recipient: world.stranger.address }];
    const all: Terms[] = [];
    for (const [index, part] of parts.entries()) {
      const terms = await termsOf(world, { tip: TIP, salt: BigInt(index), ...part });
      await open(world, terms);
      all.push(terms);
    }
    return { all, ids: await Promise.all(all.map((terms) => idOf(world, terms))) };
  };

  it("SWP-14 claims with one payout for each token and recipient, and one tip for each token", async () => {
    const world = await load();
    const { hashLock, token, recipient, stranger, caller } = world;
    const { all, ids } = await mixed(world);
    const act = hashLock.connect(caller).claimMany(all.map((terms) => claimOf(terms)));
    for (const id of ids) await expect(act).to.emit(hashLock, "Claimed").withArgs(id, SECRET);
    const ether = [-3n * AMOUNT, 2n * (AMOUNT - TIP), AMOUNT - TIP, 3n * TIP];
    await expect(act).to.changeEtherBalances(ethers, [hashLock, recipient, stranger, caller], ether);
    const tokens = [-2n * AMOUNT, 2n * (AMOUNT - TIP), 0n, 2n * TIP];
    await expect(act).to.changeTokenBalances(ethers, token, [hashLock, recipient, stranger, caller], tokens);
    const paid = (await (await act).wait())?.logs.filter(({ address }) => address === token.target);
    expect(paid).to.have.length(2);
    expect(await openAt(world, ...ids)).to.deep.equal(ids.map(() => 0n));
  });

  it("SWP-14 names one that is not open, and claims none", async () => {
    const world = await load();
    const { hashLock } = world;
    const { all, ids } = await mixed(world);
    const claims = all.map((terms) => claimOf(terms));
    await hashLock.claim(claims[2]!);
    await expect(hashLock.claimMany(claims))
      .to.be.revertedWithCustomError(hashLock, "HashLock_NotOpenAt")
      .withArgs(2n, ids[2]);
    await expect(hashLock.claimMany([claims[0]!, claims[0]!]))
      .to.be.revertedWithCustomError(hashLock, "HashLock_NotOpenAt")
      .withArgs(1n, ids[0]);
    expect((await openAt(world, ids[0]!))[0]).not.to.equal(0n);
  });

  it("SWP-14 refunds likewise, and names one that is too early", async () => {
    const world = await load();
    const { hashLock, token, refundee, caller } = world;
    const { all, ids } = await mixed(world);
    const later = await termsOf(world, { timelock: (await now()) + 2n * HOUR });
    await open(world, later);
    await at((await now()) + HOUR);
    await expect(hashLock.refundMany([...all, later]))
      .to.be.revertedWithCustomError(hashLock, "HashLock_TooEarly")
      .withArgs(await idOf(world, later), later.terms >> 216n);
    const act = hashLock.connect(caller).refundMany(all);
    for (const id of ids) await expect(act).to.emit(hashLock, "Refunded").withArgs(id);
    const ether = [-3n * AMOUNT, 3n * (AMOUNT - TIP), 3n * TIP];
    await expect(act).to.changeEtherBalances(ethers, [hashLock, refundee, caller], ether);
    const tokens = [-2n * AMOUNT, 2n * (AMOUNT - TIP), 2n * TIP];
    await expect(act).to.changeTokenBalances(ethers, token, [hashLock, refundee, caller], tokens);
    await expect(hashLock.refundMany(all))
      .to.be.revertedWithCustomError(hashLock, "HashLock_NotOpenAt")
      .withArgs(0n, ids[0]);
  });

  it("does nothing for none", async () => {
    const { hashLock } = await load();
    await expect(hashLock.claimMany([])).not.to.emit(hashLock, "Claimed");
    await expect(hashLock.refundMany([])).not.to.emit(hashLock, "Refunded");
  });

  it("SWP-15 claims and refunds in one block at the timelock: whichever is first, and never both", async () => {
    for (const isClaimFirst of [true, false]) {
      const world = await load();
      const { hashLock, recipient, refundee, stranger, caller } = world;
      const timelock = (await now()) + HOUR;
      const terms = await termsOf(world, { timelock });
      await open(world, terms);
      const gas = { gasLimit: 200_000n };
      const claim = () =>
        hashLock.connect(stranger).claim(claimOf(terms), { ...gas, gasPrice: isClaimFirst ? 9n ** 11n : 9n ** 10n });
      const refund = () =>
        hashLock.connect(caller).refund(terms, { ...gas, gasPrice: isClaimFirst ? 9n ** 10n : 9n ** 11n });
      const before = [await ethers.provider.getBalance(recipient), await ethers.provider.getBalance(refundee)];
      await ethers.provider.send("evm_setAutomine", [false]);
      const sent = [await claim(), await refund()];
      await at(timelock);
      await ethers.provider.send("evm_mine", []);
      await ethers.provider.send("evm_setAutomine", [true]);
      const receipts = await Promise.all(sent.map(({ hash }) => ethers.provider.getTransactionReceipt(hash)));
      expect(new Set(receipts.map((receipt) => receipt?.blockNumber)).size).to.equal(1);
      expect(receipts.map((receipt) => receipt?.status)).to.deep.equal(isClaimFirst ? [1, 0] : [0, 1]);
      const after = [await ethers.provider.getBalance(recipient), await ethers.provider.getBalance(refundee)];
      expect(after.map((balance, index) => balance - before[index]!)).to.deep.equal(
        isClaimFirst ? [AMOUNT, 0n] : [0n, AMOUNT],
      );
      expect(await ethers.provider.getBalance(hashLock)).to.equal(0n);
    }
  });
});
