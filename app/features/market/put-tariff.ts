import type { Reader } from "@tallystick/sdk/chain/actor";
import { putTariff, signTariff } from "@tallystick/sdk/gateway/tariffs";
import type { Tariff } from "@tallystick/sdk/gateway/typedData";
import { deployed } from "@tallystick/sdk/networks";
import { meetKeepers } from "@/lib/keepers";
import type { Signer } from "@/lib/reader";
import { ActError } from "@/lib/tx/types";

/** Signs a tariff once and puts it at every keeper of the network: each of them sells by its own list. */
export async function putTariffEverywhere(reader: Reader, tariff: Tariff, sign: Signer): Promise<void> {
  const { chainId, gateways } = reader.network;
  const { market } = deployed(reader.network);
  const signed = await signTariff(chainId, market, tariff, sign);
  const { list, silent } = await meetKeepers(gateways, { chainId, market });
  const answers = await Promise.allSettled(list.map(({ url }) => putTariff(url, signed)));
  const failed = answers.find((answer) => answer.status === "rejected");
  if (failed) throw failed.reason;
  if (silent.length > 0) throw new ActError({ code: "tariffNotEverywhere", values: { url: silent.join(", ") } });
}
