"use client";

import { deposit } from "@tallystick/sdk/market/balance";
import { approve, withdraw } from "@tallystick/sdk/market/buying";
import { creditOf } from "@tallystick/sdk/market/rights";
import { allowanceOf } from "@tallystick/sdk/market/token";
import { depositByTransfer, takesTransferAndCall } from "@tallystick/sdk/market/transfers";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import type { Address } from "viem";
import { CreditList } from "@/components/credit-list";
import { ChoiceField } from "@/components/fields";
import { AmountField, TokenField, useTokens, useTyped } from "@/components/money-field";
import { ProblemNotice } from "@/components/problem-notice";
import { Button } from "@/components/ui";
import { useLanguage } from "@/i18n/context";
import { useContracts, useReader } from "@/lib/reader";
import { useActing } from "@/lib/tx/use-acting";

/** The account's balance in the market: what came back, and what was paid in ahead. It buys, and it can be fetched. */
export function Balance(props: { account: Address }) {
  const { account } = props;
  const { t } = useLanguage();
  const reader = useReader();
  const { market } = useContracts();
  const tokens = useTokens();
  const { run, busy, problem } = useActing();
  const [adding, setAdding] = useState(false);
  const credits = useQuery({
    queryKey: ["credits", reader.network.chainId, account],
    queryFn: () =>
      Promise.all(tokens.map(async ({ value }) => ({ token: value, amount: await creditOf(reader, account, value) }))),
  });
  const due = credits.data?.filter(({ amount }) => amount > 0n) ?? [];
  if (tokens.length === 0) return null;
  return (
    <section aria-labelledby="credits" className={`card p-5 ${due.length > 0 ? "border-wood" : ""}`}>
      <div className="flex flex-wrap items-start justify-between gap-3">
        <div className="min-w-0 flex-1 basis-72">
          <h2 id="credits" className="text-lg">
            {t(due.length > 0 ? "library.credit" : "deeds.balance")}
          </h2>
          <p className="mt-1 max-w-2xl text-sm text-muted">{t("deeds.balanceLead")}</p>
        </div>
        <Button small aria-expanded={adding} onClick={() => setAdding(!adding)}>
          {t("deeds.topUp")}
        </Button>
      </div>
      <CreditList
        credits={due}
        busy={busy}
        onWithdraw={(token) =>
          void run(() => ({ title: { key: "tx.withdraw" }, calls: [withdraw(market, token, account)] }))
        }
      />
      <ProblemNotice problem={problem} className="mt-3" />
      {adding ? <TopUp account={account} onDone={() => setAdding(false)} /> : null}
    </section>
  );
}

function TopUp(props: { account: Address; onDone: () => void }) {
  const { account } = props;
  const { t } = useLanguage();
  const reader = useReader();
  const { market, desk } = useContracts();
  const tokens = useTokens();
  const { run, busy, problem } = useActing();
  const [token, setToken] = useState<Address | undefined>(tokens[0]?.value);
  const [text, setText] = useState("");
  const [way, setWay] = useState<"transfer" | "allowance">("transfer");
  const amount = useTyped(text, token);
  const calls = async (of: Address, sum: bigint) => {
    // A token that can't be transferred and called takes the other way.
    if (way === "transfer" && (await takesTransferAndCall(reader, of))) return [depositByTransfer(desk, of, sum)];
    const missing = (await allowanceOf(reader, of, account, market)) < sum;
    return [...(missing ? [approve(of, market, sum)] : []), deposit(market, of, account, sum)];
  };
  async function submit(event: FormEvent) {
    event.preventDefault();
    if (!token || !amount) return;
    if (await run(async () => ({ title: { key: "tx.topUp" }, calls: await calls(token, amount) }))) props.onDone();
  }
  return (
    <form onSubmit={(event) => void submit(event)} aria-label={t("deeds.topUp")} className="mt-4 grid gap-4">
      <div className="grid gap-3 sm:grid-cols-2">
        <AmountField label={t("publish.amount")} value={text} token={token} onChange={setText} />
        {token ? <TokenField value={token} onChange={setToken} /> : null}
      </div>
      <ChoiceField
        legend={t("tabs.way")}
        name="top-up"
        value={way}
        onChange={setWay}
        options={(["transfer", "allowance"] as const).map((value) => ({
          value,
          label: t(`deeds.way_${value}`),
          hint: t(`deeds.wayHint_${value}`),
        }))}
      />
      <ProblemNotice problem={problem} />
      <div className="flex justify-end">
        <Button type="submit" look="primary" busy={busy} disabled={!amount}>
          {t("deeds.topUp")}
        </Button>
      </div>
    </form>
  );
}
