"use client";

import type { Address } from "viem";
import { formatEther } from "viem";
import { useBalance, useConnection, useDisconnect } from "wagmi";
import { AddressText } from "@/components/address";
import { useNetwork } from "@/components/config";
import { Dialog } from "@/components/dialog";
import { Button, Facts } from "@/components/ui";
import { SessionPanel } from "@/features/session/session-panel";
import { useLanguage } from "@/i18n/context";
import { PersonaList } from "./connect-dialog";
import { choosePersona, demoWalletId } from "./demo-wallet";
import { usePersonaName } from "./persona";

export function AccountDialog(props: { open: boolean; onClose: () => void; address: Address }) {
  const { t } = useLanguage();
  const { connector } = useConnection();
  const { mutate: disconnect } = useDisconnect();
  const network = useNetwork();
  const name = usePersonaName(props.address);
  const balance = useBalance({ address: props.address, query: { enabled: props.open } });
  const ether = balance.data ? `${Number(formatEther(balance.data.value)).toFixed(4)} ETH` : "…";
  return (
    <Dialog open={props.open} title={t("wallet.account")} onClose={props.onClose}>
      <Facts
        rows={[
          [t("common.account"), <AddressText key="a" address={props.address} label={name} />],
          [t("wallet.network"), `${network.name} (${network.chainId})`],
          [t("wallet.balance"), ether],
        ]}
      />
      <SessionPanel />
      {connector?.id === demoWalletId ? (
        <details className="mt-4">
          <summary className="font-medium">{t("wallet.switchPersona")}</summary>
          <div className="mt-3">
            <PersonaList current={props.address} onUse={(persona) => void choosePersona(persona.id)} />
          </div>
        </details>
      ) : null}
      <div className="mt-6 flex justify-end">
        <Button
          look="danger"
          onClick={() => {
            disconnect();
            props.onClose();
          }}
        >
          {t("wallet.disconnect")}
        </Button>
      </div>
    </Dialog>
  );
}
