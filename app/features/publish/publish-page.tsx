"use client";

import { useSearchParams } from "next/navigation";
import { useState } from "react";
import { CheckField } from "@/components/fields";
import { Button, Notice, PageTitle } from "@/components/ui";
import { draftFaults, emptyDraft, type OfferDraft } from "@/features/market/offer-draft";
import { OfferFields } from "@/features/market/offer-fields";
import { ConnectPrompt } from "@/features/wallet/connect-prompt";
import { useAccount } from "@/features/wallet/use-account";
import { useLanguage } from "@/i18n/context";
import { useContracts } from "@/lib/reader";
import { About, type AboutDraft, aboutFaults, emptyAbout } from "./about";
import { FilePicker } from "./file-picker";
import type { InspectedFile } from "./inspect";
import { Send } from "./send";

const steps = ["files", "about", "offer", "send"] as const;
type Step = (typeof steps)[number];

interface Draft {
  readonly files: readonly InspectedFile[];
  readonly about: AboutDraft;
  readonly offer: OfferDraft;
  /** Whether the offer is made at once. */
  readonly offering: boolean;
}

/** Whether a step's part of the draft is complete. */
function isReady(step: Step, { files, about, offer, offering }: Draft): boolean {
  if (step === "files") return files.length > 0 && files.every(({ fault }) => fault === undefined);
  if (step === "about") return aboutFaults(about).length === 0;
  return step === "send" || !offering || draftFaults(offer).length === 0;
}

export function PublishPage() {
  const { t } = useLanguage();
  const { address } = useAccount();
  const { eurx } = useContracts();
  const parameter = useSearchParams().get("dataset") ?? "";
  const dataset = /^0x[0-9a-fA-F]{64}$/.test(parameter) ? BigInt(parameter) : undefined;
  const [step, setStep] = useState<Step>("files");
  const [tried, setTried] = useState(false);
  const [draft, setDraft] = useState<Draft>({
    files: [],
    about: emptyAbout,
    offer: { ...emptyDraft, ...(eurx ? { token: eurx } : { free: true }) },
    offering: dataset === undefined,
  });
  const title = dataset === undefined ? t("publish.title") : t("publish.versionTitle");
  if (!address) {
    return (
      <>
        <PageTitle title={title} lead={t("publish.lead")} />
        <ConnectPrompt />
      </>
    );
  }
  const at = steps.indexOf(step);
  const go = (by: number) => {
    const blocked = by > 0 && !isReady(step, draft);
    setTried(blocked);
    if (!blocked) setStep(steps[at + by] ?? step);
  };
  return (
    <>
      <PageTitle title={title} lead={t("publish.lead")} />
      <Steps at={at} />
      <div className="card max-w-3xl p-5 sm:p-8">
        <h2 className="mb-5 text-xl">{t(`publish.step_${step}`)}</h2>
        <StepFields step={step} draft={draft} onChange={setDraft} showFaults={tried} />
        {step === "send" ? (
          <Send
            account={address}
            dataset={dataset}
            files={draft.files}
            about={draft.about}
            offer={draft.offering ? draft.offer : undefined}
          />
        ) : null}
        <div className="mt-8 flex justify-between gap-3">
          {at > 0 ? <Button onClick={() => go(-1)}>{t("common.back")}</Button> : <span />}
          {step === "send" ? null : (
            <Button look="primary" onClick={() => go(1)}>
              {t("common.next")}
            </Button>
          )}
        </div>
      </div>
    </>
  );
}

function Steps(props: { at: number }) {
  const { t } = useLanguage();
  return (
    <ol className="mb-8 flex flex-wrap gap-x-6 gap-y-2" aria-label={t("publish.steps")}>
      {steps.map((step, i) => (
        <li
          key={step}
          aria-current={i === props.at ? "step" : undefined}
          className="flex items-center gap-2 text-sm text-muted aria-[current]:font-semibold aria-[current]:text-ink"
        >
          <span
            aria-hidden="true"
            className={`grid size-6 place-items-center rounded-full text-xs ${i <= props.at ? "bg-brand text-on-brand" : "bg-sunken"}`}
          >
            {i + 1}
          </span>
          {t(`publish.step_${step}`)}
        </li>
      ))}
    </ol>
  );
}

function StepFields(props: { step: Step; draft: Draft; onChange: (draft: Draft) => void; showFaults: boolean }) {
  const { t } = useLanguage();
  const { step, draft, showFaults } = props;
  const set = (change: Partial<Draft>) => props.onChange({ ...draft, ...change });
  if (step === "about")
    return <About draft={draft.about} onChange={(about) => set({ about })} showFaults={showFaults} />;
  if (step === "files") {
    return (
      <>
        <FilePicker files={draft.files} onChange={(files) => set({ files })} />
        {showFaults ? (
          <Notice tone="bad" role="alert" className="mt-4">
            {t("publish.filesNeeded")}
          </Notice>
        ) : null}
      </>
    );
  }
  if (step === "send") return null;
  return (
    <div className="grid gap-5">
      <CheckField label={t("publish.offerNow")} checked={draft.offering} onChange={(offering) => set({ offering })} />
      {draft.offering ? (
        <OfferFields
          draft={draft.offer}
          onChange={(offer) => set({ offer })}
          files={draft.files.map(({ name }) => name)}
          showFaults={showFaults}
        />
      ) : null}
    </div>
  );
}
