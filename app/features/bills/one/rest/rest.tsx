"use client";

import { readRecourse, restOf, restReceipt } from "@tallystick/sdk/bills/readRecourse";
import { takeUpReceipt, takeUpRest } from "@tallystick/sdk/bills/recourse";
import type { Reader } from "@tallystick/sdk/chain/actor";
import { useQuery } from "@tanstack/react-query";
import { type Address, isAddressEqual } from "viem";
import { useNameOf } from "@/components/account-field";
import { useMoney } from "@/components/amount";
import { ProblemNotice } from "@/components/problem-notice";
import { QueryState } from "@/components/query-state";
import { Button } from "@/components/ui";
import { Party } from "@/features/receivables/shared/party";
import { useLanguage } from "@/i18n/context";
import { approvalFor } from "@/lib/approval";
import { shortAddress } from "@/lib/format";
import { useContracts, useReader } from "@/lib/reader";
import { useActing } from "@/lib/tx/use-acting";
import { formatDay } from "../../shared/dates";
import type { WholeBill } from "../../shared/load";
import {
  lastReceiptDay,
  type RestCase,
  type RestParty,
  restLinks,
  restParties,
  restStateOf,
  restSum,
} from "./rest-claims";

/** What was not accepted of a bill: whether it was protested, who answers for it, and who has the receipt for it. */
export function Rest(props: { whole: WholeBill; account: Address | undefined }) {
  return props.whole.bill.flags.includes("part") ? <OfPart {...props} /> : null;
}

function OfPart(props: { whole: WholeBill; account: Address | undefined }) {
  const { t, locale } = useLanguage();
  const nameOf = useNameOf();
  const reader = useReader();
  const { whole, account } = props;
  const { face, id, lots } = whole.history;
  const money = useMoney(face.token);
  const found = useQuery({
    queryKey: ["bill-rest", reader.network.chainId, String(id), lots[0]?.roll, whole.bill.status],
    queryFn: () => readRest(reader, whole),
    refetchInterval: 15_000,
  });
  if (found.data === null) return null;
  const state = found.data && restStateOf(found.data);
  if (found.data && !state) return null;
  return (
    <section aria-labelledby="rest" className="card p-5">
      <h2 id="rest" className="text-xl">
        {t("bills.rest")}
      </h2>
      <QueryState query={found} />
      {found.data && state ? (
        <>
          <p className="mt-1">
            {t(`bills.rest_${state}`, {
              rest: money((face.unit - whole.accepted) * BigInt(face.units)),
              sum: money(restSum(found.data)),
              costs: money(found.data.rest.costs),
              day: formatDay(state === "taken" ? lastReceiptDay(found.data) : whole.bill.dueDay, locale),
              creditor: ((creditor) => nameOf(creditor) ?? shortAddress(creditor))(
                found.data.receipt?.creditor ?? found.data.facts.creditor,
              ),
            })}
          </p>
          <Payers case={found.data} whole={whole} account={account} />
        </>
      ) : null}
    </section>
  );
}

/** Null: nobody holds the first lot any more. */
async function readRest(reader: Reader, { history }: WholeBill): Promise<RestCase | null> {
  const { face, id, lots } = history;
  const [first] = lots;
  if (first?.holder === undefined) return null;
  const [facts, rest, receipt] = await Promise.all([
    readRecourse(reader, face, first),
    restOf(reader, id),
    restReceipt(reader, id),
  ]);
  return { facts, root: first.id, rest, receipt };
}

function Payers(props: { case: RestCase; whole: WholeBill; account: Address | undefined }) {
  const { t } = useLanguage();
  const reader = useReader();
  const { billsRecourse } = useContracts();
  const { run, busy, problem } = useActing();
  const { case: given, whole, account } = props;
  const { face } = whole.history;
  const parties = restParties(given);
  const sum = restSum(given);
  const act = given.receipt ? "takeUpReceipt" : "takeUpRest";
  const pay = ({ party, index }: RestParty) =>
    run(async () => ({
      title: { key: "bills.tx", values: { act: t(`bills.${act}`) } },
      calls: [
        ...(await approvalFor(reader, { token: face.token, account: party, spender: billsRecourse, sum })),
        (given.receipt ? takeUpReceipt : takeUpRest)(billsRecourse, face, { links: restLinks(given), index }, sum),
      ],
    }));
  if (parties.length === 0) return null;
  return (
    <>
      <p className="mt-3 text-sm text-muted">{t("bills.restWho")}</p>
      <ul className="mt-1 grid gap-2">
        {parties.map((each) => (
          <li
            key={each.party}
            className="flex flex-wrap items-baseline justify-between gap-2 border-t border-line pt-2"
          >
            <Party account={each.party} plain />
            {account && isAddressEqual(each.party, account) ? (
              <Button small look="primary" busy={busy} onClick={() => void pay(each)}>
                {t(`bills.${act}`)}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      <ProblemNotice problem={problem} className="mt-3" />
    </>
  );
}
