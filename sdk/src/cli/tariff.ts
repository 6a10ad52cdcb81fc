import { isAddressEqual, numberToHex } from "viem";
import type { Actor } from "../chain/actor.ts";
import { signTyped } from "../chain/signature.ts";
import { chainTime } from "../chain/time.ts";
import { putTariff, signTariff, tariffsOf } from "../gateway/tariffs.ts";
import type { Tariff } from "../gateway/typedData.ts";
import { openDataset } from "../market/openDataset.ts";
import { segmentBits } from "../market/terms.ts";
import { deployed } from "../networks.ts";
import type { Command } from "./command.ts";
import { filesText } from "./consentLines.ts";
import { actorFrom, readerFrom } from "./context.ts";
import { UsageError } from "./exitCode.ts";
import { amountText, timeText, tokenOf } from "./named.ts";
import {
  ALL_SEGMENTS,
  accountArgument,
  datasetArgument,
  limitedDuration,
  numberArgument,
  readArguments,
  scopeOf,
  scopeOptions,
} from "./options.ts";
import { printResult } from "./output.ts";
import { subcommands } from "./subcommands.ts";
import { amountArgument, tokenNamed } from "./token.ts";

// What one access costs, paid on a tab. A tariff stands on no chain: its owner signs it, and its keepers keep it.

const sign: Command = async ({ args, env, output, signal }) => {
  const { duration: _, ...scope } = scopeOptions;
  const { values, positionals } = readArguments(args, {
    ...scope,
    price: { type: "string" },
    token: { type: "string" },
    provider: { type: "string" },
    valid: { type: "string", default: "1y" },
    serial: { type: "string" },
  });
  const dataset = datasetArgument(positionals[0]);
  if (values.price === undefined) throw new UsageError("--price is needed.");
  const { segments, fromVersion, laterVersions } = scopeOf({ ...values, duration: "forever" });
  const actor = await actorFrom(values, env);
  const token = await tokenNamed(actor, values.token);
  const { manifest } = await openDataset(actor, dataset, { signal });
  const tariff = {
    fromVersion,
    laterVersions,
    segments: segments === ALL_SEGMENTS ? segmentBits(manifest.segments.map((_, i) => i)) : segments,
    token: token.address,
    price: amountArgument(values.price, "price", token),
    provider:
      values.provider === undefined ? actor.wallet.account.address : accountArgument(values.provider, "provider"),
  };
  const keepers = manifest.keepers.list.map(({ url }) => url);
  const made = await completed(actor, { dataset, ...tariff }, values, keepers);
  await putAtKeepers(actor, made, keepers, signal);
  printResult(output, { tariff: shown(made), keepers }, [
    `data set    ${numberToHex(dataset, { size: 32 })}`,
    `tariff      ${amountText(made.price, token)} an access, files ${filesText(made.segments)}`,
    `provider    ${made.provider}`,
    `until       ${timeText(Number(made.validUntil))}`,
    ...keepers.map((url) => `kept by     ${url}`),
  ]);
};

/** Nothing is sold by use in this token any more: a tariff of no files replaces the other. */
const withdraw: Command = async ({ args, env, output, signal }) => {
  const { values, positionals } = readArguments(args, { token: { type: "string" }, serial: { type: "string" } });
  const dataset = datasetArgument(positionals[0]);
  const actor = await actorFrom(values, env);
  const token = await tokenNamed(actor, values.token);
  const { manifest } = await openDataset(actor, dataset, { signal });
  const provider = actor.wallet.account.address;
  // A tariff has a price, though nothing is sold at it.
  const nothing = { fromVersion: 1, laterVersions: true, segments: 0, token: token.address, price: 1n, provider };
  const keepers = manifest.keepers.list.map(({ url }) => url);
  const made = await completed(actor, { dataset, ...nothing }, { ...values, valid: "1y" }, keepers);
  await putAtKeepers(actor, made, keepers, signal);
  printResult(output, { tariff: shown(made), keepers }, [
    `data set    ${numberToHex(dataset, { size: 32 })}`,
    `tariff      none in ${token.symbol}`,
    ...keepers.map((url) => `kept by     ${url}`),
  ]);
};

/** A tariff with its end and, unless one was named, a serial above what the keepers know: the time, where that is. */
async function completed(
  actor: Actor,
  tariff: Omit<Tariff, "serial" | "validUntil">,
  values: { readonly valid: string; readonly serial?: string },
  keepers: readonly string[],
): Promise<Tariff> {
  const seconds = limitedDuration(values.valid, "valid", "a tariff");
  const now = await chainTime(actor);
  const validUntil = BigInt(now + seconds);
  if (values.serial !== undefined) return { ...tariff, serial: numberArgument(values.serial, "serial", 1), validUntil };
  const known = await tariffsOf(keepers, tariff.dataset);
  const serials = known
    .filter(({ value }) => isAddressEqual(value.token, tariff.token))
    .map(({ value }) => value.serial);
  return { ...tariff, serial: Math.max(now, ...serials.map((each) => each + 1)), validUntil };
}

/** Each of them sells by its own list. */
async function putAtKeepers(
  actor: Actor,
  tariff: Tariff,
  keepers: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  const { network } = actor;
  const { market } = deployed(network);
  const signed = await signTariff(network.chainId, market, tariff, (data) => signTyped(actor, data, "signTariff"));
  for (const url of keepers) await putTariff(url, signed, { signal });
}

const shown = (tariff: Tariff) => ({ ...tariff, dataset: numberToHex(tariff.dataset, { size: 32 }) });

const show: Command = async ({ args, env, output, signal }) => {
  const { values, positionals } = readArguments(args, {});
  const dataset = datasetArgument(positionals[0]);
  const reader = await readerFrom(values, env);
  const { manifest } = await openDataset(reader, dataset, { signal });
  const keepers = manifest.keepers.list.map(({ url }) => url);
  const tariffs = (await tariffsOf(keepers, dataset, { signal }))
    .map(({ value }) => value)
    .filter(({ segments }) => segments !== 0);
  const lines = await Promise.all(
    tariffs.map(async ({ price, token, segments, provider, validUntil }) => {
      const amount = amountText(price, await tokenOf(reader, token));
      return `tariff      ${amount} an access, files ${filesText(segments)}, on a tab with ${provider}, until ${timeText(Number(validUntil))}`;
    }),
  );
  const id = numberToHex(dataset, { size: 32 });
  printResult(output, { dataset: id, tariffs: tariffs.map(shown) }, [
    `data set    ${id}`,
    ...(lines.length === 0 ? ["tariff      none"] : lines),
  ]);
};

/** `tallystick tariff sign|show|withdraw` */
export const tariffCommand = subcommands({ sign, show, withdraw });
