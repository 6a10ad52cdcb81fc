"use client";

import { type Deal, withdrawDeal } from "@tallystick/sdk/market/exchange";
import { ProblemNotice } from "@/components/problem-notice";
import { Button } from "@/components/ui";
import { useLanguage } from "@/i18n/context";
import { useContracts } from "@/lib/reader";
import { useActing } from "@/lib/tx/use-acting";

/** Makes a deal void, for either side. */
export function WithdrawDeal(props: { deal: Deal }) {
  const { t } = useLanguage();
  const { desk } = useContracts();
  const { run, busy, problem } = useActing();
  return (
    <div>
      <Button
        small
        look="danger"
        busy={busy}
        onClick={() => void run(() => ({ title: { key: "tx.withdrawDeal" }, calls: [withdrawDeal(desk, props.deal)] }))}
      >
        {t("exchange.withdraw")}
      </Button>
      <ProblemNotice problem={problem} className="mt-3" />
    </div>
  );
}
