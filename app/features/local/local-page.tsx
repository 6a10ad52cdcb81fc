"use client";

import { demoTokenAbi } from "@tallystick/sdk/generated/abis/DemoToken";
import { balanceOf } from "@tallystick/sdk/market/token";
import { useQuery } from "@tanstack/react-query";
import type { Address } from "viem";
import { AddressText } from "@/components/address";
import { Amount } from "@/components/amount";
import { useNetwork } from "@/components/config";
import { ProblemNotice } from "@/components/problem-notice";
import { Badge, Button, Facts, Notice, PageTitle } from "@/components/ui";
import { type Health, useServices } from "@/features/shell/use-services";
import { PersonaList } from "@/features/wallet/connect-dialog";
import { useAccount } from "@/features/wallet/use-account";
import { useDemo } from "@/features/wallet/use-demo";
import { useLanguage } from "@/i18n/context";
import { rpcUrlOf } from "@/lib/config";
import { useContracts, useReader } from "@/lib/reader";
import { useActing } from "@/lib/tx/use-acting";

export function LocalPage() {
  const { t } = useLanguage();
  const { isLocal } = useNetwork();
  return (
    <>
      <PageTitle title={t("local.title")} lead={t("local.lead")} />
      {isLocal ? <Panels /> : <Notice tone="warn">{t("local.onlyLocal")}</Notice>}
    </>
  );
}

function Panels() {
  const { t } = useLanguage();
  const { address } = useAccount();
  const demo = useDemo();
  return (
    <div className="grid items-start gap-6 lg:grid-cols-2">
      <section aria-labelledby="personas" className="card p-5 sm:p-6">
        <h2 id="personas" className="text-xl">
          {t("local.personas")}
        </h2>
        <p className="mt-1 mb-4 text-sm text-muted">{t("wallet.demoLead")}</p>
        <ProblemNotice problem={demo.problem} className="mb-3" />
        <PersonaList current={address} onUse={(persona) => void demo.use(persona.id)} />
      </section>
      <div className="grid gap-6">
        {address ? <Faucet account={address} /> : null}
        <Services />
        <Contracts />
      </div>
    </div>
  );
}

const faucetAmount = 1_000_000_000n;

function Faucet(props: { account: Address }) {
  const { account } = props;
  const { t } = useLanguage();
  const { eurx, usdx } = useContracts();
  const reader = useReader();
  const { run, busy, problem } = useActing();
  const tokens = [
    { token: eurx, symbol: "EURX" },
    { token: usdx, symbol: "USDX" },
  ].filter((each): each is { token: Address; symbol: string } => each.token !== undefined);
  const balances = useQuery({
    queryKey: ["balances", reader.network.chainId, account],
    queryFn: () => Promise.all(tokens.map(({ token }) => balanceOf(reader, token, account))),
  });
  return (
    <section aria-labelledby="faucet" className="card p-5 sm:p-6">
      <h2 id="faucet" className="text-xl">
        {t("local.faucet")}
      </h2>
      <p className="mt-1 mb-4 text-sm text-muted">{t("local.faucetLead")}</p>
      <ul className="grid gap-2">
        {tokens.map(({ token, symbol }, i) => (
          <li key={token} className="flex items-center justify-between gap-3">
            <Amount value={balances.data?.[i] ?? 0n} token={token} className="text-lg font-semibold" />
            <Button
              small
              busy={busy}
              onClick={() =>
                void run(() => ({
                  title: { key: "tx.faucet", values: { amount: `1,000 ${symbol}` } },
                  calls: [{ address: token, abi: demoTokenAbi, functionName: "faucet", args: [account] }],
                }))
              }
            >
              {t("local.take", { amount: "" })} <Amount value={faucetAmount} token={token} />
            </Button>
          </li>
        ))}
      </ul>
      <ProblemNotice problem={problem} className="mt-3" />
    </section>
  );
}

function Services() {
  const { t } = useLanguage();
  const network = useNetwork();
  const services = useServices();
  const badge = (health: Health) => (
    <Badge tone={health === "up" ? "brand" : health === "down" ? "danger" : "plain"}>
      {health === "up" ? t("local.up") : health === "down" ? t("local.down") : "…"}
    </Badge>
  );
  const line = (url: string | undefined, health: Health) => (
    <span className="flex flex-wrap items-center gap-2">
      <span className="font-mono text-sm">{url ?? "–"}</span> {badge(health)}
    </span>
  );
  return (
    <section aria-labelledby="services" className="card p-5 sm:p-6">
      <h2 id="services" className="mb-4 text-xl">
        {t("local.services")}
      </h2>
      <Facts
        rows={[
          [t("local.chain"), line(rpcUrlOf(network), services.chain)],
          [t("local.indexer"), line(network.indexer, services.indexer)],
          [t("local.gateway"), line(network.gateways[0], services.gateway)],
        ]}
      />
    </section>
  );
}

function Contracts() {
  const { t } = useLanguage();
  const contracts = useContracts();
  const rows = Object.entries(contracts).filter(([, value]) => typeof value === "string");
  return (
    <section aria-labelledby="contracts" className="card p-5 sm:p-6">
      <h2 id="contracts" className="mb-4 text-xl">
        {t("local.contracts")}
      </h2>
      <Facts
        rows={rows.map(([name, address]) => [name, <AddressText key={name} address={String(address)} />] as const)}
      />
    </section>
  );
}
