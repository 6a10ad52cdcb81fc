import { type Address, type Hex, isAddressEqual, recoverTypedDataAddress, type TypedDataDefinition } from "viem";

/** Asks the wallet for a typed data signature. */
export type SignTypedData = (typedData: TypedDataDefinition) => Promise<Hex>;

/**
 * An account's signature of a message that it signs in the same way each time, so that secrets can be derived from it and
 * need no storing. It is asked for twice.
 *
 * @returns undefined when the wallet can't be relied on for it (smart accounts, random nonces)
 */
export async function deterministicSignature(
  account: Address,
  typedData: TypedDataDefinition,
  sign: SignTypedData,
): Promise<Hex | undefined> {
  const first = normalSignature(await sign(typedData));
  if (first === undefined) return undefined;
  const signer = await recoverTypedDataAddress({ ...typedData, signature: first }).catch(() => undefined);
  if (signer === undefined || !isAddressEqual(signer, account)) return undefined;
  const second = normalSignature(await sign(typedData));
  return first === second ? first : undefined;
}

/** A 65-byte signature with v as 27 or 28 (some hardware says 0 or 1); undefined for any other kind. */
function normalSignature(signature: Hex): Hex | undefined {
  if (!/^0x[0-9a-fA-F]{130}$/.test(signature)) return undefined;
  const v = Number.parseInt(signature.slice(-2), 16);
  const parity = v < 27 ? v : v - 27;
  if (parity !== 0 && parity !== 1) return undefined;
  return `${signature.slice(0, -2).toLowerCase()}${(27 + parity).toString(16)}` as Hex;
}
