"use client";

import dynamic from "next/dynamic";
import { useState } from "react";
import { AddressText } from "@/components/address";
import { QueryState } from "@/components/query-state";
import { Tally } from "@/components/tally";
import { Badge, Facts, Notice } from "@/components/ui";
import { useProblemText } from "@/features/activity/problem";
import { usePersonaName } from "@/features/wallet/persona";
import { useAccount } from "@/features/wallet/use-account";
import { useLanguage } from "@/i18n/context";
import { formatBytes, formatDate } from "@/lib/format";
import { type FileFacts, kindOf } from "@/lib/segments";
import { type DatasetView, useDataset } from "./use-dataset";
import { usePassCount } from "./use-pass-count";
import { useRight } from "./use-right";

/** Known once the indexer has answered. */
const Offers = dynamic(() => import("./offers").then((module) => module.Offers));

/** What few data sets have, or an account has to be connected for. */
const RightPanel = dynamic(() => import("./right-panel").then((module) => module.RightPanel));
const WhyNot = dynamic(() => import("./why-not").then((module) => module.WhyNot));
const ByUse = dynamic(() => import("./by-use").then((module) => module.ByUse));
const RecordPanel = dynamic(() => import("./record-panel").then((module) => module.RecordPanel));

/** Below what is seen first: a sample has a parser of its own. */
const TablePreview = dynamic(() => import("@/components/table-preview").then((module) => module.TablePreview));
const Versions = dynamic(() => import("./versions").then((module) => module.Versions));

/** Below what is seen first, and from the chain's events. */
const Ratings = dynamic(() => import("./ratings").then((module) => module.Ratings));
const Provenance = dynamic(() => import("./provenance").then((module) => module.Provenance));

/** Loaded for the owner alone. */
const OwnerTools = dynamic(() => import("./owner-tools").then((module) => module.OwnerTools));

export function DatasetPage(props: { id: string }) {
  const { t } = useLanguage();
  const valid = /^0x[0-9a-fA-F]{64}$/.test(props.id);
  return valid ? <Dataset id={BigInt(props.id)} /> : <Notice tone="warn" title={t("market.badId")} />;
}

function Dataset(props: { id: bigint }) {
  const dataset = useDataset(props.id);
  if (!dataset.view) return <QueryState query={dataset} />;
  return <Loaded view={dataset.view} />;
}

function Loaded(props: { view: DatasetView }) {
  const { view } = props;
  const { t } = useLanguage();
  const say = useProblemText();
  const { address } = useAccount();
  const { data: held } = useRight(view.id, address);
  const mine = address !== undefined && address.toLowerCase() === view.owner.toLowerCase();
  return (
    <article>
      <Tally id={view.id} matched={held?.active ?? false} className="mb-6 w-full max-w-xl" />
      <h1 className="max-w-3xl text-3xl sm:text-4xl">{view.title}</h1>
      {view.keywords.length > 0 ? (
        <p className="mt-3 flex flex-wrap gap-1.5">
          {view.keywords.map((keyword) => (
            <Badge key={keyword}>{keyword}</Badge>
          ))}
        </p>
      ) : null}
      <div className="mt-8 grid gap-10 lg:grid-cols-[1fr_22rem] lg:grid-rows-[auto_1fr]">
        <div className="grid min-w-0 content-start gap-10">
          <p className="max-w-prose whitespace-pre-line">{view.description}</p>
          {view.manifestError ? <Notice tone="warn">{say(view.manifestError)}</Notice> : null}
          <Files files={view.files} />
        </div>
        {/* On a narrow screen what it costs comes before the small print, on a wide one beside all of it. */}
        <aside
          className="grid min-w-0 content-start gap-4 lg:col-start-2 lg:row-span-2 lg:row-start-1"
          aria-label={t("market.offers")}
        >
          {held?.active ? <RightPanel view={view} /> : null}
          {address && !mine ? <WhyNot view={view} account={address} /> : null}
          <Offers view={view} mine={mine} />
          <ByUse view={view} mine={mine} />
        </aside>
        <div className="grid min-w-0 content-start gap-10 lg:col-start-1">
          <RecordPanel dataset={view.id} acts={view.indexed?.emergencyActs ?? []} />
          <Details view={view} />
          <Ratings view={view} />
          <Versions view={view} />
          <Provenance view={view} />
          {mine ? <OwnerTools view={view} /> : null}
        </div>
      </div>
    </article>
  );
}

function Files(props: { files: readonly FileFacts[] }) {
  const { t, locale } = useLanguage();
  const [chosen, setChosen] = useState(0);
  const file = props.files[chosen];
  return (
    <section aria-labelledby="files">
      <h2 id="files" className="mb-4 text-xl">
        {t("market.files", { n: props.files.length })}
      </h2>
      <ul className="mb-4 flex flex-wrap gap-2">
        {props.files.map((each, i) => (
          <li key={each.name}>
            <button
              type="button"
              aria-pressed={i === chosen}
              onClick={() => setChosen(i)}
              className={`rounded-lg border px-3 py-2 text-left text-sm ${i === chosen ? "border-brand bg-brand-soft" : "border-line-strong bg-surface hover:border-ink"}`}
            >
              <span className="block font-medium break-all">{each.name}</span>
              <span className="text-muted">
                {kindOf(each.mediaType)} · {formatBytes(each.plainSize, locale)}
              </span>
            </button>
          </li>
        ))}
      </ul>
      {file ? <FileSample file={file} /> : null}
    </section>
  );
}

function FileSample(props: { file: FileFacts }) {
  const { t } = useLanguage();
  const { file } = props;
  return (
    <div className="grid gap-4">
      {file.sample ? (
        <div>
          <h3 className="eyebrow mb-2">{t("market.sample")}</h3>
          <TablePreview
            text={file.sample}
            mediaType={file.mediaType}
            label={t("market.sampleOf", { name: file.name })}
          />
        </div>
      ) : (
        <p className="text-sm text-muted">{t("market.noSample")}</p>
      )}
      {file.columns.length > 0 ? (
        <div>
          <h3 className="eyebrow mb-2">{t("market.columns", { n: file.columns.length })}</h3>
          <ul className="flex flex-wrap gap-1.5 text-sm">
            {file.columns.slice(0, 60).map((column) => (
              <li key={column.name} className="rounded-md bg-sunken px-2 py-0.5">
                {column.name} <span className="font-mono text-xs text-muted">{column.type}</span>
              </li>
            ))}
          </ul>
        </div>
      ) : null}
    </div>
  );
}

function Details(props: { view: DatasetView }) {
  const { t, locale } = useLanguage();
  const { view } = props;
  const ownerName = usePersonaName(view.owner);
  const publisherName = usePersonaName(view.publisher);
  const passes = usePassCount(view.id);
  const anchor = view.opened?.version.anchor;
  const mono = (text: string) => <span className="font-mono text-[0.86em] break-all">{text}</span>;
  return (
    <section aria-labelledby="details">
      <h2 id="details" className="mb-4 text-xl">
        {t("market.about")}
      </h2>
      <Facts
        rows={[
          [t("market.licence"), view.licence],
          [t("market.owner"), <AddressText key="o" address={view.owner} label={ownerName} />],
          [t("market.publisher"), <AddressText key="p" address={view.publisher} label={publisherName} />],
          [t("market.size"), formatBytes(view.size, locale)],
          ...(passes ? [[t("market.passes"), t("market.passesMinted", { n: passes })] as const] : []),
          [t("market.publishedAt"), view.publishedAt ? formatDate(view.publishedAt, locale) : "–"],
          [t("market.id"), mono(`0x${view.id.toString(16).padStart(64, "0")}`)],
        ]}
      />
      {anchor ? <p className="mt-3 text-sm text-good">{t("market.proved")}</p> : null}
    </section>
  );
}
