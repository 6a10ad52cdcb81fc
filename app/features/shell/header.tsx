"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { useState } from "react";
import { useNetwork } from "@/components/config";
import { Mark } from "@/components/tally";
import { ActivityButton } from "@/features/activity/activity";
import { WalletButton } from "@/features/wallet/wallet-button";
import { useLanguage } from "@/i18n/context";
import type { Key } from "@/i18n/dictionary";

const links: readonly { href: string; key: Key; local?: boolean }[] = [
  { href: "/market", key: "nav.market" },
  { href: "/publish", key: "nav.publish" },
  { href: "/library", key: "nav.library" },
  { href: "/identity", key: "nav.identity" },
  { href: "/organisation", key: "nav.organisation" },
  { href: "/credentials", key: "nav.credentials" },
  { href: "/local", key: "nav.local", local: true },
];

export function Header() {
  const { t } = useLanguage();
  const path = usePathname();
  const { isLocal } = useNetwork();
  const [open, setOpen] = useState(false);
  const shown = links.filter((link) => isLocal || !link.local);
  return (
    <header className="sticky top-0 z-20 border-b border-line bg-paper/90 backdrop-blur">
      <div className="mx-auto flex max-w-6xl flex-wrap items-center gap-x-4 px-4 sm:px-6">
        <Link href="/" className="flex min-h-16 items-center gap-2.5 text-lg font-semibold tracking-tight">
          <Mark className="size-8" />
          <span className="max-sm:sr-only">Tallystick</span>
        </Link>
        <div className="ml-auto flex items-center gap-2 xl:order-last">
          <ActivityButton />
          <WalletButton />
          <button
            type="button"
            aria-expanded={open}
            aria-controls="main-navigation"
            onClick={() => setOpen(!open)}
            className="grid size-10 place-items-center rounded-lg border border-line-strong xl:hidden"
          >
            <span className="sr-only">{t("nav.menu")}</span>
            <svg viewBox="0 0 20 20" className="size-5" aria-hidden="true">
              <path d="M3 5h14M3 10h14M3 15h14" stroke="currentColor" strokeWidth="1.6" strokeLinecap="round" />
            </svg>
          </button>
        </div>
        <nav
          id="main-navigation"
          aria-label={t("nav.label")}
          className={`${open ? "flex" : "hidden"} w-full flex-col gap-1 pb-4 xl:flex xl:w-auto xl:flex-row xl:gap-0 xl:pb-0`}
        >
          {shown.map((link) => {
            const current = path === link.href || path.startsWith(`${link.href}/`);
            return (
              <Link
                key={link.href}
                href={link.href}
                aria-current={current ? "page" : undefined}
                onClick={() => setOpen(false)}
                className={`rounded-lg px-2.5 py-2 text-[0.925rem] whitespace-nowrap hover:bg-sunken ${current ? "font-semibold text-brand" : "text-ink"}`}
              >
                {t(link.key)}
              </Link>
            );
          })}
        </nav>
      </div>
    </header>
  );
}
