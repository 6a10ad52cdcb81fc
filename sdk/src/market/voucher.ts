import { type Address, encodeAbiParameters, type Hex, hashTypedData, keccak256 } from "viem";

/** What a tab is known by (`ITabs.Tab`). */
export interface Tab {
  /** Who pays. */
  readonly reader: Address;
  /** Who is paid. */
  readonly provider: Address;
  /** ERC-20 that all amounts of the tab are in. */
  readonly token: Address;
  /** Tells apart tabs that are otherwise equal. */
  readonly salt: Hex;
}

/** What a reader promises: `owed` base units on the tab in all so far, so only the highest voucher counts. */
export interface Voucher {
  /** Id of the tab. */
  readonly tab: Hex;
  readonly owed: bigint;
}

const TAB = {
  type: "tuple",
  components: [
    { name: "reader", type: "address" },
    { name: "provider", type: "address" },
    { name: "token", type: "address" },
    { name: "salt", type: "bytes32" },
  ],
} as const;

/** Id of a tab: the same as the contract's `tabId`. */
export function tabId(chainId: number, tabs: Address, tab: Tab): Hex {
  return keccak256(encodeAbiParameters([{ type: "uint256" }, { type: "address" }, TAB], [BigInt(chainId), tabs, tab]));
}

/** EIP-712 domain of everything that reader and provider of a tab sign for each other. */
export function tabsDomain(chainId: number, tabs: Address) {
  return { name: "Tallystick Tabs", version: "1", chainId, verifyingContract: tabs } as const;
}

export const voucherTypes = {
  Voucher: [
    { name: "tab", type: "bytes32" },
    { name: "owed", type: "uint96" },
  ],
} as const;

/** EIP-712 message of a voucher; signed by the reader. */
export function voucherTypedData(chainId: number, tabs: Address, voucher: Voucher) {
  const domain = tabsDomain(chainId, tabs);
  return { domain, types: voucherTypes, primaryType: "Voucher", message: voucher } as const;
}

/** EIP-712 digest of a voucher: the same as the contract's `voucherDigest`. */
export function voucherDigest(chainId: number, tabs: Address, voucher: Voucher): Hex {
  return hashTypedData(voucherTypedData(chainId, tabs, voucher));
}
