import { join } from "node:path";
import { root } from "../scripts/lib/files.ts";
import { runNode } from "../scripts/lib/run.ts";

/** Runs the ballot relay's bench, which says itself what it measures and fails when a figure is missed. */
export async function benchBallots(): Promise<string[]> {
  const { code } = await runNode([join(root, "bench/ballots/throughput.ts")], { echo: true });
  return code === 0 ? [] : ["The ballot relay's bench failed."];
}
