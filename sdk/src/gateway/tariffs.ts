import { type Address, type Hex, hashTypedData, numberToHex } from "viem";
import type { Reader } from "../chain/actor.ts";
import { isSignedBy } from "../chain/signature.ts";
import { isTallystickError, tallystickError } from "../errors.ts";
import { deployed } from "../networks.ts";
import { addressOf, type Fault, objectOf } from "./fields.ts";
import { ask, type HttpOptions, pathOf, readJson, refusal } from "./http.ts";
import { type Tariff, tariffTypedData } from "./typedData.ts";
import type { Sign } from "./upload.ts";
import { decodeTariff, encodeTariff, type Signed } from "./wire.ts";

/** Signs a tariff as owner of its data set. */
export async function signTariff(
  chainId: number,
  market: Address,
  value: Tariff,
  sign: Sign<ReturnType<typeof tariffTypedData>>,
): Promise<Signed<Tariff>> {
  return { value, signature: await sign(tariffTypedData(chainId, market, value)) };
}

/**
 * Puts a tariff at a keeper; each keeper of the data set needs it.
 *
 * @throws `GatewayUnreachable`, `GatewayRefused`
 */
export async function putTariff(gateway: string, tariff: Signed<Tariff>, options: HttpOptions = {}): Promise<void> {
  const url = pathOf(gateway, "/v1/tariffs");
  const headers = { "content-type": "application/json" };
  const response = await ask(url, { method: "PUT", headers, body: JSON.stringify(encodeTariff(tariff)) }, options);
  if (!response.ok) throw await refusal(url, response);
  await response.body?.cancel().catch(() => undefined);
}

/** A tariff as a keeper lists it: with who signed it, and owned the data set when it was put. */
export interface OwnedTariff extends Signed<Tariff> {
  readonly owner: Address;
}

/**
 * A page of all tariffs that a keeper has and that have not ended, for whoever keeps a catalogue. Neither signatures nor
 * whether the signer owns the data set still are checked here: see `isTariffSigned`.
 *
 * @param after `next` of the page before
 * @throws `GatewayUnreachable`, `GatewayRefused`, `BadTariff`
 */
export async function listTariffs(
  gateway: string,
  after?: string,
  options: HttpOptions = {},
): Promise<{ readonly tariffs: readonly OwnedTariff[]; readonly next?: string | undefined }> {
  const url = pathOf(gateway, `/v1/tariffs${after === undefined ? "" : `?after=${encodeURIComponent(after)}`}`);
  const response = await ask(url, {}, options);
  if (!response.ok) throw await refusal(url, response);
  const { tariffs, next } = (await readJson(response)) as { tariffs?: unknown; next?: unknown };
  const fault: Fault = (field, reason) => tallystickError("BadTariff", { field, reason });
  const listed = (Array.isArray(tariffs) ? tariffs : []).map((each: unknown) => ({
    ...decodeTariff(each),
    owner: addressOf(objectOf(each, "tariff", fault), "owner", fault),
  }));
  return { tariffs: listed, next: typeof next === "string" ? next : undefined };
}

/**
 * Whether an account signed a tariff for the market of a network. A contract wallet is asked (ERC-1271).
 *
 * @throws `ChainUnreachable`
 */
export function isTariffSigned(reader: Reader, owner: Address, { value, signature }: Signed<Tariff>): Promise<boolean> {
  const { network } = reader;
  const digest = hashTypedData(tariffTypedData(network.chainId, deployed(network).market, value));
  return isSignedBy(reader, owner, digest, signature);
}

/**
 * The tariffs of a data set that are in force at the first gateway that answers. Whose signatures they bear is not
 * checked here: the keeper holds a reader to its own list, and a reader pays what he signs.
 *
 * @throws `GatewayUnreachable`, `GatewayRefused`, `BadTariff`
 */
export async function tariffsOf(
  gateways: readonly string[],
  dataset: bigint,
  options: HttpOptions = {},
): Promise<readonly Signed<Tariff>[]> {
  const id: Hex = numberToHex(dataset, { size: 32 });
  let failure: unknown = tallystickError("GatewayUnreachable", { url: "(none)", cause: "no gateway is configured" });
  for (const gateway of gateways) {
    try {
      const url = pathOf(gateway, `/v1/tariffs/${id}`);
      const response = await ask(url, {}, options);
      if (!response.ok) throw await refusal(url, response);
      const { tariffs } = (await readJson(response)) as { tariffs?: unknown };
      const decoded = (Array.isArray(tariffs) ? tariffs : []).map(decodeTariff);
      if (decoded.some(({ value }) => value.dataset !== dataset)) {
        throw tallystickError("BadTariff", { field: "dataset", reason: "it is another data set's" });
      }
      return decoded;
    } catch (error) {
      if (isTallystickError(error, "Aborted")) throw error;
      failure = error;
    }
  }
  throw failure;
}
