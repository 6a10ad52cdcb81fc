import { connectReader } from "@tallystick/sdk/chain/actor";
import type { Call } from "@tallystick/sdk/chain/call";
import { type Deployment, deployed } from "@tallystick/sdk/networks";
import type { Address } from "viem";
import { smallJson } from "./body";
import { appConfig } from "./config";
import { admit, answer, refuse } from "./http";
import { relayCall, relayerOf } from "./relayer";
import { services } from "./session";
import { isSponsored } from "./sponsored";

/** A signed payment, found in a request: what is paid, and the call that uses it. */
export interface Relayable {
  readonly token: Address;
  readonly amount: bigint;
  readonly call: (contracts: Deployment) => Call;
}

/** Answers a request to send a payment that somebody has signed; `find` reads it from the body. */
export async function relayRoute(
  request: Request,
  find: (body: Record<string, unknown>) => Relayable | undefined,
): Promise<Response> {
  const admitted = admit(request, services().orders);
  if (admitted instanceof Response) return admitted;
  const body = await smallJson(request);
  const found = body ? find(body) : undefined;
  const network = appConfig().networks.find(({ chainId }) => chainId === body?.["chainId"]);
  if (!found || !network || !isSponsored(found, network)) return refuse(400, "badOrder");
  const relayer = relayerOf(network);
  if (!relayer) return refuse(503, "noRelayer");
  const result = await relayCall(connectReader(network), relayer, found.call(deployed(network)));
  return "refused" in result ? refuse(422, result.refused.code, result.refused.values) : answer(result);
}
