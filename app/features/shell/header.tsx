"use client";

import Link from "next/link";
import { useState } from "react";
import { Mark } from "@/components/tally";
import { ActivityButton } from "@/features/activity/activity";
import { WalletButton } from "@/features/wallet/wallet-button";
import { useLanguage } from "@/i18n/context";
import { Navigation } from "./navigation";

export function Header() {
  const { t } = useLanguage();
  const [open, setOpen] = useState(false);
  return (
    <header className="sticky top-0 z-20 border-b border-line bg-paper/90 backdrop-blur">
      <div className="mx-auto flex max-w-6xl flex-wrap items-center gap-x-4 px-4 sm:px-6">
        <Link href="/" className="flex min-h-16 items-center gap-2.5 text-lg font-semibold tracking-tight">
          <Mark className="size-8" />
          <span className="max-sm:sr-only">Tallystick</span>
        </Link>
        <div className="ml-auto flex items-center gap-2 lg:order-last">
          <ActivityButton />
          <WalletButton />
          <button
            type="button"
            aria-expanded={open}
            aria-controls="main-navigation"
            onClick={() => setOpen(!open)}
            className="grid size-10 place-items-center rounded-lg border border-line-strong lg:hidden"
          >
            <span className="sr-only">{t("nav.menu")}</span>
            <svg viewBox="0 0 20 20" className="size-5" aria-hidden="true">
              <path d="M3 5h14M3 10h14M3 15h14" stroke="currentColor" strokeWidth="1.6" strokeLinecap="round" />
            </svg>
          </button>
        </div>
        <Navigation open={open} onNavigate={() => setOpen(false)} />
      </div>
    </header>
  );
}
