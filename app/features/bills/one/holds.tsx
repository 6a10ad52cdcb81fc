"use client";

import { agentsPrincipal, pledgeOf } from "@tallystick/sdk/bills/billState";
import type { LotHistory } from "@tallystick/sdk/bills/history";
import { holdsOf } from "@tallystick/sdk/bills/holding";
import type { Reader } from "@tallystick/sdk/chain/actor";
import { useQuery } from "@tanstack/react-query";
import { useNameOf } from "@/components/account-field";
import { useMoney } from "@/components/amount";
import { QueryState } from "@/components/query-state";
import { useLanguage } from "@/i18n/context";
import { shortAddress } from "@/lib/format";
import { useReader } from "@/lib/reader";
import { formatDay } from "../shared/dates";
import type { WholeBill } from "../shared/load";
import { partText } from "../shared/part-text";

/** Of parts that are pledged, with an agent or in blank: whose they are, and until when. */
export function Holds(props: { whole: WholeBill }) {
  const { t, locale } = useLanguage();
  const nameOf = useNameOf();
  const reader = useReader();
  const { history } = props.whole;
  const money = useMoney(history.face.token);
  const held = history.lots.filter((lot) => holdsOf(lot).some((hold) => hold !== "stopped"));
  const found = useQuery({
    queryKey: ["bill-holds", reader.network.chainId, ...held.map(({ roll }) => roll)],
    enabled: held.length > 0,
    queryFn: () => Promise.all(held.map((lot) => holdOf(reader, lot))),
    placeholderData: (before) => before,
  });
  if (held.length === 0) return null;
  const name = (account: string | undefined) => (account ? (nameOf(account) ?? shortAddress(account)) : "");
  return (
    <section aria-labelledby="holds" className="card p-5">
      <h2 id="holds" className="text-xl">
        {t("bills.holds")}
      </h2>
      <QueryState query={found} />
      <ul className="mt-2 grid gap-2">
        {found.data?.map(({ lot, how, owner, lastDay }) => (
          <li key={String(lot.id)}>
            <span className="block font-medium">{partText(t, money, history.face, lot)}</span>
            {t(`bills.holds_${how}`, {
              holder: name(lot.holder),
              owner: name(owner),
              day: formatDay(lastDay, locale),
            })}
          </li>
        ))}
      </ul>
    </section>
  );
}

async function holdOf(reader: Reader, lot: LotHistory) {
  const holds = holdsOf(lot);
  if (holds.includes("withAgent")) {
    return { lot, how: "withAgent", owner: await agentsPrincipal(reader, lot.id), lastDay: 0 } as const;
  }
  if (!holds.includes("pledged")) return { lot, how: "inBlank", owner: undefined, lastDay: 0 } as const;
  const { owner, lastDay = 0 } = (await pledgeOf(reader, lot.id)) ?? {};
  return { lot, how: "pledged", owner, lastDay } as const;
}
