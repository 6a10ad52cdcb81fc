import assert from "node:assert/strict";
import type { IncomingMessage } from "node:http";
import { describe, it } from "node:test";
import fc from "fast-check";
import { clientAddress } from "../src/http/address.ts";
import { createLimiter } from "../src/limits/limiter.ts";
import { createQuotas, openUpload } from "../src/limits/quotas.ts";
import { createSlots } from "../src/limits/slots.ts";
import { createLog, describeError } from "../src/log.ts";

const ALICE = "0x00000000000000000000000000000000000A11ce";

function from(remoteAddress: string, forwarded?: string): IncomingMessage {
  const headers = forwarded === undefined ? {} : { "x-forwarded-for": forwarded };
  return { socket: { remoteAddress }, headers } as unknown as IncomingMessage;
}

describe("clientAddress", () => {
  it("GTW-14 counts an IPv6 /64 as one address, however it is written", () => {
    const same = ["2001:db8::1", "2001:db8:0:0:ffff::9", "2001:0DB8:0000:0000:1:2:3:4"];
    assert.deepEqual(new Set(same.map((each) => clientAddress(from(each), 0))), new Set(["2001:db8:0:0::/64"]));
    assert.equal(clientAddress(from("2001:db8:0:1::1"), 0), "2001:db8:0:1::/64");
    assert.equal(clientAddress(from("::ffff:10.0.0.1"), 0), "10.0.0.1");
  });

  it("GTW-14 takes the entry that the outermost trusted proxy wrote, and the peer where there is none", () => {
    assert.equal(clientAddress(from("10.0.0.1", "6.6.6.6, 1.1.1.1, 10.0.0.2"), 2), "1.1.1.1");
    assert.equal(clientAddress(from("10.0.0.1", "1.1.1.1"), 2), "10.0.0.1");
    assert.equal(clientAddress(from("10.0.0.1"), 1), "10.0.0.1");
    assert.equal(clientAddress(from("10.0.0.1", "6.6.6.6"), 0), "10.0.0.1");
  });
});

describe("createLimiter", () => {
  it("GTW-14 admits never more than the burst and the rate's due, whenever requests come", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 700 }), { maxLength: 200 }), (waits) => {
        let now = 0;
        const limiter = createLimiter({ rate: 3, burst: 7, now: () => now });
        const admitted = waits.filter((wait) => {
          now += wait;
          return limiter.take("a") === 0;
        });
        return admitted.length <= 7 + (3 * now) / 1000;
      }),
    );
  });

  it("GTW-14 says how long to wait, and is right", () => {
    let now = 0;
    const limiter = createLimiter({ rate: 4, burst: 1, now: () => now });
    assert.equal(limiter.take("a"), 0);
    assert.equal(limiter.take("a"), 0.25);
    assert.equal(limiter.take("b"), 0);
    now += 249;
    assert.ok(limiter.take("a") > 0);
    now += 1;
    assert.equal(limiter.take("a"), 0);
  });

  it("GTW-14 gives nobody tokens back when the clock is set back", () => {
    let now = 10_000;
    const limiter = createLimiter({ rate: 1, burst: 1, now: () => now });
    limiter.take("a");
    now = 0;
    assert.ok(limiter.take("a") > 0);
  });

  it("GTW-14 keeps a bounded number of buckets", () => {
    const limiter = createLimiter({ rate: 1, burst: 1, maxKeys: 2, now: () => 0 });
    for (const key of ["a", "b", "c"]) assert.equal(limiter.take(key), 0);
    assert.ok(limiter.take("c") > 0, "still there");
    assert.equal(limiter.take("a"), 0, "gone, as the one used longest ago");
  });
});

describe("createSlots", () => {
  it("GTW-12 counts by key, and a place given back twice only once", () => {
    const slots = createSlots(2);
    const [first, second] = [slots.take("a"), slots.take("a")];
    assert.equal(slots.take("a"), undefined);
    assert.ok(slots.take("b"));
    first?.();
    first?.();
    assert.ok(slots.take("a"));
    assert.equal(slots.take("a"), undefined);
    second?.();
    assert.ok(slots.take("a"));
  });
});

describe("createQuotas", () => {
  it("GTW-12 sets an upload's bytes aside until it is closed, whatever the account is called", () => {
    const sentences = { exceeded: "Used up.", atOnce: "Too many." };
    const quotas = createQuotas({ quota: 100, atOnce: 9, usage: () => 20, sentences });
    const upload = quotas.open(ALICE, 50, 1_000);
    assert.deepEqual([upload.left, quotas.running()], [50, 1]);
    assert.equal(quotas.open(ALICE.toLowerCase(), 0, 1_000).left, 30);
    assert.throws(() => quotas.open(ALICE, 1, 1_000), { status: 413, code: "quota-exceeded" });
    upload.close();
    assert.deepEqual([quotas.open(ALICE, 0, 40).left, quotas.running()], [40, 2]);
  });
});

describe("openUpload", () => {
  const quotasOf = (quota: number, atOnce: number, exceeded: string) =>
    createQuotas({ quota, atOnce, usage: () => 0, sentences: { exceeded, atOnce: "Too many." } });

  it("GTW-16 counts for address and account, leaves the smaller rest, and names whose it is", () => {
    const [addresses, accounts] = [quotasOf(100, 9, "The address."), quotasOf(70, 9, "The account.")];
    const by = (account: string) => ({ address: "10.0.0.1", addresses, account, accounts });
    const first = openUpload(by(ALICE), 0, 1_000);
    assert.deepEqual([first.left, first.exceeded().message], [70, "The account."]);
    first.close();
    const declared = openUpload(by(ALICE), 60, 1_000);
    const second = openUpload(by("0xb0b"), 0, 1_000);
    assert.deepEqual([second.left, second.exceeded().message], [40, "The address."]);
    assert.throws(() => openUpload(by("0xca1"), 1, 1_000), { code: "quota-exceeded", message: "The address." });
    declared.close();
    second.close();
    assert.deepEqual([addresses.running(), accounts.running()], [0, 0]);
  });

  it("GTW-16 sets nothing aside for the address when the account is refused", () => {
    const [addresses, accounts] = [quotasOf(100, 9, "The address."), quotasOf(70, 9, "The account.")];
    const by = { address: "10.0.0.1", addresses, account: ALICE, accounts };
    assert.throws(() => openUpload(by, 80, 1_000), { code: "quota-exceeded", message: "The account." });
    assert.deepEqual([addresses.running(), addresses.open("10.0.0.1", 0, 1_000).left], [0, 100]);
  });
});

describe("the log", () => {
  it("GTW-30 cuts keys, signatures and addresses with passwords out of errors", () => {
    const secret = "ab".repeat(32);
    const error = new Error(
      `call 0x${secret} with ${secret} at https://user:password@node.example/key failed\nRequest body: ${secret}`,
    );
    const text = describeError(error);
    for (const part of [secret, "password", "node.example", "Request body"]) assert.ok(!text.includes(part), part);
  });

  it("GTW-30 writes one line of JSON an event, whatever is in it", () => {
    const lines: string[] = [];
    createLog((line) => lines.push(line)).info("keys", { code: 'no\n"right"', block: 12n, missing: undefined });
    assert.equal(lines.length, 1);
    assert.ok(lines[0]?.endsWith("}\n"));
    const { at, ...rest } = JSON.parse(lines[0] ?? "") as Record<string, unknown>;
    assert.ok(typeof at === "string" && !Number.isNaN(Date.parse(at)));
    assert.deepEqual(rest, { level: "info", event: "keys", code: 'no\n"right"', block: "12" });
  });
});
