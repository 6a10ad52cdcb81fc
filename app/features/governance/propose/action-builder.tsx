"use client";

import type { Action } from "@tallystick/sdk/governance/action";
import { actionForms, type FormId } from "@tallystick/sdk/governance/actionForms";
import { type ParameterId, parameters, settersOf } from "@tallystick/sdk/governance/parameters";
import { useState } from "react";
import { useNetwork } from "@/components/config";
import { SelectField } from "@/components/fields";
import { useLanguage } from "@/i18n/context";
import { type Draft, withActions } from "./draft";
import { FormAction } from "./form-action";
import { FunctionAction } from "./function-action";
import { ParameterAction } from "./parameter-action";

type Kind = "parameter" | FormId | "function";

function kindAskedFor(parameter: string | null, form: string | null): Kind | "" {
  if (parameter) return "parameter";
  if (form === "function") return form;
  return actionForms.find(({ id }) => id === form)?.id ?? "";
}

/** Builds actions from what somebody fills in: no ABI is asked for but for functions that are not known. */
export function ActionBuilder(props: {
  draft: Draft;
  parameter: string | null;
  form: string | null;
  onChange: (next: (old: Draft) => Draft) => void;
}) {
  const { t } = useLanguage();
  const network = useNetwork();
  const [kind, setKind] = useState<Kind | "">(kindAskedFor(props.parameter, props.form));
  const first = parameters.find(({ id }) => id === props.parameter)?.id;
  const add = (actions: readonly Action[]) => {
    props.onChange((old) => withActions(old, actions, settersOf(network)));
    setKind("");
  };
  return (
    <div className="card grid gap-4 p-5">
      <SelectField<Kind | "">
        label={t("proposing.add")}
        value={kind}
        onChange={setKind}
        options={[
          { value: "", label: t("proposing.choose") },
          { value: "parameter", label: t("proposing.kind.parameter") },
          ...actionForms.map(({ id }) => ({ value: id, label: t(`proposing.form.${id}`) })),
          { value: "function", label: t("proposing.kind.function") },
        ]}
      />
      {kind === "parameter" ? <ParameterAction first={first as ParameterId | undefined} onAdd={add} /> : null}
      {kind === "function" ? <FunctionAction onAdd={add} /> : null}
      {kind !== "" && kind !== "parameter" && kind !== "function" ? (
        <FormAction key={kind} id={kind} onAdd={add} />
      ) : null}
    </div>
  );
}
