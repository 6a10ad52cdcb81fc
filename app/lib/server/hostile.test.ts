import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { networkOf } from "@tallystick/sdk/networks";
import { type Address, zeroAddress } from "viem";
import { smallJson } from "./body.ts";
import { isSponsored } from "./sponsored.ts";

describe("smallJson", () => {
  const post = (body: BodyInit): Request =>
    new Request("http://localhost:3000/api", { method: "POST", body, duplex: "half" } as RequestInit);

  it("reads an object", async () => {
    assert.deepEqual(await smallJson(post('{"a":"é"}')), { a: "é" });
  });

  it("takes nothing else", async () => {
    for (const body of ["", "null", "1", '"a"', "{", `"${"a".repeat(20_000)}"`]) {
      assert.equal(await smallJson(post(body)), undefined, body.slice(0, 10));
    }
  });

  it("stops reading a body without end", async () => {
    let given = 0;
    let cancelled = false;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        given += 1;
        controller.enqueue(new Uint8Array(4_096).fill(0x20));
      },
      cancel() {
        cancelled = true;
      },
    });
    assert.equal(await smallJson(post(endless)), undefined);
    assert.ok(cancelled);
    assert.ok(given < 10, `${given} parts of 4 KiB were taken`);
  });
});

describe("isSponsored", () => {
  const local = networkOf(31337);
  const stranger = `0x${"5".repeat(40)}` as const;
  const order = (amount: bigint, token: string) => ({ amount, token: token as Address });

  it("pays for orders in play money on a local chain", () => {
    const { eurx, usdx } = local.deployment ?? {};
    assert.ok(eurx && usdx);
    assert.equal(isSponsored(order(1n, eurx), local, {}), true);
    assert.equal(isSponsored(order(1n, usdx.toLowerCase()), local, {}), true);
  });

  it("pays for no order that anybody can make up: free ones, and those in a stranger's token", () => {
    assert.equal(isSponsored(order(0n, zeroAddress), local, {}), false);
    assert.equal(isSponsored(order(0n, local.deployment?.usdx ?? ""), local, {}), false);
    assert.equal(isSponsored(order(1n, stranger), local, { TALLYSTICK_RELAYER_TOKENS: stranger }), false);
  });

  it("pays elsewhere for the tokens that the environment names", () => {
    const sepolia = networkOf(11155111);
    assert.equal(isSponsored(order(1n, stranger), sepolia, {}), false);
    assert.equal(isSponsored(order(1n, stranger), sepolia, { TALLYSTICK_RELAYER_TOKENS: ` ${stranger},0x1` }), true);
    assert.equal(isSponsored(order(1n, zeroAddress), sepolia, { TALLYSTICK_RELAYER_TOKENS: stranger }), false);
  });
});
