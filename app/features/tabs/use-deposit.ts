"use client";

import { approve } from "@tallystick/sdk/market/buying";
import { permitOf, permitTypedData } from "@tallystick/sdk/market/permit";
import { depositToTab, depositToTabWithPermit, submitTabDeposit } from "@tallystick/sdk/market/tabActs";
import { prepareTabDeposit } from "@tallystick/sdk/market/tabDeposit";
import { allowanceOf } from "@tallystick/sdk/market/token";
import type { Tab } from "@tallystick/sdk/market/voucher";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Address, Hex } from "viem";
import { useConfig } from "wagmi";
import { useContracts, useReader, useSign } from "@/lib/reader";
import { refreshSoon } from "@/lib/refresh";
import { act } from "@/lib/tx/act";
import { explain } from "@/lib/tx/explain";
import type { Problem, Text } from "@/lib/tx/types";

export const ways = ["signature", "permit", "allowance"] as const;
export type Way = (typeof ways)[number];

/** Puts money into a tab: by one signature that the relayer sends, by a signed permit, or by an allowance of one's own. */
export function useDeposit(payer: Address) {
  const config = useConfig();
  const queries = useQueryClient();
  const reader = useReader();
  const sign = useSign();
  const { tabs } = useContracts();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const { chainId } = reader.network;

  async function bySignature(tab: Tab, amount: bigint, title: Text): Promise<void> {
    const { deposit, typedData } = await prepareTabDeposit(reader, { tab, amount, payer });
    const signed = { ...deposit, signature: await sign(typedData) };
    const { relay } = await import("@/lib/tx/relay");
    await relay(config, { chainId, title, kind: "deposit", signed, call: submitTabDeposit(tabs, signed) });
  }

  async function calls(tab: Tab, amount: bigint, way: Way) {
    if (amount > 0n && way === "permit") {
      const typedData = await permitTypedData(reader, tab.token, payer, amount, { spender: tabs });
      const signature: Hex = await sign(typedData);
      return [depositToTabWithPermit(tabs, tab, amount, permitOf(typedData.message, signature))];
    }
    const missing = amount > 0n && (await allowanceOf(reader, tab.token, payer, tabs)) < amount;
    return [...(missing ? [approve(tab.token, tabs, amount)] : []), depositToTab(tabs, tab, amount)];
  }

  /** @returns whether the money is there */
  async function deposit(tab: Tab, amount: bigint, way: Way, title: Text): Promise<boolean> {
    setBusy(true);
    setProblem(undefined);
    try {
      if (way === "signature" && amount > 0n) await bySignature(tab, amount, title);
      else await act(config, { title, chainId, account: payer, calls: await calls(tab, amount, way) });
      return true;
    } catch (error) {
      setProblem(explain(error, []));
      return false;
    } finally {
      setBusy(false);
      refreshSoon(queries);
    }
  }
  return { deposit, busy, problem };
}
