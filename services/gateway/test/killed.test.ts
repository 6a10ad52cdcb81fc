import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { describe, it } from "node:test";
import { privateKeyToAccount } from "viem/accounts";
import { createNonces } from "../src/keys/nonces.ts";
import { openDatabase } from "../src/store/database.ts";
import { temporaryFolder } from "./support.ts";

const reader = privateKeyToAccount(`0x${"9".repeat(64)}`).address;
const nonce = `0x${"ab".repeat(32)}` as const;
const EXPIRY = 2_000_000_000n;

/** A process that uses the nonce, says so, and then goes on until it is killed. */
function using(path: string): ChildProcess {
  const at = (file: string): string => JSON.stringify(new URL(`../src/${file}`, import.meta.url).href);
  const script = `
    const { createNonces } = await import(${at("keys/nonces.ts")});
    const { openDatabase } = await import(${at("store/database.ts")});
    const nonces = createNonces(openDatabase(${JSON.stringify(path)}));
    process.stdout.write(String(nonces.use(${JSON.stringify(reader)}, ${JSON.stringify(nonce)}, ${EXPIRY}n)));
    setInterval(() => undefined, 1000);`;
  return spawn(process.execPath, ["--input-type=module", "-e", script], { stdio: ["ignore", "pipe", "inherit"] });
}

describe("a gateway that is killed right after an answer", () => {
  it("GTW-24 still knows the nonce that was used", async (context) => {
    const path = join(await temporaryFolder(context), "gateway.sqlite");
    const child = using(path);
    context.after(() => child.kill("SIGKILL"));
    const [said] = (await once(child.stdout as NonNullable<ChildProcess["stdout"]>, "data")) as [Buffer];
    assert.equal(said.toString(), "true");
    child.kill("SIGKILL");
    await once(child, "exit");
    const database = openDatabase(path);
    context.after(() => database.close());
    assert.equal(createNonces(database).use(reader, nonce, EXPIRY), false);
  });
});
