"use client";

import type { IndexedProposal } from "@tallystick/sdk/indexer/governanceFields";
import { Power } from "@/components/power";
import { useLanguage } from "@/i18n/context";
import { formatShare } from "@/lib/format";
import { tallyOf } from "../facts";
import { ResultBar } from "../result-bar";
import { sides } from "./chart-data";

export function Result(props: { proposal: IndexedProposal }) {
  const { t, locale } = useLanguage();
  const { proposal } = props;
  const tally = tallyOf(proposal);
  const cast = tally.for + tally.against + tally.abstain;
  return (
    <section aria-labelledby="result" className="card p-5">
      <h2 id="result" className="mb-4 text-xl">
        {t("governance.result")}
      </h2>
      <ResultBar tally={tally} quorum={proposal.quorum} />
      <dl className="mt-5 grid gap-3 sm:grid-cols-3">
        {sides.map((side) => (
          <div key={side}>
            <dt className="text-sm text-muted">{t(`governance.side_${side}`)}</dt>
            <dd className="text-lg font-semibold">
              <Power value={tally[side]} />{" "}
              <span className="text-sm font-normal text-muted">{formatShare(tally[side], cast, locale)}</span>
            </dd>
          </div>
        ))}
      </dl>
      <p className="mt-3 text-sm text-muted">
        {t("governance.voters", { n: proposal.ballots })} {t("governance.rule")}
      </p>
    </section>
  );
}
