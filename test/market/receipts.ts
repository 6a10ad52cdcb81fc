import type { Signer } from "ethers";
import type { IAccessLog } from "../../types/contracts/market/AccessLog.ts";
import { ethers, ZERO_HASH } from "./fixture.ts";

export type Receipt = {
  readonly request: string;
  readonly granted: boolean;
  readonly code: string;
  readonly time: bigint;
  readonly blockNumber: bigint;
};
export type Anchor = { readonly from: bigint; readonly through: bigint; readonly leaves: readonly string[] };
type Place = IAccessLog.PlaceStruct & { readonly later: string[]; readonly proof: string[] };

const TYPES = {
  Receipt: [
    { name: "request", type: "bytes32" },
    { name: "granted", type: "bool" },
    { name: "code", type: "string" },
    { name: "at", type: "uint64" },
    { name: "blockNumber", type: "uint64" },
  ],
};
const coder = ethers.AbiCoder.defaultAbiCoder();

export function receiptAt(time: bigint, changes: Partial<Receipt> = {}): Receipt {
  return { request: ethers.id(`request ${time}`), granted: true, code: "granted", time, blockNumber: 7n, ...changes };
}

function domainOf(market: string, chainId = 31337n) {
  return { name: "Tallystick Gateway", version: "1", chainId, verifyingContract: market };
}

export function digestOf(market: string, receipt: Receipt): string {
  return ethers.TypedDataEncoder.hash(domainOf(market), TYPES, { ...receipt, at: receipt.time });
}

export function signReceipt(signer: Signer, market: string, receipt: Receipt, chainId?: bigint): Promise<string> {
  return signer.signTypedData(domainOf(market, chainId), TYPES, { ...receipt, at: receipt.time });
}

function parentsOf(level: readonly string[]): string[] {
  return Array.from({ length: Math.ceil(level.length / 2) }, (_, i) => {
    const [left, right] = level.slice(2 * i, 2 * i + 2) as [string, string | undefined];
    return right === undefined ? left : ethers.keccak256(ethers.concat([left, right].sort()));
  });
}

export function rootOf(leaves: readonly string[]): string {
  let level = [...leaves];
  while (level.length > 1) level = parentsOf(level);
  return level[0] ?? ZERO_HASH;
}

function proofOf(leaves: readonly string[], index: number): string[] {
  const proof: string[] = [];
  let [level, at] = [[...leaves], index];
  while (level.length > 1) {
    const sibling = level[at ^ 1];
    if (sibling !== undefined) proof.push(sibling);
    [level, at] = [parentsOf(level), at >> 1];
  }
  return proof;
}

function linkOf(number: number, { from, through, leaves }: Anchor): string {
  const values = [number, from, through, rootOf(leaves)];
  return ethers.keccak256(coder.encode(["uint32", "uint40", "uint40", "bytes32"], values));
}

/** Head after these anchors, by the specification and independent of the contract's code. */
export function headAfter(anchors: readonly Anchor[]): bigint {
  return anchors.reduce((head, anchor, i) => {
    const hash = ethers.keccak256(coder.encode(["uint184", "bytes32"], [head, linkOf(i + 1, anchor)]));
    return BigInt(hash) & (2n ** 184n - 1n);
  }, 0n);
}

/** Where a leaf stands in a log; `upTo` is the number of the anchor whose head the log keeps. */
export function placeOf(anchors: readonly Anchor[], number: number, leaf: string, upTo = anchors.length): Place {
  const anchor = anchors[number - 1];
  if (!anchor) throw new Error(`There is no anchor ${number}.`);
  return {
    number,
    from: anchor.from,
    through: anchor.through,
    root: rootOf(anchor.leaves),
    previousHead: headAfter(anchors.slice(0, number - 1)),
    later: anchors.slice(number, upTo).map((later, i) => linkOf(number + 1 + i, later)),
    proof: proofOf(anchor.leaves, anchor.leaves.indexOf(leaf)),
  };
}
