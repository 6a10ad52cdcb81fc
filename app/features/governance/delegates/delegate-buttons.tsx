"use client";

import type { Address } from "viem";
import { ProblemNotice } from "@/components/problem-notice";
import { Button } from "@/components/ui";
import { useLanguage } from "@/i18n/context";
import { useDelegate, type Way } from "./use-delegate";

/** Both ways to delegate: by a signature, which costs nothing, and by a transaction. */
export function DelegateButtons(props: {
  account: Address;
  to: Address | undefined;
  words?: "to" | "back";
  onDone?: () => void;
}) {
  const { account, to, words = "to", onDone } = props;
  const { t } = useLanguage();
  const { give, busy, problem } = useDelegate(account);
  const start = async (way: Way) => {
    if (to && (await give(to, way))) onDone?.();
  };
  return (
    <div className="grid gap-2">
      <div className="flex flex-wrap gap-3">
        <Button look="primary" busy={busy} disabled={!to} onClick={() => void start("signature")}>
          {t(words === "back" ? "delegates.backBySignature" : "delegates.bySignature")}
        </Button>
        <Button busy={busy} disabled={!to} onClick={() => void start("transaction")}>
          {t(words === "back" ? "delegates.backByTransaction" : "delegates.byTransaction")}
        </Button>
      </div>
      <ProblemNotice problem={problem} />
    </div>
  );
}
