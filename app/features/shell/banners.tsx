"use client";

import { type ReactNode, useEffect, useRef, useState } from "react";
import { useSwitchChain } from "wagmi";
import { useAppConfig, useNetwork } from "@/components/config";
import { Button, Notice } from "@/components/ui";
import { useProblemText } from "@/features/activity/problem";
import { useAccount } from "@/features/wallet/use-account";
import { useLanguage } from "@/i18n/context";
import { rpcUrlOf } from "@/lib/config";
import { shortAddress } from "@/lib/format";
import { useServices } from "./use-services";

export function Banners() {
  return (
    <div
      className="mx-auto grid w-full max-w-6xl gap-2 px-4 pt-3 empty:hidden sm:px-6"
      role="status"
      aria-live="polite"
    >
      <WrongNetwork />
      <ServiceBanners />
      <AccountChange />
    </div>
  );
}

function WrongNetwork() {
  const { t } = useLanguage();
  const { networks } = useAppConfig();
  const { wrongNetwork, walletChainId } = useAccount();
  const { mutate, isPending, error } = useSwitchChain();
  const say = useProblemText();
  if (!wrongNetwork) return null;
  const expected = networks.map(({ name, chainId }) => `${name} (${chainId})`).join(", ");
  return (
    <Notice tone="warn" title={t("wallet.wrongNetwork")}>
      <p>{t("wallet.wrongNetworkLead", { actual: String(walletChainId ?? "?"), expected })}</p>
      {error ? <p className="mt-1 text-danger">{say(error)}</p> : null}
      <Button small className="mt-2" busy={isPending} onClick={() => mutate({ chainId: networks[0].chainId })}>
        {t("wallet.switchNetwork", { name: networks[0].name })}
      </Button>
    </Notice>
  );
}

function ServiceBanners() {
  const { t } = useLanguage();
  const network = useNetwork();
  const { chain, indexer, gateway, foreign } = useServices();
  const lines: ReactNode[] = [];
  if (chain === "down") lines.push(t("local.chainDown", { url: rpcUrlOf(network) }));
  if (indexer === "down") lines.push(t("local.indexerDown"));
  if (gateway === "down") lines.push(t("local.gatewayDown"));
  if (foreign) lines.push(t("local.foreign"));
  return lines.map((line) => (
    <Notice key={String(line)} tone="warn">
      {line}
    </Notice>
  ));
}

/** Says so when the wallet shows another account than a moment ago. */
function AccountChange() {
  const { t } = useLanguage();
  const { address } = useAccount();
  const before = useRef(address);
  const [now, setNow] = useState<string>();
  useEffect(() => {
    if (before.current && address && before.current !== address) {
      setNow(address);
      const timer = setTimeout(() => setNow(undefined), 6_000);
      before.current = address;
      return () => clearTimeout(timer);
    }
    before.current = address ?? before.current;
    return undefined;
  }, [address]);
  return now ? <Notice>{t("wallet.accountChanged", { account: shortAddress(now) })}</Notice> : null;
}
