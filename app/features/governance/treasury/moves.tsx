"use client";

import { treasuryMoves } from "@tallystick/sdk/indexer/treasury";
import Link from "next/link";
import { useState } from "react";
import { useNameOf } from "@/components/account-field";
import { AddressText } from "@/components/address";
import { SelectField } from "@/components/fields";
import { useLanguage } from "@/i18n/context";
import { formatTime } from "@/lib/format";
import { useIndexer, useReader } from "@/lib/reader";
import { GrowingList } from "../delegates/section";
import { Money, useDaoTokens } from "./dao-tokens";

/** What the treasury received and spent of one token, newest first. Only known tokens: others say what they like. */
export function Moves() {
  const { t, locale } = useLanguage();
  const indexer = useIndexer();
  const { chainId } = useReader().network;
  const nameOf = useNameOf();
  const tokens = useDaoTokens();
  const [chosen, setChosen] = useState(1);
  const token = (tokens[chosen] ?? tokens[0])?.value;
  return (
    <section aria-labelledby="moves" className="card p-5">
      <div className="mb-4 flex flex-wrap items-end justify-between gap-4">
        <h2 id="moves" className="text-xl">
          {t("treasury.moves")}
        </h2>
        <div className="w-40">
          <SelectField
            label={t("treasury.token")}
            value={chosen}
            options={tokens.map(({ label }, value) => ({ value, label }))}
            onChange={setChosen}
          />
        </div>
      </div>
      <GrowingList
        queryKey={["moves", chainId, token]}
        ask={(limit) => treasuryMoves(indexer, chainId, { token, limit })}
        empty={t("treasury.noMoves")}
        keyOf={({ transaction }, i) => `${transaction}.${i}`}
        row={({ kind, token: of, other, amount, proposal, at }) => (
          <p className="flex flex-wrap items-baseline gap-x-3 gap-y-1 text-sm">
            <span className="text-muted">{formatTime(at, locale)}</span>
            <span>{t(`treasury.kind_${kind}`)}</span>
            <Money value={amount} token={of} className="font-semibold" />
            <span className="text-muted">{t(kind === "received" ? "treasury.from" : "treasury.to")}</span>
            <AddressText plain address={other} label={nameOf(other)} />
            {proposal === undefined ? null : (
              <Link href={`/governance/${proposal}`} className="link">
                {t("treasury.byProposal")}
              </Link>
            )}
          </p>
        )}
      />
    </section>
  );
}
