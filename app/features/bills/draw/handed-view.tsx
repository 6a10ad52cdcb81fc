"use client";

import { acceptanceTypedData, isAcceptanceSigned } from "@tallystick/sdk/bills/billSignatures";
import { drawAcceptedBill } from "@tallystick/sdk/bills/bills";
import { billSum } from "@tallystick/sdk/bills/face";
import Link from "next/link";
import { useState } from "react";
import { isAddressEqual } from "viem";
import { useNameOf } from "@/components/account-field";
import { useMoney } from "@/components/amount";
import { ProblemNotice } from "@/components/problem-notice";
import { LinkField } from "@/components/share-link";
import { Button, buttonClass, Notice } from "@/components/ui";
import { useAccount } from "@/features/wallet/use-account";
import { useLanguage } from "@/i18n/context";
import { shortAddress } from "@/lib/format";
import { useContracts, useReader, useSign } from "@/lib/reader";
import { ActError } from "@/lib/tx/types";
import { useActing } from "@/lib/tx/use-acting";
import { useChainNow } from "@/lib/use-chain-now";
import { useSigning } from "@/lib/use-signing";
import { BillFront } from "../paper/front";
import { rememberBill } from "../shared/known";
import { billPath } from "../shared/paths";
import { type HandedBill, handedPath } from "./handed";

const month = 30 * 86_400;

/** A bill that a link brought: for its drawee to accept by a signature, then for its drawer to draw. */
export function HandedView(props: { handed: HandedBill }) {
  const { t } = useLanguage();
  const nameOf = useNameOf();
  const { address } = useAccount();
  const { face, acceptance } = props.handed;
  const is = (account: typeof face.drawee) => address !== undefined && isAddressEqual(address, account);
  const signer = acceptance ? face.drawer : face.drawee;
  return (
    <div className="grid max-w-3xl gap-5">
      <BillFront face={face} accepted={acceptance ? face.unit : 0n} />
      {is(signer) ? (
        acceptance ? (
          <DrawAccepted handed={props.handed} acceptance={acceptance} />
        ) : (
          <Accept handed={props.handed} />
        )
      ) : (
        <Notice>
          {t(acceptance ? "bills.handedForDrawer" : "bills.handedForDrawee", {
            account: nameOf(signer) ?? shortAddress(signer),
          })}
        </Notice>
      )}
    </div>
  );
}

function Accept(props: { handed: HandedBill }) {
  const { t } = useLanguage();
  const sign = useSign();
  const now = useChainNow();
  const { run, busy, problem } = useSigning();
  const { face, place, id } = props.handed;
  const money = useMoney(face.token);
  const [path, setPath] = useState<string>();
  const accept = async () => {
    const deadline = now + month;
    const signature = await sign(acceptanceTypedData(place.chainId, place.bills, { bill: id, deadline }));
    return handedPath(face, place, { deadline, signature });
  };
  return (
    <section className="card grid gap-4 p-5">
      <p>{t("bills.handedAccept", { sum: money(billSum(face)) })}</p>
      <ProblemNotice problem={problem} />
      <Button look="primary" className="justify-self-start" busy={busy} onClick={() => void run(accept).then(setPath)}>
        {t("bills.signAcceptance")}
      </Button>
      {path ? <LinkField path={path} label={t("bills.linkBack")} hint={t("bills.linkBackHint")} /> : null}
    </section>
  );
}

function DrawAccepted(props: { handed: HandedBill; acceptance: NonNullable<HandedBill["acceptance"]> }) {
  const { t } = useLanguage();
  const reader = useReader();
  const { bills } = useContracts();
  const { run, busy, problem } = useActing();
  const [isDone, setDone] = useState(false);
  const { acceptance } = props;
  const { face, place, id } = props.handed;
  const draw = () =>
    run(async () => {
      if (!(await isAcceptanceSigned(reader, face, acceptance))) {
        throw new ActError({ code: "Bills_NotSigned", values: { signer: shortAddress(face.drawee) } });
      }
      return {
        title: { key: "bills.tx", values: { act: t("bills.drawNow") } } as const,
        calls: [drawAcceptedBill(bills, face, acceptance)],
      };
    });
  return (
    <section className="card grid gap-4 p-5">
      <p>{t("bills.handedDraw")}</p>
      <ProblemNotice problem={problem} />
      {isDone ? (
        <Drawn id={id} />
      ) : (
        <Button
          look="primary"
          className="justify-self-start"
          busy={busy}
          onClick={() =>
            void draw().then((done) => {
              setDone(done);
              return done ? rememberBill(place.chainId, id) : undefined;
            })
          }
        >
          {t("bills.drawNow")}
        </Button>
      )}
    </section>
  );
}

/** The way on when a bill is drawn. */
export function Drawn(props: { id: bigint }) {
  const { t } = useLanguage();
  return (
    <Notice tone="good" role="status" title={t("bills.drawn")}>
      <Link href={billPath(props.id)} className={`mt-2 ${buttonClass("primary")}`}>
        {t("bills.toBill")}
      </Link>
    </Notice>
  );
}
