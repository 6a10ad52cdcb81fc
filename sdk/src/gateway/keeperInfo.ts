import { type Address, type Hex, isAddress, isAddressEqual } from "viem";
import { tallystickError } from "../errors.ts";
import { ask, type HttpOptions, pathOf, readJson, refusal } from "./http.ts";

/** What a gateway says about itself. */
export interface GatewayInfo {
  readonly address: Address;
  readonly publicKey: Hex;
  readonly chainId: number;
  readonly market: Address;
  /** Hash of the chain's first block. */
  readonly genesis: Hex;
  /** Bytes of one upload at most. */
  readonly maxUpload: number;
  readonly url: string;
}

/**
 * Asks a gateway who it is.
 *
 * @param expected chain and market it must serve
 * @throws `GatewayUnreachable`, `GatewayRefused`
 */
export async function keeperInfo(
  gateway: string,
  expected: { readonly chainId: number; readonly market: Address },
  options: HttpOptions = {},
): Promise<GatewayInfo> {
  const url = pathOf(gateway, "/v1/keeper");
  const response = await ask(url, {}, options);
  if (!response.ok) throw await refusal(url, response);
  const body = (await readJson(response)) as Partial<GatewayInfo>;
  const { address, publicKey, chainId, market, genesis, maxUpload } = body;
  const refuse = (reason: string): never => {
    throw tallystickError("GatewayRefused", { url: gateway, status: response.status, code: "wrong-chain", reason });
  };
  if (typeof address !== "string" || !isAddress(address, { strict: false })) return refuse("It names no address.");
  if (typeof market !== "string" || !isAddress(market, { strict: false })) return refuse("It names no market.");
  if (typeof publicKey !== "string" || !/^0x[0-9a-fA-F]{64}$/.test(publicKey)) return refuse("It has no public key.");
  if (typeof genesis !== "string" || typeof maxUpload !== "number") return refuse("Its answer is incomplete.");
  if (chainId !== expected.chainId || !isAddressEqual(market, expected.market)) {
    return refuse(`It serves the market ${market} on chain ${chainId}, not ${expected.market} on ${expected.chainId}.`);
  }
  return { address, publicKey, chainId, market, genesis, maxUpload, url: gateway };
}
