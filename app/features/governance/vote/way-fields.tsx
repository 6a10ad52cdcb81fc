"use client";

import { useQuery } from "@tanstack/react-query";
import { type Address, formatEther, type Hex } from "viem";
import { ChoiceField } from "@/components/fields";
import { useLanguage } from "@/i18n/context";
import { formatDuration } from "@/lib/format";
import { useReader } from "@/lib/reader";
import type { Way, waysOf } from "./ways";

interface Sending {
  readonly to: Address;
  readonly data: Hex;
}

/** By which way a vote goes, what each costs, and why one is not open. */
export function WayFields(props: {
  ways: ReturnType<typeof waysOf>;
  way: Way;
  onChoose: (way: Way) => void;
  /** Seconds that the relay lets a ballot wait at most. */
  every: number | undefined;
  account: Address;
  call: Sending;
}) {
  const { t, locale } = useLanguage();
  const { ways, way, every } = props;
  const cost = useCost(props.account, props.call, ways.direct === undefined);
  const closed = ways.signed;
  if (closed) {
    return (
      <p className="text-sm text-muted">
        {t(`voting.closed_${closed}`)} {cost}
      </p>
    );
  }
  return (
    <ChoiceField<Way>
      legend={t("voting.way")}
      name="vote-way"
      value={way}
      options={[
        {
          value: "signed",
          label: t("voting.waySigned"),
          hint: t("voting.waySignedHint", { every: formatDuration(every ?? 0, locale) }),
        },
        { value: "direct", label: t("voting.wayDirect"), hint: cost },
      ]}
      onChange={props.onChoose}
    />
  );
}

/** What a vote by transaction costs about, in ether: its gas now, by the price of gas now. */
function useCost(account: Address, { to, data }: Sending, enabled: boolean): string {
  const { t } = useLanguage();
  const { client, network } = useReader();
  const { data: cost } = useQuery({
    queryKey: ["vote-cost", network.chainId, account, data],
    enabled,
    retry: 0,
    staleTime: 30_000,
    queryFn: async () => {
      const [gas, price] = await Promise.all([client.estimateGas({ account, to, data }), client.getGasPrice()]);
      return { gas, wei: gas * price };
    },
  });
  if (!cost) return t("voting.costUnknown");
  return t("voting.cost", { gas: cost.gas, ether: Number(formatEther(cost.wei)).toPrecision(2) });
}
