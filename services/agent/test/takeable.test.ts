import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type Order, swapOrderTypedData } from "@tallystick/sdk/swaps/order";
import { type Address, zeroAddress } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import type { Chain } from "../src/chain/chain.ts";
import { Refusal } from "../src/refusal.ts";
import { requireMeantFor, requireTakeable } from "../src/swaps/takeable.ts";
import { keyOf } from "./world.ts";

const HASH_LOCK: Address = "0x0000000000000000000000000000000000001234";
const maker = privateKeyToAccount(keyOf("maker"));
const NOW = 1_000_000;
const DAY = 86_400;
const timing = { confirmations: 2, reorgDepth: 1, outage: 10, blockTime: 1 };
const chainAt = (chainId: number): Chain => ({ chainId, hashLock: HASH_LOCK, timing }) as unknown as Chain;
const ether = { kind: "native" } as const;
const leg = (chainId: number, amount: bigint) => ({
  chainId,
  hashLock: HASH_LOCK,
  asset: ether,
  amount,
  confirmations: 2,
});
const order: Order = {
  ...{ maker: maker.address, recipient: maker.address, gives: leg(31338, 200n), wants: leg(31337, 100n) },
  ...{ minimumFill: 10n, deadline: BigInt(NOW + DAY), nonce: 0n, taker: zeroAddress, lockTime: 600n },
};

/** Why an order that its maker signed is not taken; undefined: it is. */
async function refusal(change: Partial<Order>): Promise<string | undefined> {
  const own = { ...order, ...change };
  const signature = await maker.signTypedData(swapOrderTypedData(own));
  const between = [chainAt(own.wants.chainId), chainAt(own.gives.chainId)] as const;
  try {
    await requireTakeable({ order: own, signature }, 50n, between, NOW, () => undefined);
    return undefined;
  } catch (error) {
    assert.ok(error instanceof Refusal, String(error));
    return error.code;
  }
}

describe("an order that an agent is told to take", () => {
  const cases: readonly (readonly [what: string, change: Partial<Order>, code: string | undefined])[] = [
    ["that is sound", {}, undefined],
    ["that asks for less time than the agent takes anyway", { lockTime: 1n }, undefined],
    ["that would lock its taker's money for a year", { lockTime: BigInt(360 * DAY) }, "lock-too-long"],
    ["that asks for ever so many blocks", { wants: { ...order.wants, confirmations: 100_000 } }, undefined],
    ["that has run out", { deadline: BigInt(NOW) }, "expired"],
    ["that lives for ever", { deadline: 2n ** 40n - 1n }, undefined],
    ["of the same on both sides", { gives: { ...order.gives, chainId: 31337 } }, "same-asset"],
    ["that pays nobody", { recipient: zeroAddress }, "no-account"],
  ];
  for (const [what, change, code] of cases) {
    it(`AGT-32: is ${code === undefined ? "taken" : "refused"}: one ${what}`, async () => {
      assert.equal(await refusal(change), code);
    });
  }

  it("AGT-32: is refused where it is for somebody else", () => {
    requireMeantFor(order, HASH_LOCK);
    requireMeantFor({ ...order, taker: HASH_LOCK }, HASH_LOCK);
    const isRefused = (error: unknown): boolean => error instanceof Refusal && error.code === "other-taker";
    assert.throws(() => requireMeantFor({ ...order, taker: maker.address }, HASH_LOCK), isRefused);
  });
});
