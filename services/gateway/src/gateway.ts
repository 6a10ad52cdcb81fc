import { mkdir } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { deployed, type Network, networkOf, networks } from "@tallystick/sdk/networks";
import { connect } from "./chain/client.ts";
import { createMarketChain, type MarketChain } from "./chain/marketChain.ts";
import { type Config, ConfigError } from "./config.ts";
import { createHttpServer } from "./http/server.ts";
import { createManifests } from "./keys/manifests.ts";
import { createNonces } from "./keys/nonces.ts";
import { createPassVerifier } from "./keys/pass.ts";
import { createReceiptBook } from "./keys/receipts.ts";
import { loadKeeper } from "./keys/secrets.ts";
import { createLimiter } from "./limits/limiter.ts";
import { createQuotas } from "./limits/quotas.ts";
import { createSlots } from "./limits/slots.ts";
import { createUploaded } from "./limits/uploaded.ts";
import type { Log } from "./log.ts";
import { createMetrics } from "./metrics.ts";
import { contentRoute } from "./routes/content.ts";
import { keysRoute } from "./routes/keys.ts";
import { type Check, statusRoutes } from "./routes/status.ts";
import { uploadRoutes } from "./routes/upload.ts";
import { createCatalog } from "./store/catalog.ts";
import { openDatabase } from "./store/database.ts";
import { type ContentStore, createFolderStore, type OpenBlocks } from "./store/store.ts";

const MAX_CONNECTIONS = 2_048;
const SHUTDOWN_MS = 10_000;
const BURST = 5;
/** Room above the least that uploads leave to receipts, so that nobody can end the release of keys by filling the disk. */
const RECEIPT_ROOM = 64 * 1_048_576;
const PACE = { graceSeconds: 20, bytesPerSecond: 8_192 };

export type Gateway = {
  url: string;
  address: string;
  /** Takes no new requests, lets those under way end (for ten seconds at most), and closes the books. */
  close(): Promise<void>;
};

/** What tests put in place of the real thing. */
export type Overrides = {
  now?: () => number;
  openBlocks?: OpenBlocks;
  free?: () => Promise<number>;
  pace?: typeof PACE;
};

/** The network to serve, with what the configuration says otherwise. */
function networkFor(config: Config): Network & { deployment: NonNullable<Network["deployment"]> } {
  try {
    const network = networkOf(config.chainId);
    const deployment = deployed(network);
    return {
      ...network,
      rpcUrls: config.rpc ? [config.rpc] : network.rpcUrls,
      deployment: { ...deployment, market: config.market ?? deployment.market },
    };
  } catch (error) {
    throw new ConfigError([error instanceof Error ? error.message : String(error)]);
  }
}

function connectChain(
  config: Config,
  network: ReturnType<typeof networkFor>,
  now: () => number,
  log: Log,
): MarketChain {
  const { client, failures } = connect(network.rpcUrls[0] ?? "");
  const { market } = network.deployment;
  const others = networks().flatMap(({ chainId, deployment }) =>
    deployment && (chainId !== network.chainId || deployment.market !== market)
      ? [{ chainId, market: deployment.market }]
      : [],
  );
  const { genesis, maxBlockAge } = config;
  const reader = { network, client };
  return createMarketChain({
    chainId: network.chainId,
    market,
    reader,
    failures,
    genesis,
    others,
    maxBlockAge,
    now,
    log,
  });
}

function storeChecks(store: ContentStore, minFree: number): Check[] {
  return [
    {
      name: "store",
      run: async () => {
        const error: unknown = await store.probe().catch((reason: unknown) => reason ?? true);
        return error === undefined ? undefined : "the folder can't be written to";
      },
    },
    {
      name: "disk",
      run: async () => ((await store.free()) < minFree ? "there is too little room on the disk" : undefined),
    },
  ];
}

/** Starts a gateway: content store and key keeper for one chain and market, on 127.0.0.1. */
export async function startGateway(config: Config, log: Log, overrides: Overrides = {}): Promise<Gateway> {
  const now = overrides.now ?? Date.now;
  const network = networkFor(config);
  await mkdir(config.store, { recursive: true });
  const { keeperKey, keeperSeed } = config;
  const keeper = await loadKeeper({
    chainId: config.chainId,
    given: keeperKey && keeperSeed ? { account: keeperKey, x25519: keeperSeed } : undefined,
    path: join(config.store, "keeper.json"),
  });
  const chain = connectChain(config, network, now, log);
  const { chainId, market } = chain;
  const { account } = keeper;

  const database = openDatabase(join(config.store, "gateway.sqlite"));
  const catalog = createCatalog(database, now);
  const folder = await createFolderStore(config.store, catalog, overrides.openBlocks);
  const store = overrides.free ? { ...folder, free: overrides.free } : folder;
  const receipts = await createReceiptBook({
    folder: join(config.store, "receipts"),
    chainId,
    market,
    account,
    hasRoom: async () => (await store.free()) >= config.minFree,
  });
  const uploaded = createUploaded(database, now);
  const accounts = createQuotas({
    quota: config.quota,
    atOnce: config.uploadsAtOnce,
    usage: catalog.usage,
    sentences: {
      exceeded: `This account may store ${config.quota} bytes here, and has used them up.`,
      atOnce: `At most ${config.uploadsAtOnce} uploads of an account run at once.`,
    },
  });
  const addresses = createQuotas({
    quota: config.addressQuota,
    atOnce: config.connections,
    usage: uploaded.today,
    sentences: {
      exceeded: `At most ${config.addressQuota} bytes a day are taken from one address. Try again tomorrow.`,
      atOnce: `At most ${config.connections} uploads of an address run at once.`,
    },
  });
  const metrics = createMetrics();
  metrics.gauge("uploads_open", "Uploads under way.", () => accounts.running());
  metrics.gauge("stored_bytes", "Bytes of content stored.", () => catalog.total());
  metrics.gauge("free_bytes", "Bytes free on the store's disk.", () => store.free());
  metrics.gauge("resident_bytes", "Memory of the process.", () => process.memoryUsage.rss());

  const limiter = (rate: number) => createLimiter({ rate, burst: rate * BURST, now });
  const { proxies, maxUpload, minFree } = config;
  const routes = [
    ...statusRoutes({
      metrics,
      proxies,
      limiter: limiter(config.contentRate),
      checks: [{ name: "chain", run: chain.check }, ...storeChecks(store, minFree)],
      keeper: async () => ({
        address: account.address,
        publicKey: keeper.encryption.publicKey,
        chainId,
        market,
        genesis: await chain.genesis(),
        maxUpload,
      }),
    }),
    contentRoute({
      store,
      metrics,
      proxies,
      limiter: limiter(config.contentRate),
      downloads: createSlots(config.downloadsAtOnce),
    }),
    ...uploadRoutes({
      store,
      metrics,
      proxies,
      maxUpload,
      minFree: minFree + RECEIPT_ROOM,
      pace: overrides.pace ?? PACE,
      limiter: limiter(config.contentRate),
      accounts,
      addresses,
      uploaded,
      verifyPass: createPassVerifier({
        keeper: account.address,
        accounts: limiter(config.contentRate),
        isSigned: chain.isUpload,
        now,
      }),
    }),
    keysRoute({
      keeper,
      chain,
      receipts,
      metrics,
      log,
      now,
      proxies,
      manifests: createManifests(store, log),
      nonces: createNonces(database, now),
      accounts: limiter(config.keyRate),
      addresses: limiter(config.keyRate),
    }),
  ];

  const { origins, headersMs, idleMs } = config;
  const server = createHttpServer({
    routes,
    origins,
    log,
    metrics,
    headersMs,
    idleMs,
    maxConnections: MAX_CONNECTIONS,
    connectionsPerAddress: proxies > 0 ? MAX_CONNECTIONS : config.connections,
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      const taken = error.code === "EADDRINUSE";
      reject(taken ? new ConfigError([`port ${config.port} is taken: set TALLYSTICK_PORT_GATEWAY to another`]) : error);
    });
    server.listen(config.port, "127.0.0.1", resolve);
  }).catch((error: unknown) => {
    database.close();
    throw error;
  });

  const close = async (): Promise<void> => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    // A connection may go idle only now, and would then be kept for its client's next request.
    const idle = setInterval(() => server.closeIdleConnections(), 50);
    const cut = setTimeout(() => server.closeAllConnections(), SHUTDOWN_MS);
    await closed;
    clearInterval(idle);
    clearTimeout(cut);
    database.close();
  };
  let closing: Promise<void> | undefined;

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    address: account.address,
    close() {
      closing ??= close();
      return closing;
    },
  };
}
