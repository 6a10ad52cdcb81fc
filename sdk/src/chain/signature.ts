import {
  type Address,
  concat,
  encodeFunctionData,
  type Hex,
  hexToBigInt,
  isAddressEqual,
  numberToHex,
  parseAbi,
  recoverAddress,
  size,
  slice,
  type TypedDataDomain,
  type TypedDataParameter,
} from "viem";
import { isTallystickError } from "../errors.ts";
import type { Actor, Reader } from "./actor.ts";
import { explainError } from "./explainError.ts";

const erc1271 = parseAbi(["function isValidSignature(bytes32 hash, bytes signature) view returns (bytes4)"]);
const VALID = `0x1626ba7e${"0".repeat(56)}`;
const HALF_ORDER = 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0n;
/** Gas that a contract wallet may use to answer: it may be made to waste all it gets. */
const WALLET_GAS = 3_000_000n;

/** EIP-712 data, as the functions that are named after what is signed make it. */
export interface TypedMessage {
  readonly domain: TypedDataDomain;
  readonly types: Readonly<Record<string, readonly TypedDataParameter[]>>;
  readonly primaryType: string;
  readonly message: object;
}

/**
 * Signs EIP-712 data with the actor's account.
 *
 * @param act what it is for, for the sentence of a refusal
 * @throws `UserRejected`
 */
export async function signTyped(actor: Actor, typedData: TypedMessage, act: string): Promise<Hex> {
  const { wallet, network } = actor;
  const { account } = wallet;
  try {
    return await wallet.signTypedData({ ...typedData, message: { ...typedData.message }, account });
  } catch (error) {
    throw explainError(error, { act, account: account.address, network });
  }
}

/**
 * Whether the contracts would take a signature as the signer's (`Signatures.isSignedBy`): his key's first, and a
 * contract wallet's own (ERC-1271) as it answers now.
 *
 * @param digest EIP-712 digest (`hashTypedData`)
 * @param walletGas what a contract wallet may use to answer
 * @throws `ChainUnreachable`: only a signature that is not by the signer's key needs the chain
 */
export async function isSignedBy(
  reader: Reader,
  signer: Address,
  digest: Hex,
  signature: Hex,
  walletGas: bigint = WALLET_GAS,
): Promise<boolean> {
  if (await isSignedByKey(signer, digest, signature)) return true;
  const { client, network } = reader;
  const data = encodeFunctionData({ abi: erc1271, functionName: "isValidSignature", args: [digest, signature] });
  try {
    const answer = await client.call({ to: signer, data, gas: walletGas });
    return answer.data?.slice(0, 66) === VALID;
  } catch (error) {
    const why = explainError(error, { act: "isValidSignature", network });
    if (isTallystickError(why, "ChainUnreachable")) throw why;
    return false;
  }
}

/**
 * Whether the key of an account made a signature, in the one form that the contracts take: 65 bytes, `v` 27 or 28, `s` in
 * the lower half. Needs no chain.
 */
export async function isSignedByKey(signer: Address, digest: Hex, signature: Hex): Promise<boolean> {
  if (size(signature) !== 65) return false;
  const v = Number.parseInt(signature.slice(130), 16);
  if ((v !== 27 && v !== 28) || hexToBigInt(slice(signature, 32, 64)) > HALF_ORDER) return false;
  const recovered = await recoverAddress({ hash: digest, signature }).catch(() => undefined);
  return recovered !== undefined && isAddressEqual(recovered, signer);
}

/** Whose signature it is: the signer's own key's, or his contract wallet's (ERC-1271). */
export type SignerKind = "key" | "wallet";

/** What the governor gives a contract wallet to answer with. */
const BOUNDED_WALLET_GAS = 150_000n;

/**
 * Who made a signature, where the contracts take 64 bytes (EIP-2098) too and ask a contract wallet with bounded gas
 * (`Signatures.isSignedWithin`); undefined: nobody that they would believe.
 *
 * @throws `ChainUnreachable`: only a signature that is not by the signer's key needs the chain
 */
export async function signerKind(
  reader: Reader,
  signer: Address,
  digest: Hex,
  signature: Hex,
): Promise<SignerKind | undefined> {
  if (await isSignedByKey(signer, digest, asLongSignature(signature))) return "key";
  return (await isSignedBy(reader, signer, digest, signature, BOUNDED_WALLET_GAS)) ? "wallet" : undefined;
}

/** A key's signature of 64 bytes (EIP-2098) in its form of 65; any other as it is. */
export function asLongSignature(signature: Hex): Hex {
  if (size(signature) !== 64) return signature;
  const parityAndS = hexToBigInt(slice(signature, 32));
  const s = numberToHex(parityAndS & (2n ** 255n - 1n), { size: 32 });
  return concat([slice(signature, 0, 32), s, numberToHex(27n + (parityAndS >> 255n), { size: 1 })]);
}

/** A key's signature of 65 bytes in its form of 64 (EIP-2098): `r`, and `s` with the parity in its first bit. */
export function compactSignature(signature: Hex): { readonly r: Hex; readonly vs: Hex } {
  const long = asLongSignature(signature);
  const isOdd = hexToBigInt(slice(long, 64)) === 28n;
  const s = hexToBigInt(slice(long, 32, 64));
  return { r: slice(long, 0, 32), vs: numberToHex(isOdd ? s | (1n << 255n) : s, { size: 32 }) };
}
