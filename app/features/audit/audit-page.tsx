"use client";

import type { IndexedAnchor } from "@tallystick/sdk/indexer/audit";
import dynamic from "next/dynamic";
import { useEffect, useEffectEvent, useState } from "react";
import { ProblemNotice } from "@/components/problem-notice";
import { Notice, PageTitle, Skeleton } from "@/components/ui";
import { useLanguage } from "@/i18n/context";
import { useKeepers } from "@/lib/keepers";
import { useIndexer, useReader } from "@/lib/reader";
import { explain } from "@/lib/tx/explain";
import type { Problem } from "@/lib/tx/types";
import { receiptInHash, type ShownReceipt } from "./receipt-file";
import { ReceiptInput } from "./receipt-input";

/** Below what is asked first, and from the indexer. */
const KeeperList = dynamic(() => import("./keeper-list").then((module) => module.KeeperList), {
  ssr: false,
  loading: () => <Skeleton className="h-40" />,
});

/** Not before something was looked for. */
const FoundRoot = dynamic(() => import("./found-root").then((module) => module.FoundRoot));
const VerdictCard = dynamic(() => import("./verdict-card").then((module) => module.VerdictCard));

interface Looked {
  readonly receipts: readonly ShownReceipt[];
  readonly root: IndexedAnchor | undefined;
}

const nothing: Looked = { receipts: [], root: undefined };

/** Verifies what keepers answered and anchored, in this browser; what a verdict says, the chain says. */
export function AuditPage() {
  const { t } = useLanguage();
  const reader = useReader();
  const indexer = useIndexer();
  const keepers = useKeepers();
  const [looked, setLooked] = useState<Looked>(nothing);
  const [problem, setProblem] = useState<Problem>();
  const [busy, setBusy] = useState(false);

  async function run(look: () => Promise<Looked>): Promise<void> {
    setBusy(true);
    setProblem(undefined);
    try {
      setLooked(await look());
    } catch (error) {
      setLooked(nothing);
      const unreadable = error instanceof SyntaxError;
      setProblem(unreadable ? { code: "notAReceipt", values: {} } : explain(error, []));
    } finally {
      setBusy(false);
    }
  }

  const read = (text: string) =>
    run(async () => {
      const { readReceipts } = await import("./receipt-file");
      return { receipts: readReceipts(text), root: undefined };
    });

  const find = (digest: `0x${string}`) =>
    run(async () => {
      const [{ lookUp }, { findRoot }] = await Promise.all([import("./verify"), import("./root")]);
      const root = await findRoot(reader, indexer, digest);
      if (root) return { receipts: [], root };
      const list = keepers.data?.list ?? (await keepers.refetch()).data?.list ?? [];
      return { receipts: [await lookUp(list, digest)], root: undefined };
    });

  const followAddress = useEffectEvent(() => {
    const given = receiptInHash(window.location.hash);
    if (given !== undefined) void read(given);
  });
  useEffect(() => {
    const follow = () => followAddress();
    follow();
    window.addEventListener("hashchange", follow);
    return () => window.removeEventListener("hashchange", follow);
  }, []);

  return (
    <>
      <PageTitle title={t("audit.title")} lead={t("audit.lead")} />
      <div className="grid gap-10">
        <ReceiptInput busy={busy} onText={(text) => void read(text)} onDigest={(digest) => void find(digest)} />
        <ProblemNotice problem={problem} />
        <div aria-live="polite" className="grid gap-6 empty:hidden">
          {looked.root ? <FoundRoot anchored={looked.root} /> : null}
          {looked.receipts.map((shown) => (
            <VerdictCard
              key={`${shown.receipt.value.request}.${shown.receipt.signature}`}
              shown={shown}
              keepers={keepers}
            />
          ))}
        </div>
        {keepers.data?.list.length === 0 ? <Notice tone="warn">{t("audit.noKeeper")}</Notice> : null}
        <KeeperList keepers={keepers} />
      </div>
    </>
  );
}
