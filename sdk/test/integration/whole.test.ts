import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { chmod, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { promisify } from "node:util";
import { bytesToHex, type Hex, parseUnits } from "viem";
import type { Actor } from "../../src/chain/actor.ts";
import { explainError } from "../../src/chain/explainError.ts";
import { send } from "../../src/chain/send.ts";
import { type Bytes, randomBytes, sha256 } from "../../src/data/bytes.ts";
import type { SourceFile } from "../../src/data/dataset.ts";
import type { Fetch } from "../../src/gateway/http.ts";
import { deriveKeyPair } from "../../src/identity/encryptionKeyPair.ts";
import { buy, submitOrder } from "../../src/market/buying.ts";
import { newestReadable, openDataset, readFiles, readOwnFiles } from "../../src/market/openDataset.ts";
import { signOrder } from "../../src/market/order.ts";
import { publishDataset, publishVersion } from "../../src/market/publishDataset.ts";
import { purchasesOf } from "../../src/market/purchases.ts";
import { readRight } from "../../src/market/rights.ts";
import { publish, revoke } from "../../src/market/selling.ts";
import { datasetId } from "../../src/market/terms.ts";
import { deployed } from "../../src/networks.ts";
import { type Run, tallystick as run } from "../support/command.ts";
import { codeOf, failureOf } from "../support/errors.ts";
import { type TestStack, testStack } from "../support/stack.ts";
import { bytesOf, pattern, streamOf } from "../support/streams.ts";

const about = {
  title: "Cars <b>of</b> 1982",
  description: "Miles per gallon.\nReal data.",
  licence: { spdx: "CC0-1.0" },
} as const;

function file(name: string, bytes: Uint8Array): SourceFile {
  return { name, mediaType: "text/csv", open: () => streamOf(bytes) };
}

function signer(actor: Actor) {
  const { account } = actor.wallet;
  return {
    reader: account.address,
    sign: (typedData: Parameters<Parameters<typeof readFiles>[1]["sign"]>[0]): Promise<Hex> =>
      actor.wallet.signTypedData({ ...typedData, account }).catch((error: unknown) => {
        throw explainError(error, { act: "read", network: actor.network });
      }),
  };
}

async function keyPair(actor: Actor) {
  const { account } = actor.wallet;
  const pair = await deriveKeyPair(account.address, (typedData) =>
    actor.wallet.signTypedData({ ...typedData, account }),
  );
  assert.ok(pair);
  return pair;
}

describe("a data set", () => {
  let stack: TestStack;
  let publisher: Actor;
  let buyer: Actor;
  const first = pattern(2_500_000, 3);
  const second = new TextEncoder().encode("name,mpg\nchevelle,18\n");

  before(async () => {
    stack = await testStack();
    publisher = stack.actor("climatologist");
    buyer = stack.actor("analyst");
    await stack.fund("analyst");
    await stack.fund("trader");
  });
  after(() => stack.close());

  async function published() {
    const { publicKey } = await keyPair(publisher);
    const { eurx } = deployed(stack.network);
    return publishDataset(publisher, {
      files: [file("cars.csv", first), file("Äpfel & Birnen.csv", second)],
      about,
      publicKey,
      offers: [{ segments: 3, token: eurx as Hex, price: parseUnits("2.5", 6), duration: 86_400 }],
    });
  }

  it("SDK-50 SDK-16 goes the whole way, and an outsider is denied at every turn", async () => {
    const { dataset, offers, version } = await published();
    assert.equal(version, 1);
    const [terms] = offers;
    assert.ok(terms);
    const opened = await openDataset(buyer, dataset);
    assert.deepEqual(
      opened.manifest.segments.map(({ name, plainSize }) => [name, plainSize]),
      [
        ["cars.csv", first.length],
        ["Äpfel & Birnen.csv", second.length],
      ],
    );
    assert.equal(opened.manifest.title, about.title);

    const as = { ...signer(buyer), keyPair: await keyPair(buyer) };
    const denied = await failureOf(readFiles(opened, as));
    assert.deepEqual([denied.code, denied.details.reason], ["KeysDenied", "no-right"]);

    const order = await signOrder(buyer, { terms });
    await send(stack.actor("relayer"), submitOrder(deployed(stack.network).market, order));
    const { files, receipts } = await readFiles(opened, as);
    assert.deepEqual(await Promise.all(files.map(async ({ open }) => bytesOf(await open()))), [first, second]);
    assert.deepEqual(
      receipts.map(({ value }) => [value.granted, value.code]),
      [[true, "granted"]],
    );

    const outsider = stack.actor("newcomer");
    const refused = await failureOf(readFiles(opened, { ...signer(outsider), keyPair: await keyPair(outsider) }));
    assert.deepEqual([refused.code, refused.details.reason], ["KeysDenied", "no-right"]);

    await stack.pass(86_401);
    const ended = await failureOf(readFiles(opened, as));
    assert.deepEqual([ended.code, ended.details.reason], ["KeysDenied", "right-ended"]);
  });

  it("SDK-50 closes at once when the right is revoked", async () => {
    const { dataset, offers } = await published();
    const [terms] = offers;
    assert.ok(terms);
    const { market } = deployed(stack.network);
    await send(buyer, submitOrder(market, await signOrder(buyer, { terms })));
    const opened = await openDataset(buyer, dataset);
    const as = { ...signer(buyer), keyPair: await keyPair(buyer) };
    await readFiles(opened, as, { segments: [1] });
    await send(
      publisher,
      revoke(market, dataset, signer(buyer).reader, await purchasesOf(buyer, dataset, signer(buyer).reader)),
    );
    const refused = await failureOf(readFiles(opened, as, { segments: [1] }));
    assert.deepEqual([refused.code, refused.details.reason], ["KeysDenied", "right-revoked"]);
  });

  it("SDK-50 is read by its publisher without any keeper, and by nobody else's key", async () => {
    const { dataset } = await published();
    const opened = await openDataset(publisher, dataset);
    const { files } = await readOwnFiles(opened, await keyPair(publisher));
    assert.deepEqual(await bytesOf(await (files[1] as (typeof files)[number]).open()), second);
    assert.equal(await codeOf(readOwnFiles(opened, await keyPair(buyer))), "WrapInvalid");
  });

  it("SDK-50 gets new versions, which a right to one version does not include", async () => {
    const { dataset } = await published();
    const { publicKey } = await keyPair(publisher);
    const next = await publishVersion(publisher, dataset, {
      files: [file("cars.csv", second)],
      about,
      publicKey,
      offers: [{ segments: 1, laterVersions: false }],
    });
    assert.equal(next.version, 2);
    const third = await publishVersion(publisher, dataset, { files: [file("cars.csv", first)], about, publicKey });
    assert.equal(third.version, 3);
    const [terms] = next.offers;
    assert.ok(terms);
    await send(buyer, buy(deployed(stack.network).market, { terms, reader: signer(buyer).reader }));
    const { right } = await readRight(buyer, dataset, signer(buyer).reader);
    assert.equal(newestReadable(right, 3), 2);
    const as = { ...signer(buyer), keyPair: await keyPair(buyer) };
    const { files } = await readFiles(await openDataset(buyer, dataset, { version: 2 }), as);
    assert.deepEqual(await bytesOf(await (files[0] as (typeof files)[number]).open()), second);
    const refused = await failureOf(readFiles(await openDataset(buyer, dataset), as));
    assert.deepEqual([refused.code, refused.details.reason], ["KeysDenied", "version-not-included"]);
    assert.equal(await codeOf(openDataset(buyer, dataset, { version: 9 })), "UnknownDataset");
  });

  /** A gateway's neighbour who reads each manifest as it is uploaded, and publishes its hash first, so many times. */
  function frontRunning(times: number): Fetch {
    let left = times;
    return async (url, init) => {
      const body = init?.body;
      if (left > 0 && url.endsWith("/v1/blocks") && body instanceof Uint8Array) {
        left -= 1;
        const manifest = bytesToHex(await sha256(body as Bytes));
        const anchor = { manifest, root: manifest, size: 1n, keyCommitment: manifest };
        const salt = bytesToHex(randomBytes(32));
        await send(stack.actor("trader"), publish(deployed(stack.network).market, salt, anchor));
      }
      return fetch(url, init);
    };
  }

  describe("whose manifest's hash somebody else publishes first", () => {
    const files = [file("cars.csv", second)];
    const createdAt = new Date("2026-11-23T00:00:00Z");

    it("SDK-51 is published under the same id with a manifest made anew", async () => {
      const salt = bytesToHex(randomBytes(32));
      const { publicKey } = await keyPair(publisher);
      let manifests = 0;
      const onProgress = ({ step }: { step: string }): void => {
        if (step === "manifest") manifests += 1;
      };
      const publication = { files, about, publicKey, salt, createdAt, onProgress, fetch: frontRunning(2) };
      const { dataset, version, manifest } = await publishDataset(publisher, publication);
      const { market } = deployed(stack.network);
      assert.deepEqual([dataset, version], [datasetId(31337, market, publisher.wallet.account.address, salt), 1]);
      assert.equal(manifests, 3);
      assert.notEqual(manifest.createdAt, createdAt.toISOString());
      const opened = await readOwnFiles(await openDataset(publisher, dataset), await keyPair(publisher));
      assert.deepEqual(await bytesOf(await (opened.files[0] as (typeof opened.files)[number]).open()), second);
    });

    it("SDK-51 gives up after the second retry, and names who was first", async () => {
      const refused = await failureOf(publishDataset(publisher, { files, about, createdAt, fetch: frontRunning(9) }));
      assert.equal(refused.code, "Datasets_ManifestTaken");
      assert.equal(refused.details.publisher, stack.actor("trader").wallet.account.address);
    });
  });

  it("SDK-06 of 200 MB is published and read back in memory that does not grow with it", async () => {
    const script = join(import.meta.dirname, "../support/publishAndRead.ts");
    const { stdout } = await promisify(execFile)(process.execPath, [script, "200000000"], { env: stack.env });
    const { same, bytes, grownBy } = JSON.parse(stdout) as { same: boolean; bytes: number; grownBy: number };
    assert.deepEqual([same, bytes], [true, 200_000_000]);
    assert.ok(grownBy < 180_000_000, `memory grew by ${grownBy} bytes`);
  });

  describe("by the command", () => {
    const tallystick = (args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Run> =>
      run(stack, args, env);

    /** The command as it is installed. */
    function installed(args: readonly string[]): Promise<Run> {
      const command = join(import.meta.dirname, "../../../node_modules/.bin/tallystick");
      return new Promise((resolve) => {
        execFile(process.execPath, [command, ...args], { env: stack.env }, (error, out, err) => {
          resolve({ code: typeof error?.code === "number" ? error.code : 0, out, err });
        });
      });
    }

    const at = (name: string): string => join(stack.folder, name);
    let dataset: string;

    before(async () => {
      await writeFile(join(stack.folder, "weather.csv"), "day,rain\n1,0.5\n2,0\n");
      await writeFile(join(stack.folder, "big.bin"), first);
      const args = [
        "publish",
        at("weather.csv"),
        at("big.bin"),
        "--title",
        "Weather",
        "--price",
        "1.25",
        "--duration",
        "30d",
        "--sample",
        "1",
        "--persona",
        "climatologist",
        "--json",
      ];
      const { code, out, err } = await tallystick(args);
      assert.equal(code, 0, err + out);
      assert.equal(err, "");
      dataset = (JSON.parse(out) as { dataset: string }).dataset;
    });

    it("SDK-73 SDK-71 publishes, inspects, buys and downloads", async () => {
      const inspected = await tallystick(["inspect", dataset, "--json", "--persona", "trader"]);
      const shown = JSON.parse(inspected.out) as {
        manifest: { segments: { sample?: string; columns?: unknown }[] };
        offers: { price: string }[];
        access: boolean;
      };
      assert.equal(shown.manifest.segments[0]?.sample, "day,rain\n1,0.5");
      assert.deepEqual(shown.manifest.segments[0]?.columns, [
        { name: "day", type: "string" },
        { name: "rain", type: "string" },
      ]);
      assert.deepEqual([shown.offers[0]?.price, shown.access], ["1250000", false]);

      const dear = await tallystick(["buy", dataset, "--max-price", "1", "--persona", "trader"]);
      assert.deepEqual([dear.code, dear.out], [1, ""]);
      assert.match(dear.err, /the price is 1\.25 EURX, above 1/);

      const bought = await tallystick(["buy", dataset, "--persona", "trader", "--json"]);
      assert.equal(bought.code, 0, bought.err);
      assert.equal((JSON.parse(bought.out) as { paid: string }).paid, "1250000");

      const got = await tallystick(["download", dataset, "--out", at("mine"), "--persona", "trader"]);
      assert.equal(got.code, 0, got.err);
      assert.equal(got.err, "");
      assert.equal(got.out, `${at("mine/weather.csv")} (19 bytes)\n${at("mine/big.bin")} (2.5 MB)\n`);
      assert.deepEqual((await readdir(join(stack.folder, "mine"))).sort(), ["big.bin", "weather.csv"]);
      assert.deepEqual(new Uint8Array(await readFile(join(stack.folder, "mine/big.bin"))), first);
    });

    it("SDK-70 SDK-72 ends with 3 without a right, and leaves nothing behind", async () => {
      const { code, out, err } = await tallystick(["download", dataset, "--out", at("none"), "--persona", "newcomer"]);
      assert.deepEqual([code, out], [3, ""]);
      assert.match(err, /The keepers refused the keys: no-right/);
      await assert.rejects(readdir(join(stack.folder, "none")), { code: "ENOENT" });
    });

    it("SDK-72 does not overwrite unasked", async () => {
      await mkdir(join(stack.folder, "own"));
      await writeFile(join(stack.folder, "own/weather.csv"), "precious");
      const args = ["download", dataset, "--out", at("own"), "--file", "weather.csv", "--persona", "climatologist"];
      const refused = await tallystick(args);
      assert.deepEqual([refused.code, refused.out], [1, ""]);
      assert.match(refused.err, /own\/weather\.csv exists/);
      assert.equal(await readFile(join(stack.folder, "own/weather.csv"), "utf8"), "precious");
      assert.equal((await tallystick([...args, "--force"])).code, 0);
      assert.equal(await readFile(join(stack.folder, "own/weather.csv"), "utf8"), "day,rain\n1,0.5\n2,0\n");
    });

    it("SDK-72 puts no hidden file into the current folder unasked", async () => {
      const files = [file(".bash_profile", second)];
      const { dataset: hidden } = await publishDataset(publisher, { files, about });
      const args = ["download", String(hidden), "--persona", "climatologist"];
      const refused = await tallystick(args);
      assert.deepEqual([refused.code, refused.out], [1, ""]);
      assert.match(refused.err, /\.bash_profile" is refused: it is a hidden file's; name a folder for it with --out/);
      assert.equal((await tallystick([...args, "--out", at("hidden")])).code, 0);
      assert.deepEqual(new Uint8Array(await readFile(at("hidden/.bash_profile"))), second);
    });

    it("SDK-73 asks the keepers when the kept key does not open, whatever the manifest says of its owner", async () => {
      const { publicKey } = await keyPair(stack.actor("newcomer"));
      const published = await publishDataset(publisher, { files: [file("cars.csv", second)], about, publicKey });
      assert.equal(published.manifest.ownerKey?.account, publisher.wallet.account.address);
      const args = ["download", String(published.dataset), "--persona", "climatologist", "--out", at("rotated")];
      const { code, err } = await tallystick(args);
      assert.equal(code, 0, err);
      assert.deepEqual(new Uint8Array(await readFile(at("rotated/cars.csv"))), second);
    });

    it("SDK-73 publishes a table with more columns than a manifest names", async () => {
      const header = Array.from({ length: 1_001 }, (_, i) => `c${i}`).join();
      await writeFile(at("wide.csv"), `${header}\n`);
      const args = ["publish", at("wide.csv"), "--title", "Wide", "--sample", "1", "--persona", "climatologist"];
      const { code, out, err } = await tallystick([...args, "--json"]);
      assert.equal(code, 0, err + out);
      const { manifest } = await openDataset(publisher, BigInt((JSON.parse(out) as { dataset: string }).dataset));
      assert.deepEqual(
        [manifest.segments[0]?.columns?.length, manifest.segments[0]?.columns?.at(-1)?.name],
        [1_000, "c999"],
      );
    });

    it("SDK-70 ends with 4 when a chunk was tampered with in the store, and keeps no part of the file", async () => {
      const opened = await openDataset(buyer, BigInt(dataset));
      const blocks = (await readdir(join(stack.folder, "store"), { recursive: true, withFileTypes: true })).filter(
        (entry) => entry.isFile(),
      );
      let damaged = 0;
      for (const entry of blocks) {
        const path = join(entry.parentPath, entry.name);
        const bytes = await readFile(path);
        // big.bin's ciphertext, in its last chunk: the two before it are good.
        if (bytes.length !== opened.manifest.segments[1]?.size) continue;
        const at = bytes.length - 100;
        bytes[at] = (bytes[at] ?? 0) ^ 1;
        await chmod(path, 0o600);
        await writeFile(path, bytes);
        damaged++;
      }
      assert.ok(damaged > 0);
      const { code, out } = await tallystick([
        "download",
        dataset,
        "--out",
        at("bad"),
        "--persona",
        "climatologist",
        "--json",
        "--file",
        "big.bin",
      ]);
      const { error } = JSON.parse(out) as { error: { code: string } };
      assert.equal(code, 4, out);
      assert.equal(error.code, "ChunkTampered");
      assert.deepEqual(await readdir(join(stack.folder, "bad")), []);
    });

    it("SDK-70 ends with 5 when chain or gateway can't be reached", async () => {
      const noChain = await tallystick(["inspect", dataset, "--rpc", "http://127.0.0.1:9"]);
      assert.equal(noChain.code, 5, noChain.err);
      assert.match(noChain.err, /Chain 31337 does not answer at http:\/\/127\.0\.0\.1:9/);
      const noGateway = await tallystick(["inspect", dataset, "--gateway", "http://127.0.0.1:9"]);
      assert.equal(noGateway.code, 5, noGateway.err);
      assert.match(noGateway.err, /The gateway http:\/\/127\.0\.0\.1:9 does not answer/);
    });

    it("SDK-74 takes the key from the environment, and never prints it", async () => {
      const key = `0x${"7".repeat(64)}`;
      const shown = await tallystick(["keys", "--json"], { TALLYSTICK_PRIVATE_KEY: key });
      assert.equal(shown.code, 0, shown.err);
      assert.equal((JSON.parse(shown.out) as { published: boolean }).published, false);
      assert.ok(!shown.out.includes("7777777777"));
      const broken = await tallystick(["keys"], { TALLYSTICK_PRIVATE_KEY: "0xsecret7777" });
      assert.equal(broken.code, 1);
      assert.ok(!broken.err.includes("secret7777"));
      const foreign = await tallystick(["keys", "--persona", "trader", "--network", "sepolia"]);
      assert.equal(foreign.code, 1);
      assert.match(foreign.err, /The well-known test accounts are refused on chain 11155111/);
    });

    it("SDK-74 publishes the account's encryption key once", async () => {
      const once = JSON.parse((await tallystick(["keys", "publish", "--persona", "trader", "--json"])).out) as {
        published: boolean;
        transaction?: string;
      };
      assert.ok(once.published && once.transaction);
      const again = JSON.parse((await tallystick(["keys", "publish", "--persona", "trader", "--json"])).out) as {
        published: boolean;
        transaction?: string;
      };
      assert.deepEqual([again.published, again.transaction], [true, undefined]);
    });

    it("SDK-70 ends with 2 and the help when it is not understood", async () => {
      for (const args of [
        ["sell"],
        ["buy"],
        ["buy", "0x12"],
        ["download", dataset, "--colour"],
        ["publish"],
        ["keys", "burn"],
        ["buy", dataset, "--network", "mars"],
        ["keys", "--persona", "nobody"],
      ]) {
        const { code, out, err } = await tallystick(args);
        assert.deepEqual([code, out], [2, ""], `${args.join(" ")}: ${err}`);
        assert.match(err, /Exit codes: 0 done/);
      }
      const help = await tallystick(["publish", "--help"]);
      assert.deepEqual([help.code, help.err], [0, ""]);
      assert.match(help.out, /tallystick publish <files…> --title/);
    });

    it("SDK-70 starts as it is installed, with results on stdout alone", async () => {
      const shown = await installed(["inspect", dataset, "--json"]);
      assert.deepEqual([shown.code, shown.err], [0, ""]);
      assert.equal((JSON.parse(shown.out) as { dataset: string }).dataset, dataset);
      const misused = await installed(["buy"]);
      assert.deepEqual([misused.code, misused.out], [2, ""]);
    });

    it("SDK-73 inspects files and manifests", async () => {
      const plain = JSON.parse((await tallystick(["inspect", at("weather.csv"), "--json"])).out) as {
        kind: string;
        cid: string;
      };
      assert.equal(plain.kind, "file");
      assert.match(plain.cid, /^bafk/);
      await writeFile(join(stack.folder, "forged.json"), '{"tallystick":"manifest/1","title":"x"}');
      const forged = await tallystick(["inspect", at("forged.json")]);
      assert.equal(forged.code, 4);
      assert.match(forged.err, /The manifest is refused at chainId: it is missing/);
    });
  });
});
