import { type Address, encodeAbiParameters, type Hex, keccak256 } from "viem";
import type { Link } from "../instruments/links.ts";
import type { PaperBill } from "./changes.ts";
import type { BillFace } from "./face.ts";

// What all parties of a bill sign together, so that another takes its place, or paper does.

/** EIP-712 domain of what is signed about changes of bills. */
export function billsChangesDomain(chainId: number, changes: Address) {
  return { name: "Tallystick Bills Changes", version: "1", chainId, verifyingContract: changes } as const;
}

/**
 * Who signs a change, in order: drawer; drawee, if he has accepted; who gave each link; holder. Who stands there twice signs
 * once, and his signature is given twice.
 *
 * @param links of a novation: all of the bill; from paper: the paper's; to paper: none
 */
export function signersOfChange(
  { drawer, drawee }: Pick<BillFace, "drawer" | "drawee">,
  isAccepted: boolean,
  links: readonly Link[],
  holder: Address,
): Address[] {
  return [drawer, ...(isAccepted ? [drawee] : []), ...links.map(({ from }) => from), holder];
}

const novationTypes = {
  Novation: [
    { name: "from", type: "uint256" },
    { name: "to", type: "uint256" },
    { name: "version", type: "bytes32" },
    { name: "deadline", type: "uint40" },
  ],
} as const;

const toPaperTypes = {
  ToPaper: [
    { name: "bill", type: "uint256" },
    { name: "version", type: "bytes32" },
    { name: "paper", type: "bytes32" },
    { name: "deadline", type: "uint40" },
  ],
} as const;

const fromPaperTypes = {
  FromPaper: [
    { name: "paper", type: "bytes32" },
    { name: "bill", type: "uint256" },
    { name: "links", type: "bytes32" },
    { name: "isAccepted", type: "bool" },
    { name: "deadline", type: "uint40" },
  ],
} as const;

/** A bill in the place of another. */
export interface Novation {
  /** Ids of the old bill and the new one. */
  readonly from: bigint;
  readonly to: bigint;
  /** Of the old bill's first lot (`versionOf`): dies with its next change. */
  readonly version: Hex;
  readonly deadline: number;
}

/** EIP-712 message of a novation; signed by all of `signersOfChange`. */
export function novationTypedData(chainId: number, changes: Address, { from, to, version, deadline }: Novation) {
  const domain = billsChangesDomain(chainId, changes);
  const message = { from, to, version, deadline };
  return { domain, types: novationTypes, primaryType: "Novation", message } as const;
}

/** Paper in the place of a bill. */
export interface ChangeToPaper {
  /** Id of the bill. */
  readonly bill: bigint;
  /** Of its first lot (`versionOf`). */
  readonly version: Hex;
  /** Hash of the paper. */
  readonly paper: Hex;
  readonly deadline: number;
}

/** EIP-712 message of a change to paper; signed by drawer, acceptor and holder. */
export function toPaperTypedData(chainId: number, changes: Address, { bill, version, paper, deadline }: ChangeToPaper) {
  const domain = billsChangesDomain(chainId, changes);
  const message = { bill, version, paper, deadline };
  return { domain, types: toPaperTypes, primaryType: "ToPaper", message } as const;
}

/** EIP-712 message of a change from paper to the bill with this id; signed by all of `signersOfChange`. */
export function fromPaperTypedData(
  chainId: number,
  changes: Address,
  bill: bigint,
  { paper, isAccepted, links }: PaperBill,
  deadline: number,
) {
  const domain = billsChangesDomain(chainId, changes);
  const message = { paper, bill, links: keccak256(encodeAbiParameters([LINKS], [links])), isAccepted, deadline };
  return { domain, types: fromPaperTypes, primaryType: "FromPaper", message } as const;
}

const LINKS = {
  type: "tuple[]",
  components: [
    { name: "from", type: "address" },
    { name: "to", type: "address" },
    { name: "kind", type: "uint8" },
    { name: "time", type: "uint40" },
    { name: "start", type: "uint40" },
    { name: "units", type: "uint40" },
  ],
} as const;
