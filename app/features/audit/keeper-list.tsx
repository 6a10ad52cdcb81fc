"use client";

import { useQuery } from "@tanstack/react-query";
import type { Address } from "viem";
import { AddressText } from "@/components/address";
import { Digest } from "@/components/digest";
import { QueryState } from "@/components/query-state";
import { Badge, Empty } from "@/components/ui";
import { usePersonaName } from "@/features/wallet/persona";
import { useLanguage } from "@/i18n/context";
import { formatTime } from "@/lib/format";
import type { KnownKeeper, useKeepers } from "@/lib/keepers";
import { useReader } from "@/lib/reader";
import type { AccusationEvent, Anchored } from "./log";

/** Everything that was anchored and said against keepers, from the chain's events. */
function useLog() {
  const reader = useReader();
  return useQuery({
    queryKey: ["access-log", reader.network.chainId],
    refetchInterval: 30_000,
    queryFn: async () => {
      const { accusationsOf, anchorsOf } = await import("./log");
      const [anchors, accusations] = await Promise.all([anchorsOf(reader), accusationsOf(reader)]);
      return { anchors, accusations };
    },
  });
}

/** Keepers that this network names, and whoever else has anchored. */
export function KeeperList(props: { keepers: ReturnType<typeof useKeepers> }) {
  const { t } = useLanguage();
  const { keepers } = props;
  const log = useLog();
  const known: readonly KnownKeeper[] = keepers.data?.list ?? [];
  const anchors = log.data?.anchors ?? [];
  const named = new Set(known.map(({ address }) => address.toLowerCase()));
  const others = [...new Set(anchors.map(({ keeper }) => keeper))].filter((each) => !named.has(each.toLowerCase()));
  return (
    <section aria-labelledby="keepers">
      <h2 id="keepers" className="text-2xl">
        {t("audit.keepers")}
      </h2>
      <p className="mt-1 mb-5 max-w-prose text-muted">
        {t("audit.keepersLead")}{" "}
        {known.length > 1 ? t("audit.set", { threshold: keepers.data?.threshold ?? 1, n: known.length }) : ""}
      </p>
      <QueryState query={log} />
      {known.length + others.length === 0 && log.data ? <Empty title={t("audit.noAnchors")} /> : null}
      <ul className="grid gap-4 lg:grid-cols-2">
        {[...known, ...others.map((address) => ({ address, url: undefined }))].map(({ address, url }) => (
          <KeeperCard
            key={address}
            address={address}
            url={url}
            anchors={anchors.filter(({ keeper }) => keeper.toLowerCase() === address.toLowerCase())}
            accusations={(log.data?.accusations ?? []).filter(
              ({ keeper }) => keeper.toLowerCase() === address.toLowerCase(),
            )}
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

function KeeperCard(props: {
  address: Address;
  url: string | undefined;
  anchors: readonly Anchored[];
  accusations: readonly AccusationEvent[];
}) {
  const { t, locale } = useLanguage();
  const { address, url, anchors, accusations } = props;
  const name = usePersonaName(address);
  const open = accusations.filter(
    ({ kind, digest }) =>
      kind === "accused" && !accusations.some((each) => each.kind !== "accused" && each.digest === digest),
  );
  const omitted = accusations.filter(({ kind }) => kind === "late" || kind === "hidden");
  const answered = accusations.filter(({ kind }) => kind === "answered");
  return (
    <li className="card min-w-0 p-5">
      <h3 className="text-lg">
        <AddressText address={address} label={name} />
      </h3>
      {url ? <p className="text-sm break-all text-muted">{url}</p> : null}
      <p className="mt-3 flex flex-wrap gap-2">
        <Badge tone={anchors.length > 0 ? "brand" : "plain"}>{t("audit.anchors", { n: anchors.length })}</Badge>
        {open.length > 0 ? <Badge tone="wood">{t("audit.open", { n: open.length })}</Badge> : null}
        {answered.length > 0 ? <Badge>{t("audit.answered", { n: answered.length })}</Badge> : null}
        <Badge tone={omitted.length > 0 ? "danger" : "plain"}>{t("audit.omissions", { n: omitted.length })}</Badge>
      </p>
      {anchors.length === 0 ? <p className="mt-3 text-sm text-muted">{t("audit.nothingYet")}</p> : null}
      <ol className="mt-3 grid gap-1.5 text-sm">
        {anchors.slice(0, shownPeriods).map(({ number, through, root }) => (
          <li key={number} className="flex flex-wrap items-baseline justify-between gap-x-4">
            <span>{t("audit.until", { number, time: formatTime(through, locale) })}</span>
            <Digest value={root} />
          </li>
        ))}
      </ol>
    </li>
  );
}
