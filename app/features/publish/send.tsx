"use client";

import Link from "next/link";
import type { Address } from "viem";
import { Button, buttonClass, Facts, Notice } from "@/components/ui";
import { useProblemText } from "@/features/activity/problem";
import type { OfferDraft } from "@/features/market/offer-draft";
import { useLanguage } from "@/i18n/context";
import { formatBytes } from "@/lib/format";
import type { AboutDraft } from "./about";
import type { InspectedFile } from "./inspect";
import { usePublication } from "./use-publication";

/** The last step: what will happen, and how far it has come. */
export function Send(props: {
  account: Address;
  dataset: bigint | undefined;
  files: readonly InspectedFile[];
  about: AboutDraft;
  offer: OfferDraft | undefined;
}) {
  const { t, locale } = useLanguage();
  const say = useProblemText();
  const publication = usePublication(props);
  const { state, progress, problem } = publication;
  const size = props.files.reduce((sum, { file }) => sum + file.size, 0);

  if (state.kind === "done") {
    return (
      <div role="status">
        <Notice tone="good" title={t("publish.done")}>
          {t("publish.doneText")}
        </Notice>
        <Link
          href={`/market/0x${state.dataset.toString(16).padStart(64, "0")}`}
          className={`mt-4 ${buttonClass("primary")}`}
        >
          {t("publish.see")}
        </Link>
      </div>
    );
  }

  const percent = progress ? Math.floor((progress.done / Math.max(1, progress.total)) * 100) : 0;
  const busy = state.kind === "working" || state.kind === "anchoring";
  return (
    <div className="grid gap-5">
      <Facts
        rows={[
          [t("publish.name"), props.about.title],
          [t("publish.step_files"), `${props.files.map(({ name }) => name).join(", ")} (${formatBytes(size, locale)})`],
          [t("market.licence"), props.about.licence],
        ]}
      />
      <ol className="grid list-decimal gap-1 pl-5 text-sm text-muted">
        <li>{t("publish.will1")}</li>
        <li>{t("publish.will2")}</li>
        <li>{t("publish.will3")}</li>
      </ol>
      {state.kind === "working" ? (
        <div>
          <p className="mb-1 text-sm" role="status">
            {progress ? t(`publish.doing_${progress.step}`) : t("publish.doing_signing")}
          </p>
          <progress aria-label={t("publish.progress")} max={100} value={percent} />
        </div>
      ) : null}
      {state.kind === "anchoring" ? (
        <p role="status" className="text-sm">
          {t("publish.doing_anchoring")}
        </p>
      ) : null}
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
        {state.kind === "working" ? <Button onClick={publication.cancel}>{t("common.cancel")}</Button> : null}
      </div>
    </div>
  );
}
