import { expect } from "chai";
import {
  ALL,
  at,
  CENT,
  confirmed,
  creditNote,
  DAY,
  DIVISION,
  digestOf,
  divide,
  EVER,
  endorse,
  ethers,
  extension,
  FACE,
  FIRST,
  type Link,
  load,
  mineAt,
  now,
  registered,
  STATUS,
  TAKEN_UP,
  UNITS,
  WITH_RECOURSE,
  WITHOUT_RECOURSE,
} from "./world.ts";

const withClaim = async (changes = {}) => {
  const world = await load();
  return { ...world, ...(await confirmed(world, changes)) };
};

/** creditor -> second (with recourse) -> third (with) -> stranger (without), over a part of 20,000 units. */
const withChain = async () => {
  const world = await withClaim({ lateBps: 0n });
  const { root, creditor, second, third, stranger } = world;
  const one = await endorse(world, root, creditor, second);
  const part = await divide(world, root, FIRST, second, { to: third.address, units: 20_000n, kind: WITH_RECOURSE });
  const last = await endorse(world, part.id, third, stranger, WITHOUT_RECOURSE);
  return { ...world, part, inner: part.inner, links: [one, part.link, last] as [Link, Link, Link] };
};

const WORTH = 20_000n * CENT;

describe("receivables, between the parties", () => {
  describe("a credit note", () => {
    it("REC-30 takes units out of the claim, as debtor and holder agree", async () => {
      const claim = await withClaim();
      const { receivables, lots, debtors, token, terms, id, root, debtor, creditor } = claim;
      const signature = await creditNote(claim, root, 1_000n, creditor);
      await expect(receivables.connect(debtor).credit(terms, FIRST, 1_000n, EVER, signature))
        .to.emit(receivables, "Credited")
        .withArgs(id, root, creditor.address, 1_000n, 1_000n * CENT)
        .to.emit(lots, "Shortened")
        .withArgs(root, UNITS - 1_000n);
      expect(await receivables.dueOf(terms)).to.deep.equal([FACE - 1_000n * CENT, 0n]);
      expect((await debtors.recordOf(debtor, token)).outstanding).to.equal(FACE - 1_000n * CENT);
      await receivables.connect(debtor).pay(terms, ALL);
      await receivables.connect(creditor).collect(terms, FIRST, creditor);
      expect(await token.balanceOf(creditor)).to.equal(100n * FACE + FACE - 1_000n * CENT);
      expect(await token.balanceOf(receivables)).to.equal(0n);
    });

    it("REC-30 is refused unsigned, late, by another, twice, and when the lot has changed", async () => {
      const claim = await withClaim();
      const { receivables, lots, terms, id, root, debtor, creditor, second, stranger } = claim;
      const version = await lots.versionOf(root);
      const signature = await creditNote(claim, root, 10n, creditor);
      await expect(receivables.connect(stranger).credit(terms, FIRST, 10n, EVER, signature))
        .to.be.revertedWithCustomError(receivables, "Receivables_NotDebtor")
        .withArgs(id, stranger.address);
      for (const [units, signed] of [
        [11n, signature],
        [10n, await creditNote(claim, root, 10n, stranger)],
        [10n, "0x"],
      ] as const) {
        const digest = digestOf(claim, "CreditNote", { lot: root, version, units, deadline: EVER });
        await expect(receivables.connect(debtor).credit(terms, FIRST, units, EVER, signed))
          .to.be.revertedWithCustomError(receivables, "Receivables_NotSigned")
          .withArgs(creditor.address, digest);
      }
      for (const units of [0n, UNITS + 1n]) {
        await expect(receivables.connect(debtor).credit(terms, FIRST, units, EVER, signature))
          .to.be.revertedWithCustomError(receivables, "Receivables_BadUnits")
          .withArgs(root, units, UNITS);
      }
      const past = (await now()) - 1n;
      const late = await creditNote(claim, root, 10n, creditor, past);
      await expect(receivables.connect(debtor).credit(terms, FIRST, 10n, past, late)).to.be.revertedWithCustomError(
        receivables,
        "Receivables_Expired",
      );
      await receivables.connect(debtor).credit(terms, FIRST, 10n, EVER, signature);
      await expect(
        receivables.connect(debtor).credit(terms, FIRST, 10n, EVER, signature),
      ).to.be.revertedWithCustomError(receivables, "Receivables_NotSigned");
      const next = await creditNote(claim, root, 10n, creditor);
      await endorse(claim, root, creditor, second);
      await endorse(claim, root, second, creditor);
      await expect(receivables.connect(debtor).credit(terms, FIRST, 10n, EVER, next)).to.be.revertedWithCustomError(
        receivables,
        "Receivables_NotSigned",
      );
    });

    it("REC-30 falls on what is open, and leaves the holder what was paid on the units", async () => {
      const claim = await withClaim();
      const { receivables, token, terms, root, debtor, creditor, second } = claim;
      const part = await divide(claim, root, FIRST, creditor, {
        to: second.address,
        units: UNITS / 4n,
        kind: WITH_RECOURSE,
      });
      await receivables.connect(debtor).pay(terms, FACE / 2n);
      const signature = await creditNote(claim, part.id, UNITS / 4n, second);
      await receivables.connect(debtor).credit(terms, part.inner, UNITS / 4n, EVER, signature);
      expect(await receivables.dueOf(terms)).to.deep.equal([(FACE * 3n) / 8n, 0n]);
      expect(await receivables.proceedsOf(second, token)).to.equal(FACE / 8n);
      await expect(receivables.connect(second).withdrawProceeds(token, ethers.ZeroAddress))
        .to.be.revertedWithCustomError(receivables, "Receivables_BadReceiver")
        .withArgs(ethers.ZeroAddress);
      await expect(receivables.connect(second).withdrawProceeds(token, second))
        .to.emit(receivables, "ProceedsSent")
        .withArgs(second.address, token.target, second.address, FACE / 8n);
      await expect(receivables.connect(second).withdrawProceeds(token, second))
        .to.be.revertedWithCustomError(receivables, "Receivables_NothingToCollect")
        .withArgs(0n);
      await receivables.connect(debtor).pay(terms, ALL);
      await receivables.connect(creditor).collect(terms, FIRST, creditor);
      expect(await token.balanceOf(receivables)).to.equal(0n);
      expect(await token.balanceOf(creditor)).to.equal(100n * FACE + (FACE * 3n) / 4n);
    });

    it("REC-30 of all that is open ends the claim", async () => {
      const claim = await withClaim();
      const { receivables, debtors, token, terms, id, root, debtor, creditor } = claim;
      const signature = await creditNote(claim, root, UNITS, creditor);
      await receivables.connect(debtor).credit(terms, FIRST, UNITS, EVER, signature);
      expect(await receivables.statusOf(terms)).to.equal(STATUS.Paid);
      expect(await receivables.dueOf(terms)).to.deep.equal([0n, 0n]);
      const record = await debtors.recordOf(debtor, token);
      expect([record.outstanding, record.onTimeCount, record.lateCount]).to.deep.equal([0n, 0n, 0n]);
      await expect(receivables.connect(debtor).credit(terms, FIRST, 1n, EVER, "0x"))
        .to.be.revertedWithCustomError(receivables, "Receivables_WrongStatus")
        .withArgs(id, STATUS.Paid);
    });

    it("REC-30 extinguishes what came to the debtor himself, without another's signature", async () => {
      const claim = await withClaim();
      const { receivables, lots, terms, id, root, debtor, creditor } = claim;
      await endorse(claim, root, creditor, debtor, WITHOUT_RECOURSE);
      await expect(receivables.connect(debtor).credit(terms, FIRST, UNITS, 0n, "0x"))
        .to.emit(receivables, "Credited")
        .withArgs(id, root, debtor.address, UNITS, FACE);
      expect((await lots.lotOf(root)).holder).to.equal(ethers.ZeroAddress);
    });
  });

  describe("a later due date", () => {
    it("REC-31 needs the signatures of the holders of all that is open", async () => {
      const claim = await withClaim();
      const { receivables, lots, terms, id, root, debtor, creditor, second, stranger } = claim;
      const part = await divide(claim, root, FIRST, creditor, {
        to: second.address,
        units: 10n,
        kind: WITH_RECOURSE,
      });
      const dueAt = terms.dueAt + 30n * DAY;
      const first = { inner: FIRST, signature: await extension(claim, root, dueAt, creditor) };
      const last = { inner: part.inner, signature: await extension(claim, part.id, dueAt, second) };
      const attempt = (agreements: (typeof first)[]) =>
        expect(receivables.connect(debtor).extend(terms, dueAt, EVER, agreements)).to.be;
      await attempt([first])
        .revertedWithCustomError(receivables, "Receivables_UnitsMissing")
        .withArgs(id, UNITS - 10n, UNITS);
      for (const agreements of [
        [first, first],
        [last, first],
      ])
        await attempt(agreements).revertedWithCustomError(receivables, "Receivables_NotAscending").withArgs(root);
      await attempt([first, { ...last, inner: ethers.id("no lot") }]).revertedWithCustomError(
        receivables,
        "Receivables_NotAscending",
      );
      const message = { lot: part.id, version: await lots.versionOf(part.id), dueAt, deadline: EVER };
      await attempt([first, { ...last, signature: await extension(claim, part.id, dueAt, stranger) }])
        .revertedWithCustomError(receivables, "Receivables_NotSigned")
        .withArgs(second.address, digestOf(claim, "Extension", message));
      await expect(receivables.connect(stranger).extend(terms, dueAt, EVER, [first, last]))
        .to.be.revertedWithCustomError(receivables, "Receivables_NotDebtor")
        .withArgs(id, stranger.address);
      await expect(receivables.connect(debtor).extend(terms, dueAt, EVER, [first, last]))
        .to.emit(receivables, "Extended")
        .withArgs(id, dueAt);
      await mineAt(dueAt);
      expect(await receivables.statusOf(terms)).to.equal(STATUS.Confirmed);
      await expect(receivables.connect(debtor).extend(terms, dueAt, EVER, [first, last])).to.be.revertedWithCustomError(
        receivables,
        "Receivables_BadDueDate",
      );
      await expect(receivables.connect(debtor).pay(terms, ALL))
        .to.emit(receivables, "PaidInFull")
        .withArgs(id, debtor.address, FACE, 0n, true);
    });

    it("REC-31 is later than the one before, not past, within the longest term; interest until now stays owed", async () => {
      const claim = await withClaim();
      const { receivables, terms, root, debtor, creditor } = claim;
      const time = terms.dueAt + 35n * DAY;
      const sign = async (dueAt: bigint) => [
        { inner: FIRST, signature: await extension(claim, root, dueAt, creditor) },
      ];
      await mineAt(time);
      for (const dueAt of [terms.dueAt, time, time + 366n * DAY]) {
        await expect(
          receivables.connect(debtor).extend(terms, dueAt, EVER, await sign(dueAt)),
        ).to.be.revertedWithCustomError(receivables, "Receivables_BadDueDate");
      }
      const dueAt = time + 30n * DAY;
      await receivables.connect(debtor).extend(terms, dueAt, EVER, await sign(dueAt));
      const interest = (FACE * 1_200n * 30n) / 3_600_000n;
      expect(await receivables.dueOf(terms)).to.deep.equal([FACE, interest]);
      await mineAt(dueAt + 6n * DAY);
      expect(await receivables.dueOf(terms)).to.deep.equal([FACE, (interest * 31n) / 30n]);
    });

    it("REC-31 comes too late after a default", async () => {
      const claim = await withClaim();
      const { receivables, terms, id, debtor } = claim;
      await at(terms.dueAt + 90n * DAY);
      await receivables.recordDefault(terms);
      await expect(receivables.connect(debtor).extend(terms, terms.dueAt + 100n * DAY, EVER, []))
        .to.be.revertedWithCustomError(receivables, "Receivables_WrongStatus")
        .withArgs(id, STATUS.Defaulted);
    });
  });

  describe("recourse", () => {
    it("REC-33 is demanded from who endorsed with recourse, in any order, once the claim is overdue", async () => {
      const chain = await withChain();
      const { receivables, terms, id, part, inner, links, creditor, second, stranger, third } = chain;
      await expect(receivables.connect(stranger).demand(terms, inner, links, 0n))
        .to.be.revertedWithCustomError(receivables, "Receivables_TooEarly")
        .withArgs(id, terms.dueAt + 1n);
      await at(terms.dueAt + 1n);
      for (const [index, liable] of [
        [0n, creditor],
        [1n, second],
      ] as const) {
        await expect(receivables.connect(stranger).demand(terms, inner, links, index))
          .to.emit(receivables, "RecourseDemanded")
          .withArgs(id, part.id, liable.address, WORTH);
      }
      await expect(receivables.connect(stranger).demand(terms, inner, links, 2n))
        .to.be.revertedWithCustomError(receivables, "Receivables_NotLiable")
        .withArgs(part.id, third.address);
      await expect(receivables.connect(stranger).demand(terms, inner, links, 3n))
        .to.be.revertedWithCustomError(receivables, "Receivables_NotLiable")
        .withArgs(part.id, ethers.ZeroAddress);
      await expect(receivables.connect(third).demand(terms, inner, links, 0n))
        .to.be.revertedWithCustomError(receivables, "Receivables_NotHolder")
        .withArgs(part.id, third.address);
      for (const wrong of [links.slice(0, 2), links.map((link) => ({ ...link, kind: WITH_RECOURSE }))]) {
        await expect(receivables.connect(stranger).demand(terms, inner, wrong, 0n))
          .to.be.revertedWithCustomError(receivables, "Receivables_BadChain")
          .withArgs(part.id);
      }
    });

    it("REC-33 is taken up: the endorser pays, holds again, and goes on to those before him", async () => {
      const chain = await withChain();
      const { receivables, lots, token, terms, id, root, part, inner, links } = chain;
      const { debtor, creditor, second, stranger } = chain;
      await at(terms.dueAt + 10n);
      await expect(receivables.connect(second).takeUp(terms, inner, links, 1n))
        .to.emit(receivables, "TakenUp")
        .withArgs(id, part.id, second.address, stranger.address, WORTH)
        .to.emit(token, "Transfer")
        .withArgs(second.address, receivables.target, WORTH);
      const taken: Link = {
        from: stranger.address,
        to: second.address,
        kind: TAKEN_UP,
        time: await now(),
        start: 0n,
        units: 0n,
      };
      const chainNow = [links[0], taken];
      expect(await lots.isChain(root, inner, chainNow)).to.equal(true);
      expect((await lots.lotOf(part.id)).holder).to.equal(second.address);
      expect(await receivables.proceedsOf(stranger, token)).to.equal(WORTH);
      await expect(receivables.connect(second).takeUp(terms, inner, links, 1n))
        .to.be.revertedWithCustomError(receivables, "Receivables_NotLiable")
        .withArgs(part.id, second.address);
      await expect(receivables.connect(second).demand(terms, inner, chainNow, 0n))
        .to.emit(receivables, "RecourseDemanded")
        .withArgs(id, part.id, creditor.address, WORTH);
      await receivables.connect(creditor).takeUp(terms, inner, chainNow, 0n);
      expect(await receivables.proceedsOf(second, token)).to.equal(WORTH);
      await receivables.connect(debtor).pay(terms, ALL);
      await receivables.connect(creditor).collect(terms, inner, creditor);
      for (const account of [stranger, second]) await receivables.connect(account).withdrawProceeds(token, account);
      // The creditor paid and was paid; the others are where they were, but for the lot that third sold.
      expect(await token.balanceOf(creditor)).to.equal(100n * FACE);
      expect(await token.balanceOf(stranger)).to.equal(100n * FACE + WORTH);
      expect(await token.balanceOf(second)).to.equal(100n * FACE);
    });

    it("REC-33 is nobody else's to take up, and of the true chain only", async () => {
      const chain = await withChain();
      const { receivables, lots, terms, part, inner, links, debtor, second, third } = chain;
      await at(terms.dueAt + 1n);
      for (const [caller, index] of [
        [second, 0n],
        [debtor, 0n],
        [third, 1n],
      ] as const) {
        await expect(receivables.connect(caller).takeUp(terms, inner, links, index))
          .to.be.revertedWithCustomError(receivables, "Receivables_NotLiable")
          .withArgs(part.id, caller.address);
      }
      const forged = [{ ...links[0], from: debtor.address }, links[1], links[2]];
      await expect(receivables.connect(debtor).takeUp(terms, inner, forged, 0n))
        .to.be.revertedWithCustomError(lots, "Lots_BadChain")
        .withArgs(part.id);
    });

    it("REC-33 counts what was paid: that stays the earlier holder's, and only the rest is taken up", async () => {
      const chain = await withChain();
      const { receivables, token, terms, part, inner, links, debtor, second, stranger } = chain;
      await receivables.connect(debtor).pay(terms, (FACE * 3n) / 4n);
      await at(terms.dueAt + 1n);
      await expect(receivables.connect(second).takeUp(terms, inner, links, 1n))
        .to.emit(receivables, "TakenUp")
        .withArgs(
          await receivables.receivableId(terms.debtor, terms.creditor, terms.number),
          part.id,
          second.address,
          stranger.address,
          WORTH / 4n,
        );
      expect(await receivables.proceedsOf(stranger, token)).to.equal(WORTH);
      expect(await receivables.collectable(terms, inner)).to.equal(0n);
      await receivables.connect(debtor).pay(terms, ALL);
      expect(await receivables.collectable(terms, inner)).to.equal(WORTH / 4n);
    });

    it("REC-33 ends with payment", async () => {
      const chain = await withChain();
      const { receivables, terms, id, inner, links, debtor, stranger } = chain;
      await at(terms.dueAt + 1n);
      await receivables.connect(debtor).pay(terms, ALL);
      await expect(receivables.connect(stranger).demand(terms, inner, links, 0n))
        .to.be.revertedWithCustomError(receivables, "Receivables_WrongStatus")
        .withArgs(id, STATUS.Paid);
    });

    it("REC-33 goes round for nobody: who holds again has recourse to those before his first holding only", async () => {
      const claim = await withClaim();
      const { receivables, terms, id, root, creditor, second, third } = claim;
      const links = [
        await endorse(claim, root, creditor, second),
        await endorse(claim, root, second, third),
        await endorse(claim, root, third, second),
      ];
      await at(terms.dueAt + 1n);
      for (const [index, from] of [
        [1n, second],
        [2n, third],
      ] as const) {
        await expect(receivables.connect(second).demand(terms, FIRST, links, index))
          .to.be.revertedWithCustomError(receivables, "Receivables_NotLiable")
          .withArgs(root, from.address);
      }
      await expect(receivables.connect(second).demand(terms, FIRST, links, 0n))
        .to.emit(receivables, "RecourseDemanded")
        .withArgs(id, root, creditor.address, FACE);
    });

    it("REC-33 rounds up what is open, with its interest", async () => {
      const claim = await withClaim({ units: 3n, unit: 100n });
      const { receivables, terms, root, debtor, creditor, second } = claim;
      const part = await divide(claim, root, FIRST, creditor, { to: second.address, units: 1n, kind: WITH_RECOURSE });
      await receivables.connect(debtor).pay(terms, 100n);
      await at(terms.dueAt + 5n * DAY + 360n * DAY);
      // 200 open, 24 interest: 224 / 3.
      await expect(receivables.connect(creditor).takeUp(terms, part.inner, [part.link], 0n))
        .to.emit(receivables, "TakenUp")
        .withArgs(
          await receivables.receivableId(debtor, creditor, terms.number),
          part.id,
          creditor.address,
          second.address,
          75n,
        );
    });
  });

  describe("writing off", () => {
    it("REC-34 marks a lot of a debtor in default, once; the claim stays", async () => {
      const claim = await withClaim();
      const { receivables, lots, token, terms, id, root, debtor, creditor, stranger } = claim;
      await expect(receivables.connect(creditor).writeOff(terms, FIRST))
        .to.be.revertedWithCustomError(receivables, "Receivables_WrongStatus")
        .withArgs(id, STATUS.Confirmed);
      await at(terms.dueAt + 90n * DAY);
      await receivables.recordDefault(terms);
      await expect(receivables.connect(stranger).writeOff(terms, FIRST))
        .to.be.revertedWithCustomError(receivables, "Receivables_NotHolder")
        .withArgs(root, stranger.address);
      await receivables.connect(debtor).pay(terms, CENT);
      await expect(receivables.connect(creditor).writeOff(terms, FIRST))
        .to.emit(receivables, "WrittenOff")
        .withArgs(id, root, creditor.address, (await receivables.dueOf(terms)).principal)
        .to.emit(lots, "StateSet")
        .withArgs(root, 129n);
      await expect(receivables.connect(creditor).writeOff(terms, FIRST))
        .to.be.revertedWithCustomError(receivables, "Receivables_WrittenOff")
        .withArgs(root);
      await receivables.connect(debtor).pay(terms, ALL);
      await receivables.connect(creditor).collect(terms, FIRST, creditor);
      expect(await token.balanceOf(receivables)).to.equal(0n);
    });
  });

  describe("what may I do now", () => {
    const names = [
      "confirm",
      "dispute",
      "withdraw",
      "pay",
      "extend",
      "credit",
      "recordDefault",
      "handOn",
      "collect",
      "demand",
      "writeOff",
    ];

    it("REC-41 is answered in every state, for every party", async () => {
      const world = await load();
      const { receivables, debtor, creditor, second, stranger } = world;
      const { terms, root } = await registered(world, { maxTier: 1n });
      const ask = async (account: { address: string }) => {
        const bits = await receivables.actionsOf(terms, FIRST, account.address);
        return names.filter((_, i) => (bits >> BigInt(i)) & 1n).join(" ");
      };
      expect(await ask(debtor)).to.equal("confirm dispute");
      expect(await ask(creditor)).to.equal("withdraw");
      expect(await ask(stranger)).to.equal("");
      await receivables.connect(debtor).dispute(terms, ethers.ZeroHash);
      expect(await ask(debtor)).to.equal("confirm");
      expect(await ask(creditor)).to.equal("withdraw");
      await receivables.connect(debtor).confirm(terms);
      expect(await ask(debtor)).to.equal("pay extend credit");
      expect(await ask(creditor)).to.equal("pay handOn");
      await endorse(world, root, creditor, second);
      expect(await ask(creditor)).to.equal("pay");
      // The deepest tier.
      expect(await ask(second)).to.equal("pay");
      await receivables.connect(debtor).pay(terms, CENT);
      expect(await ask(second)).to.equal("pay collect");
      await receivables.connect(second).collect(terms, FIRST, second);
      await mineAt(terms.dueAt + 1n);
      expect(await ask(second)).to.equal("pay demand");
      await mineAt(terms.dueAt + 90n * DAY);
      expect(await ask(stranger)).to.equal("pay recordDefault");
      await receivables.recordDefault(terms);
      expect(await ask(debtor)).to.equal("pay credit");
      expect(await ask(second)).to.equal("pay demand writeOff");
      await receivables.connect(second).writeOff(terms, FIRST);
      expect(await ask(second)).to.equal("pay demand");
      await receivables.connect(debtor).pay(terms, ALL);
      expect(await ask(debtor)).to.equal("");
      expect(await ask(second)).to.equal("collect");
      await receivables.connect(second).collect(terms, FIRST, second);
      expect(await ask(second)).to.equal("");
    });

    it("REC-42 is never nothing while the claim is not final: a debtor who is never heard of again is no dead end", async () => {
      const chain = await withChain();
      const { receivables, token, terms, inner, links, creditor, second, stranger } = chain;
      await at(terms.dueAt + 3_000n * DAY);
      await receivables.connect(second).takeUp(terms, inner, links, 1n);
      await receivables.connect(stranger).withdrawProceeds(token, stranger);
      await receivables.recordDefault(terms);
      await receivables.connect(second).writeOff(terms, inner);
      const part = await divide(chain, chain.root, inner, second, { to: second.address, units: 1n, kind: DIVISION });
      await endorse(chain, part.id, second, creditor, WITHOUT_RECOURSE);
      expect(await receivables.statusOf(terms)).to.equal(STATUS.Defaulted);
      expect((await receivables.actionsOf(terms, part.inner, creditor)) & (1n << 9n)).to.not.equal(0n);
    });
  });
});
