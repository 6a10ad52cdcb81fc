import type { Head } from "../chain/heads.ts";
import type { Log } from "../log.ts";
import type { Catalog } from "../store/catalog.ts";
import type { ContentStore } from "../store/store.ts";

/**
 * Removes files that were uploaded a while ago and that no anchored manifest names. Nothing is removed unless the chain's
 * events were read up to this block, and every manifest that they lead to and that is here.
 */
export function createCollecting(options: {
  catalog: Catalog;
  store: ContentStore;
  afterSeconds: number;
  followed: () => bigint | undefined;
  unread: () => number;
  now: () => number;
  log: Log;
}): (head: Head) => Promise<void> {
  const { catalog, store, log } = options;
  return async ({ number }) => {
    if (options.afterSeconds === 0 || options.followed() !== number || options.unread() > 0) return;
    for (const cid of catalog.unnamed(Math.floor(options.now() / 1000) - options.afterSeconds)) {
      await store.remove(cid);
      log.info("collected", { cid });
    }
  };
}
