"use client";

import { ChoiceField } from "@/components/fields";
import { useOfferLanguage } from "./offer-language";
import type { ApprovalScope, LotApproval } from "./use-approval";

/** Whether the exchange may move the lot, and what it is let to move if not. */
export function ApprovalChoice(props: {
  approval: LotApproval;
  scope: ApprovalScope;
  onChange: (scope: ApprovalScope) => void;
  name: string;
}) {
  const { t } = useOfferLanguage();
  const { approval, scope } = props;
  if (approval.isThere === undefined) return null;
  if (approval.isThere) return <p className="text-sm text-muted">{t("quotes.approvalThere")}</p>;
  return (
    <div className="grid gap-2">
      <ChoiceField<ApprovalScope>
        legend={t("quotes.approval")}
        name={props.name}
        value={scope}
        options={[
          { value: "lot", label: t("quotes.approveLot"), hint: t("quotes.approveLotHint") },
          { value: "all", label: t("quotes.approveAll"), hint: t("quotes.approveAllHint") },
        ]}
        onChange={props.onChange}
      />
      <p className="text-sm text-muted">{t("quotes.approvalNeeded")}</p>
    </div>
  );
}
