import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import type { Signer, TypedDataDomain } from "ethers";
import type { BillsWorld, Face } from "./billsWorld.ts";
import { EVER, ethers, type Link } from "./world.ts";

const TYPES = {
  Novation: [
    { name: "from", type: "uint256" },
    { name: "to", type: "uint256" },
    { name: "version", type: "bytes32" },
    { name: "deadline", type: "uint40" },
  ],
  ToPaper: [
    { name: "bill", type: "uint256" },
    { name: "version", type: "bytes32" },
    { name: "paper", type: "bytes32" },
    { name: "deadline", type: "uint40" },
  ],
  FromPaper: [
    { name: "paper", type: "bytes32" },
    { name: "bill", type: "uint256" },
    { name: "links", type: "bytes32" },
    { name: "isAccepted", type: "bool" },
    { name: "deadline", type: "uint40" },
  ],
};

const LINKS = "tuple(address from,address to,uint8 kind,uint40 time,uint40 start,uint40 units)[]";

type Message = { type: keyof typeof TYPES; values: Record<string, unknown> };

const domainOf = ({ changes }: BillsWorld): TypedDataDomain => ({
  name: "Tallystick Bills Changes",
  version: "1",
  chainId: 31337n,
  verifyingContract: changes.target as string,
});

export async function novationOf(world: BillsWorld, face: Face, next: Face, deadline = EVER): Promise<Message> {
  const { bills, lots } = world;
  const [from, to] = [await bills.idOf(face), await bills.idOf(next)];
  const version = await lots.versionOf(await lots.rootId(bills, from));
  return { type: "Novation", values: { from, to, version, deadline } };
}

export async function toPaperOf(world: BillsWorld, face: Face, paper: string, deadline = EVER): Promise<Message> {
  const { bills, lots } = world;
  const bill = await bills.idOf(face);
  const version = await lots.versionOf(await lots.rootId(bills, bill));
  return { type: "ToPaper", values: { bill, version, paper, deadline } };
}

export async function fromPaperOf(
  { bills }: BillsWorld,
  face: Face,
  paper: string,
  isAccepted: boolean,
  links: readonly Link[],
  deadline = EVER,
): Promise<Message> {
  const hash = ethers.keccak256(ethers.AbiCoder.defaultAbiCoder().encode([LINKS], [links]));
  const values = { paper, bill: await bills.idOf(face), links: hash, isAccepted, deadline };
  return { type: "FromPaper", values };
}

/** The same message by each, in order. */
export async function signedBy(
  world: BillsWorld,
  { type, values }: Message,
  signers: readonly Signer[],
  domain: TypedDataDomain = {},
): Promise<string[]> {
  const types = { [type]: TYPES[type] };
  return Promise.all(signers.map((signer) => signer.signTypedData({ ...domainOf(world), ...domain }, types, values)));
}

/** The digest that `BillsChanges_NotSigned` names. */
export const changeDigest = (world: BillsWorld, { type, values }: Message): string =>
  ethers.TypedDataEncoder.hash(domainOf(world), { [type]: TYPES[type] }, values);

/** An endorsement as paper has it. */
export const linkOf = (from: HardhatEthersSigner, to: HardhatEthersSigner, kind: bigint): Link => ({
  from: from.address,
  to: to.address,
  kind,
  time: 0n,
  start: 0n,
  units: 0n,
});
