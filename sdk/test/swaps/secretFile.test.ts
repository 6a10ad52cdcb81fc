import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type Address, zeroAddress } from "viem";
import { isTallystickError } from "../../src/errors.ts";
import { type Lock, lockId } from "../../src/swaps/lock.ts";
import { fillSalt } from "../../src/swaps/order.ts";
import { recoverSwaps } from "../../src/swaps/recover.ts";
import {
  checkWordsOf,
  isCheckWords,
  isSameFile,
  MAX_SECRET_FILE,
  newSecretFile,
  parseSecretFile,
  type SecretFile,
  secretFileText,
  seedOfFile,
} from "../../src/swaps/secretFile.ts";
import { countersOf, hashlockOf, swapSecret } from "../../src/swaps/secrets.ts";

const ACCOUNT: Address = "0x00000000000000000000000000000000000000A1";
const known: SecretFile = { account: ACCOUNT, chains: [1, 10], root: new Uint8Array(32).fill(7) };
const fieldsOf = async (file: SecretFile) => JSON.parse(await secretFileText(file)) as Record<string, unknown>;

describe("the file of swap secrets", () => {
  it("SWP-72 is random, of 32 bytes, another each time, for an account and its chains", () => {
    const made = newSecretFile(ACCOUNT, [10, 1, 10]);
    assert.equal(made.root.length, 32);
    assert.deepEqual(made.chains, [1, 10]);
    assert.equal(isSameFile(made, newSecretFile(ACCOUNT, [1, 10])), false);
    assert.throws(() => newSecretFile(ACCOUNT, []), RangeError);
    assert.throws(() => newSecretFile(ACCOUNT, [0]), RangeError);
  });

  it("SWP-72 is read again as it was written, with no more in it than is needed", async () => {
    const made = newSecretFile(ACCOUNT, [10, 1]);
    const text = await secretFileText(made);
    assert.deepEqual(await parseSecretFile(text), made);
    assert.deepEqual(await parseSecretFile(`\uFEFF${text}`), made);
    assert.deepEqual(Object.keys(JSON.parse(text)), ["format", "version", "account", "chains", "root", "check"]);
  });

  it("SWP-72 keeps its format: a file of today is read for ever, and gives the same secrets", async () => {
    const text = `{"format":"tallystick-swap-secrets","version":1,"account":"${ACCOUNT}","chains":[1,10],
      "root":"0x${"07".repeat(32)}","check":"kujim-vukor"}`;
    const file = await parseSecretFile(text);
    assert.deepEqual(file, known);
    assert.equal(
      await swapSecret(await seedOfFile(file), 3),
      "0x12b9948a7e1485f967b46f92fd55486762e2d8a31197f024efa74274e21648e6",
    );
  });

  it("SWP-72 gives each account secrets of its own, though the root were the same", async () => {
    const other = { ...known, account: zeroAddress };
    assert.notDeepEqual(await seedOfFile(known), await seedOfFile(other));
    assert.notEqual(await checkWordsOf(known), await checkWordsOf(other));
  });

  it("SWP-72 has check words that are two short words, and are known again as people type them", async () => {
    const words = await checkWordsOf(known);
    assert.match(words, /^[bdfghjklmnprstvz][aiou][bdfghjklmnprstvz][aiou][bdfghjklmnprstvz]-[a-z]{5}$/);
    assert.equal(isCheckWords(` ${words.toUpperCase().replace("-", "  ")} `, words), true);
    assert.equal(isCheckWords(words.slice(1), words), false);
    assert.equal(isCheckWords("", words), false);
  });

  it("SWP-73 is refused by what is wrong with it, and the error tells nothing of what it holds", async () => {
    const good = await fieldsOf(known);
    const text = JSON.stringify(good);
    const bad: readonly (readonly [fault: string, text: string])[] = [
      ["no-json", ""],
      ["no-json", text.slice(0, -1)],
      ["no-json", "<html>"],
      ["other-kind", "null"],
      ["other-kind", "[]"],
      ["other-kind", '"text"'],
      ["other-kind", "{}"],
      ["other-kind", JSON.stringify({ ...good, format: "keystore" })],
      ["other-kind", JSON.stringify({ ...good, version: "1" })],
      ["other-kind", JSON.stringify({ ...good, version: 0 })],
      ["newer", JSON.stringify({ ...good, version: 2 })],
      ["unknown-field", JSON.stringify({ ...good, mnemonic: "x" })],
      ["unknown-field", text.replace("{", '{"__proto__":{"root":"0x"},')],
      ["account", JSON.stringify({ ...good, account: "0x12" })],
      ["account", JSON.stringify({ ...good, account: 5 })],
      ["chains", JSON.stringify({ ...good, chains: [] })],
      ["chains", JSON.stringify({ ...good, chains: [1, "10"] })],
      ["chains", JSON.stringify({ ...good, chains: [1.5] })],
      ["chains", JSON.stringify({ ...good, chains: Array.from({ length: 65 }, (_, i) => i + 1) })],
      ["root", JSON.stringify({ ...good, root: `0x${"07".repeat(31)}` })],
      ["root", JSON.stringify({ ...good, root: `0x${"07".repeat(33)}` })],
      ["root", JSON.stringify({ ...good, root: null })],
      ["check", JSON.stringify({ ...good, root: `0x${"08".repeat(32)}` })],
      ["check", JSON.stringify({ ...good, account: zeroAddress })],
      ["check", JSON.stringify({ ...good, chains: [1] })],
      ["check", JSON.stringify({ ...good, check: undefined })],
      ["too-long", text + " ".repeat(MAX_SECRET_FILE)],
    ];
    for (const [fault, given] of bad) {
      await assert.rejects(parseSecretFile(given), (error) => {
        assert.ok(isTallystickError(error, "SecretFileInvalid"), given.slice(0, 80));
        assert.equal(error.details.fault, fault, given.slice(0, 80));
        assert.doesNotMatch(JSON.stringify([error.message, error.details]), /0707|0808/);
        return true;
      });
    }
  });
});

describe("recovery by a file", () => {
  it("SWP-74 finds counters and swaps by a file's seed as by a wallet's", async () => {
    const seed = await seedOfFile(await parseSecretFile(await secretFileText(known)));
    const hashlock = hashlockOf(await swapSecret(seed, 41));
    assert.equal((await countersOf(seed, [{ hashlock, salt: 0n }])).counters.get(hashlock), 41);
    const lock: Lock = {
      ...{ asset: { kind: "native" }, amount: 50n, hashlock, recipient: zeroAddress, refundee: ACCOUNT },
      ...{ timelock: 4_000n, tip: 0n, salt: fillSalt(`0x${"01".repeat(32)}`, 0) },
    };
    const hashLock: Address = "0x0000000000000000000000000000000000001234";
    const timing = { confirmations: 2, reorgDepth: 1, outage: 10, blockTime: 1 };
    const state = { status: "locked", block: 5, depth: 4 } as const;
    const chain = (chainId: number, locks: readonly Lock[]) => ({
      ...{ chainId, hashLock, timing },
      locks: locks.map((each) => ({ id: lockId(chainId, hashLock, each), lock: each, state })),
    });
    const { swaps, nextCounter } = await recoverSwaps([ACCOUNT], seed, [chain(1, [lock]), chain(10, [])]);
    assert.deepEqual(
      swaps.map(({ counter, swap }) => [counter, swap.id]),
      [[41, lockId(1, hashLock, lock)]],
    );
    assert.ok(nextCounter > 41);
  });
});
