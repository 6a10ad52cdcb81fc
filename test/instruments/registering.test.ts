import { expect } from "chai";
import { signRequest } from "../shared/requests.ts";
import {
  at,
  CENT,
  confirmation,
  confirmed,
  DAY,
  digestOf,
  EVER,
  ethers,
  FACE,
  FIRST,
  hashOf,
  load,
  now,
  numberOf,
  registered,
  STATUS,
  type Terms,
  termsOf,
  UNITS,
} from "./world.ts";

const listed = (terms: Terms) => Object.values(terms);

describe("receivables, until they are confirmed", () => {
  describe("registering", () => {
    it("REC-01 is the creditor's act, and tells all terms", async () => {
      const world = await load();
      const { receivables, lots, creditor, debtor, stranger } = world;
      const terms = await termsOf(world);
      const id = await receivables.receivableId(debtor, creditor, terms.number);
      expect(await receivables.statusOf(terms)).to.equal(STATUS.None);
      for (const caller of [debtor, stranger]) {
        await expect(receivables.connect(caller).register(terms))
          .to.be.revertedWithCustomError(receivables, "Receivables_NotCreditor")
          .withArgs(id, caller.address);
      }
      await expect(receivables.connect(creditor).register(terms))
        .to.emit(receivables, "Registered")
        .withArgs(id, debtor.address, creditor.address, listed(terms))
        .to.emit(lots, "Opened")
        .withArgs(await lots.rootId(receivables, id), receivables.target, creditor.address, id, UNITS, 0n, 0n);
      expect(await receivables.statusOf(terms)).to.equal(STATUS.Registered);
      expect(await receivables.dueOf(terms)).to.deep.equal([0n, 0n]);
    });

    it("REC-01 refuses parties, tokens, faces, dates and terms that make no sense", async () => {
      const world = await load();
      const { receivables, creditor, debtor } = world;
      const attempt = (terms: Terms) => expect(receivables.connect(creditor).register(terms)).to.be;
      for (const other of [ethers.ZeroAddress, creditor.address, receivables.target as string]) {
        await attempt(await termsOf(world, { debtor: other }))
          .revertedWithCustomError(receivables, "Receivables_BadParties")
          .withArgs(other, creditor.address);
      }
      await attempt(await termsOf(world, { token: debtor.address }))
        .revertedWithCustomError(receivables, "Receivables_NoToken")
        .withArgs(debtor.address);
      for (const [units, unit] of [
        [0n, CENT],
        [1n, 0n],
        [1n, 2n ** 94n + 1n],
        [2n ** 40n - 1n, 2n ** 55n],
      ] as const) {
        await attempt(await termsOf(world, { units, unit }))
          .revertedWithCustomError(receivables, "Receivables_BadFace")
          .withArgs(units, unit);
      }
      for (const [changes, args] of [
        [{ maxTier: 64n }, [64n, 1_200n, 5n]],
        [{ lateBps: 3_601n }, [0n, 3_601n, 5n]],
        [{ graceDays: 366n }, [0n, 1_200n, 366n]],
      ] as const) {
        await attempt(await termsOf(world, changes))
          .revertedWithCustomError(receivables, "Receivables_BadTerms")
          .withArgs(...args);
      }
      const extreme = { units: 1n, unit: 2n ** 94n, maxTier: 63n, lateBps: 3_600n, graceDays: 365n };
      await receivables.connect(creditor).register(await termsOf(world, extreme));
    });

    it("REC-10 keeps the due date within the longest term, which the DAO alone sets", async () => {
      const world = await load();
      const { receivables, creditor, dao, stranger } = world;
      const time = (await now()) + 100n;
      for (const [dueAt, isGood] of [
        [time, false],
        [time + 1n, true],
        [time + 365n * DAY, true],
        [time + 365n * DAY + 1n, false],
      ] as const) {
        const terms = await termsOf(world, { dueAt, number: numberOf(`D${dueAt - time}`) });
        await at(time);
        const act = () => receivables.connect(creditor).register.staticCall(terms, { blockTag: "pending" });
        if (isGood) await act();
        else {
          await expect(act())
            .to.be.revertedWithCustomError(receivables, "Receivables_BadDueDate")
            .withArgs(dueAt, time + 1n, time + 365n * DAY);
        }
      }
      expect(await receivables.maxTerm()).to.equal(365n * DAY);
      await expect(receivables.connect(stranger).setMaxTerm(90n * DAY))
        .to.be.revertedWithCustomError(receivables, "AccessManagedUnauthorized")
        .withArgs(stranger.address);
      for (const term of [30n * DAY - 1n, 3_650n * DAY + 1n]) {
        await expect(receivables.connect(dao).setMaxTerm(term))
          .to.be.revertedWithCustomError(receivables, "Receivables_BadMaxTerm")
          .withArgs(term);
      }
      await expect(receivables.connect(dao).setMaxTerm(30n * DAY))
        .to.emit(receivables, "MaxTermSet")
        .withArgs(30n * DAY);
      const long = await termsOf(world, { dueAt: (await now()) + 40n * DAY });
      await expect(receivables.connect(creditor).register(long)).to.be.revertedWithCustomError(
        receivables,
        "Receivables_BadDueDate",
      );
    });

    it("REC-02 takes an invoice once, whatever else is said of it", async () => {
      const world = await load();
      const { receivables, creditor } = world;
      const { id } = await registered(world);
      const changes: Partial<Terms>[] = [
        {},
        { units: 1n },
        { unit: 1n },
        { dueAt: (await now()) + 9n * DAY },
        { document: ethers.id("another scan") },
        { order: ethers.id("order"), orderAmount: 10n * FACE },
        { lateBps: 0n },
      ];
      for (const change of changes) {
        await expect(receivables.connect(creditor).register(await termsOf(world, change)))
          .to.be.revertedWithCustomError(receivables, "Receivables_Exists")
          .withArgs(id);
      }
    });

    it("REC-02 knows one spelling of a number", async () => {
      const world = await load();
      const { receivables, creditor } = world;
      const raw = (text: string) => numberOf(text);
      const gap = `0x${"41"}00${"42"}${"00".repeat(29)}`;
      const late = `0x00${"41"}${"00".repeat(30)}`;
      for (const number of [
        raw("inv001"),
        raw("INV-001"),
        raw("INV 001"),
        raw("INV001 "),
        raw("INV/1"),
        raw("[1"),
        raw("@1"),
        raw(":1"),
        raw("É"),
        gap,
        late,
        ethers.ZeroHash,
      ]) {
        await expect(receivables.connect(creditor).register(await termsOf(world, { number })))
          .to.be.revertedWithCustomError(receivables, "Receivables_BadNumber")
          .withArgs(number);
      }
      for (const text of ["A", "0", "AZ09", "Z".repeat(32)])
        await receivables.connect(creditor).register(await termsOf(world, { number: numberOf(text) }));
    });

    it("REC-03 keeps the invoices of an order within its amount", async () => {
      const world = await load();
      const { receivables, creditor, debtor, token } = world;
      const order = ethers.id("order 7");
      const of = (number: string, orderAmount: bigint, units = UNITS) =>
        termsOf(world, { order, orderAmount, units, number: numberOf(number) });
      const register = async (terms: Promise<Terms>) => receivables.connect(creditor).register(await terms);
      await expect(register(of("A", FACE - 1n)))
        .to.be.revertedWithCustomError(receivables, "Receivables_BeyondOrder")
        .withArgs(order, FACE, FACE - 1n);
      await register(of("A", 2n * FACE));
      await expect(register(of("B", 3n * FACE)))
        .to.be.revertedWithCustomError(receivables, "Receivables_OrderDiffers")
        .withArgs(order, 3n * FACE, 2n * FACE);
      const second = await of("B", 2n * FACE);
      await receivables.connect(creditor).register(second);
      await expect(register(of("C", 2n * FACE, 1n)))
        .to.be.revertedWithCustomError(receivables, "Receivables_BeyondOrder")
        .withArgs(order, 2n * FACE + CENT, 2n * FACE);
      expect(await receivables.orderOf(debtor, creditor, token, order)).to.deep.equal([2n * FACE, 2n * FACE]);
      await receivables.connect(creditor).withdraw(second);
      expect(await receivables.orderOf(debtor, creditor, token, order)).to.deep.equal([2n * FACE, FACE]);
      await register(of("C", 2n * FACE));
    });
  });

  describe("confirming", () => {
    it("REC-05 is the debtor's act, and makes the lot movable", async () => {
      const world = await load();
      const { terms, id, root } = await registered(world);
      const { receivables, lots, debtor, creditor, stranger } = world;
      for (const caller of [creditor, stranger]) {
        await expect(receivables.connect(caller).confirm(terms))
          .to.be.revertedWithCustomError(receivables, "Receivables_NotDebtor")
          .withArgs(id, caller.address);
      }
      await expect(receivables.connect(debtor).confirm(terms))
        .to.emit(receivables, "Confirmed")
        .withArgs(id, debtor.address, FACE);
      expect(await receivables.statusOf(terms)).to.equal(STATUS.Confirmed);
      expect(await receivables.dueOf(terms)).to.deep.equal([FACE, 0n]);
      expect((await lots.lotOf(root)).state).to.equal(128n);
    });

    it("REC-05 is of the terms that were registered, and of no others", async () => {
      const world = await load();
      const { terms, id } = await registered(world);
      const { receivables, debtor } = world;
      for (const change of [
        { units: UNITS + 1n },
        { unit: CENT * 2n },
        { dueAt: terms.dueAt + 1n },
        { token: debtor.address },
        { document: ethers.ZeroHash },
        { lateBps: 0n },
        { maxTier: 1n },
      ]) {
        const other = { ...terms, ...change };
        for (const act of [
          () => receivables.connect(debtor).confirm(other),
          () => receivables.statusOf(other),
          () => receivables.connect(debtor).pay(other, 1n),
        ]) {
          await expect(act()).to.be.revertedWithCustomError(receivables, "Receivables_OtherTerms").withArgs(id);
        }
      }
    });

    it("REC-05 can't be done twice or taken back", async () => {
      const world = await load();
      const { terms, id } = await confirmed(world);
      const { receivables, debtor, creditor } = world;
      const signature = await confirmation(world, terms);
      for (const act of [
        () => receivables.connect(debtor).confirm(terms),
        () => receivables.confirmSigned(terms, EVER, signature),
        () => receivables.connect(debtor).dispute(terms, ethers.id("reason")),
        () => receivables.connect(creditor).withdraw(terms),
      ]) {
        await expect(act())
          .to.be.revertedWithCustomError(receivables, "Receivables_WrongStatus")
          .withArgs(id, STATUS.Confirmed);
      }
    });

    it("REC-05 takes a signature, of a key or a contract wallet, from anyone", async () => {
      const world = await load();
      const { receivables, lots, debtor, stranger } = world;
      const { terms, id, root } = await registered(world);
      await expect(receivables.connect(stranger).confirmSigned(terms, EVER, await confirmation(world, terms)))
        .to.emit(receivables, "Confirmed")
        .withArgs(id, debtor.address, FACE);
      expect((await lots.lotOf(root)).state).to.equal(128n);
      const wallet = await ethers.deployContract("WalletMock", [debtor.address]);
      const other = await registered(world, { debtor: wallet.target as string });
      await receivables.confirmSigned(other.terms, EVER, await confirmation(world, other.terms));
      expect(await receivables.statusOf(other.terms)).to.equal(STATUS.Confirmed);
    });

    it("REC-05 refuses a signature that is late, another's, of other terms, another chain or contract", async () => {
      const world = await load();
      const { receivables, lots, debtor, creditor } = world;
      const { terms, id } = await registered(world);
      const digest = digestOf(world, "Confirmation", { id, terms: hashOf(terms), deadline: EVER });
      for (const signature of [
        await confirmation(world, terms, EVER, creditor),
        await confirmation(world, { ...terms, units: 1n }),
        await confirmation(world, terms, EVER - 1n),
        await confirmation(world, terms, EVER, debtor, { chainId: 1n }),
        await confirmation(world, terms, EVER, debtor, { verifyingContract: lots.target as string }),
        "0x",
      ]) {
        await expect(receivables.confirmSigned(terms, EVER, signature))
          .to.be.revertedWithCustomError(receivables, "Receivables_NotSigned")
          .withArgs(debtor.address, digest);
      }
      const deadline = (await now()) + 50n;
      const signature = await confirmation(world, terms, deadline);
      await at(deadline + 1n);
      await expect(receivables.confirmSigned(terms, deadline, signature))
        .to.be.revertedWithCustomError(receivables, "Receivables_Expired")
        .withArgs(deadline, deadline + 1n);
    });

    it("REC-06 goes with registering, when the debtor has signed before", async () => {
      const world = await load();
      const { receivables, lots, creditor, debtor, stranger } = world;
      const terms = await termsOf(world, { maxTier: 3n });
      const id = await receivables.receivableId(debtor, creditor, terms.number);
      const signature = await confirmation(world, terms);
      await expect(receivables.connect(stranger).registerConfirmed(terms, EVER, signature))
        .to.be.revertedWithCustomError(receivables, "Receivables_NotCreditor")
        .withArgs(id, stranger.address);
      await expect(receivables.connect(creditor).registerConfirmed(terms, EVER, signature))
        .to.emit(receivables, "Registered")
        .withArgs(id, debtor.address, creditor.address, listed(terms))
        .to.emit(receivables, "Confirmed")
        .withArgs(id, debtor.address, FACE);
      const root = await lots.rootId(receivables, id);
      expect(await lots.lotOf(root)).to.deep.equal([creditor.address, 0n, UNITS, 192n, 252n]);
      await expect(receivables.connect(creditor).registerConfirmed(terms, EVER, signature))
        .to.be.revertedWithCustomError(receivables, "Receivables_Exists")
        .withArgs(id);
    });

    it("REC-51 goes through the relay in the debtor's name", async () => {
      const world = await load();
      const { terms } = await registered(world);
      const { receivables, relay, relayer, debtor } = world;
      const data = receivables.interface.encodeFunctionData("confirm", [terms]);
      const request = { from: debtor.address, to: receivables.target as string, data };
      await relay.connect(relayer).execute(await signRequest(relay, debtor, request));
      expect(await receivables.statusOf(terms)).to.equal(STATUS.Confirmed);
    });

    it("REC-51 goes in bulk", async () => {
      const world = await load();
      const made = [await registered(world), await registered(world, { number: numberOf("INV002") })];
      const { receivables, debtor } = world;
      await receivables
        .connect(debtor)
        .multicall(made.map(({ terms }) => receivables.interface.encodeFunctionData("confirm", [terms])));
      for (const { terms } of made) expect(await receivables.statusOf(terms)).to.equal(STATUS.Confirmed);
    });
  });

  describe("disputing and withdrawing", () => {
    it("REC-07 stop a registered invoice; a signature of before is void, the debtor himself may still confirm", async () => {
      const world = await load();
      const { terms, id } = await registered(world);
      const { receivables, debtor, stranger } = world;
      const signature = await confirmation(world, terms);
      const reason = ethers.id("not delivered");
      await expect(receivables.connect(stranger).dispute(terms, reason))
        .to.be.revertedWithCustomError(receivables, "Receivables_NotDebtor")
        .withArgs(id, stranger.address);
      await expect(receivables.connect(debtor).dispute(terms, reason))
        .to.emit(receivables, "Disputed")
        .withArgs(id, debtor.address, reason);
      expect(await receivables.statusOf(terms)).to.equal(STATUS.Disputed);
      await expect(receivables.confirmSigned(terms, EVER, signature))
        .to.be.revertedWithCustomError(receivables, "Receivables_WrongStatus")
        .withArgs(id, STATUS.Disputed);
      await expect(receivables.connect(debtor).dispute(terms, reason))
        .to.be.revertedWithCustomError(receivables, "Receivables_WrongStatus")
        .withArgs(id, STATUS.Disputed);
      await receivables.connect(debtor).confirm(terms);
      expect(await receivables.statusOf(terms)).to.equal(STATUS.Confirmed);
    });

    it("REC-07 end in void, for ever: the number stays used", async () => {
      const world = await load();
      const { terms, id, root } = await registered(world);
      const { receivables, lots, debtor, creditor, stranger } = world;
      await receivables.connect(debtor).dispute(terms, ethers.ZeroHash);
      await expect(receivables.connect(stranger).withdraw(terms))
        .to.be.revertedWithCustomError(receivables, "Receivables_NotCreditor")
        .withArgs(id, stranger.address);
      await expect(receivables.connect(creditor).withdraw(terms))
        .to.emit(receivables, "Withdrawn")
        .withArgs(id, creditor.address);
      expect(await receivables.statusOf(terms)).to.equal(STATUS.Void);
      expect((await lots.lotOf(root)).holder).to.equal(ethers.ZeroAddress);
      await expect(receivables.connect(creditor).register(terms))
        .to.be.revertedWithCustomError(receivables, "Receivables_Exists")
        .withArgs(id);
      for (const act of [
        () => receivables.connect(debtor).confirm(terms),
        () => receivables.connect(creditor).withdraw(terms),
        () => receivables.connect(debtor).pay(terms, FACE),
      ]) {
        await expect(act())
          .to.be.revertedWithCustomError(receivables, "Receivables_WrongStatus")
          .withArgs(id, STATUS.Void);
      }
    });

    it("REC-08 nothing is paid, credited, extended or collected before the debtor has confirmed", async () => {
      const world = await load();
      const { terms, id } = await registered(world);
      const { receivables, debtor, creditor } = world;
      for (const act of [
        () => receivables.connect(debtor).pay(terms, FACE),
        () => receivables.connect(debtor).credit(terms, FIRST, 1n, EVER, "0x"),
        () => receivables.connect(debtor).extend(terms, terms.dueAt + DAY, EVER, []),
        () => receivables.recordDefault(terms),
        () => receivables.connect(creditor).writeOff(terms, FIRST),
      ]) {
        await expect(act())
          .to.be.revertedWithCustomError(receivables, "Receivables_WrongStatus")
          .withArgs(id, STATUS.Registered);
      }
      await expect(receivables.connect(creditor).collect(terms, FIRST, creditor))
        .to.be.revertedWithCustomError(receivables, "Receivables_NothingToCollect")
        .withArgs(await world.lots.rootId(receivables, id));
    });
  });
});
