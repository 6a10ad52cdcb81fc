"use client";

import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { AddressText } from "@/components/address";
import { Digest } from "@/components/digest";
import { QueryState } from "@/components/query-state";
import { Badge, Facts } from "@/components/ui";
import { useProblemText } from "@/features/activity/problem";
import { usePersonaName } from "@/features/wallet/persona";
import { useLanguage } from "@/i18n/context";
import { lookup } from "@/i18n/translate";
import { formatTime } from "@/lib/format";
import type { useKeepers } from "@/lib/keepers";
import { useReader } from "@/lib/reader";
import { Complaint } from "./complaint";
import type { ShownReceipt } from "./receipt-file";
import type { Verdict } from "./verify";

/** One receipt: what it says, and what of it holds. */
export function VerdictCard(props: { shown: ShownReceipt; keepers: ReturnType<typeof useKeepers> }) {
  const { t } = useLanguage();
  const { shown, keepers } = props;
  const reader = useReader();
  const { value, signature } = shown.receipt;
  const list = keepers.data?.list ?? [];
  const foreign = shown.chainId !== undefined && shown.chainId !== reader.network.chainId;
  const verdict = useQuery({
    queryKey: ["verdict", reader.network.chainId, value.request, signature, list.map(({ url }) => url).join()],
    enabled: !foreign && !keepers.isPending,
    queryFn: async () => {
      const { verifyShown } = await import("./verify");
      return verifyShown(reader, list, shown);
    },
  });
  return (
    <article className="card p-5 sm:p-6">
      <Answer shown={shown} />
      {foreign ? (
        <Check state="bad">{t("audit.foreign", { chain: String(shown.chainId), here: reader.network.name })}</Check>
      ) : (
        <QueryState query={{ ...verdict, isPending: verdict.isPending }} />
      )}
      {verdict.data ? <Checks verdict={verdict.data} /> : null}
      {verdict.data ? <Complaint verdict={verdict.data} /> : null}
    </article>
  );
}

function Answer(props: { shown: ShownReceipt }) {
  const { t, words, locale } = useLanguage();
  const { shown } = props;
  const { granted, code, at, blockNumber, request } = shown.receipt.value;
  const reason = granted ? undefined : (lookup(words, `problem.denied_${code}`) ?? code);
  return (
    <>
      <h3 className="flex flex-wrap items-center gap-3 text-lg">
        <Badge tone={granted ? "brand" : "danger"}>{t(granted ? "audit.granted" : "audit.denied")}</Badge>
        {shown.title ?? t("audit.receipt")}
      </h3>
      {reason ? <p className="mt-2">{reason}</p> : null}
      <Facts
        className="mt-4"
        rows={[
          [t("audit.at"), formatTime(at, locale)],
          [t("audit.block"), blockNumber === 0n ? t("audit.notAsked") : blockNumber.toString()],
          [t("audit.request"), <Digest key="r" value={request} />],
          ...(granted ? [] : ([[t("audit.code"), <code key="c">{code}</code>]] as const)),
        ]}
      />
    </>
  );
}

function Checks(props: { verdict: Verdict }) {
  const { t } = useLanguage();
  const { verdict } = props;
  const { keeper } = verdict;
  const name = usePersonaName(keeper);
  return (
    <fieldset className="min-w-0 mt-5 border-t border-line pt-4" aria-label={t("audit.checks")}>
      <ul className="grid gap-2.5">
        <Check state="good">
          {t("audit.signedBy")} <AddressText address={keeper} label={name} />
          {verdict.url ? <span className="text-muted"> ({verdict.url})</span> : null}
        </Check>
        {verdict.otherThanNamed ? (
          <Check state="bad">
            {t("audit.notNamed")} <AddressText address={verdict.otherThanNamed} />
          </Check>
        ) : null}
        {verdict.url ? null : <Check state="open">{t("audit.strangeKeeper")}</Check>}
        <AnchoringCheck verdict={verdict} />
      </ul>
    </fieldset>
  );
}

function AnchoringCheck(props: { verdict: Verdict }) {
  const { t, locale } = useLanguage();
  const say = useProblemText();
  const { anchoring, log } = props.verdict;
  if (anchoring.kind === "proved") {
    const { number, from, through, root } = anchoring.place;
    const values = {
      number,
      from: from === 0 ? t("audit.beginning") : formatTime(from, locale),
      through: formatTime(through, locale),
    };
    return (
      <Check state="good">
        {t("audit.proved", values)} <Digest value={root} label={t("audit.root")} />
      </Check>
    );
  }
  if (anchoring.kind === "waiting") {
    const through = log.anchors === 0 ? "–" : formatTime(log.through, locale);
    const by = formatTime(anchoring.lateFrom, locale);
    return (
      <Check state={anchoring.late ? "bad" : "open"}>
        {anchoring.late ? t("audit.late") : t("audit.waiting", { through, by })}
      </Check>
    );
  }
  const sentence = t(anchoring.kind === "missing" ? "audit.missing" : "audit.falsePlace");
  return (
    <Check state="bad">
      {sentence} {anchoring.reason ? say(anchoring.reason) : ""}
    </Check>
  );
}

const marks = { good: "✓", bad: "✗", open: "○" } as const;
const colours = { good: "text-good", bad: "text-danger", open: "text-muted" } as const;

function Check(props: { state: keyof typeof marks; children: ReactNode }) {
  const { t } = useLanguage();
  const { state } = props;
  return (
    <li className="flex list-none gap-2.5">
      <span aria-hidden="true" className={`font-semibold ${colours[state]}`}>
        {marks[state]}
      </span>
      <span className="min-w-0">
        <span className="sr-only">{t(`audit.state_${state}`)}: </span>
        {props.children}
      </span>
    </li>
  );
}
