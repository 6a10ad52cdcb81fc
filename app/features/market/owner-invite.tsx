"use client";

import type { SignableGrant } from "@tallystick/sdk/market/grants";
import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { AccountField, accountIn } from "@/components/account-field";
import { ProblemNotice } from "@/components/problem-notice";
import { ShareLink } from "@/components/share-link";
import { Button, TextField } from "@/components/ui";
import { useLanguage } from "@/i18n/context";
import type { HandedGrant } from "@/lib/handed";
import { useContracts, useReader, useSign } from "@/lib/reader";
import { useSigning } from "@/lib/use-signing";
import { keepGrant } from "./grant-store";
import { isWholeDays } from "./offer-draft";
import { Invitations } from "./owner-invitations";
import type { DatasetView } from "./use-dataset";

/** Gives a right by a link: the owner signs and pays nothing, the reader redeems it. */
export function Invite(props: { view: DatasetView }) {
  const { view } = props;
  const { t } = useLanguage();
  const reader = useReader();
  const { desk } = useContracts();
  const sign = useSign();
  const queries = useQueryClient();
  const { run, busy, problem } = useSigning();
  const [to, setTo] = useState("");
  const [days, setDays] = useState("30");
  const [tried, setTried] = useState(false);
  const [unkept, setUnkept] = useState<HandedGrant>();
  const account = accountIn(to);

  async function submit(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    if (!account || !isWholeDays(days)) return;
    const { chainId } = reader.network;
    const made = await run(async (): Promise<HandedGrant> => {
      const [{ grantTypedData }, { randomNonce }, { deadlineIn }] = await Promise.all([
        import("@tallystick/sdk/market/grants"),
        import("@tallystick/sdk/market/deskDomain"),
        import("@tallystick/sdk/chain/time"),
      ]);
      const grant: SignableGrant = {
        dataset: view.id,
        owner: view.owner,
        reader: account,
        duration: Number(days) * 86_400,
        segments: view.files.reduce((bits, _, i) => (bits | (1 << i)) >>> 0, 0),
        fromVersion: 1,
        laterVersions: true,
        nonce: randomNonce(),
        deadline: await deadlineIn(reader, 30 * 86_400),
      };
      return { kind: "grant", chainId, grant, signature: await sign(grantTypedData(chainId, desk, grant)) };
    });
    if (!made) return;
    // A browser that keeps nothing shows the link this once.
    await keepGrant(made).catch(() => setUnkept(made));
    await queries.invalidateQueries({ queryKey: ["invitations"] });
  }

  return (
    <form onSubmit={(event) => void submit(event)} aria-labelledby="invite">
      <h3 id="invite" className="font-semibold">
        {t("market.invite")}
      </h3>
      <p className="mt-1 mb-3 text-sm text-muted">{t("market.inviteLead")}</p>
      <div className="grid items-start gap-3 sm:grid-cols-[1fr_8rem_auto]">
        <AccountField label={t("market.inviteTo")} value={to} onChange={setTo} />
        <TextField
          label={t("market.grantDays")}
          inputMode="numeric"
          value={days}
          onChange={(event) => setDays(event.target.value)}
          error={tried && !isWholeDays(days) ? t("publish.badNumber") : undefined}
        />
        <Button type="submit" busy={busy} className="sm:mt-6.5">
          {t("market.inviteButton")}
        </Button>
      </div>
      <ProblemNotice problem={problem} className="mt-3" />
      {unkept ? (
        <div className="mt-4">
          <ShareLink handed={unkept} label={t("market.inviteLink")} hint={t("market.inviteLinkHint")} />
        </div>
      ) : null}
      <Invitations view={view} />
    </form>
  );
}
