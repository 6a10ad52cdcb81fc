import { type Call, calldataOf } from "@tallystick/sdk/chain/call";
import type { Address, Hash } from "viem";
import type { Config } from "wagmi";
import { toJson } from "../wire.ts";
import { follow } from "./follow.ts";
import { addEntry, changeEntry } from "./store.ts";
import { ActError, type Text } from "./types.ts";

interface Answer {
  readonly hash: Hash;
  readonly from: Address;
  readonly nonce: number;
  readonly fromBlock: number;
}

/** What the site's relayer sends for whoever has signed it. */
export interface Relayable {
  readonly chainId: number;
  readonly title: Text;
  /** Route under `/api/relay/`, and the name of what it takes in the body. */
  readonly kind: "order" | "deposit" | "delegation" | "swap";
  readonly signed: unknown;
  /** The call it comes to: how its transaction is known again. */
  readonly call: Call;
}

/**
 * Has what somebody signed sent by the site's relayer, and follows it like any other act.
 *
 * @throws ActError; `relay_…`, `delegation_…` and `swapRelay_…` codes mean that nothing was sent and it can still be sent by hand
 */
export async function relay(config: Config, request: Relayable): Promise<void> {
  const { chainId, title, call } = request;
  const sent = await post(request);
  const id = crypto.randomUUID();
  const { hash, nonce, fromBlock } = sent;
  const details = {
    hash,
    account: sent.from,
    nonce,
    fromBlock,
    to: call.address,
    data: calldataOf(call),
  };
  addEntry({ id, chainId, title, state: "pending", startedAt: Date.now(), ...details });
  const outcome = await follow(config, { id, chainId, ...details });
  if (outcome.state === "confirmed") return;
  const problem = { code: outcome.state, values: { reason: "" } };
  changeEntry(id, { problem });
  throw new ActError(problem);
}

const prefixes = { order: "relay", deposit: "relay", delegation: "delegation", swap: "swapRelay" } as const;

async function post({ chainId, kind, signed }: Relayable): Promise<Answer> {
  // What can be done by hand instead is another thing for each.
  const prefix = prefixes[kind];
  const body = toJson({ chainId, [kind]: signed });
  const response = await fetch(`/api/relay/${kind}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body,
  }).catch(() => {
    throw new ActError({ code: `${prefix}_down`, values: {} });
  });
  const value = (await response.json().catch(() => ({}))) as Answer & {
    code?: string;
    values?: Record<string, string>;
  };
  if (response.ok) return value;
  const { code: told = "down" } = value;
  const own = ["down", "badHost", "rateLimited", "badOrder", "badDelegation", "badSwap", "noRelayer"];
  const code = own.includes(told) ? `${prefix}_${told}` : told;
  throw new ActError({
    code,
    values: value.values ?? {},
    ...(value.values?.["detail"] ? { detail: value.values["detail"] } : {}),
  });
}
