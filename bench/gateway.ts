import { join } from "node:path";
import { root } from "../scripts/lib/files.ts";
import { runNode } from "../scripts/lib/run.ts";

/** Runs the gateway's throughput bench, which says itself what it measures and fails when a figure is missed. */
export async function benchGateway(): Promise<string[]> {
  const { code } = await runNode([join(root, "bench/gateway/throughput.ts")], { echo: true });
  return code === 0 ? [] : ["The gateway's throughput bench failed."];
}
