"use client";

import { useEffect, useState, useSyncExternalStore } from "react";
import { useConfig } from "wagmi";
import { useAppConfig } from "@/components/config";
import { Dialog } from "@/components/dialog";
import { Button, Spinner } from "@/components/ui";
import { useLanguage } from "@/i18n/context";
import { formatTime, shortHex } from "@/lib/format";
import { allEntries, clearDone, noEntries, subscribe } from "@/lib/tx/store";
import { isOpen, type TxEntry } from "@/lib/tx/types";
import { useProblemText } from "./problem";

export function useActivity(): readonly TxEntry[] {
  return useSyncExternalStore(subscribe, allEntries, noEntries);
}

export function ActivityButton() {
  const { t } = useLanguage();
  const config = useConfig();
  const entries = useActivity();
  const [open, setOpen] = useState(false);
  useEffect(() => {
    if (!allEntries().some(({ state }) => state === "pending")) return;
    void import("@/lib/tx/follow").then(({ followPending }) => followPending(config));
  }, [config]);
  const running = entries.filter(isOpen).length;
  return (
    <>
      <Button
        look="quiet"
        aria-haspopup="dialog"
        aria-label={running ? `${t("tx.centre")}: ${t("tx.open", { n: running })}` : t("tx.centre")}
        onClick={() => setOpen(true)}
        className="relative px-2.5"
      >
        {running ? <Spinner /> : <Clock />}
        <span className="hidden 2xl:inline">{t("tx.centre")}</span>
      </Button>
      <Dialog open={open} title={t("tx.centre")} onClose={() => setOpen(false)}>
        <ActivityList entries={entries} />
      </Dialog>
    </>
  );
}

function Clock() {
  return (
    <svg viewBox="0 0 20 20" className="size-5" aria-hidden="true">
      <circle cx="10" cy="10" r="7" fill="none" stroke="currentColor" strokeWidth="1.5" />
      <path d="M10 6v4l3 2" fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinecap="round" />
    </svg>
  );
}

function ActivityList(props: { entries: readonly TxEntry[] }) {
  const { t } = useLanguage();
  if (props.entries.length === 0) return <p className="text-muted">{t("tx.empty")}</p>;
  return (
    <>
      <ul className="grid gap-2">
        {props.entries.map((entry) => (
          <li key={entry.id} className="rounded-xl border border-line px-3 py-2.5">
            <EntryLine entry={entry} />
          </li>
        ))}
      </ul>
      <div className="mt-4 flex justify-end">
        <Button small onClick={clearDone}>
          {t("tx.clear")}
        </Button>
      </div>
    </>
  );
}

function EntryLine(props: { entry: TxEntry }) {
  const { entry } = props;
  const { t, locale } = useLanguage();
  const { networks } = useAppConfig();
  const say = useProblemText();
  const bad = ["reverted", "failed", "dropped", "replaced", "cancelled"].includes(entry.state);
  const explorer = networks.find((network) => network.chainId === entry.chainId)?.explorer;
  const label = entry.hash ? t("tx.hash", { hash: shortHex(entry.hash) }) : "";
  return (
    <>
      <p className="font-medium">{t(entry.title.key, entry.title.values)}</p>
      <p
        className={`flex items-center gap-2 text-sm ${bad ? "text-danger" : entry.state === "confirmed" ? "text-good" : "text-muted"}`}
      >
        {isOpen(entry) ? <Spinner /> : null}
        {t(`tx.${entry.state}`)}
      </p>
      {entry.problem ? <p className="mt-1 text-sm">{say(entry.problem)}</p> : null}
      <p className="mt-1 text-xs text-muted">
        {formatTime(entry.startedAt / 1000, locale)}
        {label ? " · " : ""}
        {explorer && entry.hash ? (
          <a className="link" href={`${explorer}/tx/${entry.hash}`} rel="noreferrer" target="_blank">
            {label}
          </a>
        ) : (
          label
        )}
      </p>
    </>
  );
}

const shownFor = 6_000;

/**
 * The newest act, for a while; read out politely, and kept in the list after it has gone from here. It stands beside the
 * header, not in it: what is blurred behind the header would hold it there instead of in the window's corner.
 */
export function Toasts() {
  const [newest] = useActivity();
  const mark = newest ? `${newest.id}.${newest.state}` : "";
  const [past, setPast] = useState(mark);
  const open = newest !== undefined && isOpen(newest);
  useEffect(() => {
    if (open || !mark) return;
    const timer = setTimeout(() => setPast(mark), shownFor);
    return () => clearTimeout(timer);
  }, [mark, open]);
  const fresh = newest && (open || (mark !== past && Date.now() - newest.startedAt < 600_000));
  return (
    <div
      role="status"
      aria-live="polite"
      className="pointer-events-none fixed right-4 bottom-4 z-30 w-[min(24rem,calc(100vw-2rem))]"
    >
      {fresh ? (
        <div className="card pointer-events-auto border-l-4 border-l-brand px-4 py-3">
          <EntryLine entry={newest} />
        </div>
      ) : null}
    </div>
  );
}
