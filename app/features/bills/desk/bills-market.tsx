"use client";

import { buyBillLot, sellBillLot } from "@tallystick/sdk/bills/billQuotes";
import { type BillClaim, billClaim, billIdOn } from "@tallystick/sdk/bills/billState";
import { hasClause } from "@tallystick/sdk/bills/face";
import {
  billAsks,
  billBids,
  billLots,
  billRequests,
  type IndexedBill,
  type IndexedBillLot,
} from "@tallystick/sdk/indexer/bills";
import { isMovable } from "@tallystick/sdk/instruments/lots";
import { type ReactNode, useMemo } from "react";
import { zeroAddress } from "viem";
import { type Market, MarketProvider, type SaleLot, type SaleView } from "@/features/receivables/quotes/market";
import { shortHex } from "@/lib/format";
import { useContracts, useIndexer, useReader } from "@/lib/reader";
import { billPath, wordOf } from "../shared/paths";
import { AcceptorNote } from "./acceptor/acceptor-note";
import { saleOfBill } from "./bill-sale";
import { deskHome } from "./desk-choice";
import { RepoChoices } from "./repos/repo-choices";

type Face = Omit<IndexedBill, "roles">;

const named = (bill: Face) => ({
  name: shortHex(wordOf(bill.id)),
  path: billPath(bill.id),
  debtor: bill.drawee,
  token: bill.token,
});

/** What a sale reckons by, as the indexer tells it. */
function claimOfRow({
  id,
  holder,
  units,
  bill,
  isPromised,
  isLate,
  dueBy,
  open,
  collectable,
}: IndexedBillLot): BillClaim {
  return {
    ...{ lot: id, key: bill.id, holder: holder ?? zeroAddress, units, debtor: bill.drawee, token: bill.token },
    ...{ isPromised, isLate, dueAt: dueBy, open, paid: collectable },
  };
}

function saleLot(row: IndexedBillLot): SaleLot {
  const { id, holder, version, units, bill, state, isPromised, dueBy, open, collectable } = row;
  return {
    ...named(bill),
    ...{ id, holder, version, units, dueBy, open, collectable, streams: 0 },
    face: row.face,
    isSaleable: isPromised && isMovable({ state }),
    takesRecourse: !hasClause(bill, "notToOrder"),
  };
}

/** The market of lots of bills. */
export function BillsMarket(props: { children: ReactNode }) {
  const reader = useReader();
  const indexer = useIndexer();
  const { billQuotes } = useContracts();
  const market = useMemo((): Market => {
    const { chainId } = reader.network;
    return {
      family: "bills",
      quotes: billQuotes,
      path: deskHome,
      lot: async (id, now): Promise<SaleView | null> => {
        const [row] = (await billLots(indexer, chainId, { ids: [id], now }, { limit: 1 })).items;
        // A face that is another than the indexer says has another id, and no lot of it is here.
        if (!row || billIdOn(reader, row.bill) !== row.bill.id) return null;
        const { bill: face, inner, state } = row;
        const place = { face, inner };
        const lot = saleLot(row);
        const claim = () => billClaim(reader, face, inner);
        return {
          lot,
          listed: row.holder && saleOfBill(claimOfRow(row), face, state),
          claim: async () => saleOfBill(await claim(), face, state),
          buy: (offer, bounds) => buyBillLot(billQuotes, offer, place, bounds),
          sell: (offer, choice) => sellBillLot(billQuotes, offer, place, choice),
          besides: (account) => <RepoChoices lot={lot} place={place} state={state} claim={claim} account={account} />,
        };
      },
      lots: async (holder, now, choice) => {
        const page = await billLots(indexer, chainId, { holder, isSaleable: true, now }, choice);
        return { ...page, items: page.items.map(saleLot) };
      },
      asks: async (filter, choice) => {
        const page = await billAsks(indexer, chainId, filter, choice);
        return { ...page, items: page.items.map((ask) => ({ ...ask, ...named(ask.bill) })) };
      },
      bids: async (filter, choice) => {
        const page = await billBids(indexer, chainId, filter, choice);
        return page;
      },
      requests: async (filter, choice) => {
        const page = await billRequests(indexer, chainId, filter, choice);
        return { ...page, items: page.items.map((request) => ({ ...request, ...named(request.bill) })) };
      },
      debtorNote: ({ debtor, token }) => <AcceptorNote acceptor={debtor} token={token} />,
    };
  }, [reader, indexer, billQuotes]);
  return <MarketProvider value={market}>{props.children}</MarketProvider>;
}
