import { type Bytes, concat } from "@tallystick/sdk/data/bytes";
import { checkRawBlock, rawCidHash } from "@tallystick/sdk/data/cid";
import { MAX_MANIFEST_SIZE } from "@tallystick/sdk/data/format";
import type { Address } from "viem";
import { describeError, type Log } from "../log.ts";
import type { StoredContent } from "../store/catalog.ts";
import type { ContentStore } from "../store/store.ts";

/** Seconds in which a peer must begin to answer, and of silence after which it is given up. */
const SILENCE_MS = 15_000;

/** How long a content that no peer had is not asked for again. */
const MISSED_MS = 5_000;
const MAX_MISSED = 10_000;

export type Peers = {
  urls: readonly string[];
  /** Fetches a content of at most `limit` bytes from the first peer that gives the right bytes, and stores it. */
  fetch(cid: string, limit: number, account: Address): Promise<StoredContent | undefined>;
};

/** The other keepers of the set, as places to fetch from. They are not believed: the CID tells. */
export function createPeers(options: { urls: readonly string[]; store: ContentStore; log: Log }): Peers {
  const { urls, store, log } = options;

  const fetchFrom = async (url: string, cid: string, limit: number, account: Address): Promise<StoredContent> => {
    const silence = new AbortController();
    const timer = setTimeout(() => silence.abort(), SILENCE_MS);
    try {
      const response = await fetch(`${url.replace(/\/+$/, "")}/v1/content/${cid}`, {
        redirect: "error",
        signal: silence.signal,
        // A peer that lacks it too must not ask back.
        headers: { "x-tallystick-peer": "1" },
      });
      if (response.status !== 200 || response.body === null) {
        await response.body?.cancel().catch(() => undefined);
        throw new Error(`status ${response.status}`);
      }
      const body = bounded(response.body, limit, timer);
      // A raw block may be larger than a leaf of a file.
      return await (rawCidHash(cid) === undefined
        ? store.addFile(body, account, cid)
        : addRaw(store, await readAll(body, MAX_MANIFEST_SIZE), account, cid));
    } finally {
      clearTimeout(timer);
    }
  };

  const missed = new Map<string, number>();

  return {
    urls,
    async fetch(cid, limit, account) {
      if ((missed.get(cid) ?? 0) > Date.now()) return undefined;
      for (const url of urls) {
        try {
          const content = await fetchFrom(url, cid, limit, account);
          log.info("replicated", { cid, size: content.size });
          return content;
        } catch (error) {
          log.info("peer-failed", { cid, error: describeError(error) });
        }
      }
      missed.delete(cid);
      missed.set(cid, Date.now() + MISSED_MS);
      if (missed.size > MAX_MISSED) missed.delete(missed.keys().next().value ?? cid);
      return undefined;
    },
  };
}

async function addRaw(store: ContentStore, bytes: Bytes, account: Address, cid: string): Promise<StoredContent> {
  await checkRawBlock(cid, bytes);
  return await store.addBlock(bytes, account);
}

async function readAll(source: AsyncIterable<Uint8Array>, limit: number): Promise<Bytes> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of source) {
    size += part.length;
    if (size > limit) throw new Error(`a block of more than ${limit} bytes came`);
    parts.push(part);
  }
  return concat(...parts);
}

/** Bytes of a body, no more than `limit`; each piece gives the peer time for the next. */
async function* bounded(
  body: ReadableStream<Uint8Array>,
  limit: number,
  timer: NodeJS.Timeout,
): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const bytes of body) {
    size += bytes.length;
    if (size > limit) throw new Error(`more than ${limit} bytes came`);
    timer.refresh();
    yield bytes;
  }
}
