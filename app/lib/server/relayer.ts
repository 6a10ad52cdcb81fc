import type { Reader } from "@tallystick/sdk/chain/actor";
import { type Call, calldataOf } from "@tallystick/sdk/chain/call";
import { explainError } from "@tallystick/sdk/chain/explainError";
import { personaAccount } from "@tallystick/sdk/local/personas";
import { chainOf, type Network } from "@tallystick/sdk/networks";
import { createWalletClient, type Hash, http, type LocalAccount } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { isLocalChain, rpcUrlOf } from "../config.ts";
import { type Limiter, limiter } from "./limiter.ts";

/** What a relayer pays at most for one signed act, in gas. */
const mostGas = 400_000n;

/** The account that pays the gas: a persona on local chains, elsewhere the key in `TALLYSTICK_RELAYER_KEY`, or none. */
export function relayerOf({ chainId }: Network, env = process.env): LocalAccount | undefined {
  if (isLocalChain(chainId)) return personaAccount("relayer", chainId);
  const key = env["TALLYSTICK_RELAYER_KEY"];
  return key && /^0x[0-9a-fA-F]{64}$/.test(key) ? privateKeyToAccount(key as `0x${string}`) : undefined;
}

export interface Relayed {
  readonly hash: Hash;
  readonly from: string;
  readonly nonce: number;
  readonly fromBlock: number;
}

interface Refused {
  readonly code: string;
  readonly values: Record<string, string>;
}

// Next loads a route's module more than once; the turn must be one, and what may be spent.
const shared = globalThis as { tallystickTurn?: Promise<unknown>; tallystickGas?: Limiter };

const secondsOfDay = 86_400;

/** Gas that the relayer pays on each chain in a day, from `TALLYSTICK_RELAYER_GAS`: a day's at once, then as it comes back. */
export function gasOfDay(env: Readonly<Record<string, string | undefined>> = process.env): Limiter {
  const text = env["TALLYSTICK_RELAYER_GAS"] ?? "";
  const most = /^\d{1,12}$/.test(text) ? Math.max(1, Number(text)) : 200_000_000;
  return limiter(most, most / secondsOfDay);
}

function gasLeft(): Limiter {
  shared.tallystickGas ??= gasOfDay();
  return shared.tallystickGas;
}

/** Does what sends a transaction of the relayer's when all earlier ones are done: two at a time would take one nonce. */
export function inTurn<T>(send: () => Promise<T>): Promise<T> {
  const work = (shared.tallystickTurn ?? Promise.resolve()).then(send);
  shared.tallystickTurn = work.catch(() => undefined);
  return work;
}

/**
 * Simulates and sends what somebody has signed; what the contract would refuse costs the relayer nothing.
 *
 * @param most gas that is paid: an act that takes more is refused
 * @param budget of gas, by chain: whatever is asked for, no more is spent
 */
export function relayCall(
  reader: Reader,
  relayer: LocalAccount,
  call: Call,
  most: bigint = mostGas,
  budget: Limiter = gasLeft(),
): Promise<Relayed | { refused: Refused }> {
  return inTurn(async (): Promise<Relayed | { refused: Refused }> => {
    const { network, client } = reader;
    const transaction = { account: relayer, to: call.address, data: calldataOf(call) };
    // A policy or a wallet may be made to waste gas: no more of it is tried than would be paid.
    const tried = { ...transaction, gas: most };
    try {
      await client.call(tried);
      const gas = await client.estimateGas(tried);
      const seconds = budget.take(String(network.chainId), Date.now(), Number(gas));
      if (seconds > 0) return { refused: { code: "rateLimited", values: { seconds: String(seconds) } } };
      const nonce = await client.getTransactionCount({ address: relayer.address, blockTag: "pending" });
      const fromBlock = Number(await client.getBlockNumber());
      const wallet = createWalletClient({
        account: relayer,
        chain: chainOf(network),
        transport: http(rpcUrlOf(network)),
      });
      const hash = await wallet.sendTransaction({
        ...transaction,
        gas: gas + gas / 5n > most ? most : gas + gas / 5n,
        nonce,
      });
      return { hash, from: relayer.address, nonce, fromBlock };
    } catch (error) {
      const { code, message, details } = explainError(error, { act: "relay", account: relayer.address, network });
      const values = Object.entries(details).map(([name, value]) => [name, String(value)] as const);
      return { refused: { code, values: { ...Object.fromEntries(values), detail: message } } };
    }
  });
}
