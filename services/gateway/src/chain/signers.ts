import { recover, signRecoverable } from "tiny-secp256k1";
import { type Address, bytesToHex, type Hex, hexToBytes, keccak256 } from "viem";

// libsecp256k1 as WebAssembly: a fifth of the processor's time that the implementation in JavaScript takes, which is what
// most of a key request would cost.

const HALF_ORDER = 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0n;

/**
 * Whether an account's key signed, as contracts see it: 65 bytes, v 27 or 28, the lower s (OpenZeppelin's `ECDSA`). Any
 * other form is no signature here, and may be one for the account's own contract.
 */
export function isSignedByKey(hash: Hex, address: Address, signature: Hex): boolean {
  if (!/^0x[0-9a-f]{128}(1b|1c)$/i.test(signature)) return false;
  if (BigInt(`0x${signature.slice(66, 130)}`) > HALF_ORDER) return false;
  const bytes = hexToBytes(signature);
  const id = bytes[64] === 28 ? 1 : 0;
  try {
    const key = recover(hexToBytes(hash), bytes.subarray(0, 64), id, false);
    return key !== null && keccak256(key.subarray(1)).slice(-40) === address.slice(2).toLowerCase();
  } catch {
    // Numbers that are no signature of any key.
    return false;
  }
}

/** Signs a digest with a key, deterministically (RFC 6979). */
export function signHash(hash: Hex, privateKey: Hex): Hex {
  const { signature, recoveryId } = signRecoverable(hexToBytes(hash), hexToBytes(privateKey));
  return `0x${bytesToHex(signature).slice(2)}${recoveryId === 0 ? "1b" : "1c"}`;
}
