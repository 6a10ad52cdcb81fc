"use client";

import type { ProposalState } from "@tallystick/sdk/governance/proposalState";
import { Badge } from "@/components/ui";
import { useLanguage } from "@/i18n/context";

const tones = {
  pending: "plain",
  active: "wood",
  canceled: "plain",
  defeated: "danger",
  succeeded: "brand",
  queued: "brand",
  expired: "plain",
  executed: "brand",
} as const;

export function StateBadge(props: { state: ProposalState }) {
  const { t } = useLanguage();
  return <Badge tone={tones[props.state]}>{t(`governance.state_${props.state}`)}</Badge>;
}
