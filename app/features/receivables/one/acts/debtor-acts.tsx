"use client";

import {
  confirmReceivable,
  disputeReceivable,
  recordDefault,
  withdrawReceivable,
} from "@tallystick/sdk/instruments/receivables";
import { documentHash, faceOf } from "@tallystick/sdk/instruments/terms";
import { useState } from "react";
import { useMoney } from "@/components/amount";
import { AreaField } from "@/components/fields";
import { useLanguage } from "@/i18n/context";
import { formatDate } from "@/lib/format";
import { useContracts } from "@/lib/reader";
import { shownNumber } from "../../shared/number";
import { ActForm } from "./act-form";
import type { ActProps } from "./act-props";

export function Confirm({ receivable }: ActProps) {
  const { t, locale } = useLanguage();
  const { receivables } = useContracts();
  const money = useMoney(receivable.token);
  return (
    <ActForm
      lead={t("receivables.does_confirm", {
        amount: money(faceOf(receivable)),
        due: formatDate(receivable.dueAt, locale),
      })}
      button={t("receivables.act_confirm")}
      make={() => ({
        title: { key: "tx.confirmReceivable", values: { number: shownNumber(receivable.number) } },
        calls: [confirmReceivable(receivables, receivable)],
      })}
    />
  );
}

export function Dispute({ receivable }: ActProps) {
  const { t } = useLanguage();
  const { receivables } = useContracts();
  const [reason, setReason] = useState("");
  return (
    <ActForm
      lead={t("receivables.does_dispute")}
      button={t("receivables.act_dispute")}
      look="danger"
      disabled={reason.trim() === ""}
      make={async () => ({
        title: { key: "tx.disputeReceivable", values: { number: shownNumber(receivable.number) } },
        calls: [disputeReceivable(receivables, receivable, await documentHash(new TextEncoder().encode(reason)))],
      })}
    >
      <AreaField
        label={t("receivables.reason")}
        hint={t("receivables.reasonHint")}
        value={reason}
        maxLength={4_000}
        onChange={(event) => setReason(event.target.value)}
      />
    </ActForm>
  );
}

export function Withdraw({ receivable }: ActProps) {
  const { t } = useLanguage();
  const { receivables } = useContracts();
  return (
    <ActForm
      lead={t("receivables.does_withdraw")}
      button={t("receivables.act_withdraw")}
      look="danger"
      make={() => ({
        title: { key: "tx.withdrawReceivable", values: { number: shownNumber(receivable.number) } },
        calls: [withdrawReceivable(receivables, receivable)],
      })}
    />
  );
}

export function RecordDefault({ receivable }: ActProps) {
  const { t } = useLanguage();
  const { receivables } = useContracts();
  return (
    <ActForm
      lead={t("receivables.does_recordDefault")}
      button={t("receivables.act_recordDefault")}
      look="danger"
      make={() => ({
        title: { key: "tx.recordDefault", values: { number: shownNumber(receivable.number) } },
        calls: [recordDefault(receivables, receivable)],
      })}
    />
  );
}
