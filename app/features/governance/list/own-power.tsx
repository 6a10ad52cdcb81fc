"use client";

import { holdingOf } from "@tallystick/sdk/governance/power";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { type Address, isAddressEqual } from "viem";
import { Power, usePowerText } from "@/components/power";
import { buttonClass, Skeleton } from "@/components/ui";
import { usePersonaName } from "@/features/wallet/persona";
import { useLanguage } from "@/i18n/context";
import { shortAddress } from "@/lib/format";
import { useReader } from "@/lib/reader";

/** What an account has to say in the DAO now, why, and where it changes that. */
export function OwnPower(props: { account: Address }) {
  const { account } = props;
  const { t } = useLanguage();
  const power = usePowerText();
  const reader = useReader();
  const holding = useQuery({
    queryKey: ["holding", reader.network.chainId, account],
    queryFn: () => holdingOf(reader, account),
    refetchInterval: 30_000,
  });
  const delegate = usePersonaName(holding.data?.delegate);
  if (!holding.data) return holding.isPending ? <Skeleton className="h-28" /> : null;
  const { balance, isRenounced, power: now } = holding.data;
  const keeps = isAddressEqual(holding.data.delegate, account);
  const kind = isRenounced ? "powerRenounced" : keeps ? "powerKept" : "powerAway";
  const others = keeps ? now - balance : now;
  return (
    <section aria-labelledby="own-power" className="card p-5">
      <h2 id="own-power" className="text-lg">
        {t("governance.yourPower")}
      </h2>
      <p className="mt-1 text-2xl font-semibold">
        <Power value={now} />
      </p>
      <p className="mt-1 text-sm text-muted">
        {balance > 0n
          ? t(`governance.${kind}`, {
              balance: power(balance),
              delegate: delegate ?? shortAddress(holding.data.delegate),
            })
          : t("governance.powerNone")}
        {others > 0n ? ` ${t("governance.powerReceived", { power: power(others) })}` : ""}
      </p>
      <Link href="/governance/delegates" className={`mt-4 ${buttonClass("secondary", true)}`}>
        {t("governance.delegate")}
      </Link>
    </section>
  );
}
