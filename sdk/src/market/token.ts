import { type Address, type Hex, parseAbi, type TypedDataDomain } from "viem";
import type { Reader } from "../chain/actor.ts";

const abi = parseAbi([
  "function name() view returns (string)",
  "function symbol() view returns (string)",
  "function decimals() view returns (uint8)",
  "function version() view returns (string)",
  "function balanceOf(address) view returns (uint256)",
  "function allowance(address owner, address spender) view returns (uint256)",
  "function nonces(address) view returns (uint256)",
  "function nonces(address owner, uint192 key) view returns (uint256)",
  "function authorizationState(address authorizer, bytes32 nonce) view returns (bool)",
  "function eip712Domain() view returns (bytes1 fields, string name, string version, uint256 chainId, address verifyingContract, bytes32 salt, uint256[] extensions)",
]);

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
