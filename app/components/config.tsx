"use client";

import type { Network } from "@tallystick/sdk/networks";
import { createContext, type ReactNode, useContext } from "react";
import { useChainId } from "wagmi";
import type { AppConfig } from "@/lib/config";

const Context = createContext<AppConfig | undefined>(undefined);

export function ConfigProvider(props: { config: AppConfig; children: ReactNode }) {
  return <Context value={props.config}>{props.children}</Context>;
}

export function useAppConfig(): AppConfig {
  const config = useContext(Context);
  if (!config) throw new Error("useAppConfig outside ConfigProvider");
  return config;
}

/** The network this page works with now: the wallet's where it is one of ours. */
export function useNetwork(): Network {
  const { networks } = useAppConfig();
  const id = useChainId();
  return networks.find((network) => network.chainId === id) ?? networks[0];
}
