import { getTakes, postTake } from "@/lib/server/swapOrders/handlers";
import { swapOrders } from "@/lib/server/swapOrders/running";

/** Collects takers' signed notes, and shows them to makers. */
export function POST(request: Request): Promise<Response> {
  const { relay, gates } = swapOrders();
  return postTake(request, relay, gates);
}

export function GET(request: Request): Promise<Response> {
  const { relay, gates } = swapOrders();
  return getTakes(request, relay, gates);
}
