import type { SignedOrder } from "@tallystick/sdk/market/order";
import type { SignedTabDeposit } from "@tallystick/sdk/market/tabDeposit";
import type { Terms } from "@tallystick/sdk/market/terms";
import { account, big, fields, hex, int, readable, signature, word } from "../wire.ts";

function termsOfJson(value: unknown): Terms {
  const t = fields(value);
  return {
    dataset: big(t["dataset"], 256),
    seller: account(t["seller"]),
    token: account(t["token"]),
    price: big(t["price"], 96),
    duration: int(t["duration"], 40),
    segments: int(t["segments"], 32),
    fromVersion: int(t["fromVersion"], 16),
    laterVersions: t["laterVersions"] === true,
    maxSales: int(t["maxSales"], 32),
    refundWindow: int(t["refundWindow"], 32),
    purpose: int(t["purpose"], 16),
    nonce: int(t["nonce"], 32),
    licence: word(t["licence"]),
    policy: account(t["policy"]),
    policyData: word(t["policyData"]),
  };
}

/** An ERC-3009 authorisation, as orders and deposits carry it. */
function authorizationOf(value: Readonly<Record<string, unknown>>) {
  return {
    payer: account(value["payer"]),
    validAfter: big(value["validAfter"], 256),
    validBefore: big(value["validBefore"], 256),
    sequence: big(value["sequence"], 64),
    signature: signature(value["signature"]),
  };
}

/** The order in a request's JSON; undefined when it is none. */
export function orderOf(value: unknown): SignedOrder | undefined {
  return readable(() => {
    const order = fields(value);
    return {
      terms: termsOfJson(order["terms"]),
      reader: account(order["reader"]),
      evidence: hex(order["evidence"], 4_096),
      ...authorizationOf(order),
    };
  });
}

/** The deposit into a tab in a request's JSON; undefined when it is none. */
export function tabDepositOf(value: unknown): SignedTabDeposit | undefined {
  return readable(() => {
    const deposit = fields(value);
    const tab = fields(deposit["tab"]);
    return {
      tab: {
        reader: account(tab["reader"]),
        provider: account(tab["provider"]),
        token: account(tab["token"]),
        salt: word(tab["salt"]),
      },
      amount: big(deposit["amount"], 96),
      ...authorizationOf(deposit),
    };
  });
}
