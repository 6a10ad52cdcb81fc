"use client";

import { ballotsOf, scorePoints } from "@tallystick/sdk/indexer/governance";
import type { IndexedProposal } from "@tallystick/sdk/indexer/governanceFields";
import { concentration } from "@tallystick/sdk/indexer/members";
import { useQuery } from "@tanstack/react-query";
import { useNameOf } from "@/components/account-field";
import { Chart } from "@/components/chart";
import { useNetwork } from "@/components/config";
import { usePowerText } from "@/components/power";
import { QueryState } from "@/components/query-state";
import { useLanguage } from "@/i18n/context";
import { formatShare, formatTime, shortAddress } from "@/lib/format";
import { pathOf } from "@/lib/places";
import { useIndexer } from "@/lib/reader";
import { concentrationLine, scoreChart, sides, votesForHalf } from "./chart-data";
import type { Every } from "./use-proposal";

const width = 600;
const height = 200;
const colours = { for: "var(--brand)", against: "var(--danger)", abstain: "var(--line-strong)" } as const;
const dashes = { for: undefined, against: "8 4", abstain: "2 4" } as const;

interface ChartsProps {
  readonly proposal: IndexedProposal;
  readonly now: number;
  readonly every: Every;
}

export function Charts(props: ChartsProps) {
  const { t } = useLanguage();
  return (
    <section aria-labelledby="charts" className="grid gap-8">
      <h2 id="charts" className="-mb-4 text-xl">
        {t("governance.charts")}
      </h2>
      <ScoreOverTime {...props} />
      <Spread {...props} />
    </section>
  );
}

function ScoreOverTime({ proposal, now, every }: ChartsProps) {
  const { t, locale } = useLanguage();
  const power = usePowerText();
  const { chainId } = useNetwork();
  const indexer = useIndexer();
  const { id, snapshot, deadline, quorum } = proposal;
  const points = useQuery({
    queryKey: ["score-points", chainId, String(id)],
    queryFn: () => scorePoints(indexer, chainId, id),
    refetchInterval: every,
  });
  if (!points.data) return <QueryState query={points} />;
  const chart = scoreChart(points.data, { from: snapshot, until: Math.min(now, deadline), quorum });
  const last = points.data.at(-1);
  return (
    <Chart
      title={t("governance.chartScore")}
      words={t("governance.chartScoreWords", {
        for: power(last?.forVotes ?? 0n),
        against: power(last?.againstVotes ?? 0n),
        abstain: power(last?.abstainVotes ?? 0n),
        quorum: power(quorum),
      })}
      columns={[t("governance.time"), ...sides.map((side) => t(`governance.side_${side}`))]}
      rows={points.data.map((point) => [
        formatTime(point.at, locale),
        power(point.forVotes),
        power(point.againstVotes),
        power(point.abstainVotes),
      ])}
      legend={[
        ...sides.map((side) => ({ colour: colours[side], dash: dashes[side], name: t(`governance.side_${side}`) })),
        { colour: "var(--wood)", dash: "4 4", name: t("governance.quorum") },
      ]}
      left={[formatTime(snapshot, locale), formatTime(Math.min(now, deadline), locale)]}
      size={{ width, height }}
    >
      <line
        x1={0}
        x2={width}
        y1={(1 - chart.quorum) * height}
        y2={(1 - chart.quorum) * height}
        stroke="var(--wood)"
        strokeWidth={1.5}
        strokeDasharray="4 4"
      />
      {sides.map((side) => (
        <path
          key={side}
          d={pathOf(chart.lines[side], width, height)}
          fill="none"
          stroke={colours[side]}
          strokeWidth={2.5}
          strokeDasharray={dashes[side]}
        />
      ))}
    </Chart>
  );
}

/** How power was spread when the vote began, and how few decide. */
function Spread({ proposal, now, every }: ChartsProps) {
  const { t, locale } = useLanguage();
  const power = usePowerText();
  const nameOf = useNameOf();
  const { chainId } = useNetwork();
  const indexer = useIndexer();
  const { id, snapshot } = proposal;
  const at = snapshot < now ? snapshot : undefined;
  const spread = useQuery({
    queryKey: ["concentration", chainId, at],
    queryFn: () => concentration(indexer, chainId, { at }),
  });
  const greatest = useQuery({
    queryKey: ["greatest-ballots", chainId, String(id)],
    queryFn: async () => (await ballotsOf(indexer, chainId, id, { limit: 200 })).items.map(({ weight }) => weight),
    refetchInterval: every,
  });
  if (!spread.data) return <QueryState query={spread} />;
  const { total, members, half, top, curve } = spread.data;
  const cast = proposal.forVotes + proposal.againstVotes + proposal.abstainVotes;
  const deciders = votesForHalf(greatest.data ?? [], cast);
  const rest = total - top.reduce((sum, each) => sum + each.power, 0n);
  const bars = [
    ...top.map((each) => ({ name: nameOf(each.account) ?? shortAddress(each.account), power: each.power })),
    ...(rest > 0n ? [{ name: t("governance.everybodyElse", { n: members - top.length }), power: rest }] : []),
  ];
  const most = bars.reduce((max, each) => (each.power > max ? each.power : max), 1n);
  const line = concentrationLine(curve, { members, total });
  return (
    <>
      <div>
        <h3 className="text-base">{t("governance.chartSpread")}</h3>
        <p className="text-sm text-muted">{t("governance.chartSpreadWords", { n: members, power: power(total) })}</p>
        <ul className="mt-3 grid gap-2">
          {bars.map((each, i) => (
            <li
              key={each.name}
              className="grid grid-cols-[8rem_1fr_9rem] items-center gap-3 text-sm max-sm:grid-cols-2"
            >
              <span className="truncate">{each.name}</span>
              <svg
                viewBox={`0 0 ${width} 10`}
                preserveAspectRatio="none"
                aria-hidden="true"
                className="h-3 w-full max-sm:hidden"
              >
                <rect
                  width={Number((each.power * BigInt(width)) / most)}
                  height={10}
                  fill={i < top.length ? "var(--brand)" : "var(--line-strong)"}
                />
              </svg>
              <span className="text-right tabular-nums">
                {power(each.power)} <span className="text-muted">{formatShare(each.power, total, locale)}</span>
              </span>
            </li>
          ))}
        </ul>
      </div>
      <Chart
        title={t("governance.chartConcentration")}
        words={`${t("governance.chartConcentrationWords", { n: half, members })} ${
          deciders === undefined ? "" : t("governance.deciders", { n: deciders })
        }`}
        columns={[t("governance.greatestMembers"), t("governance.power"), t("governance.share")]}
        rows={curve.map((each) => [
          new Intl.NumberFormat(locale).format(each.members),
          power(each.power),
          formatShare(each.power, total, locale),
        ])}
        left={["1", new Intl.NumberFormat(locale).format(members)]}
        size={{ width, height }}
      >
        <line x1={0} x2={width} y1={height / 2} y2={height / 2} stroke="var(--wood)" strokeDasharray="4 4" />
        <path d={pathOf(line, width, height)} fill="none" stroke="var(--brand)" strokeWidth={2.5} />
      </Chart>
    </>
  );
}
