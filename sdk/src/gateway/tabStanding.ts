import type { Address, Hex } from "viem";
import { tallystickError } from "../errors.ts";
import { amountOf, type Fault, hashOf, objectOf } from "./fields.ts";
import { ask, type HttpOptions, pathOf, readJson, refusal } from "./http.ts";
import { type TabQuery, tabQueryTypedData } from "./typedData.ts";
import type { Sign } from "./upload.ts";
import { encodeTabQuery, type Signed, TAB_HEADER } from "./wire.ts";

const QUERY_SECONDS = 3_000;

/** What a keeper knows of a tab. */
export interface TabStanding {
  readonly id: Hex;
  /** Settled on the chain so far. */
  readonly claimed: bigint;
  /** Highest total that a voucher can claim now. */
  readonly available: bigint;
  /** By the newest voucher this keeper has, or what is claimed if that is more; only for reader and provider of the tab. */
  readonly owed?: bigint | undefined;
}

/**
 * Signs a question that one keeper answers for an hour, after all tabs of the account.
 *
 * @param now Unix seconds
 */
export async function signTabQuery(
  chainId: number,
  market: Address,
  account: Address,
  keeper: Address,
  sign: Sign<ReturnType<typeof tabQueryTypedData>>,
  now: number = Math.floor(Date.now() / 1000),
): Promise<Signed<TabQuery>> {
  const value: TabQuery = { account, keeper, expiry: BigInt(now + QUERY_SECONDS) };
  return { value, signature: await sign(tabQueryTypedData(chainId, market, value)) };
}

/**
 * How a tab stands at a keeper. Keepers know different vouchers: the highest answer counts.
 *
 * @param query of the tab's reader or provider; without it only what the chain says is answered
 * @throws `GatewayUnreachable`, `GatewayRefused`
 */
export async function tabStanding(
  gateway: string,
  id: Hex,
  query?: Signed<TabQuery>,
  options: HttpOptions = {},
): Promise<TabStanding> {
  const url = pathOf(gateway, `/v1/tabs/${id}`);
  const response = await ask(url, query ? { headers: { [TAB_HEADER]: encodeTabQuery(query) } } : {}, options);
  if (!response.ok) throw await refusal(url, response);
  const fault: Fault = (field, reason) =>
    tallystickError("GatewayRefused", { url: gateway, status: 200, code: "bad-answer", reason: `${field}: ${reason}` });
  const fields = objectOf(await readJson(response), "answer", fault);
  return {
    id: hashOf(fields, "id", fault),
    claimed: amountOf(fields, "claimed", 96, fault),
    available: amountOf(fields, "available", 256, fault),
    owed: fields.owed === undefined ? undefined : amountOf(fields, "owed", 96, fault),
  };
}
