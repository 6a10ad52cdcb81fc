"use client";

import { lotChainOf } from "@tallystick/sdk/indexer/instruments";
import { demandRecourse, liableLinks, takeUpLot } from "@tallystick/sdk/instruments/recourse";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useNameOf } from "@/components/account-field";
import { useMoney } from "@/components/amount";
import { SelectField } from "@/components/fields";
import { QueryState } from "@/components/query-state";
import { Empty } from "@/components/ui";
import { useLanguage } from "@/i18n/context";
import { approvalFor } from "@/lib/approval";
import { formatDate, shortAddress } from "@/lib/format";
import { useContracts, useIndexer, useReader } from "@/lib/reader";
import { shownNumber } from "../../shared/number";
import { ActForm } from "./act-form";
import type { ActProps, LotActProps } from "./act-props";
import { type LiableFor, provable } from "./chains";

/** Asks an earlier holder, who endorsed with recourse, to pay: on record, by proof of the whole chain. */
export function Demand({ receivable, lot, account }: LotActProps) {
  const { t, locale } = useLanguage();
  const nameOf = useNameOf();
  const indexer = useIndexer();
  const { chainId } = useReader().network;
  const { receivables } = useContracts();
  const [chosen, setChosen] = useState<number>();
  const chain = useQuery({
    queryKey: ["lot-chain", chainId, String(lot.id), lot.roll],
    queryFn: async () => (await lotChainOf(indexer, chainId, lot.id)).map(provable),
  });
  if (!chain.data) return <QueryState query={chain} />;
  const links = chain.data;
  const liable = liableLinks({ holder: account, links });
  const one = liable.find(({ index }) => index === chosen) ?? liable[0];
  if (!one) return <Empty title={t("receivables.demandNobody")} />;
  const name = (endorser: string) => nameOf(endorser) ?? shortAddress(endorser);
  return (
    <ActForm
      lead={t("receivables.does_demand")}
      button={t("receivables.act_demand")}
      look="danger"
      make={() => ({
        title: {
          key: "tx.demandLot",
          values: { number: shownNumber(receivable.number), account: shortAddress(one.endorser) },
        },
        calls: [demandRecourse(receivables, receivable, { inner: lot.inner, links, index: one.index })],
      })}
    >
      <SelectField
        label={t("receivables.endorser")}
        value={one.index}
        options={liable.map(({ endorser, index }) => ({
          value: index,
          label: t("receivables.endorserOption", {
            account: name(endorser),
            time: formatDate(links[index]?.time ?? 0, locale),
          }),
        }))}
        onChange={setChosen}
      />
    </ActForm>
  );
}

/** Pays the holder of a part that the account endorsed with recourse, and holds it again. */
export function TakeUp(props: ActProps & { liable: readonly LiableFor[] }) {
  const { t } = useLanguage();
  const nameOf = useNameOf();
  const reader = useReader();
  const { receivables } = useContracts();
  const { receivable, account, liable } = props;
  const { token } = receivable;
  const money = useMoney(token);
  const [chosen, setChosen] = useState<string>();
  const one = liable.find(({ lot }) => String(lot.id) === chosen) ?? liable[0];
  if (!one) return null;
  const takeUp = async () => {
    const { lot, links, index } = one;
    const approval = await approvalFor(reader, { token, account, spender: receivables, sum: lot.due });
    return {
      title: { key: "tx.takeUpLot", values: { number: shownNumber(receivable.number) } } as const,
      calls: [...approval, takeUpLot(receivables, receivable, { inner: lot.inner, links, index })],
    };
  };
  return (
    <ActForm lead={t("receivables.does_takeUp")} button={t("receivables.act_takeUp")} make={takeUp}>
      <SelectField
        label={t("receivables.creditPart")}
        value={String(one.lot.id)}
        options={liable.map(({ lot }) => ({
          value: String(lot.id),
          label: `${nameOf(lot.holder ?? "") ?? shortAddress(lot.holder ?? "")}: ${money(lot.due)}`,
        }))}
        onChange={setChosen}
      />
    </ActForm>
  );
}
