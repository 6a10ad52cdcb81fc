import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import type { NetworkConnection } from "hardhat/types/network";
import { bankOf } from "./bills.ts";
import { type Figures, fieldsOf, gasOf } from "./market.ts";

const DAY = 86_400n;
const EVER = 2n ** 40n - 1n;
const WITH_RECOURSE = 1n;
const TYPES = {
  Novation: fieldsOf("uint256 from, uint256 to, bytes32 version, uint40 deadline"),
  ToPaper: fieldsOf("uint256 bill, bytes32 version, bytes32 paper, uint40 deadline"),
  FromPaper: fieldsOf("bytes32 paper, uint256 bill, bytes32 links, bool isAccepted, uint40 deadline"),
};
type Link = { from: string; to: string; kind: bigint; time: bigint; start: bigint; units: bigint };
const LINKS = "tuple(address from,address to,uint8 kind,uint40 time,uint40 start,uint40 units)[]";

type Bank = Awaited<ReturnType<typeof bankOf>>;
type Face = Awaited<ReturnType<Bank["faceOf"]>>;

async function measureStops(bank: Bank): Promise<Figures> {
  const { ethers, networkHelpers, bills, changes, token, faceOf, drawer, drawee, payee, second } = bank;
  const FIRST = ethers.ZeroHash;
  await token.connect(payee).approve(changes, ethers.MaxUint256);
  const stopped = async () => {
    const face = await faceOf(drawer, second);
    await bills.connect(drawer).draw(face);
    await bills.connect(drawee).accept(face);
    const lastDay = BigInt(await networkHelpers.time.latest()) / DAY + 60n;
    return { face, lastDay, gas: await gasOf(changes.connect(second).stop(face, FIRST, payee, lastDay, FIRST)) };
  };
  const disputed = await stopped();
  const objection = await gasOf(changes.connect(drawer).object(disputed.face, FIRST));
  const dismissal = await gasOf(changes.connect(second).dismiss(disputed.face, FIRST));
  const lifted = await gasOf(changes.connect(second).lift(disputed.face, FIRST));
  // One before, so that what it holds is not zero.
  const [earlier, replaced] = [await stopped(), await stopped()];
  await networkHelpers.time.setNextBlockTimestamp((replaced.lastDay + 1n) * DAY);
  await changes.connect(payee).replace(earlier.face, FIRST);
  const replacement = await gasOf(changes.connect(payee).replace(replaced.face, FIRST));
  const award = await gasOf(changes.connect(second).award(replaced.face, FIRST, payee));
  return {
    "stop a lot": disputed.gas,
    "object to a stop": objection,
    "dismiss an objection": dismissal,
    "lift a stop": lifted,
    "replace a stopped lot": replacement,
    "award what stands for a lot": award,
  };
}

export async function measureBillsChanges(connection: NetworkConnection): Promise<Figures> {
  const bank = await bankOf(connection);
  const { ethers, lots, bills, changes, chainId, faceOf, rootOf, drawer, drawee, payee, second } = bank;
  const verifyingContract = changes.target as string;
  const domain = { name: "Tallystick Bills Changes", version: "1", chainId, verifyingContract };
  const sign = (type: keyof typeof TYPES, values: Record<string, unknown>, signers: readonly HardhatEthersSigner[]) =>
    Promise.all(signers.map((signer) => signer.signTypedData(domain, { [type]: TYPES[type] }, values)));
  /** Accepted, to the drawer's own order, and handed on along a way. */
  const handedOn = async (...way: HardhatEthersSigner[]) => {
    const face = await faceOf(drawer);
    await bills.connect(drawer).draw(face);
    await bills.connect(drawee).accept(face);
    const root = await rootOf(face);
    const links: Link[] = [];
    for (const [index, to] of way.entries()) {
      const from = way[index - 1] ?? drawer;
      const sent = await lots.connect(from).endorse(root, to, WITH_RECOURSE);
      const time = BigInt((await sent.getBlock())?.timestamp ?? 0);
      links.push({ from: from.address, to: to.address, kind: WITH_RECOURSE, time, start: 0n, units: 0n });
    }
    return { face, root, links, givers: way.map((_, index) => way[index - 1] ?? drawer), holder: way.at(-1) ?? drawer };
  };
  const novate = async ({ face, root, links, givers, holder }: Awaited<ReturnType<typeof handedOn>>) => {
    const next = await faceOf(drawer);
    const version = await lots.versionOf(root);
    const values = { from: await bills.idOf(face), to: await bills.idOf(next), version, deadline: EVER };
    const signatures = await sign("Novation", values, [drawer, drawee, ...givers, holder]);
    return gasOf(changes.novate(face, next, links, EVER, signatures));
  };
  const [none, one] = [await novate(await handedOn()), await novate(await handedOn(payee))];
  const two = await novate(await handedOn(payee, second));
  const paper = ethers.id("paper");
  const { face, root, holder } = await handedOn(payee);
  const leaving = { bill: await bills.idOf(face), version: await lots.versionOf(root), paper, deadline: EVER };
  const left = await sign("ToPaper", leaving, [drawer, drawee, holder]);
  const toPaper = await gasOf(changes.toPaper(face, paper, EVER, left));
  const back: Face = await faceOf(drawer);
  const written: Link[] = [
    { from: drawer.address, to: payee.address, kind: WITH_RECOURSE, time: 0n, start: 0n, units: 0n },
  ];
  const links = ethers.keccak256(ethers.AbiCoder.defaultAbiCoder().encode([LINKS], [written]));
  const entering = { paper, bill: await bills.idOf(back), links, isAccepted: true, deadline: EVER };
  const signed = await sign("FromPaper", entering, [drawer, drawee, drawer, payee]);
  const fromPaper = await gasOf(changes.fromPaper(back, paper, true, written, EVER, signed));
  return {
    ...(await measureStops(bank)),
    "put a bill in another's place": none,
    "put a bill in another's place, each further link": two - one,
    "take a bill to paper": toPaper,
    "bring a bill from paper, one link": fromPaper,
  };
}
