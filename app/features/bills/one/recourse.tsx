"use client";

import type { LotHistory } from "@tallystick/sdk/bills/history";
import { holdsOf } from "@tallystick/sdk/bills/holding";
import { demandOnBill, payForAcceptor, payForParty, takeUpBill } from "@tallystick/sdk/bills/recourse";
import { type LiableParty, liableParties, recourseFault, sumOnLot } from "@tallystick/sdk/bills/recourseClaims";
import { type Address, isAddressEqual } from "viem";
import { useMoney } from "@/components/amount";
import { ProblemNotice } from "@/components/problem-notice";
import { QueryState } from "@/components/query-state";
import { Button } from "@/components/ui";
import { Party } from "@/features/receivables/shared/party";
import { useLanguage } from "@/i18n/context";
import { approvalFor } from "@/lib/approval";
import { useContracts, useReader } from "@/lib/reader";
import { useActing } from "@/lib/tx/use-acting";
import { formatDay } from "../shared/dates";
import type { WholeBill } from "../shared/load";
import { type RecourseAct, recourseActOf } from "./recourse-act";
import { useRecourse } from "./use-recourse";

const wanting: readonly string[] = ["refusedAcceptance", "dishonoured", "protested"];

/** Who answers for each part of a bill that was not accepted or paid, for how much and until when; a click to claim it. */
export function Recourse(props: { whole: WholeBill; account: Address | undefined }) {
  const { t } = useLanguage();
  const { whole, account } = props;
  if (!wanting.includes(whole.bill.status)) return null;
  const held = whole.history.lots.filter(({ holder }) => holder !== undefined);
  return (
    <section aria-labelledby="recourse">
      <h2 id="recourse" className="mb-1 text-xl">
        {t("bills.recourse")}
      </h2>
      <p className="mb-3 text-sm text-muted">{t("bills.recourseLead")}</p>
      <div className="grid gap-4">
        {held.map((lot) => (
          <OfLot key={String(lot.id)} whole={whole} lot={lot} account={account} />
        ))}
      </div>
    </section>
  );
}

/** What an act does: who pays for the acceptor frees all others. */
function sentenceOf({ index }: LiableParty, act: RecourseAct | undefined): RecourseAct | "acceptor" | undefined {
  return act !== undefined && act !== "claim" && index === undefined ? "acceptor" : act;
}

function OfLot(props: { whole: WholeBill; lot: LotHistory; account: Address | undefined }) {
  const { t } = useLanguage();
  const { whole, lot, account } = props;
  const { bill, accepted } = whole;
  const { face } = whole.history;
  const money = useMoney(face.token);
  const found = useRecourse(whole, lot);
  if (!found.data) return <QueryState query={found} />;
  const facts = found.data;
  const fault = recourseFault(facts);
  const { total, principal, interest, costs } = sumOnLot(facts);
  const liable = liableParties(facts);
  const actOn = (each: LiableParty) =>
    account &&
    recourseActOf(each, {
      ...{ account, creditor: facts.creditor, holder: lot.holder, drawer: face.drawer },
      acceptor: accepted > 0n ? face.drawee : undefined,
      isWhollyAccepted: accepted === face.unit || bill.flags.includes("rest"),
      isStopped: holdsOf(lot).includes("stopped"),
    });
  const told = new Set(liable.flatMap((each) => sentenceOf(each, actOn(each)) ?? []));
  return (
    <div className="card p-4">
      <p>
        {t("bills.recourseSum", {
          total: money(total),
          principal: money(principal),
          interest: money(interest),
          costs: money(costs),
        })}{" "}
        <Party account={facts.creditor} plain />
      </p>
      {fault ? <p className="mt-1 text-sm text-wood-ink">{t(`bills.fault_${fault}`)}</p> : null}
      {holdsOf(lot).includes("stopped") ? (
        <p className="mt-1 text-sm text-wood-ink">{t("bills.recourseStopped")}</p>
      ) : null}
      <ul className="mt-3 grid gap-3">
        {liable.map((each) => (
          <Liable
            key={`${each.party}-${each.principal}-${each.role}`}
            liable={each}
            whole={whole}
            lot={lot}
            account={account}
            act={actOn(each)}
            total={total}
          />
        ))}
      </ul>
      {[...told].map((sentence) => (
        <p key={sentence} className="mt-2 text-sm text-muted">
          {t(`bills.does_recourse_${sentence}`, { total: money(total) })}
        </p>
      ))}
    </div>
  );
}

function Liable(props: {
  liable: LiableParty;
  whole: WholeBill;
  lot: LotHistory;
  account: Address | undefined;
  act: RecourseAct | undefined;
  total: bigint;
}) {
  const { t, locale } = useLanguage();
  const reader = useReader();
  const { billsRecourse } = useContracts();
  const { run, busy, problem } = useActing();
  const { liable, whole, lot, account, act, total } = props;
  const { face } = whole.history;
  const money = useMoney(face.token);
  const callOf = (chosen: RecourseAct) => {
    const proof = { inner: lot.inner, links: lot.links, index: liable.index ?? 0 };
    if (chosen === "claim") return demandOnBill(billsRecourse, face, proof);
    if (liable.index === undefined) return payForAcceptor(billsRecourse, face, proof, total);
    return chosen === "takeUp"
      ? takeUpBill(billsRecourse, face, proof, total)
      : payForParty(billsRecourse, face, proof, total);
  };
  const go = (chosen: RecourseAct, payer: Address) =>
    run(async () => ({
      title: { key: "bills.tx", values: { act: t(`bills.recourse_${chosen}`) } },
      calls: [
        ...(chosen === "claim"
          ? []
          : await approvalFor(reader, { token: face.token, account: payer, spender: billsRecourse, sum: total })),
        callOf(chosen),
      ],
    }));
  return (
    <li className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1 border-t border-line pt-2">
      <span className="min-w-0">
        <Party account={liable.party} plain />{" "}
        <span className="text-sm text-muted">
          {t(`bills.role_${liable.role}`)}:{" "}
          {t("bills.liableFor", { amount: money(liable.amount), day: formatDay(liable.lastDay, locale) })}
        </span>
        {liable.principal && !isAddressEqual(liable.principal, liable.party) ? (
          <span className="block text-sm text-muted">
            {t("bills.guaranteesFor")} <Party account={liable.principal} plain />
          </span>
        ) : null}
      </span>
      {act && account ? (
        <Button small look={act === "honour" ? "quiet" : "primary"} busy={busy} onClick={() => void go(act, account)}>
          {t(`bills.recourse_${act}`)}
        </Button>
      ) : null}
      <ProblemNotice problem={problem} />
    </li>
  );
}
