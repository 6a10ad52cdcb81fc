"use client";

import { documentedFace } from "@tallystick/sdk/bills/credential";
import type { BillFace } from "@tallystick/sdk/bills/face";
import { type FaceFault, faceFaults } from "@tallystick/sdk/bills/faceFaults";
import { type ReactNode, useState } from "react";
import type { Address } from "viem";
import { useToken } from "@/components/amount";
import { ProblemNotice } from "@/components/problem-notice";
import { Button, Notice } from "@/components/ui";
import { useLanguage } from "@/i18n/context";
import { useContracts, useReader } from "@/lib/reader";
import { useChainNow } from "@/lib/use-chain-now";
import { useSigning } from "@/lib/use-signing";
import { useLaws } from "../shared/use-laws";
import { type Draft, type DraftField, faceOfDraft } from "./draft";
import { FaceFields } from "./face-fields";

/** The fields of a face, and what is wrong with them; a face that the contract takes goes on. */
export function FaceForm(props: {
  draft: Draft;
  onChange: (draft: Draft) => void;
  drawer: Address;
  /** Date of the face, as "2026-12-31". */
  drawnOn: string;
  /** The parties can't be chosen. */
  areFixed?: boolean;
  /** It will be drawn accepted, which a bill at sight never is. */
  isAccepted?: boolean;
  /** What the button says. */
  act: string;
  isIncomplete?: boolean;
  onFace: (face: BillFace) => void | Promise<void>;
  /** Before the fields, and between them and the button. */
  before?: ReactNode;
  children?: ReactNode;
}) {
  const { t } = useLanguage();
  const reader = useReader();
  const now = useChainNow();
  const { bills } = useContracts();
  const { run, busy, problem } = useSigning();
  const [wrong, setWrong] = useState<readonly DraftField[]>([]);
  const [faults, setFaults] = useState<readonly FaceFault[]>([]);
  const { draft, drawer, drawnOn } = props;
  const token = useToken(draft.token);
  const laws = useLaws();
  const isClash = props.isAccepted === true && draft.tenor === "atSight";
  const check = async () => {
    if (!token) return;
    const made = faceOfDraft(draft, { drawer, drawnOn, decimals: token.decimals });
    if ("wrong" in made) return setWrong(made.wrong);
    const face = await documentedFace(made.face, { chainId: reader.network.chainId, bills });
    const found = await faceFaults(reader, face);
    setFaults(found);
    if (found.length === 0) await props.onFace(face);
  };
  return (
    <form
      className="grid max-w-3xl gap-5"
      onSubmit={(event) => {
        event.preventDefault();
        void run(check);
      }}
    >
      {props.before}
      <FaceFields
        draft={draft}
        onChange={(next) => {
          setWrong([]);
          setFaults([]);
          props.onChange(next);
        }}
        wrong={wrong}
        rules={laws}
        now={now}
        areFixed={props.areFixed ?? false}
      />
      {faults.map(({ code }) => (
        <Notice key={code} tone="bad" role="alert">
          {t(`bills.face_${code}`)}
        </Notice>
      ))}
      {isClash ? (
        <Notice tone="bad" role="alert">
          {t("bills.sightNotAccepted")}
        </Notice>
      ) : null}
      <ProblemNotice problem={problem} />
      {props.children}
      <Button
        type="submit"
        look="primary"
        className="justify-self-start"
        busy={busy}
        disabled={!token || isClash || (props.isIncomplete ?? false)}
      >
        {props.act}
      </Button>
    </form>
  );
}
