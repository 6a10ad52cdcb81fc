"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { useNetwork } from "@/components/config";
import { useLanguage } from "@/i18n/context";
import type { Key } from "@/i18n/dictionary";

interface Entry {
  readonly href: string;
  readonly key: Key;
  readonly local?: boolean;
}

/** What stands on the bar itself, and the rest in groups that open. */
const first: readonly Entry[] = [
  { href: "/market", key: "nav.market" },
  { href: "/publish", key: "nav.publish" },
  { href: "/my-data", key: "nav.myData" },
  { href: "/library", key: "nav.library" },
];
const groups: readonly { readonly key: Key; readonly entries: readonly Entry[] }[] = [
  {
    key: "nav.deals",
    entries: [
      { href: "/tabs", key: "nav.tabs" },
      { href: "/exchange", key: "nav.exchange" },
      { href: "/swaps", key: "swaps.title" },
      { href: "/consent", key: "nav.consent" },
      { href: "/audit", key: "nav.audit" },
    ],
  },
  {
    key: "nav.instruments",
    entries: [
      { href: "/receivables", key: "nav.receivables" },
      { href: "/receivables/register", key: "nav.registerInvoice" },
      { href: "/receivables/quotes", key: "nav.quotes" },
      { href: "/receivables/pay", key: "nav.paying" },
      { href: "/receivables/portfolio", key: "nav.portfolio" },
      { href: "/bills", key: "bills.title" },
    ],
  },
  {
    key: "nav.governance",
    entries: [
      { href: "/governance", key: "nav.proposals" },
      { href: "/governance/propose", key: "nav.proposing" },
      { href: "/governance/parameters", key: "nav.parameters" },
      { href: "/governance/delegates", key: "nav.delegates" },
      { href: "/governance/treasury", key: "nav.treasury" },
    ],
  },
  {
    key: "nav.you",
    entries: [
      { href: "/identity", key: "nav.identity" },
      { href: "/organisation", key: "nav.organisation" },
      { href: "/credentials", key: "nav.credentials" },
      { href: "/local", key: "nav.local", local: true },
    ],
  },
];

const everywhere = [...first, ...groups.flatMap(({ entries }) => entries)].map(({ href }) => href);
const isBelow = (path: string, href: string) => path === href || path.startsWith(`${href}/`);

/** Of pages that lie below one another the innermost is the current one. */
const isCurrent = (path: string, href: string) =>
  isBelow(path, href) && !everywhere.some((other) => isBelow(other, href) && other !== href && isBelow(path, other));

/** On a wide page a bar with groups that open; on a telephone one list with headings. */
export function Navigation(props: { open: boolean; onNavigate: () => void }) {
  const { t } = useLanguage();
  const path = usePathname();
  const { isLocal } = useNetwork();
  return (
    <nav
      id="main-navigation"
      aria-label={t("nav.label")}
      className={`${props.open ? "flex" : "hidden"} w-full flex-col gap-3 pb-4 lg:flex lg:w-auto lg:flex-row lg:gap-0 lg:pb-0`}
    >
      <ul className="grid grid-cols-2 gap-x-2 lg:flex">
        {first.map((entry) => (
          <NavLink key={entry.href} entry={entry} path={path} onNavigate={props.onNavigate} />
        ))}
      </ul>
      {groups.map(({ key, entries }) => (
        <Group
          key={key}
          label={t(key)}
          entries={entries.filter(({ local }) => isLocal || !local)}
          path={path}
          onNavigate={props.onNavigate}
        />
      ))}
    </nav>
  );
}

function NavLink(props: { entry: Entry; path: string; onNavigate: () => void }) {
  const { t } = useLanguage();
  const { href, key } = props.entry;
  const current = isCurrent(props.path, href);
  return (
    <li>
      <Link
        href={href}
        aria-current={current ? "page" : undefined}
        onClick={props.onNavigate}
        className={`block rounded-lg px-2.5 py-2 text-[0.925rem] whitespace-nowrap hover:bg-sunken ${current ? "font-semibold text-brand" : "text-ink"}`}
      >
        {t(key)}
      </Link>
    </li>
  );
}

/** A disclosure rather than an ARIA menu: its links are plain links, reached by Tab. */
function Group(props: { label: string; entries: readonly Entry[]; path: string; onNavigate: () => void }) {
  const { label, entries, path } = props;
  const [open, setOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const list = useId();
  const current = entries.some(({ href }) => isCurrent(path, href));
  useEffect(() => {
    if (!open) return;
    const away = (event: Event) => {
      if (!box.current?.contains(event.target as Node)) setOpen(false);
    };
    document.addEventListener("pointerdown", away);
    document.addEventListener("focusin", away);
    return () => {
      document.removeEventListener("pointerdown", away);
      document.removeEventListener("focusin", away);
    };
  }, [open]);
  const onEscape = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || !open) return;
    setOpen(false);
    box.current?.querySelector("button")?.focus();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape closes the group wherever in it the focus is
    <div ref={box} onKeyDown={onEscape} className="relative">
      <button
        type="button"
        aria-expanded={open}
        aria-controls={list}
        onClick={() => setOpen(!open)}
        className={`hidden items-center gap-1 rounded-lg px-2.5 py-2 text-[0.925rem] whitespace-nowrap hover:bg-sunken lg:flex ${current ? "font-semibold text-brand" : "text-ink"}`}
      >
        {label}
        <svg viewBox="0 0 12 12" className="size-3" aria-hidden="true">
          <path d="M2.5 4.5 6 8l3.5-3.5" fill="none" stroke="currentColor" strokeWidth="1.5" />
        </svg>
      </button>
      <p className="eyebrow px-2.5 pb-1 lg:hidden">{label}</p>
      <ul
        id={list}
        className={`grid grid-cols-2 gap-x-2 lg:absolute lg:rounded-[14px] lg:border lg:border-line lg:bg-surface lg:shadow-card lg:top-full lg:right-0 lg:z-30 lg:min-w-48 lg:grid-cols-1 lg:p-1.5 ${open ? "" : "lg:hidden"}`}
      >
        {entries.map((entry) => (
          <NavLink
            key={entry.href}
            entry={entry}
            path={path}
            onNavigate={() => {
              setOpen(false);
              props.onNavigate();
            }}
          />
        ))}
      </ul>
    </div>
  );
}
