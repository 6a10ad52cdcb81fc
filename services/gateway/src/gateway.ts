import { mkdir } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { MAX_MANIFEST_SIZE } from "@tallystick/sdk/data/format";
import { LOCAL_CHAIN_IDS } from "@tallystick/sdk/local/personas";
import { type Deployment, deployed, type Network, networkOf, networks } from "@tallystick/sdk/networks";
import type { Hex, PublicClient } from "viem";
import { createLedger, createReceipts } from "./book/ledger.ts";
import { createPeriods } from "./book/periods.ts";
import { connect } from "./chain/client.ts";
import { createMarketChain } from "./chain/marketChain.ts";
import { createTabsChain } from "./chain/tabsChain.ts";
import { type Config, ConfigError } from "./config.ts";
import { createAcquaintances } from "./duty/acquaintances.ts";
import { assembleDuties } from "./duty/assemble.ts";
import type { Duties } from "./duty/duties.ts";
import { createPeers } from "./duty/peers.ts";
import { createReplicas } from "./duty/replicas.ts";
import { createSender } from "./duty/sender.ts";
import { createSettling } from "./duty/settling.ts";
import { createHttpServer } from "./http/server.ts";
import { createManifests } from "./keys/manifests.ts";
import { createPassVerifier } from "./keys/pass.ts";
import { loadKeeper } from "./keys/secrets.ts";
import { createLimiter } from "./limits/limiter.ts";
import { createQuotas } from "./limits/quotas.ts";
import { createSlots } from "./limits/slots.ts";
import { createUploaded } from "./limits/uploaded.ts";
import type { Log } from "./log.ts";
import { createMetrics } from "./metrics.ts";
import { createPayments } from "./payment/payments.ts";
import { createTariffs } from "./payment/tariffs.ts";
import { createVouchers } from "./payment/vouchers.ts";
import { Problem } from "./problem.ts";
import { bookRoutes } from "./routes/book.ts";
import { contentRoute } from "./routes/content.ts";
import { keysRoute } from "./routes/keys.ts";
import { paymentRoutes } from "./routes/payment.ts";
import { type Check, statusRoutes } from "./routes/status.ts";
import { uploadRoutes } from "./routes/upload.ts";
import { createCatalog } from "./store/catalog.ts";
import { createNotes, forgetChain, openDatabase } from "./store/database.ts";
import { openStore } from "./store/open.ts";
import type { OpenStaged } from "./store/staging.ts";
import type { ContentStore } from "./store/store.ts";
import { createWriter } from "./store/writer.ts";

const MAX_CONNECTIONS = 2_048;
const SHUTDOWN_MS = 10_000;
const BURST = 5;
/** Room above the least that uploads leave to receipts, so that nobody can end the release of keys by filling the disk. */
const RECEIPT_ROOM = 64 * 1_048_576;
const PACE = { graceSeconds: 20, bytesPerSecond: 8_192 };

export type Gateway = {
  url: string;
  address: string;
  /** Does now what it would do unasked in a moment. */
  turn(): Promise<void>;
  /** Takes no new requests, lets those under way end (for ten seconds at most), and closes the books. */
  close(): Promise<void>;
};

/** What tests put in place of the real thing. */
export type Overrides = {
  now?: () => number;
  openStaged?: OpenStaged;
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

/** Other markets of the list that a request may have been signed for by mistake. */
function otherMarkets({ chainId, deployment: { market } }: ReturnType<typeof networkFor>) {
  return networks().flatMap(({ chainId: id, deployment }) =>
    deployment && (id !== chainId || deployment.market !== market) ? [{ chainId: id, market: deployment.market }] : [],
  );
}

/** The contracts beside the market, where the market is the one they were deployed for. */
function companionsOf(config: Config, network: Network): Deployment | undefined {
  const known = deployed(networkOf(network.chainId));
  return config.market === undefined || config.market === known.market ? known : undefined;
}

/** What is in the books is about one chain: a local one that was restarted begins them anew, any other is refused. */
function checkGenesis(database: DatabaseSync, chainId: number, genesis: Hex, log: Log): void {
  const notes = createNotes(database);
  const known = notes.get("genesis");
  if (known === genesis) return;
  if (known !== undefined && !LOCAL_CHAIN_IDS.includes(chainId)) {
    throw new Problem(503, "foreign-chain", "The gateway's books are of another chain. Give it another folder.");
  }
  if (known !== undefined) {
    forgetChain(database);
    log.info("chain-forgotten", { chain: chainId });
  }
  notes.set("genesis", genesis);
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
  const { account } = keeper;
  const database = openDatabase(join(config.store, "gateway.sqlite"));
  const { client, failures } = connect(network.rpcUrls[0] ?? "");
  const reader = { network, client: client as PublicClient };
  const companions = companionsOf(config, network);
  const { chainId } = network;
  const { market } = network.deployment;
  const chain = createMarketChain({
    chainId,
    market,
    reader,
    consent: companions?.consent,
    failures,
    genesis: config.genesis,
    onGenesis: (genesis) => checkGenesis(database, chainId, genesis, log),
    others: otherMarkets(network),
    maxBlockAge: config.maxBlockAge,
    now,
    log,
  });

  const writer = createWriter(database);
  const catalog = createCatalog(database, now);
  const plain = await openStore(config, catalog, overrides.openStaged);
  const store = overrides.free ? { ...plain, free: overrides.free } : plain;
  const receipts = createReceipts(database);
  const periods = createPeriods(database, writer);
  const vouchers = createVouchers(database);
  const tariffs = createTariffs(database, writer);
  const ledger = createLedger({
    database,
    writer,
    digestOf: chain.digests.receipt,
    sign: keeper.sign,
    now,
    hasRoom: async () => (await store.free()) >= config.minFree,
  });
  const acquaintances = createAcquaintances({
    urls: config.peers,
    expected: { chainId, market },
    notes: createNotes(database),
    now,
    log,
  });
  const peers = createPeers({ urls: config.peers, store, log });
  const manifests = createManifests(store, (cid, of) => peers.fetch(cid, MAX_MANIFEST_SIZE, of), log);
  const replicas = createReplicas({
    database,
    store,
    peers,
    manifests,
    keeper: account.address,
    versionOf: chain.anchoredVersion,
    room: async () => (await store.free()) - config.minFree - RECEIPT_ROOM,
    now,
    log,
  });
  const isLocal = LOCAL_CHAIN_IDS.includes(chainId);
  const sender = createSender({
    client: reader.client,
    chainId,
    account,
    database,
    now,
    log,
    patienceMs: isLocal ? 10_000 : 60_000,
    pollMs: isLocal ? 100 : 2_000,
  });
  const tabs = companions && createTabsChain(reader, companions.tabs, log);
  const { settleThreshold: threshold, settleSeconds: everySeconds } = config;
  const settling = tabs && createSettling({ tabs, vouchers, sender, threshold, everySeconds, now, log });
  const payments =
    tabs &&
    settling &&
    createPayments({
      tabs,
      tariffs,
      vouchers,
      writer,
      alone: config.peers.length === 0,
      isSigned: chain.isSigned,
      settle: settling.settle,
      now,
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

  let url = "";
  const ownUrl = (): string => config.url ?? url;
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
        set: { threshold: config.threshold, urls: [ownUrl(), ...config.peers], known: acquaintances.known() },
      }),
    }),
    contentRoute({
      store,
      metrics,
      proxies,
      limiter: limiter(config.contentRate),
      downloads: createSlots(config.downloadsAtOnce),
      fetchMissing: replicas.fetchMissing,
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
      ledger,
      payments,
      metrics,
      log,
      now,
      proxies,
      manifests,
      accounts: limiter(config.keyRate),
      addresses: limiter(config.keyRate),
    }),
    ...bookRoutes({ receipts, periods, proxies, limiter: limiter(config.contentRate) }),
    ...(tabs
      ? paymentRoutes({
          tariffs,
          vouchers,
          tabs,
          keeper: account.address,
          proxies,
          limiter: limiter(config.contentRate),
          signerOfTariff: chain.signerOfTariff,
          ownerOf: chain.ownerOf,
          isTabQuery: chain.isTabQuery,
          now,
        })
      : []),
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

  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const duties: Duties | undefined =
    tabs &&
    settling &&
    companions &&
    assembleDuties({
      config,
      database,
      reader,
      deployment: companions,
      chain,
      keeper,
      receipts,
      periods,
      vouchers,
      sender,
      tabs,
      settling,
      replicas,
      acquaintances,
      catalog,
      store,
      metrics,
      now,
      log,
    });

  const close = async (): Promise<void> => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    // A connection may go idle only now, and would then be kept for its client's next request.
    const idle = setInterval(() => server.closeIdleConnections(), 50);
    const cut = setTimeout(() => server.closeAllConnections(), SHUTDOWN_MS);
    await closed;
    await duties?.stop();
    clearInterval(idle);
    clearTimeout(cut);
    database.close();
  };
  let closing: Promise<void> | undefined;

  return {
    url,
    address: account.address,
    turn: async () => await duties?.turn(),
    close() {
      closing ??= close();
      return closing;
    },
  };
}
