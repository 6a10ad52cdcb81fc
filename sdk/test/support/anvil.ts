import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import hre from "hardhat";
import { createClient, http } from "viem";
import { deployAll } from "../../../deploy/deploy.ts";
import { localA } from "../../../deploy/parameters/local.ts";
import { connectReader, type Reader } from "../../src/chain/actor.ts";
import { networkOf } from "../../src/networks.ts";

const program = join(import.meta.dirname, "../../../node_modules/@foundry-rs/anvil-linux-amd64/bin/anvil");

/** Whether the other node is installed: not on every platform. */
export const hasAnvil = existsSync(program);

/** A node of another make, in a process of its own, with everything deployed. Its tracers take another state. */
export async function anvilChain(
  ...more: readonly string[]
): Promise<{ readonly reader: Reader; readonly close: () => Promise<void> }> {
  const node = spawn(program, ["--port", "0", "--chain-id", "31337", "--hardfork", "osaka", ...more], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = new Promise((resolve) => node.once("close", resolve));
  const close = async (): Promise<void> => {
    node.kill();
    await ended;
  };
  try {
    const rpc = await new Promise<string>((resolve, reject) => {
      node.once("error", reject);
      node.once("close", (code) => reject(new Error(`anvil ended with ${code} before it listened`)));
      node.stdout.on("data", (text) => {
        const place = /Listening on (\S+)/.exec(String(text))?.[1];
        if (place !== undefined) resolve(`http://${place}`);
      });
    });
    const client = createClient({ transport: http(rpc) });
    const request = client.request as (args: { method: string; params: unknown[] }) => Promise<unknown>;
    // Power counts from the second after: two blocks must not be of the same one.
    await request({ method: "anvil_setBlockTimestampInterval", params: [1] });
    await deployAll(hre, { provider: client } as unknown as Parameters<typeof deployAll>[1], localA);
    return { reader: connectReader({ ...networkOf(31337, {}), rpcUrls: [rpc] }), close };
  } catch (error) {
    await close();
    throw error;
  }
}
