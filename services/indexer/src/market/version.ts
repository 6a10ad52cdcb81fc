import { encodeAbiParameters, type Hex, keccak256 } from "viem";

/** `IDatasets.Anchor`. */
export interface Anchor {
  readonly manifest: Hex;
  readonly root: Hex;
  readonly size: bigint;
  readonly keyCommitment: Hex;
}

const APPENDED = [
  { type: "uint240" },
  { type: "uint16" },
  {
    type: "tuple",
    components: [
      { name: "manifest", type: "bytes32" },
      { name: "root", type: "bytes32" },
      { name: "size", type: "uint64" },
      { name: "keyCommitment", type: "bytes32" },
    ],
  },
] as const;

/** Rolling hash of a data set's anchors after a version was appended. */
export function headAfter(previous: bigint, version: number, anchor: Anchor): bigint {
  const hash = keccak256(encodeAbiParameters(APPENDED, [previous, version, anchor]));
  return BigInt(hash) & (2n ** 240n - 1n);
}
