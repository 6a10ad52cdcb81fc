import {
  type Order,
  type SignedOrder,
  type SignedWithdrawal,
  swapOrderHash,
  swapOrderTypedData,
  withdrawalTypedData,
} from "@tallystick/sdk/swaps/order";
import type { Address } from "viem";
import type { PrivateKeyAccount } from "viem/accounts";
import type { Chain } from "../chain/chain.ts";
import type { OfferConfig, OfferLeg } from "../config.ts";

/** Whose orders they are, and between which chains. */
export interface Maker {
  readonly maker: Address;
  readonly recipient: Address;
  readonly chainOf: (chainId: number) => Chain | undefined;
}

/** Half of an offer's validity, in seconds. */
const halfOf = ({ validity }: OfferConfig): number => Math.ceil(validity / 2);
/** Bits of an order's number below the period's: of its terms, so that a withdrawal takes back what has the same terms alone. */
const TERMS_BITS = 64n;

/**
 * The order of a standing offer for a time. It is the same whenever it is made within half of its validity, so that an
 * agent who lost its journal knows its orders again.
 *
 * @param number tells offers of the same terms apart
 * @param now Unix second of the chains
 */
export function orderOf(offer: OfferConfig, number: number, maker: Maker, now: number): Order {
  return orderIn(offer, number, maker, Math.floor(now / halfOf(offer)));
}

/** Whether an order is one that a standing offer makes, at whatever time. */
export function isOrderOf(order: Order, offer: OfferConfig, number: number, maker: Maker): boolean {
  const period = Number(order.nonce >> TERMS_BITS);
  return swapOrderHash(orderIn(offer, number, maker, period)) === swapOrderHash(order);
}

function orderIn(offer: OfferConfig, number: number, { maker, recipient, chainOf }: Maker, period: number): Order {
  const half = halfOf(offer);
  const leg = ({ chainId, asset, amount }: OfferLeg) => {
    const chain = chainOf(chainId);
    if (chain === undefined) throw new Error(`Chain ${chainId} is not configured.`);
    return { chainId, hashLock: chain.hashLock, asset, amount, confirmations: chain.timing.confirmations };
  };
  const { minimumFill, taker, lockTime } = offer;
  const order = {
    ...{ maker, recipient, gives: leg(offer.gives), wants: leg(offer.wants), minimumFill, taker },
    deadline: BigInt((period + 2) * half),
    nonce: BigInt(number),
    lockTime: BigInt(lockTime),
  };
  const terms = BigInt.asUintN(Number(TERMS_BITS), BigInt(swapOrderHash(order)));
  return { ...order, nonce: (BigInt(period) << TERMS_BITS) | terms };
}

export async function signedBy(account: PrivateKeyAccount, order: Order): Promise<SignedOrder> {
  return { order, signature: await account.signTypedData(swapOrderTypedData(order)) };
}

/** That the maker takes an order back, and whatever else has its number. */
export async function withdrawalOf(account: PrivateKeyAccount, { maker, nonce }: Order): Promise<SignedWithdrawal> {
  const withdrawal = { maker, nonce };
  return { withdrawal, signature: await account.signTypedData(withdrawalTypedData(withdrawal)) };
}
