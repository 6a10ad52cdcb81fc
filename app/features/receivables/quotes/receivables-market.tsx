"use client";

import type { IndexedLot, IndexedReceivable } from "@tallystick/sdk/indexer/instrumentFields";
import { asks, bids, lots, quoteRequests, receivable } from "@tallystick/sdk/indexer/instruments";
import { buyLot, sellLot } from "@tallystick/sdk/instruments/quotes";
import { claimOf } from "@tallystick/sdk/instruments/receivableState";
import { numberText } from "@tallystick/sdk/instruments/terms";
import { type ReactNode, useMemo } from "react";
import { shortHex } from "@/lib/format";
import { useContracts, useIndexer, useReader } from "@/lib/reader";
import { receivablePath } from "../shared/paths";
import { quotesHome } from "./choice";
import { type Market, MarketProvider } from "./market";
import { claimOfLot, isSaleable } from "./offers";
import { saleOfReceivable } from "./sale-claim";

type Named = Pick<IndexedReceivable, "number"> & { readonly receivable: bigint };

function named<Row extends Named>(row: Row) {
  return { ...row, name: numberText(row.number) ?? shortHex(row.number), path: receivablePath(row.receivable) };
}

const saleLot = (lot: IndexedLot) => ({ ...named(lot), isSaleable: isSaleable(lot), takesRecourse: true });

/** The market of lots of receivables. */
export function ReceivablesMarket(props: { children: ReactNode }) {
  const reader = useReader();
  const indexer = useIndexer();
  const { quotes } = useContracts();
  const market = useMemo((): Market => {
    const { chainId } = reader.network;
    return {
      family: "receivables",
      quotes,
      path: quotesHome,
      lot: async (id, now) => {
        const [lot] = (await lots(indexer, chainId, { ids: [id], now }, { limit: 1 })).items;
        const terms = lot && (await receivable(indexer, chainId, lot.receivable, { now }));
        if (!(lot && terms)) return null;
        const place = { terms, inner: lot.inner };
        const listed = claimOfLot(lot);
        return {
          lot: saleLot(lot),
          listed: listed && saleOfReceivable(listed, terms),
          claim: async () => saleOfReceivable(await claimOf(reader, terms, lot.inner), terms),
          buy: (offer, bounds) => buyLot(quotes, offer, place, bounds),
          sell: (offer, choice) => sellLot(quotes, offer, place, choice),
        };
      },
      lots: async (holder, now, choice) => {
        const filter = { holder, statuses: ["confirmed", "partPaid"], now } as const;
        const page = await lots(indexer, chainId, filter, { ...choice, orderBy: "due" });
        return { ...page, items: page.items.map(saleLot) };
      },
      asks: async (filter, choice) => {
        const page = await asks(indexer, chainId, filter, choice);
        return { ...page, items: page.items.map(named) };
      },
      bids: (filter, choice) => bids(indexer, chainId, filter, choice),
      requests: async (filter, choice) => {
        const page = await quoteRequests(indexer, chainId, filter, choice);
        return { ...page, items: page.items.map(named) };
      },
    };
  }, [reader, indexer, quotes]);
  return <MarketProvider value={market}>{props.children}</MarketProvider>;
}
