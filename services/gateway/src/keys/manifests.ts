import { rawCid } from "@tallystick/sdk/data/cid";
import type { Manifest } from "@tallystick/sdk/data/manifest";
import { type AnchoredVersion, verifyManifest } from "@tallystick/sdk/data/verifyManifest";
import { isTallystickError } from "@tallystick/sdk/errors";
import { describeError, type Log } from "../log.ts";
import type { ContentStore } from "../store/store.ts";

export type Manifests = {
  /** The manifest that this version anchors; nothing when the store lacks it or it does not fit the chain. */
  load(version: AnchoredVersion): Promise<Manifest | undefined>;
};

const MAX_CACHED = 64;

/** Manifests of the store, checked in full against the chain's anchor before they are used, and kept once checked. */
export function createManifests(store: ContentStore, log: Log): Manifests {
  const checked = new Map<string, Manifest>();

  const read = async (cid: string, size: number): Promise<Uint8Array> => {
    const parts: Uint8Array[] = [];
    for await (const part of store.read(cid, 0, size)) parts.push(part);
    return Buffer.concat(parts);
  };

  return {
    async load(version) {
      const { dataset, version: number, publisher, anchor } = version;
      const key = `${dataset}/${number}/${publisher}/${anchor.manifest}/${anchor.root}/${anchor.size}/${anchor.keyCommitment}`;
      const known = checked.get(key);
      if (known) return known;
      const stored = store.find(rawCid(anchor.manifest));
      if (!stored) return undefined;
      try {
        const manifest = await verifyManifest(await read(stored.cid, stored.size), version);
        checked.set(key, manifest);
        if (checked.size > MAX_CACHED) checked.delete(checked.keys().next().value ?? key);
        return manifest;
      } catch (error) {
        if (!isTallystickError(error)) throw error;
        log.info("manifest-refused", { cid: stored.cid, reason: describeError(error) });
        return undefined;
      }
    },
  };
}
