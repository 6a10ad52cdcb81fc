import { type Address, hashTypedData, isAddressEqual, recoverTypedDataAddress } from "viem";
import { reasonOf, tallystickError } from "../errors.ts";
import { type KeyRequest, keyRequestTypedData, type Receipt, receiptTypedData } from "./typedData.ts";
import { decodeReceipt, type Signed } from "./wire.ts";

/** EIP-712 digest of a request: what its receipt names. */
export function keyRequestDigest(chainId: number, market: Address, request: KeyRequest) {
  return hashTypedData(keyRequestTypedData(chainId, market, request));
}

/**
 * Reads a receipt and checks that the keeper signed it for this request. Keep it: it proves a grant or a denial.
 *
 * @throws `ReceiptInvalid`
 */
export async function verifyReceipt(
  chainId: number,
  market: Address,
  request: KeyRequest,
  wire: unknown,
): Promise<Signed<Receipt>> {
  const signed = decodeReceipt(wire);
  const { value, signature } = signed;
  if (value.request !== keyRequestDigest(chainId, market, request)) {
    throw tallystickError("ReceiptInvalid", { reason: "it answers another request" });
  }
  const signer = await recoverTypedDataAddress({ ...receiptTypedData(chainId, market, value), signature }).catch(
    (cause) => {
      throw tallystickError("ReceiptInvalid", { reason: reasonOf(cause) }, cause);
    },
  );
  if (!isAddressEqual(signer, request.keeper)) {
    throw tallystickError("ReceiptInvalid", { reason: `${signer} signed it, not the keeper ${request.keeper}` });
  }
  return signed;
}
