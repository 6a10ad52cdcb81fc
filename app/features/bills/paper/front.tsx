"use client";

import { type BillFace, billSum, placeText, tenorOf } from "@tallystick/sdk/bills/face";
import { billClauses, namesIn } from "@tallystick/sdk/bills/words";
import { sumInChinese, sumInWords } from "@tallystick/sdk/bills/wordsOfSum";
import type { ReactNode } from "react";
import { zeroAddress } from "viem";
import { useNameOf } from "@/components/account-field";
import { useToken } from "@/components/amount";
import { WholeText } from "@/features/receivables/shared/party";
import { useLanguage } from "@/i18n/context";
import type { Translate } from "@/i18n/translate";
import { formatAmount } from "@/lib/format";
import { printable } from "@/lib/printable";
import { formatDay } from "../shared/dates";

/** The front of a bill, drawn as one: its words, the sum in figures and in words, and the acceptance across it. */
export function BillFront(props: { face: BillFace; rules?: string | undefined; accepted?: bigint }) {
  const { t, locale } = useLanguage();
  const { face, rules, accepted = 0n } = props;
  const info = useToken(face.token);
  const sum = billSum(face);
  const token = info ? { symbol: printable(info.symbol.slice(0, 12)), decimals: info.decimals } : undefined;
  const money = (amount: bigint) => (token ? `${formatAmount(amount, token.decimals, locale)} ${token.symbol}` : "…");
  const clauses = namesIn(billClauses, face.clauses);
  const isPart = accepted > 0n && accepted < face.unit;
  return (
    <section
      aria-label={t("bills.front")}
      className="relative break-inside-avoid rounded-sm border-4 border-double border-wood bg-surface p-4 sm:p-7"
    >
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2">
        <p className="text-xl font-semibold tracking-wide sm:text-2xl">
          Bill of exchange <span lang="zh">汇票</span>
        </p>
        <p className="rounded border border-line-strong px-3 py-1 text-lg font-semibold tabular-nums">{money(sum)}</p>
      </div>
      <p className="mt-3 text-sm text-muted">
        {t("bills.paperDrawn", { place: placeOf(face.drawnAt), date: formatDay(face.drawnOn, locale) })}
      </p>
      <p className="mt-4 text-lg leading-relaxed">
        {whenOf(face, t, locale)} {t(clauses.includes("notToOrder") ? "bills.paperPayNotToOrder" : "bills.paperPay")}
      </p>
      <PaperParty account={face.payee} />
      <p className="mt-3">{t("bills.paperSum")}</p>
      <p className="border-b border-line-strong pb-1 text-lg font-medium">{token ? sumInWords(sum, token) : "…"}</p>
      <p lang="zh" className="mt-1 border-b border-line-strong pb-1 font-medium">
        {token ? sumInChinese(sum, token) : "…"}
      </p>
      <p className="mt-3">{t("bills.paperPayable", { place: placeOf(face.payableAt) })}</p>
      <ul className="mt-2 grid gap-1 text-sm">
        {rules ? <li>{t("bills.paperRules", { name: rules })}</li> : null}
        {face.presentBy === 0 ? null : (
          <li>{t("bills.paperPresentBy", { date: formatDay(face.presentBy, locale) })}</li>
        )}
        {clauses.map((clause) => (
          <li key={clause} className="font-medium">
            {t(`bills.clause_${clause}`)}
          </li>
        ))}
        {face.court === zeroAddress ? null : (
          <li>
            {t("bills.paperCourt")} <Name account={face.court} />
          </li>
        )}
        {face.units > 1 ? <li>{t("bills.paperUnits", { n: face.units, unit: money(face.unit) })}</li> : null}
      </ul>
      <div className="mt-6 grid gap-5 sm:grid-cols-2">
        <Signed label={t("bills.paperTo")}>
          <PaperParty account={face.drawee} />
        </Signed>
        <Signed label={t("bills.paperDrawer")}>
          <PaperParty account={face.drawer} />
        </Signed>
      </div>
      {accepted > 0n ? (
        <p className="mt-5 -rotate-1 border-y-2 border-brand py-2 text-center text-lg font-semibold text-brand sm:-rotate-2">
          {t(isPart ? "bills.paperAcceptedPart" : "bills.paperAccepted", {
            sum: money(accepted * BigInt(face.units)),
          })}{" "}
          <Name account={face.drawee} />
        </p>
      ) : null}
    </section>
  );
}

const placeOf = (word: BillFace["drawnAt"]): string => printable(placeText(word) ?? word);

function whenOf(face: BillFace, t: Translate, locale: string): string {
  const tenor = tenorOf(face);
  if (tenor === "fixedDay") return t("bills.paperWhen_fixedDay", { date: formatDay(face.term, locale) });
  return t(`bills.paperWhen_${tenor}`, { n: face.term });
}

function Signed(props: { label: string; children: ReactNode }) {
  return (
    <div>
      <p className="text-sm text-muted">{props.label}</p>
      {props.children}
    </div>
  );
}

function Name(props: { account: string }) {
  const nameOf = useNameOf();
  return <>{nameOf(props.account) ?? <WholeText value={props.account} />}</>;
}

/** By name where there is one, and by the whole account in any case: that is what binds. */
export function PaperParty(props: { account: string }) {
  const nameOf = useNameOf();
  const name = nameOf(props.account);
  return (
    <p>
      {name ? <span className="block font-semibold">{name}</span> : null}
      <WholeText value={props.account} />
    </p>
  );
}
