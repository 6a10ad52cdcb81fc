import { resolve } from "node:path";
import { LOCAL_CHAIN_IDS } from "@tallystick/sdk/local/personas";
import { type Address, getAddress, type Hex, isAddress, isHash } from "viem";

const MIB = 1_048_576;
const GIB = 1024 * MIB;

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
  const rpc = (name: string): string | undefined => {
    const value = text(name);
    if (value === undefined || (URL.canParse(value) && /^https?:$/.test(new URL(value).protocol))) return value;
    problems.push(`${name} must be the http(s) address of a JSON-RPC server`);
    return undefined;
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
  const config: Config = {
    port: integer("TALLYSTICK_PORT_GATEWAY", 8787, 0, 65_535),
    store: resolve(text("TALLYSTICK_GATEWAY_STORE") ?? ".run/gateway"),
    chainId,
    rpc: rpc("TALLYSTICK_GATEWAY_RPC"),
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
    maxBlockAge: integer(
      "TALLYSTICK_GATEWAY_MAX_BLOCK_AGE",
      LOCAL_CHAIN_IDS.includes(chainId) ? 0 : 600,
      0,
      1_000_000_000,
    ),
    idleMs: 1_000 * integer("TALLYSTICK_GATEWAY_IDLE", 30, 1, 3_600),
    headersMs: 1_000 * integer("TALLYSTICK_GATEWAY_HEADERS_TIMEOUT", 10, 1, 600),
  };
  if ((config.keeperKey === undefined) !== (config.keeperSeed === undefined)) {
    problems.push("TALLYSTICK_KEEPER_KEY and TALLYSTICK_KEEPER_X25519 must be given both or not at all");
  }
  if (problems.length > 0) throw new ConfigError(problems);
  return config;
}
