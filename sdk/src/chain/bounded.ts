import { numberToHex, type Transport } from "viem";

/** Gas that a call may use: enough to deploy a smart account and ask it, too little to keep a node busy. */
const CALL_GAS = 3_000_000n;

/**
 * A transport whose `eth_call`s have bounded gas. Servers that ask strangers' accounts whether they signed need it: such
 * an account may be made to waste whatever the node allows, which keeps everybody else waiting.
 */
export function bounded(transport: Transport, gas: bigint = CALL_GAS): Transport {
  return (given) => {
    const inner = transport(given);
    const request: typeof inner.request = (call, options) => inner.request(withGas(call, gas), options);
    return { ...inner, request };
  };
}

function withGas<T extends { readonly method: string; readonly params?: unknown }>(call: T, gas: bigint): T {
  if (call.method !== "eth_call" || !Array.isArray(call.params)) return call;
  const [message, ...rest] = call.params as unknown[];
  return { ...call, params: [{ ...(message as object), gas: numberToHex(gas) }, ...rest] };
}
