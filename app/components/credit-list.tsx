"use client";

import type { Address } from "viem";
import { Amount } from "@/components/amount";
import { Button } from "@/components/ui";
import { useLanguage } from "@/i18n/context";

/** Credits by token, each with a button that fetches it. */
export function CreditList(props: {
  credits: readonly { readonly token: Address; readonly amount: bigint }[];
  busy: boolean;
  onWithdraw: (token: Address) => void;
}) {
  const { t } = useLanguage();
  return (
    <ul className="mt-3 grid gap-2 empty:hidden">
      {props.credits.map(({ token, amount }) => (
        <li key={token} className="flex items-center justify-between gap-3">
          <Amount value={amount} token={token} className="font-semibold" />
          <Button small busy={props.busy} onClick={() => props.onWithdraw(token)}>
            {t("library.withdraw")}
          </Button>
        </li>
      ))}
    </ul>
  );
}
