import {
  gatewayDomain,
  type KeyRequest,
  keyRequestTypes,
  type Receipt,
  receiptTypes,
} from "@tallystick/sdk/gateway/typedData";
import { tabsDomain, voucherTypes } from "@tallystick/sdk/market/voucher";
import { type Address, concat, type Hex, hashDomain, keccak256, numberToHex, pad, stringToHex } from "viem";

// EIP-712 digests of what is hashed at every request. viem's `hashTypedData` takes any type, and ten times as long.

type Types = Readonly<Record<string, readonly { readonly name: string; readonly type: string }[]>>;

function typeHash(types: Types): Hex {
  const [[name, fields] = ["", []]] = Object.entries(types);
  return keccak256(stringToHex(`${name}(${fields.map((field) => `${field.type} ${field.name}`).join(",")})`));
}

const DOMAIN_TYPES = {
  EIP712Domain: [
    { name: "name", type: "string" },
    { name: "version", type: "string" },
    { name: "chainId", type: "uint256" },
    { name: "verifyingContract", type: "address" },
  ],
} as const;

const word = (value: bigint | number): Hex => numberToHex(value, { size: 32 });

function digester(domain: ReturnType<typeof gatewayDomain> | ReturnType<typeof tabsDomain>, types: Types) {
  const prefix = concat([
    "0x1901",
    hashDomain({ domain: { ...domain, chainId: BigInt(domain.chainId) }, types: DOMAIN_TYPES }),
  ]);
  const type = typeHash(types);
  return (...words: Hex[]): Hex => keccak256(concat([prefix, keccak256(concat([type, ...words]))]));
}

export type Digests = {
  keyRequest(request: KeyRequest): Hex;
  receipt(receipt: Receipt): Hex;
};

export function createDigests(chainId: number, market: Address): Digests {
  const domain = gatewayDomain(chainId, market);
  const [ofRequest, ofReceipt] = [digester(domain, keyRequestTypes), digester(domain, receiptTypes)];
  return {
    keyRequest: ({ dataset, version, segments, purpose, reader, readerKey, keeper, nonce, expiry }) =>
      ofRequest(
        word(dataset),
        word(version),
        word(segments),
        word(purpose),
        pad(reader),
        readerKey,
        pad(keeper),
        nonce,
        word(expiry),
      ),
    receipt: ({ request, granted, code, at, blockNumber }) =>
      ofReceipt(request, word(granted ? 1 : 0), keccak256(stringToHex(code)), word(at), word(blockNumber)),
  };
}

/** Digest of a voucher. */
export function voucherDigests(chainId: number, tabs: Address): (tab: Hex, owed: bigint) => Hex {
  const digest = digester(tabsDomain(chainId, tabs), voucherTypes);
  return (tab, owed) => digest(tab, word(owed));
}
