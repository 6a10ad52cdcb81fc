"use client";

import type { Effect } from "@tallystick/sdk/governance/outcome";
import type { Proposal } from "@tallystick/sdk/governance/readProposal";
import { useLanguage } from "@/i18n/context";
import { ResultBar } from "../result-bar";
import { effectKeys } from "./effect";

/** What a vote would make of the result, before anything is signed. */
export function EffectWords(props: { proposal: Proposal; effect: Effect }) {
  const { t } = useLanguage();
  const { proposal, effect } = props;
  return (
    <div className="rounded-xl border border-line bg-sunken px-4 py-3" role="status">
      <p className="mb-2 text-sm font-semibold">{t("voting.effect")}</p>
      <ResultBar tally={effect.after} quorum={proposal.quorum} compact />
      <ul className="mt-2 grid gap-0.5 text-sm">
        {effectKeys(proposal.tally, proposal.quorum, effect).map((key) => (
          <li key={key}>{t(`voting.${key}`)}</li>
        ))}
      </ul>
    </div>
  );
}
