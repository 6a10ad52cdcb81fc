import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Reader } from "@tallystick/sdk/chain/actor";
import { delegationTypedData, encodeDelegation, type SignedDelegation } from "@tallystick/sdk/governance/power";
import { networkOf } from "@tallystick/sdk/networks";
import { type Hex, zeroHash } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { stepPath } from "../features/governance/delegates/steps.ts";
import { delegationOf, maySend } from "../lib/server/delegations.ts";
import { limiter } from "../lib/server/limiter.ts";

const network = networkOf(31337, {});
const [holder, other] = [1, 2].map(() => privateKeyToAccount(generatePrivateKey()));
assert.ok(holder && other);

/** A chain on which the holder alone has tokens. */
const reader = {
  network,
  client: {
    getBlock: async () => ({ timestamp: 1_800_000_000n }),
    async readContract({ functionName, args, address }: { functionName: string; args: string[]; address: string }) {
      if (functionName === "eip712Domain") return ["0x0f", "Tallystick", "1", 31337n, address, zeroHash, []];
      if (functionName === "delegates") return args[0];
      if (functionName === "nonces") return 3n;
      return args[0] === holder.address ? 5n : 0n;
    },
  },
} as unknown as Reader;

const delegation = { delegatee: other.address, nonce: 3n, expiry: 1_900_000_000 };
const typedData = await delegationTypedData(reader, delegation);
const signed: SignedDelegation = {
  ...delegation,
  delegator: holder.address,
  signature: await holder.signTypedData(typedData),
};
const generous = () => limiter(100, 1);

describe("delegations that the site sends", () => {
  it("APP-81 are read from JSON, and nothing else is", () => {
    assert.deepEqual(delegationOf(JSON.parse(JSON.stringify(encodeDelegation(signed)))), signed);
    const wire = encodeDelegation(signed);
    for (const wrong of [undefined, null, [], "x", {}, { ...wire, nonce: 1 }, { ...wire, signature: "0x" }])
      assert.equal(delegationOf(wrong), undefined);
  });

  it("APP-81 are those that a holder signed, as he signed them", async () => {
    assert.equal(await maySend(reader, signed, generous()), true);
    for (const change of [{ delegatee: holder.address }, { nonce: 1n }, { expiry: 1 }, { delegator: other.address }])
      assert.equal(await maySend(reader, { ...signed, ...change }, generous()), false);
  });

  it("APP-81 are none that were sent before, or are late, whoever brings them: they cost their signer none of his", async () => {
    const limits = limiter(1, 1 / 14_400);
    for (const change of [{ nonce: 2n }, { expiry: 1_700_000_000 }]) {
      const old = { ...delegation, ...change };
      const signature: Hex = await holder.signTypedData(await delegationTypedData(reader, old));
      assert.equal(await maySend(reader, { ...signed, ...old, signature }, limits), false);
    }
    assert.equal(await maySend(reader, signed, limits), true);
  });

  it("APP-81 are none of who holds nothing: his would cost gas without end", async () => {
    const signature = await other.signTypedData(typedData);
    assert.equal(await maySend(reader, { ...signed, delegator: other.address, signature }, generous()), false);
  });

  it("APP-81 are a few of each holder", async () => {
    const limits = limiter(2, 1 / 14_400);
    const sent: boolean[] = [];
    for (let i = 0; i < 3; i++) sent.push(await maySend(reader, signed, limits));
    assert.deepEqual(sent, [true, true, false]);
  });
});

describe("the line of an account's power", () => {
  const size = { width: 420, height: 102 };

  it("APP-80 goes in steps, newest last, the most at the top", () => {
    const points = [
      { at: 300, power: 0n },
      { at: 200, power: 10n },
      { at: 100, power: 5n },
    ];
    assert.equal(stepPath(points, size), "M0 100H0V51H200V2H400V100H420");
  });

  it("APP-80 is flat for one change, and nothing for none", () => {
    assert.equal(stepPath([{ at: 100, power: 2n ** 84n }], size), "M0 100H0V2H420");
    assert.equal(stepPath([{ at: 100, power: 0n }], size), "M0 100H0V100H420");
    assert.equal(stepPath([], size), "");
  });
});
