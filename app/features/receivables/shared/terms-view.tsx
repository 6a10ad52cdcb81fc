"use client";

import { faceOf, type ReceivableTerms } from "@tallystick/sdk/instruments/terms";
import { zeroHash } from "viem";
import { Amount, useMoney } from "@/components/amount";
import { Digest } from "@/components/digest";
import { Facts } from "@/components/ui";
import { useLanguage } from "@/i18n/context";
import { formatShare, formatTime } from "@/lib/format";
import { shownNumber } from "./number";
import { Party, WholeParty, WholeText } from "./party";

/**
 * Terms of a receivable, all of them: they are what is signed, and never change.
 *
 * @param isWhole accounts and hashes to the last digit, for paper and for comparison with it
 */
export function TermsView(props: { terms: ReceivableTerms; isWhole?: boolean }) {
  const { t, locale } = useLanguage();
  const { terms, isWhole } = props;
  const Account = isWhole ? WholeParty : Party;
  const Hash = isWhole ? WholeText : Digest;
  const money = useMoney(terms.token);
  const { debtor, creditor, token, dueAt, units, unit, maxTier, lateBps, graceDays, document, order } = terms;
  return (
    <Facts
      rows={[
        [
          t("receivables.number"),
          <span key="number" className="font-mono break-all">
            {shownNumber(terms.number)}
          </span>,
        ],
        [t("receivables.debtor"), <Account key="debtor" account={debtor} />],
        [t("receivables.creditor"), <Account key="creditor" account={creditor} />],
        [t("receivables.face"), <Amount key="face" value={faceOf(terms)} token={token} className="font-semibold" />],
        [t("receivables.unit"), t("receivables.unitsOf", { n: units, unit: money(unit) })],
        [t("receivables.token"), <Account key="token" account={token} />],
        [t("receivables.due"), `${formatTime(dueAt, locale)}`],
        [
          t("receivables.lateInterest"),
          lateBps === 0
            ? t("receivables.lateNone")
            : t("receivables.lateRate", { rate: formatShare(BigInt(lateBps), 10_000n, locale) }),
        ],
        [t("receivables.grace"), t("receivables.graceDays", { n: graceDays })],
        [
          t("receivables.maxTier"),
          maxTier === 0 ? t("receivables.tierFree") : t("receivables.tierCapped", { n: maxTier }),
        ],
        [
          t("receivables.document"),
          document === zeroHash ? t("receivables.none") : <Hash key="document" value={document} />,
        ],
        [
          t("receivables.order"),
          order === zeroHash ? (
            t("receivables.none")
          ) : (
            <span key="order">
              <Hash value={order} /> {t("receivables.orderSum", { amount: money(terms.orderAmount) })}
            </span>
          ),
        ],
      ]}
    />
  );
}
