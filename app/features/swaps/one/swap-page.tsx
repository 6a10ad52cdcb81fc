"use client";

import dynamic from "next/dynamic";
import Link from "next/link";
import { Empty, Skeleton } from "@/components/ui";
import { useLanguage } from "@/i18n/context";
import { swapIn, swapsHome } from "../shared/paths";

/** It brings contracts' ABIs and the state machine: loaded when the page stands. */
const SwapView = dynamic(() => import("./swap-view").then((module) => module.SwapView), {
  ssr: false,
  loading: () => <Skeleton className="h-96" />,
});

export function SwapPage(props: { id: string }) {
  const { t } = useLanguage();
  const id = swapIn(props.id);
  if (id) return <SwapView key={id} id={id} />;
  return (
    <Empty title={t("swaps.unknown")}>
      <Link href={swapsHome} className="link">
        {t("swaps.title")}
      </Link>
    </Empty>
  );
}
