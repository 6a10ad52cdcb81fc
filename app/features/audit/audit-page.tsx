"use client";

import { useEffect, useEffectEvent, useState } from "react";
import { ProblemNotice } from "@/components/problem-notice";
import { Notice, PageTitle } from "@/components/ui";
import { useLanguage } from "@/i18n/context";
import { useKeepers } from "@/lib/keepers";
import { useReader } from "@/lib/reader";
import { explain } from "@/lib/tx/explain";
import type { Problem } from "@/lib/tx/types";
import { type Found, FoundRoot } from "./found-root";
import { KeeperList } from "./keeper-list";
import { receiptInHash, type ShownReceipt } from "./receipt-file";
import { ReceiptInput } from "./receipt-input";
import { VerdictCard } from "./verdict-card";

interface Looked {
  readonly receipts: readonly ShownReceipt[];
  readonly root: Found | undefined;
}

const nothing: Looked = { receipts: [], root: undefined };

/** Verifies what keepers answered and anchored, in this browser and against the chain alone. */
export function AuditPage() {
  const { t } = useLanguage();
  const reader = useReader();
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
      const [{ lookUp }, { anchorsOf }] = await Promise.all([import("./verify"), import("./log")]);
      const anchors = await anchorsOf(reader);
      const anchored = anchors.find(({ root }) => root.toLowerCase() === digest.toLowerCase());
      if (anchored) return { receipts: [], root: { anchored, anchors } };
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
          {looked.root ? <FoundRoot found={looked.root} /> : null}
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
