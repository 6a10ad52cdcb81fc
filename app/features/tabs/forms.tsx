"use client";

import type { ReactNode } from "react";
import type { Address } from "viem";
import { ProblemNotice } from "@/components/problem-notice";
import { Button, type Look } from "@/components/ui";
import type { Problem } from "@/lib/tx/types";
import type { ActName } from "./acts-of";
import type { OwnTab } from "./tabs-of";
import type { TabView } from "./use-tab";

export interface ActProps {
  readonly name: ActName;
  readonly own: OwnTab;
  readonly view: TabView;
  readonly account: Address;
  readonly onDone: () => void;
}

/** An act with its explanation: what it does, what it needs, and its button. */
export function ActForm(props: {
  lead: ReactNode;
  button: string;
  look?: Look;
  busy: boolean;
  disabled?: boolean;
  problem?: Problem | undefined;
  onSubmit: () => void;
  children?: ReactNode;
}) {
  return (
    <form
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        props.onSubmit();
      }}
    >
      <div className="max-w-2xl text-sm">{props.lead}</div>
      {props.children}
      <ProblemNotice problem={props.problem} />
      <div className="flex justify-end">
        <Button type="submit" look={props.look ?? "primary"} busy={props.busy} disabled={props.disabled ?? false}>
          {props.button}
        </Button>
      </div>
    </form>
  );
}
