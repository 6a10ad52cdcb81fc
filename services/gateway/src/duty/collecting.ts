import type { Log } from "../log.ts";
import type { Catalog } from "../store/catalog.ts";
import type { ContentStore } from "../store/store.ts";

/**
 * Removes files that were uploaded a while ago and that no anchored manifest names. To be run when the chain's events
 * were read to the newest block; while a manifest that is anchored could not be read, nothing is removed.
 */
export function createCollecting(options: {
  catalog: Catalog;
  store: ContentStore;
  afterSeconds: number;
  unread: () => number;
  now: () => number;
  log: Log;
}): () => Promise<void> {
  const { catalog, store, log } = options;
  return async () => {
    if (options.afterSeconds === 0 || options.unread() > 0) return;
    for (const cid of catalog.unnamed(Math.floor(options.now() / 1000) - options.afterSeconds)) {
      await store.remove(cid);
      log.info("collected", { cid });
    }
  };
}
