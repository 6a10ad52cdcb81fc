"use client";

import { ProblemNotice } from "@/components/problem-notice";
import { Button, Notice } from "@/components/ui";
import { useAccount } from "@/features/wallet/use-account";
import { useLanguage } from "@/i18n/context";
import { formatTime } from "@/lib/format";
import { useContracts } from "@/lib/reader";
import type { Call, Text } from "@/lib/tx/types";
import { useActing } from "@/lib/tx/use-acting";
import type { Verdict } from "./verify";

type Step = "accuse" | "late" | "conclude" | "defend";

/** What may be done about this receipt now; the contract has the last word. */
function stepOf({ anchoring, accusation, now }: Verdict): Step | undefined {
  if (accusation.status === "accused") {
    if (now >= accusation.answerBy) return "conclude";
    return anchoring.kind === "proved" ? "defend" : undefined;
  }
  if (accusation.status !== "none") return undefined;
  if (anchoring.kind === "missing" || anchoring.kind === "false") return "accuse";
  return anchoring.kind === "waiting" && anchoring.late ? "late" : undefined;
}

/** The state of an accusation over a receipt, and the next act in it. */
export function Complaint(props: { verdict: Verdict }) {
  const { t, locale } = useLanguage();
  const { verdict } = props;
  const { accusation } = verdict;
  const { address } = useAccount();
  const { accessLog } = useContracts();
  const { run, busy, problem } = useActing();
  const step = stepOf(verdict);

  async function calls(): Promise<readonly Call[]> {
    const log = await import("./log");
    const { keeper, receipt, digest, anchoring } = verdict;
    if (step === "accuse") return [log.accuse(accessLog, keeper, receipt)];
    if (step === "late") return [log.proveLate(accessLog, keeper, receipt)];
    if (step === "defend" && anchoring.kind === "proved") {
      return [log.answer(accessLog, keeper, receipt, anchoring.place)];
    }
    return [log.proveOmission(accessLog, keeper, digest)];
  }

  const status =
    accusation.status === "accused"
      ? t("audit.status_accused", { time: formatTime(accusation.answerBy, locale) })
      : accusation.status === "none"
        ? undefined
        : t(`audit.status_${accusation.status}`);
  if (!step && !status) return null;
  return (
    <div className="mt-4 grid gap-3">
      {status ? <Notice tone={accusation.status === "answered" ? "good" : "warn"}>{status}</Notice> : null}
      {step ? (
        <div>
          <p className="mb-2 text-sm text-muted">{t(`audit.step_${step}Text`)}</p>
          <Button
            look={step === "defend" ? "primary" : "danger"}
            busy={busy}
            disabled={!address}
            onClick={() =>
              void run(async () => {
                const title: Text = { key: `tx.${step}` };
                return { title, calls: await calls() };
              })
            }
          >
            {t(`audit.step_${step}`)}
          </Button>
          {address ? null : <p className="mt-1 text-sm text-muted">{t("common.connectFirst")}</p>}
        </div>
      ) : null}
      <ProblemNotice problem={problem} />
    </div>
  );
}
