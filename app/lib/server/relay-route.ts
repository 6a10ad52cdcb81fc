import { connectReader, type Reader } from "@tallystick/sdk/chain/actor";
import type { Call } from "@tallystick/sdk/chain/call";
import { type Deployment, deployed } from "@tallystick/sdk/networks";
import type { Address } from "viem";
import { smallJson } from "./body";
import { appConfig } from "./config";
import { admit, answer, refuse } from "./http";
import { relayCall, relayerOf } from "./relayer";
import { services } from "./session";
import { isSponsored } from "./sponsored";

/** Something signed, found in a request: the call that uses it, and whether this site pays the gas of that. */
export interface Relayable {
  readonly call: (contracts: Deployment) => Call;
  readonly mayPay: (reader: Reader) => boolean | Promise<boolean>;
  /** Gas that it may take at most; undefined: as anything else. */
  readonly mostGas?: bigint;
}

/** Answers a request to send what somebody has signed; `find` reads it from the body. */
export async function relayRoute(
  request: Request,
  find: (body: Record<string, unknown>) => Relayable | undefined,
  refusal = "badOrder",
): Promise<Response> {
  const admitted = admit(request, services().orders);
  if (admitted instanceof Response) return admitted;
  const body = await smallJson(request);
  const found = body ? find(body) : undefined;
  const network = appConfig().networks.find(({ chainId }) => chainId === body?.["chainId"]);
  if (!found || !network) return refuse(400, refusal);
  const reader = connectReader(network);
  const relayer = relayerOf(network);
  if (!(await found.mayPay(reader))) return refuse(400, refusal);
  if (!relayer) return refuse(503, "noRelayer");
  const result = await relayCall(reader, relayer, found.call(deployed(network)), found.mostGas);
  return "refused" in result ? refuse(422, result.refused.code, result.refused.values) : answer(result);
}

/** A signed payment is sent where the site pays the gas of its token. */
export function payment(token: Address, amount: bigint, call: Relayable["call"]): Relayable {
  return { call, mayPay: ({ network }) => isSponsored({ token, amount }, network) };
}
