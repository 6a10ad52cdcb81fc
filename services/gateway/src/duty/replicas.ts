import type { DatabaseSync } from "node:sqlite";
import { rawCid } from "@tallystick/sdk/data/cid";
import { MAX_MANIFEST_SIZE } from "@tallystick/sdk/data/format";
import type { Manifest } from "@tallystick/sdk/data/manifest";
import type { AnchoredVersion } from "@tallystick/sdk/data/verifyManifest";
import { type Address, type Hex, isAddressEqual, numberToHex } from "viem";
import type { Manifests } from "../keys/manifests.ts";
import { describeError, type Log } from "../log.ts";
import { Problem } from "../problem.ts";
import type { StoredContent } from "../store/catalog.ts";
import type { ContentStore } from "../store/store.ts";
import type { Peers } from "./peers.ts";

/** A manifest that no peer has is asked for again later and later, an hour apart in the end. */
const MAX_PAUSE_MS = 3_600_000;
/** How long a reader waits for what is being fetched; later he is told to ask again. */
const PATIENCE_MS = 20_000;

export type Replicas = {
  /** A version was anchored: its manifest names what is to be held. */
  note(dataset: bigint, version: number, manifest: Hex): void;
  /** Reads new manifests, and fetches what they say this keeper is to hold. */
  tick(): Promise<void>;
  /** Fetches a content that is to be held and is not there. Throws `Problem` 503 when that takes long. */
  fetchMissing(cid: string): Promise<StoredContent | undefined>;
  /** Contents that are to be held and are missing. */
  missing(): number;
  /** Anchored manifests that are here and not read yet: what they name is not known. */
  unread(): number;
};

/**
 * Keeps the files of all anchored versions whose manifest names this keeper, fetching from its peers what was uploaded to
 * them. Nothing is fetched that the chain does not lead to, nothing larger than the manifest says, and nothing is kept
 * under a CID that is not its own.
 */
export function createReplicas(options: {
  database: DatabaseSync;
  store: ContentStore;
  peers: Peers;
  manifests: Manifests;
  keeper: Address;
  versionOf: (dataset: bigint, version: number) => Promise<AnchoredVersion>;
  /** Bytes that may still be taken in. */
  room: () => Promise<number>;
  now: () => number;
  log: Log;
}): Replicas {
  const { database, store, peers, manifests, keeper, log } = options;
  const noteManifest = database.prepare("INSERT OR IGNORE INTO manifest VALUES (?, ?, ?, 0)");
  const unread = database.prepare("SELECT cid, dataset, version FROM manifest WHERE read = 0");
  const markRead = database.prepare("UPDATE manifest SET read = 1 WHERE cid = ?");
  const name = database.prepare(
    "INSERT INTO named VALUES (?, ?, ?, ?) ON CONFLICT (cid) DO UPDATE SET wanted = max(wanted, excluded.wanted)",
  );
  const findNamed = database.prepare("SELECT size, account FROM named WHERE cid = ? AND wanted = 1");
  const wanted = database.prepare(
    "SELECT cid FROM named WHERE wanted = 1 AND cid NOT IN (SELECT cid FROM content WHERE complete = 1)",
  );
  const pauses = new Map<string, { until: number; ms: number }>();
  const running = new Map<string, Promise<StoredContent | undefined>>();

  const isPaused = (key: string): boolean => (pauses.get(key)?.until ?? 0) > options.now();
  const pause = (key: string): void => {
    const ms = Math.min((pauses.get(key)?.ms ?? 1_000) * 2, MAX_PAUSE_MS);
    pauses.set(key, { until: options.now() + ms, ms });
  };

  const readManifest = async (cid: string, dataset: bigint, version: number): Promise<void> => {
    const anchored = await options.versionOf(dataset, version);
    if (rawCid(anchored.anchor.manifest) !== cid) return;
    const manifest = await manifests.load(anchored);
    // One that is here, and is not what the chain says, names nothing.
    if (manifest === undefined && store.find(cid) !== undefined) return void markRead.run(cid);
    if (manifest === undefined) return pause(cid);
    nameAll(cid, manifest);
    markRead.run(cid);
    pauses.delete(cid);
  };

  const nameAll = (cid: string, { publisher, segments, keepers }: Manifest): void => {
    const isOurs = keepers.list.some(({ address }) => isAddressEqual(address, keeper)) ? 1 : 0;
    name.run(cid, null, publisher, isOurs);
    for (const { cid: content, size, leavesCid } of segments) {
      name.run(content, size, publisher, isOurs);
      if (leavesCid !== undefined) name.run(leavesCid, null, publisher, isOurs);
    }
  };

  const fetchOne = async (cid: string): Promise<StoredContent | undefined> => {
    const row = findNamed.get(cid);
    if (row === undefined) return undefined;
    const limit = Math.min(Number(row.size ?? MAX_MANIFEST_SIZE), await options.room());
    if (row.size !== null && limit < Number(row.size)) return undefined;
    const found = await peers.fetch(cid, limit, row.account as Address);
    if (found === undefined) pause(cid);
    else pauses.delete(cid);
    return found;
  };

  /** Once for all who want it at the same time. */
  const fetchOnce = (cid: string): Promise<StoredContent | undefined> => {
    const known = running.get(cid);
    if (known) return known;
    const fetching = fetchOne(cid).finally(() => running.delete(cid));
    running.set(cid, fetching);
    return fetching;
  };

  return {
    note: (dataset, version, manifest) =>
      void noteManifest.run(rawCid(manifest), numberToHex(dataset, { size: 32 }), version),
    async tick() {
      for (const { cid, dataset, version } of unread.all()) {
        const key = String(cid);
        if (isPaused(key)) continue;
        await readManifest(key, BigInt(String(dataset)), Number(version)).catch((error: unknown) => {
          pause(key);
          log.error("manifest-unread", { cid: key, error: describeError(error) });
        });
      }
      for (const { cid } of wanted.all()) {
        const key = String(cid);
        if (!isPaused(key)) await fetchOnce(key).catch(() => pause(key));
      }
    },
    async fetchMissing(cid) {
      if (findNamed.get(cid) === undefined || (isPaused(cid) && !running.has(cid))) return undefined;
      const late = new Promise<"late">((resolve) => setTimeout(resolve, PATIENCE_MS, "late").unref());
      const found = await Promise.race([fetchOnce(cid), late]);
      if (found !== "late") return found;
      throw new Problem(503, "fetching", "This content is being fetched from another keeper. Try again shortly.", {
        "retry-after": "10",
      });
    },
    missing: () => wanted.all().length,
    unread: () => unread.all().filter(({ cid }) => store.find(String(cid)) !== undefined).length,
  };
}
