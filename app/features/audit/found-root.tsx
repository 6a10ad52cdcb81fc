"use client";

import { AddressText } from "@/components/address";
import { Digest } from "@/components/digest";
import { Badge, Facts } from "@/components/ui";
import { usePersonaName } from "@/features/wallet/persona";
import { useLanguage } from "@/i18n/context";
import { formatTime } from "@/lib/format";
import type { Anchored } from "./log";

export interface Found {
  readonly anchored: Anchored;
  /** All of them, to tell where the period begins. */
  readonly anchors: readonly Anchored[];
}

/** A root that the chain knows: whose it is, and what time it commits to. */
export function FoundRoot(props: { found: Found }) {
  const { t, locale } = useLanguage();
  const { anchored, anchors } = props.found;
  const { keeper, number, root, through } = anchored;
  const name = usePersonaName(keeper);
  const before = anchors.find((each) => each.keeper === keeper && each.number === number - 1);
  return (
    <article className="card p-5 sm:p-6">
      <h3 className="flex items-center gap-3 text-lg">
        <Badge tone="brand">{t("audit.anchored")}</Badge> {t("audit.rootFound")}
      </h3>
      <Facts
        className="mt-4"
        rows={[
          [t("audit.keeper"), <AddressText key="k" address={keeper} label={name} />],
          [t("audit.period"), String(number)],
          [
            t("audit.covers"),
            t("audit.span", {
              from: before ? formatTime(before.through, locale) : t("audit.beginning"),
              through: formatTime(through, locale),
            }),
          ],
          [t("audit.root"), <Digest key="r" value={root} />],
        ]}
      />
    </article>
  );
}
