"use client";

import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { isAddressEqual } from "viem";
import { useTokens } from "@/components/money-field";
import { QueryState } from "@/components/query-state";
import { Notice, Skeleton } from "@/components/ui";
import { useHash } from "@/components/use-hash";
import { useLanguage } from "@/i18n/context";
import { useContracts, useReader } from "@/lib/reader";
import { useHandedChange } from "../changes/changed";
import { DrawForm } from "./draw-form";
import { handedIn } from "./handed";
import { HandedView } from "./handed-view";

/** Loaded when a bill comes from paper. */
const FromPaper = dynamic(() => import("../changes/from-paper").then((module) => module.FromPaper), {
  loading: () => <Skeleton className="h-96" />,
});
const FromPaperHanded = dynamic(() => import("../changes/from-paper").then((module) => module.FromPaperHanded), {
  loading: () => <Skeleton className="h-96" />,
});

/** The form; or what a link brings: a bill to be accepted before it is drawn, or one that was. */
export function Draw() {
  const { t } = useLanguage();
  const hash = useHash();
  const { chainId } = useReader().network;
  const { bills } = useContracts();
  const [first] = useTokens();
  const handed = useQuery({ queryKey: ["handed-bill", hash], queryFn: async () => ({ bill: await handedIn(hash) }) });
  const change = useHandedChange();
  if (hash.startsWith("#change=")) {
    if (change) return <FromPaperHanded handed={change} />;
    return change === undefined ? (
      <Skeleton className="h-96" />
    ) : (
      <Notice tone="bad" role="alert">
        {t("bills.changeBad")}
      </Notice>
    );
  }
  if (hash === "#paper" && first) return <FromPaper first={first.value} />;
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
