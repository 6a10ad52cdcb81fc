import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { indexedChains } from "../settings.ts";
import { chainNow, compareGenesis, notReadyReason } from "../src/api/genesis.ts";

const [one, two] = [`0x${"1".repeat(64)}`, `0x${"2".repeat(64)}`] as const;

describe("notReadyReason", () => {
  const same = compareGenesis(31337, one, one);

  it("IDX-16 gives none when everything is indexed and every chain is the same", () => {
    assert.equal(notReadyReason(true, [same], [{ chainId: 31337, block: 7, target: 7 }]), null);
  });

  it("IDX-16 names the chain that was restarted, or does not answer, before anything else", () => {
    const foreign = notReadyReason(false, [same, compareGenesis(31338, two, one)], []);
    assert.match(foreign ?? "", /^Chain 31338 was restarted: its genesis is 0x2+, 0x1+ was indexed\./);
    assert.equal(notReadyReason(true, [compareGenesis(31338, null, one)], []), "Chain 31338 does not answer.");
  });

  it("IDX-16 says what is still to come", () => {
    assert.equal(notReadyReason(false, [same], []), "Past events are still being indexed.");
    const early = compareGenesis(31337, one, null);
    assert.equal(notReadyReason(true, [early], []), "The first block of chain 31337 is not indexed yet.");
    const behind = notReadyReason(true, [same], [{ chainId: 31337, block: 3, target: 7 }]);
    assert.equal(behind, "Chain 31337 is indexed up to block 3 of 7.");
  });
});

describe("chainNow", () => {
  it("IDX-17 is null when no node answers in time", async () => {
    assert.equal(await chainNow({ rpcUrls: ["http://127.0.0.1:1"] }, 200), null);
  });
});

describe("indexedChains", () => {
  it("IDX-22 are the local ones unless others are named", () => {
    assert.deepEqual(
      indexedChains({}).map(({ network }) => network.chainId),
      [31337, 31338],
    );
    const [only] = indexedChains({ TALLYSTICK_INDEXER_CHAINS: "31338", TALLYSTICK_PORT_CHAIN_B: "1" });
    assert.deepEqual([only?.network.chainId, only?.network.rpcUrls], [31338, ["http://127.0.0.1:1"]]);
  });

  it("IDX-22 are refused with a sentence when unknown or without contracts", () => {
    assert.throws(() => indexedChains({ TALLYSTICK_INDEXER_CHAINS: "5" }), /names chain 5; known are 31337, 31338/);
    assert.throws(() => indexedChains({ TALLYSTICK_INDEXER_CHAINS: "11155111" }), { code: "NotDeployed" });
  });
});

/** Starts the indexer, and ends it once it has said something. */
async function firstWords(env: Record<string, string>): Promise<{ code: number | null; said: string }> {
  const child = spawn(process.execPath, [fileURLToPath(new URL("../start.ts", import.meta.url))], {
    stdio: ["ignore", "ignore", "pipe"],
    env: { ...process.env, ...env },
  });
  let said = "";
  child.stderr.on("data", (data) => {
    said += data;
    if (said.includes("waiting")) child.kill("SIGTERM");
  });
  const code = await new Promise<number | null>((done) => child.once("close", done));
  return { code, said };
}

describe("start.ts", () => {
  it("IDX-18 refuses a port that is taken, in a sentence, and does not move on to another", async () => {
    const taken = createServer();
    await new Promise<void>((done) => taken.listen(0, "127.0.0.1", done));
    const { port } = taken.address() as AddressInfo;
    const { code, said } = await firstWords({ TALLYSTICK_PORT_INDEXER: String(port) });
    taken.close();
    assert.equal(code, 1);
    assert.match(said, new RegExp(`can't listen on 127.0.0.1:${port}: .*Set TALLYSTICK_PORT_INDEXER`));
  });

  it("IDX-22 refuses a chain it does not know, in a sentence", async () => {
    const { code, said } = await firstWords({ TALLYSTICK_PORT_INDEXER: "0", TALLYSTICK_INDEXER_CHAINS: "5" });
    assert.equal(code, 1);
    assert.equal(said, "TALLYSTICK_INDEXER_CHAINS names chain 5; known are 31337, 31338, 11155111.\n");
  });

  it("IDX-24 says which chain does not answer, and waits for it", async () => {
    const env = { TALLYSTICK_PORT_INDEXER: "0", TALLYSTICK_INDEXER_CHAINS: "31337", TALLYSTICK_PORT_CHAIN_A: "1" };
    const { code, said } = await firstWords(env);
    assert.equal(code, null);
    assert.equal(said, "Chain 31337 does not answer at http://127.0.0.1:1: waiting for it.\n");
  });
});
