import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { expect } from "chai";
import {
  ALL,
  at,
  CENT,
  confirmed,
  DAY,
  DIVISION,
  divide,
  endorse,
  ethers,
  FACE,
  FIRST,
  innerOf,
  load,
  mineAt,
  now,
  numberOf,
  partOf,
  STATUS,
  type Terms,
  UNITS,
  WITH_RECOURSE,
  WITHOUT_RECOURSE,
  type World,
} from "./world.ts";

/** A confirmed receivable of which `second` holds 30 % and `third` one unit. */
const withThree = async (changes: Partial<Terms> = {}) => {
  const world = await load();
  const made = await confirmed(world, changes);
  const { creditor, second, third } = world;
  const cut = (to: HardhatEthersSigner, units: bigint) =>
    divide(world, made.root, FIRST, creditor, { to: to.address, units, kind: WITH_RECOURSE });
  const big = await cut(second, (made.terms.units * 3n) / 10n);
  const small = await cut(third, 1n);
  return { ...world, ...made, big, small };
};

type Three = Awaited<ReturnType<typeof withThree>>;

/** Everybody takes what there is for him; what each got. */
async function collectAll({ receivables, terms, creditor, second, third, big, small, token }: Three) {
  const got: bigint[] = [];
  for (const [holder, inner] of [
    [creditor, FIRST],
    [second, big.inner],
    [third, small.inner],
  ] as const) {
    const before = await token.balanceOf(holder);
    expect(await receivables.collectable(terms, inner)).to.equal(
      await receivables.connect(holder).collect.staticCall(terms, inner, holder),
    );
    await receivables.connect(holder).collect(terms, inner, holder);
    got.push((await token.balanceOf(holder)) - before);
  }
  return got;
}

describe("receivables, when they are paid", () => {
  describe("paying", () => {
    it("REC-20 is one act for all lots, by the debtor", async () => {
      const three = await withThree();
      const { receivables, lots, token, terms, id, root, debtor, creditor, second, third, big, small } = three;
      const before = await token.balanceOf(debtor);
      await expect(receivables.connect(debtor).pay(terms, FACE))
        .to.emit(receivables, "PaidInFull")
        .withArgs(id, debtor.address, FACE, 0n, false)
        .to.emit(token, "Transfer")
        .withArgs(debtor.address, receivables.target, FACE);
      expect(before - (await token.balanceOf(debtor))).to.equal(FACE);
      expect(await receivables.statusOf(terms)).to.equal(STATUS.Paid);
      expect(await receivables.dueOf(terms)).to.deep.equal([0n, 0n]);
      expect((await receivables.booksOf(id)).openUnits).to.equal(0n);
      const units = [UNITS - 30_001n, 30_000n, 1n];
      const accounts = [creditor, second, third];
      const inners = [FIRST, big.inner, small.inner];
      const ids = [root, big.id, small.id];
      for (const [i, holder] of accounts.entries()) {
        await expect(receivables.connect(holder).collect(terms, inners[i] as string, holder))
          .to.emit(receivables, "Collected")
          .withArgs(id, ids[i], holder.address, holder.address, (units[i] as bigint) * CENT)
          .to.emit(lots, "Shortened")
          .withArgs(ids[i], 0n);
      }
      expect(await token.balanceOf(receivables)).to.equal(0n);
    });

    it("REC-20 may be anybody's, and takes never more than is due", async () => {
      const { receivables, token, terms, id, stranger } = await withThree();
      const before = await token.balanceOf(stranger);
      await receivables.connect(stranger).pay(terms, ALL);
      expect(before - (await token.balanceOf(stranger))).to.equal(FACE);
      await expect(receivables.connect(stranger).pay(terms, ALL))
        .to.be.revertedWithCustomError(receivables, "Receivables_WrongStatus")
        .withArgs(id, STATUS.Paid);
    });

    it("REC-20 refuses nothing", async () => {
      const { receivables, terms, id, debtor } = await withThree();
      await expect(receivables.connect(debtor).pay(terms, 0n))
        .to.be.revertedWithCustomError(receivables, "Receivables_NothingPaid")
        .withArgs(id);
    });

    it("REC-22 pays many with one transfer, in one token", async () => {
      const world = await load();
      const { receivables, token, debtor } = world;
      const made: Terms[] = [];
      for (let i = 0; i < 10; ++i) made.push((await confirmed(world, { number: numberOf(`N${i}`) })).terms);
      const payments = made.map((terms, i) => ({ terms, upTo: i === 9 ? CENT : ALL }));
      await expect(receivables.connect(debtor).payMany(token, payments))
        .to.emit(token, "Transfer")
        .withArgs(debtor.address, receivables.target, 9n * FACE + CENT);
      for (const [i, terms] of made.entries())
        expect(await receivables.statusOf(terms)).to.equal(i === 9 ? STATUS.PartPaid : STATUS.Paid);
      const other = await ethers.deployContract("TokenMock");
      await expect(receivables.connect(debtor).payMany(other, payments.slice(9)))
        .to.be.revertedWithCustomError(receivables, "Receivables_OtherToken")
        .withArgs(other.target, token.target);
    });
  });

  describe("paying in part", () => {
    it("REC-21 shares by units, as often as it is done, and sums up to the unit", async () => {
      const three = await withThree();
      const { receivables, token, terms, id, debtor } = three;
      await expect(receivables.connect(debtor).pay(terms, 100_001n))
        .to.emit(receivables, "PartPaid")
        .withArgs(id, debtor.address, 100_001n, 0n);
      expect(await receivables.statusOf(terms)).to.equal(STATUS.PartPaid);
      expect(await receivables.dueOf(terms)).to.deep.equal([FACE - 100_001n, 0n]);
      expect(await collectAll(three)).to.deep.equal([69_999n, 30_000n, 1n]);
      for (const amount of [333n, 7_777_777n]) await receivables.connect(debtor).pay(terms, amount);
      await collectAll(three);
      await receivables.connect(debtor).pay(terms, ALL);
      await collectAll(three);
      const { creditor, second, third } = three;
      const had = await Promise.all([creditor, second, third].map((account) => token.balanceOf(account)));
      const got = had.map((balance) => balance - 100n * FACE);
      expect(got.reduce((sum, one) => sum + one, 0n)).to.equal(FACE);
      // Each but the last loses less than a unit a claim; the last has what they lost.
      for (const [i, units] of [UNITS - 30_001n, 30_000n].entries())
        expect(units * CENT - (got[i] as bigint)).to.be.within(0n, 3n);
      expect(await token.balanceOf(receivables)).to.equal(0n);
    });

    it("REC-21 stays with the lot: parts inherit what was collected, and who buys a lot buys what was not", async () => {
      const three = await withThree();
      const { receivables, lots, token, terms, root, debtor, second, third, stranger, big } = three;
      await receivables.connect(debtor).pay(terms, FACE / 2n);
      await receivables.connect(second).collect(terms, big.inner, second);
      const half = await divide(three, root, big.inner, second, {
        to: third.address,
        units: 15_000n,
        kind: WITHOUT_RECOURSE,
      });
      expect(await lots.markOf(half.id)).to.equal(await lots.markOf(big.id));
      expect(await receivables.collectable(terms, half.inner)).to.equal(0n);
      await endorse(three, root, three.creditor, stranger, WITHOUT_RECOURSE);
      const before = await token.balanceOf(stranger);
      await receivables.connect(stranger).collect(terms, FIRST, stranger);
      expect((await token.balanceOf(stranger)) - before).to.equal(((UNITS - 30_001n) * CENT) / 2n);
    });

    it("REC-21 merges only lots that have had the same", async () => {
      const world = await load();
      const { terms, root } = await confirmed(world);
      const { receivables, lots, debtor, creditor } = world;
      const parts = [40n, 60n].map((units) => ({ to: creditor.address, units, kind: DIVISION }));
      await lots.connect(creditor).divide(root, FIRST, parts);
      const base = { from: creditor.address, to: creditor.address, kind: DIVISION, time: await now() };
      const high = { ...base, start: UNITS - 40n, units: 40n };
      const low = { ...base, start: UNITS - 100n, units: 60n };
      const roll = ethers.toBeHex(root, 32);
      await receivables.connect(debtor).pay(terms, FACE / 2n);
      await receivables.connect(creditor).collect(terms, innerOf(roll, low), creditor);
      await expect(lots.connect(creditor).merge(root, roll, low, high))
        .to.be.revertedWithCustomError(lots, "Lots_Unlike")
        .withArgs(...[low, high].map((link) => partOf(root, innerOf(roll, link))));
      await receivables.connect(creditor).collect(terms, innerOf(roll, high), creditor);
      await lots.connect(creditor).merge(root, roll, low, high);
      await receivables.connect(debtor).pay(terms, ALL);
      await receivables.connect(creditor).collect(terms, innerOf(roll, low), creditor);
      expect(await receivables.collectable(terms, FIRST)).to.equal((UNITS - 100n) * CENT);
    });
  });

  describe("collecting", () => {
    it("REC-24 is the holder's alone, to where he likes, once", async () => {
      const { receivables, token, terms, root, debtor, stranger, big, second } = await withThree();
      await receivables.connect(debtor).pay(terms, ALL);
      for (const caller of [debtor, stranger, second]) {
        await expect(receivables.connect(caller).collect(terms, FIRST, caller))
          .to.be.revertedWithCustomError(receivables, "Receivables_NotHolder")
          .withArgs(root, caller.address);
      }
      for (const to of [ethers.ZeroAddress, receivables.target]) {
        await expect(receivables.connect(second).collect(terms, big.inner, to))
          .to.be.revertedWithCustomError(receivables, "Receivables_BadReceiver")
          .withArgs(to);
      }
      const before = await token.balanceOf(stranger);
      await receivables.connect(second).collect(terms, big.inner, stranger);
      expect((await token.balanceOf(stranger)) - before).to.equal(30_000n * CENT);
      await expect(receivables.connect(second).collect(terms, big.inner, stranger))
        .to.be.revertedWithCustomError(receivables, "Receivables_NotHolder")
        .withArgs(big.id, second.address);
    });

    it("REC-24 waits for a payment", async () => {
      const { receivables, terms, root, creditor, debtor } = await withThree();
      for (let i = 0; i < 2; ++i) {
        await expect(receivables.connect(creditor).collect(terms, FIRST, creditor))
          .to.be.revertedWithCustomError(receivables, "Receivables_NothingToCollect")
          .withArgs(root);
        if (i === 0) {
          await receivables.connect(debtor).pay(terms, FACE / 2n);
          await receivables.connect(creditor).collect(terms, FIRST, creditor);
        }
      }
    });

    it("REC-21 closes a lot that rounding leaves nothing for, so that the last has the rest", async () => {
      const three = await withThree({ units: 10n, unit: 1n });
      const { receivables, terms, debtor, third, small, token } = three;
      await receivables.connect(debtor).pay(terms, 9n);
      await expect(receivables.connect(third).collect(terms, small.inner, third)).to.be.revertedWithCustomError(
        receivables,
        "Receivables_NothingToCollect",
      );
      await receivables.connect(debtor).pay(terms, 1n);
      const got = await collectAll(three);
      expect(got.reduce((sum, one) => sum + one, 0n)).to.equal(10n);
      expect(await token.balanceOf(receivables)).to.equal(0n);
    });
  });

  describe("late", () => {
    const interestOf = (principal: bigint, days: bigint, bps = 1_200n) => (principal * bps * days) / 3_600_000n;

    it("REC-32 is overdue from the second after the due date", async () => {
      const { receivables, terms } = await withThree();
      const { dueAt } = terms;
      for (const [time, status] of [
        [dueAt - 1n, STATUS.Confirmed],
        [dueAt, STATUS.Confirmed],
        [dueAt + 1n, STATUS.Overdue],
      ] as const) {
        await mineAt(time);
        expect(await receivables.statusOf(terms)).to.equal(status);
      }
    });

    it("REC-23 bears interest by whole days from the end of the days of grace, simple, for 720 days at most", async () => {
      const { receivables, terms } = await withThree();
      const from = terms.dueAt + 5n * DAY;
      for (const [time, days] of [
        [terms.dueAt + 1n, 0n],
        [from, 0n],
        [from + DAY - 1n, 0n],
        [from + DAY, 1n],
        [from + DAY + 1n, 1n],
        [from + 30n * DAY, 30n],
        [from + 720n * DAY, 720n],
        [from + 5_000n * DAY, 720n],
      ] as const) {
        await mineAt(time);
        expect(await receivables.dueOf(terms)).to.deep.equal([FACE, interestOf(FACE, days)]);
      }
      expect(interestOf(FACE, 30n)).to.equal(10_000_000n);
    });

    it("REC-23 pays interest first, none on interest, and shares it as the rest", async () => {
      const three = await withThree();
      const { receivables, token, terms, id, debtor } = three;
      const from = terms.dueAt + 5n * DAY;
      const first = interestOf(FACE, 10n);
      await at(from + 10n * DAY);
      await expect(receivables.connect(debtor).pay(terms, first + FACE / 2n))
        .to.emit(receivables, "PartPaid")
        .withArgs(id, debtor.address, FACE / 2n, first);
      await at(from + 40n * DAY);
      const second_ = interestOf(FACE / 2n, 30n);
      await expect(receivables.connect(debtor).pay(terms, second_ - 1n))
        .to.emit(receivables, "PartPaid")
        .withArgs(id, debtor.address, 0n, second_ - 1n);
      await at(from + 41n * DAY);
      const third_ = interestOf(FACE / 2n, 1n) + 1n;
      await expect(receivables.connect(debtor).pay(terms, ALL))
        .to.emit(receivables, "PaidInFull")
        .withArgs(id, debtor.address, FACE / 2n, third_, true);
      const got = await collectAll(three);
      const all = FACE + first + second_ - 1n + third_;
      expect(got.reduce((sum, one) => sum + one, 0n)).to.equal(all);
      expect(got[1]).to.be.within((all * 3n) / 10n - 1n, (all * 3n) / 10n);
      expect(await token.balanceOf(receivables)).to.equal(0n);
    });

    it("REC-23 is in time until the due date, whatever the grace", async () => {
      const { receivables, terms, id, debtor } = await withThree();
      await at(terms.dueAt + 1n);
      await expect(receivables.connect(debtor).pay(terms, ALL))
        .to.emit(receivables, "PaidInFull")
        .withArgs(id, debtor.address, FACE, 0n, true);
    });

    it("REC-32 is a default 90 days after the due date, which anybody may enter, once", async () => {
      const { receivables, terms, id, stranger, debtor } = await withThree();
      const from = terms.dueAt + 90n * DAY;
      await at(from - 1n);
      await expect(receivables.connect(stranger).recordDefault(terms))
        .to.be.revertedWithCustomError(receivables, "Receivables_TooEarly")
        .withArgs(id, from);
      await at(from);
      await expect(receivables.connect(stranger).recordDefault(terms))
        .to.emit(receivables, "DefaultRecorded")
        .withArgs(id, debtor.address, FACE);
      expect(await now()).to.equal(from);
      expect(await receivables.statusOf(terms)).to.equal(STATUS.Defaulted);
      await expect(receivables.recordDefault(terms))
        .to.be.revertedWithCustomError(receivables, "Receivables_WrongStatus")
        .withArgs(id, STATUS.Defaulted);
      await receivables.connect(debtor).pay(terms, 1n);
      expect(await receivables.statusOf(terms)).to.equal(STATUS.Defaulted);
      await receivables.connect(debtor).pay(terms, ALL);
      expect(await receivables.statusOf(terms)).to.equal(STATUS.Paid);
    });
  });

  describe("in tokens that misbehave", () => {
    const inToken = async (deploy: (world: World) => Promise<string>) => {
      const world = await load();
      const address = await deploy(world);
      return { ...world, ...(await confirmed(world, { token: address })) };
    };
    const mock = async ({ debtor, receivables }: World) => {
      const token = await ethers.deployContract("TokenMock");
      await token.mint(debtor, 2n * FACE);
      await token.connect(debtor).approve(receivables, ethers.MaxUint256);
      return token;
    };

    it("REC-25 one that keeps a fee, loses or returns false pays nothing", async () => {
      const world = await load();
      const token = await mock(world);
      const { terms } = await confirmed(world, { token: token.target as string });
      const { receivables, debtor } = world;
      const money = await ethers.getContractAt("Money", receivables.target as string);
      await token.setFee(100n);
      await expect(receivables.connect(debtor).pay(terms, FACE))
        .to.be.revertedWithCustomError(money, "Money_ShortDelivery")
        .withArgs(token.target, FACE, FACE - FACE / 100n);
      await token.setFee(0n);
      await token.setReturnsFalse(true);
      await expect(receivables.connect(debtor).pay(terms, FACE)).to.be.revertedWithCustomError(
        receivables,
        "SafeERC20FailedOperation",
      );
      await token.setReturnsFalse(false);
      expect(await receivables.statusOf(terms)).to.equal(STATUS.Confirmed);
      await receivables.connect(debtor).pay(terms, FACE);
    });

    it("REC-25 one that returns nothing pays like any other", async () => {
      const { receivables, terms, debtor, creditor } = await inToken(async ({ debtor, receivables }) => {
        const silent = await ethers.deployContract("SilentTokenMock");
        await silent.mint(debtor, FACE);
        await silent.connect(debtor).approve(receivables, FACE);
        return silent.target as string;
      });
      await receivables.connect(debtor).pay(terms, ALL);
      await receivables.connect(creditor).collect(terms, FIRST, creditor);
      const silent = await ethers.getContractAt("SilentTokenMock", terms.token);
      expect(await silent.balanceOf(creditor)).to.equal(FACE);
    });

    it("REC-25 one that calls back in changes nothing twice", async () => {
      const world = await load();
      const token = await mock(world);
      const { terms, id } = await confirmed(world, { token: token.target as string });
      const { receivables, debtor } = world;
      const guarded = new ethers.Interface(["error ReentrancyGuardReentrantCall()"]).encodeErrorResult(
        "ReentrancyGuardReentrantCall",
      );
      await receivables.connect(debtor).pay(terms, 1n);
      for (const call of [
        receivables.interface.encodeFunctionData("pay", [terms, 1n]),
        receivables.interface.encodeFunctionData("payMany", [terms.token, [{ terms, upTo: 1n }]]),
        receivables.interface.encodeFunctionData("collect", [terms, FIRST, debtor.address]),
        receivables.interface.encodeFunctionData("takeUp", [terms, FIRST, [], 0n]),
        receivables.interface.encodeFunctionData("withdrawProceeds", [terms.token, debtor.address]),
      ]) {
        await token.setCall(receivables, call);
        await expect(receivables.connect(debtor).pay(terms, 1n))
          .to.emit(token, "CalledBack")
          .withArgs(false, guarded)
          .to.emit(receivables, "PartPaid")
          .withArgs(id, debtor.address, 1n, 0n);
      }
      expect(await token.balanceOf(receivables)).to.equal(6n);
    });

    it("REC-25 a blocked holder blocks nobody else, and collects elsewhere", async () => {
      const world = await load();
      const token = await ethers.deployContract("BlockingTokenMock");
      const { debtor, receivables, creditor, second, stranger } = world;
      await token.mint(debtor, FACE);
      await token.connect(debtor).approve(receivables, FACE);
      const { terms, root } = await confirmed(world, { token: token.target as string });
      const part = await divide(world, root, FIRST, creditor, {
        to: second.address,
        units: 1n,
        kind: WITH_RECOURSE,
      });
      await token.setBlocked(creditor, true);
      await receivables.connect(debtor).pay(terms, ALL);
      await expect(receivables.connect(creditor).collect(terms, FIRST, creditor)).to.be.revert(ethers);
      await receivables.connect(second).collect(terms, part.inner, second);
      await receivables.connect(creditor).collect(terms, FIRST, stranger);
      expect(await token.balanceOf(stranger)).to.equal(FACE - CENT);
    });
  });
});
