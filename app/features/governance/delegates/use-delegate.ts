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
import type { Address } from "viem";
import { useConfig } from "wagmi";
import { useContracts, useReader, useSign } from "@/lib/reader";
import { refreshSoon } from "@/lib/refresh";
import { act } from "@/lib/tx/act";
import { useSigning } from "@/lib/use-signing";

/** By a signature that the site sends, or by a transaction of one's own. */
export type Way = "signature" | "transaction";

/** Moves an account's power: to another, back to itself, or to nobody. */
export function useDelegate(account: Address) {
  const config = useConfig();
  const queries = useQueryClient();
  const reader = useReader();
  const sign = useSign();
  const { tallyToken } = useContracts();
  const { run, busy, problem } = useSigning();
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

  async function done(work: () => Promise<unknown>): Promise<boolean> {
    const result = await run(async () => {
      await work();
      return true;
    });
    refreshSoon(queries);
    return result === true;
  }

  const transact = (key: "delegates.txDelegate" | "delegates.txRenounce", call: ReturnType<typeof delegate>) =>
    act(config, { title: { key }, chainId, account, calls: [call] });

  return {
    busy,
    problem,
    /** @returns whether it is done */
    give: (to: Address, way: Way) =>
      done(() => (way === "signature" ? bySignature(to) : transact("delegates.txDelegate", delegate(tallyToken, to)))),
    renounce: () => done(() => transact("delegates.txRenounce", renouncePower(tallyToken))),
  };
}
