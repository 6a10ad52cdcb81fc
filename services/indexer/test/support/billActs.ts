import { noteBill } from "@tallystick/sdk/bills/acceptors";
import { buyBillLot, sellBillLot } from "@tallystick/sdk/bills/billQuotes";
import { billIdOn, billRoot } from "@tallystick/sdk/bills/billState";
import * as acts from "@tallystick/sdk/bills/bills";
import { settleBuyback, takeFromBuyback, withdrawFromBuyback } from "@tallystick/sdk/bills/buybacks";
import {
  fromPaperTypedData,
  novationTypedData,
  signersOfChange,
  toPaperTypedData,
} from "@tallystick/sdk/bills/changeSignatures";
import * as changes from "@tallystick/sdk/bills/changes";
import type { BillFace } from "@tallystick/sdk/bills/face";
import { readHistory } from "@tallystick/sdk/bills/history";
import * as holding from "@tallystick/sdk/bills/holding";
import * as recourse from "@tallystick/sdk/bills/recourse";
import { buybackOf, cancelRepoOffer, openRepo, postRepoOffer, repurchaseLot } from "@tallystick/sdk/bills/repos";
import { type Call, callOf } from "@tallystick/sdk/chain/call";
import { signTyped, type TypedMessage } from "@tallystick/sdk/chain/signature";
import { FIRST_LOT, KIND, type Link } from "@tallystick/sdk/instruments/links";
import { endorseLot, setLotsOperator, versionOf } from "@tallystick/sdk/instruments/lots";
import { type Ask, type Bid, randomSalt, WHOLE_BPS } from "@tallystick/sdk/instruments/offers";
import { cancelAsk, cancelBid, postAsk, postBid, requestQuotes } from "@tallystick/sdk/instruments/quotes";
import type { PersonaId } from "@tallystick/sdk/local/personas";
import hre from "hardhat";
import { type Abi, type Address, erc20Abi, type Hex, maxUint256, stringToHex, zeroAddress } from "viem";
import { actAsDao, DAY, randomHash } from "./acts.ts";
import type { World } from "./world.ts";

/** Who has a part in bills: of each role one, and more to hand them on to. */
export const PEOPLE = [
  "supplier",
  "enterprise",
  "workshop",
  "carrier",
  "financier",
  "auditor",
] as const satisfies readonly PersonaId[];
type Person = (typeof PEOPLE)[number];
const [DRAWER, DRAWEE, PAYEE, SECOND, BANK, COURT] = PEOPLE;

/** A bill as its parties name it. */
export interface TestBill {
  readonly face: BillFace;
  readonly id: bigint;
  readonly root: bigint;
}

const UNITS = 100;
const UNIT = 1_000_000n;
/** Far more than any part of the story costs. */
const MONEY = 10n ** 15n;
const NO_SIGNATURE = "0x";

export const dayNow = async (world: World): Promise<number> => Math.floor((await world.now()) / DAY);

export function personOf(world: World, account: Address): Person {
  const found = PEOPLE.find((each) => world.address(each).toLowerCase() === account.toLowerCase());
  return (
    found ??
    (() => {
      throw new Error(`${account} is nobody of the story.`);
    })()
  );
}

/** A token that refuses whom it is told to, with money for everybody. */
async function blockingToken(world: World): Promise<{ readonly token: Address; readonly abi: Abi }> {
  const { abi, bytecode } = await hre.artifacts.readArtifact("BlockingTokenMock");
  const { client } = world.chain;
  const [account] = world.chain.accounts;
  if (account === undefined) throw new Error("The chain has no account.");
  const hash = await client.deployContract({
    abi: abi as Abi,
    bytecode: bytecode as Hex,
    account,
    chain: client.chain,
  });
  const { contractAddress: token } = await client.waitForTransactionReceipt({ hash });
  if (!token) throw new Error("The token was not deployed.");
  for (const who of PEOPLE) {
    await world.act("deployer", callOf(token, abi as Abi, "mint", [world.address(who), MONEY]));
  }
  return { token, abi: abi as Abi };
}

/** Everybody may be made to pay, and lets the contracts of sales hand lots on. */
async function allowAll(world: World, token: Address): Promise<void> {
  const { bills, billsRecourse, billsChanges, billQuotes, repos } = world.at;
  for (const who of PEOPLE) {
    for (const spender of [bills, billsRecourse, billsChanges, billQuotes, repos]) {
      await world.act(who, callOf(token, erc20Abi, "approve", [spender, maxUint256]));
    }
  }
}

/** Lives on bills. */
export class BillWorld {
  readonly world: World;
  readonly drawn: TestBill[] = [];
  #number = 0;

  constructor(world: World) {
    this.world = world;
  }

  async prepare(): Promise<void> {
    const { world } = this;
    for (const who of PEOPLE) {
      await world.fund(who);
      for (const operator of [world.at.billQuotes, world.at.repos]) {
        await world.act(who, setLotsOperator(world.at.lots, operator, true));
      }
    }
    await allowAll(world, world.at.eurx);
  }

  async face(change: Partial<BillFace> = {}): Promise<TestBill> {
    const { world } = this;
    this.#number += 1;
    const face: BillFace = {
      ...{ drawer: world.address(DRAWER), drawee: world.address(DRAWEE), payee: world.address(PAYEE) },
      ...{ token: world.at.eurx, units: UNITS, unit: 10_000n, drawnOn: await dayNow(world), tenor: 2, term: 30 },
      ...{ presentBy: 0, rules: 1, clauses: 0, court: world.address(COURT) },
      ...{ drawnAt: stringToHex("Brno", { size: 32 }), payableAt: stringToHex("Wien", { size: 32 }) },
      document: stringToHex(`bill ${this.#number}`, { size: 32 }),
      ...change,
    };
    const id = billIdOn(world.reader, face);
    return { face, id, root: billRoot(world.at.bills, id) };
  }

  async draw(change: Partial<BillFace> = {}): Promise<TestBill> {
    const bill = await this.face(change);
    await this.world.act(DRAWER, acts.drawBill(this.world.at.bills, bill.face));
    this.drawn.push(bill);
    return bill;
  }

  /** Drawn, accepted where that is wished, and received. */
  async issue(change: Partial<BillFace> = {}, isAccepted = true): Promise<TestBill> {
    const bill = await this.draw(change);
    if (isAccepted) await this.world.act(DRAWEE, acts.acceptBill(this.world.at.bills, bill.face));
    await this.world.act(PAYEE, acts.receiveBill(this.world.at.bills, bill.face));
    return bill;
  }

  async links(bill: TestBill, inner: Hex = FIRST_LOT): Promise<readonly Link[]> {
    const { lots } = await readHistory(this.world.reader, bill.id);
    return lots.find((lot) => lot.inner === inner)?.links ?? [];
  }

  /** Endorses the whole bill in full. */
  async endorse(bill: TestBill, from: Person, to: Person, kind = KIND.withRecourse): Promise<void> {
    await this.world.act(from, endorseLot(this.world.at.lots, bill.root, this.world.address(to), kind));
  }

  /** Presented on its due day, refused and protested. */
  async protest(bill: TestBill, holder: Person): Promise<void> {
    const { act, at } = this.world;
    await act(holder, acts.presentForPayment(at.bills, bill.face, FIRST_LOT));
    await act(DRAWEE, acts.refusePayment(at.bills, bill.face));
    await act(holder, acts.protestBill(at.bills, bill.face, FIRST_LOT));
  }

  async signAll(
    signers: readonly Address[],
    typedData: (deadline: number) => TypedMessage,
  ): Promise<{ readonly deadline: number; readonly signatures: readonly Hex[] }> {
    const deadline = (await this.world.now()) + DAY;
    const sign = (account: Address) =>
      signTyped(this.world.actor(personOf(this.world, account)), typedData(deadline), "signNovation");
    return { deadline, signatures: await Promise.all(signers.map(sign)) };
  }
}

/** Every act that leaves an event, each where a bill or lot is as the act needs it. */
export async function liveOnBills(world: World): Promise<BillWorld> {
  const here = new BillWorld(world);
  await here.prepare();
  await bindAndBreak(here);
  await handOn(here);
  await payAndRecover(here);
  await change(here);
  await trade(here);
  await refusedByTokens(here);
  return here;
}

async function bindAndBreak(here: BillWorld): Promise<void> {
  const { world } = here;
  const { bills, billsRecourse } = world.at;
  const { act } = world;
  await actAsDao(world.chain, "RuleSets", "add", [
    {
      ...{ name: stringToHex("TEST", { size: 8 }), acceptanceDays: 2, sightDays: 60, presentmentDays: 2 },
      ...{ paymentDays: 1, protestDays: 2, noticeDays: 2, interestBps: 900, costsBps: 50, acceptorDays: 700 },
      ...{ priorDays: 300, endorserDays: 100, permits: 3 },
    },
  ]);
  await act(PAYEE, acts.refuseReceipt(bills, (await here.draw()).face));
  await act(DRAWER, acts.cancelBill(bills, (await here.draw()).face));
  await act(DRAWEE, acts.refuseAcceptance(bills, (await here.draw()).face));
  const part = await here.draw();
  await act(DRAWEE, acts.acceptBillPart(bills, part.face, 4_000n));
  await act(PAYEE, acts.receiveBill(bills, part.face));
  await act(PAYEE, recourse.protestRest(billsRecourse, part.face, 10n));
  const links = await here.links(part);
  await act(DRAWER, recourse.takeUpRest(billsRecourse, part.face, { links, index: 0 }, maxUint256));
  const lapsed = await here.issue({ tenor: 1, rules: 4 }, false);
  await act(PAYEE, acts.presentForAcceptance(bills, lapsed.face, FIRST_LOT));
  await world.pass(3 * DAY);
  await act(BANK, acts.lapseAcceptance(bills, lapsed.face));
  await act(PAYEE, acts.protestBill(bills, lapsed.face, FIRST_LOT));
  await act(COURT, recourse.attestProtest(billsRecourse, lapsed.face, randomHash()));
}

async function handOn(here: BillWorld): Promise<void> {
  const { world } = here;
  const { bills, billsRecourse } = world.at;
  const { act, address } = world;
  const bill = await here.issue();
  await act(BANK, recourse.guaranteeBill(billsRecourse, bill.face, { part: 3_000n }));
  await act(BANK, recourse.guaranteeBill(billsRecourse, bill.face, { part: 9_000n }));
  await act(PAYEE, holding.endorseBill(bills, bill.face, FIRST_LOT, address(SECOND), "noFurther"));
  await act(SECOND, holding.endorseBill(bills, bill.face, FIRST_LOT, address(BANK), "collection"));
  await act(SECOND, holding.recallLot(bills, bill.id, FIRST_LOT));
  await act(SECOND, holding.endorseBill(bills, bill.face, FIRST_LOT, address(PAYEE), "collection"));
  await act(PAYEE, holding.endorseBill(bills, bill.face, FIRST_LOT, address(BANK), "collection"));
  const pledged = await here.issue({ term: 90 });
  const lastDay = (await dayNow(world)) + 2;
  await act(PAYEE, holding.pledgeLot(bills, pledged.id, FIRST_LOT, address(SECOND), lastDay));
  await act(SECOND, holding.giveBackLot(bills, pledged.id, FIRST_LOT));
  await act(PAYEE, holding.pledgeLot(bills, pledged.id, FIRST_LOT, address(BANK), lastDay));
  await world.pass(3 * DAY);
  await act(BANK, holding.enforcePledge(bills, pledged.id, FIRST_LOT));
  const blank = await here.issue({ term: 90 });
  await act(PAYEE, holding.endorseBill(bills, blank.face, FIRST_LOT, address(SECOND), "inBlank"));
  await act(SECOND, holding.deliverLot(bills, blank.id, FIRST_LOT, address(BANK)));
  await act(BANK, holding.fillBlank(bills, blank.id, FIRST_LOT));
  const standing = await here.issue({ term: 400 });
  await act(PAYEE, holding.pledgeLot(bills, standing.id, FIRST_LOT, address(BANK), lastDay + 300));
  const given = await here.issue({ term: 90 });
  await act(PAYEE, acts.dischargeBill(bills, given.face));
}

async function payAndRecover(here: BillWorld): Promise<void> {
  const { world } = here;
  const { bills, billsRecourse, acceptors } = world.at;
  const { act, address } = world;
  const [paid, refused, missed] = [await here.issue(), await here.issue(), await here.issue()];
  await here.endorse(refused, PAYEE, SECOND);
  await here.endorse(refused, SECOND, BANK);
  await world.pass(30 * DAY);
  await act(DRAWEE, acts.payBill(bills, paid.face, 300_000n));
  await act(PAYEE, acts.collectBill(bills, paid.face, FIRST_LOT, address(PAYEE)));
  await act(COURT, noteBill(acceptors, paid.face));
  await act(PAYEE, acts.presentForPayment(bills, missed.face, FIRST_LOT));
  await here.protest(refused, BANK);
  await act(DRAWEE, acts.payBill(bills, paid.face));
  await act(PAYEE, acts.collectBill(bills, paid.face, FIRST_LOT, address(PAYEE)));
  await act(COURT, noteBill(acceptors, paid.face));
  await act(COURT, noteBill(acceptors, refused.face));
  await world.pass(DAY);
  await act(COURT, acts.dishonourBill(bills, missed.face));
  await act(BANK, recourse.notifyParties(billsRecourse, refused.face, FIRST_LOT, { costs: 500n }));
  const proof = { inner: FIRST_LOT, links: await here.links(refused) };
  await act(BANK, recourse.demandOnBill(billsRecourse, refused.face, { ...proof, index: 2 }));
  await act(SECOND, recourse.takeUpBill(billsRecourse, refused.face, { ...proof, index: 2 }, maxUint256));
  await act(SECOND, recourse.notifyParties(billsRecourse, refused.face, FIRST_LOT, { costs: 300n }));
}

async function change(here: BillWorld): Promise<void> {
  const { world } = here;
  const { billsChanges, bills, eurx } = world.at;
  const { act, address } = world;
  const [lost, found, kept] = [await here.issue({ term: 900 }), await here.issue(), await here.issue({ term: 900 })];
  const order = { claimant: address(SECOND), lastDay: (await dayNow(world)) + 60, reason: randomHash() };
  for (const { face } of [lost, found, kept]) {
    await act(COURT, changes.stopLot(billsChanges, face, FIRST_LOT, order));
  }
  await act(PAYEE, changes.objectToStop(billsChanges, lost.face, FIRST_LOT));
  await act(COURT, changes.dismissObjection(billsChanges, lost.face, FIRST_LOT));
  await act(COURT, changes.liftStop(billsChanges, found.face, FIRST_LOT));
  await world.pass(61 * DAY);
  for (const { face } of [lost, kept]) await act(SECOND, changes.replaceLot(billsChanges, face, FIRST_LOT));
  await act(COURT, changes.awardSecurity(billsChanges, lost.face, FIRST_LOT, address(SECOND)));
  await act(PAYEE, changes.withdrawSecurity(billsChanges, eurx, address(PAYEE)));

  const old = await here.issue({ term: 90 });
  await here.endorse(old, PAYEE, SECOND);
  const next = await here.face({ term: 120 });
  const links = await here.links(old);
  const version = await versionOf(world.reader, old.root);
  const { chainId } = world.chain;
  const signed = await here.signAll(signersOfChange(old.face, true, links, address(SECOND)), (deadline) =>
    novationTypedData(chainId, billsChanges, { from: old.id, to: next.id, version, deadline }),
  );
  await act(BANK, changes.novateBill(billsChanges, old.face, next.face, links, signed));
  here.drawn.push(next);

  const paper = randomHash();
  const printed = await here.issue({ term: 90 });
  const lotVersion = await versionOf(world.reader, printed.root);
  const toPaper = await here.signAll(signersOfChange(printed.face, true, [], address(PAYEE)), (deadline) =>
    toPaperTypedData(chainId, billsChanges, { bill: printed.id, version: lotVersion, paper, deadline }),
  );
  await act(BANK, changes.billToPaper(billsChanges, printed.face, paper, toPaper));
  const back = await here.face({ term: 90 });
  const paperLinks: Link[] = [
    { from: address(DRAWER), to: address(PAYEE), kind: KIND.delivered, time: 0, start: 0, units: 0 },
    { from: address(PAYEE), to: address(BANK), kind: KIND.withRecourse, time: 0, start: 0, units: 0 },
  ];
  const paperBill = { paper, isAccepted: true, links: paperLinks };
  const fromPaper = await here.signAll(signersOfChange(back.face, true, paperLinks, address(BANK)), (deadline) =>
    fromPaperTypedData(chainId, billsChanges, back.id, paperBill, deadline),
  );
  await act(COURT, changes.billFromPaper(billsChanges, back.face, paperBill, fromPaper));
  here.drawn.push(back);
  // Longer than the acceptor of the third could be sued.
  await world.pass(6 * 365 * DAY);
  await act(BANK, changes.releaseSecurity(billsChanges, kept.face, FIRST_LOT, address(SECOND)));
  await act(PAYEE, acts.payBill(bills, lost.face));
}

/** Who sells and who buys, on which terms. */
export async function askFor(world: World, bill: TestBill, seller: Person, change: Partial<Ask> = {}): Promise<Ask> {
  return {
    seller: world.address(seller),
    buyer: zeroAddress,
    lot: bill.root,
    version: await versionOf(world.reader, bill.root),
    units: 0,
    price: 0n,
    pricing: { rateBps: 500, feeBps: 10 },
    kind: KIND.withRecourse,
    deadline: (await world.now()) + 20 * DAY,
    salt: randomSalt(),
    ...change,
  };
}

export async function bidFor(world: World, change: Partial<Bid> = {}): Promise<Bid> {
  return {
    buyer: world.address(BANK),
    token: world.at.eurx,
    debtor: world.address(DRAWEE),
    seller: zeroAddress,
    lot: 0n,
    limit: 2n * UNIT,
    maxDays: 400,
    pricing: { rateBps: 600, feeBps: 10 },
    kind: KIND.withRecourse,
    evidence: 0,
    advanceBps: WHOLE_BPS,
    deadline: (await world.now()) + 20 * DAY,
    salt: randomSalt(),
    ...change,
  };
}

export async function repoOfferOf(world: World, days: number, token: Address = world.at.eurx) {
  return {
    ...{ buyer: world.address(BANK), seller: zeroAddress, token, lot: 0n, debtor: world.address(DRAWEE) },
    ...{ limit: 3n * UNIT, rateBps: 700, haircutBps: 500, lastDay: (await dayNow(world)) + days },
    ...{ deadline: (await world.now()) + 20 * DAY, salt: randomSalt() },
  };
}

async function trade(here: BillWorld): Promise<void> {
  const { world } = here;
  const { billQuotes, repos, bills } = world.at;
  const { act } = world;
  const place = ({ face }: TestBill) => ({ face, inner: FIRST_LOT });
  const [sold, parted, lent, kept] = [
    await here.issue({ term: 90 }),
    await here.issue({ term: 90 }),
    await here.issue({ term: 90 }),
    await here.issue({ term: 90 }),
  ];
  const ask = await askFor(world, sold, PAYEE);
  await act(PAYEE, postAsk(billQuotes, ask));
  await act(PAYEE, requestQuotes(billQuotes, sold.root, (await world.now()) + DAY));
  const bounds = { maxPrice: 2n ** 96n - 1n, minWorth: 0n, latestDue: 2 ** 40 - 1 };
  await act(SECOND, buyBillLot(billQuotes, { ask, signature: NO_SIGNATURE }, place(sold), bounds));
  const withdrawn = await askFor(world, parted, PAYEE, { price: 500_000n });
  await act(PAYEE, postAsk(billQuotes, withdrawn));
  await act(PAYEE, cancelAsk(billQuotes, withdrawn));
  await act(PAYEE, postAsk(billQuotes, await askFor(world, parted, PAYEE)));
  const bid = await bidFor(world);
  await act(BANK, postBid(billQuotes, bid));
  await act(
    PAYEE,
    sellBillLot(billQuotes, { bid, signature: NO_SIGNATURE }, place(parted), { units: 40, minPrice: 1n }),
  );
  await act(PAYEE, postAsk(billQuotes, await askFor(world, parted, PAYEE, { units: 10 })));
  await act(PAYEE, requestQuotes(billQuotes, parted.root, (await world.now()) + 9 * DAY));
  // Nobody can take one that wants evidence.
  await act(BANK, postBid(billQuotes, await bidFor(world, { evidence: 1 })));
  const mistaken = await bidFor(world, { lot: lent.root });
  await act(BANK, postBid(billQuotes, mistaken));
  await act(BANK, cancelBid(billQuotes, mistaken));

  const offer = await repoOfferOf(world, 5);
  await act(BANK, postRepoOffer(repos, offer));
  const cancelled = await repoOfferOf(world, 9);
  await act(BANK, postRepoOffer(repos, cancelled));
  await act(BANK, cancelRepoOffer(repos, cancelled));
  for (const bill of [lent, kept]) {
    await act(PAYEE, openRepo(repos, { offer, signature: NO_SIGNATURE }, place(bill), 1n));
  }
  await act(PAYEE, repurchaseLot(repos, place(lent), maxUint256));
  await world.pass(6 * DAY);
  const buyback = await buybackOf(world.reader, kept.root);
  if (buyback === undefined) throw new Error("There is no buy-back.");
  await act(BANK, takeFromBuyback(buyback, place(kept)));
  const later = await repoOfferOf(world, 30);
  await act(BANK, postRepoOffer(repos, later));
  const standing = await here.issue({ term: 90 });
  await act(PAYEE, openRepo(repos, { offer: later, signature: NO_SIGNATURE }, place(standing), 1n));
  const paid = await here.issue({ term: 40 });
  await act(PAYEE, openRepo(repos, { offer: later, signature: NO_SIGNATURE }, place(paid), 1n));
  await world.pass(40 * DAY);
  await act(DRAWEE, acts.payBill(bills, paid.face));
  const gone = await buybackOf(world.reader, paid.root);
  if (gone === undefined) throw new Error("There is no buy-back.");
  await act(COURT, settleBuyback(gone, place(paid)));
}

/** Who is refused by the token finds his money kept. */
async function refusedByTokens(here: BillWorld): Promise<void> {
  const { world } = here;
  const { billsRecourse, repos } = world.at;
  const { act, address } = world;
  const { token, abi } = await blockingToken(world);
  await allowAll(world, token);
  const setBlocked = (isBlocked: boolean): Call => callOf(token, abi, "setBlocked", [address(BANK), isBlocked]);
  const bill = await here.issue({ token });
  await here.endorse(bill, PAYEE, BANK);
  const lent = await here.issue({ token, term: 60 });
  const offer = await repoOfferOf(world, 20, token);
  await act(BANK, postRepoOffer(repos, offer));
  const place = { face: lent.face, inner: FIRST_LOT };
  await act(PAYEE, openRepo(repos, { offer, signature: NO_SIGNATURE }, place, 1n));
  await world.pass(30 * DAY);
  await here.protest(bill, BANK);
  await act("deployer", setBlocked(true));
  const proof = { inner: FIRST_LOT, links: await here.links(bill), index: 1 };
  await act(PAYEE, recourse.takeUpBill(billsRecourse, bill.face, proof, maxUint256));
  await act(PAYEE, repurchaseLot(repos, place, maxUint256));
  const buyback = await buybackOf(world.reader, lent.root);
  if (buyback === undefined) throw new Error("There is no buy-back.");
  await act("deployer", setBlocked(false));
  await act(BANK, recourse.withdrawKept(billsRecourse, token, address(BANK)));
  await act(BANK, withdrawFromBuyback(buyback, token, address(BANK)));
}
