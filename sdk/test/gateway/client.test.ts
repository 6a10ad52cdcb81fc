import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { type Address, bytesToHex, type Hex, recoverTypedDataAddress, zeroHash } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { type BuiltManifest, buildManifest } from "../../src/data/buildManifest.ts";
import { type Bytes, concat, randomBytes, sha256 } from "../../src/data/bytes.ts";
import { rawCid } from "../../src/data/cid.ts";
import { encryptDataset } from "../../src/data/dataset.ts";
import { RECORD_SIZE, TAG_SIZE } from "../../src/data/format.ts";
import { type EncryptionKeyPair, keyPairFromSeed, randomSeed } from "../../src/data/keyPair.ts";
import { randomKey, segmentKey } from "../../src/data/keys.ts";
import { leafOf } from "../../src/data/merkle.ts";
import { splitKey } from "../../src/data/shares.ts";
import { wrapKey } from "../../src/data/wraps.ts";
import { type Download, downloadBlock, downloadSegment } from "../../src/gateway/download.ts";
import type { Fetch } from "../../src/gateway/http.ts";
import { keeperInfo } from "../../src/gateway/keeperInfo.ts";
import { keyRequestDigest, verifyReceipt } from "../../src/gateway/receipt.ts";
import { type KeeperAnswer, requestKeys } from "../../src/gateway/requestKeys.ts";
import { type KeyRequest, keyRequestTypedData, receiptTypedData } from "../../src/gateway/typedData.ts";
import { signUpload, uploadBlock, uploadContent } from "../../src/gateway/upload.ts";
import {
  decodeKeyRequest,
  decodeReceipt,
  decodeUpload,
  encodeKeyRequest,
  encodeReceipt,
  encodeUpload,
  UPLOAD_HEADER,
} from "../../src/gateway/wire.ts";
import { codeOf, failureOf } from "../support/errors.ts";
import { bytesOf, pattern, readUntilEnd, streamOf } from "../support/streams.ts";

const MARKET: Address = "0x5FbDB2315678afecb367f032d93F642f64180aa3";
const CHUNK = RECORD_SIZE + TAG_SIZE;
const keeperAccounts = [1, 2, 3].map((i) => privateKeyToAccount(`0x${String(i).repeat(64)}`));
const reader = privateKeyToAccount(`0x${"9".repeat(64)}`);
const signWith =
  (account: typeof reader) =>
  (typedData: unknown): Promise<Hex> =>
    account.signTypedData(typedData as Parameters<typeof account.signTypedData>[0]);

const json = (body: unknown, status = 200): Response => new Response(JSON.stringify(body), { status });

describe("the wire", () => {
  const upload = {
    account: reader.address,
    keeper: MARKET,
    nonce: bytesToHex(randomBytes(32)),
    expiry: 1_800_000_000n,
  };
  const request: KeyRequest = {
    dataset: 2n ** 255n,
    version: 3,
    segments: 0x8000_0001,
    purpose: 0,
    reader: reader.address,
    readerKey: bytesToHex(randomBytes(32)),
    keeper: MARKET,
    nonce: zeroHash,
    expiry: 1_800_000_000n,
  };
  const signature = `0x${"ab".repeat(65)}` as Hex;

  it("SDK-20 carries passes, requests and receipts unchanged", () => {
    assert.deepEqual(decodeUpload(encodeUpload({ value: upload, signature })), { value: upload, signature });
    assert.deepEqual(decodeKeyRequest(JSON.parse(encodeKeyRequest({ value: request, signature }))), {
      value: request,
      signature,
    });
    const receipt = { request: zeroHash, granted: false, code: "no-right", at: 1_700_000_000n, blockNumber: 12n };
    assert.deepEqual(decodeReceipt(JSON.parse(JSON.stringify(encodeReceipt({ value: receipt, signature })))), {
      value: receipt,
      signature,
    });
  });

  it("SDK-20 refuses a wrong field by name", () => {
    const body = JSON.parse(encodeKeyRequest({ value: request, signature })) as {
      request: Record<string, unknown>;
      signature: unknown;
    };
    const wrong: readonly [string, unknown][] = [
      ["dataset", "0x12"],
      ["dataset", 5],
      ["version", 0],
      ["version", 65_536],
      ["segments", 0],
      ["segments", 2 ** 32],
      ["segments", 1.5],
      ["purpose", -1],
      ["reader", "0x1"],
      ["readerKey", zeroHash.slice(2)],
      ["keeper", null],
      ["nonce", "x"],
      ["expiry", "1800000000"],
      ["expiry", 2 ** 60],
    ];
    for (const [field, value] of wrong) {
      assert.throws(
        () => decodeKeyRequest({ ...body, request: { ...body.request, [field]: value } }),
        (error: { code: string; details: { field: string } }) => {
          assert.deepEqual([error.code, error.details.field], ["BadKeyRequest", field]);
          return true;
        },
      );
    }
    for (const bad of [
      null,
      [],
      "x",
      {},
      { request: body.request },
      { request: body.request, signature: "0x" },
      { request: body.request, signature: `0x${"00".repeat(20_000)}` },
    ]) {
      assert.throws(() => decodeKeyRequest(bad), { code: "BadKeyRequest" });
    }
    for (const bad of ["", "%%%", "e30", "bnVsbA", "W10"])
      assert.throws(() => decodeUpload(bad), { code: "BadUpload" });
    assert.throws(() => decodeReceipt({ request: zeroHash, granted: "yes" }), { code: "ReceiptInvalid" });
  });
});

describe("keeperInfo", () => {
  const info = {
    address: MARKET,
    publicKey: zeroHash,
    chainId: 31337,
    market: MARKET,
    genesis: zeroHash,
    maxUpload: 5,
  };
  const expected = { chainId: 31337, market: MARKET };
  const asking = (body: unknown): Promise<unknown> =>
    keeperInfo("http://a/", expected, { fetch: async () => json(body) });

  it("SDK-27 refuses a gateway of another chain or market, or one that does not say", async () => {
    assert.deepEqual(await asking(info), {
      ...info,
      url: "http://a/",
      set: { threshold: 1, urls: ["http://a/"], known: [] },
    });
    for (const bad of [
      { ...info, chainId: 1 },
      { ...info, market: reader.address },
      { ...info, publicKey: "0x" },
      { ...info, address: 3 },
      {},
      [],
      null,
    ]) {
      assert.equal(await codeOf(asking(bad)), "GatewayRefused");
    }
    const dead: Fetch = async () => {
      throw new TypeError("fetch failed");
    };
    assert.equal(await codeOf(keeperInfo("http://a", expected, { fetch: dead })), "GatewayUnreachable");
  });
});

describe("uploading", () => {
  const pass = {
    value: { account: reader.address, keeper: MARKET, nonce: zeroHash, expiry: 1n },
    signature: "0x00" as Hex,
  };

  it("SDK-21 sends the pass with the stream, and refuses a gateway that names other bytes", async () => {
    const bytes = pattern(100_000);
    let got: Uint8Array | undefined;
    const honest: Fetch = async (url, init) => {
      assert.equal(url, "http://a/v1/content");
      assert.deepEqual(decodeUpload(new Headers(init?.headers).get(UPLOAD_HEADER) ?? ""), pass);
      got = new Uint8Array(await new Response(init?.body as ReadableStream).arrayBuffer());
      return json({ cid: rawCid(bytesToHex(await sha256(got))), size: got.length });
    };
    for (const streaming of [true, false]) {
      await uploadContent("http://a", pass, streamOf(bytes) as ReadableStream<Bytes>, { fetch: honest, streaming });
      assert.deepEqual(got, new Uint8Array(bytes));
    }
    const lying: Fetch = async (_, init) => {
      await new Response(init?.body as BodyInit).arrayBuffer();
      return json({ cid: rawCid(zeroHash), size: 1 });
    };
    assert.equal(await codeOf(uploadBlock("http://a", pass, bytes, { fetch: lying })), "ContentMismatch");
    const files = [{ name: "a", mediaType: "text/csv", open: () => streamOf(bytes) }];
    const store = (stream: ReadableStream<Bytes>) => uploadContent("http://a", pass, stream, { fetch: lying });
    assert.equal(await codeOf(encryptDataset(files, { master: randomKey(), store })), "ContentMismatch");
    for (const answer of [{}, { cid: "x", size: 1 }, []]) {
      assert.equal(
        await codeOf(uploadBlock("http://a", pass, bytes, { fetch: async () => json(answer) })),
        "GatewayRefused",
      );
    }
  });

  it("SDK-21 tells what the gateway says, and what the source failed with", async () => {
    const full = await failureOf(
      uploadBlock("http://a", pass, pattern(3), { fetch: async () => json({ code: "quota", message: "Full." }, 507) }),
    );
    assert.deepEqual(
      [full.code, full.details],
      ["GatewayRefused", { url: "http://a", status: 507, code: "quota", reason: "Full." }],
    );
    const broken = new ReadableStream<Bytes>({ pull: (to) => to.error(new Error("the disk is gone")) });
    const reading: Fetch = async (_, init) => {
      await new Response(init?.body as BodyInit).arrayBuffer().catch(() => {
        throw new TypeError("fetch failed");
      });
      return json({});
    };
    await assert.rejects(
      uploadContent("http://a", pass, broken, { fetch: reading, streaming: true }),
      /the disk is gone/,
    );
  });

  it("SDK-20 signs passes that end within the hour", async () => {
    const { value } = await signUpload(31337, MARKET, reader.address, MARKET, signWith(reader), 1_000);
    assert.deepEqual([value.account, value.keeper, value.expiry], [reader.address, MARKET, 4_000n]);
  });
});

describe("downloading", () => {
  const cipher = pattern(3 * CHUNK + 500);
  let download: Download;

  before(async () => {
    const leaves = await Promise.all([0, 1, 2, 3].map((i) => leafOf(cipher.subarray(i * CHUNK, (i + 1) * CHUNK))));
    download = { cid: "bafy", size: cipher.length, segment: 2, leaves, gateways: ["http://a", "http://b"] };
  });

  const rangeOf = (init?: RequestInit): number =>
    Number(/bytes=(\d+)-/.exec(new Headers(init?.headers).get("range") ?? "")?.[1] ?? 0);
  const serve = (bytes: Uint8Array, init?: RequestInit): Response => {
    const from = rangeOf(init);
    return new Response(streamOf(bytes.subarray(from)), { status: from > 0 ? 206 : 200 });
  };
  /** Gives so many bytes and breaks off. */
  const broken = (bytes: Uint8Array, init: RequestInit | undefined, after: number): Response => {
    const inner = streamOf(bytes.subarray(rangeOf(init)), [after]).getReader();
    let given = false;
    return new Response(
      new ReadableStream({
        async pull(to) {
          if (given) return to.error(new TypeError("terminated"));
          given = true;
          const { value } = await inner.read();
          to.enqueue(value);
        },
      }),
      { status: rangeOf(init) > 0 ? 206 : 200 },
    );
  };

  it("SDK-22 goes on where it broke off, chunk by chunk", async () => {
    const ranges: number[] = [];
    const fetch: Fetch = async (_, init) => {
      ranges.push(rangeOf(init));
      return ranges.length < 4 ? broken(cipher, init, CHUNK + 10_000) : serve(cipher, init);
    };
    assert.deepEqual(await bytesOf(downloadSegment(download, { fetch })), cipher);
    assert.deepEqual(ranges, [0, CHUNK, 2 * CHUNK, 3 * CHUNK]);
  });

  it("SDK-22 begins where it is told to, for who has kept what comes before", async () => {
    const ranges: number[] = [];
    const fetch: Fetch = async (_, init) => {
      ranges.push(rangeOf(init));
      return serve(cipher, init);
    };
    assert.deepEqual(await bytesOf(downloadSegment({ ...download, from: 2 }, { fetch })), cipher.slice(2 * CHUNK));
    assert.deepEqual(await bytesOf(downloadSegment({ ...download, from: 4 }, { fetch })), new Uint8Array(0));
    assert.deepEqual(ranges, [2 * CHUNK]);
  });

  it("SDK-22 goes to the next gateway when one stays away, and reads from the start where ranges are ignored", async () => {
    const asked: string[] = [];
    const fetch: Fetch = async (url, init) => {
      asked.push(url);
      if (url.startsWith("http://a")) {
        if (asked.length === 1) return broken(cipher, init, CHUNK + 1);
        throw new TypeError("fetch failed");
      }
      return new Response(streamOf(cipher), { status: 200 });
    };
    assert.deepEqual(await bytesOf(downloadSegment(download, { fetch })), cipher);
    assert.deepEqual(
      asked.map((url) => url[7]),
      ["a", "a", "a", "b"],
    );
  });

  it("SDK-23 asks elsewhere for a chunk that is wrong, and never lets it out", async () => {
    const bad = cipher.slice();
    bad[CHUNK + 5] = (bad[CHUNK + 5] ?? 0) ^ 1;
    const asked: string[] = [];
    const fetch: Fetch = async (url, init) => {
      asked.push(`${url[7]}${rangeOf(init) / CHUNK}`);
      return serve(url.startsWith("http://a") ? bad : cipher, init);
    };
    assert.deepEqual(await bytesOf(downloadSegment(download, { fetch })), cipher);
    assert.deepEqual(asked, ["a0", "b1"]);
    const { bytes, error } = await readUntilEnd(
      downloadSegment(download, { fetch: async (_, init) => serve(bad, init) }),
    );
    assert.equal(bytes, CHUNK);
    assert.deepEqual((error as { details?: unknown }).details, { segment: 2, chunk: 1 });
    assert.equal((error as { code?: string }).code, "ChunkTampered");
  });

  it("SDK-23 gives up on a file that is cut short or goes on everywhere", async () => {
    const short = await readUntilEnd(
      downloadSegment(download, { fetch: async (_, init) => serve(cipher.subarray(0, -1), init) }),
    );
    assert.equal((short.error as { code?: string }).code, "FileTruncated");
    assert.equal(short.bytes, 3 * CHUNK);
    const long = await readUntilEnd(
      downloadSegment(download, { fetch: async (_, init) => serve(concat(cipher, pattern(CHUNK)), init) }),
    );
    assert.equal((long.error as { code?: string }).code, "ChunkTampered");
    const nowhere = await readUntilEnd(downloadSegment(download, { fetch: async () => json({}, 404) }));
    assert.equal((nowhere.error as { code?: string }).code, "ContentMissing");
    const none = await readUntilEnd(downloadSegment({ ...download, gateways: [] }));
    assert.equal((none.error as { code?: string }).code, "ContentMissing");
  });

  it("SDK-07 stops when the signal fires", async () => {
    const controller = new AbortController();
    const stream = downloadSegment(download, {
      signal: controller.signal,
      fetch: async (_, init) => {
        init?.signal?.throwIfAborted();
        return broken(cipher, init, CHUNK + 1);
      },
    });
    const source = stream.getReader();
    await source.read();
    controller.abort();
    await assert.rejects(
      async () => {
        for (;;) if ((await source.read()).done) return;
      },
      { code: "Aborted" },
    );
  });

  it("SDK-26 returns only the block that was named, and reads no further than allowed", async () => {
    const block = pattern(1_000);
    const cid = rawCid(bytesToHex(await sha256(block)));
    let pulled = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull: (to) => {
        pulled++;
        to.enqueue(pattern(1_000));
      },
    });
    const fetch: Fetch = async (url) =>
      new Response(url.startsWith("http://a") ? endless : streamOf(url.startsWith("http://b") ? pattern(999) : block));
    assert.deepEqual(await downloadBlock(cid, ["http://a", "http://b", "http://c"], 4_000, { fetch }), block);
    assert.ok(pulled < 20, `${pulled} parts were read`);
    assert.equal(await codeOf(downloadBlock(cid, ["http://b"], 4_000, { fetch })), "ContentMismatch");
    assert.equal(await codeOf(downloadBlock(cid, ["http://c"], 999, { fetch })), "FileTooLarge");
    assert.equal(await codeOf(downloadBlock(cid, [], 999, { fetch })), "ContentMissing");
  });
});

describe("requestKeys", () => {
  const place = { chainId: 31337, market: MARKET, dataset: 9n, version: 1 } as const;
  const urls = ["http://k1", "http://k2", "http://k3"];
  let pairs: EncryptionKeyPair[];
  let readerPair: EncryptionKeyPair;
  let master: Bytes;
  let built: BuiltManifest;
  let shares: readonly (readonly Bytes[])[];

  before(async () => {
    pairs = await Promise.all(urls.map(() => keyPairFromSeed(randomSeed())));
    readerPair = await keyPairFromSeed(randomSeed());
    master = randomKey();
    const open = () => streamOf(pattern(10));
    const store = async (stream: ReadableStream<Bytes>) => ({
      cid: rawCid(bytesToHex(await sha256(await bytesOf(stream)))),
    });
    const files = ["a", "b"].map((name) => ({ name, mediaType: "text/plain", open }));
    const segments = await encryptDataset(files, { master, store });
    const list = urls.map((url, i) => ({
      url,
      address: (keeperAccounts[i] as typeof reader).address,
      publicKey: (pairs[i] as EncryptionKeyPair).publicKey,
    }));
    const about = { title: "t", description: "", licence: { spdx: "MIT" } };
    built = await buildManifest({
      place,
      publisher: MARKET,
      about,
      createdAt: new Date(0),
      segments,
      master,
      keepers: { threshold: 2, list },
    });
    // The keepers open the shares in the manifest with their own keys, as real ones do.
    const { unwrapKey } = await import("../../src/data/wraps.ts");
    shares = await Promise.all(
      built.manifest.keepers.list.map((keeper, i) =>
        Promise.all(
          keeper.shares.map((wrap, segment) =>
            unwrapKey("share", { ...place, segment }, pairs[i] as EncryptionKeyPair, wrap),
          ),
        ),
      ),
    );
  });

  type Behaviour = "honest" | "dead" | "denies" | "lies" | "forges" | "silent" | "turnsAway";

  /** Keepers that behave as they are told. */
  function keepers(behaviours: readonly Behaviour[], asked: string[] = []): Fetch {
    return async (url, init) => {
      const i = urls.findIndex((each) => url.startsWith(each));
      asked.push(url);
      const behaviour = behaviours[i];
      if (behaviour === "dead") throw new TypeError("fetch failed");
      if (behaviour === "silent") return json({ code: "rate-limited", message: "Slow down." }, 429);
      if (behaviour === "turnsAway") return json({ code: "expired", message: "The request has expired." }, 403);
      const { value } = decodeKeyRequest(JSON.parse(init?.body as string));
      const account = behaviour === "forges" ? reader : (keeperAccounts[i] as typeof reader);
      const granted = behaviour !== "denies";
      const receipt = {
        request: keyRequestDigest(31337, MARKET, value),
        granted,
        code: granted ? "granted" : "right-ended",
        at: 1n,
        blockNumber: 2n,
      };
      const signature = await account.signTypedData(receiptTypedData(31337, MARKET, receipt));
      const wire = encodeReceipt({ value: receipt, signature });
      if (!granted) return json({ code: "right-ended", message: "It ended.", receipt: wire }, 403);
      const released = await Promise.all(
        [0, 1].map(async (segment) => {
          const share =
            behaviour === "lies" ? ((await splitKey(randomKey(), 3, 2))[i] as Bytes) : (shares[i]?.[segment] as Bytes);
          return { segment, wrap: await wrapKey("reader", { ...place, segment }, value.readerKey, share) };
        }),
      );
      return json({ shares: released, receipt: wire });
    };
  }

  const asking = (fetch: Fetch, onAnswer?: (answer: KeeperAnswer) => void) =>
    requestKeys(
      {
        manifest: built.manifest,
        segments: [0, 1],
        reader: reader.address,
        keyPair: readerPair,
        sign: signWith(reader),
        onAnswer,
      },
      { fetch },
    );

  it("SDK-25 tells of each verified answer with what was asked, though the request fails", async () => {
    const answers: KeeperAnswer[] = [];
    await assert.rejects(asking(keepers(["denies", "forges", "honest"]), (answer) => answers.push(answer)));
    assert.deepEqual(
      answers.map(({ url, receipt }) => [url, receipt.value.code]),
      [
        ["http://k1", "right-ended"],
        ["http://k3", "granted"],
      ],
    );
    for (const { keeper, request, receipt } of answers) {
      assert.equal(request.value.keeper, keeper);
      assert.equal(receipt.value.request, keyRequestDigest(31337, MARKET, request.value));
      const typed = keyRequestTypedData(31337, MARKET, request.value);
      assert.equal(await recoverTypedDataAddress({ ...typed, signature: request.signature }), reader.address);
    }
  });

  it("SDK-24 asks no more keepers than it needs", async () => {
    const asked: string[] = [];
    const { keys, receipts } = await asking(keepers(["honest", "honest", "honest"], asked));
    assert.equal(asked.length, 2);
    assert.deepEqual(keys.get(0), await segmentKey(master, 0));
    assert.deepEqual(keys.get(1), await segmentKey(master, 1));
    assert.deepEqual(
      receipts.map(({ value }) => value.code),
      ["granted", "granted"],
    );
  });

  it("SDK-24 steps over one that is dead, silent, forging, denying with or without a receipt, or lying", async () => {
    for (const behaviour of ["dead", "silent", "forges", "denies", "turnsAway", "lies"] as const) {
      const { keys } = await asking(keepers([behaviour, "honest", "honest"]));
      assert.deepEqual(keys.get(1), await segmentKey(master, 1), behaviour);
    }
  });

  it("SDK-24 tells the code of a denial, and else what every keeper did", async () => {
    const denied = await failureOf(asking(keepers(["denies", "denies", "dead"])));
    assert.deepEqual([denied.code, denied.details], ["KeysDenied", { reason: "right-ended", keepers: "http://k1" }]);
    const signed = await failureOf(asking(keepers(["turnsAway", "denies", "dead"])));
    assert.deepEqual([signed.code, signed.details], ["KeysDenied", { reason: "right-ended", keepers: "http://k2" }]);
    const unsigned = await failureOf(asking(keepers(["turnsAway", "honest", "dead"])));
    assert.equal(unsigned.code, "NotEnoughShares");
    assert.match(String(unsigned.details.reason), /k1.*403 expired.*The request has expired/s);
    const failed = await failureOf(asking(keepers(["dead", "silent", "honest"])));
    assert.deepEqual([failed.code, failed.details.threshold, failed.details.received], ["NotEnoughShares", 2, 1]);
    assert.match(String(failed.details.reason), /k1.*does not answer.*k2.*Slow down/s);
    assert.equal(await codeOf(asking(keepers(["lies", "lies", "lies"]))), "NotEnoughShares");
  });

  it("SDK-24 asks nobody further once the reader has declined to sign", async () => {
    const declined = { code: "UserRejected" };
    const { tallystickError } = await import("../../src/errors.ts");
    const sign = async (): Promise<Hex> => {
      throw tallystickError("UserRejected", { act: "sign" });
    };
    await assert.rejects(
      requestKeys(
        { manifest: built.manifest, segments: [0], reader: reader.address, keyPair: readerPair, sign },
        { fetch: keepers([]) },
      ),
      declined,
    );
  });

  it("SDK-25 refuses a receipt that another signed, or that answers another request", async () => {
    const request: KeyRequest = {
      dataset: 9n,
      version: 1,
      segments: 1,
      purpose: 0,
      reader: reader.address,
      readerKey: zeroHash,
      keeper: (keeperAccounts[0] as typeof reader).address,
      nonce: zeroHash,
      expiry: 5n,
    };
    const receipt = {
      request: keyRequestDigest(31337, MARKET, request),
      granted: true,
      code: "granted",
      at: 1n,
      blockNumber: 2n,
    };
    const signed = async (account: typeof reader, value = receipt) =>
      encodeReceipt({ value, signature: await account.signTypedData(receiptTypedData(31337, MARKET, value)) });
    const [keeper] = keeperAccounts as [typeof reader];
    const good = await signed(keeper);
    assert.deepEqual((await verifyReceipt(31337, MARKET, request, good)).value, receipt);
    assert.equal(await codeOf(verifyReceipt(31337, MARKET, { ...request, segments: 2 }, good)), "ReceiptInvalid");
    assert.equal(await codeOf(verifyReceipt(1, MARKET, request, good)), "ReceiptInvalid");
    assert.equal(await codeOf(verifyReceipt(31337, MARKET, request, await signed(reader))), "ReceiptInvalid");
    assert.equal(await codeOf(verifyReceipt(31337, MARKET, request, { ...good, granted: false })), "ReceiptInvalid");
    assert.equal(
      await codeOf(verifyReceipt(31337, MARKET, request, { ...good, signature: "0x1234" })),
      "ReceiptInvalid",
    );
  });
});
