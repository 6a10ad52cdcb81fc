import { gzipSync } from "node:zlib";
import { type APIRequestContext, expect } from "@playwright/test";

/** Bytes of JavaScript, compressed, that a page may load first. */
export const mostAtFirst = 250_000;

/** Bytes of JavaScript, compressed, that a page loads before anything is done on it. */
export async function firstLoad(request: APIRequestContext, path: string): Promise<number> {
  const html = await (await request.get(path)).text();
  // Chunks for browsers without modules are never loaded by those that have them.
  const scripts = html.replace(/<script[^>]*noModule[^>]*>/gi, "").match(/\/_next\/static\/chunks\/[\w./~-]+\.js/g);
  expect(scripts?.length).toBeGreaterThan(5);
  let total = 0;
  for (const script of new Set(scripts)) {
    total += gzipSync(await (await request.get(script)).body(), { level: 9 }).length;
  }
  return total;
}
