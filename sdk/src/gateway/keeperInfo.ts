import { type Address, type Hex, isAddress, isAddressEqual } from "viem";
import { MAX_KEEPERS } from "../data/shares.ts";
import { isTallystickError, tallystickError } from "../errors.ts";
import { ask, type HttpOptions, pathOf, readJson, refusal } from "./http.ts";

/** What shares are wrapped for. */
export interface KeeperCard {
  readonly url: string;
  readonly address: Address;
  readonly publicKey: Hex;
}

/** Keepers that belong together: each has the others' files, and so many shares rebuild a key. */
export interface KeeperSet {
  readonly threshold: number;
  /** Addresses of all of them. */
  readonly urls: readonly string[];
  /** What others of the set last said of themselves to this one. */
  readonly known: readonly KeeperCard[];
}

/** What a gateway says about itself. */
export interface GatewayInfo extends KeeperCard {
  readonly chainId: number;
  readonly market: Address;
  /** Hash of the chain's first block. */
  readonly genesis: Hex;
  /** Bytes of one upload at most. */
  readonly maxUpload: number;
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
  const set = body.set === undefined ? { threshold: 1, urls: [gateway], known: [] } : setOf(body.set);
  if (set === undefined) return refuse("Its set of keepers makes no sense.");
  return { address, publicKey, chainId, market, genesis, maxUpload, url: gateway, set };
}

function setOf(value: unknown): KeeperSet | undefined {
  const { threshold, urls, known = [] } = (value ?? {}) as Partial<KeeperSet>;
  if (!Array.isArray(urls) || urls.length === 0 || urls.length > MAX_KEEPERS) return undefined;
  const isUrl = (url: unknown): boolean =>
    typeof url === "string" && url.length <= 500 && URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);
  const fits = Number.isSafeInteger(threshold) && Number(threshold) >= 1 && Number(threshold) <= urls.length;
  if (!fits || !urls.every(isUrl) || new Set(urls).size !== urls.length) return undefined;
  if (!Array.isArray(known) || known.length > MAX_KEEPERS || !known.every(isCard)) return undefined;
  return { threshold: Number(threshold), urls, known };
}

function isCard(value: unknown): value is KeeperCard {
  const { url, address, publicKey } = (value ?? {}) as Partial<Record<keyof KeeperCard, unknown>>;
  const isKey = typeof publicKey === "string" && /^0x[0-9a-fA-F]{64}$/.test(publicKey);
  return typeof url === "string" && typeof address === "string" && isAddress(address, { strict: false }) && isKey;
}

/** Who keeps the shares of what is published now. */
export interface MetKeepers {
  readonly threshold: number;
  /** The gateway that answered first, then the others of its set. */
  readonly keepers: readonly [GatewayInfo, ...KeeperCard[]];
  /** Addresses of those that did not answer: they find their share in the manifest when they are back. */
  readonly absent: readonly string[];
}

/**
 * Meets the set of keepers that the first gateway to answer belongs to. Each is asked for its own key: what one says of
 * another is not believed. Of one that is away, its key is believed when as many others as rebuild a key say the same of
 * it, and none says otherwise: so many could read without making a key up.
 *
 * @param options.threshold shares that will rebuild a key, where more than the set says
 * @throws `GatewayUnreachable` when none of the gateways answers, or one of the set does not and too few know it;
 * `GatewayRefused`
 */
export async function keeperSet(
  gateways: readonly string[],
  expected: { readonly chainId: number; readonly market: Address },
  options: HttpOptions & { readonly threshold?: number | undefined } = {},
): Promise<MetKeepers> {
  const first = await firstToAnswer(gateways, expected, options);
  const { threshold } = first.set;
  const { met, away } = await meetOthers(first, expected, options);
  const cards: KeeperCard[] = [];
  for (const { url, error } of away) {
    const card = agreedCard(url, met, Math.max(threshold, options.threshold ?? 0));
    if (card === undefined) throw error;
    if (!has([...met, ...cards], card)) cards.push(card);
  }
  const others = [...met.slice(1), ...cards];
  if (others.length + 1 < threshold) {
    throw tallystickError("GatewayRefused", {
      url: first.url,
      status: 200,
      code: "bad-set",
      reason: `Its set of keepers has ${others.length + 1}, and needs ${threshold}.`,
    });
  }
  return { threshold, keepers: [first, ...others], absent: away.map(({ url }) => url) };
}

/** Asks the others of a gateway's set who they are. */
async function meetOthers(
  first: GatewayInfo,
  expected: { readonly chainId: number; readonly market: Address },
  options: HttpOptions,
) {
  const met: GatewayInfo[] = [first];
  const away: { url: string; error: unknown }[] = [];
  for (const url of first.set.urls) {
    if (url === first.url) continue;
    try {
      const info = await keeperInfo(url, expected, options);
      if (!has(met, info)) met.push(info);
    } catch (error) {
      if (!isAway(error)) throw error;
      away.push({ url, error });
    }
  }
  return { met, away };
}

const has = (cards: readonly KeeperCard[], { address }: KeeperCard): boolean =>
  cards.some((each) => isAddressEqual(each.address, address));

/** What those that answered say of one that did not, if enough of them do and all say the same. */
function agreedCard(url: string, met: readonly GatewayInfo[], enough: number): KeeperCard | undefined {
  const told = met.flatMap(({ set }) => set.known.find((card) => card.url === url) ?? []);
  const [card] = told;
  if (card === undefined || told.length < enough) return undefined;
  const isSame = ({ address, publicKey }: KeeperCard): boolean =>
    isAddressEqual(address, card.address) && publicKey.toLowerCase() === card.publicKey.toLowerCase();
  return told.every(isSame) ? card : undefined;
}

/** Whether a gateway is down or can't work now, rather than being another than it should. */
function isAway(error: unknown): boolean {
  if (isTallystickError(error, "GatewayUnreachable")) return true;
  return isTallystickError(error, "GatewayRefused") && Number(error.details.status) >= 500;
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
      if (!isAway(error)) throw error;
      failure = error;
    }
  }
  throw failure;
}
