"use client";

import type { Rail, RailQuote } from "@tallystick/sdk/market/quotes";
import { useLanguage } from "@/i18n/context";
import { formatAmount } from "@/lib/format";

/** Ways to pay, with what each asks of the buyer besides the price, before anything is signed. */
export function RailChoice(props: { quotes: readonly RailQuote[]; chosen: Rail; onChoose: (rail: Rail) => void }) {
  const { t } = useLanguage();
  return (
    <fieldset>
      <legend className="mb-2 text-sm font-medium">{t("rail.how")}</legend>
      <div className="grid gap-2">
        {props.quotes.map((state) => (
          <RailRow
            key={state.rail}
            state={state}
            chosen={props.chosen === state.rail}
            onChoose={() => props.onChoose(state.rail)}
          />
        ))}
      </div>
    </fieldset>
  );
}

function RailRow(props: { state: RailQuote; chosen: boolean; onChoose: () => void }) {
  const { t } = useLanguage();
  const { rail, fault, transactions, signatures } = props.state;
  const open = fault === undefined;
  const asked = [
    ...(signatures > 0 ? [t("rail.signatures", { n: signatures })] : []),
    ...(transactions > 0 ? [t("rail.transactions", { n: transactions })] : []),
  ];
  return (
    <label
      className={`flex items-start gap-2.5 rounded-xl border border-line-strong bg-surface px-3 py-2 has-checked:border-brand has-checked:bg-brand-soft has-focus-visible:outline-2 has-focus-visible:outline-brand ${open ? "" : "bg-sunken"}`}
    >
      <input
        type="radio"
        name="rail"
        className="mt-1 size-4 shrink-0 accent-brand"
        checked={props.chosen}
        disabled={!open}
        onChange={props.onChoose}
      />
      <span className="min-w-0 flex-1 text-sm">
        <span className="font-medium">{t(`rail.${rail}`)}</span>
        <span className="block text-muted">
          {fault === undefined ? t(`rail.${rail}Hint`) : t(`rail.fault_${fault}`)}
        </span>
      </span>
      <span className="shrink-0 text-right text-xs text-muted tabular-nums">
        {asked.join(" + ")}
        <GasText state={props.state} />
      </span>
    </label>
  );
}

function GasText(props: { state: RailQuote }) {
  const { t, locale } = useLanguage();
  const { gas, gasCost, transactions } = props.state;
  const text = transactions === 0 ? t("rail.noGas") : t("rail.gas", { gas, ether: etherText(gasCost, locale) });
  return <span className="block">{text}</span>;
}

/** Wei as ether with three digits that say something. */
function etherText(wei: bigint, locale: string): string {
  const digits = wei.toString().length;
  const step = digits > 3 ? 10n ** BigInt(digits - 3) : 1n;
  return `${formatAmount((wei / step) * step, 18, locale)} ETH`;
}
