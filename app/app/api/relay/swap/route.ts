import { relayRoute } from "@/lib/server/relay-route";
import { relayableSwap } from "@/lib/server/swaps";

/**
 * Sends claims and refunds of swaps, also early ones that their recipient has signed, and locks that their payer has signed; nobody needs ether for them. They pay the fixed
 * parties whoever sends them, and can as well be sent by hand.
 */
export function POST(request: Request): Promise<Response> {
  return relayRoute(request, (body) => relayableSwap(body["swap"]), "badSwap");
}
