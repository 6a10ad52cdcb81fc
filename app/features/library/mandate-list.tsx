"use client";

import { mandateStanding, renew, withdrawMandate } from "@tallystick/sdk/market/mandates";
import { useQuery } from "@tanstack/react-query";
import type { Address } from "viem";
import { useMoney } from "@/components/amount";
import { ProblemNotice } from "@/components/problem-notice";
import { Badge, Button } from "@/components/ui";
import { useLanguage } from "@/i18n/context";
import { formatDate, formatTime } from "@/lib/format";
import { useContracts, useReader } from "@/lib/reader";
import { useActing } from "@/lib/tx/use-acting";
import { toJson } from "@/lib/wire";
import { type KeptMandate, mandatesHere } from "./mandate-store";
import { saveBlob } from "./save";

/** The mandates that this account has signed in this browser, of one data set or all. */
export function MandateList(props: { account: Address; dataset?: bigint }) {
  const { account, dataset } = props;
  const { t } = useLanguage();
  const { chainId } = useReader().network;
  const mandates = useQuery({
    queryKey: ["mandates", chainId, account],
    queryFn: () => mandatesHere(chainId, account),
  });
  const list = mandates.data?.filter(({ terms }) => dataset === undefined || terms.dataset === dataset) ?? [];
  if (list.length === 0) return null;
  return (
    <section aria-labelledby="mandates" className="mt-8">
      <h2 id="mandates" className="text-lg">
        {t("deeds.mandates")}
      </h2>
      <p className="mt-1 max-w-2xl text-sm text-muted">{t("deeds.mandatesLead")}</p>
      <ul className="mt-3 divide-y divide-line rounded-xl border border-line bg-surface">
        {list.map((kept) => (
          <MandateRow key={kept.mandate.nonce.toString()} kept={kept} />
        ))}
      </ul>
    </section>
  );
}

function MandateRow(props: { kept: KeptMandate }) {
  const { kept } = props;
  const { mandate, terms, title } = kept;
  const { t, locale } = useLanguage();
  const reader = useReader();
  const { desk } = useContracts();
  const money = useMoney(terms.token);
  const { run, busy, problem } = useActing();
  const found = useQuery({
    queryKey: ["mandate", reader.network.chainId, mandate.nonce.toString()],
    refetchInterval: 10_000,
    queryFn: async () => {
      const [standing, block] = await Promise.all([mandateStanding(reader, terms, mandate), reader.client.getBlock()]);
      return { standing, now: Number(block.timestamp) };
    },
  });
  if (!found.data) return null;
  const { standing, now } = found.data;
  const over = standing.withdrawn || mandate.deadline < now || standing.renewalsLeft === 0n;
  const due = !over && standing.notBefore !== undefined && standing.notBefore <= now;
  return (
    <li className="grid gap-2 px-4 py-3">
      <p className="flex flex-wrap items-center gap-2">
        <span className="font-medium">{title}</span>
        <Badge tone={over ? "plain" : "brand"}>
          {t(standing.withdrawn ? "deeds.mandateWithdrawn" : over ? "deeds.mandateOver" : "deeds.mandateOpen")}
        </Badge>
      </p>
      <p className="text-sm text-muted">
        {t("deeds.mandateWords", {
          spent: money(standing.spent),
          cap: money(mandate.cap),
          time: formatDate(mandate.deadline, locale),
        })}{" "}
        {!over && !due && standing.notBefore !== undefined
          ? t("deeds.mandateNext", { time: formatTime(standing.notBefore, locale) })
          : ""}
      </p>
      {over ? null : (
        <div className="flex flex-wrap gap-2">
          <Button
            small
            busy={busy}
            disabled={!due}
            onClick={() =>
              void run(() => ({ title: { key: "tx.renewOn", values: { title } }, calls: [renew(desk, terms, kept)] }))
            }
          >
            {t("deeds.renewNow")}
          </Button>
          <Button
            small
            onClick={() => saveBlob(new Blob([toJson(kept)], { type: "application/octet-stream" }), "mandate.json")}
          >
            {t("deeds.mandateExport")}
          </Button>
          <Button
            small
            look="danger"
            busy={busy}
            onClick={() =>
              void run(() => ({
                title: { key: "tx.withdrawMandate", values: { title } },
                calls: [withdrawMandate(desk, mandate)],
              }))
            }
          >
            {t("deeds.mandateWithdraw")}
          </Button>
        </div>
      )}
      <ProblemNotice problem={problem} />
    </li>
  );
}
