"use client";

import { newestReadable } from "@tallystick/sdk/market/openDataset";
import { segmentsOf } from "@tallystick/sdk/market/terms";
import Link from "next/link";
import { useState } from "react";
import type { Address } from "viem";
import { QueryState } from "@/components/query-state";
import { Tally } from "@/components/tally";
import { Badge, buttonClass, Field, Notice } from "@/components/ui";
import { forever } from "@/features/market/duration";
import { type DatasetView, useDataset } from "@/features/market/use-dataset";
import { useRight } from "@/features/market/use-right";
import { ConnectPrompt } from "@/features/wallet/connect-prompt";
import { useAccount } from "@/features/wallet/use-account";
import { useLanguage } from "@/i18n/context";
import { formatRemaining } from "@/lib/format";
import { GiveBack } from "./give-back";
import { Unlocked } from "./unlocked";

export function ReadingPage(props: { id: string }) {
  const { t } = useLanguage();
  const { address } = useAccount();
  if (!/^0x[0-9a-fA-F]{64}$/.test(props.id)) return <Notice tone="warn" title={t("market.badId")} />;
  return <Reading id={BigInt(props.id)} account={address} />;
}

function Reading(props: { id: bigint; account: Address | undefined }) {
  const dataset = useDataset(props.id);
  if (!dataset.view) return <QueryState query={dataset} />;
  return props.account ? <ForReader view={dataset.view} account={props.account} /> : <Heading view={dataset.view} matched={false} prompt />;
}

function Heading(props: { view: DatasetView; matched: boolean; prompt?: boolean }) {
  return (
    <>
      <Tally id={props.view.id} matched={props.matched} className="mb-6 w-full max-w-md" />
      <h1 className="mb-6 text-3xl">{props.view.title}</h1>
      {props.prompt ? <ConnectPrompt /> : null}
    </>
  );
}

function ForReader(props: { view: DatasetView; account: Address }) {
  const { view, account } = props;
  const { t, locale } = useLanguage();
  const held = useRight(view.id, account);
  const owner = view.owner.toLowerCase() === account.toLowerCase();
  const path = `/market/0x${view.id.toString(16).padStart(64, "0")}`;
  const right = held.data?.right;
  const active = held.data?.active ?? false;
  const newest = active && right && !owner ? newestReadable(right, view.version) : view.version;
  const first = owner ? 1 : active && right ? right.fromVersion : newest;
  const [chosen, setChosen] = useState<number>();
  const version = chosen ?? newest;

  if (!held.data) {
    return (
      <>
        <Heading view={view} matched={false} />
        <QueryState query={held} />
      </>
    );
  }
  const covered = owner ? view.files.map((_, i) => i) : segmentsOf(right?.segments ?? 0).filter((i) => i < view.files.length);
  return (
    <>
      <Heading view={view} matched={active || owner} />
      <div className="mb-8 flex flex-wrap items-center gap-3">
        <Badge tone={active || owner ? "brand" : "plain"}>
          {owner
            ? t("market.yours")
            : right?.revoked
              ? t("library.revoked")
              : !active
                ? t("library.noRight")
                : right?.until === forever
                  ? t("common.forever")
                  : t("library.left", { time: formatRemaining((right?.until ?? 0) - held.data.now, locale) })}
        </Badge>
        <Link href={path} className="link text-sm">
          {t("library.toMarket")}
        </Link>
        {active && !owner ? (
          <Link href={`${path}#offers`} className={buttonClass("secondary", true)}>
            {t("library.renew")}
          </Link>
        ) : null}
      </div>
      {newest > first ? (
        <div className="mb-6 max-w-xs">
          <Field label={t("library.version")}>
            {(ids) => (
              <select {...ids} className="field" value={version} onChange={(event) => setChosen(Number(event.target.value))}>
                {Array.from({ length: newest - first + 1 }, (_, i) => newest - i).map((each) => (
                  <option key={each} value={each}>
                    {t("market.versionNumber", { version: each })}
                  </option>
                ))}
              </select>
            )}
          </Field>
        </div>
      ) : null}
      {active || owner ? null : (
        <Notice tone="warn" title={t("library.refused")} className="mb-6">
          <p>{t("library.refusedText")}</p>
          <Link href={path} className={`mt-3 ${buttonClass("primary", true)}`}>
            {t("library.buyAccess")}
          </Link>
        </Notice>
      )}
      <Unlocked key={`${version} ${account}`} view={view} account={account} version={version} segments={covered.length > 0 ? covered : view.files.map((_, i) => i)} own={false} />
      {active && !owner ? <GiveBack view={view} account={account} /> : null}
    </>
  );
}
