"use client";

import type { Policy } from "@tallystick/sdk/data/manifest";
import { type Admission, admission } from "@tallystick/sdk/market/admission";
import { allowList } from "@tallystick/sdk/market/allowList";
import { type AllowLists, policyEvidence, policyOf } from "@tallystick/sdk/market/policy";
import type { Terms } from "@tallystick/sdk/market/terms";
import { useQuery } from "@tanstack/react-query";
import { type Address, type Hex, isAddress } from "viem";
import { useContracts, useReader } from "@/lib/reader";
import { ActError } from "@/lib/tx/types";
import type { MadePolicy } from "./policy-draft";

const noLists: AllowLists = () => undefined;

/** Lists by the roots that they have, whoever they come from. */
function listsOf(value: unknown): AllowLists {
  const given = Array.isArray(value) ? value : [];
  const made = given
    .filter((list): list is Address[] => Array.isArray(list) && list.length > 0 && list.every(isAccount))
    .map((list) => allowList(list));
  return (root) => made.find((list) => list.root === root.toLowerCase());
}

function isAccount(value: unknown): value is Address {
  return typeof value === "string" && isAddress(value, { strict: false });
}

/**
 * The whole policy behind an offer's word: from the word itself, the manifest's policies, or this site, which is believed
 * only where what it gives has that hash; with the lists for evidence.
 *
 * @param known as in the manifest
 */
export function usePolicy(terms: Terms, known: readonly Policy[]) {
  const reader = useReader();
  const { chainId, gateways } = reader.network;
  const contracts = useContracts();
  const word = { policy: terms.policy, data: terms.policyData };
  const told = policyOf(contracts, word, known);
  // What a hash hides, and lists, are asked for; anything else the terms tell.
  const isOpen = told === undefined || told.kind === "credential" || told.kind === "consent";
  const whole = useQuery({
    queryKey: ["policy", chainId, word.policy, word.data, known.length],
    enabled: !isOpen,
    staleTime: 60_000,
    queryFn: async (): Promise<{ policy: Policy; lists: AllowLists }> => {
      const query = new URLSearchParams({ chainId: String(chainId), policy: word.policy, word: word.data });
      const response = await fetch(`/api/policies?${query}`);
      const kept = (response.ok ? await response.json() : {}) as { policy?: Policy; lists?: unknown };
      const policy = policyOf(contracts, word, [...known, ...(kept.policy ? [kept.policy] : [])]);
      if (!policy) throw new ActError({ code: "badPolicy", values: {} });
      const { downloadLists } = await import("@tallystick/sdk/market/allowList");
      const downloaded = await downloadLists([policy], gateways).catch(() => noLists);
      const own = listsOf(kept.lists);
      return { policy, lists: (root) => own(root) ?? downloaded(root) };
    },
  });
  return isOpen
    ? { policy: told, lists: noLists, isPending: false }
    : { policy: whole.data?.policy ?? told, lists: whole.data?.lists ?? noLists, isPending: whole.isPending };
}

/** What an account brings along for a policy, and how it stands to it and to each of its members now. */
export function useAdmission(
  found: ReturnType<typeof usePolicy>,
  dataset: bigint,
  account: Address | undefined,
): Admission | undefined {
  const reader = useReader();
  const { policy, lists, isPending } = found;
  const asked = useQuery({
    queryKey: ["admission", reader.network.chainId, dataset.toString(), account, JSON.stringify(policy), isPending],
    enabled: policy !== undefined && account !== undefined && !isPending,
    refetchInterval: 15_000,
    queryFn: () => (policy && account ? admission(reader, { dataset, account, policy }, lists) : null),
  });
  return asked.data ?? undefined;
}

export function useEvidence(found: ReturnType<typeof usePolicy>, account: Address): Hex {
  const contracts = useContracts();
  return found.policy ? policyEvidence(contracts, found.policy, account, found.lists) : "0x";
}

/** Keeps a policy at this site, so that buyers can show the evidence. */
export async function keepPolicy(chainId: number, { policy, lists }: MadePolicy): Promise<void> {
  if (!policy || policy.kind === "credential" || policy.kind === "consent") return;
  const response = await fetch("/api/policies", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ chainId, policy, lists }),
  });
  if (response.ok) return;
  const { code, values } = (await response.json().catch(() => ({}))) as {
    code?: string;
    values?: Record<string, string>;
  };
  throw new ActError({ code: code ?? "policyNotKept", values: values ?? {} });
}
