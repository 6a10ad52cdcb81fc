import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { concat, randomBytes } from "@tallystick/sdk/data/bytes";
import { keyPairFromSeed, randomSeed } from "@tallystick/sdk/data/keyPair";
import { unwrapKey, wrapInfo, wrapKey } from "@tallystick/sdk/data/wraps";
import { keyRequestTypedData, receiptTypedData } from "@tallystick/sdk/gateway/typedData";
import { voucherTypedData } from "@tallystick/sdk/market/voucher";
import { bytesToHex, hashTypedData, hexToBytes, numberToHex, recoverAddress } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { createDigests, voucherDigests } from "../src/chain/digests.ts";
import { coalesced, createBlockCache } from "../src/chain/heads.ts";
import { isSignedByKey, signHash } from "../src/chain/signers.ts";
import { open, openerOf, seal } from "../src/keys/hpke.ts";

const MARKET = "0x5FbDB2315678afecb367f032d93F642f64180aa3";
const ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;

describe("digests", () => {
  it("GTW-23 are those of EIP-712", () => {
    const digests = createDigests(31_337, MARKET);
    for (let i = 0; i < 20; i++) {
      const request = {
        dataset: BigInt(bytesToHex(randomBytes(32))),
        version: i + 1,
        segments: 2 ** 32 - 1 - i,
        purpose: i,
        reader: privateKeyToAccount(generatePrivateKey()).address,
        readerKey: bytesToHex(randomBytes(32)),
        keeper: privateKeyToAccount(generatePrivateKey()).address,
        nonce: bytesToHex(randomBytes(32)),
        expiry: 2n ** 63n + BigInt(i),
      };
      assert.equal(digests.keyRequest(request), hashTypedData(keyRequestTypedData(31_337, MARKET, request)));
      const code = ["granted", "no-right", "", "ü 漢"][i % 4] ?? "";
      const receipt = { request: request.nonce, granted: i % 2 === 0, code, at: BigInt(i), blockNumber: 7n };
      assert.equal(digests.receipt(receipt), hashTypedData(receiptTypedData(31_337, MARKET, receipt)));
      const voucher = { tab: request.nonce, owed: 2n ** 96n - 1n - BigInt(i) };
      const digest = voucherDigests(31_337, MARKET)(voucher.tab, voucher.owed);
      assert.equal(digest, hashTypedData(voucherTypedData(31_337, MARKET, voucher)));
    }
  });
});

describe("signatures", () => {
  const key = generatePrivateKey();
  const account = privateKeyToAccount(key);
  const hash = bytesToHex(randomBytes(32));

  it("GTW-23 are taken from the account's key alone", async () => {
    const signature = await account.sign({ hash });
    assert.equal(isSignedByKey(hash, account.address, signature), true);
    assert.equal(isSignedByKey(bytesToHex(randomBytes(32)), account.address, signature), false);
    assert.equal(isSignedByKey(hash, MARKET, signature), false);
    assert.equal(signHash(hash, key), signature);
    assert.equal(await recoverAddress({ hash, signature: signHash(hash, key) }), account.address);
  });

  it("GTW-64 are taken in the one form that contracts take", async () => {
    const signature = await account.sign({ hash });
    const s = BigInt(`0x${signature.slice(66, 130)}`);
    const v = signature.endsWith("1b") ? 0 : 1;
    const r = signature.slice(2, 66);
    const upper = numberToHex(ORDER - s, { size: 32 }).slice(2);
    for (const other of [
      `0x${r}${upper}${v === 0 ? "1c" : "1b"}`,
      `0x${signature.slice(2, 130)}0${v}`,
      signature.slice(0, 130),
      `${signature}00`,
      `0x${"00".repeat(64)}1b`,
      `0x${"ff".repeat(64)}1b`,
      "0x",
    ]) {
      assert.equal(isSignedByKey(hash, account.address, other as `0x${string}`), false, other);
    }
  });
});

describe("wraps", () => {
  const place = { chainId: 31_337, market: MARKET, dataset: 5n, version: 1, segment: 0 } as const;

  it("GTW-27 are the SDK's, both ways", async () => {
    for (let i = 0; i < 10; i++) {
      const pair = await keyPairFromSeed(randomSeed());
      const { d = "" } = await crypto.subtle.exportKey("jwk", pair.privateKey);
      const opener = openerOf(Buffer.from(d, "base64url"));
      assert.equal(bytesToHex(opener.publicKey), pair.publicKey);
      const secret = randomBytes(i === 0 ? 33 : 32);
      const sealed = seal(hexToBytes(pair.publicKey), wrapInfo("reader", place), secret);
      assert.deepEqual(concat(await unwrapKey("reader", place, pair, bytesToHex(sealed))), secret);
      const wrap = await wrapKey("share", place, pair.publicKey, secret);
      assert.deepEqual(concat(open(opener, wrapInfo("share", place), hexToBytes(wrap))), secret);
    }
  });

  it("GTW-27 open nowhere else, and not when they are damaged", async () => {
    const opener = openerOf(randomBytes(32));
    const sealed = seal(opener.publicKey, wrapInfo("share", place), randomBytes(32));
    assert.throws(() => open(opener, wrapInfo("share", { ...place, version: 2 }), sealed));
    assert.throws(() => open(openerOf(randomBytes(32)), wrapInfo("share", place), sealed));
    for (const at of [0, 31, 32, 63, sealed.length - 1]) {
      const damaged = Uint8Array.from(sealed);
      damaged[at] = (damaged[at] ?? 0) ^ 1;
      assert.throws(() => open(opener, wrapInfo("share", place), damaged), `byte ${at}`);
    }
    for (const size of [0, 31, 32, 47]) {
      assert.throws(() => open(opener, wrapInfo("share", place), sealed.subarray(0, size)));
    }
    assert.throws(() => seal(new Uint8Array(32), wrapInfo("reader", place), randomBytes(32)));
  });
});

describe("questions after the newest block", () => {
  it("GTW-22 are shared by those alone who asked before they were sent", async () => {
    const gates: PromiseWithResolvers<number>[] = [];
    const ask = coalesced(() => {
      const gate = Promise.withResolvers<number>();
      gates.push(gate);
      return gate.promise;
    });
    const first = ask();
    await Promise.resolve();
    await Promise.resolve();
    const [second, third] = [ask(), ask()];
    assert.equal(gates.length, 1, "what came later waits for a question of its own");
    gates[0]?.resolve(1);
    assert.equal(await first, 1);
    await new Promise(setImmediate);
    assert.equal(gates.length, 2);
    gates[1]?.reject(new Error("down"));
    await assert.rejects(second, /down/);
    await assert.rejects(third, /down/);
    const fourth = ask();
    await new Promise(setImmediate);
    gates[2]?.resolve(4);
    assert.equal(await fourth, 4);
  });

  it("GTW-22 are answered from memory only at one block, and never with a failure", async () => {
    const cache = createBlockCache();
    let asked = 0;
    const answer = async (): Promise<number> => {
      asked += 1;
      if (asked === 1) throw new Error("down");
      return asked;
    };
    await assert.rejects(cache("0x01", "a", answer), /down/);
    assert.equal(await cache("0x01", "a", answer), 2);
    assert.equal(await cache("0x01", "a", answer), 2);
    assert.equal(await cache("0x01", "b", answer), 3);
    assert.equal(await cache("0x02", "a", answer), 4);
    assert.equal(await cache("0x01", "a", answer), 5, "a block that is the newest again is asked again");
  });
});
