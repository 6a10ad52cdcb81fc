"use client";

import type { Action } from "@tallystick/sdk/governance/action";
import { callFunction, functionsIn } from "@tallystick/sdk/governance/functionCall";
import { knownAt } from "@tallystick/sdk/governance/known";
import { useMemo, useState } from "react";
import { type AbiFunction, toFunctionSignature } from "viem";
import { AccountField, accountIn } from "@/components/account-field";
import { AreaField, SelectField } from "@/components/fields";
import { TextField } from "@/components/ui";
import { useProblemText } from "@/features/activity/problem";
import { useKnown } from "@/features/governance/actions/use-known";
import { useLanguage } from "@/i18n/context";
import { ActionForm } from "./action-form";
import { etherFor } from "./typed";

/** Any function of any contract: of known ones by choice, of others by an ABI or a signature. */
export function FunctionAction(props: { onAdd: (actions: readonly Action[]) => void }) {
  const { t } = useLanguage();
  const known = useKnown();
  const [target, setTarget] = useState("");
  const [abi, setAbi] = useState("");
  const [chosen, setChosen] = useState("");
  const [texts, setTexts] = useState<Readonly<Record<string, string>>>({});
  const [ether, setEther] = useState("0");
  const account = accountIn(target);
  const contract = account ? knownAt(known, account) : undefined;
  const given = useMemo(() => (contract ? JSON.stringify(contract.abi) : abi), [contract, abi]);
  const { functions, fault } = useFunctions(given);
  const item = functions.find((each) => toFunctionSignature(each) === chosen) ?? functions[0];
  const value = item && etherFor(item, ether);

  function make(): readonly Action[] {
    if (!account || !item || value === undefined) return [];
    const args = item.inputs.map((_, i) => texts[`${toFunctionSignature(item)} ${i}`] ?? "");
    return [callFunction(account, item, args, value)];
  }
  return (
    <ActionForm
      label={t("proposing.kind.function")}
      isReady={Boolean(account && item && value !== undefined)}
      make={make}
      onAdd={props.onAdd}
    >
      <SelectField
        label={t("proposing.contract")}
        value={contract?.address ?? ""}
        options={[
          { value: "", label: t("proposing.otherContract") },
          ...[...known.values()].map(({ address, name }) => ({ value: address as string, label: name })),
        ]}
        onChange={setTarget}
      />
      <AccountField label={t("actions.target")} value={target} onChange={setTarget} />
      {account && !contract ? (
        <AreaField
          label={t("proposing.abi")}
          hint={t("proposing.abiHint")}
          error={abi === "" ? undefined : fault}
          className="font-mono text-xs"
          value={abi}
          onChange={(event) => setAbi(event.target.value)}
        />
      ) : null}
      {item ? (
        <SelectField
          label={t("actions.function")}
          value={toFunctionSignature(item)}
          options={functions.map((each) => ({ value: toFunctionSignature(each), label: toFunctionSignature(each) }))}
          onChange={setChosen}
        />
      ) : null}
      {item?.inputs.map((input, i) => {
        const key = `${toFunctionSignature(item)} ${i}`;
        return (
          <TextField
            key={key}
            label={`${input.name || `#${i + 1}`} (${input.type})`}
            spellCheck={false}
            value={texts[key] ?? ""}
            onChange={(event) => setTexts((old) => ({ ...old, [key]: event.target.value }))}
          />
        );
      })}
      {item?.stateMutability === "payable" ? (
        <TextField
          label={`${t("actions.value")} (ETH)`}
          inputMode="decimal"
          value={ether}
          error={value === undefined ? t("proposing.badValue") : undefined}
          onChange={(event) => setEther(event.target.value)}
        />
      ) : null}
    </ActionForm>
  );
}

function useFunctions(abi: string): { functions: readonly AbiFunction[]; fault: string | undefined } {
  const say = useProblemText();
  const found = useMemo(() => {
    if (abi === "") return { functions: [] };
    try {
      return { functions: functionsIn(abi) };
    } catch (error) {
      return { functions: [], error };
    }
  }, [abi]);
  return { functions: found.functions, fault: "error" in found ? say(found.error) : undefined };
}
