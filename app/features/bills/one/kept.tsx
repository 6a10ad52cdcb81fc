"use client";

import { securityFor, withdrawSecurity } from "@tallystick/sdk/bills/changes";
import { keptFor } from "@tallystick/sdk/bills/readRecourse";
import { withdrawKept } from "@tallystick/sdk/bills/recourse";
import type { Reader } from "@tallystick/sdk/chain/actor";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Address } from "viem";
import { AccountField, accountIn } from "@/components/account-field";
import { useMoney } from "@/components/amount";
import { ProblemNotice } from "@/components/problem-notice";
import { Button } from "@/components/ui";
import { useLanguage } from "@/i18n/context";
import { useContracts, useReader } from "@/lib/reader";
import { useActing } from "@/lib/tx/use-acting";

/** Money of bills in a token that waits for the account: refused by the token when it came, or security. Fetched by a click. */
export function Kept(props: { account: Address; token: Address }) {
  const { t } = useLanguage();
  const reader = useReader();
  const { billsRecourse, billsChanges } = useContracts();
  const { run, busy, problem } = useActing();
  const [elsewhere, setElsewhere] = useState("");
  const { account, token } = props;
  const money = useMoney(token);
  const { data: kept } = useQuery({
    queryKey: ["bill-kept", reader.network.chainId, account, token],
    queryFn: () => readKept(reader, account, token),
    refetchInterval: 30_000,
  });
  if (!kept || kept.recourse + kept.security === 0n) return null;
  const to = elsewhere === "" ? account : accountIn(elsewhere);
  const fetch = (receiver: Address) =>
    run(() => ({
      title: { key: "bills.tx", values: { act: t("bills.withdraw") } },
      calls: [
        ...(kept.recourse === 0n ? [] : [withdrawKept(billsRecourse, token, receiver)]),
        ...(kept.security === 0n ? [] : [withdrawSecurity(billsChanges, token, receiver)]),
      ],
    }));
  return (
    <section aria-labelledby="kept" className="card border-wood p-5">
      <h2 id="kept" className="text-lg">
        {t("bills.kept", { sum: money(kept.recourse + kept.security) })}
      </h2>
      <ul className="mt-2 grid gap-1 text-sm text-muted">
        {kept.recourse === 0n ? null : <li>{t("bills.keptRecourse", { sum: money(kept.recourse) })}</li>}
        {kept.security === 0n ? null : <li>{t("bills.keptSecurity", { sum: money(kept.security) })}</li>}
      </ul>
      <details className="mt-3 text-sm">
        <summary>{t("bills.keptElsewhere")}</summary>
        <div className="mt-2">
          <AccountField
            label={t("bills.to")}
            hint={t("bills.keptElsewhereHint")}
            value={elsewhere}
            onChange={setElsewhere}
          />
        </div>
      </details>
      <ProblemNotice problem={problem} className="mt-3" />
      <Button
        className="mt-3"
        look="primary"
        busy={busy}
        disabled={!to}
        onClick={() => {
          if (to) void fetch(to);
        }}
      >
        {t("bills.withdraw")}
      </Button>
    </section>
  );
}

async function readKept(reader: Reader, account: Address, token: Address) {
  const [recourse, security] = await Promise.all([
    keptFor(reader, account, token),
    securityFor(reader, account, token),
  ]);
  return { recourse, security };
}
