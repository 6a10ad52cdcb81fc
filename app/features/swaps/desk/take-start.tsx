"use client";

import dynamic from "next/dynamic";
import { useState } from "react";
import type { Address } from "viem";
import { ProblemNotice } from "@/components/problem-notice";
import { Button, Notice, Skeleton } from "@/components/ui";
import { useLanguage } from "@/i18n/context";
import type { Problem } from "@/lib/tx/types";
import { ownFileOf } from "../shared/own-files";
import { useSecretSource } from "../shared/use-secret-source";

/** Few people need it: it comes along when it is needed. */
const MakeSecretFile = dynamic(() => import("../shared/make-secret-file").then((module) => module.MakeSecretFile), {
  loading: () => <Skeleton className="h-40" />,
});

/** The last step before a swap begins: where its secret comes from, a file first where the wallet can't make it, and the lock. */
export function TakeStart(props: {
  account: Address;
  chain: string;
  busy: boolean;
  problem: Problem | undefined;
  disabled: boolean;
  onGo: () => void;
}) {
  const { t } = useLanguage();
  const { account, chain, busy, problem, disabled, onGo } = props;
  const { source, look } = useSecretSource(account);
  const [isKept, setKept] = useState(false);
  const isUnsteady = problem?.code === "swapWalletUnsteady";
  const onKept = () => {
    setKept(true);
    void look();
  };
  if (source === "none" || (source === "wallet" && isUnsteady)) {
    return <MakeSecretFile {...{ account, onKept }} isAnswer={isUnsteady} />;
  }
  return (
    <>
      {isKept ? (
        <Notice tone="good" role="status">
          {t("swapFiles.kept")}
        </Notice>
      ) : null}
      <p className="text-sm text-muted">
        {source === "file" ? t("swapFiles.fromFile") : t("swaps.derive")} {t("swaps.signWhere", { chain })}
      </p>
      {source === "file" ? <SaveAgain account={account} /> : null}
      {isUnsteady ? null : <ProblemNotice problem={problem} />}
      <div className="flex justify-end">
        <Button look="primary" busy={busy} disabled={disabled || source === undefined} onClick={onGo}>
          {t("swaps.lockNow")}
        </Button>
      </div>
    </>
  );
}

/** Saves the file of the account's secrets once more, as long as this browser has it. */
function SaveAgain({ account }: { account: Address }) {
  const { t } = useLanguage();
  const save = async () => {
    const [{ saveSecretFile }, file] = await Promise.all([import("../shared/make-secret-file"), ownFileOf(account)]);
    if (file) await saveSecretFile(file);
  };
  return (
    <Button small className="justify-self-start" onClick={() => void save()}>
      {t("swapFiles.saveOnce")}
    </Button>
  );
}
