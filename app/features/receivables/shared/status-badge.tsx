"use client";

import { Badge } from "@/components/ui";
import { useLanguage } from "@/i18n/context";
import type { Status } from "./status";

const tones = {
  none: "plain",
  registered: "wood",
  disputed: "danger",
  confirmed: "brand",
  partPaid: "brand",
  paid: "brand",
  overdue: "danger",
  defaulted: "danger",
  void: "plain",
} as const;

export function StatusBadge(props: { status: Status }) {
  const { t } = useLanguage();
  return <Badge tone={tones[props.status]}>{t(`receivables.status_${props.status}`)}</Badge>;
}
