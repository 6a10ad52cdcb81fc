"use client";

import type { BillFace } from "@tallystick/sdk/bills/face";
import { useEffect, useState } from "react";
import { type Address, zeroAddress } from "viem";
import { Notice } from "@/components/ui";
import { useAccount } from "@/features/wallet/use-account";
import { useLanguage } from "@/i18n/context";
import { table } from "@/lib/database";
import { useReader } from "@/lib/reader";
import { useChainNow } from "@/lib/use-chain-now";
import { dateText, dayAt } from "../shared/dates";
import { useLaws } from "../shared/use-laws";
import { type Draft, emptyDraft } from "./draft";
import { FaceForm } from "./face-form";
import { Preview } from "./preview";

/** The draft is kept in this browser until it is drawn. */
const drafts = table<Draft>("bill-draft");

/** From a form to a face, and from this, once it is checked and drawn on the page, to the bill. */
export function DrawForm(props: { first: Address }) {
  const { t } = useLanguage();
  const { address } = useAccount();
  const now = useChainNow();
  const { chainId } = useReader().network;
  const [draft, setDraft] = useState<Draft>(() => emptyDraft(props.first));
  const [checked, setChecked] = useState<BillFace>();
  const laws = useLaws();
  const key = String(chainId);
  useEffect(() => {
    void drafts.get(key).then((kept) => {
      if (kept) setDraft({ ...emptyDraft(props.first), ...kept });
    });
  }, [key, props.first]);
  if (checked) {
    return (
      <Preview
        face={checked}
        rules={laws.find(({ id }) => id === checked.rules)?.name}
        onChange={() => setChecked(undefined)}
        onDrawn={() => void drafts.remove(key)}
      />
    );
  }
  return (
    <FaceForm
      draft={draft}
      onChange={(next) => {
        setDraft(next);
        void drafts.put(key, next);
      }}
      drawer={address ?? zeroAddress}
      drawnOn={dateText(dayAt(now))}
      act={t("bills.check")}
      isIncomplete={!address}
      onFace={setChecked}
      before={
        <p className="text-sm">
          <a href="#paper" className="link">
            {t("bills.fromPaperAsk")}
          </a>
        </p>
      }
    >
      <p className="text-sm text-muted">{t("bills.draftKept")}</p>
      {address ? null : <Notice>{t("bills.mustConnect")}</Notice>}
    </FaceForm>
  );
}
