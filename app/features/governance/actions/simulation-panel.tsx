"use client";

import type { Action } from "@tallystick/sdk/governance/action";
import { simulate } from "@tallystick/sdk/governance/simulate";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Button, Notice } from "@/components/ui";
import { useProblemText } from "@/features/activity/problem";
import { useLanguage } from "@/i18n/context";
import { useReader } from "@/lib/reader";
import { EffectsView } from "./effects-view";

/** What actions would do now, when somebody asks for it. */
export function SimulationPanel(props: { actions: readonly Action[] }) {
  const { actions } = props;
  const { t } = useLanguage();
  const reader = useReader();
  const say = useProblemText();
  const [asked, setAsked] = useState(false);
  const key = actions.map(({ target, value, data }) => `${target} ${value} ${data}`).join();
  const found = useQuery({
    queryKey: ["simulation", reader.network.chainId, key],
    enabled: asked,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
    queryFn: () => simulate(reader, actions),
  });
  const again = () => (asked ? void found.refetch() : setAsked(true));
  const { data } = found;
  return (
    <section aria-label={t("actions.simulation")} className="grid gap-3">
      <div className="flex flex-wrap items-center gap-3">
        <Button small busy={found.isFetching} onClick={again}>
          {t(data ? "actions.simulateAgain" : "actions.simulate")}
        </Button>
        <p role="status" className="text-sm text-muted">
          {found.isFetching ? t("actions.simulating") : null}
        </p>
      </div>
      {found.error ? <Notice tone="warn">{say(found.error)}</Notice> : null}
      {data && !found.isFetching ? (
        <div className="card grid gap-4 p-4">
          {data.ok ? (
            <Notice tone="good">{t("actions.works")}</Notice>
          ) : (
            <Notice tone="bad">
              {t("actions.fails", { n: (data.failure?.action ?? 0) + 1, reason: say(data.failure?.error) })}
            </Notice>
          )}
          {data.isCritical ? <p className="text-sm">{t("actions.critical")}</p> : null}
          {data.effects ? <EffectsView effects={data.effects} calls={data.calls} /> : null}
          <p className="text-sm text-muted">{t(`actions.how.${data.how}`)}</p>
        </div>
      ) : null}
    </section>
  );
}
