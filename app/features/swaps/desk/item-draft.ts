import type { ItemFault, ItemInfo } from "@tallystick/sdk/swaps/items";
import { type Address, isAddress, isAddressEqual } from "viem";

/** What is typed of a single token. */
export interface TypedItem {
  readonly token: string;
  readonly number: string;
}

export const emptyItem: TypedItem = { token: "", number: "" };

/** How a token that was named stands: `swaps.item_<state>`. */
export type ItemState =
  | "untyped"
  | "bad-token"
  | "bad-number"
  | "reading"
  | "down"
  | "other-chain"
  | "not-yours"
  | "yours"
  | "fine"
  | ItemFault;

/** The number of a token, in digits or hexadecimal; undefined: it is none. */
export function tokenNumber(text: string): bigint | undefined {
  const typed = text.trim();
  if (!/^(\d{1,78}|0x[0-9a-f]{1,64})$/i.test(typed)) return undefined;
  const number = BigInt(typed);
  return number < 1n << 256n ? number : undefined;
}

/** What was typed, as a token; or what of it is missing or none. */
export function itemIn({
  token,
  number,
}: TypedItem):
  | { readonly token: Address; readonly tokenId: bigint }
  | Extract<ItemState, "untyped" | "bad-token" | "bad-number"> {
  const [address, id] = [token.trim(), tokenNumber(number)];
  if (address !== "" && !isAddress(address, { strict: false })) return "bad-token";
  if (number.trim() !== "" && id === undefined) return "bad-number";
  return address === "" || id === undefined ? "untyped" : { token: address as Address, tokenId: id };
}

/** What is known of a token that was named. */
export interface ItemFacts {
  /** What its contract says; undefined: nothing yet. */
  readonly info: ItemInfo | undefined;
  /** Whether the chain does not answer. */
  readonly isDown: boolean;
  /** Whether there is a contract at its address on the other chain. */
  readonly isElsewhere: boolean;
  readonly account: Address;
  /** Whether the account gives it; else it wants it. */
  readonly isGiven: boolean;
}

/** How a token stands for who gives or wants it. */
export function itemState({ info, isDown, isElsewhere, account, isGiven }: ItemFacts): ItemState {
  if (!info) return isDown ? "down" : "reading";
  if (info.fault) return info.fault === "no-contract" && isElsewhere ? "other-chain" : info.fault;
  const isOwn = isAddressEqual(info.owner, account);
  if (isOwn === isGiven) return "fine";
  return isGiven ? "not-yours" : "yours";
}
