import { type Address, isAddressEqual, recoverTypedDataAddress } from "viem";
import type { Reader } from "../chain/actor.ts";
import { reasonOf, tallystickError } from "../errors.ts";
import { fetchReceipt, receiptDigest, verifyPlace } from "../gateway/place.ts";
import { type Receipt, receiptTypedData } from "../gateway/typedData.ts";
import { decodeReceipt, type Signed } from "../gateway/wire.ts";
import { type Remedy, remedyFor } from "../market/accessLog.ts";
import { deployed, type Network } from "../networks.ts";
import type { Command } from "./command.ts";
import { networkFrom, readerFrom } from "./context.ts";
import { timeText } from "./named.ts";
import { accountArgument, readArguments } from "./options.ts";
import { printResult } from "./output.ts";
import { subcommands } from "./subcommands.ts";
import { readJsonFile } from "./ticketFile.ts";

const verify: Command = async ({ args, env, output, signal }) => {
  const { values, positionals } = readArguments(args, {
    keeper: { type: "string" },
    offline: { type: "boolean", default: false },
  });
  const signed = receiptIn(await readJsonFile(positionals[0]));
  const network = networkFrom(values, env);
  const { market } = deployed(network);
  const signer = await signerOf(network, signed);
  if (values.keeper !== undefined && !isAddressEqual(accountArgument(values.keeper, "keeper"), signer))
    throw tallystickError("ReceiptInvalid", { reason: `${signer} signed it, not ${values.keeper}` });
  const digest = receiptDigest(network.chainId, market, signed.value);
  const { granted, code, at } = signed.value;
  const log = values.offline ? undefined : await inLog(await readerFrom(values, env), signer, signed, signal);
  printResult(output, { digest, keeper: signer, granted, code, at, ...log }, [
    `receipt     ${digest}`,
    `signed by   ${signer}`,
    `answer      ${granted ? "granted" : `denied: ${code}`} at ${timeText(Number(at))}`,
    ...(log === undefined ? [] : [`anchored    ${log.anchored ?? `not shown; what can be done: ${log.remedy?.kind}`}`]),
  ]);
};

/** Number of the anchor that the receipt is proved to stand in; else what can be done about it. */
async function inLog(
  reader: Reader,
  keeper: Address,
  signed: Signed<Receipt>,
  signal: AbortSignal,
): Promise<{ readonly anchored?: number; readonly remedy?: Remedy }> {
  const { chainId, gateways } = reader.network;
  const digest = receiptDigest(chainId, deployed(reader.network).market, signed.value);
  for (const gateway of gateways) {
    // A keeper that does not answer, or not for this receipt, shows nothing: another one may.
    const found = await fetchReceipt(gateway, digest, { signal }).catch(() => undefined);
    if (found?.place === undefined) continue;
    await verifyPlace(reader, keeper, signed.value, found.place);
    return { anchored: found.place.number };
  }
  return { remedy: await remedyFor(reader, keeper, signed) };
}

/** A receipt by itself, or in a keeper's answer. */
function receiptIn(json: unknown): Signed<Receipt> {
  const { receipt } = (json ?? {}) as { readonly receipt?: unknown };
  return decodeReceipt(receipt ?? json);
}

async function signerOf(network: Network, { value, signature }: Signed<Receipt>): Promise<Address> {
  const { market } = deployed(network);
  return recoverTypedDataAddress({ ...receiptTypedData(network.chainId, market, value), signature }).catch(
    (error: unknown) => {
      throw tallystickError("ReceiptInvalid", { reason: reasonOf(error) }, error);
    },
  );
}

/** `tallystick receipt verify` */
export const receiptCommand = subcommands({ verify });
