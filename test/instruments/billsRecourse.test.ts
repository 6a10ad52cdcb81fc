import { expect } from "chai";
import {
  discount,
  dishonour,
  forged,
  GROUND,
  HAD,
  handOn,
  interest,
  NOBODY,
  resultsOf,
  withProtested,
} from "./billsClaims.ts";
import {
  accepted,
  CLAUSE,
  COLLECTION,
  delivered,
  firstSecond,
  HOLD,
  IN_BLANK,
  lastSecond,
  linksOf,
  loadBills,
  NO_FURTHER,
  REASON,
  RULES,
  SUM,
  statusOf,
  TENOR,
  today,
} from "./billsWorld.ts";
import {
  ALL,
  at,
  CENT,
  DAY,
  DIVISION,
  divide,
  ethers,
  FIRST,
  type Link,
  mineAt,
  now,
  rollOf,
  TAKEN_UP,
  UNITS,
  WITH_RECOURSE,
  WITHOUT_RECOURSE,
  type World,
} from "./world.ts";

const FAR = 2n ** 24n - 1n;

describe("bills, recourse", () => {
  describe("when it is open", () => {
    it("BIL-60 not before protest, unless the bill needs none (ULB 46)", async () => {
      for (const clauses of [0n, CLAUSE.noProtest]) {
        const world = await loadBills();
        const { recourse, bills, payee, drawer } = world;
        const made = await accepted(world, { clauses });
        const { face, id, root } = made;
        const links = await linksOf(world, root);
        const takeUp = () => recourse.connect(drawer).takeUp(face, FIRST, links, 0n, ALL);
        const isRefused = async (status: bigint) => {
          for (const act of [
            takeUp(),
            recourse.connect(payee).notify(face, FIRST, 0n, REASON),
            recourse.connect(payee).demand(face, FIRST, links, 0n),
            recourse.connect(drawer).payForAcceptor(face, FIRST, links, ALL),
            recourse.connect(drawer).payFor(face, FIRST, links, 0n, ALL),
          ])
            await expect(act).to.be.revertedWithCustomError(recourse, "BillsRecourse_WrongStatus").withArgs(id, status);
        };
        await isRefused(2n);
        await dishonour(world, made, payee);
        if (clauses === 0n) {
          await isRefused(8n);
          await bills.connect(payee).protest(face, FIRST);
        }
        await takeUp();
      }
    });

    it("BIL-60 of a refused acceptance at once, with and without the clause (ULB 43)", async () => {
      for (const clauses of [0n, CLAUSE.noProtest]) {
        const world = await loadBills();
        const { recourse, bills, payee, drawer, drawee } = world;
        const { face, id, root } = await delivered(world, { clauses });
        await bills.connect(drawee).refuse(face, REASON);
        const links = await linksOf(world, root);
        if (clauses === 0n) {
          await expect(recourse.connect(drawer).takeUp(face, FIRST, links, 0n, ALL))
            .to.be.revertedWithCustomError(recourse, "BillsRecourse_WrongStatus")
            .withArgs(id, 4n);
          await bills.connect(payee).protest(face, FIRST);
        }
        await recourse.connect(drawer).takeUp(face, FIRST, links, 0n, ALL);
        await expect(recourse.connect(payee).payForAcceptor(face, FIRST, await linksOf(world, root), ALL))
          .to.be.revertedWithCustomError(recourse, "BillsRecourse_NotAccepted")
          .withArgs(id);
      }
    });

    it("BIL-60 is lost where the drawer ordered to present it for acceptance, and nobody did in time (ULB 53)", async () => {
      const world = await loadBills();
      const { recourse, bills, payee, drawer, drawee } = world;
      const presentBy = (await today()) + 10n;
      const refused = async (made: Awaited<ReturnType<typeof delivered>>, isOpen: boolean) => {
        await bills.connect(payee).protest(made.face, FIRST);
        const act = recourse.connect(drawer).takeUp(made.face, FIRST, await linksOf(world, made.root), 0n, ALL);
        if (isOpen) await expect(act).to.emit(recourse, "TakenUp");
        else
          await expect(act)
            .to.be.revertedWithCustomError(recourse, "BillsRecourse_NotPresented")
            .withArgs(made.id, presentBy);
      };
      const named = (name: string) => delivered(world, { presentBy, document: ethers.id(name) });
      const [never, early, shown, late, taken] = [
        await named("never"),
        await named("early"),
        await named("shown"),
        await named("late"),
        await named("taken"),
      ];
      await bills.connect(drawee).refuse(early.face, REASON);
      await refused(early, true);
      await at(lastSecond(presentBy));
      await bills.connect(payee).present(shown.face, FIRST);
      await at(firstSecond(presentBy + 1n));
      await bills.connect(drawee).refuse(shown.face, REASON);
      await refused(shown, true);
      await bills.connect(drawee).refuse(late.face, REASON);
      await refused(late, false);
      await bills.connect(drawee).accept(taken.face);
      await dishonour(world, never, payee);
      await refused(never, false);
      await bills.connect(payee).presentForPayment(taken.face, FIRST);
      await bills.connect(drawee).refusePayment(taken.face, REASON);
      await refused(taken, true);
    });

    it("BIL-60 is lost after sight, if nobody saw it in the time that the law gives (ULB 23, 53)", async () => {
      const world = await loadBills();
      const { recourse, bills, payee, drawer, drawee } = world;
      const presentBy = (await today()) + 30n;
      const sight = { tenor: TENOR.AfterSight, term: 5n, rules: RULES.NIL };
      const named = (name: string, changes = {}) =>
        delivered(world, { ...sight, document: ethers.id(name), ...changes });
      const [inTime, late, refused, ordered] = [
        await named("inTime"),
        await named("late"),
        await named("refused"),
        await named("ordered", { presentBy: presentBy - 20n }),
      ];
      const takeUp = async ({ face, root }: typeof inTime) =>
        recourse.connect(drawer).takeUp(face, FIRST, await linksOf(world, root), 0n, ALL);
      const isLost = async (made: typeof inTime, day: bigint) =>
        expect(takeUp(made))
          .to.be.revertedWithCustomError(recourse, "BillsRecourse_NotPresented")
          .withArgs(made.id, day);
      await at(firstSecond(presentBy));
      await bills.connect(payee).present(inTime.face, FIRST);
      await at(lastSecond(presentBy + 3n));
      await bills.connect(drawee).accept(inTime.face);
      await at(firstSecond(presentBy + 4n));
      await bills.connect(drawee).accept(late.face);
      await bills.connect(drawee).refuse(refused.face, REASON);
      await bills.connect(payee).protest(refused.face, FIRST);
      await isLost(refused, presentBy);
      await bills.connect(drawee).refuse(ordered.face, REASON);
      await bills.connect(payee).protest(ordered.face, FIRST);
      await isLost(ordered, presentBy - 20n);
      await at(firstSecond(presentBy + 9n));
      for (const { face } of [inTime, late]) {
        await bills.connect(payee).presentForPayment(face, FIRST);
        await bills.connect(drawee).refusePayment(face, REASON);
        await bills.connect(payee).protest(face, FIRST);
      }
      await isLost(late, presentBy);
      await takeUp(inTime);
    });
  });

  describe("notice, attestation, demand", () => {
    it("BIL-66 a notice has costs up to a share of what is open, and a later one stands for an earlier", async () => {
      const { recourse, face, id, root, third, stranger } = await withProtested();
      const most = SUM / 100n;
      await expect(recourse.connect(stranger).notify(face, FIRST, 0n, REASON))
        .to.be.revertedWithCustomError(recourse, "BillsRecourse_NotHolder")
        .withArgs(root, stranger.address);
      await expect(recourse.connect(third).notify(face, FIRST, most + 1n, REASON))
        .to.be.revertedWithCustomError(recourse, "BillsRecourse_TooMuchCosts")
        .withArgs(most + 1n, most);
      await expect(recourse.connect(third).notify(face, FIRST, most, REASON))
        .to.emit(recourse, "NoticeGiven")
        .withArgs(id, root, third.address, most, REASON, true);
      expect(await recourse.claimOf(root)).to.deep.equal([0n, most, 0n, UNITS]);
      expect(await recourse.sumOf(face, FIRST)).to.deep.equal([SUM, 0n, most, 0n]);
      await recourse.connect(third).notify(face, FIRST, 7n, FIRST);
      expect(await recourse.sumOf(face, FIRST)).to.deep.equal([SUM, 0n, 7n, 0n]);
    });

    it("BIL-66 late it is given all the same, and says so (ULB 45)", async () => {
      const { recourse, face, id, root, third, second, links } = await withProtested();
      const snapshot = await ethers.provider.send("evm_snapshot", []);
      await at(lastSecond(face.term + 6n));
      await expect(recourse.connect(third).notify(face, FIRST, 0n, REASON))
        .to.emit(recourse, "NoticeGiven")
        .withArgs(id, root, third.address, 0n, REASON, true);
      await ethers.provider.send("evm_revert", [snapshot]);
      await at(firstSecond(face.term + 7n));
      await expect(recourse.connect(third).notify(face, FIRST, 0n, REASON))
        .to.emit(recourse, "NoticeGiven")
        .withArgs(id, root, third.address, 0n, REASON, false);
      // Who takes it up has the same time again.
      await recourse.connect(second).takeUp(face, FIRST, links, 2n, ALL);
      await at(lastSecond(face.term + 13n));
      await expect(recourse.connect(second).notify(face, FIRST, 0n, REASON))
        .to.emit(recourse, "NoticeGiven")
        .withArgs(id, root, second.address, 0n, REASON, true);
    });

    it("BIL-66 a notary attests a protest, and nothing else", async () => {
      const world = await withProtested();
      const { recourse, face, id, stranger } = world;
      await expect(recourse.connect(stranger).attest(face, REASON))
        .to.emit(recourse, "Attested")
        .withArgs(id, stranger.address, REASON);
      const other = await accepted(world, { document: ethers.id("two"), drawnOn: await today(), term: face.term + 9n });
      await expect(recourse.connect(stranger).attest(other.face, REASON))
        .to.be.revertedWithCustomError(recourse, "BillsRecourse_WrongStatus")
        .withArgs(other.id, 2n);
    });

    it("BIL-66 a demand names who is liable, with the sum, by the lot's own links", async () => {
      const { recourse, face, id, root, third, second, payee, drawer, links } = await withProtested();
      const [one, two, three] = links as [Link, Link, Link];
      for (const [index, party] of [drawer, payee, second].entries()) {
        await expect(recourse.connect(third).demand(face, FIRST, links, index))
          .to.emit(recourse, "Demanded")
          .withArgs(id, root, party.address, third.address, SUM);
      }
      await expect(recourse.connect(second).demand(face, FIRST, links, 0n))
        .to.be.revertedWithCustomError(recourse, "BillsRecourse_NotHolder")
        .withArgs(root, second.address);
      await expect(recourse.connect(third).demand(face, FIRST, links, 3n))
        .to.be.revertedWithCustomError(recourse, "BillsRecourse_NotLiable")
        .withArgs(root, NOBODY);
      for (const wrong of [
        [one, three],
        [two, three],
        [one, two],
        [one, { ...two, time: two.time + 1n }, three],
      ])
        await expect(recourse.connect(third).demand(face, FIRST, wrong, 0n))
          .to.be.revertedWithCustomError(recourse, "BillsRecourse_BadChain")
          .withArgs(root);
    });
  });

  describe("taking up", () => {
    it("BIL-63 pays the holder, and gives the bill to who paid: later links end, earlier stay", async () => {
      const world = await withProtested();
      const { recourse, lots, token, face, id, root, third, second, payee, links } = world;
      await recourse.connect(third).notify(face, FIRST, 500n, REASON);
      await at(firstSecond(face.term + 73n));
      const amount = SUM + interest(SUM, 73n) + 500n;
      await expect(recourse.connect(second).takeUp(face, FIRST, links, 2n, amount - 1n))
        .to.be.revertedWithCustomError(recourse, "BillsRecourse_TooDear")
        .withArgs(amount, amount - 1n);
      const act = recourse.connect(second).takeUp(face, FIRST, links, 2n, amount);
      await expect(act)
        .to.emit(recourse, "TakenUp")
        .withArgs(id, root, second.address, second.address, third.address, amount, GROUND.Liable);
      await expect(act).to.changeTokenBalances(ethers, token, [second, third, recourse], [-amount, amount, 0n]);
      const taken = forged(third.address, second.address, TAKEN_UP, await now());
      expect(await lots.rollOf(root)).to.equal(rollOf(root, [...links.slice(0, 2), taken]));
      expect(await linksOf(world, root)).to.deep.equal([...links.slice(0, 2), taken]);
      expect(await lots.lotOf(root)).to.deep.equal([second.address, 0n, UNITS, HOLD.movable, 3n]);
      expect(await statusOf(world, id)).to.equal("Protested");
      expect(await recourse.claimOf(root)).to.deep.equal([amount, 0n, face.term + 73n, UNITS]);
      expect(await recourse.sumOf(face, FIRST)).to.deep.equal([amount, 0n, 0n, 0n]);
      // Next, with interest on what he paid (ULB 49).
      await at(firstSecond(face.term + 100n));
      const next = amount + interest(amount, 27n);
      await expect(recourse.connect(payee).takeUp(face, FIRST, await linksOf(world, root), 1n, ALL))
        .to.emit(recourse, "TakenUp")
        .withArgs(id, root, payee.address, payee.address, second.address, next, GROUND.Liable);
    });

    it("BIL-63 is for who is liable alone, and by the lot's own links", async () => {
      const { recourse, bills, lots, face, root, third, second, payee, drawer, drawee, stranger, links } =
        await withProtested();
      for (const party of [stranger, drawee, third, drawer, payee])
        await expect(recourse.connect(party).takeUp(face, FIRST, links, 2n, ALL))
          .to.be.revertedWithCustomError(recourse, "BillsRecourse_NotLiable")
          .withArgs(root, party.address);
      await expect(recourse.connect(second).takeUp(face, FIRST, links, 3n, ALL))
        .to.be.revertedWithCustomError(recourse, "BillsRecourse_NotLiable")
        .withArgs(root, NOBODY);
      const fake = [...links.slice(0, 2), forged(stranger.address, third.address, WITH_RECOURSE, links[2]?.time ?? 0n)];
      await expect(recourse.connect(stranger).takeUp(face, FIRST, fake, 2n, ALL))
        .to.be.revertedWithCustomError(lots, "Lots_BadChain")
        .withArgs(root);
      await expect(recourse.connect(drawer).takeUp(face, REASON, links, 0n, ALL)).to.be.revertedWithCustomError(
        recourse,
        "BillsRecourse_NothingOwed",
      );
      await expect(recourse.connect(drawer).takeUp({ ...face, unit: 1n }, FIRST, links, 0n, ALL))
        .to.be.revertedWithCustomError(recourse, "BillsRecourse_WrongStatus")
        .withArgs(await bills.idOf({ ...face, unit: 1n }), 0n);
    });

    it("BIL-63 of a part alone: the others' lots stay as they are", async () => {
      const world = await loadBills();
      const { recourse, lots, bills, token, payee, second, third, drawer } = world;
      const made = await accepted(world);
      const { face, root } = made;
      const part = await divide(world as unknown as World, root, FIRST, payee, {
        to: second.address,
        units: 30_000n,
        kind: WITH_RECOURSE,
      });
      await lots.connect(second).endorse(part.id, third, WITH_RECOURSE);
      const last = forged(second.address, third.address, WITH_RECOURSE, await now());
      await dishonour(world, made, payee);
      await bills.connect(third).protest(face, part.inner);
      const [first] = await linksOf(world, root);
      const links = [first as Link, part.link, last];
      await recourse.connect(payee).takeUp(face, part.inner, links, 1n, ALL);
      expect(await token.balanceOf(third)).to.equal(HAD + 30_000n * CENT);
      expect((await lots.lotOf(part.id)).holder).to.equal(payee.address);
      const taken = forged(third.address, payee.address, TAKEN_UP, await now());
      await recourse.connect(drawer).takeUp(face, part.inner, [first as Link, taken], 0n, ALL);
      await recourse.connect(drawer).takeUp(face, FIRST, [first as Link], 0n, ALL);
      expect(await resultsOf(world)).to.deep.equal({ drawer: -SUM, payee: 70_000n * CENT, third: 30_000n * CENT });
    });

    it("BIL-63 from an agent: who sent him is paid, and his agency is over", async () => {
      const world = await loadBills();
      const { recourse, bills, lots, payee, second, third, drawer } = world;
      const made = await accepted(world);
      const { face, id, root } = made;
      await handOn(world, root, payee, second);
      await bills.connect(second).endorse(face, FIRST, third, COLLECTION);
      await dishonour(world, made, third);
      await bills.connect(third).protest(face, FIRST);
      const links = await linksOf(world, root);
      // He gave it too, and is bound by nothing.
      await expect(recourse.connect(second).takeUp(face, FIRST, links, 2n, ALL))
        .to.be.revertedWithCustomError(recourse, "BillsRecourse_NotLiable")
        .withArgs(root, second.address);
      await recourse.connect(payee).takeUp(face, FIRST, links, 1n, ALL);
      expect(await resultsOf(world)).to.deep.equal({ payee: -SUM, second: SUM });
      expect((await lots.lotOf(root)).state).to.equal(HOLD.movable);
      await expect(bills.connect(second).recall(id, FIRST))
        .to.be.revertedWithCustomError(bills, "Bills_NotPrincipal")
        .withArgs(root, second.address);
      await recourse.connect(drawer).takeUp(face, FIRST, await linksOf(world, root), 0n, ALL);
      expect(await resultsOf(world)).to.deep.equal({ drawer: -SUM, second: SUM });
    });

    it("BIL-63 from an agent who is liable himself: not before he gave it back", async () => {
      const world = await loadBills();
      const { recourse, bills, payee, second } = world;
      const made = await accepted(world);
      const { face, id, root } = made;
      await handOn(world, root, payee, second);
      await bills.connect(second).endorse(face, FIRST, payee, COLLECTION);
      await dishonour(world, made, payee);
      await bills.connect(payee).protest(face, FIRST);
      await expect(recourse.connect(payee).takeUp(face, FIRST, await linksOf(world, root), 1n, ALL))
        .to.be.revertedWithCustomError(recourse, "BillsRecourse_OwnClaim")
        .withArgs(payee.address);
      await bills.connect(payee).giveBack(id, FIRST);
      await recourse.connect(payee).takeUp(face, FIRST, await linksOf(world, root), 1n, ALL);
      expect(await resultsOf(world)).to.deep.equal({ payee: -SUM, second: SUM });
    });

    it("BIL-63 from a pledgee, who is paid (ULB 19), and from one in blank: free again", async () => {
      const world = await loadBills();
      const { recourse, bills, lots, payee, second, third } = world;
      const [pledged, blank] = [await accepted(world), await accepted(world, { document: ethers.id("blank") })];
      for (const { root } of [pledged, blank]) await handOn(world, root, payee, second);
      await bills.connect(second).pledge(pledged.id, FIRST, third, FAR);
      await bills.connect(second).endorse(blank.face, FIRST, third, IN_BLANK);
      await dishonour(world, pledged, third);
      await bills.connect(third).protest(pledged.face, FIRST);
      await bills.connect(third).presentForPayment(blank.face, FIRST);
      await bills.connect(world.drawee).refusePayment(blank.face, REASON);
      await bills.connect(third).protest(blank.face, FIRST);
      await recourse.connect(payee).takeUp(pledged.face, FIRST, await linksOf(world, pledged.root), 1n, ALL);
      await recourse.connect(second).takeUp(blank.face, FIRST, await linksOf(world, blank.root), 2n, ALL);
      expect(await resultsOf(world)).to.deep.equal({ payee: -SUM, second: -SUM, third: 2n * SUM });
      for (const { root } of [pledged, blank]) expect((await lots.lotOf(root)).state).to.equal(HOLD.movable);
      await expect(bills.connect(third).enforce(pledged.id, FIRST))
        .to.be.revertedWithCustomError(bills, "Bills_NotHolder")
        .withArgs(pledged.root, third.address);
    });
  });

  describe("who answers", () => {
    const answering = async (world: Awaited<ReturnType<typeof withProtested>>, links: readonly Link[]) => {
      const found = await Promise.all(
        links.map((_, index) => world.recourse.liabilityOf(world.face, FIRST, [...links], index)),
      );
      return found.map(({ isLiable }) => isLiable);
    };

    it("BIL-61 drawer and endorsers, and not who endorsed without recourse; nobody by links of another lot", async () => {
      const world = await loadBills();
      const { lots, payee, second, third, stranger, recourse } = world;
      const made = await accepted(world);
      const { face, root } = made;
      await lots.connect(payee).endorse(root, second, WITHOUT_RECOURSE);
      await lots.connect(second).endorse(root, third, WITH_RECOURSE);
      await lots.connect(third).transfer(stranger, root, UNITS);
      const links = await linksOf(world, root);
      const scene = { ...world, ...made, links };
      // As it would be, if it were not paid.
      expect(await answering(scene, links)).to.deep.equal([true, false, true, false]);
      await dishonour(world, made, stranger);
      await world.bills.connect(stranger).protest(face, FIRST);
      expect(await answering(scene, links)).to.deep.equal([true, false, true, false]);
      expect(await answering(scene, links.slice(0, 3))).to.deep.equal([false, false, false]);
      expect(await recourse.liabilityOf(face, FIRST, links, 4n)).to.deep.equal([false, face.term + 365n]);
    });

    it("BIL-61 the drawer always does, whatever he wrote behind his name (ULB 9)", async () => {
      const world = await loadBills();
      const { lots, bills, recourse, drawer, second } = world;
      const made = await accepted(world, { payee: drawer.address });
      await lots.connect(drawer).endorse(made.root, second, WITHOUT_RECOURSE);
      await dishonour(world, made, second);
      await bills.connect(second).protest(made.face, FIRST);
      await recourse.connect(drawer).takeUp(made.face, FIRST, await linksOf(world, made.root), 0n, ALL);
      expect(await resultsOf(world)).to.deep.equal({ drawer: -SUM, second: SUM });
      // And now nobody does but the acceptor.
      const links = await linksOf(world, made.root);
      expect((await recourse.liabilityOf(made.face, FIRST, links, 0n)).isLiable).to.equal(false);
    });

    it("BIL-61 'no further': to the next alone (ULB 15)", async () => {
      const world = await loadBills();
      const { bills, recourse, payee, second, third } = world;
      const made = await accepted(world);
      const { face, root } = made;
      await bills.connect(payee).endorse(face, FIRST, second, NO_FURTHER);
      await handOn(world, root, second, third);
      await dishonour(world, made, third);
      await bills.connect(third).protest(face, FIRST);
      const links = await linksOf(world, root);
      await expect(recourse.connect(payee).takeUp(face, FIRST, links, 1n, ALL))
        .to.be.revertedWithCustomError(recourse, "BillsRecourse_NotLiable")
        .withArgs(root, payee.address);
      await recourse.connect(second).takeUp(face, FIRST, links, 2n, ALL);
      await recourse.connect(payee).takeUp(face, FIRST, await linksOf(world, root), 1n, ALL);
      expect(await resultsOf(world)).to.deep.equal({ payee: -SUM, third: SUM });
    });

    it("BIL-61 of a bill not to order its drawer alone (ULB 11)", async () => {
      const world = await withProtested({ clauses: CLAUSE.notToOrder });
      expect(await answering(world, world.links)).to.deep.equal([true, false, false]);
    });

    it("BIL-61 not for an endorsement after the protest (ULB 20), which gives only what the assignor had", async () => {
      const world = await withProtested();
      const { lots, bills, root, third, stranger, second, payee, face, id, links } = world;
      await lots.connect(third).endorse(root, stranger, WITH_RECOURSE);
      const assigned = await linksOf(world, root);
      expect(await answering(world, assigned)).to.deep.equal([true, true, true, false]);
      await world.recourse.connect(second).takeUp(face, FIRST, assigned, 2n, ALL);
      // Who took it up, and who has it from him, by whatever way, in whose name: second's own claim.
      await lots.connect(second).endorse(root, stranger, WITH_RECOURSE);
      await bills.connect(stranger).endorse(face, FIRST, third, COLLECTION);
      await bills.connect(third).giveBack(id, FIRST);
      const later = await linksOf(world, root);
      expect(later.length).to.equal(links.length + 3);
      expect(await answering(world, later)).to.deep.equal([true, true, false, false, false, false]);
      await world.recourse.connect(payee).takeUp(face, FIRST, later, 1n, ALL);
      expect(await resultsOf(world)).to.deep.equal({ payee: -SUM, second: -SUM, stranger: 2n * SUM });
    });

    it("BIL-61 without protest, for an endorsement until the last day for one", async () => {
      const world = await loadBills();
      const { lots, payee, second, third, stranger } = world;
      const made = await accepted(world, { clauses: CLAUSE.noProtest });
      const { face, root } = made;
      await dishonour(world, made, payee);
      await at(lastSecond(face.term + 4n) - 1n);
      await lots.connect(payee).endorse(root, second, WITH_RECOURSE);
      await at(lastSecond(face.term + 4n));
      await lots.connect(second).endorse(root, third, WITH_RECOURSE);
      await at(firstSecond(face.term + 5n));
      await lots.connect(third).endorse(root, stranger, WITH_RECOURSE);
      const links = await linksOf(world, root);
      expect(await answering({ ...world, ...made, links }, links)).to.deep.equal([true, true, true, false]);
    });

    it("BIL-61 not who could claim it back (ULB 11, BEA 37), and not to who has it by assignment from him", async () => {
      const world = await loadBills();
      const { lots, bills, recourse, payee, second, third, stranger } = world;
      const made = await accepted(world);
      const { face, root } = made;
      await handOn(world, root, payee, second, third, second);
      await dishonour(world, made, second);
      await bills.connect(second).protest(face, FIRST);
      const links = await linksOf(world, root);
      const scene = { ...world, ...made, links };
      expect(await answering(scene, links)).to.deep.equal([true, true, false, false]);
      await expect(recourse.connect(third).takeUp(face, FIRST, links, 3n, ALL))
        .to.be.revertedWithCustomError(recourse, "BillsRecourse_NotLiable")
        .withArgs(root, third.address);
      await lots.connect(second).endorse(root, stranger, WITH_RECOURSE);
      const assigned = await linksOf(world, root);
      expect(await answering(scene, assigned)).to.deep.equal([true, true, false, false, false]);
      await bills.connect(stranger).pledge(made.id, FIRST, payee, FAR);
      const pledged = await linksOf(world, root);
      expect(await answering(scene, pledged)).to.deep.equal([true, false, false, false, false, false]);
    });

    it("BIL-61 to the acceptor nobody, nor to who has it by assignment from him", async () => {
      const world = await loadBills();
      const { lots, bills, drawee, payee, second, stranger } = world;
      const made = await accepted(world);
      const { face, root } = made;
      await handOn(world, root, payee, second, drawee);
      await dishonour(world, made, drawee);
      await bills.connect(drawee).protest(face, FIRST);
      const links = await linksOf(world, root);
      const scene = { ...world, ...made, links };
      expect(await answering(scene, links)).to.deep.equal([false, false, false]);
      await lots.connect(drawee).endorse(root, stranger, WITH_RECOURSE);
      const assigned = await linksOf(world, root);
      expect(await answering(scene, assigned)).to.deep.equal([false, false, false, false]);
    });

    it("BIL-61 who let off the later party before the earlier one: he endorsed without recourse then", async () => {
      const world = await loadBills();
      const { lots, bills, payee, second, third } = world;
      const made = await accepted(world);
      const { face, root } = made;
      await handOn(world, root, payee, second);
      await lots.connect(second).endorse(root, third, WITHOUT_RECOURSE);
      await handOn(world, root, third, second);
      await dishonour(world, made, second);
      await bills.connect(second).protest(face, FIRST);
      const links = await linksOf(world, root);
      expect(await answering({ ...world, ...made, links }, links)).to.deep.equal([true, true, false, true]);
    });
  });

  describe("for others", () => {
    it("BIL-64 a guarantor pays for whom he guaranteed, who answers to him, as those before do (ULB 32)", async () => {
      const world = await loadBills();
      const { recourse, bills, payee, second, third, stranger, drawer } = world;
      const made = await accepted(world);
      const { face, id, root } = made;
      await handOn(world, root, payee, second, third);
      await recourse.connect(stranger).guarantee(face, payee, CENT, FIRST, await linksOf(world, root));
      await dishonour(world, made, third);
      await bills.connect(third).protest(face, FIRST);
      const links = await linksOf(world, root);
      await expect(recourse.connect(stranger).payFor(face, FIRST, links, 1n, SUM - 1n))
        .to.be.revertedWithCustomError(recourse, "BillsRecourse_TooDear")
        .withArgs(SUM, SUM - 1n);
      await expect(recourse.connect(stranger).payFor(face, FIRST, links, 1n, ALL))
        .to.emit(recourse, "TakenUp")
        .withArgs(id, root, stranger.address, payee.address, third.address, SUM, GROUND.Guarantee);
      const left = await linksOf(world, root);
      expect(left).to.deep.equal([
        ...links.slice(0, 2),
        forged(third.address, stranger.address, TAKEN_UP, await now()),
      ]);
      await at(firstSecond(face.term + 10n));
      const amount = SUM + interest(SUM, 10n);
      await expect(recourse.connect(payee).takeUp(face, FIRST, left, 1n, ALL))
        .to.emit(recourse, "TakenUp")
        .withArgs(id, root, payee.address, payee.address, stranger.address, amount, GROUND.Liable);
      await recourse.connect(drawer).takeUp(face, FIRST, await linksOf(world, root), 0n, ALL);
      expect(await resultsOf(world)).to.deep.equal({ drawer: -amount, stranger: amount - SUM, third: SUM });
    });

    it("BIL-64 anybody pays for the honour of a liable party (ULB 55), but not for himself, his own, or as acceptor", async () => {
      const { recourse, face, id, root, third, second, drawee, stranger, links } = await withProtested();
      for (const party of [second, third, drawee])
        await expect(recourse.connect(party).payFor(face, FIRST, links, 2n, ALL))
          .to.be.revertedWithCustomError(recourse, "BillsRecourse_OwnClaim")
          .withArgs(party.address);
      await expect(recourse.connect(stranger).payFor(face, FIRST, links, 3n, ALL))
        .to.be.revertedWithCustomError(recourse, "BillsRecourse_NotLiable")
        .withArgs(root, NOBODY);
      await expect(recourse.connect(stranger).payFor(face, FIRST, links, 2n, ALL))
        .to.emit(recourse, "TakenUp")
        .withArgs(id, root, stranger.address, second.address, third.address, SUM, GROUND.Honour);
    });

    it("BIL-64 who pays for a later party than himself wins no claim on those between, nor does his assignee", async () => {
      const world = await withProtested();
      const { recourse, lots, face, root, payee, second, stranger, links } = world;
      await recourse.connect(payee).payFor(face, FIRST, links, 2n, ALL);
      const kept = await linksOf(world, root);
      expect((await recourse.liabilityOf(face, FIRST, kept, 2n)).isLiable).to.equal(false);
      await lots.connect(payee).endorse(root, stranger, WITH_RECOURSE);
      const assigned = await linksOf(world, root);
      await expect(recourse.connect(stranger).demand(face, FIRST, assigned, 2n))
        .to.be.revertedWithCustomError(recourse, "BillsRecourse_NotLiable")
        .withArgs(root, second.address);
      expect((await recourse.liabilityOf(face, FIRST, assigned, 0n)).isLiable).to.equal(true);
    });

    it("BIL-64 the acceptor pays with costs, and all others are free", async () => {
      const world = await withProtested();
      const { recourse, lots, bills, face, id, root, third, drawee, links } = world;
      await recourse.connect(third).notify(face, FIRST, 900n, REASON);
      await expect(recourse.connect(third).payForAcceptor(face, FIRST, links, ALL))
        .to.be.revertedWithCustomError(recourse, "BillsRecourse_OwnClaim")
        .withArgs(third.address);
      await expect(recourse.connect(drawee).payForAcceptor(face, FIRST, links, SUM))
        .to.be.revertedWithCustomError(recourse, "BillsRecourse_TooDear")
        .withArgs(SUM + 900n, SUM);
      await expect(recourse.connect(drawee).payForAcceptor(face, FIRST, links.slice(1), ALL))
        .to.be.revertedWithCustomError(lots, "Lots_BadChain")
        .withArgs(root);
      await expect(recourse.connect(drawee).payForAcceptor(face, FIRST, links, ALL))
        .to.emit(recourse, "TakenUp")
        .withArgs(id, root, drawee.address, drawee.address, third.address, SUM + 900n, GROUND.Acceptor);
      expect((await linksOf(world, root)).length).to.equal(1);
      await bills.connect(drawee).discharge(face);
      expect(await resultsOf(world)).to.deep.equal({ drawee: -SUM - 900n, third: SUM + 900n });
    });

    it("BIL-64 his guarantor, and anybody for his honour, who have a claim on him alone", async () => {
      for (const isGuarantor of [true, false]) {
        const world = await loadBills();
        const { recourse, bills, payee, stranger, drawee } = world;
        const made = await accepted(world);
        const { face, id, root } = made;
        if (isGuarantor) await recourse.connect(stranger).guarantee(face, drawee, 1n, FIRST, []);
        await dishonour(world, made, payee);
        await bills.connect(payee).protest(face, FIRST);
        const ground = isGuarantor ? GROUND.Guarantee : GROUND.Honour;
        await expect(recourse.connect(stranger).payForAcceptor(face, FIRST, await linksOf(world, root), ALL))
          .to.emit(recourse, "TakenUp")
          .withArgs(id, root, stranger.address, drawee.address, payee.address, SUM, ground);
        const links = await linksOf(world, root);
        expect((await recourse.liabilityOf(face, FIRST, links, 0n)).isLiable).to.equal(false);
        await at(firstSecond(face.term + 5_000n));
        // Interest ends when the claim is barred; to pay it is not.
        const amount = SUM + interest(SUM, 1_095n);
        await recourse.connect(drawee).payForAcceptor(face, FIRST, links, amount);
        expect(await resultsOf(world)).to.deep.equal({ drawee: -amount, payee: SUM, stranger: amount - SUM });
      }
    });

    it("BIL-64 of a bill accepted in part nobody pays for the acceptor, as long as others answer for the rest", async () => {
      const world = await loadBills();
      const { recourse, bills, payee, drawee, drawer } = world;
      const made = await delivered(world);
      const { face, id, root } = made;
      await bills.connect(drawee).acceptPart(face, 6_000n);
      await dishonour(world, made, payee);
      await bills.connect(payee).protest(face, FIRST);
      const links = await linksOf(world, root);
      await expect(recourse.connect(drawee).payForAcceptor(face, FIRST, links, ALL))
        .to.be.revertedWithCustomError(recourse, "BillsRecourse_NotAccepted")
        .withArgs(id);
      await recourse.connect(drawer).takeUp(face, FIRST, links, 0n, ALL);
      expect(await resultsOf(world)).to.deep.equal({ drawer: -SUM, payee: SUM });
    });
  });

  describe("time", () => {
    it("BIL-65 bars a holder a year after the protest, and who took it up half a year after he paid (ULB 70)", async () => {
      const world = await withProtested();
      const { recourse, lots, face, root, payee, second, stranger, links } = world;
      const day = face.term + 365n;
      const snapshot = await ethers.provider.send("evm_snapshot", []);
      await at(firstSecond(day + 1n));
      for (const act of [
        recourse.connect(second).takeUp(face, FIRST, links, 2n, ALL),
        recourse.connect(stranger).payFor(face, FIRST, links, 2n, ALL),
        recourse.connect(world.third).demand(face, FIRST, links, 2n),
      ])
        await expect(act).to.be.revertedWithCustomError(recourse, "BillsRecourse_Barred").withArgs(root, day);
      await ethers.provider.send("evm_revert", [snapshot]);
      await at(lastSecond(day));
      await recourse.connect(second).takeUp(face, FIRST, links, 2n, ALL);
      const own = await linksOf(world, root);
      expect(await recourse.liabilityOf(face, FIRST, own, 1n)).to.deep.equal([true, day + 182n]);
      await lots.connect(second).endorse(root, stranger, WITH_RECOURSE);
      const assigned = await linksOf(world, root);
      expect(await recourse.liabilityOf(face, FIRST, assigned, 1n)).to.deep.equal([true, day + 182n]);
      await mineAt(firstSecond(day + 183n));
      await expect(recourse.connect(payee).takeUp(face, FIRST, assigned, 1n, ALL))
        .to.be.revertedWithCustomError(recourse, "BillsRecourse_Barred")
        .withArgs(root, day + 182n);
    });

    it("BIL-65 runs from the due day without protest, and is not lengthened by dividing", async () => {
      const world = await loadBills();
      const { recourse, lots, payee, second } = world;
      const made = await accepted(world, { clauses: CLAUSE.noProtest });
      const { face, root } = made;
      await handOn(world, root, payee, second);
      await dishonour(world, made, second);
      const links = await linksOf(world, root);
      expect((await recourse.liabilityOf(face, FIRST, links, 1n)).lastDay).to.equal(face.term + 365n);
      await recourse.connect(payee).takeUp(face, FIRST, links, 1n, ALL);
      const own = await linksOf(world, root);
      await lots.connect(payee).divide(root, FIRST, [{ to: payee.address, units: 1n, kind: DIVISION }]);
      expect(await recourse.liabilityOf(face, FIRST, own, 0n)).to.deep.equal([true, face.term + 182n]);
      // It claims as a first holder, by what is left of it.
      expect(await recourse.sumOf(face, FIRST)).to.deep.equal([SUM - CENT, 0n, 0n, 0n]);
    });
  });

  describe("sums", () => {
    it("BIL-62 what is open, with interest from the due day (ULB 48), and at par what can be collected", async () => {
      const { recourse, bills, token, face, root, third, second, drawee, links, ...rest } = await withProtested();
      await at(firstSecond(face.term + 10n));
      // 4,000 on each unit, with 6 base units of interest.
      await bills.connect(drawee).pay(face, 4_007n * UNITS);
      const open = 6_000n * UNITS;
      expect(await recourse.sumOf(face, FIRST)).to.deep.equal([open, interest(open, 10n), 0n, 4_006n * UNITS]);
      await at(firstSecond(face.term + 20n));
      const amount = open + interest(open, 20n) + 4_006n * UNITS;
      await expect(recourse.connect(second).takeUp(face, FIRST, links, 2n, ALL)).to.changeTokenBalances(
        ethers,
        token,
        [second, third],
        [-amount, amount],
      );
      // What he can collect is not owed to him once more.
      const principal = amount - 4_006n * UNITS;
      expect(await recourse.sumOf(face, FIRST)).to.deep.equal([principal, 0n, 0n, 4_006n * UNITS]);
      await bills.connect(second).collect(face, FIRST, second);
      expect(await recourse.sumOf(face, FIRST)).to.deep.equal([principal, 0n, 0n, 0n]);
      // What comes in later is less of it.
      await bills.connect(drawee).pay(face, 1_000n * UNITS);
      const [left, , , paid] = await recourse.sumOf(face, FIRST);
      expect(left + paid).to.equal(principal);
      await bills.connect(second).collect(face, FIRST, second);
      expect(await recourse.sumOf(face, FIRST)).to.deep.equal([left, 0n, 0n, 0n]);
      await at(firstSecond(face.term + 30n));
      const next = left + interest(left, 10n);
      await expect(
        recourse.connect(rest.payee).takeUp(face, FIRST, await linksOf(rest, root), 1n, ALL),
      ).to.changeTokenBalances(ethers, token, [rest.payee, second], [-next, next]);
    });

    it("BIL-62 before the due day less discount (ULB 48), rounded up", async () => {
      const world = await loadBills();
      const { recourse, bills, token, payee, drawee, drawer } = world;
      const { face, root } = await delivered(world, { units: 1n, unit: 999_999_999n });
      await bills.connect(drawee).refuse(face, REASON);
      await bills.connect(payee).protest(face, FIRST);
      const days = face.term - (await today());
      const less = discount(999_999_999n, days);
      expect(await recourse.sumOf(face, FIRST)).to.deep.equal([999_999_999n, -less, 0n, 0n]);
      const amount = 999_999_999n - less;
      await expect(
        recourse.connect(drawer).takeUp(face, FIRST, await linksOf(world, root), 0n, ALL),
      ).to.changeTokenBalances(ethers, token, [drawer, payee], [-amount, amount]);
      // From then on with interest, due or not (ULB 49).
      await mineAt((await now()) + 30n * DAY);
      expect(await recourse.sumOf(face, FIRST)).to.deep.equal([amount, interest(amount, 30n), 0n, 0n]);
    });

    it("BIL-62 nothing is owed to who got back all that he paid", async () => {
      const { recourse, bills, face, root, second, drawee, links, ...rest } = await withProtested();
      await at(firstSecond(face.term + 1n));
      await recourse.connect(second).takeUp(face, FIRST, links, 2n, ALL);
      await at(firstSecond(face.term + 1_000n));
      // Interest on all but one base unit of each unit is more than what he paid is short of.
      await bills.connect(drawee).pay(face, 11_642n * UNITS);
      await bills.connect(second).collect(face, FIRST, second);
      expect((await recourse.sumOf(face, FIRST)).slice(0, 4)).to.deep.equal([0n, 0n, 0n, 0n]);
      const own = await linksOf(rest, root);
      await expect(recourse.connect(drawee).payForAcceptor(face, FIRST, own, ALL))
        .to.be.revertedWithCustomError(recourse, "BillsRecourse_NothingOwed")
        .withArgs(root);
    });
  });
});
