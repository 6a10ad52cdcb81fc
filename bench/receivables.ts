import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { network } from "hardhat";
import type { NetworkConnection } from "hardhat/types/network";
import { accountAt, deployToken, type Figures, fieldsOf, gasOf } from "./market.ts";

export const DAY = 86_400n;
export const UNIT = 100n;
export const UNITS = 100_000n;
export const EVER = 2n ** 40n - 1n;
export const ALL = 2n ** 96n - 1n;
export const [WITH_RECOURSE, WITHOUT_RECOURSE] = [1n, 2n];
const CONFIRMATION = { Confirmation: fieldsOf("uint256 id, bytes32 terms, uint40 deadline") };

type Link = { from: string; to: string; kind: bigint; time: bigint; start: bigint; units: bigint };

/** How many lots there are beside what is measured, and how often the lot was handed on before. */
const LOT_SCALES = [1, 100, 10_000] as const;
const TIERS = [1, 5, 20] as const;

/** Receivables of one debtor, who has confirmed and paid before, in full and in part; balances non-zero. */
export async function deskOf(connection: NetworkConnection) {
  const { ethers, networkHelpers } = connection;
  const signers = await ethers.getSigners();
  const at = (index: number) => accountAt(signers, index);
  const [dao, debtor, creditor, second, third] = [at(0), at(1), at(2), at(3), at(4)];
  const token = await deployToken(connection);
  const manager = await ethers.deployContract("AccessManager", [dao.address]);
  const credentials = await ethers.deployContract("Credentials", [manager.target, ethers.ZeroAddress]);
  const lots = await ethers.deployContract("Lots", [ethers.ZeroAddress]);
  const market = await ethers.deployContract("Market", [manager.target, dao.address, ethers.ZeroAddress]);
  const tabs = await ethers.deployContract("Tabs", [market.target, ethers.ZeroAddress]);
  const receivables = await ethers.deployContract("Receivables", [
    manager.target,
    ethers.ZeroAddress,
    lots.target,
    credentials.target,
    tabs.target,
  ]);
  for (const account of [debtor, creditor]) await token.connect(account).approve(receivables, ethers.MaxUint256);
  const { chainId } = await ethers.provider.getNetwork();
  const domain = {
    name: "Tallystick Receivables",
    version: "1",
    chainId,
    verifyingContract: receivables.target as string,
  };

  let serial = 1_000_000_000;
  const termsOf = async () => ({
    debtor: debtor.address,
    creditor: creditor.address,
    token: token.target as string,
    dueAt: BigInt(await networkHelpers.time.latest()) + 60n * DAY,
    units: UNITS,
    unit: UNIT,
    maxTier: 0n,
    lateBps: 1_200n,
    graceDays: 5n,
    number: ethers.zeroPadBytes(ethers.toUtf8Bytes(`INV${++serial}`), 32),
    document: ethers.id("invoice"),
    order: ethers.ZeroHash,
    orderAmount: 0n,
  });
  type Terms = Awaited<ReturnType<typeof termsOf>>;
  const idOf = (terms: Terms) => receivables.receivableId(terms.debtor, terms.creditor, terms.number);
  const register = async () => {
    const terms = await termsOf();
    const gas = await gasOf(receivables.connect(creditor).register(terms));
    return { terms, gas, root: await lots.rootId(receivables, await idOf(terms)) };
  };
  const confirmed = async () => {
    const made = await register();
    return { ...made, confirming: await gasOf(receivables.connect(debtor).confirm(made.terms)) };
  };
  const endorse = async (id: bigint, from: HardhatEthersSigner, to: HardhatEthersSigner) => {
    const gas = await gasOf(lots.connect(from).endorse(id, to, WITH_RECOURSE));
    const time = BigInt(await networkHelpers.time.latest());
    const link: Link = { from: from.address, to: to.address, kind: WITH_RECOURSE, time, start: 0n, units: 0n };
    return { gas, link };
  };
  const part = (to: HardhatEthersSigner, units = 10n) => ({ to: to.address, units, kind: WITHOUT_RECOURSE });
  const sign = async (terms: Terms) => {
    // The contract hashes the terms as they stand in calldata.
    const hash = ethers.keccak256(ethers.dataSlice(receivables.interface.encodeFunctionData("confirm", [terms]), 4));
    return debtor.signTypedData(domain, CONFIRMATION, { id: await idOf(terms), terms: hash, deadline: EVER });
  };
  const first = await confirmed();
  await receivables.connect(debtor).pay(first.terms, ALL);
  await receivables.connect(debtor).pay((await confirmed()).terms, UNIT);
  const people = { debtor, creditor, second, third };
  return {
    ethers,
    networkHelpers,
    token,
    lots,
    tabs,
    receivables,
    chainId,
    at,
    termsOf,
    confirmed,
    register,
    endorse,
    part,
    sign,
    ...people,
  };
}

export type Desk = Awaited<ReturnType<typeof deskOf>>;

async function recourse(desk: Desk, links: number): Promise<number> {
  const { receivables, creditor, second, third, endorse, confirmed, networkHelpers } = desk;
  const { terms, root } = await confirmed();
  const chain: Link[] = [(await endorse(root, creditor, second)).link];
  for (let i = 1; i < links; ++i) {
    const [from, to] = i % 2 === 1 ? [second, third] : [third, second];
    chain.push((await endorse(root, from, to)).link);
  }
  await networkHelpers.time.increaseTo(terms.dueAt + 1n);
  return gasOf(receivables.connect(creditor).takeUp(terms, desk.ethers.ZeroHash, chain, 0));
}

export async function measureReceivables(connection: NetworkConnection): Promise<Figures> {
  const desk = await deskOf(connection);
  const { ethers, lots, receivables, token, debtor, creditor, second, third } = desk;
  const { confirmed, endorse, part, sign, termsOf } = desk;
  const one = await confirmed();
  const signed = await termsOf();
  const inOne = await gasOf(receivables.connect(creditor).registerConfirmed(signed, EVER, await sign(signed)));
  const firstLink = await endorse(one.root, creditor, second);
  const laterLink = await endorse(one.root, second, third);
  const divided = await gasOf(lots.connect(third).divide(one.root, ethers.ZeroHash, [part(second)]));
  const fifty = await gasOf(
    lots.connect(third).divide(
      one.root,
      ethers.ZeroHash,
      Array.from({ length: 51 }, () => part(second)),
    ),
  );
  const paid = await gasOf(receivables.connect(debtor).pay(one.terms, ALL));
  const collected = await gasOf(receivables.connect(third).collect(one.terms, ethers.ZeroHash, third));
  const ten: Awaited<ReturnType<typeof termsOf>>[] = [];
  for (let i = 0; i < 10; ++i) ten.push((await confirmed()).terms);
  const many = await gasOf(
    receivables.connect(debtor).payMany(
      token,
      ten.map((terms) => ({ terms, upTo: ALL })),
    ),
  );
  const partly = await confirmed();
  const inPart = await gasOf(receivables.connect(debtor).pay(partly.terms, UNIT));
  // Proceeds and roll of a party that has some already are not measured: three links each time.
  const three = await recourse(desk, 3);
  const four = await recourse(desk, 4);
  return {
    "register a receivable": one.gas,
    "confirm by debtor": one.confirming,
    "register and confirm, one transaction": inOne,
    "endorse, first": firstLink.gas,
    "endorse, later": laterLink.gas,
    "split in two": divided,
    "split, each child in a batch of 50": Math.round((fifty - divided) / 50),
    "pay at maturity": paid,
    "pay, each of ten": Math.round(many / 10),
    "pay in part, first time": inPart,
    "collect a lot": collected,
    "recourse, 3 links": three,
    "recourse, each further link": four - three,
  };
}

/** Gas of handing on, dividing, paying and collecting beside so many lots, and after so many tiers. */
export async function measureLotFlatness(
  connection: NetworkConnection,
  scales: readonly number[] = LOT_SCALES,
): Promise<Record<string, number[]>> {
  const desk = await deskOf(connection);
  const { ethers, lots, receivables, debtor, creditor, second, third, confirmed, endorse, part } = desk;
  const flatness: Record<string, number[]> = {};
  const note = (name: string, gas: number) => {
    flatness[name] = [...(flatness[name] ?? []), gas];
  };
  const crowd = await confirmed();
  let lotCount = 1;
  for (const scale of scales) {
    while (lotCount < scale) {
      const some = Math.min(scale - lotCount, 400);
      const parts = Array.from({ length: some }, () => part(second, 1n));
      await lots.connect(creditor).divide(crowd.root, ethers.ZeroHash, parts);
      lotCount += some;
    }
    const measured = await confirmed();
    note("endorse beside lots", (await endorse(measured.root, creditor, second)).gas);
    note("split beside lots", await gasOf(lots.connect(second).divide(measured.root, ethers.ZeroHash, [part(third)])));
    note("endorse in the crowd", await regularEndorsement(desk, crowd.root));
    note("pay beside lots", await gasOf(receivables.connect(debtor).pay(measured.terms, ALL)));
  }
  for (const tier of TIERS) {
    const { root } = await confirmed();
    await endorse(root, creditor, second);
    for (let i = 1; i < tier; ++i) await endorse(root, ...((i % 2 === 1 ? [second, third] : [third, second]) as Pair));
    const [holder, next] = tier % 2 === 1 ? [second, third] : [third, second];
    note("endorse at tier", (await endorse(root, holder, next)).gas);
    note("split at tier", await gasOf(lots.connect(next).divide(root, ethers.ZeroHash, [part(holder)])));
  }
  return flatness;
}

type Pair = [HardhatEthersSigner, HardhatEthersSigner];

/** The root of the crowd goes to and fro: the second time costs what it always costs. */
async function regularEndorsement({ creditor, second, endorse }: Desk, root: bigint): Promise<number> {
  await endorse(root, creditor, second);
  return (await endorse(root, second, creditor)).gas;
}

/** Figures that differ by more than the bytes of ids, times and addresses in calldata can make. */
export function findLotGrowth(flatness: Record<string, number[]>): string[] {
  const NOISE = 100;
  return Object.entries(flatness)
    .filter(([, gas]) => Math.max(...gas) - Math.min(...gas) > NOISE)
    .map(([operation, gas]) => `"${operation}" grows: ${gas.join(", ")}.`);
}

/** Shows the figures at every scale; what grows. */
export async function benchLotFlatness(): Promise<string[]> {
  const flatness = await measureLotFlatness(await network.create());
  console.log(`Gas with ${LOT_SCALES.join(", ")} lots beside it, and at tiers ${TIERS.join(", ")}:`);
  console.table(flatness);
  return findLotGrowth(flatness);
}
