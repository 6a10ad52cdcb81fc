"use client";

import { useState } from "react";
import { Dialog } from "@/components/dialog";
import { ProblemNotice } from "@/components/problem-notice";
import { Button } from "@/components/ui";
import { useLanguage } from "@/i18n/context";
import type { Call } from "@/lib/tx/types";
import { useActing } from "@/lib/tx/use-acting";

/** Withdraws an offer for good, after a word of what that means. */
export function CancelOffer(props: { call: () => Call }) {
  const { t } = useLanguage();
  const { run, busy, problem } = useActing();
  const [asking, setAsking] = useState(false);
  return (
    <div>
      <Button small look="danger" busy={busy} onClick={() => setAsking(true)}>
        {t("quotes.cancel")}
      </Button>
      <ProblemNotice problem={problem} className="mt-2" />
      <Dialog open={asking} title={t("quotes.txCancel")} onClose={() => setAsking(false)}>
        <p>{t("quotes.cancelWarning")}</p>
        <Button
          look="danger"
          className="mt-4"
          onClick={() => {
            setAsking(false);
            void run(() => ({ title: { key: "quotes.txCancel" }, calls: [props.call()] }));
          }}
        >
          {t("quotes.cancel")}
        </Button>
      </Dialog>
    </div>
  );
}
