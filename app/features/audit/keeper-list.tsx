"use client";

import { anchorsOf, type IndexedKeeperLog, keeperLogs } from "@tallystick/sdk/indexer/audit";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { Address } from "viem";
import { AddressText } from "@/components/address";
import { useNetwork } from "@/components/config";
import { Digest } from "@/components/digest";
import { QueryState } from "@/components/query-state";
import { Badge, Empty } from "@/components/ui";
import { usePersonaName } from "@/features/wallet/persona";
import { useLanguage } from "@/i18n/context";
import { formatTime } from "@/lib/format";
import type { KnownKeeper, useKeepers } from "@/lib/keepers";
import { useIndexer } from "@/lib/reader";

/** What each keeper anchored and was accused of, by number. */
function useLogs() {
  const { chainId } = useNetwork();
  const indexer = useIndexer();
  return useQuery({
    queryKey: ["keeper-logs", chainId],
    refetchInterval: 30_000,
    queryFn: async () => (await keeperLogs(indexer, chainId, { limit: 200 })).items,
  });
}

/** Keepers that this network names, and whoever else has anchored. */
export function KeeperList(props: { keepers: ReturnType<typeof useKeepers> }) {
  const { t } = useLanguage();
  const { keepers } = props;
  const logs = useLogs();
  const known: readonly KnownKeeper[] = keepers.data?.list ?? [];
  const named = new Set(known.map(({ address }) => address.toLowerCase()));
  const others = (logs.data ?? []).map(({ keeper }) => keeper).filter((each) => !named.has(each.toLowerCase()));
  return (
    <section aria-labelledby="keepers">
      <h2 id="keepers" className="text-2xl">
        {t("audit.keepers")}
      </h2>
      <p className="mt-1 mb-5 max-w-prose text-muted">
        {t("audit.keepersLead")}{" "}
        {known.length > 1 ? t("audit.set", { threshold: keepers.data?.threshold ?? 1, n: known.length }) : ""}
      </p>
      <QueryState query={logs} />
      {known.length + others.length === 0 && logs.data ? <Empty title={t("audit.noAnchors")} /> : null}
      <ul className="grid gap-4 lg:grid-cols-2">
        {[...known, ...others.map((address) => ({ address, url: undefined }))].map(({ address, url }) => (
          <KeeperCard
            key={address}
            address={address}
            url={url}
            log={logs.data?.find(({ keeper }) => keeper.toLowerCase() === address.toLowerCase())}
          />
        ))}
        {keepers.data?.silent.map((url) => (
          <li key={url} className="card p-5">
            <p className="font-medium break-all">{url}</p>
            <p className="mt-1 text-sm text-danger">{t("audit.silent")}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}

const shownPeriods = 5;

function KeeperCard(props: { address: Address; url: string | undefined; log: IndexedKeeperLog | undefined }) {
  const { t, locale } = useLanguage();
  const { address, url, log } = props;
  const { chainId } = useNetwork();
  const indexer = useIndexer();
  const name = usePersonaName(address);
  const { number = 0, accused = 0, answered = 0, omitted = 0 } = log ?? {};
  const newest = useQuery({
    queryKey: ["anchors", chainId, address, number],
    enabled: number > 0,
    placeholderData: keepPreviousData,
    queryFn: async () => (await anchorsOf(indexer, chainId, { keeper: address, limit: shownPeriods })).items,
  });
  return (
    <li className="card min-w-0 p-5">
      <h3 className="text-lg">
        <AddressText address={address} label={name} />
      </h3>
      {url ? <p className="text-sm break-all text-muted">{url}</p> : null}
      <p className="mt-3 flex flex-wrap gap-2">
        <Badge tone={number > 0 ? "brand" : "plain"}>{t("audit.anchors", { n: number })}</Badge>
        {accused > 0 ? <Badge tone="wood">{t("audit.open", { n: accused })}</Badge> : null}
        {answered > 0 ? <Badge>{t("audit.answered", { n: answered })}</Badge> : null}
        <Badge tone={omitted > 0 ? "danger" : "plain"}>{t("audit.omissions", { n: omitted })}</Badge>
      </p>
      {number === 0 ? <p className="mt-3 text-sm text-muted">{t("audit.nothingYet")}</p> : null}
      <ol className="mt-3 grid gap-1.5 text-sm">
        {newest.data?.map((anchor) => (
          <li key={anchor.number} className="flex flex-wrap items-baseline justify-between gap-x-4">
            <span>{t("audit.until", { number: anchor.number, time: formatTime(anchor.through, locale) })}</span>
            <Digest value={anchor.root} />
          </li>
        ))}
      </ol>
    </li>
  );
}
