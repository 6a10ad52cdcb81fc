"use client";

import { choiceOf } from "@tallystick/sdk/governance/choice";
import type { BallotReceipt, VerifiedBallot } from "@tallystick/sdk/governance/receipts";
import Link from "next/link";
import { useState } from "react";
import { AddressText } from "@/components/address";
import { Digest } from "@/components/digest";
import { FileText } from "@/components/file-text";
import { Power, usePowerText } from "@/components/power";
import { ProblemNotice } from "@/components/problem-notice";
import { Facts, Notice, PageTitle } from "@/components/ui";
import { useLanguage } from "@/i18n/context";
import { useReader } from "@/lib/reader";
import { useSigning } from "@/lib/use-signing";
import { sides } from "../proposal/chart-data";
import { readReceipt } from "./receipt-file";

/** Checks with the chain that the vote of a receipt is in the tally. */
export function ReceiptPage() {
  const { t } = useLanguage();
  const reader = useReader();
  const { run, busy, problem } = useSigning();
  const [found, setFound] = useState<{ receipt: BallotReceipt; verdict: VerifiedBallot }>();
  const check = async (text: string) => {
    setFound(undefined);
    const checked = await run(async () => {
      const receipt = readReceipt(text);
      const { verifyBallot } = await import("@tallystick/sdk/governance/receipts");
      return { receipt, verdict: await verifyBallot(reader, receipt) };
    });
    if (checked) setFound(checked);
  };
  return (
    <>
      <PageTitle title={t("voting.receiptTitle")} lead={t("voting.receiptLead")} />
      <div className="grid items-start gap-6 lg:grid-cols-2">
        <FileText
          title={t("voting.receiptFile")}
          label={t("audit.paste")}
          hint={t("voting.receiptHint")}
          act={t("audit.verify")}
          busy={busy}
          onText={(text) => void check(text)}
        />
        <div className="grid gap-4">
          <ProblemNotice problem={problem} />
          {found ? <Verdict {...found} /> : null}
        </div>
      </div>
    </>
  );
}

function Verdict({ receipt, verdict }: { receipt: BallotReceipt; verdict: VerifiedBallot }) {
  const { t } = useLanguage();
  const say = usePowerText();
  const choice = choiceOf(receipt.support, receipt.params);
  const counted = sides.filter((side) => verdict.counted[side] > 0n);
  return (
    <>
      <Notice
        tone={verdict.good ? "good" : "bad"}
        title={t(verdict.good ? "voting.receiptGood" : "voting.receiptBad")}
        role={verdict.good ? "status" : "alert"}
      >
        {verdict.fault ? t(`voting.fault_${verdict.fault}`) : t("voting.receiptProof")}
      </Notice>
      <Facts
        rows={[
          [t("voting.voter"), <AddressText key="voter" address={receipt.voter} />],
          [
            t("governance.proposal"),
            <Link key="proposal" className="link break-all" href={`/governance/${receipt.proposalId}`}>
              {String(receipt.proposalId)}
            </Link>,
          ],
          [t("voting.choice"), t(`governance.side_${typeof choice === "string" ? choice : "split"}`)],
          [
            t("voting.inTally"),
            counted.length === 0 ? (
              <Power key="nothing" value={0n} />
            ) : (
              counted.map((side) => `${t(`governance.side_${side}`)} ${say(verdict.counted[side])}`).join("; ")
            ),
          ],
          ...(verdict.transaction
            ? ([[t("voting.transaction"), <Digest key="transaction" value={verdict.transaction} />]] as const)
            : []),
        ]}
      />
    </>
  );
}
