import { expect } from "chai";
import { signRequest } from "../shared/requests.ts";
import {
  at,
  confirmed,
  DIVISION,
  divide,
  endorse,
  ethers,
  FIRST,
  innerOf,
  type Link,
  load,
  now,
  partOf,
  registered,
  rollOf,
  TAKEN_UP,
  UNITS,
  WITH_RECOURSE,
  WITHOUT_RECOURSE,
  type World,
} from "./world.ts";

const MOVABLE = 128n;

const withLot = async (changes = {}) => {
  const world = await load();
  return { ...world, ...(await confirmed(world, changes)) };
};

/** The creditor's lot in three parts, one act: 10, 20 and 30 units to the second, the rest his. */
const withParts = async () => {
  const world = await withLot();
  const { lots, root, creditor, second } = world;
  const parts = [10n, 20n, 30n].map((units) => ({ to: second.address, units, kind: WITH_RECOURSE }));
  await lots.connect(creditor).divide(root, FIRST, parts);
  const time = await now();
  let start = UNITS;
  const links = parts.map(({ to, kind, units }): Link => {
    start -= units;
    return { from: creditor.address, to, kind, time, start, units };
  });
  const ids = await Promise.all(links.map((link) => lots.partId(root, ethers.toBeHex(root, 32), link)));
  return { ...world, links: links as [Link, Link, Link], ids: ids as [bigint, bigint, bigint] };
};

describe("lots", () => {
  describe("handing on", () => {
    it("LOT-02 takes the lot to its new holder, and leaves a link in its roll", async () => {
      const world = await withLot();
      const { lots, root, creditor, second, third } = world;
      expect(await lots.rollOf(root)).to.equal(ethers.toBeHex(root, 32));
      const time = (await now()) + 10n;
      await at(time);
      const first: Link = {
        from: creditor.address,
        to: second.address,
        kind: WITH_RECOURSE,
        time,
        start: 0n,
        units: 0n,
      };
      await expect(lots.connect(creditor).endorse(root, second, WITH_RECOURSE))
        .to.emit(lots, "Endorsed")
        .withArgs(root, creditor.address, second.address, WITH_RECOURSE, rollOf(root, [first]))
        .to.emit(lots, "Transfer")
        .withArgs(creditor.address, creditor.address, second.address, root, UNITS);
      const next = await endorse(world, root, second, third, WITHOUT_RECOURSE);
      expect(await lots.rollOf(root)).to.equal(rollOf(root, [first, next]));
      expect(await lots.rollAfter(root, [first, next], 2n)).to.equal(rollOf(root, [first, next]));
      expect(await lots.lotOf(root)).to.deep.equal([third.address, 0n, UNITS, MOVABLE, 2n]);
      expect(await lots.balanceOf(third, root)).to.equal(UNITS);
      expect(await lots.balanceOf(second, root)).to.equal(0n);
      expect(await lots.balanceOf(ethers.ZeroAddress, 1n)).to.equal(0n);
    });

    it("LOT-02 is the holder's alone: all acts of an earlier holder are refused", async () => {
      const world = await withLot();
      const { lots, root, creditor, second, stranger } = world;
      await endorse(world, root, creditor, second);
      for (const caller of [creditor, stranger]) {
        const refused = (act: Promise<unknown>) =>
          expect(act).to.be.revertedWithCustomError(lots, "Lots_NotHolder").withArgs(root, caller.address);
        await refused(lots.connect(caller).endorse(root, stranger, WITH_RECOURSE));
        await refused(lots.connect(caller).transfer(stranger, root, UNITS));
        await refused(lots.connect(caller).approve(stranger, root, UNITS));
        await refused(lots.connect(caller).divide(root, FIRST, [{ to: caller.address, units: 1n, kind: DIVISION }]));
      }
    });

    it("LOT-02 knows two kinds only", async () => {
      const { lots, root, creditor, second } = await withLot();
      for (const kind of [0n, DIVISION, TAKEN_UP]) {
        await expect(lots.connect(creditor).endorse(root, second, kind))
          .to.be.revertedWithCustomError(lots, "Lots_BadKind")
          .withArgs(root, kind);
      }
    });

    it("LOT-07 refuses nobody, the contract, an instrument and the holder himself", async () => {
      const { lots, root, creditor, receivables } = await withLot();
      for (const to of [ethers.ZeroAddress, lots.target, receivables.target, creditor.address]) {
        await expect(lots.connect(creditor).endorse(root, to, WITH_RECOURSE))
          .to.be.revertedWithCustomError(lots, "Lots_BadReceiver")
          .withArgs(root, to);
        await expect(lots.connect(creditor).transfer(to, root, UNITS))
          .to.be.revertedWithCustomError(lots, "Lots_BadReceiver")
          .withArgs(root, to);
        if (to === creditor.address) continue;
        await expect(
          lots.connect(creditor).divide(root, FIRST, [{ to, units: 1n, kind: WITH_RECOURSE }]),
        ).to.be.revertedWithCustomError(lots, "Lots_BadReceiver");
      }
    });

    it("LOT-10 ends at the deepest tier, for parts too; what stays with the holder goes no deeper", async () => {
      const world = await withLot({ maxTier: 2n });
      const { lots, root, creditor, second, third, stranger } = world;
      const part = await divide(world, root, FIRST, creditor, { to: second.address, units: 50n, kind: WITH_RECOURSE });
      await endorse(world, part.id, second, third);
      expect((await lots.lotOf(part.id)).serial).to.equal(255n);
      const own = await divide(world, root, part.inner, third, { to: third.address, units: 10n, kind: DIVISION });
      for (const id of [part.id, own.id]) {
        await expect(lots.connect(third).endorse(id, stranger, WITH_RECOURSE))
          .to.be.revertedWithCustomError(lots, "Lots_TooDeep")
          .withArgs(id);
      }
      await expect(
        lots.connect(third).divide(root, part.inner, [{ to: stranger.address, units: 1n, kind: WITH_RECOURSE }]),
      ).to.be.revertedWithCustomError(lots, "Lots_TooDeep");
      await endorse(world, root, creditor, second);
    });

    it("LOT-10 has no end without a cap: the serial stays at 255", async () => {
      const { lots, stranger, second, third } = await load();
      await lots.connect(stranger).open(1n, second, 10n, MOVABLE, 254n);
      const root = await lots.rootId(stranger, 1n);
      await lots.connect(second).endorse(root, third, WITH_RECOURSE);
      await lots.connect(third).endorse(root, second, WITH_RECOURSE);
      expect((await lots.lotOf(root)).serial).to.equal(255n);
    });

    it("LOT-11 is done through the relay, and in batches", async () => {
      const { lots, relay, relayer, root, creditor, second, third } = await withLot();
      const data = lots.interface.encodeFunctionData("endorse", [root, second.address, WITH_RECOURSE]);
      const request = { from: creditor.address, to: lots.target as string, data };
      await relay.connect(relayer).execute(await signRequest(relay, creditor, request));
      expect((await lots.lotOf(root)).holder).to.equal(second.address);
      const part = [{ to: second.address, units: 5n, kind: DIVISION }];
      await lots
        .connect(second)
        .multicall([
          lots.interface.encodeFunctionData("divide", [root, FIRST, part]),
          lots.interface.encodeFunctionData("endorse", [root, third.address, WITHOUT_RECOURSE]),
        ]);
      expect(await lots.balanceOf(third, root)).to.equal(UNITS - 5n);
    });
  });

  describe("dividing", () => {
    it("LOT-04 cuts numbered parts off the end, each with an id that says what it came from", async () => {
      const world = await withLot();
      const { lots, root, creditor, second } = world;
      const time = (await now()) + 10n;
      await at(time);
      const link: Link = {
        from: creditor.address,
        to: second.address,
        kind: WITHOUT_RECOURSE,
        time,
        start: UNITS - 300n,
        units: 300n,
      };
      const inner = innerOf(ethers.toBeHex(root, 32), link);
      const id = partOf(root, inner);
      const part = { to: second.address, units: 300n, kind: WITHOUT_RECOURSE };
      await expect(lots.connect(creditor).divide(root, FIRST, [part]))
        .to.emit(lots, "Divided")
        .withArgs(root, id, second.address, creditor.address, WITHOUT_RECOURSE, UNITS - 300n, 300n, inner)
        .to.emit(lots, "Transfer")
        .withArgs(creditor.address, ethers.ZeroAddress, second.address, id, 300n)
        .to.emit(lots, "Transfer")
        .withArgs(creditor.address, creditor.address, ethers.ZeroAddress, root, 300n);
      expect(await lots.lotOf(id)).to.deep.equal([second.address, UNITS - 300n, 300n, MOVABLE, 1n]);
      expect(await lots.lotOf(root)).to.deep.equal([creditor.address, 0n, UNITS - 300n, MOVABLE, 0n]);
      expect(await lots.partId(root, ethers.toBeHex(root, 32), link)).to.equal(id);
      expect(await lots.rollOf(id)).to.equal(ethers.toBeHex(id, 32));
    });

    it("LOT-04 divides among many at once, and the units are as many as before", async () => {
      const { lots, root, ids, second, creditor } = await withParts();
      const found = await Promise.all(ids.map((id) => lots.lotOf(id)));
      expect(found.map(({ start, units }) => [start, units])).to.deep.equal([
        [UNITS - 10n, 10n],
        [UNITS - 30n, 20n],
        [UNITS - 60n, 30n],
      ]);
      expect(found.every(({ holder }) => holder === second.address)).to.equal(true);
      expect(await lots.lotOf(root)).to.deep.equal([creditor.address, 0n, UNITS - 60n, MOVABLE, 0n]);
    });

    it("LOT-04 refuses no parts, empty parts and all or more than there is", async () => {
      const { lots, root, creditor, second } = await withLot();
      const part = (units: bigint) => ({ to: second.address, units, kind: WITH_RECOURSE });
      await expect(lots.connect(creditor).divide(root, FIRST, []))
        .to.be.revertedWithCustomError(lots, "Lots_NoParts")
        .withArgs(root);
      for (const units of [0n, UNITS, UNITS + 1n]) {
        await expect(lots.connect(creditor).divide(root, FIRST, [part(units)]))
          .to.be.revertedWithCustomError(lots, "Lots_BadUnits")
          .withArgs(root, units, UNITS);
      }
      await expect(lots.connect(creditor).divide(root, FIRST, [part(UNITS - 1n), part(1n)]))
        .to.be.revertedWithCustomError(lots, "Lots_BadUnits")
        .withArgs(root, 1n, 1n);
      await lots.connect(creditor).divide(root, FIRST, [part(UNITS - 1n)]);
    });

    it("LOT-04 names a part for oneself a division, and one for another an endorsement", async () => {
      const { lots, root, creditor, second } = await withLot();
      for (const part of [
        { to: creditor.address, units: 1n, kind: WITH_RECOURSE },
        { to: second.address, units: 1n, kind: DIVISION },
        { to: second.address, units: 1n, kind: TAKEN_UP },
      ]) {
        await expect(lots.connect(creditor).divide(root, FIRST, [part]))
          .to.be.revertedWithCustomError(lots, "Lots_BadKind")
          .withArgs(root, part.kind);
      }
    });
  });

  describe("merging", () => {
    it("LOT-05 joins neighbours of one act", async () => {
      const { lots, root, ids, links, second } = await withParts();
      const [first, , last] = ids;
      await expect(lots.connect(second).merge(root, ethers.toBeHex(root, 32), links[1], links[0]))
        .to.emit(lots, "Merged")
        .withArgs(ids[1], first, UNITS - 30n, 30n)
        .to.emit(lots, "Transfer")
        .withArgs(second.address, second.address, ethers.ZeroAddress, first, 10n)
        .to.emit(lots, "Transfer")
        .withArgs(second.address, ethers.ZeroAddress, second.address, ids[1], 10n);
      expect((await lots.lotOf(first)).holder).to.equal(ethers.ZeroAddress);
      await lots.connect(second).merge(root, ethers.toBeHex(root, 32), links[2], links[1]);
      expect(await lots.lotOf(last)).to.deep.equal([second.address, UNITS - 60n, 60n, MOVABLE, 1n]);
    });

    it("LOT-05 refuses what does not touch, or came by another act", async () => {
      const world = await withParts();
      const { lots, root, ids, links, creditor, second } = world;
      const roll = ethers.toBeHex(root, 32);
      await expect(lots.connect(second).merge(root, roll, links[2], links[0]))
        .to.be.revertedWithCustomError(lots, "Lots_NotNeighbours")
        .withArgs(ids[2], ids[0]);
      await expect(lots.connect(second).merge(root, roll, links[0], links[1]))
        .to.be.revertedWithCustomError(lots, "Lots_NotNeighbours")
        .withArgs(ids[0], ids[1]);
      const later = await divide(world, root, FIRST, creditor, {
        to: second.address,
        units: 5n,
        kind: WITH_RECOURSE,
      });
      await expect(lots.connect(second).merge(root, roll, later.link, links[2]))
        .to.be.revertedWithCustomError(lots, "Lots_NotNeighbours")
        .withArgs(later.id, ids[2]);
    });

    it("LOT-05 refuses what was endorsed since, either one", async () => {
      const world = await withParts();
      const { lots, root, ids, links, second, third } = world;
      await endorse(world, ids[0], second, third);
      await endorse(world, ids[0], third, second);
      const roll = ethers.toBeHex(root, 32);
      await expect(lots.connect(second).merge(root, roll, links[1], links[0]))
        .to.be.revertedWithCustomError(lots, "Lots_Endorsed")
        .withArgs(ids[0]);
      await endorse(world, ids[1], second, third);
      await endorse(world, ids[1], third, second);
      await expect(lots.connect(second).merge(root, roll, links[1], links[0]))
        .to.be.revertedWithCustomError(lots, "Lots_Endorsed")
        .withArgs(ids[1]);
    });

    it("LOT-05 refuses another's lot, and lots whose state or mark differs", async () => {
      const world = await withParts();
      const { lots, root, ids, links, second, third } = world;
      const roll = ethers.toBeHex(root, 32);
      await endorse(world, ids[0], second, third);
      await expect(lots.connect(second).merge(root, roll, links[1], links[0]))
        .to.be.revertedWithCustomError(lots, "Lots_NotHolder")
        .withArgs(ids[0], second.address);
      for (const act of ["mark", "state"] as const) {
        const { stranger } = world;
        const key = act === "mark" ? 1n : 2n;
        await lots.connect(stranger).open(key, second, 10n, MOVABLE, 0n);
        const own = await lots.rootId(stranger, key);
        const parts = [1n, 1n].map((units) => ({ to: second.address, units, kind: DIVISION }));
        await lots.connect(second).divide(own, FIRST, parts);
        const base = { from: second.address, to: second.address, kind: DIVISION, time: await now(), units: 1n };
        const [low, high] = [
          { ...base, start: 8n },
          { ...base, start: 9n },
        ];
        const ownRoll = ethers.toBeHex(own, 32);
        const inner = innerOf(ownRoll, high);
        if (act === "mark") await lots.connect(stranger).setMark(key, inner, 7n);
        else {
          await expect(lots.connect(stranger).setState(key, inner, MOVABLE + 1n))
            .to.emit(lots, "StateSet")
            .withArgs(partOf(own, inner), MOVABLE + 1n);
        }
        await expect(lots.connect(second).merge(own, ownRoll, low, high))
          .to.be.revertedWithCustomError(lots, "Lots_Unlike")
          .withArgs(partOf(own, innerOf(ownRoll, low)), partOf(own, inner));
      }
    });
  });

  describe("as ERC-6909", () => {
    it("LOT-06 says so", async () => {
      const { lots } = await load();
      for (const [id, answer] of [
        ["0x0f632fb3", true],
        ["0x01ffc9a7", true],
        ["0xffffffff", false],
      ] as const)
        expect(await lots.supportsInterface(id)).to.equal(answer);
    });

    it("LOT-06 moves a lot whole, without recourse", async () => {
      const { lots, root, creditor, second } = await withLot();
      for (const amount of [0n, 1n, UNITS - 1n, UNITS + 1n]) {
        await expect(lots.connect(creditor).transfer(second, root, amount))
          .to.be.revertedWithCustomError(lots, "Lots_BadUnits")
          .withArgs(root, amount, UNITS);
      }
      const time = (await now()) + 5n;
      await at(time);
      const link = { from: creditor.address, to: second.address, kind: WITHOUT_RECOURSE, time, start: 0n, units: 0n };
      await expect(lots.connect(creditor).transfer(second, root, UNITS))
        .to.emit(lots, "Endorsed")
        .withArgs(root, creditor.address, second.address, WITHOUT_RECOURSE, rollOf(root, [link]));
    });

    it("LOT-06 lets who is approved, or an operator, do so; an approval dies with the next link", async () => {
      const world = await withLot();
      const { lots, root, creditor, second, third, stranger } = world;
      await expect(lots.connect(stranger).transferFrom(creditor, stranger, root, UNITS))
        .to.be.revertedWithCustomError(lots, "Lots_NotApproved")
        .withArgs(root, stranger.address, 0n);
      await expect(lots.connect(creditor).approve(stranger, root, UNITS - 1n))
        .to.emit(lots, "Approval")
        .withArgs(creditor.address, stranger.address, root, UNITS - 1n);
      await expect(lots.connect(stranger).transferFrom(creditor, stranger, root, UNITS))
        .to.be.revertedWithCustomError(lots, "Lots_NotApproved")
        .withArgs(root, stranger.address, UNITS - 1n);
      await lots.connect(creditor).approve(stranger, root, ethers.MaxUint256);
      expect(await lots.allowance(creditor, stranger, root)).to.equal(ethers.MaxUint256);
      await expect(lots.connect(stranger).transferFrom(creditor, second, root, UNITS))
        .to.emit(lots, "Transfer")
        .withArgs(stranger.address, creditor.address, second.address, root, UNITS);
      await lots.connect(second).transferFrom(second, creditor, root, UNITS);
      // The lot is back where it was, and the approval is not.
      expect(await lots.allowance(creditor, stranger, root)).to.equal(0n);
      await expect(lots.connect(stranger).transferFrom(creditor, second, root, UNITS))
        .to.be.revertedWithCustomError(lots, "Lots_NotApproved")
        .withArgs(root, stranger.address, 0n);
      await expect(lots.connect(creditor).setOperator(third, true))
        .to.emit(lots, "OperatorSet")
        .withArgs(creditor.address, third.address, true);
      expect(await lots.isOperator(creditor, third)).to.equal(true);
      await lots.connect(third).transferFrom(creditor, second, root, UNITS);
      await expect(lots.connect(third).transferFrom(creditor, third, root, UNITS))
        .to.be.revertedWithCustomError(lots, "Lots_NotHolder")
        .withArgs(root, creditor.address);
      await expect(lots.connect(third).transferFrom(second, third, root, UNITS))
        .to.be.revertedWithCustomError(lots, "Lots_NotApproved")
        .withArgs(root, third.address, 0n);
    });
  });

  describe("acts for the holder", () => {
    it("LOT-12 hand a lot on with or without recourse, by an operator or who is approved for all of it", async () => {
      const { lots, root, creditor, second, third, stranger } = await withLot();
      await expect(lots.connect(stranger).endorseFrom(creditor, root, stranger, WITH_RECOURSE))
        .to.be.revertedWithCustomError(lots, "Lots_NotApproved")
        .withArgs(root, stranger.address, 0n);
      await lots.connect(creditor).approve(stranger, root, UNITS - 1n);
      await expect(lots.connect(stranger).endorseFrom(creditor, root, stranger, WITH_RECOURSE))
        .to.be.revertedWithCustomError(lots, "Lots_NotApproved")
        .withArgs(root, stranger.address, UNITS - 1n);
      await lots.connect(creditor).approve(stranger, root, UNITS);
      await expect(lots.connect(stranger).endorseFrom(creditor, root, second, 3n))
        .to.be.revertedWithCustomError(lots, "Lots_BadKind")
        .withArgs(root, 3n);
      const time = (await now()) + 5n;
      await at(time);
      const link = { from: creditor.address, to: second.address, kind: WITH_RECOURSE, time, start: 0n, units: 0n };
      await expect(lots.connect(stranger).endorseFrom(creditor, root, second, WITH_RECOURSE))
        .to.emit(lots, "Endorsed")
        .withArgs(root, creditor.address, second.address, WITH_RECOURSE, rollOf(root, [link]))
        .to.emit(lots, "Transfer")
        .withArgs(stranger.address, creditor.address, second.address, root, UNITS);
      await lots.connect(second).endorse(root, creditor, WITH_RECOURSE);
      // Back where it was, and the approval is not.
      await expect(lots.connect(stranger).endorseFrom(creditor, root, second, WITH_RECOURSE))
        .to.be.revertedWithCustomError(lots, "Lots_NotApproved")
        .withArgs(root, stranger.address, 0n);
      await lots.connect(creditor).setOperator(third, true);
      await lots.connect(third).endorseFrom(creditor, root, second, WITHOUT_RECOURSE);
      await expect(lots.connect(third).endorseFrom(creditor, root, third, WITHOUT_RECOURSE))
        .to.be.revertedWithCustomError(lots, "Lots_NotHolder")
        .withArgs(root, creditor.address);
      await lots.connect(second).endorseFrom(second, root, third, WITHOUT_RECOURSE);
      expect((await lots.lotOf(root)).holder).to.equal(third.address);
    });

    it("LOT-12 hand a lot on if it is still what was signed for, and else do nothing", async () => {
      const world = await withLot();
      const { lots, root, creditor, second, third, stranger } = world;
      const version = await lots.versionOf(root);
      const act = (by: typeof stranger, said = version) =>
        lots.connect(by).endorseIf(creditor, root, said, third, WITH_RECOURSE);
      await expect(act(stranger))
        .to.be.revertedWithCustomError(lots, "Lots_NotApproved")
        .withArgs(root, stranger.address, 0n);
      await lots.connect(creditor).setOperator(stranger, true);
      for (const other of [ethers.ZeroHash, ethers.id("other")]) {
        await expect(act(stranger, other)).not.to.emit(lots, "Endorsed");
        expect(await lots.versionOf(root)).to.equal(version);
      }
      expect(await lots.connect(stranger).endorseIf.staticCall(creditor, root, ethers.ZeroHash, third, 1n)).to.equal(
        false,
      );
      expect(await lots.connect(stranger).endorseIf.staticCall(creditor, root, version, third, 1n)).to.equal(true);
      await expect(lots.connect(stranger).endorseIf(creditor, root, version, third, DIVISION))
        .to.be.revertedWithCustomError(lots, "Lots_BadKind")
        .withArgs(root, DIVISION);
      await expect(act(stranger)).to.emit(lots, "Endorsed");
      expect((await lots.lotOf(root)).holder).to.equal(third.address);
      await endorse(world, root, third, second);
      await expect(act(stranger)).not.to.emit(lots, "Endorsed");
      expect((await lots.lotOf(root)).holder).to.equal(second.address);
    });

    it("LOT-12 divide a lot; what is cut off uses an approval up", async () => {
      const { lots, root, creditor, second, third, stranger } = await withLot();
      const cut = (units: bigint) => [{ to: second.address, units, kind: WITH_RECOURSE }];
      await lots.connect(creditor).approve(stranger, root, 10n);
      await expect(lots.connect(stranger).divideFrom(creditor, root, FIRST, cut(11n)))
        .to.be.revertedWithCustomError(lots, "Lots_NotApproved")
        .withArgs(root, stranger.address, 10n);
      const roll = await lots.rollOf(root);
      const time = (await now()) + 5n;
      const link = { from: creditor.address, to: second.address, kind: WITH_RECOURSE, time };
      const part = partOf(root, innerOf(roll, { ...link, start: UNITS - 7n, units: 7n }));
      await at(time);
      await expect(lots.connect(stranger).divideFrom(creditor, root, FIRST, cut(7n)))
        .to.emit(lots, "Transfer")
        .withArgs(stranger.address, ethers.ZeroAddress, second.address, part, 7n)
        .to.emit(lots, "Transfer")
        .withArgs(stranger.address, creditor.address, ethers.ZeroAddress, root, 7n);
      expect(await lots.allowance(creditor, stranger, root)).to.equal(3n);
      await expect(lots.connect(stranger).divideFrom(creditor, root, FIRST, [...cut(2n), ...cut(2n)]))
        .to.be.revertedWithCustomError(lots, "Lots_NotApproved")
        .withArgs(root, stranger.address, 3n);
      await lots.connect(creditor).approve(stranger, root, ethers.MaxUint256);
      await lots.connect(stranger).divideFrom(creditor, root, FIRST, cut(5n));
      expect(await lots.allowance(creditor, stranger, root)).to.equal(ethers.MaxUint256);
      await lots.connect(creditor).setOperator(third, true);
      await lots.connect(third).divideFrom(creditor, root, FIRST, cut(5n));
      await lots.connect(creditor).divideFrom(creditor, root, FIRST, cut(5n));
      expect((await lots.lotOf(root)).units).to.equal(UNITS - 22n);
      // An approval for the lot is none for its parts.
      await expect(lots.connect(stranger).endorseFrom(second, part, stranger, WITH_RECOURSE))
        .to.be.revertedWithCustomError(lots, "Lots_NotApproved")
        .withArgs(part, stranger.address, 0n);
    });
  });

  describe("proofs of link", () => {
    const chainOf = async (world: World & { root: bigint }) => {
      const { root, creditor, second, third, stranger } = world;
      const one = await endorse(world, root, creditor, second);
      const part = await divide(world, root, FIRST, second, { to: third.address, units: 70n, kind: WITH_RECOURSE });
      const two = await endorse(world, part.id, third, stranger, WITHOUT_RECOURSE);
      return { links: [one, part.link, two], ...part };
    };

    it("LOT-08 take the true chain, across a division", async () => {
      const world = await withLot();
      const { lots, root } = world;
      const { links, inner, id } = await chainOf(world);
      expect(await lots.isChain(root, inner, links)).to.equal(true);
      expect(await lots.rollOf(id)).to.equal(rollOf(root, links));
      expect(await lots.isChain(root, FIRST, links.slice(0, 1))).to.equal(true);
    });

    it("LOT-08 refuse every other: a link more, less or changed in any field", async () => {
      const world = await withLot();
      const { lots, root, creditor } = world;
      const { links, inner } = await chainOf(world);
      const [one, two, three] = links as [Link, Link, Link];
      const other = creditor.address;
      const wrong: Link[][] = [
        [],
        [one, two],
        [two, three],
        [one, two, three, three],
        ...links.flatMap((link, index) =>
          [
            { from: link.from === other ? link.to : other },
            { to: link.to === other ? link.from : other },
            { kind: link.kind === 1n ? 2n : 1n },
            { time: link.time + 1n },
            { units: link.units + 1n },
          ].map((change) => links.map((same, i) => (i === index ? { ...same, ...change } : same))),
        ),
        [one, { ...two, start: two.start + 1n }, three],
      ];
      for (const attempt of wrong) expect(await lots.isChain(root, inner, attempt)).to.equal(false);
    });
  });

  describe("instruments", () => {
    it("LOT-09 hand on a lot of their own roots, in ways that holders do not have, and give it a state", async () => {
      const world = await withLot();
      const { lots, root, creditor, second, third, stranger } = world;
      const [DELIVERED, COLLECTION] = [5n, 8n];
      await lots.connect(second).open(7n, creditor, 10n, MOVABLE, 0n);
      const own = await lots.rootId(second, 7n);
      await lots.connect(creditor).approve(stranger, own, 10n);
      const link: Link = {
        from: creditor.address,
        to: third.address,
        kind: COLLECTION,
        time: (await now()) + 5n,
        start: 0n,
        units: 0n,
      };
      await at(link.time);
      await expect(lots.connect(second).move(7n, FIRST, third, COLLECTION, 2n))
        .to.emit(lots, "Endorsed")
        .withArgs(own, creditor.address, third.address, COLLECTION, rollOf(own, [link]))
        .to.emit(lots, "Transfer")
        .withArgs(second.address, creditor.address, third.address, own, 10n)
        .to.emit(lots, "StateSet")
        .withArgs(own, 2n);
      expect(await lots.lotOf(own)).to.deep.equal([third.address, 0n, 10n, 2n, 1n]);
      expect(await lots.allowance(creditor, stranger, own)).to.equal(0n);
      await expect(lots.connect(second).move(7n, FIRST, creditor, DELIVERED, 2n)).not.to.emit(lots, "StateSet");
      for (const kind of [0n, 3n, 4n])
        await expect(lots.connect(second).move(7n, FIRST, third, kind, 0n))
          .to.be.revertedWithCustomError(lots, "Lots_BadKind")
          .withArgs(own, kind);
      await expect(lots.connect(second).move(7n, FIRST, creditor, COLLECTION, 0n))
        .to.be.revertedWithCustomError(lots, "Lots_BadReceiver")
        .withArgs(own, creditor.address);
      await expect(lots.connect(creditor).move(7n, FIRST, third, COLLECTION, 0n))
        .to.be.revertedWithCustomError(lots, "Lots_NotHolder")
        .withArgs(await lots.rootId(creditor, 7n), ethers.ZeroAddress);
      expect((await lots.lotOf(root)).holder).to.equal(creditor.address);
    });

    it("LOT-09 are whoever opens a root, for their own roots alone", async () => {
      const { lots, stranger, second, third, receivables, root, id } = await withLot();
      const own = await lots.rootId(stranger, id);
      await expect(lots.connect(stranger).open(id, second, 10n, 0n, 0n))
        .to.emit(lots, "Opened")
        .withArgs(own, stranger.address, second.address, id, 10n, 0n, 0n)
        .to.emit(lots, "Transfer")
        .withArgs(stranger.address, ethers.ZeroAddress, second.address, own, 10n);
      await expect(lots.connect(stranger).open(id, third, 10n, 0n, 0n))
        .to.be.revertedWithCustomError(lots, "Lots_Exists")
        .withArgs(own);
      await expect(lots.connect(stranger).open(9n, third, 0n, 0n, 0n))
        .to.be.revertedWithCustomError(lots, "Lots_BadUnits")
        .withArgs(await lots.rootId(stranger, 9n), 0n, 2n ** 40n - 1n);
      await expect(lots.connect(second).endorse(own, third, WITH_RECOURSE))
        .to.be.revertedWithCustomError(lots, "Lots_NotTransferable")
        .withArgs(own, 0n);
      await lots.connect(stranger).setMark(id, FIRST, 5n);
      expect(await lots.markOf(own)).to.equal(5n);
      expect(await lots.markOf(root)).to.equal(0n);
      for (const [units, left] of [
        [4n, 6n],
        [6n, 0n],
      ] as const) {
        await expect(lots.connect(stranger).shorten(id, FIRST, units))
          .to.emit(lots, "Shortened")
          .withArgs(own, left)
          .to.emit(lots, "Transfer")
          .withArgs(stranger.address, second.address, ethers.ZeroAddress, own, units);
      }
      for (const [contract, key] of [
        [stranger, id],
        [third, id],
      ] as const) {
        const missing = await lots.rootId(contract, key);
        for (const act of [
          () => lots.connect(contract).setState(key, FIRST, MOVABLE),
          () => lots.connect(contract).setMark(key, FIRST, 1n),
          () => lots.connect(contract).shorten(key, FIRST, 1n),
          () => lots.connect(contract).takeBack(key, FIRST, [], 0n),
        ]) {
          await expect(act())
            .to.be.revertedWithCustomError(lots, "Lots_NotHolder")
            .withArgs(missing, ethers.ZeroAddress);
        }
      }
      expect((await lots.lotOf(root)).units).to.equal(UNITS);
      expect(await lots.rootId(receivables, id)).to.equal(root);
    });

    it("LOT-09 cut and take back within the truth only", async () => {
      const world = await load();
      const { lots, stranger, second, third } = world;
      await lots.connect(stranger).open(1n, second, 10n, MOVABLE, 0n);
      const root = await lots.rootId(stranger, 1n);
      for (const units of [0n, 11n]) {
        await expect(lots.connect(stranger).shorten(1n, FIRST, units))
          .to.be.revertedWithCustomError(lots, "Lots_BadUnits")
          .withArgs(root, units, 10n);
      }
      const link = await endorse(world, root, second, third);
      const attempts: [Link[], bigint][] = [
        [[link], 1n],
        [[], 0n],
        [[{ ...link, from: stranger.address }], 0n],
      ];
      for (const [links, index] of attempts) {
        await expect(lots.connect(stranger).takeBack(1n, FIRST, links, index))
          .to.be.revertedWithCustomError(lots, "Lots_BadChain")
          .withArgs(root);
      }
      const time = (await now()) + 5n;
      await at(time);
      const taken: Link = { from: third.address, to: second.address, kind: TAKEN_UP, time, start: 0n, units: 0n };
      await expect(lots.connect(stranger).takeBack(1n, FIRST, [link], 0n))
        .to.emit(lots, "Endorsed")
        .withArgs(root, third.address, second.address, TAKEN_UP, rollOf(root, [taken]))
        .to.emit(lots, "Transfer")
        .withArgs(stranger.address, third.address, second.address, root, 10n);
      expect(await lots.isChain(root, FIRST, [taken])).to.equal(true);
    });

    it("REC-08 keep an unconfirmed lot where it is", async () => {
      const world = await load();
      const { root } = await registered(world);
      const { lots, creditor, second } = world;
      const part = [{ to: second.address, units: 1n, kind: WITH_RECOURSE }];
      for (const act of [
        () => lots.connect(creditor).endorse(root, second, WITH_RECOURSE),
        () => lots.connect(creditor).transfer(second, root, UNITS),
        () => lots.connect(creditor).approve(second, root, UNITS),
        () => lots.connect(creditor).divide(root, FIRST, part),
      ]) {
        await expect(act()).to.be.revertedWithCustomError(lots, "Lots_NotTransferable").withArgs(root, 0n);
      }
    });
  });
});
