"use client";

import Link from "next/link";
import { type Address, isAddressEqual } from "viem";
import { buttonClass } from "@/components/ui";
import { useLanguage } from "@/i18n/context";
import { dayAt } from "../shared/dates";
import type { WholeBill } from "../shared/load";
import { acceptorPath } from "../shared/paths";
import { deskPath } from "./desk-choice";

/** Ways from an accepted bill: its acceptor's record, and for its holder, while it can be discounted, the desk. */
export function DeskLinks(props: { whole: WholeBill; account: Address | undefined; now: number }) {
  const { t } = useLanguage();
  const { whole, account, now } = props;
  const { bill, history } = whole;
  const { face, lots } = history;
  if (!bill.flags.includes("accepted")) return null;
  const isPromised = ["accepted", "partAccepted", "partPaid"].includes(bill.status) && dayAt(now) <= bill.dueDay;
  const own = lots.find(({ holder }) => account && holder && isAddressEqual(holder, account));
  return (
    <>
      {own && isPromised ? (
        <Link href={deskPath("sell", own.id)} className={buttonClass("secondary", true)}>
          {t("billDesk.discount")}
        </Link>
      ) : null}
      <Link href={acceptorPath(face.drawee)} className={buttonClass("secondary", true)}>
        {t("billDesk.acceptorTitle")}
      </Link>
    </>
  );
}
