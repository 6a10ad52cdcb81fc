import type { Address } from "viem";
import type { Actor } from "../chain/actor.ts";
import { signTyped } from "../chain/signature.ts";
import { tallystickError } from "../errors.ts";
import type { HttpOptions } from "../gateway/http.ts";
import { type Payment, signPayment } from "../gateway/payment.ts";
import { signTabQuery, tabStanding } from "../gateway/tabStanding.ts";
import { tariffsOf } from "../gateway/tariffs.ts";
import type { Tariff } from "../gateway/typedData.ts";
import { deployed } from "../networks.ts";
import type { OpenedDataset } from "./openDataset.ts";
import { readTab } from "./tabs.ts";
import { segmentBits } from "./terms.ts";
import { type Tab, tabId } from "./voucher.ts";

/** What one access costs, before its voucher is signed. Amounts are base units of the tab's token. */
export interface AccessQuote {
  readonly tariff: Tariff;
  /** What is owed on the tab so far, as the keepers know it. */
  readonly owed: bigint;
  /** What is owed with this access: what the voucher will say. */
  readonly total: bigint;
  /** The highest total that a voucher can claim now. */
  readonly available: bigint;
}

/**
 * What it costs to read segments of an opened version on a tab, by the cheapest tariff that fits both.
 *
 * @param segments indexes
 * @throws `NoTariff` when nothing is sold by use on this tab; `ChainUnreachable`, `GatewayUnreachable`, `UserRejected`
 */
export async function quoteAccess(
  actor: Actor,
  opened: OpenedDataset,
  tab: Tab,
  segments: readonly number[],
  options: HttpOptions = {},
): Promise<AccessQuote> {
  const { network, wallet } = actor;
  const { market, tabs } = deployed(network);
  const { manifest, dataset } = opened;
  const keepers = manifest.keepers.list;
  const wanted = segmentBits(segments);
  const tariffs = await tariffsOf(
    keepers.map(({ url }) => url),
    dataset,
    options,
  );
  const [tariff] = tariffs
    .map(({ value }) => value)
    .filter((each) => fits(each, tab, manifest.version, wanted))
    .sort((a, b) => (a.price < b.price ? -1 : 1));
  if (tariff === undefined) throw tallystickError("NoTariff", { dataset: manifest.dataset, provider: tab.provider });
  const id = tabId(network.chainId, tabs, tab);
  const { claimed, available } = await readTab(actor, id);
  // Keepers know different vouchers: the highest counts. One that does not answer is not asked to release either.
  const standings = await Promise.all(
    keepers.map(async ({ url, address }) => {
      const account = wallet.account.address;
      const query = await signTabQuery(network.chainId, market, account, address, (data) =>
        signTyped(actor, data, "signTabQuery"),
      );
      const standing = await tabStanding(url, id, query, options).catch(() => undefined);
      return standing?.owed ?? 0n;
    }),
  );
  const owed = standings.reduce((highest, each) => (each > highest ? each : highest), claimed);
  return { tariff, owed, total: owed + tariff.price, available };
}

function fits(tariff: Tariff, tab: Tab, version: number, segments: number): boolean {
  const same = (a: Address, b: Address): boolean => BigInt(a) === BigInt(b);
  const isVersion = tariff.laterVersions ? version >= tariff.fromVersion : version === tariff.fromVersion;
  // In JavaScript a word with bit 31 set is negative after a bit operation.
  const isIncluded = (segments & ~tariff.segments) >>> 0 === 0;
  return isVersion && isIncluded && same(tariff.token, tab.token) && same(tariff.provider, tab.provider);
}

/**
 * Signs the voucher of one access: show it to the keepers with `readFiles`. Asked again for the same access, it is not
 * charged again.
 *
 * @throws `UserRejected`
 */
export function payForAccess(actor: Actor, tab: Tab, quote: AccessQuote): Promise<Payment> {
  const { network } = actor;
  const { tabs } = deployed(network);
  return signPayment(network.chainId, tabs, { tab, owed: quote.total }, (data) =>
    signTyped(actor, data, "payForAccess"),
  );
}
