"use client";

import dynamic from "next/dynamic";
import { useSearchParams } from "next/navigation";
import { useState } from "react";
import type { Hex } from "viem";
import { PageTitle } from "@/components/ui";
import { ConnectPrompt } from "@/features/wallet/connect-prompt";
import { useAccount } from "@/features/wallet/use-account";
import { useLanguage } from "@/i18n/context";
import type { Unfinished } from "./unfinished";

/** Loaded when an account is connected. */
const UnfinishedList = dynamic(() => import("./unfinished-list").then((module) => module.UnfinishedList));
const Wizard = dynamic(() => import("./wizard").then((module) => module.Wizard));
const Resume = dynamic(() => import("./resume").then((module) => module.Resume));

export function PublishPage() {
  const { t } = useLanguage();
  const { address } = useAccount();
  const parameter = useSearchParams().get("dataset") ?? "";
  const dataset = /^0x[0-9a-fA-F]{64}$/.test(parameter) ? (parameter.toLowerCase() as Hex) : undefined;
  const [resumed, setResumed] = useState<Unfinished>();
  const title = (resumed?.dataset ?? dataset) ? t("publish.versionTitle") : t("publish.title");
  return (
    <>
      <PageTitle title={title} lead={t("publish.lead")} />
      {address && resumed ? (
        <div className="card max-w-3xl p-5 sm:p-8">
          <h2 className="mb-5 text-xl">{resumed.terms.about.title}</h2>
          <Resume account={address} kept={resumed} onLeave={() => setResumed(undefined)} />
        </div>
      ) : null}
      {address && !resumed ? (
        <>
          <UnfinishedList account={address} onResume={setResumed} />
          <Wizard account={address} dataset={dataset} />
        </>
      ) : null}
      {address ? null : <ConnectPrompt />}
    </>
  );
}
