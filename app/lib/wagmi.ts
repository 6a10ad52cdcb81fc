import { chainOf } from "@tallystick/sdk/networks";
import { fallback, http } from "viem";
import { createConfig, createStorage } from "wagmi";
import type { AppConfig } from "./config";

/** wagmi with nothing but what browsers announce (EIP-6963); the demo wallet announces itself the same way. */
export function wagmiConfig({ networks }: AppConfig) {
  const [first, ...rest] = networks;
  return createConfig({
    chains: [chainOf(first), ...rest.map(chainOf)],
    connectors: [],
    multiInjectedProviderDiscovery: true,
    ssr: true,
    storage: createStorage({
      key: "tallystick",
      storage: typeof window === "undefined" ? noStorage : window.localStorage,
    }),
    pollingInterval: first.isLocal ? 1_000 : 4_000,
    transports: Object.fromEntries(
      networks.map(({ chainId, rpcUrls }) => [
        chainId,
        fallback(rpcUrls.map((url) => http(url, { retryCount: 1, timeout: 10_000 }))),
      ]),
    ),
  });
}

const noStorage = { getItem: () => null, setItem: () => undefined, removeItem: () => undefined };
