"use client";

import dynamic from "next/dynamic";
import Link from "next/link";
import type { Address } from "viem";
import { AddressText } from "@/components/address";
import { QueryState } from "@/components/query-state";
import { PageTitle, Skeleton } from "@/components/ui";
import { usePersonaName } from "@/features/wallet/persona";
import { useAccount } from "@/features/wallet/use-account";
import { useLanguage } from "@/i18n/context";
import { shortAddress } from "@/lib/format";
import { DelegateButtons } from "./delegate-buttons";
import { PowerSplit } from "./power-split";
import { useHolding } from "./use-holding";

const Activity = dynamic(() => import("./member-activity").then((module) => module.MemberActivity), {
  ssr: false,
  loading: () => <Skeleton className="h-40" />,
});

/** A member of the DAO: his power, whose it is, and what he did with it. */
export function Profile(props: { account: Address }) {
  const { account } = props;
  const { t } = useLanguage();
  const name = usePersonaName(account);
  const holding = useHolding(account);
  return (
    <>
      <PageTitle title={name ?? shortAddress(account)}>
        <Link href="/governance/delegates" className="link">
          {t("delegates.all")}
        </Link>
      </PageTitle>
      <p className="-mt-6 mb-8">
        <AddressText address={account} />
      </p>
      <div className="grid gap-6 lg:grid-cols-2">
        <section aria-labelledby="power" className="card p-5 sm:p-6">
          <h2 id="power" className="mb-4 text-xl">
            {t("delegates.power")}
          </h2>
          <QueryState query={holding} />
          {holding.data ? <PowerSplit account={account} holding={holding.data} /> : null}
        </section>
        <Giving to={account} />
        <Activity account={account} />
      </div>
    </>
  );
}

/** What the connected account can give to whose page this is. */
function Giving(props: { to: Address }) {
  const { t } = useLanguage();
  const { address } = useAccount();
  const name = usePersonaName(props.to) ?? shortAddress(props.to);
  const own = address?.toLowerCase() === props.to.toLowerCase();
  return (
    <section aria-labelledby="giving" className="card p-5 sm:p-6">
      <h2 id="giving" className="mb-2 text-xl">
        {own ? t("delegates.thisIsYou") : t("delegates.giveTo", { name })}
      </h2>
      {address ? (
        <GivingState account={address} to={props.to} name={name} own={own} />
      ) : (
        <p className="text-muted">{t("common.connectFirst")}</p>
      )}
    </section>
  );
}

function GivingState(props: { account: Address; to: Address; name: string; own: boolean }) {
  const { account, to, name, own } = props;
  const { t } = useLanguage();
  const holding = useHolding(account);
  if (!holding.data) return <QueryState query={holding} />;
  const has = holding.data.delegate.toLowerCase() === to.toLowerCase();
  if (has) return <p className="text-muted">{t(own ? "delegates.keepsOwn" : "delegates.hasYours", { name })}</p>;
  return (
    <>
      <p className="mb-4 text-sm text-muted">{t(own ? "delegates.awayHint" : "delegates.giveHint")}</p>
      <DelegateButtons account={account} to={to} words={own ? "back" : "to"} />
    </>
  );
}
