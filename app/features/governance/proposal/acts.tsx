"use client";

import { readView } from "@tallystick/sdk/chain/readView";
import { governorOf } from "@tallystick/sdk/governance/contracts";
import { cancel, execute, queue } from "@tallystick/sdk/governance/proposals";
import type { Proposal } from "@tallystick/sdk/governance/readProposal";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { type Address, isAddressEqual } from "viem";
import { Dialog } from "@/components/dialog";
import { ProblemNotice } from "@/components/problem-notice";
import { Button } from "@/components/ui";
import { useLanguage } from "@/i18n/context";
import { useContracts, useReader } from "@/lib/reader";
import { useActing } from "@/lib/tx/use-acting";
import { actsFor, type ProposalAct } from "./acts-for";

/** What may be done with a proposal now, by this account: to queue, to execute, to cancel. */
export function Acts(props: { proposal: Proposal; account: Address | undefined; now: number; title: string }) {
  const { t } = useLanguage();
  const { proposal, account, now, title } = props;
  const { tallyGovernor } = useContracts();
  const { run, busy, problem } = useActing();
  const [asking, setAsking] = useState(false);
  const guardian = useGuardian();
  const isGuardian =
    account !== undefined &&
    guardian !== undefined &&
    guardian.until >= now &&
    isAddressEqual(guardian.account, account);
  const acts = actsFor(proposal, { account, isGuardian, now });
  if (acts.length === 0) return null;
  const { actions, description } = proposal;
  const calls = {
    queue: () => queue(tallyGovernor, actions, description),
    execute: () => execute(tallyGovernor, actions, description),
    cancel: () => cancel(tallyGovernor, actions, description),
  };
  const act = (which: ProposalAct) =>
    run(() => ({ title: { key: `tx.${which}Proposal`, values: { title } }, calls: [calls[which]()] }));
  return (
    <section aria-label={t("governance.acts")} className="card flex flex-wrap items-center gap-4 p-5">
      <p className="min-w-0 flex-1">
        {t(
          acts.includes("queue")
            ? "governance.queueLead"
            : acts.includes("execute")
              ? "governance.executeLead"
              : "governance.cancelLead",
        )}
      </p>
      {acts.map((which) => (
        <Button
          key={which}
          look={which === "cancel" ? "danger" : "primary"}
          busy={busy}
          disabled={account === undefined}
          onClick={() => (which === "cancel" ? setAsking(true) : void act(which))}
        >
          {t(`governance.${which}`)}
        </Button>
      ))}
      {account === undefined ? <p className="w-full text-sm text-muted">{t("common.connectFirst")}</p> : null}
      <ProblemNotice problem={problem} className="w-full" />
      <Dialog open={asking} title={t("governance.cancel")} onClose={() => setAsking(false)}>
        <p>{t("governance.cancelWarning")}</p>
        <Button
          look="danger"
          className="mt-4"
          busy={busy}
          onClick={() => {
            setAsking(false);
            void act("cancel");
          }}
        >
          {t("governance.cancel")}
        </Button>
      </Dialog>
    </section>
  );
}

/** Who may cancel what was not executed, and until when. */
function useGuardian(): { readonly account: Address; readonly until: number } | undefined {
  const reader = useReader();
  const governor = governorOf(reader.network);
  const { data } = useQuery({
    queryKey: ["guardian", reader.network.chainId],
    staleTime: 600_000,
    queryFn: async () => {
      const [account, until] = await Promise.all([
        readView(reader, governor, "proposalGuardian", []),
        readView(reader, governor, "guardianUntil", []),
      ]);
      return { account, until: Number(until) };
    },
  });
  return data;
}
