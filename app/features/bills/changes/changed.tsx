"use client";

import type { BillFace } from "@tallystick/sdk/bills/face";
import { billId, billSum } from "@tallystick/sdk/bills/face";
import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import Link from "next/link";
import { isAddressEqual } from "viem";
import { useNameOf } from "@/components/account-field";
import { useAmountText, useTokenInfos } from "@/components/amount";
import { Digest } from "@/components/digest";
import { buttonClass, Facts, Notice, Skeleton } from "@/components/ui";
import { useHash } from "@/components/use-hash";
import { useLanguage } from "@/i18n/context";
import { shortAddress } from "@/lib/format";
import { useContracts, useReader } from "@/lib/reader";
import { BillFront } from "../paper/front";
import type { WholeBill } from "../shared/load";
import { billPath } from "../shared/paths";
import { useLaws } from "../shared/use-laws";
import { isChangeable, novating } from "./change";
import { differences } from "./face-lines";
import { Gather } from "./gather";
import { type HandedChange, handedChangeIn } from "./handed-change";

/** What the page's hash hands over of changes; undefined: nothing, or it is still read; null: nothing that fits here. */
export function useHandedChange(bill?: bigint): HandedChange | null | undefined {
  const hash = useHash();
  const { chainId } = useReader().network;
  const { bills } = useContracts();
  const { data } = useQuery({
    queryKey: ["handed-change", hash],
    queryFn: async () => ({ handed: await handedChangeIn(hash) }),
  });
  const handed = data?.handed;
  if (!handed) return handed;
  const { change } = handed;
  const isHere =
    !("place" in change) || (change.place.chainId === chainId && isAddressEqual(change.place.bills, bills));
  const isOfThis = "bill" in change ? change.bill === bill : bill === undefined;
  return isHere && isOfThis ? handed : null;
}

/** It brings the form of a face: loaded when another bill is written. */
const Novate = dynamic(() => import("./propose").then((module) => module.Novate), {
  loading: () => <Skeleton className="h-96" />,
});

/** A change of this bill that a link brought, or that is written: another in its place, or paper. */
export function Changed(props: { whole: WholeBill; now: number }) {
  const { t } = useLanguage();
  const hash = useHash();
  const { whole } = props;
  const handed = useHandedChange(whole.history.id);
  const laws = useLaws();
  if (hash === novating && isChangeable(whole)) return <Novate whole={whole} now={props.now} />;
  if (handed === undefined) return null;
  if (handed === null || handed.change.kind === "fromPaper") {
    return (
      <Notice tone="bad" role="alert" className="mb-6">
        {t("bills.changeBad")}
      </Notice>
    );
  }
  const { change } = handed;
  if (change.kind === "toPaper") {
    return (
      <div className="mb-6">
        <Gather
          handed={handed}
          old={whole}
          done={
            <Notice tone="good" role="status">
              {t("bills.changeDone_toPaper")}
            </Notice>
          }
        >
          <p>
            {t("bills.paperHash")} <Digest value={change.paper} />
          </p>
        </Gather>
      </div>
    );
  }
  const id = billId(change.place.chainId, change.place.bills, change.next);
  return (
    <div className="mb-6">
      <Gather handed={handed} old={whole} done={<NewBill id={id} />}>
        <Differences old={whole.history.face} next={change.next} />
        <details>
          <summary>{t("bills.changeFront")}</summary>
          <div className="mt-3 max-w-3xl">
            <BillFront
              face={change.next}
              rules={laws.find(({ id: law }) => law === change.next.rules)?.name}
              accepted={whole.bill.status === "accepted" ? change.next.unit : 0n}
            />
          </div>
        </details>
      </Gather>
    </div>
  );
}

/** The way on to the bill that is there now. */
export function NewBill(props: { id: bigint }) {
  const { t } = useLanguage();
  return (
    <Notice tone="good" role="status" title={t("bills.changeDone")}>
      <Link href={billPath(props.id)} className={`mt-2 ${buttonClass("primary")}`}>
        {t("bills.toBill")}
      </Link>
    </Notice>
  );
}

function Differences(props: { old: BillFace; next: BillFace }) {
  const { t, locale } = useLanguage();
  const nameOf = useNameOf();
  const { old, next } = props;
  const infoOf = useTokenInfos([old.token, next.token]);
  const amountText = useAmountText();
  const laws = useLaws();
  const found = differences(old, next, {
    ...{ t, locale },
    money: (face) => amountText(billSum(face), infoOf(face.token)),
    name: (account) => nameOf(account) ?? shortAddress(account),
    law: (number) => laws.find(({ id }) => id === number)?.name ?? String(number),
  });
  return (
    <Facts
      rows={found.map(([label, before, after]) => [
        t(label),
        <span key={label}>
          <del className="text-muted">{before}</del> <ins className="font-medium no-underline">{after}</ins>
        </span>,
      ])}
    />
  );
}
