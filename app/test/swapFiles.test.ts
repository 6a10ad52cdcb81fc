import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { isSameFile, newSecretFile, parseSecretFile, secretFileText } from "@tallystick/sdk/swaps/secretFile";
import type { Address } from "viem";
import { accountKindOf } from "../features/swaps/shared/account-kind.ts";
import { type Drawer, keepFile, keptFiles, newDrawerKey, type Sealed } from "../features/swaps/shared/kept-files.ts";
import { dictionaryOf, locales } from "../i18n/dictionary.ts";
import { problemSentence } from "../i18n/problem.ts";
import { explain } from "../lib/tx/explain.ts";

const [account, other] = ["1", "2"].map((digit) => `0x${digit.repeat(40)}`) as [Address, Address];

function drawerOf(): Drawer & { readonly files: Map<string, readonly Sealed[]> } {
  const files = new Map<string, readonly Sealed[]>();
  let key: Promise<CryptoKey> | undefined;
  return {
    files,
    key: () => {
      key ??= newDrawerKey();
      return key;
    },
    load: async (owner) => files.get(owner) ?? [],
    add: async (owner, sealed) => {
      files.set(owner, [...(files.get(owner) ?? []), sealed]);
    },
  };
}

describe("files of secrets in a browser", () => {
  it("APP-227 are kept sealed by a key that no script can read, and opened again in their order", async () => {
    const drawer = drawerOf();
    const [first, second] = [newSecretFile(account, [1]), newSecretFile(account, [1, 10])];
    await keepFile(drawer, { file: first, isOwn: true });
    await keepFile(drawer, { file: second, isOwn: false });
    const kept = await keptFiles(drawer, account);
    assert.deepEqual(
      kept.map(({ file, isOwn }) => [isSameFile(file, first), isSameFile(file, second), isOwn]),
      [
        [true, false, true],
        [false, true, false],
      ],
    );
    const key = await drawer.key();
    assert.equal(key.extractable, false);
    await assert.rejects(crypto.subtle.exportKey("raw", key));
    const sealed = drawer.files.get(account)?.[0];
    assert.ok(sealed && !Buffer.from(sealed.data).includes(Buffer.from("root")));
    assert.notDeepEqual(sealed.iv, drawer.files.get(account)?.[1]?.iv);
  });

  it("APP-227 are left out where they are damaged, or were moved to another account", async () => {
    const drawer = drawerOf();
    await keepFile(drawer, { file: newSecretFile(account, [1]), isOwn: true });
    await keepFile(drawer, { file: newSecretFile(account, [1]), isOwn: true });
    const [damaged, whole] = drawer.files.get(account) ?? [];
    assert.ok(damaged && whole);
    const bytes = new Uint8Array(damaged.data.slice(0));
    bytes.set([(bytes[0] ?? 0) ^ 1], 0);
    drawer.files.set(account, [{ ...damaged, data: bytes.buffer }, whole]);
    assert.equal((await keptFiles(drawer, account)).length, 1);
    drawer.files.set(other, [whole]);
    assert.deepEqual(await keptFiles(drawer, other), []);
    assert.deepEqual(await keptFiles({ ...drawer, key: newDrawerKey }, account), []);
  });

  it("APP-227 are refused by a sentence for whatever is wrong, in both languages", async () => {
    const good = JSON.parse(await secretFileText(newSecretFile(account, [1]))) as Record<string, unknown>;
    const bad = [
      "x".repeat(5_000),
      "<html>",
      "{}",
      JSON.stringify({ ...good, version: 9 }),
      JSON.stringify({ ...good, more: 1 }),
      JSON.stringify({ ...good, account: "" }),
      JSON.stringify({ ...good, chains: [] }),
      JSON.stringify({ ...good, root: "0x" }),
      JSON.stringify({ ...good, check: "kujim-vukor" }),
    ];
    for (const locale of locales) {
      const words = dictionaryOf(locale);
      const said = await Promise.all(
        bad.map(async (text) => {
          const error = await parseSecretFile(text).catch((reason: unknown) => reason);
          return problemSentence(explain(error, []), words, locale);
        }),
      );
      assert.equal(new Set(said).size, bad.length);
      for (const sentence of said) assert.doesNotMatch(sentence, /[{}]|secretFile_|undefined/);
      if (locale === "en") assert.equal(said[2], "This file can't be used: it is a file of another kind.");
      else for (const sentence of said) assert.match(sentence, /\p{Script=Han}{4}/u);
    }
  });
});

describe("accountKindOf", () => {
  it("APP-228 tells a key, a contract on both chains, and one that is missing on one of them", () => {
    assert.equal(accountKindOf([false, false]), "key");
    assert.equal(accountKindOf([true, true]), "contract");
    assert.equal(accountKindOf([true, false]), "half");
    assert.equal(accountKindOf([false, true]), "half");
  });
});
