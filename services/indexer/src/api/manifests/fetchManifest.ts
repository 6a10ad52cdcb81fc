import { createHash } from "node:crypto";
import { rawCid } from "@tallystick/sdk/data/cid";
import { MAX_MANIFEST_SIZE } from "@tallystick/sdk/data/format";
import type { Hex } from "viem";

/** What a gateway had under a manifest's hash. */
export type Fetched =
  | { readonly kind: "bytes"; readonly bytes: Uint8Array }
  /** Not there, or not now: worth another try. */
  | { readonly kind: "missing"; readonly reason: string }
  /** It is there, and will never be good. */
  | { readonly kind: "refused"; readonly reason: string }
  /** The gateway itself does not answer. */
  | { readonly kind: "unreachable"; readonly reason: string };

const TIMEOUT = 5_000;
// Read this far to tell an oversize manifest from a gateway that sends something else.
const MAX_READ = 4 * MAX_MANIFEST_SIZE;

/** Fetches the raw block with this sha-256. What a gateway sends is believed only if it hashes to it. */
export async function fetchManifest(gateway: string, hash: Hex, timeout = TIMEOUT): Promise<Fetched> {
  const url = `${gateway.replace(/\/$/, "")}/v1/content/${rawCid(hash)}`;
  try {
    const response = await fetch(url, {
      redirect: "error",
      signal: AbortSignal.timeout(timeout),
    });
    if (response.status === 404) {
      await response.body?.cancel();
      return { kind: "missing", reason: "The gateway does not have it." };
    }
    if (!response.ok || response.body === null) {
      await response.body?.cancel();
      return {
        kind: "missing",
        reason: `The gateway answered ${response.status}.`,
      };
    }
    return await readChecked(response.body, hash);
  } catch {
    return { kind: "unreachable", reason: "The gateway does not answer." };
  }
}

async function readChecked(body: ReadableStream<Uint8Array>, hash: Hex): Promise<Fetched> {
  const digest = createHash("sha256");
  const kept: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > MAX_READ) break;
    digest.update(chunk);
    if (size <= MAX_MANIFEST_SIZE) kept.push(chunk);
  }
  if (size > MAX_READ || `0x${digest.digest("hex")}` !== hash) {
    return {
      kind: "missing",
      reason: "The gateway sent something else under its name.",
    };
  }
  if (size > MAX_MANIFEST_SIZE) {
    const max = MAX_MANIFEST_SIZE;
    return {
      kind: "refused",
      reason: `It has ${size} bytes; at most ${max} are allowed.`,
    };
  }
  return { kind: "bytes", bytes: Buffer.concat(kept) };
}
