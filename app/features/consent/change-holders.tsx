"use client";

import { changeHolders, type HolderSignature, sortedHolders } from "@tallystick/sdk/market/consentActs";
import { type HoldersChange, holdersDigest, holdersTypedData } from "@tallystick/sdk/market/consentMessages";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Address, Hex } from "viem";
import { accountIn, useNameOf } from "@/components/account-field";
import { AddressText } from "@/components/address";
import { AreaField } from "@/components/fields";
import { ProblemNotice } from "@/components/problem-notice";
import { SignedWords } from "@/components/signed-words";
import { Badge, Button, TextField } from "@/components/ui";
import { useLanguage } from "@/i18n/context";
import type { HolderSigned } from "@/lib/consent-wire";
import { useContracts, useReader, useSign } from "@/lib/reader";
import { useActing } from "@/lib/tx/use-acting";
import { useSigning } from "@/lib/use-signing";
import { handIn } from "./collected";
import type { RecordView } from "./records";
import { same } from "./same";
import { useCollected } from "./use-record";

const twoWeeks = 14 * 86_400;
const mostHolders = 16;

interface Proposed {
  readonly digest: Hex;
  readonly change: HoldersChange;
  readonly signatures: readonly HolderSignature[];
}

/** What present holders have signed, change by change. */
function proposalsIn(
  collected: readonly HolderSigned[],
  { holders, record }: RecordView,
  digestOf: (change: HoldersChange) => Hex,
): readonly Proposed[] {
  const found = new Map<Hex, Proposed>();
  for (const signed of collected) {
    if (signed.kind !== "holders" || signed.change.epoch !== record.epoch) continue;
    const digest = digestOf(signed.change);
    const holder = holders.find((each) => same(each, signed.holder));
    const before = found.get(digest)?.signatures ?? [];
    const signatures = holder ? [...before, { holder, signature: signed.signature }] : before;
    found.set(digest, { digest, change: signed.change, signatures });
  }
  return [...found.values()];
}

/** The accounts in a text, one a line or between commas; undefined when one of them is none. */
function accountsIn(text: string): readonly Address[] | undefined {
  const parts = text.split(/[\s,;]+/).filter((part) => part !== "");
  const found = parts.map(accountIn).filter((each) => each !== undefined);
  return parts.length > 0 && found.length === parts.length ? found : undefined;
}

/** Proposes other holders, and does what enough of the present ones have signed. */
export function ChangeHolders(props: { view: RecordView; account: Address }) {
  const { view, account } = props;
  const { t } = useLanguage();
  const { network } = useReader();
  const { consent } = useContracts();
  const collected = useCollected(view.dataset);
  const [text, setText] = useState(view.holders.join("\n"));
  const [threshold, setThreshold] = useState(String(view.record.threshold));
  const digestOf = (change: HoldersChange) => holdersDigest(network.chainId, consent, change);
  const accounts = accountsIn(text);
  const needed = Number(threshold);
  const good = accounts && accounts.length <= mostHolders && needed >= 1 && needed <= accounts.length;
  return (
    <fieldset
      aria-label={t("consent.changeHolders")}
      className="min-w-0 grid gap-4 rounded-xl border border-line bg-sunken/60 p-4"
    >
      <p className="max-w-2xl text-sm text-muted">{t("consent.changeLead", { threshold: view.record.threshold })}</p>
      {proposalsIn(collected.data ?? [], view, digestOf).map((proposed) => (
        <Proposal key={proposed.digest} view={view} account={account} proposed={proposed} />
      ))}
      <div className="grid gap-3 sm:grid-cols-[1fr_8rem]">
        <AreaField
          label={t("consent.newHolders")}
          hint={t("consent.newHoldersHint")}
          value={text}
          spellCheck={false}
          className="font-mono text-xs"
          onChange={(event) => setText(event.target.value)}
          error={accounts ? undefined : t("common.badAddress")}
        />
        <TextField
          label={t("consent.newThreshold")}
          inputMode="numeric"
          value={threshold}
          onChange={(event) => setThreshold(event.target.value)}
        />
      </div>
      {good ? (
        <SignChange
          view={view}
          account={account}
          change={{
            dataset: view.dataset,
            holders: sortedHolders(accounts),
            threshold: needed,
            epoch: view.record.epoch,
            // To the hour, so that two who propose the same sign the same.
            deadline: Math.ceil((view.now + twoWeeks) / 3_600) * 3_600,
          }}
        />
      ) : null}
    </fieldset>
  );
}

function SignChange(props: { view: RecordView; account: Address; change: HoldersChange }) {
  const { view, account, change } = props;
  const { t } = useLanguage();
  const { network } = useReader();
  const { consent } = useContracts();
  const sign = useSign();
  const queries = useQueryClient();
  const { run, busy, problem } = useSigning();
  const holder = view.holders.find((each) => same(each, account));
  const signIt = () =>
    run(async () => {
      if (!holder) return;
      const signature = await sign(holdersTypedData(network.chainId, consent, change));
      await handIn(network.chainId, { kind: "holders", change, holder, signature });
      await queries.invalidateQueries({ queryKey: ["collected"] });
    });
  return (
    <div className="grid gap-3">
      <SignedWords>{t("consent.signsHolders", { threshold: change.threshold, n: change.holders.length })}</SignedWords>
      <ProblemNotice problem={problem} />
      <Button className="justify-self-start" busy={busy} onClick={() => void signIt()}>
        {t("consent.sign")}
      </Button>
    </div>
  );
}

function Proposal(props: { view: RecordView; account: Address; proposed: Proposed }) {
  const { view, account, proposed } = props;
  const { change, signatures } = proposed;
  const { t } = useLanguage();
  const nameOf = useNameOf();
  const { consent } = useContracts();
  const { run, busy, problem } = useActing();
  const mine = signatures.some(({ holder }) => same(holder, account));
  return (
    <div className="grid gap-3 rounded-xl border border-wood bg-wood-soft/40 p-4">
      <p className="flex flex-wrap items-center gap-2 font-semibold">
        {t("consent.proposal")}
        <Badge tone="wood">
          {t("consent.signedOf", { signed: signatures.length, threshold: view.record.threshold })}
        </Badge>
      </p>
      <ul className="grid gap-1 text-sm">
        {change.holders.map((holder) => (
          <li key={holder}>
            <AddressText plain address={holder} label={nameOf(holder)} />
          </li>
        ))}
      </ul>
      {mine ? (
        <p className="text-sm">
          {t("consent.signsHolders", { threshold: change.threshold, n: change.holders.length })}
        </p>
      ) : (
        <SignChange view={view} account={account} change={change} />
      )}
      {signatures.length >= view.record.threshold ? (
        <Button
          look="primary"
          className="justify-self-start"
          busy={busy}
          onClick={() =>
            void run(() => ({
              title: { key: "tx.changeHolders" },
              calls: [changeHolders(consent, change, view.holders, signatures)],
            }))
          }
        >
          {t("consent.changeNow")}
        </Button>
      ) : null}
      <ProblemNotice problem={problem} />
    </div>
  );
}
