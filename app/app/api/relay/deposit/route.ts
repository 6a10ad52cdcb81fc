import { submitTabDeposit } from "@tallystick/sdk/market/tabActs";
import { tabDepositOf } from "@/lib/server/order";
import { payment, relayRoute } from "@/lib/server/relay-route";

/** Sends one-signature deposits into tabs; the payer needs no ether, and can as well send them by hand. */
export function POST(request: Request): Promise<Response> {
  return relayRoute(request, (body) => {
    const deposit = tabDepositOf(body["deposit"]);
    if (!deposit) return undefined;
    const { amount, tab } = deposit;
    return payment(tab.token, amount, ({ tabs }) => submitTabDeposit(tabs, deposit));
  });
}
