"use client";

import { credentialType, renounceCredential, revokeCredential } from "@tallystick/sdk/identity/credentials";
import type { IndexedCredential } from "@tallystick/sdk/indexer/tables";
import type { Address } from "viem";
import { AddressText } from "@/components/address";
import { ProblemNotice } from "@/components/problem-notice";
import { Badge, Button } from "@/components/ui";
import { credentialNames } from "@/features/identity/credential-types";
import { forever } from "@/features/market/duration";
import { usePersonas } from "@/features/wallet/persona";
import { useLanguage } from "@/i18n/context";
import { formatDate, shortAddress, shortHex } from "@/lib/format";
import { useContracts } from "@/lib/reader";
import { useActing } from "@/lib/tx/use-acting";

/** The name of a type that the pages know, else its hash. */
export function typeName(type: string): string {
  return credentialNames.find((name) => credentialType(name) === type) ?? shortHex(type);
}

const same = (a: string, b: string | undefined) => a.toLowerCase() === b?.toLowerCase();

/** Credentials, with what the viewer may do about each: its registrar may revoke, its subject may renounce. */
export function CredentialList(props: { credentials: readonly IndexedCredential[]; viewer: Address | undefined }) {
  const { t } = useLanguage();
  if (props.credentials.length === 0) return <p className="text-muted">{t("credentials.none")}</p>;
  return (
    <ul className="grid gap-2">
      {props.credentials.map((credential) => (
        <Row key={`${credential.credentialType} ${credential.subject}`} credential={credential} viewer={props.viewer} />
      ))}
    </ul>
  );
}

function Row(props: { credential: IndexedCredential; viewer: Address | undefined }) {
  const { credential, viewer } = props;
  const { t, locale } = useLanguage();
  const personas = usePersonas();
  const { credentials } = useContracts();
  const { run, busy, problem } = useActing();
  const type = typeName(credential.credentialType);
  const nameOf = (account: string) => personas.find(({ address }) => same(address, account))?.name;
  const ended = credential.status === "valid" && credential.expiry * 1000 < Date.now();
  const valid = credential.status === "valid" && !ended;
  const values = { type, account: shortAddress(credential.subject) };
  return (
    <li className="rounded-xl border border-line px-4 py-3">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <div>
          <p className="font-medium">
            {type}{" "}
            <Badge tone={valid ? "brand" : "plain"}>
              {ended ? t("credentials.status_ended") : t(`credentials.status_${credential.status}`)}
            </Badge>
          </p>
          <p className="text-sm text-muted">
            {t("credentials.subject")}{" "}
            <AddressText plain address={credential.subject} label={nameOf(credential.subject)} /> ·{" "}
            {t("credentials.registrar")}{" "}
            <AddressText plain address={credential.registrar} label={nameOf(credential.registrar)} /> ·{" "}
            {credential.expiry === forever
              ? t("common.forever")
              : t("credentials.until", { date: formatDate(credential.expiry, locale) })}
          </p>
        </div>
        {valid && same(credential.registrar, viewer) ? (
          <Button
            small
            look="danger"
            busy={busy}
            onClick={() =>
              void run(() => ({
                title: { key: "tx.revokeCredential", values },
                calls: [revokeCredential(credentials, credential.credentialType, credential.subject)],
              }))
            }
          >
            {t("credentials.revoke")}
          </Button>
        ) : null}
        {valid && same(credential.subject, viewer) ? (
          <Button
            small
            busy={busy}
            onClick={() =>
              void run(() => ({
                title: { key: "tx.revokeCredential", values },
                calls: [renounceCredential(credentials, credential.credentialType)],
              }))
            }
          >
            {t("credentials.renounce")}
          </Button>
        ) : null}
      </div>
      <ProblemNotice problem={problem} className="mt-2" />
    </li>
  );
}
