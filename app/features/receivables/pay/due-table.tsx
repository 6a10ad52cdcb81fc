"use client";

import type { IndexedReceivable } from "@tallystick/sdk/indexer/instrumentFields";
import { numberText } from "@tallystick/sdk/instruments/terms";
import Link from "next/link";
import type { Address } from "viem";
import { Amount, useToken } from "@/components/amount";
import { When } from "@/components/when";
import { useLanguage } from "@/i18n/context";
import { shortHex } from "@/lib/format";
import { useChainNow } from "@/lib/use-chain-now";
import { Party } from "../shared/party";
import { receivablePath } from "../shared/paths";
import { StatusBadge } from "../shared/status-badge";
import { dueOfRow } from "./due";
import { dueNow, mostAtOnce, planOf, type Selection, toggled, withAll } from "./selection";

interface Props {
  readonly items: readonly IndexedReceivable[];
  readonly token: Address;
  readonly selection: Selection;
  readonly onChange: (selection: Selection) => void;
}

const columns = ["invoice", "creditor", "dueBy", "principal", "interest", "total", "amount"] as const;

/** What is due, each with a box to tick and an amount. */
export function DueTable({ items, token, selection, onChange }: Props) {
  const { t } = useLanguage();
  const now = useChainNow();
  const dues = items.map((row) => dueOfRow(row, now));
  const isAll = items.every(({ id }) => String(id) in selection);
  const chosen = Object.keys(selection).length;
  return (
    <div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <div tabIndex={0} className="card overflow-x-auto">
        <table className="w-full text-sm">
          <caption className="sr-only">{t("paying.due")}</caption>
          <thead>
            <tr className="border-b border-line-strong text-left">
              <td className="px-4 py-2">
                <input
                  type="checkbox"
                  aria-label={t(isAll ? "paying.selectNone" : "paying.selectAll")}
                  className="size-4 accent-brand"
                  checked={isAll}
                  onChange={() => onChange(isAll ? {} : withAll(selection, dues))}
                />
              </td>
              {columns.map((column) => (
                <th key={column} scope="col" className="px-4 py-2 font-semibold">
                  {t(`paying.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {items.map((row) => (
              <DueRow
                key={String(row.id)}
                row={row}
                now={now}
                token={token}
                selection={selection}
                onChange={onChange}
              />
            ))}
          </tbody>
        </table>
      </div>
      <p className="mt-2 text-sm text-muted">
        {t("paying.amountHint")} {t("paying.interestHint")}
      </p>
      {chosen >= mostAtOnce ? <p className="mt-1 text-sm">{t("paying.mostAtOnce", { n: mostAtOnce })}</p> : null}
    </div>
  );
}

function DueRow(props: Omit<Props, "items"> & { row: IndexedReceivable; now: number }) {
  const { t } = useLanguage();
  const { row, now, token, selection, onChange } = props;
  const decimals = useToken(token)?.decimals ?? 0;
  const due = dueOfRow(row, now);
  const key = String(row.id);
  const typed = selection[key];
  const fault = planOf([due], selection, decimals).parts[0]?.fault;
  const number = numberText(row.number) ?? shortHex(row.number);
  const isFull = typed === undefined && Object.keys(selection).length >= mostAtOnce;
  return (
    <tr className={`border-b border-line align-top last:border-0 ${typed === undefined ? "" : "bg-brand-soft"}`}>
      <td className="px-4 py-3">
        <input
          type="checkbox"
          aria-label={t("paying.select", { number })}
          className="size-4 accent-brand"
          checked={typed !== undefined}
          disabled={isFull}
          onChange={(event) => onChange(toggled(selection, row.id, event.target.checked))}
        />
      </td>
      <th scope="row" className="px-4 py-3 text-left font-normal">
        <Link href={receivablePath(row.id)} className="link">
          {number}
        </Link>{" "}
        {row.status === "confirmed" ? null : <StatusBadge status={row.status} />}
      </th>
      <td className="px-4 py-3">
        <Party account={row.creditor} plain />
      </td>
      <td className="px-4 py-3 whitespace-nowrap">
        <When at={row.dueBy} now={now} short />
      </td>
      <td className="px-4 py-3">
        <Amount value={due.principal} token={token} />
      </td>
      <td className="px-4 py-3">{due.interest > 0n ? <Amount value={due.interest} token={token} /> : "–"}</td>
      <td className="px-4 py-3 font-semibold">
        <Amount value={dueNow(due)} token={token} />
      </td>
      <td className="px-4 py-2">
        {typed === undefined ? null : (
          <>
            <input
              aria-label={t("paying.amountOf", { number })}
              aria-invalid={fault !== undefined}
              aria-describedby={fault ? `fault-${key}` : undefined}
              inputMode="decimal"
              className="field w-32"
              value={typed}
              onChange={(event) => onChange({ ...selection, [key]: event.target.value })}
            />
            {fault ? (
              <p id={`fault-${key}`} className="mt-1 max-w-40 text-danger">
                {t(`paying.fault_${fault}`)}
              </p>
            ) : null}
          </>
        )}
      </td>
    </tr>
  );
}
