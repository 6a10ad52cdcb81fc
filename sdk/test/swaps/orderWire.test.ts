import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { isTallystickError } from "../../src/errors.ts";
import type { Asset } from "../../src/swaps/lock.ts";
import type { SignedOrder, SignedTake, SignedWithdrawal } from "../../src/swaps/order.ts";
import {
  assetKey,
  decodeSwapOrder,
  decodeTake,
  decodeWithdrawal,
  encodeSwapOrder,
  encodeTake,
  encodeWithdrawal,
  parseSwapOrder,
} from "../../src/swaps/orderWire.ts";
import { accountAt, maker, order, taker } from "../support/swapOrders.ts";

const signature = `0x${"12".repeat(65)}` as const;
const signed: SignedOrder = { order, signature };
const take: SignedTake = {
  take: {
    order: `0x${"cd".repeat(32)}`,
    taker: taker.address,
    recipient: maker.address,
    hashlock: `0x${"ab".repeat(32)}`,
    amount: 10n ** 30n,
    deadline: 2n ** 40n - 1n,
  },
  signature,
};
const withdrawal: SignedWithdrawal = { withdrawal: { maker: maker.address, nonce: 2n ** 256n - 1n }, signature };

const travelled = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

/** Field that a reader complains of. */
function faultOf(read: () => unknown): unknown {
  try {
    read();
  } catch (error) {
    assert.ok(isTallystickError(error, "BadOffer"), String(error));
    return error.details["field"];
  }
  assert.fail("it was read");
}

describe("decodeSwapOrder, decodeTake, decodeWithdrawal", () => {
  it("SWP-85 read what was written, for every kind of asset", () => {
    const id = { token: accountAt("d"), tokenId: 2n ** 256n - 1n } as const;
    const assets: Asset[] = [
      { kind: "native" },
      { kind: "erc20", token: accountAt("c") },
      { kind: "erc721", ...id },
      { kind: "erc6909", ...id },
    ];
    for (const asset of assets) {
      const one: SignedOrder = { order: { ...order, gives: { ...order.gives, asset } }, signature };
      assert.deepEqual(decodeSwapOrder(travelled(encodeSwapOrder(one))), one);
    }
    assert.deepEqual(decodeSwapOrder(travelled(encodeSwapOrder(signed))), signed);
    assert.deepEqual(parseSwapOrder(JSON.stringify(encodeSwapOrder(signed))), signed);
    assert.deepEqual(decodeTake(travelled(encodeTake(take))), take);
    assert.deepEqual(decodeWithdrawal(travelled(encodeWithdrawal(withdrawal))), withdrawal);
  });

  it("SWP-85 refuse fields that are missing, of another type, out of range or not signed, by name", () => {
    const wire = travelled(encodeSwapOrder(signed)) as { order: Record<string, unknown> };
    const body = (change: Record<string, unknown>) => ({ ...wire, order: { ...wire.order, ...change } });
    const leg = (change: Record<string, unknown>) => body({ gives: { ...(wire.order["gives"] as object), ...change } });
    const wrong: readonly (readonly [unknown, string])[] = [
      [null, "order"],
      [[], "order"],
      ["{}", "order"],
      [{}, "tallystick"],
      [{ ...wire, tallystick: "swap-order/2" }, "tallystick"],
      [{ ...wire, tallystick: "swap-take/1" }, "tallystick"],
      [{ ...wire, more: 1 }, "more"],
      [{ ...wire, order: [] }, "order"],
      [{ ...wire, signature: "0x" }, "signature"],
      [{ ...wire, signature: `0x${"0".repeat(40_000)}` }, "signature"],
      [{ ...wire, signature: 1 }, "signature"],
      [body({ maker: "0x1" }), "maker"],
      [body({ maker: undefined }), "maker"],
      [body({ chainId: 1 }), "order.chainId"],
      [body({ deadline: 1_800_000_000 }), "deadline"],
      [body({ deadline: String(2n ** 40n) }), "deadline"],
      [body({ deadline: "-1" }), "deadline"],
      [body({ nonce: "01" }), "nonce"],
      [body({ nonce: "1e3" }), "nonce"],
      [body({ nonce: "9".repeat(10_000) }), "nonce"],
      [body({ nonce: String(2n ** 256n) }), "nonce"],
      [body({ minimumFill: " 1" }), "minimumFill"],
      [body({ lockTime: null }), "lockTime"],
      [body({ gives: 1 }), "gives"],
      [leg({ chainId: 1.5 }), "chainId"],
      [leg({ chainId: "31338" }), "chainId"],
      [leg({ chainId: 2 ** 53 }), "chainId"],
      [leg({ confirmations: 100_001 }), "confirmations"],
      [leg({ amount: String(2n ** 128n) }), "amount"],
      [leg({ hashLock: "" }), "hashLock"],
      [leg({ tip: "1" }), "gives.tip"],
      [leg({ asset: "native" }), "gives.asset"],
      [leg({ asset: { kind: "erc1155" } }), "gives.asset.kind"],
      [leg({ asset: { kind: "native", token: accountAt("c") } }), "gives.asset.token"],
      [leg({ asset: { kind: "erc20" } }), "token"],
      [leg({ asset: { kind: "erc20", token: accountAt("c"), tokenId: "1" } }), "gives.asset.tokenId"],
      [leg({ asset: { kind: "erc721", token: accountAt("c"), tokenId: 1 } }), "tokenId"],
    ];
    for (const [value, field] of wrong)
      assert.equal(
        faultOf(() => decodeSwapOrder(value)),
        field,
      );
    assert.equal(
      faultOf(() => parseSwapOrder(`{"a":"${"x".repeat(50_000)}"}`)),
      "offer",
    );
    assert.equal(
      faultOf(() => parseSwapOrder("{")),
      "offer",
    );
  });

  it("SWP-85 refuse keys of an object's prototype as any other that nobody signs", () => {
    const text = JSON.stringify(encodeSwapOrder(signed));
    for (const key of ["__proto__", "constructor", "toString"]) {
      const more = text.replace('{"maker"', `{"${key}":{"maker":"${accountAt("9")}"},"maker"`);
      assert.equal(
        faultOf(() => parseSwapOrder(more)),
        `order.${key}`,
      );
    }
  });

  it("SWP-85 refuse notes and withdrawals that are not of their form", () => {
    const note = travelled(encodeTake(take)) as { take: object };
    assert.equal(
      faultOf(() => decodeTake({ ...note, take: { ...note.take, hashlock: "0x12" } })),
      "hashlock",
    );
    assert.equal(
      faultOf(() => decodeTake({ ...note, take: { ...note.take, tip: "0" } })),
      "take.tip",
    );
    assert.equal(
      faultOf(() => decodeTake(travelled(encodeSwapOrder(signed)))),
      "tallystick",
    );
    const back = travelled(encodeWithdrawal(withdrawal)) as { withdrawal: object };
    assert.equal(
      faultOf(() => decodeWithdrawal({ ...back, withdrawal: { ...back.withdrawal, nonce: 1 } })),
      "nonce",
    );
    assert.equal(
      faultOf(() => decodeWithdrawal({ ...back, withdrawal: { ...back.withdrawal, order: "0x" } })),
      "withdrawal.order",
    );
  });

  it("SWP-85 throw nothing but their own refusal, whatever JSON comes", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        for (const read of [decodeSwapOrder, decodeTake, decodeWithdrawal]) {
          assert.ok(faultOf(() => read(value)));
          assert.ok(faultOf(() => read({ ...(travelled(encodeSwapOrder(signed)) as object), order: value })));
        }
      }),
    );
  });
});

describe("assetKey", () => {
  it("SWP-85 is one word for one asset of one chain", () => {
    const token = "0x0000000000000000000000000000000000c0FFee";
    const keys = [
      assetKey({ chainId: 1, asset: { kind: "native" } }),
      assetKey({ chainId: 1, asset: { kind: "erc20", token } }),
      assetKey({ chainId: 1, asset: { kind: "erc721", token, tokenId: 5n } }),
      assetKey({ chainId: 1, asset: { kind: "erc6909", token, tokenId: 5n } }),
    ];
    const at = token.toLowerCase();
    assert.deepEqual(keys, ["1:native", `1:erc20:${at}`, `1:erc721:${at}:5`, `1:erc6909:${at}:5`]);
  });
});
