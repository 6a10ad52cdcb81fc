import { type Network, networks } from "@tallystick/sdk/networks";
import type { AppConfig } from "../config.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The networks this server's pages work with: those named in `TALLYSTICK_NETWORKS` (ids with commas, the first is the
 * default), else the local ones.
 */
export function appConfig(env: Environment = process.env): AppConfig {
  const wanted = (env["TALLYSTICK_NETWORKS"] ?? "localA,localB").split(",").map((id) => id.trim());
  const all = networks(env);
  const found = wanted
    .map((id) => all.find((network) => network.id === id))
    .filter((each): each is Network => each !== undefined);
  const [first, ...rest] = found;
  if (!first) throw new Error(`TALLYSTICK_NETWORKS names no known network: ${wanted.join(", ")}`);
  return { networks: [first, ...rest] };
}

/** Everything a page may talk to besides its own server: for the content security policy. */
export function connectOrigins({ networks }: AppConfig): readonly string[] {
  const urls = networks.flatMap(({ rpcUrls, gateways, indexer }) => [...rpcUrls, ...gateways, indexer ?? ""]);
  return [...new Set(urls.filter((url) => URL.canParse(url)).map((url) => new URL(url).origin))];
}
