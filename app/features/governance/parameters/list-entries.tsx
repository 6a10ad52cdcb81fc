"use client";

import type { ListId } from "@tallystick/sdk/governance/parameterLists";
import { debtorCaps } from "@tallystick/sdk/indexer/instruments";
import { criticalTargets, treasuryLimits } from "@tallystick/sdk/indexer/treasury";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useNetwork } from "@/components/config";
import { useAccountText } from "@/features/governance/actions/use-known";
import { useAmounts } from "@/features/governance/actions/use-sentence";
import { useLanguage } from "@/i18n/context";
import { formatDuration } from "@/lib/format";
import { useIndexer } from "@/lib/reader";

/** What stands on a list now, as the indexer tells; nothing where it does not. */
export function ListEntries({ id }: { id: ListId }) {
  if (id === "limits") return <Limits />;
  if (id === "caps") return <Caps />;
  return id === "criticalTargets" ? <CriticalTargets /> : null;
}

function Limits() {
  const { t, locale } = useLanguage();
  const indexer = useIndexer();
  const { chainId } = useNetwork();
  const { data } = useQuery({
    queryKey: ["limits", chainId],
    queryFn: () => treasuryLimits(indexer, chainId, { limit: 50 }),
    retry: false,
  });
  const limits = data?.items ?? [];
  const amounts = useAmounts(limits.map(({ token }) => token));
  return (
    <Entries
      texts={limits.map(({ token, amount, window }) =>
        t("proposing.limitWords", { amount: amounts(amount, token), time: formatDuration(window, locale) }),
      )}
    />
  );
}

/** Caps on what debtors may owe, each with what changes or lifts it. */
function Caps() {
  const { t } = useLanguage();
  const indexer = useIndexer();
  const { chainId } = useNetwork();
  const account = useAccountText();
  const { data } = useQuery({
    queryKey: ["debtor-caps", chainId],
    queryFn: () => debtorCaps(indexer, chainId, { limit: 50 }),
    retry: false,
  });
  const caps = data?.items ?? [];
  const amounts = useAmounts(caps.map(({ token }) => token));
  if (caps.length === 0) return null;
  return (
    <ul className="mt-2 grid gap-1 tabular-nums">
      {caps.map(({ debtor, token, cap }) => (
        <li key={`${debtor}${token}`} className="flex flex-wrap gap-x-3">
          {t("proposing.capWords", { account: account(debtor), amount: amounts(cap, token) })}
          {(["cap", "liftCap"] as const).map((form) => (
            <Link key={form} href={`/governance/propose?form=${form}&debtor=${debtor}&token=${token}`} className="link">
              {t(`proposing.${form}Link`)}
            </Link>
          ))}
        </li>
      ))}
      {(data?.totalCount ?? 0) > caps.length ? (
        <li className="text-muted">{t("proposing.capsMore", { n: (data?.totalCount ?? 0) - caps.length })}</li>
      ) : null}
    </ul>
  );
}

function CriticalTargets() {
  const indexer = useIndexer();
  const { chainId } = useNetwork();
  const account = useAccountText();
  const { data } = useQuery({
    queryKey: ["critical-targets", chainId],
    queryFn: () => criticalTargets(indexer, chainId, { limit: 50 }),
    retry: false,
  });
  const critical = (data?.items ?? []).filter(({ isCritical }) => isCritical);
  return <Entries texts={critical.map(({ target }) => account(target))} />;
}

function Entries(props: { texts: readonly string[] }) {
  if (props.texts.length === 0) return null;
  return (
    <ul className="mt-2 grid gap-1 tabular-nums">
      {props.texts.map((text) => (
        <li key={text}>{text}</li>
      ))}
    </ul>
  );
}
