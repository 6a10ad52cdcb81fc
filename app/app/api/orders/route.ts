import { getOrders, postOrder } from "@/lib/server/swapOrders/handlers";
import { swapOrders } from "@/lib/server/swapOrders/running";

// Collects signed orders of swaps and shows them. Anyone may run another relay, or give an order to takers himself: it is
// worth what its maker's signature says.

export function POST(request: Request): Promise<Response> {
  const { relay, gates } = swapOrders();
  return postOrder(request, relay, gates);
}

export function GET(request: Request): Promise<Response> {
  const { relay, gates } = swapOrders();
  return getOrders(request, relay, gates);
}
