"use client";

import type { Effects } from "@tallystick/sdk/governance/simulate";
import type { TracedCall, TracedEvent } from "@tallystick/sdk/governance/trace";
import type { ReactNode } from "react";
import { type Address, zeroAddress } from "viem";
import { AddressText } from "@/components/address";
import { useLanguage } from "@/i18n/context";
import { shortHex } from "@/lib/format";
import { Arguments } from "./decoded-call";
import { useParameterText } from "./parameter-text";
import { useAccountText } from "./use-known";
import { useAmounts } from "./use-sentence";

/** What changes: first what a person asks for, then what a machine sees. */
export function EffectsView(props: { effects: Effects; calls: readonly (TracedCall | undefined)[] | undefined }) {
  const { effects, calls } = props;
  const { t } = useLanguage();
  const { parameters, tokens, ether, events, storage, code } = effects;
  const isQuiet = parameters.length + tokens.length + ether.length === 0;
  return (
    <div className="grid gap-4">
      {isQuiet ? <p className="text-sm text-muted">{t("actions.nothingSeen")}</p> : null}
      <ParameterChanges changes={parameters} />
      <BalanceChanges effects={effects} />
      {code?.map((account) => (
        <p key={account}>{t("actions.codeChange", { account })}</p>
      ))}
      {events?.length ? (
        <Fold title={`${t("actions.events")} (${events.length})`}>
          <ol className="grid gap-3">
            {events.map((event, i) => (
              <EventView key={String(i)} event={event} />
            ))}
          </ol>
        </Fold>
      ) : null}
      {storage?.length ? (
        <Fold title={`${t("actions.storage")} (${storage.length})`}>
          <ul className="grid gap-2">
            {storage.map(({ account, slot, before, after }) => (
              <li key={`${account} ${slot}`} className="text-sm break-all">
                <AddressText address={account} plain />{" "}
                <code className="font-mono text-xs">
                  [{shortHex(slot)}] {before} → {after}
                </code>
              </li>
            ))}
          </ul>
        </Fold>
      ) : null}
      {calls?.some((call) => call !== undefined) ? (
        <Fold title={t("actions.calls")}>
          <ol className="grid gap-2">
            {calls.map((call, i) => (call ? <CallView key={String(i)} call={call} /> : null))}
          </ol>
        </Fold>
      ) : null}
    </div>
  );
}

function Fold(props: { title: string; children: ReactNode }) {
  return (
    <details>
      <summary className="cursor-pointer text-sm font-medium">{props.title}</summary>
      <div className="mt-2">{props.children}</div>
    </details>
  );
}

function ParameterChanges({ changes }: { changes: Effects["parameters"] }) {
  const { t } = useLanguage();
  const text = useParameterText();
  if (changes.length === 0) return null;
  return (
    <div>
      <p className="text-sm font-medium">{t("actions.parameters")}</p>
      <ul className="mt-1 grid gap-1">
        {changes.map(({ id, before, after }) => (
          <li key={id}>
            {t(`proposing.parameter.${id}.name`)}: <s className="text-muted">{text(id, before)}</s>{" "}
            <span aria-hidden="true">→</span> <strong>{text(id, after)}</strong>
          </li>
        ))}
      </ul>
    </div>
  );
}

function BalanceChanges({ effects }: { effects: Effects }) {
  const { t } = useLanguage();
  const account = useAccountText();
  const moves = [
    ...effects.tokens,
    ...effects.ether.map((each) => ({
      token: zeroAddress as Address,
      account: each.account,
      change: each.after - each.before,
    })),
  ];
  const amounts = useAmounts(moves.map(({ token }) => token));
  if (moves.length === 0) return null;
  return (
    <div>
      <p className="text-sm font-medium">{t("actions.balances")}</p>
      <ul className="mt-1 grid gap-1">
        {moves.map((move) => (
          <li key={`${move.token} ${move.account}`} className="flex flex-wrap justify-between gap-3 tabular-nums">
            <span>{account(move.account)}</span>
            <span className={move.change < 0n ? "text-danger" : "text-brand"}>
              {move.change > 0n ? "+" : ""}
              {amounts(move.change, move.token)}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function EventView({ event }: { event: TracedEvent }) {
  const account = useAccountText();
  return (
    <li className="text-sm">
      <p>
        {account(event.address)}: <strong>{event.name ?? shortHex(event.raw.topics[0] ?? "0x")}</strong>
      </p>
      {event.args.length > 0 ? (
        <Arguments args={event.args} label={event.name ?? ""} />
      ) : (
        <code className="font-mono text-xs break-all">{event.raw.data}</code>
      )}
    </li>
  );
}

function CallView({ call }: { call: TracedCall }) {
  const { t } = useLanguage();
  const account = useAccountText();
  return (
    <li className="text-sm">
      <p className="break-all">
        <span className="text-muted">{call.kind.toLowerCase()}</span> {account(call.to)}{" "}
        <code className="font-mono text-xs">{shortHex(call.data)}</code>
        {call.failed === undefined ? null : <span className="text-danger"> {t("actions.failedCall")}</span>}
      </p>
      {call.calls.length > 0 ? (
        <ol className="mt-1 grid gap-1 border-l-2 border-line pl-3">
          {call.calls.map((inner, i) => (
            <CallView key={String(i)} call={inner} />
          ))}
        </ol>
      ) : null}
    </li>
  );
}
