"use client";

import type { UseQueryResult } from "@tanstack/react-query";
import { type ReactNode, useCallback, useState } from "react";
import { QueryState } from "@/components/query-state";
import { Button, Skeleton } from "@/components/ui";
import { DoneNotice, WhenDone } from "./act-form";

/** What an account may do with an instrument now: a button for each act, and the form of the one that is open. */
export function ActBoard<Act extends string>(props: {
  title: string;
  /** The contract's answer. */
  actions: UseQueryResult<unknown>;
  /** Said where there is no act. */
  none: string;
  acts: readonly Act[];
  nameOf: (act: Act) => string;
  formOf: (act: Act) => ReactNode;
  /** What the acts are about: with another, a form begins anew. */
  about: string | undefined;
  /** The choice of what they are about, and what else stands above them. */
  children?: ReactNode;
  /** Behind the buttons. */
  more?: ReactNode;
}) {
  const [open, setOpen] = useState<Act>();
  const [isDone, setDone] = useState(false);
  const done = useCallback(() => {
    setOpen(undefined);
    setDone(true);
  }, []);
  const { acts } = props;
  const shown = open && acts.includes(open) ? open : undefined;
  return (
    <section aria-labelledby="acts" className="card p-5">
      <h2 id="acts" className="text-lg">
        {props.title}
      </h2>
      <QueryState query={props.actions}>
        <Skeleton className="mt-3 h-10" />
      </QueryState>
      {props.children}
      {props.actions.data && acts.length === 0 ? <p className="mt-2 text-muted">{props.none}</p> : null}
      <div className="mt-3 flex flex-wrap gap-2">
        {acts.map((each) => (
          <Button
            key={each}
            small
            look={each === shown ? "primary" : "secondary"}
            aria-expanded={each === shown}
            onClick={() => {
              setOpen(each === shown ? undefined : each);
              setDone(false);
            }}
          >
            {props.nameOf(each)}
          </Button>
        ))}
        {props.more}
      </div>
      {isDone ? (
        <div className="mt-4">
          <DoneNotice />
        </div>
      ) : null}
      {shown ? (
        <div className="mt-4 border-t border-line pt-4" key={`${shown}-${props.about}`}>
          <WhenDone value={done}>{props.formOf(shown)}</WhenDone>
        </div>
      ) : null}
    </section>
  );
}
