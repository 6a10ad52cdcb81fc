import type { Address, Hex, TypedDataDomain } from "viem";
import type { Reader } from "../chain/actor.ts";

// Written out: viem's parser of signatures would come along into every page that shows an amount, with 5 kB.
const account = { type: "address" } as const;
const text = { type: "string" } as const;
const word = { type: "uint256" } as const;
const views = { type: "function", stateMutability: "view" } as const;
const abi = [
  { ...views, name: "name", inputs: [], outputs: [text] },
  { ...views, name: "symbol", inputs: [], outputs: [text] },
  { ...views, name: "decimals", inputs: [], outputs: [{ type: "uint8" }] },
  { ...views, name: "version", inputs: [], outputs: [text] },
  { ...views, name: "balanceOf", inputs: [account], outputs: [word] },
  { ...views, name: "allowance", inputs: [account, account], outputs: [word] },
  { ...views, name: "nonces", inputs: [account], outputs: [word] },
  { ...views, name: "nonces", inputs: [account, { type: "uint192" }], outputs: [word] },
  { ...views, name: "authorizationState", inputs: [account, { type: "bytes32" }], outputs: [{ type: "bool" }] },
  {
    ...views,
    name: "eip712Domain",
    inputs: [],
    outputs: [{ type: "bytes1" }, text, text, word, account, { type: "bytes32" }, { type: "uint256[]" }],
  },
] as const;

export interface TokenInfo {
  readonly address: Address;
  readonly name: string;
  readonly symbol: string;
  readonly decimals: number;
}

/** Name, symbol and decimals of a token. They are the token's own words: don't trust them. */
export async function tokenInfo({ client }: Reader, address: Address): Promise<TokenInfo> {
  const [name, symbol, decimals] = await Promise.all([
    client.readContract({ address, abi, functionName: "name" }),
    client.readContract({ address, abi, functionName: "symbol" }),
    client.readContract({ address, abi, functionName: "decimals" }),
  ]);
  return { address, name, symbol, decimals };
}

/** Balance of an account, in base units. */
export function balanceOf({ client }: Reader, token: Address, account: Address): Promise<bigint> {
  return client.readContract({ address: token, abi, functionName: "balanceOf", args: [account] });
}

/** What `spender` may take of an account's tokens, in base units. */
export function allowanceOf({ client }: Reader, token: Address, account: Address, spender: Address): Promise<bigint> {
  return client.readContract({ address: token, abi, functionName: "allowance", args: [account, spender] });
}

/** EIP-712 domain of a token: as it says itself (ERC-5267), else by name and version. */
export async function tokenDomain({ client, network }: Reader, token: Address): Promise<TypedDataDomain> {
  const { chainId } = network;
  const own = await client.readContract({ address: token, abi, functionName: "eip712Domain" }).catch(() => undefined);
  if (own !== undefined) return { name: own[1], version: own[2], chainId, verifyingContract: token };
  const [name, version] = await Promise.all([
    client.readContract({ address: token, abi, functionName: "name" }),
    client.readContract({ address: token, abi, functionName: "version" }).catch(() => "1"),
  ]);
  return { name, version, chainId, verifyingContract: token };
}

/** Next ERC-2612 nonce of an account. */
export function permitNonce({ client }: Reader, token: Address, account: Address): Promise<bigint> {
  return client.readContract({ address: token, abi, functionName: "nonces", args: [account] });
}

/**
 * Sequence number that the next authorisation under a nonce key must have: the token's next where its nonces are keyed
 * (OpenZeppelin 5.7), else the first unused (USDC).
 *
 * @param orderNonce the order's nonce with sequence zero: its upper 192 bits are the key
 */
export async function nextSequence(
  { client }: Reader,
  token: Address,
  payer: Address,
  orderNonce: Hex,
): Promise<bigint> {
  const base = BigInt(orderNonce);
  const keyed = await client
    .readContract({ address: token, abi, functionName: "nonces", args: [payer, base >> 64n] })
    .catch(() => undefined);
  if (keyed !== undefined) return keyed & (2n ** 64n - 1n);
  for (let sequence = 0n; ; sequence++) {
    const nonce = `0x${(base | sequence).toString(16).padStart(64, "0")}` as Hex;
    const used = await client.readContract({
      address: token,
      abi,
      functionName: "authorizationState",
      args: [payer, nonce],
    });
    if (!used) return sequence;
  }
}
