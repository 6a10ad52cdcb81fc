"use client";

import { useId } from "react";

/** A small file to choose: what is done with it is the caller's. */
export function FileChoice(props: { label: string; hint?: string; onFile: (file: Blob) => void }) {
  const id = useId();
  return (
    <div className="grid gap-1">
      <label htmlFor={id} className="text-sm font-medium">
        {props.label}
      </label>
      <input
        id={id}
        type="file"
        accept=".json,application/json"
        className="w-full min-w-0 text-sm file:mr-3 file:min-h-8 file:rounded-lg file:border file:border-solid file:border-line-strong file:bg-surface file:px-2.5 file:font-medium"
        aria-describedby={props.hint ? `${id}-note` : undefined}
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          if (file) props.onFile(file);
          // The same file may be chosen again after it was refused.
          event.target.value = "";
        }}
      />
      {props.hint ? (
        <p id={`${id}-note`} className="text-sm text-muted">
          {props.hint}
        </p>
      ) : null}
    </div>
  );
}
