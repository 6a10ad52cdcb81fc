"use client";

import type { Action } from "@tallystick/sdk/governance/action";
import { accountsIn, type DecodedCall } from "@tallystick/sdk/governance/decode";
import { knownAt } from "@tallystick/sdk/governance/known";
import { lookAlikes, type TargetWarning, targetWarnings } from "@tallystick/sdk/governance/lookAlike";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { Address, Hex } from "viem";
import { Badge, Notice } from "@/components/ui";
import { useLanguage } from "@/i18n/context";
import { useReader } from "@/lib/reader";
import { DecodedCallView } from "./decoded-call";
import { useKnown, useNamedAccounts } from "./use-known";

interface Props {
  readonly place: number;
  readonly action: Action;
  readonly call: DecodedCall;
  readonly sentence: string;
  /** Hash of the target's code when the proposal was made. */
  readonly frozen?: Hex | undefined;
  /** What can be done with it, while it is a draft. */
  readonly tools?: ReactNode;
}

/** One action: what it does, what to beware of, and the call to look at. */
export function ActionCard({ place, action, call, sentence, frozen, tools }: Props) {
  const { t } = useLanguage();
  const known = useKnown();
  const warnings = useTargetWarnings(action.target, frozen);
  const isKnown = knownAt(known, action.target) !== undefined;
  const isSame =
    frozen !== undefined && warnings.data?.every(({ kind }) => kind !== "codeChanged" && kind !== "noCode");
  return (
    <li className="card grid gap-3 p-4" aria-label={t("actions.number", { n: place })}>
      <div className="flex flex-wrap items-start justify-between gap-2">
        <p className="min-w-0 flex-1 font-medium break-words">
          <span className="mr-2 text-muted tabular-nums">{place}.</span>
          {sentence}
        </p>
        <p className="flex gap-1.5">
          <Badge tone={isKnown ? "brand" : "wood"}>{t(isKnown ? "actions.known" : "actions.unknown")}</Badge>
          {isSame ? <Badge tone="brand">{t("actions.codeSame")}</Badge> : null}
        </p>
      </div>
      <LookAlikes call={call} />
      {warnings.error ? <Notice tone="warn">{t("actions.warn.checkFailed")}</Notice> : null}
      {warnings.data?.map((warning) => (
        <TargetNotice key={warning.kind} warning={warning} />
      ))}
      <details>
        <summary className="cursor-pointer text-sm text-muted">{t("actions.decoded")}</summary>
        <div className="mt-3">
          <DecodedCallView call={call} />
        </div>
      </details>
      <details>
        <summary className="cursor-pointer text-sm text-muted">{t("actions.raw")}</summary>
        <p className="mt-2 max-h-60 overflow-y-auto rounded-lg bg-sunken px-3 py-2 font-mono text-xs break-all">
          {action.data}
        </p>
      </details>
      {tools ? <div className="flex flex-wrap gap-2">{tools}</div> : null}
    </li>
  );
}

function useTargetWarnings(target: Address, frozen: Hex | undefined) {
  const reader = useReader();
  const known = useKnown();
  return useQuery({
    queryKey: ["target-warnings", reader.network.chainId, target, frozen],
    queryFn: () => targetWarnings(reader, target, known, frozen),
  });
}

function TargetNotice({ warning }: { warning: TargetWarning }) {
  const { t } = useLanguage();
  const isBad = warning.kind === "noCode" || warning.kind === "codeChanged";
  const implementation = "implementation" in warning ? warning.implementation : "";
  return (
    <Notice tone={isBad ? "bad" : "warn"}>
      <span className="break-all">{t(`actions.warn.${warning.kind}`, { implementation })}</span>
    </Notice>
  );
}

function LookAlikes({ call }: { call: DecodedCall }) {
  const { t } = useLanguage();
  const named = useNamedAccounts();
  return accountsIn(call)
    .flatMap((account) => lookAlikes(account, named))
    .map(({ address, like }) => (
      <Notice key={`${address} ${like.address}`} tone="bad">
        <span className="break-all">
          {t("actions.warn.lookAlike", { address, name: like.name, like: like.address })}
        </span>
      </Notice>
    ));
}
