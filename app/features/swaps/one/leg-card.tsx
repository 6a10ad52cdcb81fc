"use client";

import { depthOf } from "@tallystick/sdk/swaps/plan";
import { useNameOf } from "@/components/account-field";
import { AddressText } from "@/components/address";
import { Digest } from "@/components/digest";
import { Badge, Facts } from "@/components/ui";
import { When } from "@/components/when";
import { useLanguage } from "@/i18n/context";
import { shortHex } from "@/lib/format";
import { useAssetWords } from "../shared/asset-words";
import { LotFacts } from "../shared/lot-facts";
import { TokenWarning } from "../shared/token-warning";
import type { LegFound } from "./swap-of";

/** One lock: what, from whom, for whom, until when, and how it stands. */
export function LegCard(props: { leg: LegFound; number: "first" | "second"; now: number }) {
  const { t } = useLanguage();
  const { leg, number, now } = props;
  const { lock, network, state, id, endedAt, transaction } = leg;
  const isEnded = state.status === "claimed" || state.status === "refunded";
  const side = { chainId: network.chainId, asset: lock.asset };
  const say = useAssetWords([side]);
  const nameOf = useNameOf();
  const account = (address: string) => <AddressText address={address} label={nameOf(address)} />;
  const tip = lock.asset.kind === "erc20" ? side : { chainId: network.chainId, asset: { kind: "native" } as const };
  const sayTip = useAssetWords([tip]);
  return (
    <section aria-labelledby={`leg-${number}`} className="card min-w-0 p-5">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <h3 id={`leg-${number}`} className="text-lg">
          {t(`swaps.leg_${number}`, { chain: network.name })}
        </h3>
        <Badge tone={state.status === "claimed" ? "brand" : state.status === "locked" ? "wood" : "plain"}>
          {t(`swaps.state_${state.status}`)}
        </Badge>
      </div>
      <p className="mt-2 text-2xl font-semibold tabular-nums">{say(side, lock.amount)}</p>
      <LotFacts chainId={network.chainId} asset={lock.asset} />
      <TokenWarning side={side} className="mt-2" />
      <Facts
        className="mt-3"
        rows={[
          [t("swaps.refundee"), account(lock.refundee)],
          [t("swaps.recipient"), account(lock.recipient)],
          ...(state.status === "locked"
            ? ([
                [t("swaps.mark_refundable"), <When key="t" at={Number(lock.timelock)} now={now} />],
                [
                  t("swaps.blocks"),
                  state.depth >= depthOf(network)
                    ? t("swaps.blocksEnough")
                    : t("swaps.blocksOf", { n: state.depth, needed: depthOf(network) }),
                ],
              ] as const)
            : []),
          ...(isEnded && endedAt !== undefined
            ? ([[t(`swaps.mark_${state.status}`), <When key="e" at={endedAt} now={now} isPast />]] as const)
            : []),
          ...(lock.tip > 0n ? ([[t("swaps.tip"), sayTip(tip, lock.tip)]] as const) : []),
          [t("swaps.hashlock"), <Digest key="h" value={lock.hashlock} />],
          [t("swaps.lockIdName"), <Digest key="i" value={id} />],
          ...(network.explorer
            ? ([
                [
                  t("swaps.transaction"),
                  <a
                    key="x"
                    href={`${network.explorer}/tx/${transaction}`}
                    className="link"
                    rel="noreferrer"
                    target="_blank"
                  >
                    {shortHex(transaction)}
                  </a>,
                ],
              ] as const)
            : []),
          ...(state.status === "claimed"
            ? ([[t("swaps.preimage"), <Digest key="p" value={state.preimage} />]] as const)
            : []),
        ]}
      />
    </section>
  );
}
