"use client";

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { WagmiProvider } from "wagmi";
import { DemoWallet } from "@/features/wallet/demo-wallet";
import { LateReconnect } from "@/features/wallet/late-reconnect";
import type { AppConfig } from "@/lib/config";
import { wagmiConfig } from "@/lib/wagmi";
import { ConfigProvider } from "./config";

export function Providers(props: { config: AppConfig; children: ReactNode }) {
  const [wagmi] = useState(() => wagmiConfig(props.config));
  const [queries] = useState(
    () => new QueryClient({ defaultOptions: { queries: { staleTime: 2_000, retry: 1, refetchOnWindowFocus: false } } }),
  );
  return (
    <ConfigProvider config={props.config}>
      <WagmiProvider config={wagmi}>
        <QueryClientProvider client={queries}>
          <DemoWallet />
          <LateReconnect />
          {props.children}
        </QueryClientProvider>
      </WagmiProvider>
    </ConfigProvider>
  );
}
