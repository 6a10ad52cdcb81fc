import { type Address, encodeAbiParameters, type Hex, keccak256 } from "viem";

/** What a tab is known by (`ITabs.Tab`). */
export interface Tab {
  readonly reader: Address;
  readonly provider: Address;
  readonly token: Address;
  readonly salt: Hex;
}

/** Says all that is owed on a tab so far. */
export interface Voucher {
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

/** The contract's `tabId(tab)`. */
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

export function voucherTypedData(chainId: number, tabs: Address, voucher: Voucher) {
  return {
    domain: tabsDomain(chainId, tabs),
    types: voucherTypes,
    primaryType: "Voucher",
    message: voucher,
  } as const;
}
