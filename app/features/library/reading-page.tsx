"use client";

import type { Right, Scope } from "@tallystick/sdk/market/right";
import { segmentsOf } from "@tallystick/sdk/market/terms";
import dynamic from "next/dynamic";
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
import { type ConsentHere, UnderConsent, useConsentHere } from "./under-consent";

/** Keys, worker and preview: for a connected account alone. */
const Unlocked = dynamic(() => import("./unlocked").then((module) => module.Unlocked));

/** Needs the purchases from the chain's logs; loaded for holders of a right alone. */
const GiveBack = dynamic(() => import("./give-back").then((module) => module.GiveBack));

const Renewing = dynamic(() => import("./renewing").then((module) => module.Renewing));
const Pass = dynamic(() => import("./pass").then((module) => module.PassPanel));
const ReceiptsPanel = dynamic(() => import("./receipts-panel").then((module) => module.ReceiptsPanel));
const Rate = dynamic(() => import("./rate").then((module) => module.Rate));

export function ReadingPage(props: { id: string }) {
  const { t } = useLanguage();
  const { address } = useAccount();
  if (!/^0x[0-9a-fA-F]{64}$/.test(props.id)) return <Notice tone="warn" title={t("market.badId")} />;
  return <Reading id={BigInt(props.id)} account={address} />;
}

function Reading(props: { id: bigint; account: Address | undefined }) {
  const dataset = useDataset(props.id);
  if (!dataset.view) return <QueryState query={dataset} />;
  return props.account ? (
    <ForReader view={dataset.view} account={props.account} />
  ) : (
    <Heading view={dataset.view} matched={false} prompt />
  );
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

/** Newest version that a right lets be read, of so many. */
function newestReadable(right: Scope, versions: number): number {
  return right.laterVersions ? versions : Math.min(right.fromVersion, versions);
}

interface Readable {
  readonly newest: number;
  readonly first: number;
  readonly segments: readonly number[];
}

/** What the chain lets this reader have; where it is nothing, the newest version, which the keepers then refuse. */
function readable(view: DatasetView, owner: boolean, right: Scope | undefined): Readable {
  const all = view.files.map((_, i) => i);
  if (owner) return { newest: view.version, first: 1, segments: all };
  if (!right) return { newest: view.version, first: view.version, segments: all };
  const segments = segmentsOf(right.segments).filter((i) => i < all.length);
  return { newest: newestReadable(right, view.version), first: right.fromVersion, segments };
}

/** By what this account may read: its right, its ownership, or at a record its consent alone. */
function standingOf(view: DatasetView, account: Address, right: Right, active: boolean, record: ConsentHere | null) {
  const owner = view.owner.toLowerCase() === account.toLowerCase();
  const scope = record ? record.consent : active ? right : undefined;
  const admitted = scope !== undefined || (owner && !record);
  return { owner, admitted, purpose: record?.consent?.purpose ?? 0, ...readable(view, owner && !record, scope) };
}

function ForReader(props: { view: DatasetView; account: Address }) {
  const { view, account } = props;
  const held = useRight(view.id, account);
  const record = useConsentHere(view.id, account);
  if (held.data && record.data !== undefined) {
    const { right, active, now } = held.data;
    return <Opened view={view} account={account} right={right} active={active} now={now} record={record.data} />;
  }
  return (
    <>
      <Heading view={view} matched={false} />
      <QueryState query={held.error ? held : record} />
    </>
  );
}

function Opened(props: {
  view: DatasetView;
  account: Address;
  right: Right;
  active: boolean;
  now: number;
  record: ConsentHere | null;
}) {
  const { view, account, right, active, now, record } = props;
  const { t } = useLanguage();
  const [chosen, setChosen] = useState<number>();
  const { owner, admitted, purpose, newest, first, segments } = standingOf(view, account, right, active, record);
  const path = `/market/0x${view.id.toString(16).padStart(64, "0")}`;
  const version = chosen ?? newest;
  return (
    <>
      <Heading view={view} matched={admitted} />
      <div className="mb-8 flex flex-wrap items-center gap-3">
        {owner ? (
          <Badge tone="brand">{t("market.yours")}</Badge>
        ) : (
          <RightBadge right={right} active={active} now={now} />
        )}
        <Link href={path} className="link text-sm">
          {t("library.toMarket")}
        </Link>
      </div>
      <VersionChoice newest={newest} first={first} version={version} onChoose={setChosen} />
      {record ? <UnderConsent dataset={view.id} record={record} /> : null}
      {admitted || record ? null : (
        <Notice tone="warn" title={t("library.refused")} className="mb-6">
          <p>{t("library.refusedText")}</p>
          <Link href={path} className={`mt-3 ${buttonClass("primary", true)}`}>
            {t("library.buyAccess")}
          </Link>
        </Notice>
      )}
      <Unlocked
        key={`${version} ${account}`}
        view={view}
        account={account}
        version={version}
        segments={segments}
        purpose={purpose}
        byUse={!admitted && record === null}
      />
      {owner ? null : <Deeds view={view} account={account} active={active} />}
      <ReceiptsPanel account={account} dataset={view.id} />
    </>
  );
}

/** What may be done with a right besides reading. */
function Deeds(props: { view: DatasetView; account: Address; active: boolean }) {
  const { view, account, active } = props;
  return (
    <>
      <Renewing view={view} account={account} />
      {active ? <GiveBack view={view} account={account} /> : null}
      {active ? <Pass view={view} account={account} /> : null}
      <Rate view={view} account={account} />
    </>
  );
}

function RightBadge(props: { right: Right; active: boolean; now: number }) {
  const { t, locale } = useLanguage();
  const { right, active, now } = props;
  if (right.revoked) return <Badge>{t("library.revoked")}</Badge>;
  if (!active) return <Badge>{t("library.noRight")}</Badge>;
  const left = t("library.left", { time: formatRemaining(right.until - now, locale) });
  return <Badge tone="brand">{right.until === forever ? t("common.forever") : left}</Badge>;
}

function VersionChoice(props: { newest: number; first: number; version: number; onChoose: (version: number) => void }) {
  const { t } = useLanguage();
  const { newest, first, version, onChoose } = props;
  if (newest <= first) return null;
  return (
    <div className="mb-6 max-w-xs">
      <Field label={t("library.version")}>
        {(ids) => (
          <select {...ids} className="field" value={version} onChange={(event) => onChoose(Number(event.target.value))}>
            {Array.from({ length: newest - first + 1 }, (_, i) => newest - i).map((each) => (
              <option key={each} value={each}>
                {t("market.versionNumber", { version: each })}
              </option>
            ))}
          </select>
        )}
      </Field>
    </div>
  );
}
