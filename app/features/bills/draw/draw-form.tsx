"use client";

import { documentedFace } from "@tallystick/sdk/bills/credential";
import type { BillFace } from "@tallystick/sdk/bills/face";
import { type FaceFault, faceFaults } from "@tallystick/sdk/bills/faceFaults";
import { allRules } from "@tallystick/sdk/bills/rules";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { Address } from "viem";
import { useToken } from "@/components/amount";
import { ProblemNotice } from "@/components/problem-notice";
import { Button, Notice } from "@/components/ui";
import { useAccount } from "@/features/wallet/use-account";
import { useLanguage } from "@/i18n/context";
import { table } from "@/lib/database";
import { useContracts, useReader } from "@/lib/reader";
import { useChainNow } from "@/lib/use-chain-now";
import { useSigning } from "@/lib/use-signing";
import { dateText, dayAt } from "../shared/dates";
import { type Draft, type DraftField, emptyDraft, faceOfDraft } from "./draft";
import { FaceFields } from "./face-fields";
import { Preview } from "./preview";

/** The draft is kept in this browser until it is drawn. */
const drafts = table<Draft>("bill-draft");

/** From a form to a face, and from this, once it is checked and drawn on the page, to the bill. */
export function DrawForm(props: { first: Address }) {
  const { t } = useLanguage();
  const { address } = useAccount();
  const reader = useReader();
  const now = useChainNow();
  const { chainId } = reader.network;
  const { bills } = useContracts();
  const { run, busy, problem } = useSigning();
  const [draft, setDraft] = useState<Draft>(() => emptyDraft(props.first));
  const [wrong, setWrong] = useState<readonly DraftField[]>([]);
  const [faults, setFaults] = useState<readonly FaceFault[]>([]);
  const [checked, setChecked] = useState<BillFace>();
  const token = useToken(draft.token);
  const key = String(chainId);
  const rules = useQuery({ queryKey: ["bill-rules", chainId], queryFn: () => allRules(reader) });
  useEffect(() => {
    void drafts.get(key).then((kept) => {
      if (kept) setDraft({ ...emptyDraft(props.first), ...kept });
    });
  }, [key, props.first]);
  const change = (next: Draft) => {
    setDraft(next);
    setWrong([]);
    setFaults([]);
    void drafts.put(key, next);
  };
  const check = async () => {
    if (!address || !token) return;
    const made = faceOfDraft(draft, { drawer: address, drawnOn: dateText(dayAt(now)), decimals: token.decimals });
    if ("wrong" in made) return setWrong(made.wrong);
    const face = await documentedFace(made.face, { chainId, bills });
    const found = await faceFaults(reader, face);
    setFaults(found);
    if (found.length === 0) setChecked(face);
  };
  if (checked) {
    const law = rules.data?.find(({ id }) => id === checked.rules);
    return (
      <Preview
        face={checked}
        rules={law?.name}
        onChange={() => setChecked(undefined)}
        onDrawn={() => void drafts.remove(key)}
      />
    );
  }
  return (
    <form
      className="grid max-w-3xl gap-5"
      onSubmit={(event) => {
        event.preventDefault();
        void run(check);
      }}
    >
      <FaceFields draft={draft} onChange={change} wrong={wrong} rules={rules.data ?? []} now={now} />
      {faults.map(({ code }) => (
        <Notice key={code} tone="bad" role="alert">
          {t(`bills.face_${code}`)}
        </Notice>
      ))}
      <ProblemNotice problem={problem} />
      <p className="text-sm text-muted">{t("bills.draftKept")}</p>
      {address ? (
        <Button type="submit" look="primary" className="justify-self-start" busy={busy} disabled={!token}>
          {t("bills.check")}
        </Button>
      ) : (
        <Notice>{t("bills.mustConnect")}</Notice>
      )}
    </form>
  );
}
