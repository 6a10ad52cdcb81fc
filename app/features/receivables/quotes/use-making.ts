"use client";

import { approve } from "@tallystick/sdk/market/buying";
import type { Address } from "viem";
import type { Call } from "@/lib/tx/types";
import { useActing } from "@/lib/tx/use-acting";
import { usePurse } from "@/lib/use-purse";
import { useSigning } from "@/lib/use-signing";

/**
 * Makes an offer of money known, on chain or by a signature; the allowance is a transaction in any case.
 *
 * @param offer.sum that it may cost in all; undefined while there is no offer
 */
export function useMaking(offer: {
  readonly token: Address;
  readonly account: Address;
  readonly spender: Address;
  readonly sum: bigint | undefined;
}) {
  const { token, account, spender, sum } = offer;
  const acting = useActing();
  const signing = useSigning();
  const purse = usePurse(token, account, spender);
  const missing = sum !== undefined && purse && purse.allowance < sum ? [approve(token, spender, sum)] : [];
  return {
    post: (call: Call) => acting.run(() => ({ title: { key: "quotes.txPostBid" }, calls: [...missing, call] })),
    sign: async (make: () => Promise<void>): Promise<void> => {
      const isAllowed =
        missing.length === 0 || (await acting.run(() => ({ title: { key: "quotes.txAllow" }, calls: missing })));
      if (isAllowed) await signing.run(make);
    },
    isReady: sum !== undefined && purse !== undefined,
    busy: acting.busy || signing.busy,
    problem: acting.problem ?? signing.problem,
  };
}
