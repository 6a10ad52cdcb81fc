"use client";

import { grant } from "@tallystick/sdk/market/selling";
import { type FormEvent, useState } from "react";
import { isAddress } from "viem";
import { ProblemNotice } from "@/components/problem-notice";
import { Button, TextField } from "@/components/ui";
import { useLanguage } from "@/i18n/context";
import { shortAddress } from "@/lib/format";
import { useContracts } from "@/lib/reader";
import { useActing } from "@/lib/tx/use-acting";
import type { DatasetView } from "./use-dataset";

/** Gives somebody a right for nothing. */
export function GrantForm(props: { view: DatasetView }) {
  const { view } = props;
  const { t } = useLanguage();
  const { market } = useContracts();
  const { run, busy, problem } = useActing();
  const [to, setTo] = useState("");
  const [days, setDays] = useState("30");
  const [tried, setTried] = useState(false);
  const reader = to.trim();
  const goodReader = isAddress(reader, { strict: false });
  const goodDays = /^\d{1,5}$/.test(days);

  async function submit(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    if (!goodReader || !goodDays) return;
    const all = view.files.reduce((bits, _, i) => (bits | (1 << i)) >>> 0, 0);
    const done = await run(() => ({
      title: { key: "tx.grant", values: { title: view.title, reader: shortAddress(reader) } },
      calls: [
        grant(market, {
          dataset: view.id,
          reader: reader as `0x${string}`,
          duration: Number(days) * 86_400,
          segments: all,
          fromVersion: 1,
          laterVersions: true,
        }),
      ],
    }));
    if (done) setTo("");
  }

  return (
    <form onSubmit={(event) => void submit(event)} aria-labelledby="grant">
      <h3 id="grant" className="mb-2 font-semibold">
        {t("market.grant")}
      </h3>
      <div className="grid items-end gap-3 sm:grid-cols-[1fr_8rem_auto]">
        <TextField
          label={t("common.address")}
          value={to}
          spellCheck={false}
          onChange={(event) => setTo(event.target.value)}
          error={tried && !goodReader ? t("common.badAddress") : undefined}
        />
        <TextField
          label={t("market.grantDays")}
          inputMode="numeric"
          value={days}
          onChange={(event) => setDays(event.target.value)}
          error={tried && !goodDays ? t("publish.badNumber") : undefined}
        />
        <Button type="submit" busy={busy}>
          {t("market.grantButton")}
        </Button>
      </div>
      <ProblemNotice problem={problem} className="mt-3" />
    </form>
  );
}
