import { getStream } from "@/lib/server/swapOrders/handlers";
import { swapOrders } from "@/lib/server/swapOrders/running";

/** Orders and withdrawals as they come (server-sent events). */
export function GET(request: Request): Promise<Response> {
  const { relay, gates } = swapOrders();
  return getStream(request, relay, gates);
}
