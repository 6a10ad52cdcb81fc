import { type Order, type SignedOrder, swapOrderTypedData } from "@tallystick/sdk/swaps/order";
import type { Address } from "viem";
import type { PrivateKeyAccount } from "viem/accounts";
import type { Chain } from "../chain/chain.ts";
import type { OfferConfig, OfferLeg } from "../config.ts";

/**
 * The order of a standing offer for a time. It is the same whenever it is made within half of its validity, so that an
 * agent who lost its journal knows its orders again.
 *
 * @param now Unix second of the chains
 */
export function orderOf(
  offer: OfferConfig,
  number: number,
  maker: Address,
  recipient: Address,
  chainOf: (chainId: number) => Chain | undefined,
  now: number,
): Order {
  const half = Math.ceil(offer.validity / 2);
  const period = Math.floor(now / half);
  const leg = ({ chainId, asset, amount }: OfferLeg) => {
    const chain = chainOf(chainId);
    if (chain === undefined) throw new Error(`Chain ${chainId} is not configured.`);
    return { chainId, hashLock: chain.hashLock, asset, amount, confirmations: chain.timing.confirmations };
  };
  const { minimumFill, taker, lockTime } = offer;
  return {
    ...{ maker, recipient, gives: leg(offer.gives), wants: leg(offer.wants), minimumFill, taker },
    deadline: BigInt((period + 2) * half),
    nonce: BigInt(period) * 1_000n + BigInt(number),
    lockTime: BigInt(lockTime),
  };
}

export async function signedBy(account: PrivateKeyAccount, order: Order): Promise<SignedOrder> {
  return { order, signature: await account.signTypedData(swapOrderTypedData(order)) };
}
