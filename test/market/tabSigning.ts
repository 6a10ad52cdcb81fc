import { type Signer, TypedDataEncoder } from "ethers";

const field = (type: string, name: string) => ({ type, name });
const TYPES = {
  Voucher: [field("bytes32", "tab"), field("uint96", "owed")],
  Closing: [field("bytes32", "tab"), field("uint96", "owed"), field("uint40", "deadline")],
  Credit: [
    field("bytes32", "tab"),
    field("uint96", "limit"),
    field("uint32", "paymentTerm"),
    field("uint32", "serial"),
    field("uint40", "deadline"),
  ],
  HandOver: [
    field("bytes32", "tab"),
    field("uint32", "statement"),
    field("uint96", "amount"),
    field("address", "instrument"),
    field("uint40", "deadline"),
  ],
} as const;

type Change = { readonly chainId?: bigint; readonly verifyingContract?: string };

/** Signs one of the messages of tabs; `change` replaces parts of the domain. */
export function signAs(tabs: string, change: Change = {}) {
  const domain = { name: "Tallystick Tabs", version: "1", chainId: 31337n, verifyingContract: tabs, ...change };
  return (signer: Signer, type: keyof typeof TYPES, message: Record<string, unknown>): Promise<string> =>
    signer.signTypedData(domain, { [type]: [...TYPES[type]] }, message);
}

/** What is signed, by the specification and independent of the contract's code. */
export function digestOf(tabs: string, type: keyof typeof TYPES, message: Record<string, unknown>): string {
  const domain = { name: "Tallystick Tabs", version: "1", chainId: 31337n, verifyingContract: tabs };
  return TypedDataEncoder.hash(domain, { [type]: [...TYPES[type]] }, message);
}

export function voucherDigest(tabs: string, tab: string, owed: bigint): string {
  return digestOf(tabs, "Voucher", { tab, owed });
}
