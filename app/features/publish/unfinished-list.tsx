"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import type { Address } from "viem";
import { useNetwork } from "@/components/config";
import { Button } from "@/components/ui";
import { useLanguage } from "@/i18n/context";
import { formatTime } from "@/lib/format";
import { type Unfinished, unfinished } from "./unfinished";

const key = ["unfinished"] as const;

/** Publications that were begun in this browser and broken off. */
export function UnfinishedList(props: { account: Address; onResume: (kept: Unfinished) => void }) {
  const { t, locale } = useLanguage();
  const { chainId } = useNetwork();
  const queries = useQueryClient();
  const kept = useQuery({ queryKey: key, queryFn: () => unfinished.all(), staleTime: 0 });
  const own = (kept.data ?? []).filter(
    (each) => each.chainId === chainId && each.account.toLowerCase() === props.account.toLowerCase(),
  );
  if (own.length === 0) return null;
  return (
    <section aria-labelledby="unfinished" className="mb-8 max-w-3xl rounded-2xl border border-wood bg-wood-soft p-5">
      <h2 id="unfinished" className="text-lg">
        {t("publish.unfinished")}
      </h2>
      <p className="mt-1 text-sm text-muted">{t("publish.unfinishedLead")}</p>
      <ul className="mt-3 grid gap-3">
        {own.map((each) => (
          <li key={each.id} className="flex flex-wrap items-center justify-between gap-3">
            <p className="min-w-0">
              <span className="font-medium">{each.terms.about.title}</span>
              <span className="block text-sm text-muted">
                {formatTime(Math.floor(each.startedAt / 1000), locale)} ·{" "}
                {t("publish.storedOf", { done: each.stored.length, n: each.files.length })}
              </span>
            </p>
            <p className="flex gap-2">
              <Button small look="primary" onClick={() => props.onResume(each)}>
                {t("publish.goOn")}
              </Button>
              <Button
                small
                onClick={() => void unfinished.remove(each.id).then(() => queries.invalidateQueries({ queryKey: key }))}
              >
                {t("publish.discard")}
              </Button>
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}
