import assert from "node:assert/strict";
import { mkdtempSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import { type Hex, verifyMessage } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { createSiweMessage } from "viem/siwe";
import { openSessionStore } from "../lib/server/database.ts";
import { allowedHosts, hostOf, sameOrigin } from "../lib/server/hosts.ts";
import { limiter } from "../lib/server/limiter.ts";
import { sessionSecret } from "../lib/server/secret.ts";
import { newNonce, nonceSeconds, type SignInRules, sessionSeconds, signIn } from "../lib/server/sign-in.ts";

const account = privateKeyToAccount(generatePrivateKey());
const now = Date.parse("2026-11-23T12:00:00Z");
const host = "localhost:3000";

function rules(change: Partial<SignInRules> = {}): SignInRules {
  const store = openSessionStore(":memory:");
  return {
    host,
    chainIds: [31337],
    store,
    now,
    check: async (args) => ((await verifyMessage(args)) ? "signed" : "notSigned"),
    ...change,
  };
}

async function signed(
  nonce: string,
  change: Partial<Parameters<typeof createSiweMessage>[0]> = {},
): Promise<[string, Hex]> {
  const message = createSiweMessage({
    address: account.address,
    chainId: 31337,
    domain: host,
    nonce,
    uri: `http://${host}`,
    version: "1",
    issuedAt: new Date(now),
    ...change,
  });
  return [message, await account.signMessage({ message })];
}

describe("signIn", () => {
  it("APP-10 opens a session for what the account signed", async () => {
    const all = rules();
    const session = await signIn(...(await signed(newNonce(all.store, now))), all);
    assert.ok(typeof session === "object");
    assert.equal(session.address, account.address);
    assert.equal(session.chainId, 31337);
    assert.equal(session.expiresAt, now + sessionSeconds * 1000);
    assert.deepEqual(all.store.find(session.id, now), session);
    assert.equal(all.store.find(session.id, session.expiresAt), undefined);
  });

  it("APP-10 asks the chain, so that a contract's signature counts too", async () => {
    let asked: unknown;
    const check = async (args: unknown) => {
      asked = args;
      return "signed" as const;
    };
    const all = rules({ check });
    const [message] = await signed(newNonce(all.store, now));
    assert.ok(typeof (await signIn(message, "0x1234", all)) === "object");
    assert.deepEqual(asked, { address: account.address, message, signature: "0x1234", chainId: 31337 });
  });

  describe("refuses", () => {
    const cases = [
      ["another site's message", { domain: "evil.example" }, "badMessage"],
      ["a message for another address of the web", { uri: "https://evil.example" }, "badMessage"],
      ["a chain that is not ours", { chainId: 1 }, "badChain"],
      ["a message that has expired", { expirationTime: new Date(now - 1) }, "badMessage"],
      ["a message that is not good yet", { notBefore: new Date(now + 60_000) }, "badMessage"],
      ["a nonce that is not ours", { nonce: "f".repeat(32) }, "badNonce"],
    ] as const;
    for (const [what, change, fault] of cases) {
      it(`APP-10 ${what}`, async () => {
        const all = rules();
        assert.equal(await signIn(...(await signed(newNonce(all.store, now), change)), all), fault);
      });
    }
    it("APP-10 text that is no message, and one that is too long", async () => {
      assert.equal(await signIn("hello", "0x", rules()), "badMessage");
      assert.equal(await signIn("x".repeat(5_000), "0x", rules()), "badMessage");
    });
    it("APP-10 another account's signature", async () => {
      const all = rules();
      const [message] = await signed(newNonce(all.store, now));
      const signature = await privateKeyToAccount(generatePrivateKey()).signMessage({ message });
      assert.equal(await signIn(message, signature, all), "badSignature");
    });
  });

  it("APP-11 uses a nonce once, and before the signature is looked at", async () => {
    const order: string[] = [];
    const store = openSessionStore(":memory:");
    const watched = {
      ...store,
      consumeNonce: (nonce: string, at: number) => order.push("nonce") > 0 && store.consumeNonce(nonce, at),
    };
    const check = async () => {
      order.push("signature");
      return "notSigned" as const;
    };
    const all = rules({ store: watched, check });
    const args = await signed(newNonce(store, now));
    assert.equal(await signIn(...args, all), "badSignature");
    assert.deepEqual(order, ["nonce", "signature"]);
    // The same message gets no second try, even with a signature that would be right.
    assert.equal(await signIn(...args, { ...all, check: async () => "signed" }), "badNonce");
  });

  it("APP-11 lets a nonce expire", async () => {
    const all = rules();
    const args = await signed(newNonce(all.store, now));
    assert.equal(await signIn(...args, { ...all, now: now + nonceSeconds * 1000 }), "badNonce");
  });
});

describe("session store", () => {
  it("APP-12 forgets a session that was closed, and what has expired", () => {
    const store = openSessionStore(":memory:");
    store.open({ id: "a", address: account.address, chainId: 1, expiresAt: 100 });
    store.open({ id: "b", address: account.address, chainId: 1, expiresAt: 200 });
    store.close("a");
    assert.equal(store.find("a", 0), undefined);
    store.sweep(200);
    assert.equal(store.find("b", 0), undefined);
  });
  it("APP-12 keeps sessions over a restart", () => {
    const file = join(mkdtempSync(join(tmpdir(), "tallystick-")), "sessions.sqlite");
    openSessionStore(file).open({ id: "a", address: account.address, chainId: 1, expiresAt: 100 });
    assert.equal(openSessionStore(file).find("a", 0)?.address, account.address);
  });
});

describe("requests", () => {
  it("APP-13 knows its own names alone", () => {
    const allowed = allowedHosts({ TALLYSTICK_PORT_APP: "3000" });
    assert.deepEqual(allowed, ["localhost:3000", "127.0.0.1:3000"]);
    assert.equal(hostOf(new Headers({ host: "LOCALHOST:3000" }), allowed), "localhost:3000");
    assert.equal(hostOf(new Headers({ host: "evil.example" }), allowed), undefined);
    assert.equal(hostOf(new Headers(), allowed), undefined);
    assert.deepEqual(allowedHosts({ TALLYSTICK_APP_HOSTS: "Data.example, b.example:8443" }), [
      "data.example",
      "b.example:8443",
    ]);
  });
  it("APP-13 takes acts from its own pages alone", () => {
    assert.ok(sameOrigin(new Headers({ origin: "http://localhost:3000" }), host));
    assert.ok(!sameOrigin(new Headers({ origin: "https://evil.example" }), host));
    assert.ok(!sameOrigin(new Headers({ origin: "null" }), host));
    assert.ok(!sameOrigin(new Headers({ "sec-fetch-site": "cross-site" }), host));
  });
  it("APP-13 limits how many come, and says how long to wait", () => {
    const limits = limiter(2, 0.5, 2);
    assert.equal(limits.take("a", 0), 0);
    assert.equal(limits.take("a", 0), 0);
    assert.equal(limits.take("a", 0), 2);
    assert.equal(limits.take("a", 1_000), 1);
    assert.equal(limits.take("a", 2_000), 0);
    // Many callers cost no memory: the oldest is forgotten.
    limits.take("b", 2_000);
    limits.take("c", 2_000);
    assert.equal(limits.take("a", 2_000), 0);
  });
});

describe("sessionSecret", () => {
  it("APP-14 makes one once, which only the owner can read", () => {
    const folder = mkdtempSync(join(tmpdir(), "tallystick-"));
    const secret = sessionSecret(folder, undefined);
    assert.match(secret, /^[0-9a-f]{64}$/);
    assert.equal(sessionSecret(folder, undefined), secret);
    if (process.platform !== "win32") assert.equal(statSync(join(folder, "session-secret")).mode & 0o777, 0o600);
  });
  it("APP-14 takes the environment's, and refuses a short one", () => {
    assert.equal(sessionSecret("/nowhere", "x".repeat(32)), "x".repeat(32));
    assert.throws(() => sessionSecret("/nowhere", "short"), /at least 32/);
  });
});
