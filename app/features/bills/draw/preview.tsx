"use client";

import { drawBill } from "@tallystick/sdk/bills/bills";
import { credentialText } from "@tallystick/sdk/bills/credential";
import { type BillFace, billId } from "@tallystick/sdk/bills/face";
import { useState } from "react";
import { ProblemNotice } from "@/components/problem-notice";
import { LinkField } from "@/components/share-link";
import { Button } from "@/components/ui";
import { saveBlob } from "@/features/library/save";
import { useLanguage } from "@/i18n/context";
import { useContracts, useReader } from "@/lib/reader";
import { useActing } from "@/lib/tx/use-acting";
import { BillFront } from "../paper/front";
import { rememberBill } from "../shared/known";
import { handedPath } from "./handed";
import { Drawn } from "./handed-view";

/** The bill as it will be, before it is signed; drawn at once, or sent to the drawee to accept it first. */
export function Preview(props: {
  face: BillFace;
  rules: string | undefined;
  onChange: () => void;
  onDrawn: () => void;
}) {
  const { t } = useLanguage();
  const { face } = props;
  const { bills } = useContracts();
  const { chainId } = useReader().network;
  const { run, busy, problem } = useActing();
  const [isDone, setDone] = useState(false);
  const [isAsking, setAsking] = useState(false);
  const place = { chainId, bills };
  const id = billId(chainId, bills, face);
  const draw = async () => {
    const done = await run(() => ({
      title: { key: "bills.tx", values: { act: t("bills.drawNow") } },
      calls: [drawBill(bills, face)],
    }));
    if (!done) return;
    await rememberBill(chainId, id);
    props.onDrawn();
    setDone(true);
  };
  return (
    <div className="grid max-w-3xl gap-5">
      <h2 className="text-xl">{t("bills.preview")}</h2>
      <BillFront face={face} rules={props.rules} />
      <ProblemNotice problem={problem} />
      {isDone ? (
        <Drawn id={id} />
      ) : (
        <div className="flex flex-wrap gap-3">
          <Button look="primary" busy={busy} onClick={() => void draw()}>
            {t("bills.drawNow")}
          </Button>
          {face.tenor === 0 ? null : (
            <Button aria-expanded={isAsking} onClick={() => setAsking(!isAsking)}>
              {t("bills.askFirst")}
            </Button>
          )}
          <Button onClick={() => saveBlob(new Blob([credentialText(face, place)]), "bill.json")}>
            {t("bills.credential")}
          </Button>
          <Button disabled={busy} onClick={props.onChange}>
            {t("bills.change")}
          </Button>
        </div>
      )}
      {isAsking ? (
        <LinkField path={handedPath(face, place)} label={t("bills.linkToDrawee")} hint={t("bills.linkToDraweeHint")} />
      ) : null}
    </div>
  );
}
