"use client";

import type { BillFace } from "@tallystick/sdk/bills/face";
import { versionOf } from "@tallystick/sdk/instruments/lots";
import { useEffect, useRef, useState } from "react";
import type { Hex } from "viem";
import { useToken } from "@/components/amount";
import { ProblemNotice } from "@/components/problem-notice";
import { Button, buttonClass, Skeleton } from "@/components/ui";
import { useLanguage } from "@/i18n/context";
import { useContracts, useReader } from "@/lib/reader";
import { useSigning } from "@/lib/use-signing";
import { type Draft, draftOf } from "../draw/draft";
import { FaceForm } from "../draw/face-form";
import type { ActProps } from "../one/acts/act-props";
import { dateText, dayAt } from "../shared/dates";
import { FileHash } from "../shared/file-hash";
import { novating } from "./change";
import { type Change, changePath } from "./handed-change";

/** How long all have to sign. */
export const month = 30 * 86_400;

/** Opens what is to be signed: it stands in the page's address, as it will for those whom the link is sent. */
export function openChange(change: Change): void {
  const path = changePath({ change, signatures: {} });
  window.location.hash = path.slice(path.indexOf("#") + 1);
  window.scrollTo({ top: 0 });
}

/** The way to the form of another bill: it needs the width of the page. */
export function ToNovate() {
  const { t } = useLanguage();
  return (
    <div className="grid gap-4">
      <p className="text-sm text-muted">{t("bills.does_novate")}</p>
      <a href={novating} className={`justify-self-start ${buttonClass("primary")}`}>
        {t("bills.novateWrite")}
      </a>
    </div>
  );
}

/** Another face for a bill, between the same parties. */
export function Novate({ whole, now }: Pick<ActProps, "whole" | "now">) {
  const { t } = useLanguage();
  const reader = useReader();
  const { bills } = useContracts();
  const { face, id, lots } = whole.history;
  const token = useToken(face.token);
  const [typed, setTyped] = useState<Draft>();
  const title = useRef<HTMLHeadingElement>(null);
  const isThere = token !== undefined;
  // What opens it is further down on a phone.
  useEffect(() => {
    if (isThere) title.current?.scrollIntoView({ block: "center" });
  }, [isThere]);
  if (!token) return <Skeleton className="h-40" />;
  const propose = async (next: BillFace) => {
    const version = await versionOf(reader, lots[0]?.id ?? 0n);
    const place = { chainId: reader.network.chainId, bills };
    openChange({ kind: "novation", bill: id, next, place, version, deadline: now + month });
  };
  return (
    <section aria-labelledby="novate" className="mb-8">
      <h2 id="novate" ref={title} className="text-xl">
        {t("bills.act_novate")}
      </h2>
      <p className="mt-1 mb-4 max-w-3xl text-sm text-muted">{t("bills.does_novate")}</p>
      <FaceForm
        draft={typed ?? draftOf(face, token.decimals)}
        onChange={setTyped}
        drawer={face.drawer}
        drawnOn={dateText(dayAt(now))}
        areFixed
        isAccepted={whole.bill.status === "accepted"}
        act={t("bills.propose")}
        onFace={propose}
      >
        <a href="#bill" className="link justify-self-start">
          {t("bills.novateLeave")}
        </a>
      </FaceForm>
    </section>
  );
}

/** Paper in a bill's place. */
export function ToPaper({ whole, now }: ActProps) {
  const { t } = useLanguage();
  const reader = useReader();
  const { run, busy, problem } = useSigning();
  const { id, lots } = whole.history;
  const [paper, setPaper] = useState<Hex>();
  const propose = async (hash: Hex) => {
    const version = await versionOf(reader, lots[0]?.id ?? 0n);
    openChange({ kind: "toPaper", bill: id, paper: hash, version, deadline: now + month });
  };
  return (
    <div className="grid gap-4">
      <p className="text-sm text-muted">{t("bills.does_toPaper")}</p>
      <FileHash label={t("bills.paperFile")} hint={t("bills.paperFileHint")} value={paper} onChange={setPaper} />
      <ProblemNotice problem={problem} />
      <Button
        look="primary"
        className="justify-self-start"
        busy={busy}
        disabled={!paper}
        onClick={() => {
          if (paper) void run(() => propose(paper));
        }}
      >
        {t("bills.propose")}
      </Button>
    </div>
  );
}
