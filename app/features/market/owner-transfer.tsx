"use client";

import { transferDataset } from "@tallystick/sdk/market/selling";
import { type FormEvent, useState } from "react";
import { AccountField, accountIn } from "@/components/account-field";
import { CheckField } from "@/components/fields";
import { ProblemNotice } from "@/components/problem-notice";
import { Button } from "@/components/ui";
import { useLanguage } from "@/i18n/context";
import { shortAddress } from "@/lib/format";
import { useContracts } from "@/lib/reader";
import { useActing } from "@/lib/tx/use-acting";
import type { DatasetView } from "./use-dataset";

const moves = ["ownership", "future", "versions"] as const;
const stays = ["earned", "rights", "offers", "key"] as const;

/** Hands the data set to somebody else, and says first what that takes along and what not. */
export function Transfer(props: { view: DatasetView }) {
  const { view } = props;
  const { t } = useLanguage();
  const { market } = useContracts();
  const { run, busy, problem } = useActing();
  const [to, setTo] = useState("");
  const [sure, setSure] = useState(false);
  const account = accountIn(to);

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (!account || !sure) return;
    const title = { key: "tx.transfer", values: { title: view.title, account: shortAddress(account) } } as const;
    const done = await run(() => ({ title, calls: [transferDataset(market, view.id, view.owner, account)] }));
    if (done) setTo("");
  }

  return (
    <details className="rounded-xl border border-line bg-surface p-4">
      <summary className="font-semibold">{t("transfer.title")}</summary>
      <form onSubmit={(event) => void submit(event)} aria-label={t("transfer.title")} className="mt-4 grid gap-4">
        <div className="grid gap-4 text-sm sm:grid-cols-2">
          <div>
            <h4 className="mb-1 font-semibold">{t("transfer.moves")}</h4>
            <ul className="grid list-disc gap-1 pl-5 text-muted">
              {moves.map((each) => (
                <li key={each}>{t(`transfer.moves_${each}`)}</li>
              ))}
            </ul>
          </div>
          <div>
            <h4 className="mb-1 font-semibold">{t("transfer.stays")}</h4>
            <ul className="grid list-disc gap-1 pl-5 text-muted">
              {stays.map((each) => (
                <li key={each}>{t(`transfer.stays_${each}`)}</li>
              ))}
            </ul>
          </div>
        </div>
        <AccountField label={t("transfer.to")} value={to} onChange={setTo} />
        <CheckField label={t("transfer.sure")} checked={sure} onChange={setSure} />
        <ProblemNotice problem={problem} />
        <Button type="submit" look="danger" className="justify-self-start" busy={busy} disabled={!account || !sure}>
          {t("transfer.button")}
        </Button>
      </form>
    </details>
  );
}
