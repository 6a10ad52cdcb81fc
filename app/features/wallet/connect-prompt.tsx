"use client";

import { useState } from "react";
import { useConnection } from "wagmi";
import { Button, Empty, Skeleton } from "@/components/ui";
import { useLanguage } from "@/i18n/context";
import { ConnectDialog } from "./connect-dialog";

/** Stands where something needs an account and there is none. */
export function ConnectPrompt() {
  const { t } = useLanguage();
  const { status } = useConnection();
  const [open, setOpen] = useState(false);
  if (status === "reconnecting") return <Skeleton className="h-40" />;
  return (
    <>
      <Empty title={t("common.connectFirst")}>
        <Button look="primary" className="mt-2" onClick={() => setOpen(true)}>
          {t("wallet.connect")}
        </Button>
      </Empty>
      <ConnectDialog open={open} onClose={() => setOpen(false)} />
    </>
  );
}
