"use client";

import type { BillStatus } from "@tallystick/sdk/bills/words";
import { Badge } from "@/components/ui";
import { useLanguage } from "@/i18n/context";

const tones = {
  none: "plain",
  drawn: "wood",
  accepted: "brand",
  partAccepted: "brand",
  refusedAcceptance: "danger",
  presented: "wood",
  partPaid: "brand",
  paid: "brand",
  dishonoured: "danger",
  protested: "danger",
  inRecourse: "danger",
  discharged: "plain",
  cancelled: "plain",
  blocked: "danger",
} as const;

export function StatusBadge(props: { status: BillStatus }) {
  const { t } = useLanguage();
  return <Badge tone={tones[props.status]}>{t(`bills.status_${props.status}`)}</Badge>;
}
