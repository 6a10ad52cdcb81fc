"use client";

import type { Split } from "@tallystick/sdk/governance/choice";
import { outcomeOf } from "@tallystick/sdk/governance/outcome";
import { usePowerText } from "@/components/power";
import { useLanguage } from "@/i18n/context";
import { formatShare } from "@/lib/format";
import { resultParts } from "./facts";

/** Who leads, with the mark that must be passed, and how far the quorum is, with its mark. */
export function ResultBar(props: { tally: Split; quorum: bigint; compact?: boolean }) {
  const { t, locale } = useLanguage();
  const power = usePowerText();
  const { tally, quorum, compact } = props;
  const parts = resultParts(tally, quorum);
  const { reachesQuorum } = outcomeOf(tally, quorum);
  const decided = tally.for + tally.against;
  const counted = tally.for + tally.abstain;
  const majority = t("governance.resultMajority", {
    for: formatShare(tally.for, decided, locale),
    against: formatShare(tally.against, decided, locale),
  });
  const turnout = t(reachesQuorum ? "governance.quorumReached" : "governance.quorumMissed", {
    counted: power(counted),
    quorum: power(quorum),
    share: formatShare(counted, quorum, locale),
  });
  return (
    <div className={`grid ${compact ? "gap-2" : "gap-4"}`}>
      <Bar
        words={decided === 0n ? t("governance.noVotes") : majority}
        small={compact}
        mark={decided === 0n ? undefined : 0.5}
        markName={t("governance.threshold")}
        pieces={[
          { part: parts.for, fill: "var(--brand)" },
          { part: parts.against, fill: "var(--danger)" },
        ]}
      />
      <Bar
        words={turnout}
        small={compact}
        mark={parts.quorum}
        markName={t("governance.quorum")}
        pieces={[
          { part: parts.counted, fill: "var(--brand)" },
          { part: parts.abstain, fill: "var(--line-strong)" },
        ]}
      />
    </div>
  );
}

/** Drawn a thousand wide; the words beside it say the same. */
function Bar(props: {
  words: string;
  small: boolean | undefined;
  mark: number | undefined;
  markName: string;
  pieces: readonly { readonly part: number; readonly fill: string }[];
}) {
  // As broad in pixels on a narrow bar as on a wide one, about.
  const wide = props.small ? 8 : 4;
  const starts = props.pieces.map((_, i) => props.pieces.slice(0, i).reduce((sum, { part }) => sum + part, 0));
  return (
    <div>
      <p className={props.small ? "mb-1 text-sm text-muted" : "mb-1.5"}>{props.words}</p>
      <svg
        viewBox="0 0 1000 10"
        preserveAspectRatio="none"
        aria-hidden="true"
        className={`w-full rounded-full bg-sunken ${props.small ? "h-2" : "h-3.5"}`}
      >
        {props.pieces.map(({ part, fill }, i) => (
          <rect key={fill} x={(starts[i] ?? 0) * 1_000} width={part * 1_000} height={10} fill={fill} />
        ))}
        {props.mark === undefined ? null : (
          <g>
            <title>{props.markName}</title>
            <rect x={props.mark * 1_000 - wide} width={wide * 2} height={10} fill="var(--surface)" />
            <rect x={props.mark * 1_000 - wide / 2} width={wide} height={10} fill="var(--ink)" />
          </g>
        )}
      </svg>
    </div>
  );
}
