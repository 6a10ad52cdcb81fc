import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Hex } from "viem";
import { releasedId } from "../../src/swaps/release.ts";
import { decodeRelease, encodeRelease, type WireRelease } from "../../src/swaps/releaseWire.ts";

// An order relay of tests: takes all, checks nothing, and shows what the test wants.

export interface ReleaseSite {
  readonly url: string;
  /** What was brought, by the lock's id. */
  readonly kept: Map<Hex, WireRelease>;
  /** Times it was asked for a release. */
  asked: number;
  /** What is shown in place of what was brought: undefined, as it came. */
  lies: ((kept: WireRelease | undefined) => readonly unknown[]) | undefined;
  /** Answers nothing but 503. */
  isDown: boolean;
  close(): Promise<void>;
}

export async function startReleaseSite(): Promise<ReleaseSite> {
  const kept = new Map<Hex, WireRelease>();
  const answered = (method: string, url: URL, body: string): object => {
    if (url.pathname !== "/api/orders/releases") return { hash: `0x${"00".repeat(32)}`, isNew: true };
    if (method === "POST") {
      const signed = decodeRelease(JSON.parse(body));
      kept.set(releasedId(signed.release), encodeRelease(signed));
      return {};
    }
    site.asked += 1;
    const found = kept.get(url.searchParams.get("lock") as Hex);
    return { releases: site.lies?.(found) ?? (found === undefined ? [] : [found]) };
  };
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (part: Buffer) => {
      body += part.toString("utf8");
    });
    request.on("end", () => {
      const url = new URL(request.url ?? "/", "http://relay");
      response.writeHead(site.isDown ? 503 : 200, { "content-type": "application/json" });
      response.end(JSON.stringify(site.isDown ? { code: "down" } : answered(request.method ?? "GET", url, body)));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const site: ReleaseSite = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ...{ kept, asked: 0, lies: undefined, isDown: false },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return site;
}
