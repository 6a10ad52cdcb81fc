import { governorDomain } from "@tallystick/sdk/governance/ballots";
import { recover } from "tiny-secp256k1";
import {
  type Address,
  concat,
  domainSeparator,
  type Hex,
  hexToBytes,
  keccak256,
  numberToHex,
  pad,
  stringToHex,
} from "viem";

// Each ballot costs three hashes and one recovery. libsecp256k1 as WebAssembly takes a fifth of the time of the
// implementation in JavaScript: at 500 ballots a second that is the difference between half a core and two.

/** What of a ballot is signed. */
export interface Signable {
  readonly proposalId: bigint;
  readonly voter: Address;
  readonly support: number;
  readonly params: Hex;
  readonly deadline: number;
}

const TYPE = keccak256(
  stringToHex("RelayedBallot(uint256 proposalId,address voter,uint8 support,bytes params,uint256 deadline)"),
);
const NO_PARAMS = keccak256("0x");
const HALF_ORDER = 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0n;

const word = (value: bigint | number): string => value.toString(16).padStart(64, "0");

/** Makes EIP-712 digests of ballots for one governor; the same as the SDK's `ballotDigest`, several times as fast. */
export function digester(chainId: number, governor: Address): (ballot: Signable) => Hex {
  const prefix = `0x1901${domainSeparator({ domain: governorDomain(chainId, governor) }).slice(2)}`;
  return ({ proposalId, voter, support, params, deadline }) => {
    const paramsHash = params === "0x" ? NO_PARAMS : keccak256(params);
    const fields = [
      word(proposalId),
      voter.slice(2).padStart(64, "0"),
      word(support),
      paramsHash.slice(2),
      word(deadline),
    ];
    const struct = keccak256(`${TYPE}${fields.join("")}` as Hex);
    return keccak256(`${prefix}${struct.slice(2)}` as Hex);
  };
}

/**
 * Whether the voter's key signed, as the governor sees it: 65 bytes with v 27 or 28, or 64 (EIP-2098), the lower s. Any
 * other form may be one for the account's own contract.
 */
export function isSignedByKey(digest: Hex, voter: Address, signature: Hex): boolean {
  const parts = partsOf(signature);
  if (!parts) return false;
  try {
    const key = recover(hexToBytes(digest), parts.compact, parts.id, false);
    return key !== null && keccak256(key.subarray(1)).slice(-40) === voter.slice(2).toLowerCase();
  } catch {
    // Numbers that are no signature of any key.
    return false;
  }
}

function partsOf(signature: Hex): { readonly compact: Uint8Array; readonly id: 0 | 1 } | undefined {
  if (/^0x[0-9a-f]{128}(1b|1c)$/i.test(signature)) {
    if (BigInt(`0x${signature.slice(66, 130)}`) > HALF_ORDER) return undefined;
    const bytes = hexToBytes(signature);
    return { compact: bytes.subarray(0, 64), id: bytes[64] === 28 ? 1 : 0 };
  }
  if (!/^0x[0-9a-f]{128}$/i.test(signature)) return undefined;
  const vs = BigInt(`0x${signature.slice(66)}`);
  const s = vs & ((1n << 255n) - 1n);
  if (s > HALF_ORDER) return undefined;
  return { compact: hexToBytes(concat([signature.slice(0, 66) as Hex, pad(numberToHex(s))])), id: vs >> 255n ? 1 : 0 };
}
