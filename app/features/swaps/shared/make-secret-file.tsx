"use client";

import {
  checkWordsOf,
  isCheckWords,
  isSameFile,
  newSecretFile,
  type SecretFile,
  secretFileText,
} from "@tallystick/sdk/swaps/secretFile";
import { useEffect, useRef, useState } from "react";
import type { Address } from "viem";
import { ProblemNotice } from "@/components/problem-notice";
import { Button, Notice, TextField } from "@/components/ui";
import { saveBlob } from "@/features/library/save";
import { useLanguage } from "@/i18n/context";
import { ActError } from "@/lib/tx/types";
import { useSigning } from "@/lib/use-signing";
import { FileChoice } from "./file-choice";
import { addFile, readSecretFile, secretFileName } from "./own-files";
import { useSwapChains } from "./use-chains";

/** Downloads a file of secrets. */
export async function saveSecretFile(file: SecretFile): Promise<void> {
  const blob = new Blob([await secretFileText(file)], { type: "application/json" });
  saveBlob(blob, secretFileName(file, new Date()));
}

/**
 * Makes the file that an account's secrets come from where its wallet can't make them again, and has the person save it.
 * It is used only once the person has shown that the file is there.
 */
export function MakeSecretFile(props: {
  account: Address;
  /** Whether it comes in answer to a click: it is then shown, and read, from its title on. */
  isAnswer: boolean;
  onKept: () => void;
}) {
  const { t } = useLanguage();
  const { account, isAnswer, onKept } = props;
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (isAnswer) title.current?.focus();
  }, [isAnswer]);
  const chains = useSwapChains().map(({ network }) => network.chainId);
  const [file] = useState(() => newSecretFile(account, chains));
  const [isSaved, setSaved] = useState(false);
  const [typed, setTyped] = useState("");
  const { run, busy, problem } = useSigning();
  const keep = async (isIt: boolean, code: string) => {
    if (!isIt) throw new ActError({ code, values: {} });
    await addFile({ file, isOwn: true });
    onKept();
  };
  const byFile = (chosen: Blob) =>
    run(async () => keep(isSameFile(await readSecretFile(chosen, { account, chains }), file), "secretFile_notSaved"));
  const byWords = () => run(async () => keep(isCheckWords(typed, await checkWordsOf(file)), "secretFile_otherWords"));
  return (
    <section aria-labelledby="secret-file" className="grid gap-4 border-t border-line pt-4">
      <div className="grid gap-1">
        <h3 id="secret-file" ref={title} tabIndex={-1} className="text-lg outline-none">
          {t("swapFiles.title")}
        </h3>
        <p>{t("swapFiles.why")}</p>
      </div>
      <div className="grid gap-2">
        <p className="font-medium">{t("swapFiles.save")}</p>
        <p className="text-sm text-muted">{t("swapFiles.saveHint")}</p>
        <Button
          look={isSaved ? "secondary" : "primary"}
          className="justify-self-start"
          onClick={() => void run(() => saveSecretFile(file).then(() => setSaved(true)))}
        >
          {isSaved ? t("swapFiles.saveAgain") : t("swapFiles.saveNow")}
        </Button>
      </div>
      {isSaved ? (
        <div className="grid gap-3">
          <p className="font-medium">{t("swapFiles.show")}</p>
          <FileChoice label={t("swapFiles.choose")} onFile={(chosen) => void byFile(chosen)} />
          <form
            className="flex flex-wrap items-end gap-3"
            onSubmit={(event) => {
              event.preventDefault();
              void byWords();
            }}
          >
            <div className="min-w-0 flex-1">
              <TextField
                label={t("swapFiles.words")}
                autoComplete="off"
                autoCapitalize="none"
                spellCheck={false}
                value={typed}
                onChange={(event) => setTyped(event.target.value)}
              />
            </div>
            <Button type="submit" busy={busy} disabled={typed.trim() === ""}>
              {t("swapFiles.confirm")}
            </Button>
          </form>
        </div>
      ) : null}
      <ProblemNotice problem={problem} />
      <Notice tone="warn">{t("swapFiles.keepSecret")}</Notice>
    </section>
  );
}
