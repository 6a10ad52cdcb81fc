import { connectReader } from "@tallystick/sdk/chain/actor";
import { smallJson } from "@/lib/server/body";
import { appConfig } from "@/lib/server/config";
import { admit, answer, refuse } from "@/lib/server/http";
import { orderOf } from "@/lib/server/order";
import { relayerOf, relayOrder } from "@/lib/server/relayer";
import { services } from "@/lib/server/session";
import { isSponsored } from "@/lib/server/sponsored";

/**
 * Sends one-signature orders, and nothing else, to our market; the buyer needs no ether. Anyone may run another relayer:
 * the order names neither its sender nor a fee, and can be sent by hand.
 */
export async function POST(request: Request): Promise<Response> {
  const admitted = admit(request, services().orders);
  if (admitted instanceof Response) return admitted;
  const body = await smallJson(request);
  const order = orderOf(body?.["order"]);
  const network = appConfig().networks.find(({ chainId }) => chainId === body?.["chainId"]);
  if (!order || !network || !isSponsored(order, network)) return refuse(400, "badOrder");
  const relayer = relayerOf(network);
  if (!relayer) return refuse(503, "noRelayer");
  const result = await relayOrder(connectReader(network), relayer, order);
  return "refused" in result ? refuse(422, result.refused.code, result.refused.values) : answer(result);
}
