import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { setTimeout } from "node:timers/promises";

// Debian's `litecoind`: a full node with Bitcoin Core's rules of relay, replacement among them, which the node in this process
// has not. Its scripts and amounts are Bitcoin's; only addresses are written otherwise.

/** Where `litecoind` is; undefined: it is not installed. */
export const litecoind = (process.env["PATH"] ?? "")
  .split(delimiter)
  .map((folder) => join(folder, "litecoind"))
  .find((path) => existsSync(path));

export interface Litecoin {
  readonly rpc: <T>(method: string, ...params: readonly unknown[]) => Promise<T>;
  readonly close: () => Promise<void>;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Starts a node on a chain of its own (regtest), with a wallet that has money. */
export async function startLitecoin(program: string): Promise<Litecoin> {
  const folder = await mkdtemp(join(tmpdir(), "tallystick-litecoin-"));
  const port = await freePort();
  const options = [
    ...["-regtest", `-datadir=${folder}`, "-listen=0", `-rpcport=${port}`, "-rpcuser=test", "-rpcpassword=test"],
    // MWEB's rules would ask for blocks with parts of their own.
    ...["-vbparams=mweb:4000000000:4000000001", "-fallbackfee=0.001", "-printtoconsole=0"],
    // Replacement is Bitcoin's rule, and off by default in Litecoin.
    "-mempoolreplacement=1",
    "-txindex=1",
  ];
  const node: ChildProcess = spawn(program, options, { stdio: "inherit", env: { ...process.env, HOME: folder } });
  const ended = new Promise((resolve) => node.once("close", resolve));
  const authorization = `Basic ${Buffer.from("test:test").toString("base64")}`;
  const rpc = async <T>(method: string, ...params: readonly unknown[]): Promise<T> => {
    const body = JSON.stringify({ id: 1, method, params });
    const headers = { authorization, "content-type": "application/json" };
    const response = await fetch(`http://127.0.0.1:${port}`, { method: "POST", headers, body });
    const { result, error } = (await response.json()) as { result: T; error: { message: string } | null };
    if (error) throw new Error(error.message);
    return result;
  };
  for (let i = 0; ; i++) {
    try {
      await rpc("getblockcount");
      break;
    } catch (error) {
      if (i === 150) throw error;
      await setTimeout(200);
    }
  }
  await rpc("createwallet", "");
  await rpc("generatetoaddress", 101, await rpc<string>("getnewaddress"));
  return {
    rpc,
    async close() {
      node.kill("SIGTERM");
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
