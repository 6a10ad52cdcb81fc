import type { Address, Hash, Hex } from "viem";
import type { Config } from "wagmi";
import { getPublicClient } from "wagmi/actions";
import { isLocalChain } from "../config.ts";
import { allEntries, changeEntry } from "./store.ts";
import { ActError, type TxEntry } from "./types.ts";
import { type ChainView, type Outcome, watch } from "./watch.ts";

type Sent = Pick<TxEntry, "id" | "chainId"> & {
  hash: Hash;
  account: Address;
  nonce: number;
  fromBlock: number;
  to: Address;
  data: Hex;
};

const watched = new Map<string, Promise<Outcome>>();

/** Follows an entry to its end and writes the end down; twice the same entry is followed once. */
export function follow(config: Config, sent: Sent): Promise<Outcome> {
  const running = watched.get(sent.id) ?? start(config, sent);
  watched.set(sent.id, running);
  return running;
}

async function start(config: Config, sent: Sent): Promise<Outcome> {
  const chain = getPublicClient(config, { chainId: sent.chainId });
  if (!chain) throw new ActError({ code: "wrongNetwork", values: { expected: String(sent.chainId), actual: "" } });
  const interval = isLocalChain(sent.chainId) ? 500 : 4_000;
  const outcome = await watch(chain as ChainView, sent, {
    wait: () => new Promise((resolve) => setTimeout(resolve, interval)),
    looksUntilDropped: isLocalChain(sent.chainId) ? 20 : 75,
  });
  const hash = "receipt" in outcome ? outcome.receipt.transactionHash : "hash" in outcome ? outcome.hash : sent.hash;
  changeEntry(sent.id, { state: outcome.state, hash });
  return outcome;
}

/** After a reload: everything that was on its way is followed again. */
export function followPending(config: Config): void {
  for (const entry of allEntries()) {
    const { id, chainId, hash, account, nonce, fromBlock, to, data } = entry;
    if (entry.state !== "pending" || !hash || nonce === undefined || fromBlock === undefined || !to || !data) continue;
    if (!config.chains.some((chain) => chain.id === chainId)) continue;
    void follow(config, { id, chainId, hash, account, nonce, fromBlock, to, data });
  }
}
