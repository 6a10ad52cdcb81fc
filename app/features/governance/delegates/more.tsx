"use client";

import { Button } from "@/components/ui";
import { useLanguage } from "@/i18n/context";

/** A button for more of a list, where there is more. */
export function More(props: { shown: number; total: number; onMore: () => void }) {
  const { t } = useLanguage();
  if (props.shown >= props.total) return null;
  return (
    <p className="mt-3">
      <Button small onClick={props.onMore}>
        {t("delegates.more", { shown: props.shown, total: props.total })}
      </Button>
    </p>
  );
}
