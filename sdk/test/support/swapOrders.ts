import { type Address, getAddress } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import type { Order } from "../../src/swaps/order.ts";
import type { OrderChain } from "../../src/swaps/orderFaults.ts";

export const accountAt = (digit: string): Address => getAddress(`0x${digit.repeat(40)}`);

export const maker = privateKeyToAccount(`0x${"11".repeat(32)}`);
export const taker = privateKeyToAccount(`0x${"22".repeat(32)}`);
export const stranger = privateKeyToAccount(`0x${"33".repeat(32)}`);

/** Second at which sample orders are looked at. */
export const NOW = 1_800_000_000n;

/** An ERC-20 of one local chain against ether of the other, 3 for 2. */
export const order: Order = {
  maker: maker.address,
  recipient: maker.address,
  gives: { chainId: 31338, hashLock: accountAt("b"), asset: { kind: "native" }, amount: 2_000n, confirmations: 1 },
  wants: {
    chainId: 31337,
    hashLock: accountAt("a"),
    asset: { kind: "erc20", token: accountAt("c") },
    amount: 3_000n,
    confirmations: 1,
  },
  minimumFill: 300n,
  deadline: NOW + 3_600n,
  nonce: 7n,
  taker: `0x${"0".repeat(40)}`,
  lockTime: 3_600n,
};

const timing = { confirmations: 1, reorgDepth: 0, blockTime: 1, outage: 20 };

/** The chains of the sample orders. */
export const orderChains: ReadonlyMap<number, OrderChain> = new Map([
  [31337, { hashLock: accountAt("a"), timing }],
  [31338, { hashLock: accountAt("b"), timing }],
]);
