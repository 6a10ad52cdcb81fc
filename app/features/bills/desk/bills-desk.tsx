"use client";

import { useState } from "react";
import type { Address } from "viem";
import { Button, Notice } from "@/components/ui";
import { useAccount } from "@/features/wallet/use-account";
import { useLanguage } from "@/i18n/context";
import { useInAddress } from "@/lib/use-in-address";
import { LawTerms } from "../paper/law-terms";
import { Inbox, useInbox } from "./inbox/inbox";
import { OwnBills } from "./inbox/own-bills";
import { roleChoiceOf } from "./inbox/role-choice";
import { KnownBills } from "./known-bills";
import { OpenBill } from "./open-bill";

/** What is asked of the account, its bills, and a way to any other. */
export function BillsDesk() {
  const { t } = useLanguage();
  const { address } = useAccount();
  return (
    <div className="grid grid-cols-1 gap-10">
      {address ? (
        <OfAccount key={address} account={address} />
      ) : (
        <>
          <Notice>{t("bills.connectHint")}</Notice>
          <KnownBills />
        </>
      )}
      <OpenBill />
      <LawTerms />
    </div>
  );
}

/** By the indexer; where it does not answer, the bills that this browser knows are asked of the chain. */
function OfAccount({ account }: { account: Address }) {
  const { t } = useLanguage();
  const { parameters, go } = useInAddress("/bills");
  const found = useInbox(account);
  const [areKnownOpen, setKnownOpen] = useState(false);
  if (found.error && !found.data) {
    return (
      <>
        <Notice tone="warn">
          <p>{t("billDesk.noIndexer")}</p>
          <Button small className="mt-2" onClick={() => void found.refetch()}>
            {t("common.retry")}
          </Button>
        </Notice>
        <KnownBills />
      </>
    );
  }
  return (
    <>
      <Inbox found={found} />
      <OwnBills account={account} role={roleChoiceOf(parameters)} go={go} />
      <div className="grid grid-cols-1 gap-4">
        <Button
          small
          className="justify-self-start"
          aria-expanded={areKnownOpen}
          onClick={() => setKnownOpen(!areKnownOpen)}
        >
          {t("bills.known")}
        </Button>
        {areKnownOpen ? <KnownBills /> : null}
      </div>
    </>
  );
}
