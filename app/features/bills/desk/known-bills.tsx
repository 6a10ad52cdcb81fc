"use client";

import { billActionsOf } from "@tallystick/sdk/bills/billState";
import { billSum } from "@tallystick/sdk/bills/face";
import { useQueries, useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { type Address, isAddressEqual } from "viem";
import { Amount } from "@/components/amount";
import { QueryState } from "@/components/query-state";
import { Button, Empty } from "@/components/ui";
import { Party } from "@/features/receivables/shared/party";
import { useAccount } from "@/features/wallet/use-account";
import { useLanguage } from "@/i18n/context";
import { useReader } from "@/lib/reader";
import { formatDay } from "../shared/dates";
import { forgetBill, type KnownBill, knownBills } from "../shared/known";
import { loadBill, type WholeBill } from "../shared/load";
import { billIn, billPath } from "../shared/paths";
import { StatusBadge } from "../shared/status-badge";
import { askedOf } from "./asked";

/** The bills that this browser knows, read from the chain alone: first those on which something is asked of the account. */
export function KnownBills() {
  const { t } = useLanguage();
  const { address } = useAccount();
  const reader = useReader();
  const { chainId } = reader.network;
  const known = useQuery({ queryKey: ["known-bills", chainId], queryFn: () => knownBills.all() });
  const mine = (known.data ?? []).filter((bill) => bill.chainId === chainId).sort((a, b) => b.seenAt - a.seenAt);
  const rows = useQueries({
    queries: mine.map((bill) => ({
      queryKey: ["bill-row", chainId, bill.id, address],
      queryFn: async () => {
        const id = billIn(bill.id);
        const whole = id === undefined ? null : await loadBill(reader, id);
        return { bill, whole, asked: whole && address ? await askedNow(whole, address) : [] };
      },
      refetchInterval: 30_000,
    })),
  }).flatMap(({ data }) => data ?? []);
  const waiting = rows.filter(({ asked }) => asked.length > 0);
  const others = rows.filter(({ asked }) => asked.length === 0);
  return (
    <div className="grid gap-8">
      <QueryState query={known} />
      {waiting.length > 0 ? (
        <section aria-labelledby="asked">
          <h2 id="asked" className="mb-3 text-xl">
            {t("bills.asked")}
          </h2>
          <ul className="grid gap-3">
            {waiting.map((row) => (
              <Row key={row.bill.id} {...row} account={address} />
            ))}
          </ul>
        </section>
      ) : null}
      <section aria-labelledby="known">
        <h2 id="known" className="mb-1 text-xl">
          {t("bills.known")}
        </h2>
        <p className="mb-3 text-sm text-muted">{t("bills.knownLead")}</p>
        {known.data && mine.length === 0 ? <Empty title={t("bills.knownNone")} /> : null}
        <ul className="grid gap-3">
          {others.map((row) => (
            <Row key={row.bill.id} {...row} account={address} />
          ))}
        </ul>
      </section>
    </div>
  );

  async function askedNow(whole: WholeBill, account: Address) {
    const { face, lots } = whole.history;
    const lot = lots.find(({ holder }) => holder && isAddressEqual(holder, account)) ?? lots[0];
    if (!lot) return [];
    const actions = await billActionsOf(reader, face, lot.inner, account);
    return askedOf(actions, isAddressEqual(face.drawee, account));
  }
}

type RowOf = { bill: KnownBill; whole: WholeBill | null; asked: ReturnType<typeof askedOf> };

function Row(props: RowOf & { account: Address | undefined }) {
  const { t, locale } = useLanguage();
  const queries = useQueryClient();
  const { bill, whole, asked, account } = props;
  const forget = async () => {
    await forgetBill(bill);
    await queries.invalidateQueries({ queryKey: ["known-bills"] });
  };
  if (!whole) {
    return (
      <li className="card flex flex-wrap items-center justify-between gap-3 p-4">
        <span>{t("bills.unknown")}</span>
        <Button small onClick={() => void forget()}>
          {t("bills.forget")}
        </Button>
      </li>
    );
  }
  const { history, bill: state } = whole;
  const { face, id, lots } = history;
  const is = (other: Address) => account !== undefined && isAddressEqual(other, account);
  const roles = [
    ...(["drawer", "drawee", "payee"] as const).filter((role) => is(face[role])),
    ...(lots.some(({ holder }) => holder && is(holder)) ? (["holder"] as const) : []),
  ];
  return (
    <li className="card grid gap-2 p-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <Link href={billPath(id)} className="link text-lg font-medium">
          <Amount value={billSum(face)} token={face.token} />
        </Link>
        <StatusBadge status={state.status} />
      </div>
      <p className="flex flex-wrap gap-x-3 text-sm text-muted">
        <Party account={face.drawer} plain />
        <span aria-hidden="true">→</span>
        <Party account={face.drawee} plain />
        <span>{state.dueDay === 0 ? t("bills.dueUnknown") : formatDay(state.dueDay, locale)}</span>
      </p>
      {roles.length > 0 ? (
        <p className="text-sm">
          {t("bills.youAre", { roles: roles.map((role) => t(`bills.your_${role}`)).join(", ") })}
        </p>
      ) : null}
      {asked.length > 0 ? (
        <ul className="text-sm font-medium text-wood-ink">
          {asked.map((act) => (
            <li key={act}>{t(`bills.asked_${act}`)}</li>
          ))}
        </ul>
      ) : (
        <Button small look="quiet" className="justify-self-start" onClick={() => void forget()}>
          {t("bills.forget")}
        </Button>
      )}
    </li>
  );
}
