"use client";

import { type Payment, signPayment } from "@tallystick/sdk/gateway/payment";
import { tariffsOf } from "@tallystick/sdk/gateway/tariffs";
import type { Tariff } from "@tallystick/sdk/gateway/typedData";
import { segmentBits } from "@tallystick/sdk/market/terms";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Address } from "viem";
import { useNameOf } from "@/components/account-field";
import { useMoney } from "@/components/amount";
import { SelectField } from "@/components/fields";
import { SignedWords } from "@/components/signed-words";
import { Button, Notice } from "@/components/ui";
import type { DatasetView } from "@/features/market/use-dataset";
import { OpenTab } from "@/features/tabs/open-tab";
import { type OwnTab, tabsOf } from "@/features/tabs/tabs-of";
import { useTab } from "@/features/tabs/use-tab";
import { useLanguage } from "@/i18n/context";
import { formatTime, shortAddress, shortHex } from "@/lib/format";
import { useContracts, useIndexer, useReader, useSign } from "@/lib/reader";
import { keepVoucher, newestVoucher, voucherUsed } from "@/lib/vouchers";
import type { useReading } from "./use-reading";

interface Props {
  readonly view: DatasetView;
  readonly account: Address;
  readonly version: number;
  readonly segments: readonly number[];
  readonly reading: ReturnType<typeof useReading>;
}

/** Reading without a right, for a price each time: what it costs, on which tab, and what is signed. */
export function PayByUse(props: Props) {
  const { view, version, segments } = props;
  const { gateways, chainId } = useReader().network;
  const wanted = segmentBits(segments);
  const tariffs = useQuery({
    queryKey: ["tariffs", chainId, view.id.toString()],
    retry: 0,
    staleTime: 15_000,
    queryFn: async () => (await tariffsOf(gateways, view.id)).filter(({ value }) => value.segments !== 0),
  });
  const tariff = tariffs.data
    ?.map(({ value }) => value)
    .find(
      (each) =>
        (wanted & ~each.segments) >>> 0 === 0 &&
        (each.fromVersion === version || (each.laterVersions && each.fromVersion < version)),
    );
  return tariff ? <AtPrice {...props} tariff={tariff} /> : null;
}

function AtPrice(props: Props & { tariff: Tariff }) {
  const { account, tariff } = props;
  const { t, locale } = useLanguage();
  const reader = useReader();
  const indexer = useIndexer();
  const nameOf = useNameOf();
  const money = useMoney(tariff.token);
  const [chosen, setChosen] = useState<string>();
  const [opening, setOpening] = useState(false);
  const tabs = useQuery({
    queryKey: ["tabs", reader.network.chainId, account],
    queryFn: () => tabsOf(indexer, reader.network, account),
    refetchInterval: 10_000,
  });
  const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();
  const fitting = (tabs.data ?? []).filter(
    ({ role, tab, closed }) =>
      !closed && role === "reader" && same(tab.provider, tariff.provider) && same(tab.token, tariff.token),
  );
  const own = fitting.find(({ id }) => id === chosen) ?? fitting[0];
  const provider = nameOf(tariff.provider) ?? shortAddress(tariff.provider);
  return (
    <section aria-labelledby="by-use" className="mb-6 grid gap-4 rounded-xl border border-line bg-surface p-5">
      <div>
        <h3 id="by-use" className="text-lg">
          {t("tabs.byUse")}
        </h3>
        <p className="mt-1 text-sm text-muted">
          {t("tabs.byUseLead", { price: money(tariff.price), provider })}{" "}
          {t("tabs.tariffUntil", { time: formatTime(tariff.validUntil, locale) })}
        </p>
      </div>
      {fitting.length > 1 && own ? (
        <SelectField
          label={t("tabs.yourTab")}
          value={own.id}
          options={fitting.map(({ id }) => ({ value: id, label: shortHex(id) }))}
          onChange={setChosen}
        />
      ) : null}
      {own ? <OnTab key={own.id} {...props} own={own} /> : null}
      {tabs.data && !own ? (
        <>
          <Notice>{t("tabs.noTab")}</Notice>
          {opening ? (
            <OpenTab
              account={account}
              provider={tariff.provider}
              token={tariff.token}
              onDone={() => setOpening(false)}
            />
          ) : (
            <Button className="justify-self-start" onClick={() => setOpening(true)}>
              {t("tabs.openOne")}
            </Button>
          )}
        </>
      ) : null}
    </section>
  );
}

function OnTab(props: Props & { tariff: Tariff; own: OwnTab }) {
  const { view, version, segments, reading, tariff, own } = props;
  const { t } = useLanguage();
  const { network } = useReader();
  const { tabs } = useContracts();
  const sign = useSign();
  const queries = useQueryClient();
  const money = useMoney(tariff.token);
  const tab = useTab(own.id);
  if (!tab.data) return null;
  const { state, voucher } = tab.data;
  const { chainId } = network;
  const what = `${view.id}.${version}.${segmentBits(segments)}`;
  // Paid for and not had: the same voucher is shown again.
  const unused = voucher?.unused?.what === what ? voucher.unused : undefined;
  // Whoever signed elsewhere learns from the keeper's refusal how much is owed already.
  const told = /^\d+$/.test(reading.problem?.values["owed"] ?? "") ? BigInt(reading.problem?.values["owed"] ?? 0) : 0n;
  const before = [state.claimed, voucher?.owed ?? 0n, told].reduce((most, each) => (each > most ? each : most));
  const owed = unused && voucher ? voucher.owed : before + tariff.price;
  const reaches = owed <= state.available;

  async function pay(): Promise<Payment> {
    if (unused && voucher) {
      return { tab: own.tab, owed: voucher.owed, access: unused.access, voucherSignature: voucher.signature };
    }
    const payment = await signPayment(chainId, tabs, { tab: own.tab, owed }, sign);
    const { voucherSignature: signature, access } = payment;
    // Kept before anybody is shown it: what was signed is owed, whatever becomes of this page.
    await keepVoucher(chainId, own.id, { tab: own.tab, owed, signature, unused: { access, what } });
    return payment;
  }
  async function read() {
    const came = await reading.unlock(pay);
    if (came && (await newestVoucher(chainId, own.id))?.owed === owed) await voucherUsed(chainId, own.id);
    await queries.invalidateQueries({ queryKey: ["tab"] });
  }

  return (
    <div className="grid gap-3">
      <SignedWords>
        {t("tabs.signsAccess", {
          amount: money(owed),
          before: money(owed - tariff.price),
          price: money(tariff.price),
        })}
      </SignedWords>
      <p className="text-sm text-muted">
        {reaches
          ? t("tabs.balanceAfter", { amount: money(state.available - owed) })
          : t("tabs.reachesNot", { available: money(state.available) })}
      </p>
      <Button
        look="primary"
        className="justify-self-start"
        busy={reading.unlocking}
        disabled={!reaches}
        onClick={() => void read()}
      >
        {t("tabs.accessButton")}
      </Button>
    </div>
  );
}
