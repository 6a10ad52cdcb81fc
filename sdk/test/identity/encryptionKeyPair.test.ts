import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Address, Hex, TypedDataDefinition } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import {
  deriveKeyPair,
  encryptionKeyPair,
  encryptionKeyTypedData,
  type SeedStore,
  storedKeyPair,
} from "../../src/identity/encryptionKeyPair.ts";
import { codeOf } from "../support/errors.ts";

const account = privateKeyToAccount(`0x${"3".repeat(64)}`);
const stranger = privateKeyToAccount(`0x${"4".repeat(64)}`);

type Signer = (typedData: TypedDataDefinition) => Promise<Hex>;
const honest: Signer = (typedData) => account.signTypedData(typedData);
/** The same signature with v as some hardware says it. */
const hardware: Signer = async (typedData) => {
  const signature = await honest(typedData);
  return `${signature.slice(0, -2)}${signature.endsWith("1b") ? "00" : "01"}` as Hex;
};
let turn = 0;
const fickle: Signer = (typedData) => (turn++ % 2 === 0 ? honest(typedData) : stranger.signTypedData(typedData));
const smart: Signer = async () => `0x${"ab".repeat(200)}`;

function memory(): SeedStore & { readonly kept: Map<Address, Hex> } {
  const kept = new Map<Address, Hex>();
  return { kept, load: async (whose) => kept.get(whose), save: async (whose, seed) => void kept.set(whose, seed) };
}

describe("the encryption key", () => {
  it("SDK-11 is the same from every wallet that signs alike, and another for another account", async () => {
    const first = await deriveKeyPair(account.address, honest);
    assert.ok(first);
    assert.equal((await deriveKeyPair(account.address, honest))?.publicKey, first.publicKey);
    assert.equal((await deriveKeyPair(account.address, hardware))?.publicKey, first.publicKey);
    assert.notEqual(
      (await deriveKeyPair(stranger.address, (typedData) => stranger.signTypedData(typedData)))?.publicKey,
      first.publicKey,
    );
  });

  it("SDK-11 names no chain, and says in the wallet what it is for", () => {
    const { domain, message } = encryptionKeyTypedData(account.address);
    assert.deepEqual(domain, { name: "Tallystick", version: "1" });
    assert.match(message.purpose, /sign it nowhere else/);
  });

  it("SDK-11 is not derived from a signature that differs, is no plain one, or is another's", async () => {
    assert.equal(await deriveKeyPair(account.address, fickle), undefined);
    assert.equal(await deriveKeyPair(account.address, smart), undefined);
    assert.equal(await deriveKeyPair(account.address, (typedData) => stranger.signTypedData(typedData)), undefined);
  });

  it("SDK-11 is random and kept for a wallet that can't serve, which then is not asked again", async () => {
    const store = memory();
    let asked = 0;
    const counting: Signer = (typedData) => {
      asked++;
      return smart(typedData);
    };
    const first = await encryptionKeyPair(account.address, counting, store);
    const again = await encryptionKeyPair(account.address, counting, store);
    assert.equal(again.publicKey, first.publicKey);
    assert.equal(asked, 1);
    assert.notEqual((await encryptionKeyPair(account.address, counting, memory())).publicKey, first.publicKey);
  });

  it("SDK-11 is not stored where the wallet serves", async () => {
    const store = memory();
    await encryptionKeyPair(account.address, honest, store);
    assert.equal(store.kept.size, 0);
  });

  it("SDK-11 refuses a damaged store rather than make another key", async () => {
    const store = memory();
    store.kept.set(account.address, "0x1234");
    assert.equal(await codeOf(storedKeyPair(account.address, store)), "KeyUnavailable");
  });
});
