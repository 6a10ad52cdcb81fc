"use client";

import { segmentsOf } from "@tallystick/sdk/market/terms";
import Link from "next/link";
import { Badge, buttonClass } from "@/components/ui";
import { useAccount } from "@/features/wallet/use-account";
import { useLanguage } from "@/i18n/context";
import { formatRemaining, formatTime } from "@/lib/format";
import { forever } from "./duration";
import type { DatasetView } from "./use-dataset";
import { useRight } from "./use-right";

/** The reader's own half: what is held, until when, and the way to read it. */
export function RightPanel(props: { view: DatasetView }) {
  const { t, locale } = useLanguage();
  const { view } = props;
  const { address } = useAccount();
  const { data } = useRight(view.id, address);
  if (!address || !data?.active) return null;
  const { right, now } = data;
  const until =
    right.until === forever
      ? t("common.forever")
      : t("library.left", { time: formatRemaining(right.until - now, locale) });
  const files = segmentsOf(right.segments).filter((i) => i < view.files.length).length;
  return (
    <section aria-labelledby="right" className="card border-brand p-5">
      <h2 id="right" className="flex items-center justify-between gap-2 text-lg">
        {t("market.yourRight")} <Badge tone="brand">{until}</Badge>
      </h2>
      <p className="mt-2 text-sm text-muted">
        {t("market.rightCovers", { files, all: view.files.length })}
        {right.until === forever ? "" : ` ${t("market.rightUntil", { time: formatTime(right.until, locale) })}`}
      </p>
      <Link
        href={`/library/0x${view.id.toString(16).padStart(64, "0")}`}
        className={`mt-4 w-full ${buttonClass("primary")}`}
      >
        {t("market.read")}
      </Link>
    </section>
  );
}
