"use client";

import type { ListId } from "@tallystick/sdk/governance/parameterLists";
import { criticalTargets, treasuryLimits } from "@tallystick/sdk/indexer/treasury";
import { useQuery } from "@tanstack/react-query";
import { useNetwork } from "@/components/config";
import { useAccountText } from "@/features/governance/actions/use-known";
import { useAmounts } from "@/features/governance/actions/use-sentence";
import { useLanguage } from "@/i18n/context";
import { formatDuration } from "@/lib/format";
import { useIndexer } from "@/lib/reader";

/** What stands on a list now, as the indexer tells; nothing where it does not. */
export function ListEntries({ id }: { id: ListId }) {
  if (id === "limits") return <Limits />;
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
