"use client";

import { proposalId, withProposer } from "@tallystick/sdk/governance/proposals";
import { type SignedSponsorship, sponsorshipTypedData } from "@tallystick/sdk/governance/sponsorship";
import { useState } from "react";
import { AddressText } from "@/components/address";
import { AreaField } from "@/components/fields";
import { Markdown } from "@/components/markdown";
import { ProblemNotice } from "@/components/problem-notice";
import { SignedWords } from "@/components/signed-words";
import { Button, Notice } from "@/components/ui";
import { ActionList } from "@/features/governance/actions/action-list";
import { saveBlob } from "@/features/library/save";
import { ConnectPrompt } from "@/features/wallet/connect-prompt";
import { usePersonaName } from "@/features/wallet/persona";
import { useAccount } from "@/features/wallet/use-account";
import { useLanguage } from "@/i18n/context";
import { useReader, useSign } from "@/lib/reader";
import { useSigning } from "@/lib/use-signing";
import { descriptionOf } from "./draft";
import { type AskedProposal, sponsorshipText } from "./sponsor-link";

const week = 7 * 86_400;

/** A proposal that somebody asks to be sponsored: to read, and to sign. */
export function SponsorView({ proposal }: { proposal: AskedProposal }) {
  const { draft, proposer } = proposal;
  const { t } = useLanguage();
  const { address } = useAccount();
  const name = usePersonaName(proposer);
  const reader = useReader();
  const isElsewhere = draft.chainId !== reader.network.chainId;
  return (
    <div className="grid gap-6">
      <Notice title={t("proposing.askedTitle")}>
        <p>
          {t("proposing.askedBy")} <AddressText address={proposer} label={name} />
        </p>
        <p>{t("proposing.askedLead")}</p>
      </Notice>
      <section aria-label={t("proposing.text")} className="card p-5">
        <Markdown text={descriptionOf(draft)} top={2} />
      </section>
      <section aria-label={t("actions.title")}>
        <h2 className="mb-3 text-xl">{t("actions.title")}</h2>
        <ActionList actions={draft.actions} />
      </section>
      {isElsewhere ? <Notice tone="warn">{t("proposing.otherChain", { chain: draft.chainId })}</Notice> : null}
      {address && !isElsewhere ? <SignPanel proposal={proposal} /> : null}
      {address ? null : <ConnectPrompt />}
    </div>
  );
}

function SignPanel({ proposal }: { proposal: AskedProposal }) {
  const { t } = useLanguage();
  const { address } = useAccount();
  const reader = useReader();
  const sign = useSign();
  const { run, busy, problem } = useSigning();
  const [signed, setSigned] = useState<SignedSponsorship>();
  if (signed) return <Signed signed={signed} />;
  const submit = () =>
    run(async () => {
      if (!address) return;
      const { chainId, deployment } = reader.network;
      if (!deployment) return;
      const governor = deployment.tallyGovernor;
      const description = withProposer(descriptionOf(proposal.draft), proposal.proposer);
      const { timestamp } = await reader.client.getBlock();
      const sponsorship = {
        proposalId: proposalId(chainId, governor, proposal.draft.actions, description),
        sponsor: address,
        deadline: Number(timestamp) + week,
      };
      const signature = await sign(sponsorshipTypedData(chainId, governor, sponsorship));
      setSigned({ ...sponsorship, signature });
    });
  return (
    <div className="grid gap-4">
      <SignedWords>{t("proposing.sponsorSigns")}</SignedWords>
      <ProblemNotice problem={problem} />
      <div>
        <Button look="primary" busy={busy} onClick={() => void submit()}>
          {t("proposing.sponsor")}
        </Button>
      </div>
    </div>
  );
}

function Signed({ signed }: { signed: SignedSponsorship }) {
  const { t } = useLanguage();
  const text = sponsorshipText(signed);
  return (
    <div className="grid gap-3">
      <Notice tone="good" role="status">
        {t("proposing.sponsored")}
      </Notice>
      <AreaField
        readOnly
        label={t("proposing.sponsorship")}
        className="font-mono text-xs"
        value={text}
        onFocus={(event) => event.target.select()}
      />
      <div>
        <Button onClick={() => saveBlob(new Blob([text]), "sponsorship.json")}>{t("proposing.saveFile")}</Button>
      </div>
    </div>
  );
}
