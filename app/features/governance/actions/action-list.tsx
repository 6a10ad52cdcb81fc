"use client";

import type { Action } from "@tallystick/sdk/governance/action";
import { decodeAction } from "@tallystick/sdk/governance/decode";
import { sentenceOf } from "@tallystick/sdk/governance/sentences";
import { type ReactNode, useMemo } from "react";
import type { Hex } from "viem";
import { useLanguage } from "@/i18n/context";
import { ActionCard } from "./action-card";
import { SimulationPanel } from "./simulation-panel";
import { useKnown } from "./use-known";
import { useSentences } from "./use-sentence";

export function ActionList(props: {
  actions: readonly Action[];
  /** Hash of each target's code when the proposal was made, once it is made. */
  codeHashes?: readonly Hex[] | undefined;
  /** Without the means to simulate, where it makes no sense any more. */
  plain?: boolean;
  /** What can be done with each, while it is a draft. */
  tools?: (place: number) => ReactNode;
}) {
  const { actions, codeHashes, plain, tools } = props;
  const { t } = useLanguage();
  const known = useKnown();
  const calls = useMemo(() => actions.map((action) => decodeAction(action, known)), [actions, known]);
  const sentences = calls.map(sentenceOf);
  const say = useSentences(sentences);
  if (actions.length === 0) return <p className="text-muted">{t("actions.none")}</p>;
  return (
    <div className="grid gap-4">
      <ol className="grid gap-3">
        {actions.map((action, i) => {
          const [call, sentence] = [calls[i], sentences[i]];
          if (!call || !sentence) return null;
          return (
            <ActionCard
              key={String(i)}
              place={i + 1}
              action={action}
              call={call}
              sentence={say(sentence)}
              frozen={codeHashes?.[i]}
              tools={tools?.(i)}
            />
          );
        })}
      </ol>
      {plain ? null : <SimulationPanel actions={actions} />}
    </div>
  );
}
