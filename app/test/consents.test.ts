import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { consentTypedData, holdersTypedData, requestDigest } from "@tallystick/sdk/market/consentMessages";
import { networkOf } from "@tallystick/sdk/networks";
import { zeroAddress } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { type HolderSigned, holderSignedIn } from "../lib/consent-wire.ts";
import { type Collected, openConsentStore } from "../lib/server/consent-store.ts";
import { type CollectRules, collect, longestKept } from "../lib/server/consents.ts";
import { fromJson, toJson } from "../lib/wire.ts";

const chainId = 31337;
const consent = networkOf(chainId).deployment?.consent ?? zeroAddress;
const [first, second] = [1, 2].map(() => privateKeyToAccount(generatePrivateKey()));
assert.ok(first && second);
const now = 1_800_000_000;

const request = {
  dataset: 2n ** 255n + 7n,
  reader: second.address,
  purpose: 1,
  segments: 3,
  fromVersion: 1,
  laterVersions: true,
  until: now + 9_000,
  serial: 1,
  epoch: 0,
  deadline: now + 3_600,
};
const signed: HolderSigned = {
  kind: "consent",
  request,
  holder: first.address,
  signature: await first.signTypedData(consentTypedData(chainId, consent, request)),
};
const digest = requestDigest(chainId, consent, request);

function rules(change: Partial<CollectRules> = {}): CollectRules {
  return { chainId, store: openConsentStore(":memory:"), check: async () => ({ digest }), now, ...change };
}

describe("what a holder signed, on the wire", () => {
  it("APP-55 comes back as it was sent, consents and changes of holders alike", async () => {
    assert.deepEqual(holderSignedIn(fromJson(toJson(signed))), signed);
    const change = { dataset: 9n, holders: [first.address], threshold: 1, epoch: 2, deadline: now };
    const signature = await first.signTypedData(holdersTypedData(chainId, consent, change));
    const changed: HolderSigned = { kind: "holders", change, holder: first.address, signature };
    assert.deepEqual(holderSignedIn(fromJson(toJson(changed))), changed);
  });

  it("APP-55 is refused when any field is not of its type", () => {
    const plain = fromJson(toJson(signed)) as Record<string, Record<string, unknown>>;
    for (const wrong of [undefined, null, [], "x", {}]) assert.equal(holderSignedIn(wrong), undefined);
    for (const [name, value] of Object.entries({
      dataset: 7,
      reader: "0x12",
      purpose: 65_536,
      segments: -1,
      laterVersions: "yes",
      until: 2 ** 40,
      serial: 1.5,
      deadline: "1",
    })) {
      assert.equal(holderSignedIn({ ...plain, request: { ...plain["request"], [name]: value } }), undefined, name);
    }
    assert.equal(holderSignedIn({ ...plain, signature: `0x${"ab".repeat(3_000)}` }), undefined);
    assert.equal(holderSignedIn({ ...plain, holder: "0x" }), undefined);
    const many = Array.from({ length: 17 }, () => first.address);
    const change = { dataset: "1", holders: many, threshold: 1, epoch: 0, deadline: now };
    assert.equal(holderSignedIn({ ...plain, kind: "holders", change }), undefined);
  });
});

describe("collect", () => {
  it("APP-55 keeps a signature that the chain would take, once, and answers with it", async () => {
    const all = rules();
    assert.equal(await collect(signed, all), undefined);
    assert.equal(await collect(signed, all), undefined);
    const found = all.store.of(chainId, request.dataset);
    assert.equal(found.length, 1);
    const back = holderSignedIn({ ...(found[0]?.subject as object), ...found[0] });
    assert.deepEqual(back, { ...signed, holder: first.address.toLowerCase() });
    assert.deepEqual(all.store.of(31338, request.dataset), []);
    assert.deepEqual(all.store.of(chainId, 8n), []);
  });

  it("APP-55 keeps nothing of what the chain would not take", async () => {
    for (const fault of ["notHolder", "stale", "refusedBefore", "badSignature", "chainDown"] as const) {
      const all = rules({ check: async () => fault });
      assert.equal(await collect(signed, all), fault);
      assert.deepEqual(all.store.of(chainId, request.dataset), []);
    }
  });

  it("APP-55 forgets what can't be given any more, however far off a deadline was signed", async () => {
    const all = rules();
    await collect(signed, all);
    await collect(
      { ...signed, request: { ...request, deadline: 2 ** 40 - 1 } },
      { ...all, check: async () => ({ digest: "0x02" }) },
    );
    all.store.sweep(request.deadline);
    assert.equal(all.store.of(chainId, request.dataset).length, 2);
    all.store.sweep(request.deadline + 1);
    assert.equal(all.store.of(chainId, request.dataset).length, 1);
    all.store.sweep(now + longestKept + 1);
    assert.equal(all.store.of(chainId, request.dataset).length, 0);
  });

  it("APP-55 holds no more than it has room for, and still replaces what it knows", async () => {
    const store = openConsentStore(":memory:", { perHolder: 2, inAll: 3 });
    const row = (digest: `0x${string}`, holder = first.address, dataset = 1n): Collected => {
      const { holder: _, signature, ...subject } = signed;
      return { chainId, dataset, digest, holder, signature, subject, expiresAt: now };
    };
    assert.equal(store.keep(row("0x01")), true);
    assert.equal(store.keep(row("0x02")), true);
    assert.equal(store.keep(row("0x03")), false, "one holder, one record");
    assert.equal(store.keep(row("0x02")), true, "known already");
    assert.equal(store.keep(row("0x04", first.address, 2n)), true);
    assert.equal(store.keep(row("0x05", second.address, 2n)), false, "full");
  });
});
