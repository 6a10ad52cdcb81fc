"use client";

import { Button } from "@/components/ui";
import { useLanguage } from "@/i18n/context";

export default function ErrorPage(props: { error: Error; reset: () => void }) {
  const { t } = useLanguage();
  return (
    <div role="alert" className="py-16">
      <h1 className="text-3xl">{t("common.broken")}</h1>
      <p className="mt-3 mb-6 text-muted">{t("common.brokenLead")}</p>
      <Button look="primary" onClick={props.reset}>
        {t("common.retry")}
      </Button>
      <details className="mt-6">
        <summary>{t("common.details")}</summary>
        <pre className="mt-2 text-xs whitespace-pre-wrap">{props.error.message}</pre>
      </details>
    </div>
  );
}
