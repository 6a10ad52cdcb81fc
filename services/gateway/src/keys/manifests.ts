import { rawCid } from "@tallystick/sdk/data/cid";
import type { Manifest } from "@tallystick/sdk/data/manifest";
import { type AnchoredVersion, verifyManifest } from "@tallystick/sdk/data/verifyManifest";
import { isTallystickError } from "@tallystick/sdk/errors";
import type { Address } from "viem";
import { describeError, type Log } from "../log.ts";
import type { StoredContent } from "../store/catalog.ts";
import type { ContentStore } from "../store/store.ts";

export type Manifests = {
  /** The manifest that this version anchors; nothing when the store lacks it or it does not fit the chain. */
  load(version: AnchoredVersion): Promise<Manifest | undefined>;
};

/** Gets a raw block that the chain names from other keepers of the set; nothing where none has it. */
export type FetchBlock = (cid: string, account: Address) => Promise<StoredContent | undefined>;

const MAX_CACHED = 64;

/** Manifests of the store, checked in full against the chain's anchor before they are used, and kept once checked. */
export function createManifests(store: ContentStore, fetchBlock: FetchBlock, log: Log): Manifests {
  const checked = new Map<string, Manifest>();

  const read = async (content: StoredContent): Promise<Uint8Array> => {
    const parts: Uint8Array[] = [];
    for await (const part of store.read(content, 0, content.size)) parts.push(part);
    return Buffer.concat(parts);
  };

  return {
    async load(version) {
      const { dataset, version: number, publisher, anchor } = version;
      const key = `${dataset}/${number}/${publisher}/${anchor.manifest}/${anchor.root}/${anchor.size}/${anchor.keyCommitment}`;
      const known = checked.get(key);
      if (known) return known;
      const cid = rawCid(anchor.manifest);
      const stored = store.find(cid) ?? (await fetchBlock(cid, publisher));
      if (!stored) return undefined;
      try {
        const manifest = await verifyManifest(await read(stored), version);
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
