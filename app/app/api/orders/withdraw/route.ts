import { postWithdrawal } from "@/lib/server/swapOrders/handlers";
import { swapOrders } from "@/lib/server/swapOrders/running";

/** Takes back a maker's orders of one number, by his signature. */
export function POST(request: Request): Promise<Response> {
  const { relay, gates } = swapOrders();
  return postWithdrawal(request, relay, gates);
}
