import { relayableDelegation } from "@/lib/server/delegations";
import { relayRoute } from "@/lib/server/relay-route";
import { services } from "@/lib/server/session";

/** Sends delegations that holders have signed; a holder needs no ether, and can as well delegate by a transaction. */
export function POST(request: Request): Promise<Response> {
  const { delegations } = services();
  return relayRoute(request, (body) => relayableDelegation(body["delegation"], delegations), "badDelegation");
}
