import { putTariff, signTariff } from "@tallystick/sdk/gateway/tariffs";
import type { PersonaId } from "@tallystick/sdk/local/personas";
import { approve } from "@tallystick/sdk/market/buying";
import { acceptCredit, collectTab, depositToTab, issueStatement, settleTab } from "@tallystick/sdk/market/tabActs";
import { signCredit, signVoucher } from "@tallystick/sdk/market/tabSignatures";
import type { Tab } from "@tallystick/sdk/market/voucher";
import { DAY, saltOf, type World } from "./world.ts";

/** The tab of a reader at a provider. */
function tabOf(world: World, reader: PersonaId, provider: PersonaId): Tab {
  const salt = saltOf(`tab of ${reader} at ${provider}`);
  return { reader: world.address(reader), provider: world.address(provider), token: world.at.eurx, salt };
}

/** Sells single accesses to a data set: puts the tariff at every keeper. */
export async function sellByUse(
  world: World,
  owner: PersonaId,
  { dataset }: { readonly dataset: bigint },
  price: bigint,
): Promise<void> {
  const { chainId, at } = world;
  const { wallet } = world.actor(owner);
  const value = {
    dataset,
    fromVersion: 1,
    laterVersions: true,
    segments: 1,
    token: at.eurx,
    price,
    provider: world.address(owner),
    serial: 1,
    validUntil: BigInt(world.timeOf(365)),
  };
  const tariff = await signTariff(chainId, at.market, value, (typedData) =>
    wallet.signTypedData({ ...typedData, account: wallet.account }),
  );
  for (const gateway of world.gateways) await putTariff(gateway, tariff);
}

/** A reader pays in advance, uses some of it, and the provider fetches what he earned. */
export async function keepPrepaidTab(
  world: World,
  reader: PersonaId,
  provider: PersonaId,
  money: { readonly paidIn: bigint; readonly used: bigint },
): Promise<void> {
  const { tabs, eurx } = world.at;
  const tab = tabOf(world, reader, provider);
  await world.act(reader, approve(eurx, tabs, money.paidIn));
  await world.act(reader, depositToTab(tabs, tab, money.paidIn));
  await world.act(provider, settleTab(tabs, tab, money.used, await signVoucher(world.actor(reader), tab, money.used)));
  await world.act(provider, collectTab(tabs, tab, world.address(provider)));
}

/** A provider lets a reader owe up to a limit, and states what is owed when the month is over. */
export async function keepCreditTab(
  world: World,
  reader: PersonaId,
  provider: PersonaId,
  money: { readonly limit: bigint; readonly used: bigint; readonly daysToPay: number },
): Promise<Tab> {
  const { tabs } = world.at;
  const tab = tabOf(world, reader, provider);
  const line = { limit: money.limit, paymentTerm: money.daysToPay * DAY, serial: 1 };
  const { offer, signature } = await signCredit(world.actor(provider), tab, line);
  await world.act(reader, depositToTab(tabs, tab, 0n));
  await world.act(reader, acceptCredit(tabs, tab, offer, signature));
  const voucher = await signVoucher(world.actor(reader), tab, money.used);
  await world.act(provider, settleTab(tabs, tab, money.used, voucher));
  await world.act(provider, issueStatement(tabs, tab, money.used, voucher));
  return tab;
}
