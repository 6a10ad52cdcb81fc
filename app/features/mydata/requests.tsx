"use client";

import { openRequestsTo } from "@tallystick/sdk/indexer/consent";
import type { IndexedDataset } from "@tallystick/sdk/indexer/tables";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import type { ReactNode } from "react";
import { useNameOf } from "@/components/account-field";
import { AddressText } from "@/components/address";
import { useNetwork } from "@/components/config";
import { QueryState } from "@/components/query-state";
import { Badge, buttonClass } from "@/components/ui";
import { purposeKey } from "@/features/market/purposes";
import { useLanguage } from "@/i18n/context";
import { formatTime, shortHex } from "@/lib/format";
import { useIndexer } from "@/lib/reader";

/** What is asked of the records among these data sets, and which emergencies wait for a review. */
export function Requests(props: { datasets: readonly IndexedDataset[] }) {
  const { t } = useLanguage();
  const { chainId } = useNetwork();
  const indexer = useIndexer();
  const records = props.datasets.filter(({ record }) => record !== undefined);
  const ids = records.map(({ id }) => id);
  const requests = useQuery({
    queryKey: ["requests", chainId, ids.join()],
    enabled: ids.length > 0,
    refetchInterval: 15_000,
    queryFn: async () => {
      const { items } = await openRequestsTo(indexer, chainId, ids.map(BigInt), { limit: 100 });
      const now = Math.floor(Date.now() / 1000);
      return items.filter(({ deadline, until }) => deadline >= now && until > now);
    },
  });
  if (records.length === 0) return null;
  const due = records.filter(({ record }) => (record?.openReviews ?? 0) > 0);
  const nothing = requests.data?.length === 0 && due.length === 0;
  return (
    <section aria-labelledby="requests">
      <h2 id="requests" className="mb-1 text-2xl">
        {t("myData.requests")}
      </h2>
      <p className="mb-4 max-w-prose text-sm text-muted">{t("myData.requestsLead")}</p>
      <QueryState query={requests} />
      {nothing ? <p className="text-muted">{t("myData.noRequests")}</p> : null}
      <ul className="grid gap-3 empty:hidden">
        {due.map(({ id, manifest, record }) => (
          <Row key={id} id={id} title={manifest?.title ?? shortHex(id)}>
            <Badge tone="danger">{t("record.openReviews", { n: record?.openReviews ?? 0 })}</Badge>
          </Row>
        ))}
        {requests.data?.map((request) => (
          <Row
            key={request.id}
            id={request.dataset}
            title={records.find(({ id }) => id === request.dataset)?.manifest?.title ?? shortHex(request.dataset)}
          >
            <Asked request={request} />
          </Row>
        ))}
      </ul>
    </section>
  );
}

function Row(props: { id: string; title: string; children: ReactNode }) {
  const { t } = useLanguage();
  return (
    <li className="card flex flex-wrap items-center justify-between gap-3 p-4">
      <div className="min-w-0">
        <p className="font-medium">{props.title}</p>
        <div className="mt-1 text-sm">{props.children}</div>
      </div>
      <Link
        href={`/consent?dataset=${props.id}`}
        className={buttonClass("secondary", true)}
        aria-label={`${t("myData.toRequest")}: ${props.title}`}
      >
        {t("myData.toRequest")}
      </Link>
    </li>
  );
}

function Asked(props: { request: Awaited<ReturnType<typeof openRequestsTo>>["items"][number] }) {
  const { t, locale } = useLanguage();
  const nameOf = useNameOf();
  const { reader, purpose, until } = props.request;
  return (
    <span className="text-muted">
      <AddressText plain address={reader} label={nameOf(reader)} /> · {t(purposeKey(purpose))} ·{" "}
      {t("myData.wantsUntil", { time: formatTime(until, locale) })}
    </span>
  );
}
