"use client";

import type { PersonaId } from "@tallystick/sdk/local/personas";
import { useEffect } from "react";
import { useAppConfig } from "@/components/config";
import { isLocalChain } from "@/lib/config";
import { demoIcon } from "./demo-icon";
import type { DemoProvider } from "./demo-provider";

export const demoWalletId = "dev.tallystick.demo";

let provider: Promise<DemoProvider> | undefined;

/** Acts as a persona; the wallet must have been announced (a local chain is configured). */
export async function choosePersona(id: PersonaId): Promise<void> {
  (await provider)?.use(id);
}

/** Announces the demo wallet where a local chain is configured, and only there; its code is loaded only then. */
export function DemoWallet() {
  const { networks } = useAppConfig();
  const local = networks.every(({ chainId }) => isLocalChain(chainId));
  useEffect(() => {
    if (!local) return;
    provider ??= import("./demo-provider").then(({ createDemoProvider }) => createDemoProvider(networks));
    const announce = async () => {
      const detail = Object.freeze({
        info: Object.freeze({
          uuid: "0a61f0d4-6f0d-4d0c-9c5e-7a11a5710c00",
          name: "Demo wallet",
          icon: demoIcon,
          rdns: demoWalletId,
        }),
        provider: await provider,
      });
      window.dispatchEvent(new CustomEvent("eip6963:announceProvider", { detail }));
    };
    void announce();
    window.addEventListener("eip6963:requestProvider", announce);
    return () => window.removeEventListener("eip6963:requestProvider", announce);
  }, [local, networks]);
  return null;
}
