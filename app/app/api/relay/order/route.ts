import { submitOrder } from "@tallystick/sdk/market/buying";
import { orderOf } from "@/lib/server/order";
import { payment, relayRoute } from "@/lib/server/relay-route";

/**
 * Sends one-signature orders to our market; the buyer needs no ether. Anyone may run another relayer: the order names
 * neither its sender nor a fee, and can be sent by hand.
 */
export function POST(request: Request): Promise<Response> {
  return relayRoute(request, (body) => {
    const order = orderOf(body["order"]);
    if (!order) return undefined;
    const { token, price: amount } = order.terms;
    return payment(token, amount, ({ market }) => submitOrder(market, order));
  });
}
