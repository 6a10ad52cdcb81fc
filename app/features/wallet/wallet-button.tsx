"use client";

import { useState } from "react";
import { useConnection } from "wagmi";
import { Button } from "@/components/ui";
import { useLanguage } from "@/i18n/context";
import { shortAddress } from "@/lib/format";
import { AccountDialog } from "./account-dialog";
import { ConnectDialog } from "./connect-dialog";
import { usePersonaName } from "./persona";
import { useAccount } from "./use-account";

export function WalletButton() {
  const { t } = useLanguage();
  const { address } = useAccount();
  const { status } = useConnection();
  const name = usePersonaName(address);
  const [open, setOpen] = useState(false);
  const close = () => setOpen(false);
  if (!address) {
    const busy = status === "connecting" || status === "reconnecting";
    return (
      <>
        <Button look="primary" onClick={() => setOpen(true)}>
          {busy ? t("wallet.connecting") : t("wallet.connect")}
        </Button>
        <ConnectDialog open={open} onClose={close} />
      </>
    );
  }
  return (
    <>
      <Button onClick={() => setOpen(true)} aria-haspopup="dialog">
        <span aria-hidden="true" className="size-2 rounded-full bg-brand" />
        {name ? (
          <span className="max-w-32 truncate" title={address}>
            {name}
          </span>
        ) : (
          <span className="font-mono text-sm">{shortAddress(address)}</span>
        )}
      </Button>
      <AccountDialog open={open} onClose={close} address={address} />
    </>
  );
}
