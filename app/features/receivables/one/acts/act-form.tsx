"use client";

import { createContext, type ReactNode, useContext } from "react";
import { ProblemNotice } from "@/components/problem-notice";
import { Button, type Look, Notice } from "@/components/ui";
import { useLanguage } from "@/i18n/context";
import type { ActRequest } from "@/lib/tx/use-act";
import { useActing } from "@/lib/tx/use-acting";

/** Told when an act is done: the form may be gone with what it was about. */
export const WhenDone = createContext<() => void>(() => undefined);

/** What an act does, its fields, and its button: busy, or refused with a sentence. */
export function ActForm(props: {
  lead: string;
  button: string;
  look?: Look;
  disabled?: boolean;
  make: () => Promise<ActRequest> | ActRequest;
  children?: ReactNode;
}) {
  const { run, busy, problem } = useActing();
  const whenDone = useContext(WhenDone);
  return (
    <form
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        void run(props.make).then((isDone) => {
          if (isDone) whenDone();
        });
      }}
    >
      <p className="text-sm text-muted">{props.lead}</p>
      {props.children}
      <ProblemNotice problem={problem} />
      <Button
        type="submit"
        look={props.look ?? "primary"}
        className="justify-self-start"
        busy={busy}
        disabled={props.disabled ?? false}
      >
        {props.button}
      </Button>
    </form>
  );
}

export function DoneNotice() {
  const { t } = useLanguage();
  return (
    <Notice tone="good" role="status">
      {t("receivables.done")}
    </Notice>
  );
}
