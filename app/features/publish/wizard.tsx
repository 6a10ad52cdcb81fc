"use client";

import dynamic from "next/dynamic";
import { useRef, useState } from "react";
import { type Address, bytesToHex, type Hex } from "viem";
import { useNetwork } from "@/components/config";
import { useTokens } from "@/components/money-field";
import { Button, Notice } from "@/components/ui";
import { emptyDraft } from "@/features/market/offer-draft";
import { useLanguage } from "@/i18n/context";
import { About } from "./about";
import { emptyAbout } from "./about-draft";
import { isAboutReady, isOfferStepReady, type TermsDraft } from "./draft";
import { FilePicker } from "./file-picker";
import type { InspectedFile } from "./inspect";
import { fingerprintOf, type Unfinished, unfinished } from "./unfinished";

/** Loaded when the wizard has come that far. */
const TermsStep = dynamic(() => import("./terms-step").then((module) => module.TermsStep));
const Send = dynamic(() => import("./send").then((module) => module.Send));

const steps = ["files", "about", "offer", "send"] as const;
type Step = (typeof steps)[number];

function isReady(step: Step, files: readonly InspectedFile[], terms: TermsDraft): boolean {
  if (step === "files") return files.length > 0 && files.every(({ fault }) => fault === undefined);
  if (step === "about") return isAboutReady(terms);
  return step === "send" || isOfferStepReady(terms);
}

/** The steps from files to a publication, for a connected account. */
export function Wizard(props: { account: Address; dataset: Hex | undefined }) {
  const { account, dataset } = props;
  const { t } = useLanguage();
  const { chainId } = useNetwork();
  const [token] = useTokens();
  const [step, setStep] = useState<Step>("files");
  const [tried, setTried] = useState(false);
  const [files, setFiles] = useState<readonly InspectedFile[]>([]);
  const [terms, setTerms] = useState<TermsDraft>({
    about: emptyAbout,
    offering: dataset === undefined,
    offers: [{ ...emptyDraft, ...(token ? { token: token.value } : { free: true }) }],
    tariff: undefined,
    record: undefined,
  });
  const at = steps.indexOf(step);
  // What was begun is gone on with, unless something of it was changed since.
  const begun = useRef<{ readonly of: string; readonly id: string }>(undefined);

  async function kept(): Promise<Unfinished> {
    const prints = await Promise.all(files.map(({ file }) => fingerprintOf(file)));
    const of = JSON.stringify([
      account,
      dataset,
      terms,
      prints,
      files.map(({ name, shareSample }) => [name, shareSample]),
    ]);
    const before = begun.current?.of === of ? await unfinished.get(begun.current.id) : undefined;
    if (before) return before;
    if (begun.current) await unfinished.remove(begun.current.id);
    const id = crypto.randomUUID();
    const fresh: Unfinished = {
      id,
      chainId,
      account,
      startedAt: Date.now(),
      dataset,
      salt: bytesToHex(crypto.getRandomValues(new Uint8Array(32))),
      terms,
      files: files.map(({ file, name, mediaType, columns, sample, shareSample }, i) => ({
        name,
        mediaType,
        columns,
        sample,
        shareSample,
        size: file.size,
        fingerprint: prints[i] ?? "",
      })),
      stored: [],
    };
    await unfinished.put(id, fresh);
    begun.current = { of, id };
    return fresh;
  }

  const go = (by: number) => {
    const blocked = by > 0 && !isReady(step, files, terms);
    setTried(blocked);
    if (!blocked) setStep(steps[at + by] ?? step);
  };
  return (
    <>
      <Steps at={at} />
      <div className="card max-w-3xl p-5 sm:p-8">
        <h2 className="mb-5 text-xl">{t(`publish.step_${step}`)}</h2>
        {step === "files" ? (
          <>
            <FilePicker files={files} onChange={setFiles} />
            {tried ? (
              <Notice tone="bad" role="alert" className="mt-4">
                {t("publish.filesNeeded")}
              </Notice>
            ) : null}
          </>
        ) : null}
        {step === "about" ? (
          <About draft={terms.about} onChange={(about) => setTerms({ ...terms, about })} showFaults={tried} />
        ) : null}
        {step === "offer" ? (
          <TermsStep
            terms={terms}
            onChange={setTerms}
            files={files.map(({ name }) => name)}
            newDataset={dataset === undefined}
            showFaults={tried}
          />
        ) : null}
        {step === "send" ? (
          <Send
            account={account}
            terms={terms}
            files={files.map(({ name, file }) => ({ name, size: file.size }))}
            kept={kept}
            fileOf={(name) => files.find((each) => each.name === name)?.file}
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
