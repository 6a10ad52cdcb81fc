import { join } from "node:path";
import type { BackendConfig, Config } from "../config.ts";
import type { Backend } from "./backend.ts";
import type { Catalog } from "./catalog.ts";
import { createFolder } from "./folder.ts";
import { createIpfs } from "./ipfs.ts";
import { createS3 } from "./s3.ts";
import type { OpenStaged } from "./staging.ts";
import { type ContentStore, createStore } from "./store.ts";

function backendOf(config: BackendConfig, folder: string): Backend {
  if (config.kind === "ipfs") return createIpfs(config);
  if (config.kind === "s3") return createS3(config);
  return createFolder(join(folder, "content"));
}

/** The store that the configuration asks for. Uploads are staged in the gateway's folder whatever it is. */
export function openStore(config: Config, catalog: Catalog, open?: OpenStaged): Promise<ContentStore> {
  return createStore(config.store, catalog, backendOf(config.backend, config.store), open);
}
