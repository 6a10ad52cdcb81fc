"use client";

import { useEffect, useRef } from "react";
import { useConfig, useConnection, useConnectors } from "wagmi";
import { reconnect } from "wagmi/actions";

/** Wallets announce themselves when they like; the one used last is connected again even if it comes late. */
export function LateReconnect() {
  const config = useConfig();
  const connectors = useConnectors();
  const { status } = useConnection();
  const tried = useRef(false);
  useEffect(() => {
    if (status !== "disconnected" || tried.current) return;
    void (async () => {
      const recent = await config.storage?.getItem("recentConnectorId");
      if (!recent || !connectors.some((connector) => connector.id === recent)) return;
      tried.current = true;
      await reconnect(config);
    })();
  }, [config, connectors, status]);
  return null;
}
