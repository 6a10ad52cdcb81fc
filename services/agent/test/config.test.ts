import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { LOCAL_MNEMONIC } from "@tallystick/sdk/local/personas";
import { toHex } from "viem";
import { mnemonicToAccount } from "viem/accounts";
import { ConfigError, configOf, readConfig } from "../src/config.ts";
import { addressOf, keyOf } from "./world.ts";

const folder = mkdtempSync(join(tmpdir(), "tallystick-config-"));
writeFileSync(join(folder, "hot.key"), keyOf("hot"));
writeFileSync(join(folder, "bad.key"), "no key");
writeFileSync(join(folder, "short"), "secret");
writeFileSync(join(folder, "token"), "t".repeat(32));
const HASH_LOCK = "0x0000000000000000000000000000000000001234";
const chain = (chainId: number, more: object = {}) => ({ chainId, hashLock: HASH_LOCK, ...more });
const good = {
  journal: "j.jsonl",
  keys: { hot: "./hot.key", claim: addressOf("claims") },
  chains: [chain(31337), chain(31338)],
};

/** What is wrong with a configuration. */
function faultsOf(config: object, env: NodeJS.ProcessEnv = {}): string[] {
  try {
    configOf({ ...good, ...config }, folder, env);
    return [];
  } catch (error) {
    assert.ok(error instanceof ConfigError);
    const [title, ...faults] = error.message.split("\n");
    assert.equal(title, "The agent can't start:");
    return faults.map((fault) => fault.slice(4));
  }
}

after(() => rmSync(folder, { recursive: true }));

describe("the agent's configuration", () => {
  it("AGT-01: takes the rest from the networks file, and paths from the file's folder", () => {
    const config = configOf(good, folder, {});
    assert.equal(config.journal, join(folder, "j.jsonl"));
    assert.equal(config.hot.address, addressOf("hot"));
    assert.equal(config.receiver, addressOf("claims"));
    assert.deepEqual(config.chains[0], {
      chainId: 31337,
      rpcUrls: ["http://127.0.0.1:8545"],
      quorum: 1,
      hashLock: HASH_LOCK,
      startBlock: 0,
      timing: { confirmations: 1, reorgDepth: 0, outage: 20, blockTime: 1 },
      pollMs: 250,
      timeoutMs: 10_000,
      backoffMs: 15_000,
      staleMs: 20_000,
      priorityFee: 1_000_000_000n,
      bumpAfter: 3,
    });
  });

  it("AGT-01: fills an offer in a hundred parts at most, so that nobody spends its gas on next to nothing", () => {
    const minimum = (wants: string, more: object = {}) => {
      const offers = [
        { ...offer, gives: { ...offer.gives, amount: wants }, wants: { ...offer.wants, amount: wants }, ...more },
      ];
      return configOf({ ...good, offers }, folder, {}).offers[0]?.minimumFill;
    };
    assert.deepEqual([minimum("1000"), minimum("1001"), minimum("1"), minimum("99")], [10n, 11n, 1n, 1n]);
    assert.equal(minimum("1000", { minimumFill: "1" }), 1n);
    // Of seven units given for nine, one part in a hundred would be nothing.
    assert.equal(minimum("9", { gives: { ...offer.gives, amount: "7" } }), 2n);
  });

  it("AGT-01: asks for a majority of several endpoints", () => {
    const rpcUrls = ["http://a.example", "http://b.example", "http://c.example"];
    const config = configOf({ ...good, chains: [chain(31337, { rpcUrls }), chain(31338)] }, folder, {});
    assert.equal(config.chains[0]?.quorum, 2);
  });

  const offer = {
    gives: { chainId: 31337, asset: { kind: "native" }, amount: "1000" },
    wants: { chainId: 31338, asset: { kind: "native" }, amount: "1000" },
  };
  const faults: readonly (readonly [what: string, config: object, fault: string])[] = [
    ["one chain", { chains: [chain(31337)] }, "chains must name two at least: a swap is between two"],
    ["a chain twice", { chains: [chain(31337), chain(31337)] }, "chains names one twice"],
    [
      "an unknown field",
      { speed: 1 },
      `the configuration has "speed", which means nothing there (mode, journal, http, keys, chains, offers, limits, relays, releases, bitcoin)`,
    ],
    ["an unknown mode", { mode: "bank" }, `mode must be "agent" or "watchtower"`],
    ["a short token", { http: { tokenFile: "short" } }, "http.tokenFile has a token of less than 32 characters"],
    ["a bad port", { http: { port: 70_000 } }, "http.port is 70000, but must be a whole number from 0 to 65535"],
    [
      "no key",
      { keys: { hot: "./none.key", claim: HASH_LOCK } },
      `keys.hot names "${join(folder, "none.key")}", which is neither a file nor an environment variable`,
    ],
    [
      "a file without a key",
      { keys: { hot: "./bad.key", claim: HASH_LOCK } },
      `keys.hot names "${join(folder, "bad.key")}", which is no key of 64 hexadecimal digits`,
    ],
    [
      "one key for all",
      { keys: { hot: "./hot.key", claim: addressOf("hot") } },
      "keys.claim is keys.hot, but what is claimed must be out of the hot key's reach",
    ],
    [
      "a bad endpoint",
      { chains: [chain(31337, { rpcUrls: ["ftp://x"] }), chain(31338)] },
      "chains[0].rpcUrls[0] must be an http(s) address",
    ],
    [
      "no depth",
      { chains: [chain(31337, { confirmations: 0 }), chain(31338)] },
      "chains[0].confirmations is 0, but must be a whole number from 1 to 10000",
    ],
    [
      "an endless offer",
      {
        offers: [
          {
            gives: { chainId: 1, asset: { kind: "native" }, amount: "1" },
            wants: { chainId: 31337, asset: { kind: "native" }, amount: "1" },
          },
        ],
      },
      "offers[0].gives.chainId is 1, which chains does not name",
    ],
    [
      "an offer on one chain",
      {
        offers: [
          {
            gives: { chainId: 31337, asset: { kind: "native" }, amount: "1" },
            wants: { chainId: 31337, asset: { kind: "native" }, amount: "1" },
          },
        ],
      },
      "offers[0] gives and wants on the same chain",
    ],
    [
      "an offer that can't be filled",
      { offers: [{ ...offer, minimumFill: "1001" }] },
      "offers[0].minimumFill is 1001, but must be from 1 to what is wanted, and get the taker something",
    ],
    [
      "an offer whose least fill gets the taker nothing",
      { offers: [{ ...offer, gives: { ...offer.gives, amount: "10" }, minimumFill: "99" }] },
      "offers[0].minimumFill is 99, but must be from 1 to what is wanted, and get the taker something",
    ],
    [
      "an offer that no relay shows",
      { offers: [{ ...offer, validity: 31 * 86_400 }] },
      "offers[0].validity is 2678400, but must be a whole number from 60 to 2592000",
    ],
    [
      "an offer that nobody takes",
      { offers: [{ ...offer, lockTime: 31 * 86_400 }] },
      "offers[0].lockTime is 2678400, but must be a whole number from 106 to 2592000",
    ],
    [
      "money as a number",
      {
        offers: [
          {
            gives: { chainId: 31337, asset: { kind: "native" }, amount: 1 },
            wants: { chainId: 31338, asset: { kind: "native" }, amount: "1" },
          },
        ],
      },
      `offers[0].gives.amount is 1, but must be base units in digits, as "1000000"`,
    ],
  ];
  for (const [what, config, fault] of faults) {
    it(`AGT-02: refuses ${what} in a sentence`, () =>
      assert.ok(faultsOf(config).includes(fault), faultsOf(config).join("\n")));
  }

  it("AGT-80: can give locks free only by a key, and unless it is told not to", () => {
    writeFileSync(join(folder, "claims.key"), keyOf("claims"));
    const byAddress = configOf(good, folder, {});
    assert.deepEqual([byAddress.claimer, byAddress.releases], [undefined, true]);
    const keys = { hot: "./hot.key", claim: "./claims.key" };
    const byKey = configOf({ ...good, keys, releases: false }, folder, {});
    assert.deepEqual(
      [byKey.claimer?.address, byKey.receiver, byKey.releases],
      [addressOf("claims"), addressOf("claims"), false],
    );
    assert.deepEqual(faultsOf({ releases: "yes" }), ["releases must be true or false"]);
  });

  it("AGT-03: never shows a key that is written where its file's name belongs", () => {
    const [fault = ""] = faultsOf({ keys: { hot: keyOf("hot"), claim: HASH_LOCK } });
    assert.equal(fault, "keys.hot is a key, but must name the file or the environment variable that has it");
  });

  it("AGT-04: refuses the well-known mnemonic's keys off the local chains", () => {
    const account = mnemonicToAccount(LOCAL_MNEMONIC, { addressIndex: 3 });
    const env = { HOT: toHex(account.getHdKey().privateKey ?? new Uint8Array()) };
    const keys = { hot: "HOT", claim: HASH_LOCK };
    assert.deepEqual(faultsOf({ keys }, env), []);
    assert.deepEqual(faultsOf({ keys, chains: [chain(31337), chain(11155111)] }, env), [
      `account ${account.address} is of the well-known mnemonic, whose keys everybody has: it is refused on chain 11155111`,
    ]);
  });

  it("AGT-02: says that the file can't be read", () => {
    assert.throws(
      () => readConfig(join(folder, "none.json"), {}),
      /the configuration .*none\.json can't be read: ENOENT/,
    );
  });
});
