"use client";

import { skipsOf } from "@tallystick/sdk/indexer/governance";
import { useQuery } from "@tanstack/react-query";
import { AddressText } from "@/components/address";
import { useNetwork } from "@/components/config";
import { usePowerText } from "@/components/power";
import { Badge } from "@/components/ui";
import { When } from "@/components/when";
import { useLanguage } from "@/i18n/context";
import { useIndexer } from "@/lib/reader";
import type { Every } from "../proposal/use-proposal";
import { skipReason } from "./own-ballot";
import { useRelayed } from "./use-voter";

/** Ballots that were signed and wait at the site's relay, and those that were brought and not counted. */
export function WaitingBallots(props: { id: bigint; now: number; every: Every }) {
  const { t } = useLanguage();
  const say = usePowerText();
  const { chainId } = useNetwork();
  const indexer = useIndexer();
  const { id, now, every } = props;
  const relayed = useRelayed(id, undefined, { every });
  const skips = useQuery({
    queryKey: ["skips", chainId, String(id)],
    queryFn: () => skipsOf(indexer, chainId, id, { limit: 20 }),
    refetchInterval: every,
  });
  const { pending, ballots = [] } = relayed.data ?? {};
  const waiting = ballots.filter(({ status }) => status === "pending" || status === "sent");
  const skipped = skips.data?.items ?? [];
  if (!pending?.count && skipped.length === 0) return null;
  return (
    <section aria-labelledby="waiting" className="card p-5">
      <h2 id="waiting" className="text-lg">
        {t("voting.relayed")}
      </h2>
      {pending && pending.count > 0 ? (
        <p className="mt-1 text-muted">
          {t("voting.relayedWaiting", {
            n: pending.count,
            for: say(pending.for),
            against: say(pending.against),
            abstain: say(pending.abstain),
          })}
        </p>
      ) : null}
      <ul className="mt-2 grid gap-1.5">
        {waiting.map((ballot) => (
          <li key={ballot.id} className="flex flex-wrap items-center gap-3">
            <AddressText address={ballot.voter} plain />{" "}
            <Badge tone="wood">{t(ballot.status === "sent" ? "voting.status_sent" : "voting.status_pending")}</Badge>
          </li>
        ))}
        {skipped.map((skip) => (
          <li key={`${skip.transaction}-${skip.voter}`} className="flex flex-wrap items-center gap-3">
            <AddressText address={skip.voter} plain />
            <span className="text-sm text-muted">
              {t("voting.skippedBecause", { reason: t(`governance.skip_${skipReason(skip.reason)}`) })}{" "}
              <When at={skip.at} now={now} short />
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
