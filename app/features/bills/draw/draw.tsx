"use client";

import { useQuery } from "@tanstack/react-query";
import { isAddressEqual } from "viem";
import { useTokens } from "@/components/money-field";
import { QueryState } from "@/components/query-state";
import { Notice } from "@/components/ui";
import { useHash } from "@/components/use-hash";
import { useLanguage } from "@/i18n/context";
import { useContracts, useReader } from "@/lib/reader";
import { DrawForm } from "./draw-form";
import { handedIn } from "./handed";
import { HandedView } from "./handed-view";

/** The form; or what a link brings: a bill to be accepted before it is drawn, or one that was. */
export function Draw() {
  const { t } = useLanguage();
  const hash = useHash();
  const { chainId } = useReader().network;
  const { bills } = useContracts();
  const [first] = useTokens();
  const handed = useQuery({ queryKey: ["handed-bill", hash], queryFn: async () => ({ bill: await handedIn(hash) }) });
  if (!hash.startsWith("#bill=")) {
    return first ? <DrawForm first={first.value} /> : <Notice tone="warn">{t("bills.noToken")}</Notice>;
  }
  if (!handed.data) return <QueryState query={handed} />;
  const { bill } = handed.data;
  const isHere = bill && bill.place.chainId === chainId && isAddressEqual(bill.place.bills, bills);
  if (!isHere) {
    return (
      <Notice tone="bad" role="alert">
        {t("bills.handedBad")}
      </Notice>
    );
  }
  return <HandedView handed={bill} />;
}
