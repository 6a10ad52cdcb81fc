"use client";

import { holdingOf } from "@tallystick/sdk/governance/power";
import { proposalId, propose, proposeSponsored, withProposer } from "@tallystick/sdk/governance/proposals";
import type { SignedSponsorship } from "@tallystick/sdk/governance/sponsorship";
import { useQueries, useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import type { Address } from "viem";
import { AddressText } from "@/components/address";
import { ProblemNotice } from "@/components/problem-notice";
import { Button, Facts, Notice } from "@/components/ui";
import { useParameters } from "@/features/governance/parameters/use-parameters";
import { ConnectPrompt } from "@/features/wallet/connect-prompt";
import { useAccount } from "@/features/wallet/use-account";
import { useLanguage } from "@/i18n/context";
import { formatAmount } from "@/lib/format";
import { useContracts, useReader } from "@/lib/reader";
import { useActing } from "@/lib/tx/use-acting";
import { useChainNow } from "@/lib/use-chain-now";
import { type Draft, descriptionOf, faultsOf, sponsorsOf } from "./draft";
import { SponsorsPanel } from "./sponsors-panel";

interface Props {
  readonly draft: Draft;
  readonly onChange: (next: (old: Draft) => Draft) => void;
  /** The draft has become a proposal. */
  readonly onProposed: () => Promise<void>;
}

/** The last step: whether the power suffices, what is missing, and the act. */
export function SubmitPanel(props: Props) {
  const { t } = useLanguage();
  const { address } = useAccount();
  return (
    <section aria-labelledby="submit" className="grid gap-4">
      <h2 id="submit" className="text-xl">
        {t("proposing.submitTitle")}
      </h2>
      {address ? <Submit {...props} account={address} /> : <ConnectPrompt />}
    </section>
  );
}

function Submit({ draft, onChange, onProposed, account }: Props & { account: Address }) {
  const { t, locale } = useLanguage();
  const reader = useReader();
  const router = useRouter();
  const { tallyGovernor } = useContracts();
  const { run, busy, problem } = useActing();
  const description = withProposer(descriptionOf(draft), account);
  const id = proposalId(reader.network.chainId, tallyGovernor, draft.actions, description);
  const now = useChainNow();
  const sponsors = sponsorsOf(draft, id, account, now);
  const { own, ofSponsors, threshold } = usePowers(account, sponsors);
  const total = own === undefined ? undefined : ofSponsors.reduce((sum, each) => sum + each, own);
  const isShort = total !== undefined && threshold !== undefined && total < threshold;
  const faults = faultsOf(draft);
  const tally = (amount: bigint | undefined) =>
    amount === undefined ? "…" : `${formatAmount(amount, 18, locale)} TALLY`;

  async function submit() {
    const done = await run(() => ({
      title: { key: "proposing.deed", values: { title: draft.title } },
      calls: [
        sponsors.length > 0
          ? proposeSponsored(tallyGovernor, draft.actions, description, sponsors)
          : propose(tallyGovernor, draft.actions, description),
      ],
    }));
    if (!done) return;
    await onProposed();
    router.push(`/governance/${id}`);
  }
  return (
    <>
      <Facts
        rows={[
          [t("proposing.ownPower"), tally(own)],
          ...sponsors.map(
            ({ sponsor }, i) =>
              [
                t("proposing.sponsorNumber", { n: i + 1 }),
                <SponsorPower key={sponsor} sponsor={sponsor} power={tally(ofSponsors[i])} />,
              ] as const,
          ),
          [t("proposing.needed"), tally(threshold)],
        ]}
      />
      {isShort ? (
        <>
          <Notice tone="warn">{t("proposing.tooLittlePower")}</Notice>
          {faults.length === 0 ? (
            <SponsorsPanel draft={draft} proposer={account} proposalId={id} onChange={onChange} />
          ) : null}
        </>
      ) : null}
      {faults.length > 0 ? (
        <ul className="list-disc pl-5 text-sm">
          {faults.map((fault) => (
            <li key={fault}>{t(fault)}</li>
          ))}
        </ul>
      ) : null}
      <ProblemNotice problem={problem} />
      <div>
        <Button
          look="primary"
          busy={busy}
          disabled={faults.length > 0 || isShort || total === undefined}
          onClick={() => void submit()}
        >
          {t("proposing.submit")}
        </Button>
        <p className="mt-2 text-sm text-muted">{t("proposing.submitHint")}</p>
      </div>
    </>
  );
}

function SponsorPower(props: { sponsor: Address; power: string }) {
  return (
    <span>
      <AddressText address={props.sponsor} plain /> {props.power}
    </span>
  );
}

function usePowers(account: Address, sponsors: readonly SignedSponsorship[]) {
  const reader = useReader();
  const states = useParameters();
  const { chainId } = reader.network;
  const powerOf = (who: Address) => ({
    queryKey: ["power", chainId, who],
    queryFn: async () => (await holdingOf(reader, who)).power,
  });
  const own = useQuery(powerOf(account)).data;
  const others = useQueries({ queries: sponsors.map(({ sponsor }) => powerOf(sponsor)) });
  const threshold = states.data?.find(({ id }) => id === "proposalThreshold")?.value;
  return {
    own,
    ofSponsors: others.map(({ data }) => data ?? 0n),
    threshold: typeof threshold === "bigint" ? threshold : undefined,
  };
}
