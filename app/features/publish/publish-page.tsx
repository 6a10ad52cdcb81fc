"use client";

import { useSearchParams } from "next/navigation";
import { useState } from "react";
import { Button, Empty, Notice, PageTitle } from "@/components/ui";
import { emptyDraft, draftFaults, type OfferDraft } from "@/features/market/offer-draft";
import { OfferFields } from "@/features/market/offer-fields";
import { ConnectDialog } from "@/features/wallet/connect-dialog";
import { useAccount } from "@/features/wallet/use-account";
import { useLanguage } from "@/i18n/context";
import { useContracts } from "@/lib/reader";
import { About, type AboutDraft, aboutFaults, emptyAbout } from "./about";
import { FilePicker } from "./file-picker";
import type { InspectedFile } from "./inspect";
import { Send } from "./send";

const steps = ["files", "about", "offer", "send"] as const;
type Step = (typeof steps)[number];

export function PublishPage() {
  const { t } = useLanguage();
  const { address } = useAccount();
  const { eurx } = useContracts();
  const parameter = useSearchParams().get("dataset") ?? "";
  const dataset = /^0x[0-9a-fA-F]{64}$/.test(parameter) ? BigInt(parameter) : undefined;
  const [connecting, setConnecting] = useState(false);
  const [step, setStep] = useState<Step>("files");
  const [tried, setTried] = useState(false);
  const [files, setFiles] = useState<readonly InspectedFile[]>([]);
  const [about, setAbout] = useState<AboutDraft>({ ...emptyAbout, title: "" });
  const [offer, setOffer] = useState<OfferDraft>({ ...emptyDraft, ...(eurx ? { token: eurx } : { free: true }) });
  const [offering, setOffering] = useState(dataset === undefined);

  if (!address) {
    return (
      <>
        <PageTitle title={t("publish.title")} lead={t("publish.lead")} />
        <Empty title={t("common.connectFirst")}>
          <Button look="primary" onClick={() => setConnecting(true)}>
            {t("wallet.connect")}
          </Button>
        </Empty>
        <ConnectDialog open={connecting} onClose={() => setConnecting(false)} />
      </>
    );
  }

  const ready: Record<Step, boolean> = {
    files: files.length > 0 && files.every(({ fault }) => fault === undefined),
    about: aboutFaults(about).length === 0,
    offer: !offering || draftFaults(offer).length === 0,
    send: true,
  };
  const at = steps.indexOf(step);
  const go = (by: number) => {
    const next = steps[at + by];
    if (by > 0 && !ready[step]) return setTried(true);
    setTried(false);
    if (next) setStep(next);
  };

  return (
    <>
      <PageTitle title={dataset === undefined ? t("publish.title") : t("publish.versionTitle")} lead={t("publish.lead")} />
      <ol className="mb-8 flex flex-wrap gap-x-6 gap-y-2" aria-label={t("publish.steps")}>
        {steps.map((each, i) => (
          <li
            key={each}
            aria-current={each === step ? "step" : undefined}
            className={`flex items-center gap-2 text-sm ${i <= at ? "text-ink" : "text-muted"} ${each === step ? "font-semibold" : ""}`}
          >
            <span
              aria-hidden="true"
              className={`grid size-6 place-items-center rounded-full text-xs ${i <= at ? "bg-brand text-on-brand" : "bg-sunken"}`}
            >
              {i + 1}
            </span>
            {t(`publish.step_${each}`)}
          </li>
        ))}
      </ol>
      <div className="card max-w-3xl p-5 sm:p-8">
        <h2 className="mb-5 text-xl">{t(`publish.step_${step}`)}</h2>
        {step === "files" ? <FilePicker files={files} onChange={setFiles} /> : null}
        {step === "about" ? <About draft={about} onChange={setAbout} showFaults={tried} /> : null}
        {step === "offer" ? (
          <div className="grid gap-5">
            <label className="flex items-center gap-2">
              <input type="checkbox" className="size-4 accent-brand" checked={offering} onChange={(event) => setOffering(event.target.checked)} />
              {t("publish.offerNow")}
            </label>
            {offering ? <OfferFields draft={offer} onChange={setOffer} files={files.map(({ name }) => name)} showFaults={tried} /> : null}
          </div>
        ) : null}
        {step === "send" ? <Send account={address} dataset={dataset} files={files} about={about} offer={offering ? offer : undefined} /> : null}
        {tried && step === "files" ? (
          <Notice tone="bad" role="alert" className="mt-4">
            {t("publish.filesNeeded")}
          </Notice>
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
