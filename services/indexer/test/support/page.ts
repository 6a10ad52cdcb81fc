import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { type Browser, chromium } from "@playwright/test";
import { findChromium } from "../../../../scripts/lib/browser.ts";
import { startSite } from "../../../../scripts/lib/site.ts";

/**
 * Milliseconds from asking for a proposal's page, built before, to its result, its first votes, and the last of its
 * figures, in a browser that has been there before. One list of times a part.
 *
 * @param ports of the chain and the indexer that it reads
 * @param result a piece of text that the whole tally makes
 */
export async function timePage(
  ports: { readonly chain: number; readonly indexer: number },
  proposal: bigint,
  result: string,
  runs: number,
): Promise<Record<"result" | "votes" | "figures", number[]>> {
  const data = await mkdtemp(join(tmpdir(), "tallystick-page-"));
  const times: Record<"result" | "votes" | "figures", number[]> = { result: [], votes: [], figures: [] };
  let site: Awaited<ReturnType<typeof startSite>> | undefined;
  let browser: Browser | undefined;
  try {
    site = await startSite({
      ...process.env,
      TALLYSTICK_NETWORKS: "localA",
      TALLYSTICK_APP_DATA: data,
      TALLYSTICK_PORT_CHAIN_A: String(ports.chain),
      TALLYSTICK_PORT_INDEXER: String(ports.indexer),
    });
    browser = await chromium.launch({ executablePath: findChromium() ?? "chromium", args: ["--no-sandbox"] });
    const page = await browser.newPage({ locale: "en-GB" });
    for (let run = -2; run < runs; run++) {
      await page.goto("about:blank");
      const start = performance.now();
      const since = async (shown: Promise<void>): Promise<number> => shown.then(() => performance.now() - start);
      void page.goto(`${site.url}/governance/${proposal}`);
      const votes = page.getByRole("region", { name: "Votes", exact: true }).getByRole("listitem").first();
      const seen = await Promise.all([
        since(page.getByText(result).first().waitFor()),
        since(votes.waitFor()),
        since(page.getByText("How few decide").first().waitFor()),
      ]);
      // The first two fill the caches of server and browser.
      if (run < 0) continue;
      times.result.push(seen[0]);
      times.votes.push(seen[1]);
      times.figures.push(seen[2]);
    }
  } finally {
    await browser?.close();
    site?.child.kill();
    await rm(data, { recursive: true, force: true });
  }
  return times;
}
