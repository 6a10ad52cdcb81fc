import { resolve } from "node:path";
import { MAX_KEEPERS } from "@tallystick/sdk/data/shares";
import { LOCAL_CHAIN_IDS } from "@tallystick/sdk/local/personas";
import { type Address, getAddress, type Hex, isAddress, isHash } from "viem";

const MIB = 1_048_576;
const GIB = 1024 * MIB;
const DAY = 86_400;

/** Everything the gateway can be told, read once from the environment (docs/operations/gateway.md). */
export type Config = {
  port: number;
  /** Folder of the content store, the gateway's books and, unless given by environment, the keeper's secrets. */
  store: string;
  chainId: number;
  /** JSON-RPC; default: the network's own. */
  rpc: string | undefined;
  /** Default: the network's own. */
  market: Address | undefined;
  /** Hash of the chain's first block; default: what the network's list says, else the one seen at start. */
  genesis: Hex | undefined;
  keeperKey: Hex | undefined;
  keeperSeed: Hex | undefined;
  /** Pages that may upload and ask for keys. */
  origins: readonly string[];
  /** Trusted proxies in front, whose X-Forwarded-For is believed. */
  proxies: number;
  maxUpload: number;
  /** Bytes stored for one account. */
  quota: number;
  /** Bytes taken from one address a day, whatever accounts it uses. */
  addressQuota: number;
  /** Uploads of one account at a time. */
  uploadsAtOnce: number;
  /** Downloads of one address at a time. */
  downloadsAtOnce: number;
  /** Connections of one address at a time; not counted behind a proxy. */
  connections: number;
  /** Bytes that stay free on the disk. */
  minFree: number;
  /** Content requests of one address: a second, and at once. */
  contentRate: number;
  /** Key requests of one address or account: a second, and at once. */
  keyRate: number;
  /** Oldest latest block, in seconds, of a chain that is taken to be alive; zero: any age. */
  maxBlockAge: number;
  /** Milliseconds of silence after which a connection is cut. */
  idleMs: number;
  headersMs: number;
  /** Address under which clients and other keepers reach this one; default: its own port on 127.0.0.1. */
  url: string | undefined;
  /** The other keepers of the set. */
  peers: readonly string[];
  /** Shares that publishers are told to make enough. */
  threshold: number;
  /** Milliseconds between two looks at the chain for what is to be done unasked. */
  pollMs: number;
  /** Seconds between anchors of receipts; zero: none are anchored. */
  anchorSeconds: number;
  /** Base units of unsettled money from which a tab is settled at once, and seconds after which any is. */
  settleThreshold: bigint;
  settleSeconds: number;
  /** Seconds after which an uploaded file that no anchored manifest names is removed; zero: never. */
  collectSeconds: number;
  backend: BackendConfig;
};

/** Where contents lie. */
export type BackendConfig =
  | { kind: "folder" }
  | { kind: "ipfs"; api: string; gateway: string }
  | {
      kind: "s3";
      endpoint: string;
      bucket: string;
      region: string;
      prefix: string;
      accessKeyId: string;
      secretAccessKey: string;
    };

export class ConfigError extends Error {
  constructor(problems: readonly string[]) {
    super(`The gateway can't start:\n${problems.map((problem) => `  - ${problem}`).join("\n")}`);
    this.name = "ConfigError";
  }
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads the configuration. Throws one `ConfigError` that names everything that is wrong. */
export function readConfig(environment: Environment): Config {
  const problems: string[] = [];
  const text = (name: string): string | undefined => environment[name]?.trim() || undefined;

  const integer = (name: string, fallback: number, min: number, max: number): number => {
    const value = text(name);
    if (value === undefined) return fallback;
    const number = /^\d{1,16}$/.test(value) ? Number(value) : Number.NaN;
    if (number >= min && number <= max) return number;
    problems.push(`${name} is "${value}", but must be a whole number from ${min} to ${max}`);
    return fallback;
  };
  const bytes = (name: string, fallback: number): number => {
    const value = text(name);
    if (value === undefined) return fallback;
    const match = /^(\d{1,12})(MiB|GiB|TiB)?$/.exec(value);
    const unit = { MiB: MIB, GiB: GIB, TiB: 1024 * GIB }[match?.[2] ?? ""] ?? 1;
    const number = Number(match?.[1]) * unit;
    if (Number.isSafeInteger(number)) return number;
    problems.push(`${name} is "${value}", but must be a number of bytes, as 1073741824 or 1GiB`);
    return fallback;
  };
  const secret = (name: string): Hex | undefined => {
    const value = text(name);
    if (value === undefined || isHash(value)) return value as Hex | undefined;
    // The value itself is never shown.
    problems.push(`${name} must be 0x and 64 hexadecimal digits`);
    return undefined;
  };
  const hash = (name: string): Hex | undefined => {
    const value = text(name);
    if (value === undefined || isHash(value)) return value as Hex | undefined;
    problems.push(`${name} is "${value}", but must be 0x and 64 hexadecimal digits`);
    return undefined;
  };
  const address = (name: string): Address | undefined => {
    const value = text(name);
    if (value === undefined) return undefined;
    if (isAddress(value)) return getAddress(value);
    problems.push(`${name} is "${value}", but must be an address with a right checksum`);
    return undefined;
  };
  const isHttp = (value: string): boolean => URL.canParse(value) && /^https?:$/.test(new URL(value).protocol);
  const http = (name: string, what: string): string | undefined => {
    const value = text(name);
    if (value === undefined || isHttp(value)) return value;
    // It may hold a password or key.
    problems.push(`${name} must be the http(s) address of ${what}`);
    return undefined;
  };
  const peers = (name: string): readonly string[] => {
    const values = (text(name) ?? "").split(",").map((value) => value.trim());
    const given = values.filter((value) => value !== "");
    for (const value of given) {
      if (!isHttp(value)) problems.push(`${name} holds "${value}", but must list http(s) addresses of gateways`);
    }
    if (given.length > MAX_KEEPERS - 1) problems.push(`${name} lists ${given.length}; at most ${MAX_KEEPERS - 1}`);
    return given;
  };
  const needed = (name: string, why: string): string => {
    const value = text(name);
    if (value === undefined) problems.push(`${name} is needed ${why}`);
    return value ?? "";
  };
  const backend = (): BackendConfig => {
    const kind = text("TALLYSTICK_GATEWAY_BACKEND") ?? "folder";
    if (kind === "folder") return { kind };
    const why = `where TALLYSTICK_GATEWAY_BACKEND is ${kind}`;
    if (kind === "ipfs") {
      needed("TALLYSTICK_IPFS_API", why);
      const api = http("TALLYSTICK_IPFS_API", "a Kubo RPC API") ?? "";
      return { kind, api, gateway: http("TALLYSTICK_IPFS_GATEWAY", "an IPFS gateway") ?? api };
    }
    if (kind === "s3") {
      needed("TALLYSTICK_S3_ENDPOINT", why);
      const prefix = text("TALLYSTICK_S3_PREFIX") ?? "";
      if (!/^[A-Za-z0-9/_.-]{0,200}$/.test(prefix)) problems.push("TALLYSTICK_S3_PREFIX holds odd characters");
      return {
        kind,
        endpoint: http("TALLYSTICK_S3_ENDPOINT", "an S3-compatible server") ?? "",
        bucket: needed("TALLYSTICK_S3_BUCKET", why),
        region: text("TALLYSTICK_S3_REGION") ?? "us-east-1",
        prefix,
        accessKeyId: needed("TALLYSTICK_S3_ACCESS_KEY_ID", why),
        secretAccessKey: needed("TALLYSTICK_S3_SECRET_ACCESS_KEY", why),
      };
    }
    problems.push(`TALLYSTICK_GATEWAY_BACKEND is "${kind}", but must be folder, ipfs or s3`);
    return { kind: "folder" };
  };
  const origins = (name: string, fallback: readonly string[]): readonly string[] => {
    const values = text(name)
      ?.split(",")
      .map((value) => value.trim());
    if (values === undefined) return fallback;
    for (const value of values) {
      if (URL.canParse(value) && new URL(value).origin === value) continue;
      problems.push(`${name} holds "${value}", but must list origins, as https://app.example`);
    }
    return values;
  };

  const appPort = integer("TALLYSTICK_PORT_APP", 3000, 1, 65_535);
  const chainId = integer("TALLYSTICK_GATEWAY_CHAIN", 31_337, 1, Number.MAX_SAFE_INTEGER);
  const isLocal = LOCAL_CHAIN_IDS.includes(chainId);
  const config: Config = {
    port: integer("TALLYSTICK_PORT_GATEWAY", 8787, 0, 65_535),
    store: resolve(text("TALLYSTICK_GATEWAY_STORE") ?? ".run/gateway"),
    chainId,
    rpc: http("TALLYSTICK_GATEWAY_RPC", "a JSON-RPC server"),
    market: address("TALLYSTICK_GATEWAY_MARKET"),
    genesis: hash("TALLYSTICK_GATEWAY_GENESIS"),
    keeperKey: secret("TALLYSTICK_KEEPER_KEY"),
    keeperSeed: secret("TALLYSTICK_KEEPER_X25519"),
    origins: origins("TALLYSTICK_GATEWAY_ORIGINS", [`http://localhost:${appPort}`, `http://127.0.0.1:${appPort}`]),
    proxies: integer("TALLYSTICK_GATEWAY_PROXIES", 0, 0, 10),
    maxUpload: bytes("TALLYSTICK_GATEWAY_MAX_UPLOAD", 8 * GIB),
    quota: bytes("TALLYSTICK_GATEWAY_QUOTA", 50 * GIB),
    addressQuota: bytes("TALLYSTICK_GATEWAY_ADDRESS_QUOTA", 100 * GIB),
    uploadsAtOnce: integer("TALLYSTICK_GATEWAY_UPLOADS_AT_ONCE", 4, 1, 1_000),
    downloadsAtOnce: integer("TALLYSTICK_GATEWAY_DOWNLOADS_AT_ONCE", 64, 1, 10_000),
    connections: integer("TALLYSTICK_GATEWAY_CONNECTIONS", 256, 1, 65_535),
    minFree: bytes("TALLYSTICK_GATEWAY_MIN_FREE", 512 * MIB),
    contentRate: integer("TALLYSTICK_GATEWAY_CONTENT_RATE", 100, 1, 1_000_000),
    keyRate: integer("TALLYSTICK_GATEWAY_KEY_RATE", 10, 1, 1_000_000),
    maxBlockAge: integer("TALLYSTICK_GATEWAY_MAX_BLOCK_AGE", isLocal ? 0 : 600, 0, 1_000_000_000),
    idleMs: 1_000 * integer("TALLYSTICK_GATEWAY_IDLE", 30, 1, 3_600),
    headersMs: 1_000 * integer("TALLYSTICK_GATEWAY_HEADERS_TIMEOUT", 10, 1, 600),
    url: http("TALLYSTICK_GATEWAY_URL", "this gateway, as others reach it"),
    peers: peers("TALLYSTICK_GATEWAY_PEERS"),
    threshold: integer("TALLYSTICK_GATEWAY_THRESHOLD", 1, 1, MAX_KEEPERS),
    pollMs: 1_000 * integer("TALLYSTICK_GATEWAY_POLL", isLocal ? 2 : 12, 1, 3_600),
    anchorSeconds: integer("TALLYSTICK_GATEWAY_ANCHOR", isLocal ? 300 : 3_600, 0, DAY),
    settleThreshold: BigInt(integer("TALLYSTICK_GATEWAY_SETTLE_THRESHOLD", 10_000_000, 1, Number.MAX_SAFE_INTEGER)),
    settleSeconds: integer("TALLYSTICK_GATEWAY_SETTLE", isLocal ? 300 : DAY, 1, 30 * DAY),
    collectSeconds: integer("TALLYSTICK_GATEWAY_COLLECT", 2 * DAY, 0, 365 * DAY),
    backend: backend(),
  };
  if (config.threshold > config.peers.length + 1) {
    problems.push(
      `TALLYSTICK_GATEWAY_THRESHOLD is ${config.threshold}, but with TALLYSTICK_GATEWAY_PEERS there are ${config.peers.length + 1} keepers`,
    );
  }
  if ((config.keeperKey === undefined) !== (config.keeperSeed === undefined)) {
    problems.push("TALLYSTICK_KEEPER_KEY and TALLYSTICK_KEEPER_X25519 must be given both or not at all");
  }
  if (problems.length > 0) throw new ConfigError(problems);
  return config;
}
