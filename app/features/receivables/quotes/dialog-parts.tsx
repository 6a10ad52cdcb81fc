import type { ReactNode } from "react";
import { ProblemNotice } from "@/components/problem-notice";
import { Button, Notice } from "@/components/ui";
import { useLanguage } from "@/i18n/context";
import type { Problem } from "@/lib/tx/types";
import { ApprovalChoice } from "./approval-choice";
import type { ApprovalScope, LotApproval } from "./use-approval";

/** What a dialog says once its act is done. */
export function DialogDone(props: { children: ReactNode; onClose: () => void }) {
  const { t } = useLanguage();
  return (
    <div className="grid gap-4">
      <Notice tone="good" role="status">
        {props.children}
      </Notice>
      <Button className="justify-self-end" onClick={props.onClose}>
        {t("common.close")}
      </Button>
    </div>
  );
}

/** How a lot is given for money: the permission that it needs, what there is for it at least, and the button. */
export function GiveLot(props: {
  approval: LotApproval;
  scope: ApprovalScope;
  onScope: (scope: ApprovalScope) => void;
  /** Of the choice, on its page. */
  name: string;
  atLeast: string;
  problem: Problem | undefined;
  busy: boolean;
  label: string;
  onGive: () => void;
}) {
  const { t } = useLanguage();
  const { approval } = props;
  return (
    <>
      <ApprovalChoice approval={approval} scope={props.scope} onChange={props.onScope} name={props.name} />
      <p className="text-sm text-muted">{t("quotes.atLeast", { amount: props.atLeast })}</p>
      <ProblemNotice problem={props.problem} />
      <div className="flex justify-end">
        <Button look="primary" busy={props.busy} disabled={approval.isThere === undefined} onClick={props.onGive}>
          {props.label}
        </Button>
      </div>
    </>
  );
}
