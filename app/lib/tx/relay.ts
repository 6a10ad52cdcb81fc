import { calldataOf } from "@tallystick/sdk/chain/call";
import { submitOrder } from "@tallystick/sdk/market/buying";
import type { SignedOrder } from "@tallystick/sdk/market/order";
import type { Address, Hash } from "viem";
import type { Config } from "wagmi";
import { follow } from "./follow.ts";
import { addEntry, changeEntry } from "./store.ts";
import { ActError, type Text } from "./types.ts";

interface Answer {
  readonly hash: Hash;
  readonly from: Address;
  readonly nonce: number;
  readonly fromBlock: number;
}

/**
 * Has a signed order sent by the site's relayer, and follows it like any other act.
 *
 * @throws ActError; `relay_…` codes mean that nothing was sent and the order can still be sent by hand
 */
export async function relay(
  config: Config,
  market: Address,
  chainId: number,
  order: SignedOrder,
  title: Text,
): Promise<void> {
  const sent = await post(chainId, order);
  const id = crypto.randomUUID();
  const { hash, nonce, fromBlock } = sent;
  const details = {
    hash,
    account: sent.from,
    nonce,
    fromBlock,
    to: market,
    data: calldataOf(submitOrder(market, order)),
  };
  addEntry({ id, chainId, title, state: "pending", startedAt: Date.now(), ...details });
  const outcome = await follow(config, { id, chainId, ...details });
  if (outcome.state === "confirmed") return;
  const problem = { code: outcome.state, values: { reason: "" } };
  changeEntry(id, { problem });
  throw new ActError(problem);
}

async function post(chainId: number, order: SignedOrder): Promise<Answer> {
  const body = JSON.stringify({ chainId, order }, (_, value: unknown) =>
    typeof value === "bigint" ? value.toString() : value,
  );
  const response = await fetch("/api/relay/order", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body,
  }).catch(() => {
    throw new ActError({ code: "relay_down", values: {} });
  });
  const value = (await response.json().catch(() => ({}))) as Answer & {
    code?: string;
    values?: Record<string, string>;
  };
  if (response.ok) return value;
  const own = ["badHost", "rateLimited", "badOrder", "noRelayer"];
  const code = value.code === undefined ? "relay_down" : own.includes(value.code) ? `relay_${value.code}` : value.code;
  throw new ActError({
    code,
    values: value.values ?? {},
    ...(value.values?.["detail"] ? { detail: value.values["detail"] } : {}),
  });
}
