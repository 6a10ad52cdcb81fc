"use client";

import { giveConsent, type HolderSignature, refuseConsent } from "@tallystick/sdk/market/consentActs";
import { consentTypedData, isConsentSigned, requestDigest } from "@tallystick/sdk/market/consentMessages";
import { useQueryClient } from "@tanstack/react-query";
import type { Address } from "viem";
import { useNameOf } from "@/components/account-field";
import { AddressText } from "@/components/address";
import { ProblemNotice } from "@/components/problem-notice";
import { SignedWords } from "@/components/signed-words";
import { Badge, Button } from "@/components/ui";
import type { Summary } from "@/components/use-summary";
import { useLanguage } from "@/i18n/context";
import { formatTime, shortAddress } from "@/lib/format";
import { useContracts, useReader, useSign } from "@/lib/reader";
import { useActing } from "@/lib/tx/use-acting";
import { useSigning } from "@/lib/use-signing";
import { handIn } from "./collected";
import type { ReaderThere, RecordView } from "./records";
import { RequestWords } from "./request-words";
import { same } from "./same";
import { useCollected } from "./use-record";

interface Props {
  readonly view: RecordView;
  readonly there: ReaderThere;
  readonly account: Address;
}

const bit = (bits: number, i: number) => i >= 0 && ((bits >> i) & 1) === 1;

/** A request that waits for signatures: who has signed, and what can be done about it. */
export function OpenRequest(props: Props & { summary: Summary | undefined }) {
  const { view, there, summary } = props;
  const { t, locale } = useLanguage();
  const { network } = useReader();
  const { consent } = useContracts();
  const collected = useCollected(view.dataset);
  const made = there.open;
  if (!made) return null;
  const { request, message } = made;
  const digest = requestDigest(network.chainId, consent, request);
  const refused = (holder: Address) => bit(there.consent.refusals, view.holders.indexOf(holder));
  const signatures: readonly HolderSignature[] = (collected.data ?? []).flatMap((signed) => {
    if (signed.kind !== "consent" || requestDigest(network.chainId, consent, signed.request) !== digest) return [];
    const holder = view.holders.find((each) => same(each, signed.holder));
    return holder && !refused(holder) ? [{ holder, signature: signed.signature }] : [];
  });
  return (
    <fieldset
      aria-label={t("consent.request")}
      className="min-w-0 rounded-xl border border-wood bg-wood-soft/40 p-4 sm:p-5"
    >
      <div className="mb-3 flex flex-wrap items-center justify-between gap-2">
        <h3 className="font-semibold">{t("consent.request")}</h3>
        <Badge tone="wood">
          {t("consent.signedOf", { signed: signatures.length, threshold: view.record.threshold })}
        </Badge>
      </div>
      <RequestWords request={request} summary={summary} />
      {message ? (
        <blockquote className="mt-3 border-l-2 border-line-strong pl-3 text-sm whitespace-pre-wrap">
          {message}
        </blockquote>
      ) : null}
      <p className="mt-2 text-sm text-muted">{t("consent.giveBy", { time: formatTime(request.deadline, locale) })}</p>
      <Signers view={view} signatures={signatures} refused={refused} />
      <Answers {...props} signatures={signatures} />
    </fieldset>
  );
}

const signerTones = { signed: "brand", refused: "danger", waits: "plain" } as const;

function Signers(props: {
  view: RecordView;
  signatures: readonly HolderSignature[];
  refused: (holder: Address) => boolean;
}) {
  const { t } = useLanguage();
  const nameOf = useNameOf();
  const state = (holder: Address) => {
    if (props.refused(holder)) return "refused";
    return props.signatures.some((each) => each.holder === holder) ? "signed" : "waits";
  };
  return (
    <ul aria-label={t("consent.signers")} className="mt-3 grid gap-1 text-sm">
      {props.view.holders.map((holder) => (
        <li key={holder} className="flex items-center gap-2">
          <Badge tone={signerTones[state(holder)]}>{t(`consent.signer_${state(holder)}`)}</Badge>
          <AddressText plain address={holder} label={nameOf(holder)} />
        </li>
      ))}
    </ul>
  );
}

function Answers(props: Props & { signatures: readonly HolderSignature[] }) {
  const { view, there, account, signatures } = props;
  const { t } = useLanguage();
  const reader = useReader();
  const { consent } = useContracts();
  const sign = useSign();
  const queries = useQueryClient();
  const signing = useSigning();
  const acting = useActing();
  const request = there.open?.request;
  const index = view.holders.findIndex((each) => same(each, account));
  const holder = view.holders[index];
  if (!request) return null;
  const { chainId } = reader.network;
  const values = { reader: shortAddress(request.reader) };
  const hasRefused = bit(there.consent.refusals, index);
  const maySign = holder !== undefined && !hasRefused && !signatures.some((each) => each.holder === holder);

  const signIt = () =>
    signing.run(async () => {
      if (!holder) return;
      const signature = await sign(consentTypedData(chainId, consent, request));
      await handIn(chainId, { kind: "consent", request, holder, signature });
      await queries.invalidateQueries({ queryKey: ["collected"] });
    });
  const give = () =>
    acting.run(async () => {
      // One bad signature would refuse all: what the server collected is checked here once more.
      const checked = await Promise.all(
        signatures.map(async (each) => ({
          each,
          good: await isConsentSigned(reader, each.holder, request, each.signature),
        })),
      );
      const good = checked.filter((one) => one.good).map(({ each }) => each);
      return { title: { key: "tx.giveConsent", values }, calls: [giveConsent(consent, request, view.holders, good)] };
    });
  const refuse = () =>
    acting.run(() => ({
      title: { key: hasRefused ? "tx.joinConsent" : "tx.refuseConsent", values },
      calls: [refuseConsent(consent, view.dataset, request.reader, view.holders, !hasRefused)],
    }));

  return (
    <div className="mt-4 grid gap-3">
      {maySign ? <SignedWords>{t("consent.signsThis", { threshold: view.record.threshold })}</SignedWords> : null}
      <ProblemNotice problem={signing.problem ?? acting.problem} />
      <div className="flex flex-wrap gap-2">
        {maySign ? (
          <Button look="primary" busy={signing.busy} onClick={() => void signIt()}>
            {t("consent.sign")}
          </Button>
        ) : null}
        {signatures.length >= view.record.threshold ? (
          <Button look="primary" busy={acting.busy} onClick={() => void give()}>
            {t("consent.give")}
          </Button>
        ) : null}
        {holder ? (
          <Button look="danger" busy={acting.busy} onClick={() => void refuse()}>
            {t(hasRefused ? "consent.joinAgain" : "consent.refuse")}
          </Button>
        ) : null}
      </div>
    </div>
  );
}
