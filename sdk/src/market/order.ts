import { type Address, encodeAbiParameters, type Hex, keccak256, type TypedDataDomain } from "viem";
import type { Actor, Reader } from "../chain/actor.ts";
import { explainError } from "../chain/explainError.ts";
import { signTyped } from "../chain/signature.ts";
import { tallystickError } from "../errors.ts";
import { deployed } from "../networks.ts";
import { nonceWith, paymentTypedData } from "./authorization.ts";
import { offerId, type Terms } from "./terms.ts";
import { nextSequence, tokenDomain } from "./token.ts";

/** A purchase paid by one ERC-3009 signature, before it is signed. */
export interface Order {
  readonly terms: Terms;
  readonly reader: Address;
  readonly evidence: Hex;
  readonly payer: Address;
  /** Unix seconds: good after, and before. */
  readonly validAfter: bigint;
  readonly validBefore: bigint;
  readonly sequence: bigint;
}

export interface SignedOrder extends Order {
  readonly signature: Hex;
}

/** ERC-3009 nonce of an order: its hash, the low 64 bits replaced by the sequence number. As `IAccess.orderNonce`. */
export function orderNonce(
  chainId: number,
  market: Address,
  order: { readonly offer: Hex; readonly payer: Address; readonly reader: Address; readonly sequence: bigint },
): Hex {
  const parameters = [
    { type: "uint256" },
    { type: "address" },
    { type: "bytes32" },
    { type: "address" },
    { type: "address" },
  ] as const;
  const values = [BigInt(chainId), market, order.offer, order.payer, order.reader] as const;
  return nonceWith(keccak256(encodeAbiParameters(parameters, values)), order.sequence);
}

/** What the payer signs: pays exactly the price to the market, for exactly this order. */
export function orderTypedData(chainId: number, market: Address, domain: TypedDataDomain, order: Order) {
  const offer = offerId(chainId, market, order.terms);
  return paymentTypedData(domain, {
    from: order.payer,
    to: market,
    value: order.terms.price,
    validAfter: order.validAfter,
    validBefore: order.validBefore,
    nonce: orderNonce(chainId, market, { ...order, offer }),
  });
}

export interface OrderChoice {
  readonly terms: Terms;
  readonly payer: Address;
  /** Default: the payer. */
  readonly reader?: Address | undefined;
  readonly evidence?: Hex | undefined;
  /** How long the order is good, in seconds. Default: one hour. */
  readonly seconds?: number | undefined;
}

/**
 * Prepares an order: reads the token's domain and the next sequence number.
 *
 * @throws `OrderInvalid` for a free offer, which needs no payment; `ChainUnreachable`
 */
export async function prepareOrder(reader: Reader, choice: OrderChoice) {
  const { network, client } = reader;
  const { market } = deployed(network);
  const { terms, payer } = choice;
  if (terms.price === 0n)
    throw tallystickError("OrderInvalid", { reason: "the offer is free; buy it without an order" });
  const offer = offerId(network.chainId, market, terms);
  const forReader = choice.reader ?? payer;
  const first = orderNonce(network.chainId, market, { offer, payer, reader: forReader, sequence: 0n });
  try {
    const [domain, sequence, block] = await Promise.all([
      tokenDomain(reader, terms.token),
      nextSequence(reader, terms.token, payer, first),
      client.getBlock(),
    ]);
    const order: Order = {
      terms,
      payer,
      reader: forReader,
      evidence: choice.evidence ?? "0x",
      validAfter: 0n,
      validBefore: block.timestamp + BigInt(choice.seconds ?? 3_600),
      sequence,
    };
    return { order, typedData: orderTypedData(network.chainId, market, domain, order) };
  } catch (error) {
    throw explainError(error, { act: "prepareOrder", account: payer, network });
  }
}

/**
 * Signs an order. One signature pays and orders; whoever relays it can change nothing.
 *
 * @throws `OrderInvalid`, `UserRejected`, `ChainUnreachable`
 */
export async function signOrder(actor: Actor, choice: Omit<OrderChoice, "payer">): Promise<SignedOrder> {
  const { order, typedData } = await prepareOrder(actor, { ...choice, payer: actor.wallet.account.address });
  return { ...order, signature: await signTyped(actor, typedData, "signOrder") };
}
