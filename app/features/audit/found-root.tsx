"use client";

import type { IndexedAnchor } from "@tallystick/sdk/indexer/audit";
import { AddressText } from "@/components/address";
import { Digest } from "@/components/digest";
import { Badge, Facts } from "@/components/ui";
import { usePersonaName } from "@/features/wallet/persona";
import { useLanguage } from "@/i18n/context";
import { formatTime } from "@/lib/format";

/** A root that the chain knows: whose it is, and what time it commits to. */
export function FoundRoot(props: { anchored: IndexedAnchor }) {
  const { t, locale } = useLanguage();
  const { keeper, number, root, from, through } = props.anchored;
  const name = usePersonaName(keeper);
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
              from: number > 1 ? formatTime(from, locale) : t("audit.beginning"),
              through: formatTime(through, locale),
            }),
          ],
          [t("audit.root"), <Digest key="r" value={root} />],
        ]}
      />
    </article>
  );
}
