import type { Address, Hex } from "viem";
import { relayAbi } from "../generated/abis/Relay.ts";
import { deployed } from "../networks.ts";
import type { Actor, Reader } from "./actor.ts";
import { type Call, calldataOf, callOf } from "./call.ts";
import { explainError } from "./explainError.ts";

/** An act, signed by its party, that anyone may send. */
export interface ForwardRequest {
  readonly from: Address;
  readonly to: Address;
  readonly value: bigint;
  readonly gas: bigint;
  /** Last second at which it may be sent. */
  readonly deadline: number;
  readonly data: Hex;
}

const types = {
  ForwardRequest: [
    { name: "from", type: "address" },
    { name: "to", type: "address" },
    { name: "value", type: "uint256" },
    { name: "gas", type: "uint256" },
    { name: "nonce", type: "uint256" },
    { name: "deadline", type: "uint48" },
    { name: "data", type: "bytes" },
  ],
} as const;

/** EIP-712 message of a relayed act. It names the chain, the relay and the party's next nonce. */
export function forwardRequestTypedData(chainId: number, relay: Address, request: ForwardRequest, nonce: bigint) {
  return {
    domain: { name: "Tallystick Relay", version: "1", chainId, verifyingContract: relay },
    types,
    primaryType: "ForwardRequest",
    message: { ...request, nonce },
  } as const;
}

export interface SignedForwardRequest extends ForwardRequest {
  readonly signature: Hex;
}

/**
 * Prepares a relayed act: simulates it as its party and takes that much gas and a half more.
 *
 * @param seconds how long the signature is good
 * @throws the contract's refusal
 */
export async function prepareForwardRequest(reader: Reader, from: Address, call: Call, seconds = 3_600) {
  const { client, network } = reader;
  const { relay } = deployed(network);
  const data = calldataOf(call);
  try {
    const [gas, nonce, block] = await Promise.all([
      client.estimateGas({ account: from, to: call.address, data }),
      client.readContract({ address: relay, abi: relayAbi, functionName: "nonces", args: [from] }),
      client.getBlock(),
    ]);
    const deadline = Number(block.timestamp) + seconds;
    const request: ForwardRequest = { from, to: call.address, value: 0n, gas: gas + gas / 2n, deadline, data };
    return { request, typedData: forwardRequestTypedData(network.chainId, relay, request, nonce) };
  } catch (error) {
    throw explainError(error, { act: call.functionName, account: from, network });
  }
}

/**
 * Signs an act for somebody else to send.
 *
 * @throws the contract's refusal, `UserRejected`
 */
export async function signForwardRequest(actor: Actor, call: Call, seconds?: number): Promise<SignedForwardRequest> {
  const { wallet, network } = actor;
  const { account } = wallet;
  const { request, typedData } = await prepareForwardRequest(actor, account.address, call, seconds);
  try {
    const signature = await wallet.signTypedData({ ...typedData, account });
    return { ...request, signature };
  } catch (error) {
    throw explainError(error, { act: call.functionName, account: account.address, network });
  }
}

/** The call with which anyone sends what a party signed. */
export function relayAct(relay: Address, request: SignedForwardRequest): Call {
  return callOf(relay, relayAbi, "execute", [request]);
}
