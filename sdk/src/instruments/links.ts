import { type Address, encodeAbiParameters, type Hex, keccak256, numberToHex, stringToBytes, zeroHash } from "viem";

// The hashes that chains of lots are made of, as the contract's (`Links`).

/** What a link makes of who gave it (`ILots.Kind`): by number, as contracts and events have it. */
export const KIND = {
  withRecourse: 1,
  withoutRecourse: 2,
  division: 3,
  takenUp: 4,
  delivered: 5,
  noFurther: 6,
  inBlank: 7,
  collection: 8,
  pledge: 9,
  returned: 10,
  replaced: 11,
} as const;

/**
 * A kind by name. `division` parts a lot among one holder; `takenUp`: a liable party paid and holds again. Those from
 * `delivered` on are an instrument's, as bills are.
 */
export type KindName = keyof typeof KIND;

/** One of `KIND`. */
export type Kind = (typeof KIND)[KindName];

/** Kinds by which a lot is handed on. */
export type EndorsementKind = typeof KIND.withRecourse | typeof KIND.withoutRecourse;

/** Name of a kind by its number; undefined: there is none. */
export function kindName(kind: number): KindName | undefined {
  return (Object.keys(KIND) as KindName[]).find((name) => KIND[name] === kind);
}

/** A link of a lot's chain, as calldata proves it (`ILots.Link`). */
export interface Link {
  readonly from: Address;
  readonly to: Address;
  /** One of `KIND`. */
  readonly kind: number;
  /** Unix second. */
  readonly time: number;
  /** Number of a part's first unit; zero for an endorsement. */
  readonly start: number;
  /** Zero: an endorsement; else the part's when it was made. */
  readonly units: number;
}

/** `inner` of a root: the first lot of a claim. */
export const FIRST_LOT: Hex = zeroHash;

const nameHash = (text: string): Hex => keccak256(stringToBytes(text));

const ENDORSEMENT = nameHash("Endorsement(bytes32 roll,address from,address to,uint8 kind,uint40 time)");
const DIVISION = nameHash(
  "Division(bytes32 roll,address from,address to,uint8 kind,uint40 time,uint40 start,uint40 units)",
);
const ROOT = nameHash("Root(address instrument,uint256 key)");
const PART = nameHash("Part(uint256 root,bytes32 inner)");

const [BYTES32, UINT256, ADDRESS, UINT8, UINT40] = [
  { type: "bytes32" },
  { type: "uint256" },
  { type: "address" },
  { type: "uint8" },
  { type: "uint40" },
] as const;

/** Id of a root: the same as the contract's `rootId`. `key`: of a receivable, its id. */
export function rootId(instrument: Address, key: bigint): bigint {
  return BigInt(keccak256(encodeAbiParameters([BYTES32, ADDRESS, UINT256], [ROOT, instrument, key])));
}

/** What a part's id is made of, the root aside. */
export function innerOf(parentRoll: Hex, { from, to, kind, time, start, units }: Link): Hex {
  const types = [BYTES32, BYTES32, ADDRESS, ADDRESS, UINT8, UINT40, UINT40, UINT40] as const;
  return keccak256(encodeAbiParameters(types, [DIVISION, parentRoll, from, to, kind, time, start, units]));
}

/** A lot's id; a root's `inner` is zero (`FIRST_LOT`). */
export function lotId(root: bigint, inner: Hex): bigint {
  if (BigInt(inner) === 0n) return root;
  return BigInt(keccak256(encodeAbiParameters([BYTES32, UINT256, BYTES32], [PART, root, inner])));
}

/** Id of a part, by what it came from: the same as the contract's `partId`. */
export function partId(root: bigint, parentRoll: Hex, link: Link): bigint {
  return lotId(root, innerOf(parentRoll, link));
}

/** Roll after one more link. */
export function nextRoll(root: bigint, roll: Hex, link: Link): Hex {
  if (link.units !== 0) return rollOfId(partId(root, roll, link));
  const { from, to, kind, time } = link;
  const types = [BYTES32, BYTES32, ADDRESS, ADDRESS, UINT8, UINT40] as const;
  return keccak256(encodeAbiParameters(types, [ENDORSEMENT, roll, from, to, kind, time]));
}

/** Roll after these links from the root on: the same as the contract's `rollAfter`. */
export function rollAfter(root: bigint, links: readonly Link[]): Hex {
  return links.reduce((roll, link) => nextRoll(root, roll, link), rollOfId(root));
}

/** Rolls along a chain: the root's, and after each of the links. */
export function rollsAlong(root: bigint, links: readonly Link[]): Hex[] {
  const rolls = [rollOfId(root)];
  for (const link of links) rolls.push(nextRoll(root, rolls.at(-1) as Hex, link));
  return rolls;
}

/** Roll of a lot that was not endorsed yet: its id. */
export function rollOfId(id: bigint): Hex {
  return numberToHex(id, { size: 32 });
}
