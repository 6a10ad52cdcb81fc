"use client";

import {
  delegate,
  delegationTypedData,
  encodeDelegation,
  prepareDelegation,
  renouncePower,
  submitDelegation,
} from "@tallystick/sdk/governance/power";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Address } from "viem";
import { useConfig } from "wagmi";
import { useContracts, useReader, useSign } from "@/lib/reader";
import { refreshSoon } from "@/lib/refresh";
import { act } from "@/lib/tx/act";
import { explain } from "@/lib/tx/explain";
import type { Problem } from "@/lib/tx/types";

/** By a signature that the site sends, or by a transaction of one's own. */
export type Way = "signature" | "transaction";

/** Moves an account's power: to another, back to itself, or to nobody. */
export function useDelegate(account: Address) {
  const config = useConfig();
  const queries = useQueryClient();
  const reader = useReader();
  const sign = useSign();
  const { tallyToken } = useContracts();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const { chainId } = reader.network;

  async function bySignature(to: Address): Promise<void> {
    // Nonce and domain come from the chain: what is signed is what the token will count.
    const delegation = await prepareDelegation(reader, account, to);
    const signature = await sign(await delegationTypedData(reader, delegation));
    const signed = { ...delegation, delegator: account, signature };
    const { relay } = await import("@/lib/tx/relay");
    const call = submitDelegation(tallyToken, signed);
    const title = { key: "delegates.txDelegate" } as const;
    await relay(config, { chainId, title, kind: "delegation", signed: encodeDelegation(signed), call });
  }

  async function run(work: () => Promise<unknown>): Promise<boolean> {
    setBusy(true);
    setProblem(undefined);
    try {
      await work();
      return true;
    } catch (error) {
      setProblem(explain(error, []));
      return false;
    } finally {
      setBusy(false);
      refreshSoon(queries);
    }
  }

  const transact = (key: "delegates.txDelegate" | "delegates.txRenounce", call: ReturnType<typeof delegate>) =>
    act(config, { title: { key }, chainId, account, calls: [call] });

  return {
    busy,
    problem,
    /** @returns whether it is done */
    give: (to: Address, way: Way) =>
      run(() => (way === "signature" ? bySignature(to) : transact("delegates.txDelegate", delegate(tallyToken, to)))),
    renounce: () => run(() => transact("delegates.txRenounce", renouncePower(tallyToken))),
  };
}
