"use client";

import Link from "next/link";
import type { Address } from "viem";
import { Button, buttonClass, Facts, Notice } from "@/components/ui";
import { useProblemText } from "@/features/activity/problem";
import { useLanguage } from "@/i18n/context";
import { formatBytes } from "@/lib/format";
import type { TermsDraft } from "./draft";
import type { Unfinished } from "./unfinished";
import { type PublicationState, usePublication } from "./use-publication";

/** The last step: what will happen, and how far it has come. */
export function Send(props: {
  account: Address;
  terms: TermsDraft;
  files: readonly { readonly name: string; readonly size: number }[];
  kept: () => Promise<Unfinished>;
  fileOf: (name: string) => File | undefined;
}) {
  const { t, locale } = useLanguage();
  const say = useProblemText();
  const publication = usePublication(props);
  const { state, progress, problem, busy } = publication;
  const size = props.files.reduce((sum, file) => sum + file.size, 0);
  const { about, record, tariff, offering, offers } = props.terms;

  if (state.kind === "done") return <Done dataset={state.dataset} problem={problem && say(problem)} />;
  const will = [
    ...(record ? [t("publish.willRegister")] : []),
    t("publish.will1"),
    t("publish.will2"),
    offering && offers.length > 0 ? t("publish.will3") : t("publish.will3Alone"),
    ...(tariff ? [t("publish.willTariff")] : []),
  ];
  return (
    <div className="grid gap-5">
      <Facts
        rows={[
          [t("publish.name"), about.title],
          [t("publish.step_files"), `${props.files.map(({ name }) => name).join(", ")} (${formatBytes(size, locale)})`],
          [t("market.licence"), about.licence],
          [t("market.offers"), offering ? String(offers.length) : "–"],
        ]}
      />
      <ol className="grid list-decimal gap-1 pl-5 text-sm text-muted">
        {will.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ol>
      <p className="text-sm text-muted">{t("publish.resumable")}</p>
      <Progress state={state} progress={progress} />
      {problem ? (
        <Notice tone="bad" role="alert">
          {say(problem)}
          {state.kind === "prepared" ? <p className="mt-1">{t("publish.prepared")}</p> : null}
        </Notice>
      ) : null}
      <div className="flex flex-wrap gap-3">
        {state.kind === "prepared" ? (
          <Button look="primary" onClick={() => void publication.anchor()}>
            {t("publish.anchorAgain")}
          </Button>
        ) : (
          <Button look="primary" busy={busy} onClick={() => void publication.start()}>
            {t("publish.start")}
          </Button>
        )}
        {state.kind === "working" ? <Button onClick={publication.cancel}>{t("publish.pause")}</Button> : null}
      </div>
    </div>
  );
}

function Progress(props: { state: PublicationState; progress: ReturnType<typeof usePublication>["progress"] }) {
  const { t, locale } = useLanguage();
  const { state, progress } = props;
  if (state.kind === "working") {
    const done = progress?.done ?? 0;
    const total = Math.max(1, progress?.total ?? 1);
    const percent = Math.floor((done / total) * 100);
    return (
      <div>
        <p className="mb-1 flex flex-wrap justify-between gap-x-4 text-sm">
          <span role="status">{progress ? t(`publish.doing_${progress.step}`) : t("publish.doing_signing")}</span>
          {progress ? (
            <span className="tabular-nums text-muted">
              {formatBytes(done, locale)} / {formatBytes(progress.total, locale)} · {percent} %
            </span>
          ) : null}
        </p>
        <progress aria-label={t("publish.progress")} max={100} value={percent} />
      </div>
    );
  }
  if (state.kind === "registering" || state.kind === "anchoring" || state.kind === "tariff") {
    return (
      <p role="status" className="text-sm">
        {t(`publish.doing_${state.kind}`)}
      </p>
    );
  }
  return null;
}

function Done(props: { dataset: bigint; problem: string | undefined }) {
  const { t } = useLanguage();
  const id = `0x${props.dataset.toString(16).padStart(64, "0")}`;
  return (
    <div role="status" className="grid gap-4">
      <Notice tone="good" title={t("publish.done")}>
        {t("publish.doneText")}
      </Notice>
      {props.problem ? (
        <Notice tone="warn">
          {t("publish.tariffMissing")} {props.problem}
        </Notice>
      ) : null}
      <p className="flex flex-wrap gap-3">
        <Link href={`/market/${id}`} className={buttonClass("primary")}>
          {t("publish.see")}
        </Link>
        <Link href={`/my-data/${id}`} className={buttonClass()}>
          {t("myData.manage")}
        </Link>
      </p>
    </div>
  );
}
