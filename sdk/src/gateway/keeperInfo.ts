import { type Address, type Hex, isAddress, isAddressEqual } from "viem";
import { MAX_KEEPERS } from "../data/shares.ts";
import { isTallystickError, tallystickError } from "../errors.ts";
import { ask, type HttpOptions, pathOf, readJson, refusal } from "./http.ts";

/** Keepers that belong together: each has the others' files, and so many shares rebuild a key. */
export interface KeeperSet {
  readonly threshold: number;
  /** Addresses of all of them. */
  readonly urls: readonly string[];
}

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
  /** Of itself alone, where it names no others. */
  readonly set: KeeperSet;
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
  const set = body.set === undefined ? { threshold: 1, urls: [gateway] } : setOf(body.set);
  if (set === undefined) return refuse("Its set of keepers makes no sense.");
  return { address, publicKey, chainId, market, genesis, maxUpload, url: gateway, set };
}

function setOf(value: unknown): KeeperSet | undefined {
  const { threshold, urls } = (value ?? {}) as Partial<KeeperSet>;
  if (!Array.isArray(urls) || urls.length === 0 || urls.length > MAX_KEEPERS) return undefined;
  const isUrl = (url: unknown): boolean =>
    typeof url === "string" && url.length <= 500 && URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);
  const fits = Number.isSafeInteger(threshold) && Number(threshold) >= 1 && Number(threshold) <= urls.length;
  return fits && urls.every(isUrl) && new Set(urls).size === urls.length
    ? { threshold: Number(threshold), urls }
    : undefined;
}

/**
 * Meets the set of keepers that the first gateway to answer belongs to. Each is asked for its own key: what one says of
 * another is not believed.
 *
 * @returns the gateway that answered first, then the others of its set
 * @throws `GatewayUnreachable` when none of the gateways answers, or one of the set does not; `GatewayRefused`
 */
export async function keeperSet(
  gateways: readonly string[],
  expected: { readonly chainId: number; readonly market: Address },
  options: HttpOptions = {},
): Promise<{ readonly threshold: number; readonly keepers: readonly [GatewayInfo, ...GatewayInfo[]] }> {
  const first = await firstToAnswer(gateways, expected, options);
  const { threshold, urls } = first.set;
  const others: GatewayInfo[] = [];
  for (const url of urls) {
    if (url === first.url) continue;
    const info = await keeperInfo(url, expected, options);
    if (!isAddressEqual(info.address, first.address)) others.push(info);
  }
  if (others.length + 1 < threshold) {
    throw tallystickError("GatewayRefused", {
      url: first.url,
      status: 200,
      code: "bad-set",
      reason: `Its set of keepers has ${others.length + 1}, and needs ${threshold}.`,
    });
  }
  return { threshold, keepers: [first, ...others] };
}

async function firstToAnswer(
  gateways: readonly string[],
  expected: { readonly chainId: number; readonly market: Address },
  options: HttpOptions,
): Promise<GatewayInfo> {
  let failure: unknown = tallystickError("GatewayUnreachable", { url: "(none)", cause: "no gateway is configured" });
  for (const url of gateways) {
    try {
      return await keeperInfo(url, expected, options);
    } catch (error) {
      if (!isTallystickError(error, "GatewayUnreachable")) throw error;
      failure = error;
    }
  }
  throw failure;
}
