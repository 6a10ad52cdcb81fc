import assert from "node:assert/strict";
import { mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { bytesToHex } from "viem";
import { send } from "../../src/chain/send.ts";
import { chainTime } from "../../src/chain/time.ts";
import { RECORD_SIZE, TAG_SIZE } from "../../src/data/format.ts";
import { putTariff, signTariff } from "../../src/gateway/tariffs.ts";
import { deriveKeyPair } from "../../src/identity/encryptionKeyPair.ts";
import { keepIn } from "../../src/keptCiphertext.ts";
import { openDataset, readFiles } from "../../src/market/openDataset.ts";
import { grant } from "../../src/market/selling.ts";
import { deployed } from "../../src/networks.ts";
import { addressOf } from "../support/chain.ts";
import { answerOf, tallystick } from "../support/command.ts";
import { type TestStack, testStack } from "../support/stack.ts";
import { pattern } from "../support/streams.ts";

const CHUNK = RECORD_SIZE + TAG_SIZE;

describe("a download over several runs", () => {
  let stack: TestStack;
  let dataset: string;
  const plain = pattern(5 * RECORD_SIZE + 77);

  const at = (name: string): string => join(stack.folder, name);

  before(async () => {
    stack = await testStack();
    await stack.fund("trader");
    await writeFile(at("big.bin"), plain);
    const args = ["publish", at("big.bin"), "--title", "Big", "--persona", "climatologist"];
    dataset = (await answerOf<{ dataset: string }>(stack, args)).dataset;
    const owner = stack.actor("climatologist");
    const right = {
      dataset: BigInt(dataset),
      reader: addressOf(stack.actor("analyst")),
      duration: 0,
      segments: 1,
      fromVersion: 1,
      laterVersions: true,
    };
    await send(owner, grant(deployed(stack.network).market, right));
  });
  after(() => stack.close());

  /** Reads the file as a program would that is killed after so many bytes; tells what it asked the gateway for. */
  async function read(
    folder: string,
    until = Number.POSITIVE_INFINITY,
  ): Promise<{ bytes: Uint8Array; ranges: string[] }> {
    const reader = stack.actor("analyst");
    const { account } = reader.wallet;
    const keyPair = await deriveKeyPair(account.address, (data) => reader.wallet.signTypedData({ ...data, account }));
    assert.ok(keyPair);
    const ranges: string[] = [];
    const opened = await openDataset(reader, BigInt(dataset));
    const watched: typeof fetch = (url, init) => {
      if (String(url).includes("/v1/content/")) ranges.push(new Headers(init?.headers).get("range") ?? "all");
      return fetch(url, init);
    };
    const sign = (data: Parameters<Parameters<typeof readFiles>[1]["sign"]>[0]) =>
      reader.wallet.signTypedData({ ...data, account });
    const { files } = await readFiles(
      opened,
      { reader: account.address, keyPair, sign },
      { keep: keepIn(folder).keep, fetch: (url, init) => watched(url, init) },
    );
    const parts: Uint8Array[] = [];
    let length = 0;
    for await (const part of (await files[0]?.open()) ?? []) {
      parts.push(part);
      length += part.length;
      if (length >= until) break;
    }
    return { bytes: Buffer.concat(parts), ranges };
  }

  it("SDK-155 goes on where an earlier run was broken off, on whole chunks, and gives the same file", async () => {
    const folder = at("kept");
    await mkdir(folder);
    const broken = await read(folder, 2 * RECORD_SIZE);
    assert.deepEqual(broken.ranges, ["all"]);
    const [name] = await readdir(folder);
    assert.ok(name);
    const { size } = await stat(join(folder, name));
    assert.ok(size >= 2 * CHUNK && size % CHUNK === 0, String(size));
    // Killed in the middle of writing a chunk.
    await writeFile(join(folder, name), new Uint8Array(1_000), { flag: "a" });
    const rest = await read(folder);
    assert.deepEqual(rest.ranges, [`bytes=${size}-`]);
    assert.deepEqual(bytesToHex(rest.bytes), bytesToHex(plain));
    // All of it is there now: nothing is asked for.
    const again = await read(folder);
    assert.deepEqual(again.ranges, []);
    assert.equal(again.bytes.length, plain.length);
  });

  it("SDK-155 does so by the command, throws away what is wrong in it, and leaves nothing behind", async () => {
    const folder = at("byCommand");
    await mkdir(folder);
    await read(folder, 3 * RECORD_SIZE);
    const [name] = await readdir(folder);
    assert.ok(name);
    const spoiled = await readFile(join(folder, name));
    spoiled[CHUNK + 5] = (spoiled[CHUNK + 5] ?? 0) ^ 1;
    await writeFile(join(folder, name), spoiled);
    const args = [
      "download",
      dataset,
      "--out",
      folder,
      "--resume",
      "--receipts",
      at("receipts"),
      "--persona",
      "analyst",
    ];
    await answerOf(stack, args);
    assert.deepEqual(await readdir(folder), ["big.bin"]);
    assert.equal((await readFile(join(folder, "big.bin"))).equals(plain), true);
    const [receipt] = await readdir(at("receipts"));
    const shown = await answerOf<{ granted: boolean }>(stack, [
      "receipt",
      "verify",
      join(at("receipts"), receipt ?? ""),
    ]);
    assert.equal(shown.granted, true);
  });

  it("SDK-156 pays an access on a tab, at no more than was said, and keeps the answer", async () => {
    const owner = stack.actor("climatologist");
    const { market, eurx } = deployed(stack.network);
    assert.ok(eurx);
    const { account } = owner.wallet;
    const tariff = {
      dataset: BigInt(dataset),
      fromVersion: 1,
      laterVersions: true,
      segments: 1,
      token: eurx,
      price: 250_000n,
      provider: addressOf(owner),
      serial: 1,
      validUntil: BigInt((await chainTime(owner)) + 86_400),
    };
    const signed = await signTariff(31337, market, tariff, (data) => owner.wallet.signTypedData({ ...data, account }));
    await putTariff(stack.gateway, signed);
    const tab = at("tab.json");
    const trader = ["--persona", "trader"];
    await answerOf(stack, ["tab", "open", "--provider", addressOf(owner), "--deposit", "0.5", "--out", tab, ...trader]);
    const download = (folder: string, ...more: readonly string[]) =>
      tallystick(stack, ["download", dataset, "--out", at(folder), "--tab", tab, ...more, ...trader, "--json"]);
    const codeOf = ({ code, out }: { code: number; out: string }) => [
      code,
      (JSON.parse(out) as { error: { code: string } }).error.code,
    ];
    assert.deepEqual(codeOf(await download("a", "--max-price", "0.2")), [1, "OrderInvalid"]);
    for (const folder of ["a", "b"]) {
      const { code, out } = await download(folder, "--max-price", "0.25");
      assert.equal(code, 0, out);
      assert.equal((await readFile(join(at(folder), "big.bin"))).equals(plain), true);
    }
    assert.deepEqual(codeOf(await download("c")), [1, "Tabs_BeyondLimit"]);
    const { code } = await tallystick(stack, [
      "download",
      dataset,
      "--out",
      at("d"),
      "--receipts",
      at("denied"),
      ...trader,
    ]);
    assert.equal(code, 3);
    const [denial] = await readdir(at("denied"));
    const shown = await answerOf<{ granted: boolean }>(stack, ["receipt", "verify", join(at("denied"), denial ?? "")]);
    assert.equal(shown.granted, false);
    await answerOf(stack, [
      "tab",
      "open",
      "--provider",
      addressOf(stack.actor("analyst")),
      "--out",
      at("other.json"),
      ...trader,
    ]);
    const strange = await tallystick(stack, [
      "download",
      dataset,
      "--out",
      at("e"),
      "--tab",
      at("other.json"),
      ...trader,
      "--json",
    ]);
    assert.deepEqual(codeOf(strange), [1, "NoTariff"]);
  });
});
