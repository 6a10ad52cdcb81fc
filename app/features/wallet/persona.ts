"use client";

import type { PersonaId } from "@tallystick/sdk/local/personas";
import { useQuery } from "@tanstack/react-query";
import type { Address } from "viem";
import { useNetwork } from "@/components/config";
import { useLanguage } from "@/i18n/context";
import { useTakenOver } from "@/lib/use-taken-over";

export interface PersonaAccount {
  readonly id: PersonaId;
  readonly name: string;
  readonly about: string;
  readonly address: Address;
}

/** The personas and their accounts; nothing outside the local chains, where not even their code is loaded. */
export function usePersonas(): readonly PersonaAccount[] {
  const { chainId, isLocal } = useNetwork();
  const { locale } = useLanguage();
  const isTakenOver = useTakenOver();
  const { data } = useQuery({
    // The same on every local chain: to derive them takes seconds, and not again when a wallet changes chains.
    queryKey: ["personas", locale],
    enabled: isLocal,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async () => {
      const { personaAccount, personas } = await import("@tallystick/sdk/local/personas");
      const translated = locale === "zh" ? (await import("@/i18n/zh/personas")).aboutPersonas : undefined;
      return personas.map(({ id, name, about }) => ({
        id,
        name,
        about: translated?.[id] ?? about,
        address: personaAccount(id, chainId).address,
      }));
    },
  });
  return isTakenOver && data ? data : [];
}

export function usePersonaName(address: string | undefined): string | undefined {
  const personas = usePersonas();
  return personas.find((persona) => persona.address.toLowerCase() === address?.toLowerCase())?.name;
}
