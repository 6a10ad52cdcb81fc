import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import type { NetworkConnection } from "hardhat/types/network";
import { accountAt, deployToken, type Figures, fieldsOf, gasOf } from "./market.ts";

const DAY = 86_400n;
const [ALL, EVER] = [2n ** 96n - 1n, 2n ** 40n - 1n];
const WITH_RECOURSE = 1n;
const [NO_FURTHER, COLLECTION] = [6n, 8n];
const ACCEPTANCE = { Acceptance: fieldsOf("uint256 bill, uint40 deadline") };

/** Bills of one drawer on one drawee, who has paid one before; balances non-zero. */
export async function bankOf(connection: NetworkConnection) {
  const { ethers, networkHelpers } = connection;
  const signers = await ethers.getSigners();
  const at = (index: number) => accountAt(signers, index);
  const [dao, drawer, drawee, payee, second] = [at(0), at(1), at(2), at(3), at(4)];
  const token = await deployToken(connection);
  const manager = await ethers.deployContract("AccessManager", [dao.address]);
  const lots = await ethers.deployContract("Lots", [ethers.ZeroAddress]);
  const ruleSets = await ethers.deployContract("RuleSets", [manager.target]);
  const changes = await ethers.deployContract("BillsChanges", [ethers.ZeroAddress, lots.target]);
  const places = [ethers.ZeroAddress, lots.target, ruleSets.target, changes.target];
  const bills = await ethers.deployContract("Bills", places);
  const recourse = await ethers.getContractAt("BillsRecourse", await bills.recourse());
  await token.connect(drawee).approve(bills, ethers.MaxUint256);
  for (const party of [drawer, payee]) await token.connect(party).approve(recourse, ethers.MaxUint256);
  const { chainId } = await ethers.provider.getNetwork();
  const domain = { name: "Tallystick Bills", version: "1", chainId, verifyingContract: bills.target as string };
  let number = 0;
  const faceOf = async (payee_: HardhatEthersSigner, court?: HardhatEthersSigner) => {
    const day = BigInt(await networkHelpers.time.latest()) / DAY;
    return {
      drawer: drawer.address,
      drawee: drawee.address,
      payee: payee_.address,
      token: token.target as string,
      units: 100_000n,
      unit: 100n,
      drawnOn: day,
      tenor: 3n,
      term: day + 60n,
      presentBy: 0n,
      rules: 1n,
      clauses: 0n,
      court: court?.address ?? ethers.ZeroAddress,
      drawnAt: ethers.encodeBytes32String("Geneva"),
      payableAt: ethers.encodeBytes32String("Basel"),
      document: ethers.id(`bill ${++number}`),
    };
  };
  type Face = Awaited<ReturnType<typeof faceOf>>;
  const rootOf = async (face: Face) => lots.rootId(bills, await bills.idOf(face));
  /** To the drawer's own order, so that it is delivered. */
  const drawn = async () => {
    const face = await faceOf(drawer);
    return { face, gas: await gasOf(bills.connect(drawer).draw(face)), root: await rootOf(face) };
  };
  const accepted = async () => {
    const made = await drawn();
    return { ...made, accepting: await gasOf(bills.connect(drawee).accept(made.face)) };
  };
  const sign = async (face: Face) =>
    drawee.signTypedData(domain, ACCEPTANCE, { bill: await bills.idOf(face), deadline: EVER });
  const due = (face: Face) => networkHelpers.time.setNextBlockTimestamp(face.term * DAY);
  const first = await accepted();
  await due(first.face);
  await bills.connect(drawee).pay(first.face, ALL);
  const people = { drawer, drawee, payee, second };
  return {
    ethers,
    networkHelpers,
    chainId,
    lots,
    bills,
    recourse,
    changes,
    token,
    faceOf,
    rootOf,
    drawn,
    accepted,
    sign,
    due,
    ...people,
  };
}

type Bank = Awaited<ReturnType<typeof bankOf>>;

/** A protested bill that went back and forth between payee and second, until this many links lead to it. */
async function protestedOf({ ethers, lots, bills, accepted, due, ...people }: Bank, count: number) {
  const { drawer, drawee, payee, second } = people;
  const { face, root } = await accepted();
  const way = [drawer, ...Array.from({ length: count }, (_, index) => (index % 2 === 0 ? payee : second))];
  for (const [index, to] of way.slice(1).entries()) {
    const from = way[index];
    if (from) await lots.connect(from).endorse(root, to, WITH_RECOURSE);
  }
  const holder = way[count] ?? drawer;
  await due(face);
  await bills.connect(holder).presentForPayment(face, ethers.ZeroHash);
  await bills.connect(drawee).refusePayment(face, ethers.ZeroHash);
  await bills.connect(holder).protest(face, ethers.ZeroHash);
  const events = await lots.queryFilter(lots.filters.Endorsed(root));
  const links = await Promise.all(
    events.map(async (event) => {
      const { from, to, kind } = event.args;
      return { from, to, kind, time: BigInt((await event.getBlock()).timestamp), start: 0n, units: 0n };
    }),
  );
  return { face, links, holder };
}

async function measureRecourse(bank: Bank): Promise<Figures> {
  const { ethers, recourse, drawer, second } = bank;
  const FIRST = ethers.ZeroHash;
  const [three, four] = [await protestedOf(bank, 3), await protestedOf(bank, 4)];
  const takeUp = async ({ face, links }: typeof three) =>
    gasOf(recourse.connect(drawer).takeUp(face, FIRST, links, 0n, ALL));
  const noticed = await protestedOf(bank, 1);
  const notice = await gasOf(recourse.connect(noticed.holder).notify(noticed.face, FIRST, 1n, FIRST));
  const { face } = await bank.accepted();
  const guarantee = await gasOf(recourse.connect(second).guarantee(face, ethers.ZeroAddress, 1n, FIRST, []));
  const [short, long] = [await takeUp(three), await takeUp(four)];
  return {
    "take up a bill, three links": short,
    "take up a bill, each further link": long - short,
    "give notice of dishonour": notice,
    "guarantee a bill": guarantee,
  };
}

/** One bill goes back and forth: the gas of its 40th endorsement and of its 250th. */
async function measureLongChain({ lots, accepted, drawer, payee }: Bank): Promise<Figures> {
  const { root } = await accepted();
  const gas: number[] = [];
  for (let i = 0; i < 250; ++i) {
    const [from, to] = i % 2 === 0 ? [drawer, payee] : [payee, drawer];
    gas.push(await gasOf(lots.connect(from).endorse(root, to, WITH_RECOURSE)));
  }
  return { "endorse a bill, number 40": gas[39] ?? 0, "endorse a bill, number 250": gas[249] ?? 0 };
}

export async function measureBills(connection: NetworkConnection): Promise<Figures> {
  const bank = await bankOf(connection);
  const { ethers, lots, bills, token, faceOf, drawn, accepted, sign, due, drawer, drawee, payee, second } = bank;
  const FIRST = ethers.ZeroHash;
  const given = await faceOf(payee);
  const drawing = await gasOf(bills.connect(drawer).draw(given));
  const receipt = await gasOf(bills.connect(payee).receiveBill(given));
  const signed = await faceOf(drawer);
  const inOne = await gasOf(bills.connect(drawer).drawAccepted(signed, EVER, await sign(signed)));
  const one = await accepted();
  const firstLink = await gasOf(lots.connect(drawer).endorse(one.root, payee, WITH_RECOURSE));
  const laterLink = await gasOf(lots.connect(payee).endorse(one.root, second, WITH_RECOURSE));
  const special = await gasOf(bills.connect(second).endorse(one.face, FIRST, payee, NO_FURTHER));
  const agent = await gasOf(bills.connect(payee).endorse(one.face, FIRST, second, COLLECTION));
  const ten: Awaited<ReturnType<typeof faceOf>>[] = [];
  for (let i = 0; i < 10; ++i) ten.push((await accepted()).face);
  const dishonoured = await accepted();
  await due(one.face);
  const paid = await gasOf(bills.connect(drawee).pay(one.face, ALL));
  const payments = ten.map((face) => ({ face, upTo: ALL }));
  const many = await gasOf(bills.connect(drawee).payMany(token, payments));
  const collected = await gasOf(bills.connect(second).collect(one.face, FIRST, payee));
  const presented = await gasOf(bills.connect(drawer).presentForPayment(dishonoured.face, FIRST));
  await bills.connect(drawee).refusePayment(dishonoured.face, FIRST);
  const protested = await gasOf(bills.connect(drawer).protest(dishonoured.face, FIRST));
  return {
    "draw a bill": drawing,
    "draw to own order": (await drawn()).gas,
    "receive a bill": receipt,
    "issue a bill and acceptance by signature": inOne,
    "accept alone": one.accepting,
    "endorse a bill, first": firstLink,
    "endorse a bill, later": laterLink,
    "endorse without further endorsement": special,
    "endorse for collection": agent,
    "present for payment": presented,
    "pay a bill at maturity": paid,
    "pay bills, each of ten": Math.round(many / 10),
    "collect from a bill": collected,
    protest: protested,
    ...(await measureLongChain(bank)),
    ...(await measureRecourse(bank)),
  };
}
