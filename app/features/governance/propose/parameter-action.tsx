"use client";

import type { Action } from "@tallystick/sdk/governance/action";
import { changeParameters, type ParameterId, type ParameterState } from "@tallystick/sdk/governance/parameters";
import { useState } from "react";
import { AccountField } from "@/components/account-field";
import { SelectField } from "@/components/fields";
import { QueryState } from "@/components/query-state";
import { TextField } from "@/components/ui";
import { useParameterText } from "@/features/governance/actions/parameter-text";
import { useParameters } from "@/features/governance/parameters/use-parameters";
import { useLanguage } from "@/i18n/context";
import { useReader } from "@/lib/reader";
import { ActionForm } from "./action-form";
import { LengthField } from "./length-field";
import { typedOf, valueIn } from "./typed";

interface Props {
  readonly first: ParameterId | undefined;
  readonly onAdd: (actions: readonly Action[]) => void;
}

/** A new value of a parameter; those that one act sets are shown together. */
export function ParameterAction(props: Props) {
  const { t } = useLanguage();
  const states = useParameters();
  const [chosen, setChosen] = useState<ParameterId>(props.first ?? "marketFee");
  if (!states.data) return <QueryState query={states} />;
  const one = states.data.find(({ id }) => id === chosen);
  const together = states.data.filter(({ contract, act }) => contract === one?.contract && act === one.act);
  return (
    <>
      <SelectField
        label={t("proposing.parameterLabel")}
        value={chosen}
        options={states.data.map(({ id }) => ({ value: id, label: t(`proposing.parameter.${id}.name`) }))}
        onChange={setChosen}
      />
      <NewValues key={one?.act} states={together} onAdd={props.onAdd} />
    </>
  );
}

function NewValues(props: { states: readonly ParameterState[]; onAdd: Props["onAdd"] }) {
  const { states } = props;
  const { t } = useLanguage();
  const reader = useReader();
  const [texts, setTexts] = useState<Readonly<Record<string, string>>>(() =>
    Object.fromEntries(states.map((state) => [state.id, typedOf(state)])),
  );
  const typed = states.map((state) => ({ state, value: valueIn(state.unit, texts[state.id] ?? "") }));
  const changed = typed.filter(({ state, value }) => value !== state.value);
  const isGood = changed.length > 0 && typed.every(({ value }) => value !== undefined);

  return (
    <ActionForm
      label={t("proposing.kind.parameter")}
      isReady={isGood}
      make={() => changeParameters(reader, Object.fromEntries(changed.map(({ state, value }) => [state.id, value])))}
      onAdd={props.onAdd}
    >
      {states.map((state) => (
        <ValueField
          key={state.id}
          state={state}
          text={texts[state.id] ?? ""}
          onChange={(text) => setTexts((old) => ({ ...old, [state.id]: text }))}
        />
      ))}
      {states.some(({ isCritical }) => isCritical) ? <p className="text-sm">{t("actions.critical")}</p> : null}
    </ActionForm>
  );
}

function ValueField(props: { state: ParameterState; text: string; onChange: (text: string) => void }) {
  const { state, text, onChange } = props;
  const { t } = useLanguage();
  const shown = useParameterText();
  const label = t(`proposing.parameter.${state.id}.name`);
  const { min, max } = state;
  const now = t("proposing.now", { value: shown(state.id, state.value) });
  if (min === undefined || max === undefined) {
    return <AccountField label={label} hint={now} value={text} onChange={onChange} />;
  }
  const hint = `${now} ${t("proposing.between", { min: shown(state.id, min), max: shown(state.id, max) })}`;
  const value = valueIn(state.unit, text);
  const error = text !== "" && value === undefined ? t("proposing.badValue") : undefined;
  if (state.unit === "seconds") {
    return <LengthField label={label} hint={hint} error={error} value={text} onChange={onChange} />;
  }
  return (
    <TextField
      label={`${label} (${state.unit === "bps" ? "%" : "TALLY"})`}
      hint={hint}
      error={error}
      inputMode="decimal"
      value={text}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
