import { type Address, encodeAbiParameters, erc721Abi } from "viem";
import type { Reader } from "../chain/actor.ts";
import { type Call, callOf } from "../chain/call.ts";
import { explainError } from "../chain/explainError.ts";
import { hasCode } from "../chain/hasCode.ts";
import { type Lock, packTerms, tokenIdOf, tokenOf } from "./lock.ts";

// Single tokens (ERC-721) in swaps: what a contract says of one, and how one is locked.

const views = { type: "function", stateMutability: "view" } as const;
const abi = [
  { ...views, name: "supportsInterface", inputs: [{ type: "bytes4" }], outputs: [{ type: "bool" }] },
  { ...views, name: "ownerOf", inputs: [{ type: "uint256" }], outputs: [{ type: "address" }] },
  { ...views, name: "locked", inputs: [{ type: "uint256" }], outputs: [{ type: "bool" }] },
  { ...views, name: "name", inputs: [], outputs: [{ type: "string" }] },
] as const;

const ERC_721 = "0x80ac58cd";
/** ERC-5192: tokens that stay with their owner. */
const ERC_5192 = "0xb45a3c0e";

/** Why a token can't be swapped. */
export type ItemFault = "no-contract" | "not-erc721" | "no-such-token" | "bound";

/** What a contract says of one of its tokens. They are its own words: don't trust them. */
export type ItemInfo =
  | { readonly fault: ItemFault }
  | { readonly fault: undefined; readonly owner: Address; readonly name: string };

/**
 * Looks at a single token, as at something that a stranger named. Nothing but the chain is asked: what a token points to
 * (`tokenURI`) is not loaded.
 *
 * @throws `ChainUnreachable`
 */
export async function itemInfo(reader: Reader, token: Address, tokenId: bigint): Promise<ItemInfo> {
  if (!(await hasCode(reader, token, "a token"))) return { fault: "no-contract" };
  const { client, network } = reader;
  const about = { address: token, abi } as const;
  const says = (id: typeof ERC_721 | typeof ERC_5192): Promise<boolean> =>
    client.readContract({ ...about, functionName: "supportsInterface", args: [id] }).catch(() => false);
  const [isItem, isBinding, owner, name, isLocked] = await Promise.all([
    says(ERC_721),
    says(ERC_5192),
    client.readContract({ ...about, functionName: "ownerOf", args: [tokenId] }).catch(() => undefined),
    client.readContract({ ...about, functionName: "name" }).catch(() => ""),
    client.readContract({ ...about, functionName: "locked", args: [tokenId] }).catch(() => false),
  ]);
  if (isItem && owner !== undefined) {
    return isBinding && isLocked ? { fault: "bound" } : { fault: undefined, owner, name };
  }
  // A refusal and a chain that is down look alike in the answers above: ask something that can't be refused.
  await client.getBlockNumber().catch((error) => {
    throw explainError(error, { act: "a token", network });
  });
  return { fault: isItem ? "no-such-token" : "not-erc721" };
}

/** Whether an account has a contract on a chain; one that only delegates to code (EIP-7702) signs by its key, and has none. */
export async function isContractAccount({ client, network }: Reader, account: Address): Promise<boolean> {
  try {
    const code = await client.getCode({ address: account });
    return code !== undefined && code !== "0x" && !code.startsWith("0xef0100");
  } catch (error) {
    throw explainError(error, { act: "an account", network });
  }
}

/**
 * Locks an ERC-721 by sending it with the terms (`IHashLock.onERC721Received`): one transaction, and nothing is allowed to
 * anybody. Its owner.
 *
 * @throws RangeError: it is no ERC-721, or has a tip
 */
export function sendItemToLock(hashLock: Address, owner: Address, lock: Lock): Call {
  const { asset, hashlock, recipient, refundee, tip } = lock;
  if (asset.kind !== "erc721" || tip !== 0n)
    throw new RangeError("Only an ERC-721 without a tip is locked by sending.");
  const terms = encodeAbiParameters(TERMS, [hashlock, recipient, refundee, packTerms(lock)]);
  return callOf(tokenOf(asset), erc721Abi, "safeTransferFrom", [owner, hashLock, tokenIdOf(asset), terms]);
}

/** Allows a hash lock this one token, and no other (`IERC721.approve`). Its owner. */
export function approveItem(hashLock: Address, token: Address, tokenId: bigint): Call {
  return callOf(token, erc721Abi, "approve", [hashLock, tokenId]);
}

const TERMS = [{ type: "bytes32" }, { type: "address" }, { type: "address" }, { type: "uint256" }] as const;
