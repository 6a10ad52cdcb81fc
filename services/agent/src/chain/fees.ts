/** What a transaction offers for its gas, in wei. */
export interface Fees {
  readonly maxFeePerGas: bigint;
  readonly maxPriorityFeePerGas: bigint;
}

/** Fees that hold while the base fee doubles. */
export function feesOf(baseFee: bigint, priorityFee: bigint): Fees {
  return { maxFeePerGas: 2n * baseFee + priorityFee, maxPriorityFeePerGas: priorityFee };
}

/** Fees that replace others: nodes ask for a tenth more of both, and today's may be higher. */
export function dearer(old: Fees, today: Fees): Fees {
  const more = (fee: bigint, other: bigint): bigint => {
    const least = (fee * 9n) / 8n + 1n;
    return other > least ? other : least;
  };
  return {
    maxFeePerGas: more(old.maxFeePerGas, today.maxFeePerGas),
    maxPriorityFeePerGas: more(old.maxPriorityFeePerGas, today.maxPriorityFeePerGas),
  };
}
