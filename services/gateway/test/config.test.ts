import assert from "node:assert/strict";
import { chmod, readFile, stat, writeFile } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { join } from "node:path";
import { describe, it } from "node:test";
import { LOCAL_MNEMONIC } from "@tallystick/sdk/local/personas";
import { bytesToHex, type Hex } from "viem";
import { mnemonicToAccount } from "viem/accounts";
import { ConfigError, readConfig } from "../src/config.ts";
import { startGateway } from "../src/gateway.ts";
import { loadKeeper } from "../src/keys/secrets.ts";
import { runGateway } from "./gateway.ts";
import { memoryLog, temporaryFolder } from "./support.ts";

const KEY: Hex = `0x${"4b".repeat(32)}`;
const SEED: Hex = `0x${"5e".repeat(32)}`;

const problemsOf = (error: unknown): string => {
  assert.ok(error instanceof ConfigError);
  return error.message;
};

describe("readConfig", () => {
  it("GTW-40 needs nothing on a local chain", () => {
    const config = readConfig({});
    assert.deepEqual([config.port, config.chainId, config.keeperKey, config.maxBlockAge], [8787, 31_337, undefined, 0]);
    assert.deepEqual(config.origins, ["http://localhost:3000", "http://127.0.0.1:3000"]);
  });

  it("GTW-40 reads sizes with their units, origins of the dApp's port, and a stricter age elsewhere", () => {
    const config = readConfig({
      TALLYSTICK_GATEWAY_QUOTA: "3GiB",
      TALLYSTICK_GATEWAY_MAX_UPLOAD: "1048577",
      TALLYSTICK_PORT_APP: "3100",
      TALLYSTICK_GATEWAY_CHAIN: "11155111",
    });
    assert.deepEqual([config.quota, config.maxUpload, config.maxBlockAge], [3 * 1024 ** 3, 1_048_577, 600]);
    assert.equal(config.origins[0], "http://localhost:3100");
  });

  it("GTW-40 names every wrong setting at once, and shows no secret", () => {
    const wrong = {
      TALLYSTICK_PORT_GATEWAY: "eighty",
      TALLYSTICK_GATEWAY_QUOTA: "3GB",
      TALLYSTICK_GATEWAY_ADDRESS_QUOTA: "many",
      TALLYSTICK_GATEWAY_MARKET: "0x12",
      TALLYSTICK_GATEWAY_RPC: "ftp://node",
      TALLYSTICK_GATEWAY_GENESIS: "latest",
      TALLYSTICK_GATEWAY_ORIGINS: "https://app.example,https://app.example/path",
      TALLYSTICK_KEEPER_KEY: "sesame",
    };
    assert.throws(
      () => readConfig(wrong),
      (error: unknown) => {
        const text = problemsOf(error);
        for (const name of Object.keys(wrong)) assert.ok(text.includes(name), name);
        assert.ok(text.includes('"eighty"'));
        assert.ok(!text.includes("sesame"));
        return true;
      },
    );
    assert.throws(() => readConfig({ TALLYSTICK_KEEPER_KEY: KEY }), /must be given both or not at all/);
  });
});

describe("loadKeeper", () => {
  it("GTW-41 makes up secrets on a local chain, readable by their owner alone, and finds them again", async (context) => {
    const path = join(await temporaryFolder(context), "deep", "keeper.json");
    const made = await loadKeeper({ chainId: 31_337, given: undefined, path });
    assert.equal((await stat(path)).mode & 0o777, 0o600);
    const found = await loadKeeper({ chainId: 31_338, given: undefined, path });
    assert.equal(found.account.address, made.account.address);
    assert.equal(found.encryption.publicKey, made.encryption.publicKey);
  });

  it("GTW-41 makes up nothing on any other chain", async (context) => {
    const path = join(await temporaryFolder(context), "keeper.json");
    await assert.rejects(loadKeeper({ chainId: 1, given: undefined, path }), /there is no keeper for chain 1/);
    await assert.rejects(stat(path), { code: "ENOENT" });
  });

  it("GTW-41 takes what it is given before what is on file, and writes none of it", async (context) => {
    const path = join(await temporaryFolder(context), "keeper.json");
    const keeper = await loadKeeper({ chainId: 1, given: { account: KEY, x25519: SEED }, path });
    assert.match(keeper.account.address, /^0x/);
    await assert.rejects(stat(path), { code: "ENOENT" });
  });

  it("GTW-41 refuses well-known accounts everywhere but on local chains", async (context) => {
    const path = join(await temporaryFolder(context), "keeper.json");
    const key = mnemonicToAccount(LOCAL_MNEMONIC, { addressIndex: 19 }).getHdKey().privateKey;
    assert.ok(key);
    const given = { account: bytesToHex(key), x25519: SEED };
    await loadKeeper({ chainId: 31_337, given, path });
    await assert.rejects(
      loadKeeper({ chainId: 11_155_111, given, path }),
      /well-known test account, refused on chain 11155111/,
    );
  });

  it("GTW-41 refuses a file that others may read, or that is damaged, and leaves it as it is", async (context) => {
    const path = join(await temporaryFolder(context), "keeper.json");
    await loadKeeper({ chainId: 31_337, given: undefined, path });
    await chmod(path, 0o644);
    await assert.rejects(loadKeeper({ chainId: 31_337, given: undefined, path }), /open to other users/);
    await chmod(path, 0o600);
    await writeFile(path, '{"account":"0x12"}');
    await assert.rejects(loadKeeper({ chainId: 31_337, given: undefined, path }), /damaged/);
    assert.equal(await readFile(path, "utf8"), '{"account":"0x12"}');
  });
});

describe("startGateway", () => {
  it("GTW-44 says that a port is taken", async (context) => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    context.after(() => other.close());
    const { port } = other.address() as AddressInfo;
    await assert.rejects(
      runGateway(context, { TALLYSTICK_PORT_GATEWAY: String(port) }),
      new RegExp(`port ${port} is taken: set TALLYSTICK_PORT_GATEWAY to another`),
    );
  });

  it("GTW-44 listens on the loopback address", async (context) => {
    const gateway = await runGateway(context);
    assert.match(gateway.url, /^http:\/\/127\.0\.0\.1:\d+$/);
  });

  it("GTW-40 says when a network is unknown or has no market yet", async (context) => {
    const store = await temporaryFolder(context);
    const start = (chain: string): Promise<unknown> =>
      startGateway(readConfig({ TALLYSTICK_GATEWAY_CHAIN: chain, TALLYSTICK_GATEWAY_STORE: store }), memoryLog());
    await assert.rejects(start("999"), /Chain 999 is not a network Tallystick knows/);
    await assert.rejects(start("11155111"), /not deployed on chain 11155111/);
  });
});
