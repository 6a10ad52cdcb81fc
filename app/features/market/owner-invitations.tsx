"use client";

import { isGrantUsed, withdrawGrant } from "@tallystick/sdk/market/grants";
import { useQuery } from "@tanstack/react-query";
import { useNameOf } from "@/components/account-field";
import { AddressText } from "@/components/address";
import { ProblemNotice } from "@/components/problem-notice";
import { ShareLink } from "@/components/share-link";
import { Badge, Button } from "@/components/ui";
import { useLanguage } from "@/i18n/context";
import { formatTime, shortAddress } from "@/lib/format";
import type { HandedGrant } from "@/lib/handed";
import { useContracts, useReader } from "@/lib/reader";
import { useActing } from "@/lib/tx/use-acting";
import { durationText } from "./duration";
import { grantsHere } from "./grant-store";
import type { DatasetView } from "./use-dataset";

/** The invitations that were signed in this browser, with how each stands. */
export function Invitations(props: { view: DatasetView }) {
  const { view } = props;
  const { t } = useLanguage();
  const { chainId } = useReader().network;
  const kept = useQuery({
    queryKey: ["invitations", chainId, view.id.toString(), view.owner],
    queryFn: () => grantsHere(chainId, view.owner, view.id),
  });
  if (!kept.data?.length) return null;
  return (
    <section aria-labelledby="invitations" className="mt-5">
      <h4 id="invitations" className="mb-2 text-sm font-semibold">
        {t("market.invitations")}
      </h4>
      <ul className="grid gap-2">
        {kept.data.map((handed) => (
          <Row key={handed.grant.nonce.toString()} handed={handed} />
        ))}
      </ul>
    </section>
  );
}

function Row(props: { handed: HandedGrant }) {
  const { handed } = props;
  const { grant } = handed;
  const { t, locale } = useLanguage();
  const nameOf = useNameOf();
  const reader = useReader();
  const { desk } = useContracts();
  const { run, busy, problem } = useActing();
  const { data: state } = useQuery({
    queryKey: ["invitation", reader.network.chainId, grant.nonce.toString()],
    refetchInterval: 10_000,
    queryFn: async () => {
      const [used, block] = await Promise.all([isGrantUsed(reader, grant), reader.client.getBlock()]);
      if (used) return "used";
      return block.timestamp > BigInt(grant.deadline) ? "expired" : "open";
    },
  });
  return (
    <li className="rounded-xl border border-line bg-surface px-4 py-3">
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <AddressText address={grant.reader} label={nameOf(grant.reader)} />
        <Badge tone={state === "open" ? "wood" : "plain"}>{state ? t(`market.invitation_${state}`) : "…"}</Badge>
      </p>
      <p className="mt-1 text-sm text-muted">
        {durationText(grant.duration, locale, t)} ·{" "}
        {t("market.redeemUntil", { time: formatTime(grant.deadline, locale) })}
      </p>
      {state === "open" ? (
        <div className="mt-3 grid gap-2">
          <ShareLink handed={handed} label={t("market.inviteLink")} hint={t("market.inviteLinkHint")} />
          <Button
            small
            look="danger"
            className="justify-self-start"
            busy={busy}
            onClick={() =>
              void run(() => ({
                title: { key: "tx.withdrawGrant", values: { reader: shortAddress(grant.reader) } },
                calls: [withdrawGrant(desk, grant)],
              }))
            }
          >
            {t("market.withdrawInvitation")}
          </Button>
        </div>
      ) : null}
      <ProblemNotice problem={problem} className="mt-3" />
    </li>
  );
}
