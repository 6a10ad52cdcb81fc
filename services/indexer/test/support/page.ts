import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { type Browser, chromium, type Page } from "@playwright/test";
import { findChromium } from "../../../../scripts/lib/browser.ts";
import { startSite } from "../../../../scripts/lib/site.ts";

/**
 * Milliseconds from asking for a page of the site, built before, to each of its parts, in a browser that has been there
 * before. One list of times a part.
 *
 * @param ports of the chain and the indexer that it reads
 * @param shown waits for each part of the page
 */
export async function timePage<Part extends string>(
  ports: { readonly chain: number; readonly indexer: number },
  path: string,
  shown: (page: Page) => Readonly<Record<Part, Promise<void>>>,
  runs: number,
): Promise<Record<Part, number[]>> {
  const data = await mkdtemp(join(tmpdir(), "tallystick-page-"));
  const times = {} as Record<Part, number[]>;
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
      void page.goto(`${site.url}${path}`);
      const parts = Object.entries<Promise<void>>(shown(page)).map(async ([part, isShown]) => {
        await isShown;
        return [part as Part, performance.now() - start] as const;
      });
      for (const [part, time] of await Promise.all(parts)) {
        times[part] ??= [];
        // The first two fill the caches of server and browser.
        if (run >= 0) times[part].push(time);
      }
    }
  } finally {
    await browser?.close();
    site?.child.kill();
    await rm(data, { recursive: true, force: true });
  }
  return times;
}

/** The same of a proposal's page: its result (a piece of text that the whole tally makes), first votes, last figures. */
export function timeProposal(
  ports: { readonly chain: number; readonly indexer: number },
  proposal: bigint,
  result: string,
  runs: number,
): Promise<Record<"result" | "votes" | "figures", number[]>> {
  return timePage(
    ports,
    `/governance/${proposal}`,
    (page) => ({
      result: page.getByText(result).first().waitFor(),
      votes: page.getByRole("region", { name: "Votes", exact: true }).getByRole("listitem").first().waitFor(),
      figures: page.getByText("How few decide").first().waitFor(),
    }),
    runs,
  );
}
