import { expect } from "chai";
import { signRequest } from "../shared/requests.ts";
import { DENYING_CODE, ethers, load, networkHelpers, nextTimestamp, ZERO_HASH } from "./fixture.ts";
import { type Anchor, digestOf, headAfter, placeOf, type Receipt, receiptAt, rootOf, signReceipt } from "./receipts.ts";

const DAY = 86_400n;
const [NONE, ACCUSED, ANSWERED, OMITTED] = [0n, 1n, 2n, 3n];

async function set() {
  const fixture = await load();
  const { accessLog, market, other: keeper } = fixture;
  const marketAddress = market.target as string;
  const now = BigInt(await networkHelpers.time.latest());
  const digest = (receipt: Receipt) => digestOf(marketAddress, receipt);
  const sign = (receipt: Receipt) => signReceipt(keeper, marketAddress, receipt);
  const log = accessLog.connect(keeper);
  /** Anchors receipts, each list in its own period, and returns the anchors. */
  const anchorAll = async (periods: readonly (readonly Receipt[])[], earlier: readonly Anchor[] = []) => {
    const anchors = [...earlier];
    for (const receipts of periods) {
      const through = receipts.map(({ time }) => time).reduce((a, b) => (a > b ? a : b));
      const leaves = receipts.map(digest);
      await log.anchor(rootOf(leaves), through);
      anchors.push({ from: anchors.at(-1)?.through ?? 0n, through, leaves });
    }
    return anchors;
  };
  return { ...fixture, keeper, log, marketAddress, now, digest, sign, anchorAll };
}

describe("AccessLog", () => {
  describe("anchor", () => {
    it("MKT-39 MKT-40 commits to the root of a period, an empty one too", async () => {
      const { accessLog, log, keeper, stranger, now } = await set();
      const leaves = [ethers.id("leaf")];
      expect(await log.anchor.staticCall(leaves[0] ?? "", now - 100n)).to.equal(1n);
      await expect(log.anchor(rootOf(leaves), now - 100n))
        .to.emit(accessLog, "Anchored")
        .withArgs(keeper.address, 1n, now - 100n, leaves[0]);
      const first = { from: 0n, through: now - 100n, leaves };
      expect(await accessLog.logOf(keeper.address)).to.deep.equal([now - 100n, 1n, headAfter([first])]);
      await expect(log.anchor(ZERO_HASH, now - 99n))
        .to.emit(accessLog, "Anchored")
        .withArgs(keeper.address, 2n, now - 99n, ZERO_HASH);
      const second = { from: now - 100n, through: now - 99n, leaves: [] };
      expect(await accessLog.logOf(keeper.address)).to.deep.equal([now - 99n, 2n, headAfter([first, second])]);
      expect(await accessLog.logOf(stranger.address)).to.deep.equal([0n, 0n, 0n]);
    });

    it("MKT-39 refuses a period that overlaps the last, and one without a second", async () => {
      const { accessLog, log, keeper, now } = await set();
      await log.anchor(ZERO_HASH, now - 100n);
      for (const through of [0n, now - 101n, now - 100n]) {
        await expect(log.anchor(ZERO_HASH, through))
          .to.be.revertedWithCustomError(accessLog, "AccessLog_PeriodOverlaps")
          .withArgs(keeper.address, through, now - 100n);
      }
    });

    it("MKT-39 refuses a period that is not over, to the second", async () => {
      const { accessLog, log, keeper } = await set();
      for (const ahead of [0n, 1n, 2n ** 30n]) {
        const timestamp = await nextTimestamp();
        await expect(log.anchor(ZERO_HASH, timestamp + ahead))
          .to.be.revertedWithCustomError(accessLog, "AccessLog_PeriodNotOver")
          .withArgs(timestamp + ahead, timestamp);
      }
      const timestamp = await nextTimestamp();
      await log.anchor(ZERO_HASH, timestamp - 1n);
      expect((await accessLog.logOf(keeper.address)).through).to.equal(timestamp - 1n);
    });

    it("MKT-39 can be relayed by the keeper's signature, and writes to its log alone", async () => {
      const { accessLog, relay, relayer, keeper, now } = await set();
      const data = accessLog.interface.encodeFunctionData("anchor", [ZERO_HASH, now - 1n]);
      const to = accessLog.target as string;
      const request = await signRequest(relay, keeper, { from: keeper.address, to, data });
      await expect(relay.connect(relayer).execute(request))
        .to.emit(accessLog, "Anchored")
        .withArgs(keeper.address, 1n, now - 1n, ZERO_HASH);
      expect((await accessLog.logOf(relayer.address)).number).to.equal(0n);
      const forged = ethers.concat([data, keeper.address]);
      await relayer.sendTransaction({ to, data: forged });
      expect((await accessLog.logOf(keeper.address)).number).to.equal(1n);
      expect((await accessLog.logOf(relayer.address)).number).to.equal(1n);
    });
  });

  describe("receiptDigest", () => {
    it("MKT-41 is the digest that a keeper of the gateway signs", async () => {
      const { accessLog, digest, now } = await set();
      for (const receipt of [receiptAt(now), receiptAt(1n, { granted: false, code: "no-right", blockNumber: 0n })]) {
        expect(await accessLog.receiptDigest(receipt)).to.equal(digest(receipt));
      }
    });
  });

  describe("proveAnswer", () => {
    async function anchored() {
      const world = await set();
      const { now, anchorAll } = world;
      const denied = receiptAt(now - 500n, { granted: false, code: "right-revoked" });
      const first = [receiptAt(now - 600n), denied, receiptAt(now - 501n)];
      const second = [receiptAt(now - 400n), receiptAt(now - 401n)];
      const anchors = await anchorAll([first, second, [receiptAt(now - 300n)]]);
      return { ...world, first, second, denied, anchors };
    }

    it("MKT-41 proves grants and denials, of any period and any place in the tree", async () => {
      const { accessLog, keeper, digest, sign, first, second, anchors } = await anchored();
      for (const [i, receipts] of [first, second].entries()) {
        for (const receipt of receipts) {
          const place = placeOf(anchors, i + 1, digest(receipt));
          const proved = await accessLog.proveAnswer(keeper.address, receipt, await sign(receipt), place);
          expect(proved).to.deep.equal([receipt.granted, digest(receipt)]);
        }
      }
    });

    it("MKT-41 proves what a contract wallet signed, and nothing for another", async () => {
      const { accessLog, relay, keeper, marketAddress, now } = await set();
      const wallet = (await ethers.deployContract("WalletMock", [keeper.address])).target as string;
      await networkHelpers.impersonateAccount(wallet);
      await networkHelpers.setBalance(wallet, 10n ** 18n);
      const receipt = receiptAt(now - 5n);
      const leaf = digestOf(marketAddress, receipt);
      await accessLog.connect(await ethers.getSigner(wallet)).anchor(leaf, now - 1n);
      const anchors = [{ from: 0n, through: now - 1n, leaves: [leaf] }];
      const place = placeOf(anchors, 1, leaf);
      const signature = await signReceipt(keeper, marketAddress, receipt);
      expect(await accessLog.proveAnswer(wallet, receipt, signature, place)).to.deep.equal([true, leaf]);
      for (const nobody of [keeper.address, relay.target as string]) {
        await expect(accessLog.proveAnswer(nobody, { ...receipt, time: 1n }, signature, place))
          .to.be.revertedWithCustomError(accessLog, "AccessLog_NotSigned")
          .withArgs(nobody, digestOf(marketAddress, { ...receipt, time: 1n }));
      }
    });

    it("MKT-41 proves what a keeper signed that delegates its account to code that denies", async () => {
      const { accessLog, keeper, digest, sign, denied, anchors } = await anchored();
      const signature = await sign(denied);
      await networkHelpers.setCode(keeper.address, DENYING_CODE);
      const place = placeOf(anchors, 1, digest(denied));
      const proved = await accessLog.proveAnswer(keeper.address, denied, signature, place);
      expect(proved).to.deep.equal([false, digest(denied)]);
    });

    it("MKT-41 refuses what the keeper did not sign, for this chain and market", async () => {
      const { accessLog, keeper, seller, digest, denied, anchors, marketAddress } = await anchored();
      const place = placeOf(anchors, 1, digest(denied));
      for (const signature of [
        await signReceipt(seller, marketAddress, denied),
        await signReceipt(keeper, accessLog.target as string, denied),
        await signReceipt(keeper, marketAddress, denied, 31338n),
        await signReceipt(keeper, marketAddress, { ...denied, granted: true }),
        "0x",
      ]) {
        await expect(accessLog.proveAnswer(keeper.address, denied, signature, place))
          .to.be.revertedWithCustomError(accessLog, "AccessLog_NotSigned")
          .withArgs(keeper.address, digest(denied));
      }
    });

    it("MKT-41 refuses a receipt under a root of another period, and one that is under none", async () => {
      const { accessLog, keeper, digest, sign, anchorAll, now, anchors, denied } = await anchored();
      // The keeper adds an old receipt to a later root.
      const old = receiptAt(now - 550n);
      const all = await anchorAll([[old, receiptAt(now - 200n)]], anchors);
      await expect(accessLog.proveAnswer(keeper.address, old, await sign(old), placeOf(all, 4, digest(old))))
        .to.be.revertedWithCustomError(accessLog, "AccessLog_NotInPeriod")
        .withArgs(old.time, now - 300n, now - 200n);
      const later = receiptAt(now - 100n);
      await expect(accessLog.proveAnswer(keeper.address, later, await sign(later), placeOf(all, 4, digest(old))))
        .to.be.revertedWithCustomError(accessLog, "AccessLog_NotInPeriod")
        .withArgs(later.time, now - 300n, now - 200n);
      const missing = receiptAt(now - 520n);
      const place = { ...placeOf(all, 1, digest(denied)), from: 0n };
      await expect(accessLog.proveAnswer(keeper.address, missing, await sign(missing), place))
        .to.be.revertedWithCustomError(accessLog, "AccessLog_NotUnderRoot")
        .withArgs(digest(missing), place.root);
    });

    it("MKT-40 refuses a place that is not in the log, whichever part of it is altered", async () => {
      const { accessLog, keeper, seller, digest, sign, denied, anchors, now } = await anchored();
      const signature = await sign(denied);
      const place = placeOf(anchors, 1, digest(denied));
      const forged = [digest(receiptAt(1n)), digest(denied)];
      for (const change of [
        { number: 2 },
        { number: 0 },
        { from: 1n },
        { through: now - 499n },
        { root: rootOf(forged), proof: forged.slice(0, 1) },
        { previousHead: 1n },
        { later: place.later.toReversed() },
        { later: place.later.slice(1) },
        { later: [...place.later, ethers.id("more")] },
      ]) {
        const altered = { ...place, ...change };
        await expect(accessLog.proveAnswer(keeper.address, denied, signature, altered))
          .to.be.revertedWithCustomError(accessLog, "AccessLog_NotAnchored")
          .withArgs(keeper.address, altered.number);
      }
      await accessLog.connect(seller).anchor(ZERO_HASH, 1n);
      await expect(
        accessLog.proveAnswer(
          seller.address,
          denied,
          await signReceipt(seller, await accessLog.market(), denied),
          place,
        ),
      )
        .to.be.revertedWithCustomError(accessLog, "AccessLog_NotAnchored")
        .withArgs(seller.address, 1);
    });

    it("MKT-40 needs no more than the links up to the next head that is kept", async () => {
      const { accessLog, log, keeper, digest, sign, anchorAll, now } = await set();
      const receipts = Array.from({ length: 70 }, (_, i) => receiptAt(now - 1_000n + BigInt(i)));
      const anchors = await anchorAll(receipts.map((receipt) => [receipt]));
      expect(await log.keptHead(keeper.address, 64)).to.equal(headAfter(anchors.slice(0, 64)));
      for (const number of [0, 63, 65, 128]) expect(await log.keptHead(keeper.address, number)).to.equal(0n);
      const prove = async (number: number, upTo: number) => {
        const receipt = receipts[number - 1] as Receipt;
        const place = placeOf(anchors, number, digest(receipt), upTo);
        return accessLog.proveAnswer(keeper.address, receipt, await sign(receipt), place);
      };
      for (const [number, upTo] of [
        [1, 64],
        [64, 64],
        [65, 70],
        [70, 70],
        [1, 70],
      ] as const) {
        expect((await prove(number, upTo)).granted, `${number} up to ${upTo}`).to.equal(true);
      }
      for (const [number, upTo] of [
        [1, 63],
        [65, 69],
      ] as const) {
        await expect(prove(number, upTo))
          .to.be.revertedWithCustomError(accessLog, "AccessLog_NotAnchored")
          .withArgs(keeper.address, number);
      }
    });
  });

  describe("proveLate", () => {
    it("MKT-43 proves at once that no period covers a receipt 2 days later", async () => {
      const { accessLog, keeper, stranger, digest, sign, anchorAll, now } = await set();
      await anchorAll([[receiptAt(now - 10n)]]);
      const receipt = receiptAt(now - 9n);
      const signature = await sign(receipt);
      await networkHelpers.time.setNextBlockTimestamp(receipt.time + 2n * DAY);
      await expect(accessLog.connect(stranger).proveLate(keeper.address, receipt, signature))
        .to.be.revertedWithCustomError(accessLog, "AccessLog_NotLate")
        .withArgs(receipt.time, receipt.time + 2n * DAY);
      await networkHelpers.time.setNextBlockTimestamp(receipt.time + 2n * DAY + 1n);
      await expect(accessLog.connect(stranger).proveLate(keeper.address, receipt, signature))
        .to.emit(accessLog, "OmissionProved")
        .withArgs(keeper.address, digest(receipt), true);
      expect(await accessLog.accusationOf(keeper.address, digest(receipt))).to.deep.equal([OMITTED, 0n]);
      await expect(accessLog.proveLate(keeper.address, receipt, signature))
        .to.be.revertedWithCustomError(accessLog, "AccessLog_WrongStatus")
        .withArgs(keeper.address, digest(receipt), OMITTED);
    });

    it("MKT-43 proves it of a keeper that has anchored nothing, and of a receipt of time zero", async () => {
      const { accessLog, keeper, digest, sign, now } = await set();
      for (const receipt of [receiptAt(now - 3n * DAY), receiptAt(0n)]) {
        await expect(accessLog.proveLate(keeper.address, receipt, await sign(receipt)))
          .to.emit(accessLog, "OmissionProved")
          .withArgs(keeper.address, digest(receipt), true);
      }
    });

    it("MKT-43 refuses a receipt that a period covers, anchored late or not", async () => {
      const { accessLog, keeper, sign, anchorAll, now } = await set();
      const receipt = receiptAt(now - 5n * DAY);
      await anchorAll([[receiptAt(now - 4n * DAY)]]);
      await expect(accessLog.proveLate(keeper.address, receipt, await sign(receipt)))
        .to.be.revertedWithCustomError(accessLog, "AccessLog_Covered")
        .withArgs(keeper.address, receipt.time, now - 4n * DAY);
    });

    it("MKT-44 refuses what the keeper did not sign", async () => {
      const { accessLog, keeper, stranger, digest, marketAddress, now } = await set();
      const receipt = receiptAt(now - 3n * DAY);
      const signature = await signReceipt(stranger, marketAddress, receipt);
      for (const act of [accessLog.proveLate, accessLog.accuse]) {
        await expect(act(keeper.address, receipt, signature))
          .to.be.revertedWithCustomError(accessLog, "AccessLog_NotSigned")
          .withArgs(keeper.address, digest(receipt));
      }
    });
  });

  describe("accuse", () => {
    async function accused() {
      const world = await set();
      const { accessLog, keeper, stranger, sign, anchorAll, now } = world;
      const [shown, hidden] = [receiptAt(now - 30n), receiptAt(now - 31n)];
      const anchors = await anchorAll([[shown, receiptAt(now - 29n)], [receiptAt(now - 20n)]]);
      const timestamp = await nextTimestamp();
      const answerBy = timestamp + 3n * DAY;
      for (const [i, receipt] of [shown, hidden].entries()) {
        await networkHelpers.time.setNextBlockTimestamp(timestamp + BigInt(i));
        const digest = world.digest(receipt);
        await expect(accessLog.connect(stranger).accuse(keeper.address, receipt, await sign(receipt)))
          .to.emit(accessLog, "Accused")
          .withArgs(keeper.address, digest, stranger.address, Object.values(receipt), answerBy + BigInt(i));
        expect(await accessLog.accusationOf(keeper.address, digest)).to.deep.equal([ACCUSED, answerBy + BigInt(i)]);
      }
      return { ...world, anchors, shown, hidden, answerBy };
    }

    it("MKT-42 is answered by the receipt's place, by anyone, up to the last second", async () => {
      const { accessLog, keeper, buyer, digest, anchors, shown, answerBy } = await accused();
      await networkHelpers.time.setNextBlockTimestamp(answerBy - 1n);
      await expect(accessLog.connect(buyer).answer(keeper.address, shown, placeOf(anchors, 1, digest(shown))))
        .to.emit(accessLog, "Answered")
        .withArgs(keeper.address, digest(shown), 1n);
      expect(await accessLog.accusationOf(keeper.address, digest(shown))).to.deep.equal([ANSWERED, answerBy]);
      await networkHelpers.time.setNextBlockTimestamp(answerBy);
      await expect(accessLog.proveOmission(keeper.address, digest(shown)))
        .to.be.revertedWithCustomError(accessLog, "AccessLog_WrongStatus")
        .withArgs(keeper.address, digest(shown), ANSWERED);
    });

    it("MKT-42 is proved without an answer, by anyone, and not before", async () => {
      const { accessLog, keeper, buyer, digest, hidden, answerBy } = await accused();
      await networkHelpers.time.setNextBlockTimestamp(answerBy);
      await expect(accessLog.connect(buyer).proveOmission(keeper.address, digest(hidden)))
        .to.be.revertedWithCustomError(accessLog, "AccessLog_TimeToAnswer")
        .withArgs(digest(hidden), answerBy + 1n);
      await networkHelpers.time.setNextBlockTimestamp(answerBy + 1n);
      await expect(accessLog.connect(buyer).proveOmission(keeper.address, digest(hidden)))
        .to.emit(accessLog, "OmissionProved")
        .withArgs(keeper.address, digest(hidden), false);
      expect(await accessLog.accusationOf(keeper.address, digest(hidden))).to.deep.equal([OMITTED, answerBy + 1n]);
    });

    it("MKT-42 is not answered too late", async () => {
      const { accessLog, keeper, digest, anchors, shown, answerBy } = await accused();
      await networkHelpers.time.setNextBlockTimestamp(answerBy);
      await expect(accessLog.answer(keeper.address, shown, placeOf(anchors, 1, digest(shown))))
        .to.be.revertedWithCustomError(accessLog, "AccessLog_AnswerTooLate")
        .withArgs(digest(shown), answerBy);
    });

    it("MKT-42 is not answered by another's place, nor by a root anchored after the accusation", async () => {
      const { accessLog, keeper, digest, anchors, shown, hidden, now } = await accused();
      const place = placeOf(anchors, 1, digest(shown));
      await expect(accessLog.answer(keeper.address, hidden, place))
        .to.be.revertedWithCustomError(accessLog, "AccessLog_NotUnderRoot")
        .withArgs(digest(hidden), place.root);
      const late = receiptAt(now - 1n);
      const leaves = [digest(hidden), digest(late)];
      await accessLog.connect(keeper).anchor(rootOf(leaves), late.time);
      const all = [...anchors, { from: now - 20n, through: late.time, leaves }];
      await expect(accessLog.answer(keeper.address, hidden, placeOf(all, 3, digest(hidden))))
        .to.be.revertedWithCustomError(accessLog, "AccessLog_NotInPeriod")
        .withArgs(hidden.time, now - 20n, late.time);
      const stretched = { ...placeOf(all, 3, digest(hidden)), from: 0n };
      await expect(accessLog.answer(keeper.address, hidden, stretched))
        .to.be.revertedWithCustomError(accessLog, "AccessLog_NotAnchored")
        .withArgs(keeper.address, 3n);
    });

    it("MKT-44 is brought once a receipt", async () => {
      const { accessLog, keeper, digest, sign, shown } = await accused();
      await expect(accessLog.accuse(keeper.address, shown, await sign(shown)))
        .to.be.revertedWithCustomError(accessLog, "AccessLog_WrongStatus")
        .withArgs(keeper.address, digest(shown), ACCUSED);
    });

    it("MKT-44 is refused where no period covers the receipt", async () => {
      const { accessLog, keeper, sign, anchors, now } = await accused();
      const after = receiptAt(now - 19n);
      for (const receipt of [after, receiptAt(0n), receiptAt(2n ** 64n - 1n)]) {
        await expect(accessLog.accuse(keeper.address, receipt, await sign(receipt)))
          .to.be.revertedWithCustomError(accessLog, "AccessLog_NotCovered")
          .withArgs(keeper.address, receipt.time, anchors.at(-1)?.through);
      }
    });

    it("MKT-42 can be neither answered nor concluded where nobody accused", async () => {
      const { accessLog, keeper, digest, anchors, now } = await accused();
      const other = receiptAt(now - 20n);
      for (const act of [
        () => accessLog.answer(keeper.address, other, placeOf(anchors, 2, digest(other))),
        () => accessLog.proveOmission(keeper.address, digest(other)),
      ]) {
        await expect(act())
          .to.be.revertedWithCustomError(accessLog, "AccessLog_WrongStatus")
          .withArgs(keeper.address, digest(other), NONE);
      }
    });
  });
});
