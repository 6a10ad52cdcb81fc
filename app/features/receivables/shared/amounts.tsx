"use client";

import type { Address } from "viem";
import { Amount } from "@/components/amount";

/** Sums in several tokens, one beside the other. */
export function Amounts(props: { sums: readonly { readonly token: Address; readonly sum: bigint }[] }) {
  return (
    <span className="inline-flex flex-wrap gap-x-3">
      {props.sums.map(({ token, sum }) => (
        <Amount key={token} value={sum} token={token} />
      ))}
    </span>
  );
}
