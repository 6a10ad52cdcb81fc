"use client";

import { useEffect, useState } from "react";
import type { Address, Hex } from "viem";
import { ProblemNotice } from "@/components/problem-notice";
import { Button, Skeleton } from "@/components/ui";
import { useLanguage } from "@/i18n/context";
import { useSigning } from "@/lib/use-signing";
import { FileChoice } from "./file-choice";
import { useSecrets } from "./secrets";
import { useSecretSource } from "./use-secret-source";

/** Has the secret of a swap made again: at once where it is at hand, else by the wallet's signature or by a file. */
export function SecretAsk(props: { account: Address; hashlock: Hex; onSecret: (secret: Hex) => void }) {
  const { t } = useLanguage();
  const { account, hashlock, onSecret } = props;
  const { atHand, recovered, fromFile } = useSecrets(account);
  const { source, look } = useSecretSource(account);
  const { run, busy, problem } = useSigning();
  const [isByFile, setByFile] = useState(false);
  const [isLooking, setLooking] = useState(true);
  // Where the wallet has signed since the page was opened, or a file is kept here, nobody needs to be asked.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each swap
  useEffect(() => {
    void run(async () => {
      const found = await atHand(hashlock);
      if (found) onSecret(found);
    }).finally(() => setLooking(false));
  }, [account, hashlock]);
  const bySignature = async () => {
    await run(async () => onSecret(await recovered(hashlock)));
    await look();
  };
  const isFileOnly = source === "none" || source === "file" || problem?.code === "swapWalletUnsteady";
  const byFile = (chosen: Blob) => void run(async () => onSecret(await fromFile(chosen, hashlock)));
  if (isLooking) return <Skeleton className="h-10" />;
  if (isFileOnly || isByFile) {
    return (
      <div className="grid gap-3">
        <p>{t("swapFiles.give")}</p>
        <FileChoice label={t("swapFiles.giveFile")} hint={t("swapFiles.giveHint")} onFile={byFile} />
        {problem?.code === "swapWalletUnsteady" ? null : <ProblemNotice problem={problem} />}
        {isFileOnly ? null : (
          <Button look="quiet" className="justify-self-start" onClick={() => setByFile(false)}>
            {t("swapFiles.signInstead")}
          </Button>
        )}
      </div>
    );
  }
  return (
    <div className="grid gap-3">
      <p className="text-sm text-muted">{t("swaps.deriveAgain")}</p>
      <ProblemNotice problem={problem} />
      <div className="flex flex-wrap gap-2">
        <Button look="primary" busy={busy} onClick={() => void bySignature()}>
          {t("swaps.doSign")}
        </Button>
        <Button look="quiet" onClick={() => setByFile(true)}>
          {t("swapFiles.fileInstead")}
        </Button>
      </div>
    </div>
  );
}
