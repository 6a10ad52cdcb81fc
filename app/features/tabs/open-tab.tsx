"use client";

import { type FormEvent, useState } from "react";
import { type Address, bytesToHex } from "viem";
import { AccountField, accountIn, useNameOf } from "@/components/account-field";
import { AddressText } from "@/components/address";
import { ChoiceField } from "@/components/fields";
import { AmountField, TokenField, useTokens, useTyped } from "@/components/money-field";
import { ProblemNotice } from "@/components/problem-notice";
import { Button } from "@/components/ui";
import { useLanguage } from "@/i18n/context";
import { shortAddress } from "@/lib/format";
import { useDeposit, type Way, ways } from "./use-deposit";

/** Opens a tab with a provider by its first deposit, which may be nothing where the provider gives credit. */
export function OpenTab(props: {
  account: Address;
  onDone: () => void;
  provider?: Address | undefined;
  token?: Address | undefined;
}) {
  const { account } = props;
  const { t } = useLanguage();
  const tokens = useTokens();
  const nameOf = useNameOf();
  const [provider, setProvider] = useState<string>(props.provider ?? "");
  const [token, setToken] = useState<Address | undefined>(props.token ?? tokens[0]?.value);
  const [text, setText] = useState("");
  const [way, setWay] = useState<Way>("signature");
  const { deposit, busy, problem } = useDeposit(account);
  const amount = useTyped(text, token);
  const to = accountIn(provider);

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (!to || !token || amount === undefined) return;
    const salt = bytesToHex(crypto.getRandomValues(new Uint8Array(32)));
    const tab = { reader: account, provider: to, token, salt };
    const title = { key: "tx.openTab", values: { provider: shortAddress(to) } } as const;
    if (await deposit(tab, amount, way, title)) props.onDone();
  }

  return (
    <form onSubmit={(event) => void submit(event)} className="card mt-4 grid gap-4 p-5" aria-label={t("tabs.openOne")}>
      <p className="max-w-2xl text-sm text-muted">{t("tabs.openLead")}</p>
      {props.provider ? (
        <p>
          {t("tabs.with_reader")} <AddressText address={props.provider} label={nameOf(props.provider)} />
        </p>
      ) : (
        <AccountField
          label={t("tabs.provider")}
          hint={t("tabs.providerHint")}
          value={provider}
          onChange={setProvider}
        />
      )}
      <div className="grid gap-3 sm:grid-cols-2">
        <AmountField
          label={t("tabs.deposit")}
          value={text}
          token={token}
          onChange={setText}
          hint={t("tabs.depositHint")}
        />
        {token && !props.token ? <TokenField value={token} onChange={setToken} /> : null}
      </div>
      <WayField way={way} onChange={setWay} />
      <ProblemNotice problem={problem} />
      <div className="flex justify-end">
        <Button type="submit" look="primary" busy={busy} disabled={!to || amount === undefined}>
          {t("tabs.open")}
        </Button>
      </div>
    </form>
  );
}

/** How a deposit is paid. */
export function WayField(props: { way: Way; onChange: (way: Way) => void }) {
  const { t } = useLanguage();
  return (
    <ChoiceField
      legend={t("tabs.way")}
      name="way"
      value={props.way}
      onChange={props.onChange}
      options={ways.map((value) => ({ value, label: t(`tabs.way_${value}`), hint: t(`tabs.wayHint_${value}`) }))}
    />
  );
}
