"use client";

import type { ReactNode } from "react";
import { useProblemText } from "@/features/activity/problem";
import { useLanguage } from "@/i18n/context";
import { Button, Notice, Skeleton } from "./ui";

/** What stands where data will stand: a placeholder, or what went wrong and a way to try again. */
export function QueryState(props: {
  query: { isPending: boolean; error: unknown; refetch: () => unknown };
  children?: ReactNode;
}) {
  const { t } = useLanguage();
  const say = useProblemText();
  const { query } = props;
  if (query.error) {
    return (
      <Notice tone="warn" role="alert">
        <p>{say(query.error)}</p>
        <Button small className="mt-2" onClick={() => void query.refetch()}>
          {t("common.retry")}
        </Button>
      </Notice>
    );
  }
  if (!query.isPending) return null;
  return (
    <div>
      <span className="sr-only" role="status">
        {t("common.loading")}
      </span>
      {props.children ?? (
        <div className="grid gap-3">
          <Skeleton className="h-8 w-1/2" />
          <Skeleton className="h-24" />
        </div>
      )}
    </div>
  );
}
