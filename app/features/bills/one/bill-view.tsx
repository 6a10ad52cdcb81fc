"use client";

import { credentialText } from "@tallystick/sdk/bills/credential";
import { billSum } from "@tallystick/sdk/bills/face";
import { encodeHistory } from "@tallystick/sdk/bills/historyWire";
import Link from "next/link";
import { useEffect } from "react";
import { Amount, useMoney } from "@/components/amount";
import { Digest } from "@/components/digest";
import { QueryState } from "@/components/query-state";
import { Button, buttonClass, Empty, Facts, Notice } from "@/components/ui";
import { saveBlob } from "@/features/library/save";
import { useAccount } from "@/features/wallet/use-account";
import { useLanguage } from "@/i18n/context";
import { useReader } from "@/lib/reader";
import { Changed } from "../changes/changed";
import { DeskLinks } from "../desk/desk-links";
import { BillBack } from "../paper/back";
import { BillFront } from "../paper/front";
import { LawTerms } from "../paper/law-terms";
import { formatDay } from "../shared/dates";
import { rememberBill } from "../shared/known";
import type { WholeBill } from "../shared/load";
import { printPath, verifyPath } from "../shared/paths";
import { StatusBadge } from "../shared/status-badge";
import { useBill } from "../shared/use-bill";
import { Acts } from "./acts/acts";
import { Holds } from "./holds";
import { Kept } from "./kept";
import { NextStep } from "./next-step";
import { Recourse } from "./recourse";
import { Rest } from "./rest/rest";
import { StopOrders } from "./stops/stops";
import { useStops } from "./stops/use-stops";
import { Timeline } from "./timeline";

/** A bill: both its sides, where it stands, and what one may do with it. */
export function BillView(props: { id: bigint }) {
  const { t } = useLanguage();
  const { chainId } = useReader().network;
  const { found, now } = useBill(props.id);
  const { data } = found;
  const isThere = Boolean(data);
  useEffect(() => {
    if (isThere) void rememberBill(chainId, props.id);
  }, [isThere, chainId, props.id]);
  if (data === null) {
    return (
      <Empty title={t("bills.unknown")}>
        <Link href="/bills" className="link">
          {t("bills.title")}
        </Link>
      </Empty>
    );
  }
  return data ? <Whole whole={data} now={now} /> : <QueryState query={found} />;
}

function Whole(props: { whole: WholeBill; now: number }) {
  const { t } = useLanguage();
  const { address } = useAccount();
  const { whole, now } = props;
  const { history, bill, rules, accepted } = whole;
  const { face, id } = history;
  const money = useMoney(face.token);
  const stops = useStops(whole);
  return (
    <>
      <div className="mb-8">
        <StatusBadge status={bill.status} />
        <h1 className="mt-2 text-3xl sm:text-4xl">{t("bills.heading", { sum: money(billSum(face)) })}</h1>
        <NextStep whole={whole} now={now} />
      </div>
      <Changed whole={whole} now={now} />
      <div className="grid grid-cols-1 items-start gap-x-8 gap-y-5 lg:grid-cols-[minmax(0,1fr)_24rem] lg:grid-rows-[auto_1fr]">
        <div className="grid gap-5 lg:col-start-2">
          {address ? <Kept account={address} token={face.token} /> : null}
          {address ? (
            <Acts whole={whole} account={address} stops={stops} now={now} />
          ) : (
            <Notice>{t("bills.actsConnect")}</Notice>
          )}
        </div>
        <div className="grid min-w-0 grid-cols-1 gap-8 lg:col-start-1 lg:row-span-2 lg:row-start-1">
          <BillFront face={face} rules={rules.name} accepted={accepted} />
          <BillBack history={history} />
          <Holds whole={whole} />
          <StopOrders whole={whole} stops={stops} account={address} now={now} />
          <Rest whole={whole} account={address} />
          <Recourse whole={whole} account={address} />
          <Timeline id={id} token={face.token} now={now} />
        </div>
        <div className="grid grid-cols-1 gap-5 lg:col-start-2">
          <Money whole={whole} />
          <div className="flex flex-wrap gap-2">
            <DeskLinks whole={whole} account={address} now={now} />
            <Link href={printPath(id)} className={buttonClass("secondary", true)}>
              {t("bills.print")}
            </Link>
            <Link href={verifyPath(id)} className={buttonClass("secondary", true)}>
              {t("bills.verify")}
            </Link>
            <Button small onClick={() => saveBlob(new Blob([credentialText(face, history)]), "bill.json")}>
              {t("bills.credential")}
            </Button>
            <Button
              small
              onClick={() => saveBlob(new Blob([JSON.stringify(encodeHistory(history), null, 2)]), "bill-history.json")}
            >
              {t("bills.historyFile")}
            </Button>
          </div>
          <LawTerms />
        </div>
      </div>
    </>
  );
}

function Money(props: { whole: WholeBill }) {
  const { t, locale } = useLanguage();
  const { history, bill, accepted, due } = props.whole;
  const { face, id } = history;
  const amount = (value: bigint) => <Amount value={value} token={face.token} />;
  return (
    <section aria-labelledby="money" className="card p-5">
      <h2 id="money" className="mb-3 text-lg">
        {t("bills.money")}
      </h2>
      <Facts
        rows={[
          [t("bills.sum"), amount(billSum(face))],
          [t("bills.acceptedSum"), amount(accepted * BigInt(face.units))],
          [t("bills.paid"), amount(bill.paid * BigInt(face.units))],
          [t("bills.dueNow"), amount(due.principal + due.interest)],
          [t("bills.dueDay"), bill.dueDay === 0 ? t("bills.dueUnknown") : formatDay(bill.dueDay, locale)],
          [t("bills.id"), <Digest key="id" value={`0x${id.toString(16).padStart(64, "0")}`} />],
        ]}
      />
    </section>
  );
}
