"use client";

import type { IndexedLot } from "@tallystick/sdk/indexer/instrumentFields";
import { lots } from "@tallystick/sdk/indexer/instruments";
import type { Asset } from "@tallystick/sdk/swaps/lock";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { isAddressEqual, zeroAddress } from "viem";
import { shownNumber } from "@/features/receivables/shared/number";
import { receivablePath } from "@/features/receivables/shared/paths";
import { useLanguage } from "@/i18n/context";
import { formatAmount, formatDate } from "@/lib/format";
import { printable } from "@/lib/printable";
import { useUnits } from "./asset-words";
import { chainIn, useSwapChains } from "./use-chains";

/** Says which receivable a lot is of, what is open on it and when it is due. */
export function useLotWords(chainId: number, known: readonly IndexedLot[]): (lot: IndexedLot) => string {
  const { t, locale } = useLanguage();
  const sideOf = ({ token }: IndexedLot) => ({ chainId, asset: { kind: "erc20", token } as const });
  const unitOf = useUnits(known.map(sideOf));
  return (lot) => {
    const unit = unitOf(sideOf(lot));
    return t("swaps.lotOption", {
      number: shownNumber(lot.number),
      sum: unit ? `${formatAmount(lot.open, unit.decimals, locale)} ${printable(unit.symbol.slice(0, 12))}` : "…",
      day: formatDate(lot.dueBy, locale),
    });
  };
}

/** What is behind a lot of this house's receivables, with the way to it; nothing for what is no such lot. */
export function LotFacts(props: { chainId: number; asset: Asset }) {
  const { t } = useLanguage();
  const { chainId, asset } = props;
  const network = chainIn(useSwapChains(), chainId)?.network;
  const id =
    asset.kind === "erc6909" && isAddressEqual(asset.token, network?.deployment?.lots ?? zeroAddress)
      ? asset.tokenId
      : undefined;
  const { data } = useQuery({
    queryKey: ["swap-lot", chainId, String(id)],
    enabled: id !== undefined,
    queryFn: async () => {
      const now = Math.floor(Date.now() / 1_000);
      const page = await lots({ indexer: network?.indexer ?? "" }, chainId, { ids: [id ?? 0n], now });
      return page.items[0] ?? null;
    },
  });
  const words = useLotWords(chainId, data ? [data] : []);
  if (!data) return null;
  return (
    <p>
      {words(data)}.{" "}
      <Link href={receivablePath(data.receivable)} className="link">
        {t("swaps.pathOfLot")}
      </Link>
    </p>
  );
}
