"use client";

import { useId } from "react";
import { usePowerText } from "@/components/power";
import { TextField } from "@/components/ui";
import { useLanguage } from "@/i18n/context";
import { type Side, sides } from "../proposal/chart-data";
import type { DraftFault, VoteDraft } from "./draft";

const kinds = [...sides, "split"] as const;

/** For, against, abstain, or parts of one's power on each. */
export function ChoiceFields(props: {
  draft: VoteDraft;
  power: bigint;
  fault: DraftFault | undefined;
  onChange: (draft: VoteDraft) => void;
}) {
  const { t } = useLanguage();
  const say = usePowerText();
  const name = useId();
  const { draft, onChange } = props;
  const setPart = (side: Side, text: string) => onChange({ ...draft, parts: { ...draft.parts, [side]: text } });
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-2 font-medium">{t("voting.choose")}</legend>
      <div className="grid grid-cols-2 gap-2">
        {kinds.map((kind) => (
          <label
            key={kind}
            className="flex items-center gap-2 rounded-xl border border-line-strong bg-surface px-3 py-2 has-checked:border-brand has-checked:bg-brand-soft has-focus-visible:outline-2 has-focus-visible:outline-brand"
          >
            <input
              type="radio"
              name={name}
              className="size-4 shrink-0 accent-brand"
              checked={draft.kind === kind}
              onChange={() => onChange({ ...draft, kind })}
            />
            <span className="font-medium">{t(`governance.side_${kind}`)}</span>
          </label>
        ))}
      </div>
      {draft.kind === "split" ? (
        <div className="mt-2 grid gap-3">
          <p className="text-sm text-muted">{t("voting.splitHint", { power: say(props.power) })}</p>
          {sides.map((side) => (
            <TextField
              key={side}
              label={`${t(`governance.side_${side}`)} (TALLY)`}
              inputMode="decimal"
              placeholder="0"
              value={draft.parts[side]}
              onChange={(event) => setPart(side, event.target.value)}
            />
          ))}
          {props.fault && props.fault !== "emptySplit" ? (
            <p className="text-sm text-danger" role="alert">
              {t(`voting.fault_${props.fault}`)}
            </p>
          ) : null}
        </div>
      ) : null}
    </fieldset>
  );
}
