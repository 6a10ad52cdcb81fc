"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { Address } from "viem";
import { createSiweMessage } from "viem/siwe";
import { useConfig, useConnection } from "wagmi";
import { signMessage } from "wagmi/actions";
import { useLanguage } from "@/i18n/context";
import { mustBe } from "@/lib/tx/must-be";
import { ActError } from "@/lib/tx/types";

export interface Session {
  readonly address?: Address;
  readonly chainId?: number;
  readonly expiresAt?: number;
}

async function call<T>(path: string, body?: unknown): Promise<T> {
  const response = await fetch(`/api/session/${path}`, {
    method: path === "me" ? "GET" : "POST",
    headers: { "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  }).catch(() => {
    throw new ActError({ code: "sessionDown", values: {} });
  });
  const value = (await response.json().catch(() => ({}))) as T & { code?: string; values?: Record<string, string> };
  if (!response.ok) throw new ActError({ code: `session_${value.code ?? "down"}`, values: value.values ?? {} });
  return value;
}

export function useSession() {
  const config = useConfig();
  const queries = useQueryClient();
  const { t } = useLanguage();
  const { address, chainId } = useConnection();
  const session = useQuery({ queryKey: ["session"], queryFn: () => call<Session>("me"), staleTime: 30_000 });
  const renew = () => queries.invalidateQueries({ queryKey: ["session"] });

  const signIn = useMutation({
    onSettled: renew,
    mutationFn: async () => {
      if (!address || !chainId) throw new ActError({ code: "notConnected", values: {} });
      const { nonce, domain } = await call<{ nonce: string; domain: string }>("nonce");
      const message = createSiweMessage({
        address,
        chainId,
        domain,
        nonce,
        uri: window.location.origin,
        version: "1",
        statement: t("session.statement"),
        issuedAt: new Date(),
        expirationTime: new Date(Date.now() + 300_000),
      });
      mustBe(config, { account: address, chainId });
      const signature = await signMessage(config, { account: address, message });
      return call<Session>("verify", { message, signature });
    },
  });
  const signOut = useMutation({ mutationFn: () => call("logout"), onSettled: renew });
  return { session: session.data, signIn, signOut };
}
