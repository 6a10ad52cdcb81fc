"use client";

import { type KnownContracts, knownAt, knownContracts } from "@tallystick/sdk/governance/known";
import type { NamedAccount } from "@tallystick/sdk/governance/lookAlike";
import { useMemo } from "react";
import type { Address } from "viem";
import { useNetwork } from "@/components/config";
import { usePersonas } from "@/features/wallet/persona";
import { useAccount } from "@/features/wallet/use-account";
import { useLanguage } from "@/i18n/context";
import { shortAddress } from "@/lib/format";

/** Contracts of the network, by address. */
export function useKnown(): KnownContracts {
  const network = useNetwork();
  return useMemo(() => knownContracts(network), [network]);
}

/** Every account that has a name here: contracts, personas, and who is connected. */
export function useNamedAccounts(): readonly NamedAccount[] {
  const known = useKnown();
  const personas = usePersonas();
  const { address } = useAccount();
  const { t } = useLanguage();
  return useMemo(() => {
    const own = address === undefined ? [] : [{ address, name: t("common.you") }];
    return [...known.values(), ...personas, ...own];
  }, [known, personas, address, t]);
}

/** An account in a sentence: by its name, with its ends beside it; else its ends alone. */
export function useAccountText(): (account: Address) => string {
  const known = useKnown();
  const personas = usePersonas();
  return (account) => {
    const name =
      knownAt(known, account)?.name ??
      personas.find(({ address }) => address.toLowerCase() === account.toLowerCase())?.name;
    return name === undefined ? shortAddress(account) : `${name} (${shortAddress(account)})`;
  };
}
