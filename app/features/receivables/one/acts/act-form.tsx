"use client";

import { type ReactNode, useState } from "react";
import { ProblemNotice } from "@/components/problem-notice";
import { Button, type Look, Notice } from "@/components/ui";
import { useLanguage } from "@/i18n/context";
import type { ActRequest } from "@/lib/tx/use-act";
import { useActing } from "@/lib/tx/use-acting";

/** What an act does, its fields, and its button: busy, refused with a sentence, or done. */
export function ActForm(props: {
  lead: string;
  button: string;
  look?: Look;
  disabled?: boolean;
  make: () => Promise<ActRequest> | ActRequest;
  children?: ReactNode;
}) {
  const { t } = useLanguage();
  const { run, busy, problem } = useActing();
  const [done, setDone] = useState(false);
  if (done) {
    return (
      <Notice tone="good" role="status">
        {t("receivables.done")}
      </Notice>
    );
  }
  return (
    <form
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        void run(props.make).then(setDone);
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
