import { join } from "node:path";
import { root } from "../scripts/lib/files.ts";
import { runNode } from "../scripts/lib/run.ts";

/** Runs the bench of a large portfolio's page, which says itself what it measures and fails when a figure is missed. */
export async function benchPortfolio(): Promise<string[]> {
  const { code } = await runNode([join(root, "services/indexer/bench/portfolioPage.ts")], { echo: true });
  return code === 0 ? [] : ["The bench of a portfolio's page failed."];
}
