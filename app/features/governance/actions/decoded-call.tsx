"use client";

import type { DecodedArgument, DecodedCall, DecodedValue } from "@tallystick/sdk/governance/decode";
import type { ReactNode } from "react";
import { AddressText } from "@/components/address";
import { Facts, Notice } from "@/components/ui";
import { useLanguage } from "@/i18n/context";
import { formatAmount } from "@/lib/format";

/** A call with its arguments, and those within it. */
export function DecodedCallView({ call }: { call: DecodedCall }) {
  const { t, locale } = useLanguage();
  const rows: (readonly [string, ReactNode])[] = [
    [t("actions.target"), <AddressText key="target" address={call.target} label={call.contract} />],
  ];
  if (call.value > 0n) rows.push([t("actions.value"), `${formatAmount(call.value, 18, locale)} ETH`]);
  if (call.signature) rows.push([t("actions.function"), <Code key="function">{call.signature}</Code>]);
  return (
    <div className="grid gap-3">
      <Facts rows={rows} />
      {call.limit ? <Notice tone="warn">{t(`actions.limit.${call.limit}`)}</Notice> : null}
      {call.isGuess ? <Notice tone="warn">{t("actions.guess")}</Notice> : null}
      {call.hasMore ? <Notice tone="warn">{t("actions.hasMore")}</Notice> : null}
      {call.args.length > 0 ? <Arguments args={call.args} label={t("actions.arguments")} /> : null}
      {call.nested.length > 0 ? (
        <div>
          <p className="text-sm font-medium">{t("actions.nested")}</p>
          <ol className="mt-2 grid gap-4 border-l-2 border-line-strong pl-4">
            {call.nested.map((nested, i) => (
              <li key={String(i)}>
                <DecodedCallView call={nested} />
              </li>
            ))}
          </ol>
        </div>
      ) : null}
    </div>
  );
}

function Code(props: { children: ReactNode }) {
  return <code className="font-mono text-[0.86em] break-all">{props.children}</code>;
}

/** Names, types and values. */
export function Arguments(props: { args: readonly DecodedArgument[]; label: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section tabIndex={0} aria-label={props.label} className="overflow-x-auto">
      <table className="text-sm">
        <tbody>
          {props.args.map(({ name, type, value }, i) => (
            <tr key={String(i)} className="border-b border-line align-top">
              <th scope="row" className="py-1 pr-4 text-left font-normal">
                {name} <span className="text-muted">{type}</span>
              </th>
              <td className="py-1">
                <ValueView type={type} value={value} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function ValueView(props: { type: string; value: DecodedValue }): ReactNode {
  const { type, value } = props;
  if (Array.isArray(value)) {
    const item = type.replace(/\[\d*\]$/, "");
    return (
      <ol className="grid gap-1">
        {(value as readonly DecodedValue[]).map((each, i) => (
          <li key={String(i)}>
            <ValueView type={item} value={each} />
          </li>
        ))}
      </ol>
    );
  }
  if (typeof value === "object" && "fields" in value) {
    return (
      <dl className="grid gap-1">
        {value.fields.map((field, i) => (
          <div key={String(i)} className="flex flex-wrap gap-2">
            <dt className="text-muted">{field.name}</dt>
            <dd>
              <ValueView type={field.type} value={field.value} />
            </dd>
          </div>
        ))}
      </dl>
    );
  }
  if (type === "address") return <AddressText address={String(value)} />;
  if (type === "string") return <span className="whitespace-pre-line">{String(value)}</span>;
  return <Code>{String(value)}</Code>;
}
