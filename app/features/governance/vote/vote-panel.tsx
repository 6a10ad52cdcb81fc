"use client";

import type { Proposal } from "@tallystick/sdk/governance/readProposal";
import type { ReactNode } from "react";
import type { Address } from "viem";
import { QueryState } from "@/components/query-state";
import { Notice } from "@/components/ui";
import { When } from "@/components/when";
import { ConnectPrompt } from "@/features/wallet/connect-prompt";
import { useAccount } from "@/features/wallet/use-account";
import { useLanguage } from "@/i18n/context";
import type { Every } from "../proposal/use-proposal";
import { OwnBallot } from "./own-ballot";
import { PowerWords } from "./power-words";
import { useRelayed, useVoter } from "./use-voter";
import { VoteForm } from "./vote-form";

interface PanelProps {
  readonly proposal: Proposal;
  readonly now: number;
  readonly title: string;
  readonly every: Every;
}

/** All that an account can do about a proposal with its power; or why it can't. */
export function VotePanel(props: PanelProps) {
  const { t } = useLanguage();
  const { address, wrongNetwork } = useAccount();
  const { proposal, now } = props;
  return (
    <section aria-labelledby="vote" className="card grid gap-4 p-5">
      <h2 id="vote" className="text-xl">
        {t("voting.title")}
      </h2>
      {proposal.state === "pending" ? (
        <p>
          {t("voting.notYet")} <When at={proposal.snapshot} now={now} />
        </p>
      ) : null}
      {wrongNetwork ? <Notice tone="warn">{t("voting.wrongNetwork")}</Notice> : null}
      {address ? <OfAccount {...props} account={address} /> : <Unconnected proposal={proposal} />}
    </section>
  );
}

function Unconnected({ proposal }: { proposal: Proposal }) {
  const { t } = useLanguage();
  return proposal.state === "active" ? <ConnectPrompt /> : <p className="text-muted">{t("voting.connectToSee")}</p>;
}

function OfAccount(props: PanelProps & { account: Address }): ReactNode {
  const { t } = useLanguage();
  const { proposal, account, every } = props;
  const began = proposal.state !== "pending";
  const voter = useVoter(proposal, account, began, every);
  const relayed = useRelayed(proposal.id, account, { every, enabled: proposal.state === "active" });
  if (!began) return <p className="text-sm text-muted">{t("voting.powerLater")}</p>;
  if (!voter.data) return <QueryState query={voter} />;
  const { power, counted } = voter.data;
  return (
    <>
      <PowerWords proposal={proposal} account={account} power={power} />
      <OwnBallot {...props} counted={counted} relayed={relayed.data?.ballots ?? []} />
      {proposal.state !== "active" ? null : power === 0n ? (
        <Notice>{t("voting.noPower")}</Notice>
      ) : (
        <VoteForm {...props} power={power} counted={counted} relayed={relayed.data?.ballots ?? []} />
      )}
    </>
  );
}
