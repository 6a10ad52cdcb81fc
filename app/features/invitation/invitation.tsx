"use client";

import { isSignedBy } from "@tallystick/sdk/chain/signature";
import { deskOf } from "@tallystick/sdk/market/deskDomain";
import { grantDigest, isGrantUsed, redeemGrant } from "@tallystick/sdk/market/grants";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import type { Address } from "viem";
import { useNameOf } from "@/components/account-field";
import { AddressText } from "@/components/address";
import { ProblemNotice } from "@/components/problem-notice";
import { Tally } from "@/components/tally";
import { Button, buttonClass, Facts, Notice } from "@/components/ui";
import { datasetPath, useFileNames, useSummary } from "@/components/use-summary";
import { durationText } from "@/features/market/duration";
import { useLanguage } from "@/i18n/context";
import { formatTime } from "@/lib/format";
import type { HandedGrant } from "@/lib/handed";
import { useContracts, useReader } from "@/lib/reader";
import { useActing } from "@/lib/tx/use-acting";

/** A signed grant: who gives what to whom, whether it is still good, and the way to take it. */
export function Invitation(props: { handed: HandedGrant; account: Address }) {
  const { grant } = props.handed;
  const { t, locale } = useLanguage();
  const nameOf = useNameOf();
  const summary = useSummary(grant.dataset);
  const fileNames = useFileNames(summary);
  return (
    <section className="card max-w-3xl p-5 sm:p-6" aria-label={t("exchange.invitation")}>
      <Tally id={grant.dataset} matched className="mb-5 w-full max-w-md" />
      <h2 className="mb-4 text-2xl">
        <Link href={datasetPath(grant.dataset)} className="hover:underline">
          {summary?.title ?? "…"}
        </Link>
      </h2>
      <Facts
        rows={[
          [t("exchange.givenBy"), <AddressText key="o" address={grant.owner} label={nameOf(grant.owner)} />],
          [t("exchange.givenTo"), <AddressText key="r" address={grant.reader} label={nameOf(grant.reader)} />],
          [t("consent.what"), fileNames(grant.segments)],
          [
            t("consent.versions"),
            t(grant.laterVersions ? "market.termLater" : "market.termPinned", { version: grant.fromVersion }),
          ],
          [t("market.time"), durationText(grant.duration, locale, t)],
          [t("exchange.redeemBy"), formatTime(grant.deadline, locale)],
        ]}
      />
      <div className="mt-5">
        <Redeem {...props} />
      </div>
    </section>
  );
}

function Redeem(props: { handed: HandedGrant; account: Address }) {
  const { handed, account } = props;
  const { grant, signature } = handed;
  const { t } = useLanguage();
  const reader = useReader();
  const { desk } = useContracts();
  const summary = useSummary(grant.dataset);
  const { run, busy, problem } = useActing();
  const [done, setDone] = useState(false);
  const { chainId } = reader.network;
  const state = useQuery({
    queryKey: ["grant", chainId, grant.nonce.toString(), signature],
    queryFn: async () => {
      const digest = grantDigest(chainId, deskOf(reader).desk, grant);
      const [used, good, block] = await Promise.all([
        isGrantUsed(reader, grant),
        isSignedBy(reader, grant.owner, digest, signature),
        reader.client.getBlock(),
      ]);
      if (used) return "grantUsed";
      if (!good) return "grantNotSigned";
      return block.timestamp > BigInt(grant.deadline) ? "grantExpired" : "open";
    },
  });
  const read = (
    <Link href={datasetPath(grant.dataset, "library")} className={`mt-2 ${buttonClass("primary", true)}`}>
      {t("market.read")}
    </Link>
  );
  if (done) {
    return (
      <Notice tone="good" role="status" title={t("market.bought")}>
        {read}
      </Notice>
    );
  }
  if (handed.chainId !== chainId) return <Notice tone="warn">{t("tabs.otherChain")}</Notice>;
  if (state.data && state.data !== "open") {
    return (
      <Notice tone="warn" title={t(`exchange.${state.data}`)}>
        {state.data === "grantUsed" ? read : null}
      </Notice>
    );
  }
  const forMe = grant.reader.toLowerCase() === account.toLowerCase();
  return (
    <div className="grid gap-3">
      {forMe ? null : <Notice>{t("exchange.forOther")}</Notice>}
      <ProblemNotice problem={problem} />
      <Button
        look="primary"
        className="justify-self-start"
        busy={busy}
        disabled={state.data !== "open"}
        onClick={() =>
          void run(() => ({
            title: { key: "tx.redeem", values: { title: summary?.title ?? "" } },
            calls: [redeemGrant(desk, { grant, signature })],
          })).then(setDone)
        }
      >
        {t("exchange.redeem")}
      </Button>
    </div>
  );
}
