"use client";

import { useQuery } from "@tanstack/react-query";
import { Badge } from "@/components/ui";
import { useLanguage } from "@/i18n/context";
import { type Watcher, watcherNames, watchersOf } from "@/lib/swap-watchers";

/** Who answers orders, and who claims and gives back for those that are away. */
export function Watchers() {
  const { t } = useLanguage();
  const { data } = useQuery({
    queryKey: ["swap-watchers"],
    refetchInterval: 15_000,
    queryFn: async ({ signal }) => {
      const response = await fetch("/api/swaps/watchers", { signal });
      return watchersOf(await response.json());
    },
  });
  return (
    <section aria-labelledby="watchers" className="card p-5">
      <h2 id="watchers" className="text-lg">
        {t("swaps.watch")}
      </h2>
      <p className="mt-1 text-sm text-muted">{t("swaps.watchLead")}</p>
      <dl className="mt-3 grid gap-2">
        {watcherNames.map((name) => (
          <div key={name} className="flex flex-wrap items-baseline justify-between gap-x-3">
            <dt>{t(`swaps.watch_${name}`)}</dt>
            <dd>
              <Status watcher={data?.[name]} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function Status({ watcher }: { watcher: Watcher | undefined }) {
  const { t } = useLanguage();
  if (!watcher) return <span className="text-muted">…</span>;
  const { state, open } = watcher;
  return (
    <span className="inline-flex flex-wrap items-baseline gap-x-2">
      {open === undefined ? null : <span className="text-sm text-muted">{t("swaps.watchOpen", { n: open })}</span>}
      <Badge tone={state === "up" ? "brand" : state === "none" ? "plain" : "danger"}>{t(`swaps.watch_${state}`)}</Badge>
    </span>
  );
}
