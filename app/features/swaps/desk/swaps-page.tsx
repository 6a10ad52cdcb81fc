"use client";

import dynamic from "next/dynamic";
import { PageTitle, Skeleton } from "@/components/ui";
import { ViewTabs } from "@/features/receivables/quotes/view-tabs";
import { useLanguage } from "@/i18n/context";
import { useInAddress } from "@/lib/use-in-address";
import { swapsHome, viewIn, viewPath, views } from "../shared/paths";

/** It brings contracts' ABIs and orders: loaded when the page stands. */
const SwapsDesk = dynamic(() => import("./swaps-desk").then((module) => module.SwapsDesk), {
  ssr: false,
  loading: () => <Skeleton className="h-96" />,
});

export function SwapsPage() {
  const { t } = useLanguage();
  const { parameters, go } = useInAddress(swapsHome);
  const view = viewIn(parameters);
  return (
    <>
      <PageTitle title={t("swaps.title")} lead={t("swaps.lead")} />
      <ViewTabs
        label={t("swaps.views")}
        views={views.map((each) => ({
          href: viewPath(each),
          label: t(`swaps.view_${each}`),
          isCurrent: each === view,
        }))}
      />
      <SwapsDesk view={view} parameters={parameters} go={go} />
    </>
  );
}
