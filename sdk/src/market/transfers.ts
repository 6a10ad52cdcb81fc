import { type Address, encodeAbiParameters, parseAbi } from "viem";
import type { Reader } from "../chain/actor.ts";
import { type Call, callOf } from "../chain/call.ts";
import type { PurchaseChoice } from "./buying.ts";
import { termsParameter } from "./terms.ts";

// Paying by one transfer of an ERC-1363 token to the desk (`ITransfers`): no allowance, no signature besides.

const erc1363 = parseAbi([
  "function transferAndCall(address to, uint256 value, bytes data) returns (bool)",
  "function supportsInterface(bytes4 id) view returns (bool)",
]);
const ERC1363_ID = "0xb0202a11";

/** Buys at exactly the offer's price by transferring it to the desk; the caller is the payer. */
export function buyByTransfer(desk: Address, { terms, reader, evidence }: PurchaseChoice): Call {
  const parameters = [termsParameter, { type: "address" }, { type: "bytes" }] as const;
  const data = encodeAbiParameters(parameters, [terms, reader, evidence ?? "0x"]);
  return callOf(terms.token, erc1363, "transferAndCall", [desk, terms.price, data]);
}

/** Adds to the caller's balance in the market by transferring to the desk. */
export function depositByTransfer(desk: Address, token: Address, amount: bigint): Call {
  return callOf(token, erc1363, "transferAndCall", [desk, amount, "0x"]);
}

/** Whether a token says that it can be transferred and called (ERC-165, ERC-1363). */
export function takesTransferAndCall({ client }: Reader, token: Address): Promise<boolean> {
  return client
    .readContract({ address: token, abi: erc1363, functionName: "supportsInterface", args: [ERC1363_ID] })
    .catch(() => false);
}
