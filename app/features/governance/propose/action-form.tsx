"use client";

import type { Action } from "@tallystick/sdk/governance/action";
import type { FormEvent, ReactNode } from "react";
import { ProblemNotice } from "@/components/problem-notice";
import { Button } from "@/components/ui";
import { useLanguage } from "@/i18n/context";
import { useSigning } from "@/lib/use-signing";

/** Makes actions of what is typed: the fields, what went wrong, and the button. */
export function ActionForm(props: {
  label: string;
  isReady: boolean;
  make: () => readonly Action[] | Promise<readonly Action[]>;
  onAdd: (actions: readonly Action[]) => void;
  children: ReactNode;
}) {
  const { t } = useLanguage();
  const { run, busy, problem } = useSigning();

  function submit(event: FormEvent) {
    event.preventDefault();
    if (props.isReady) void run(async () => props.onAdd(await props.make()));
  }
  return (
    <form onSubmit={submit} className="grid gap-4" aria-label={props.label}>
      {props.children}
      <ProblemNotice problem={problem} />
      <div>
        <Button type="submit" look="primary" busy={busy} disabled={!props.isReady}>
          {t("proposing.addAction")}
        </Button>
      </div>
    </form>
  );
}
