import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import type { NetworkConnection } from "hardhat/types/network";
import { accountAt, deployToken, type Figures, fieldsOf, gasOf } from "./market.ts";

const DAY = 86_400n;
const [ALL, EVER] = [2n ** 96n - 1n, 2n ** 40n - 1n];
const WITH_RECOURSE = 1n;
const [NO_FURTHER, COLLECTION] = [6n, 8n];
const ACCEPTANCE = { Acceptance: fieldsOf("uint256 bill, uint40 deadline") };

/** Bills of one drawer on one drawee, who has paid one before; balances non-zero. */
async function bankOf(connection: NetworkConnection) {
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
  await token.connect(drawee).approve(bills, ethers.MaxUint256);
  const { chainId } = await ethers.provider.getNetwork();
  const domain = { name: "Tallystick Bills", version: "1", chainId, verifyingContract: bills.target as string };
  let number = 0;
  const faceOf = async (payee_: HardhatEthersSigner) => {
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
      court: ethers.ZeroAddress,
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
  return { ethers, lots, bills, token, faceOf, drawn, accepted, sign, due, drawer, drawee, payee, second };
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
  };
}
