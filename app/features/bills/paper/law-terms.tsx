"use client";

import { useLanguage } from "@/i18n/context";

/** Words of the law in both languages: translations of one another, which do not mean quite the same. */
const terms = [
  ["bill", "Bill of exchange", "汇票"],
  ["acceptance", "Acceptance", "承兑"],
  ["aval", "Aval (guarantee)", "保证"],
  ["endorsement", "Endorsement", "背书"],
  ["blank", "Endorsement in blank", "空白背书"],
  ["notToOrder", "Not to order", "不得转让"],
  ["collection", "For collection", "委托收款"],
  ["pledge", "Pledge", "质押"],
  ["presentment", "Presentment for payment", "提示付款"],
  ["protest", "Protest", "拒绝证明"],
  ["recourse", "Recourse", "追索权"],
] as const;

/** The terms side by side, with what differs in law. */
export function LawTerms() {
  const { t } = useLanguage();
  return (
    <details className="card p-5">
      <summary className="cursor-pointer text-lg font-semibold">{t("bills.terms")}</summary>
      <p className="mt-2 text-sm text-muted">{t("bills.termsLead")}</p>
      <dl className="mt-3 grid gap-3">
        {terms.map(([key, english, chinese]) => (
          <div key={key} className="border-t border-line pt-2">
            <dt className="font-medium">
              <span lang="en">{english}</span> · <span lang="zh">{chinese}</span>
            </dt>
            <dd className="text-sm">{t(`bills.term_${key}`)}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
