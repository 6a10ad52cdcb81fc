"use client";

import { attest, credentialType, hasCredential } from "@tallystick/sdk/identity/credentials";
import { credentialsOf, registrarsOf } from "@tallystick/sdk/indexer/identity";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { type Address, isAddress, zeroHash } from "viem";
import { useNetwork } from "@/components/config";
import { ProblemNotice } from "@/components/problem-notice";
import { QueryState } from "@/components/query-state";
import { Button, Field, Notice, PageTitle, TextField } from "@/components/ui";
import { credentialNames } from "@/features/identity/credential-types";
import { useAccount } from "@/features/wallet/use-account";
import { useLanguage } from "@/i18n/context";
import { shortAddress } from "@/lib/format";
import { useContracts, useIndexer, useReader } from "@/lib/reader";
import { useActing } from "@/lib/tx/use-acting";
import { CredentialList, typeName } from "./credential-list";

export function CredentialsPage() {
  const { t } = useLanguage();
  const { address } = useAccount();
  return (
    <>
      <PageTitle title={t("credentials.title")} lead={t("credentials.lead")} />
      <div className="grid items-start gap-6 lg:grid-cols-2">
        <Check viewer={address} />
        {address ? <Registrar account={address} key={address} /> : null}
      </div>
    </>
  );
}

/** Anybody may look up what is said of an account; the answer that counts is the chain's. */
function Check(props: { viewer: Address | undefined }) {
  const { t } = useLanguage();
  const reader = useReader();
  const indexer = useIndexer();
  const { chainId } = useNetwork();
  const [text, setText] = useState("");
  const [subject, setSubject] = useState<Address>();
  const [tried, setTried] = useState(false);
  const good = isAddress(text.trim(), { strict: false });
  const held = useQuery({
    queryKey: ["holds", chainId, subject],
    enabled: subject !== undefined,
    queryFn: () =>
      Promise.all(
        credentialNames.map(async (name) => ({
          name,
          holds: await hasCredential(reader, credentialType(name), subject ?? "0x"),
        })),
      ),
  });
  const listed = useQuery({
    queryKey: ["credentials", chainId, subject],
    enabled: subject !== undefined,
    queryFn: () => credentialsOf(indexer, chainId, { subject: subject ?? "0x" }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (good) setSubject(text.trim() as Address);
  };
  return (
    <section aria-labelledby="check" className="card p-5 sm:p-6">
      <h2 id="check" className="mb-4 text-xl">
        {t("credentials.check")}
      </h2>
      <form onSubmit={submit} className="grid gap-3">
        <TextField
          label={t("common.address")}
          value={text}
          spellCheck={false}
          onChange={(event) => setText(event.target.value)}
          error={tried && !good ? t("common.badAddress") : undefined}
        />
        <Button type="submit" className="justify-self-start">
          {t("credentials.checkButton")}
        </Button>
      </form>
      {subject ? (
        <div className="mt-5 grid gap-3">
          <QueryState query={held} />
          {held.data ? (
            <ul className="grid gap-1" aria-live="polite">
              {held.data.map(({ name, holds }) => (
                <li key={name} className={holds ? "text-good" : "text-muted"}>
                  {holds ? t("credentials.holds", { type: name }) : t("credentials.holdsNot", { type: name })}
                </li>
              ))}
            </ul>
          ) : null}
          <QueryState query={listed} />
          {listed.data ? <CredentialList credentials={listed.data.items} viewer={props.viewer} /> : null}
        </div>
      ) : null}
    </section>
  );
}

function Registrar(props: { account: Address }) {
  const { account } = props;
  const { t } = useLanguage();
  const { chainId } = useNetwork();
  const indexer = useIndexer();
  const appointments = useQuery({
    queryKey: ["registrar", chainId, account],
    queryFn: () => registrarsOf(indexer, chainId, { registrar: account }),
  });
  const attested = useQuery({
    queryKey: ["attested", chainId, account],
    queryFn: () => credentialsOf(indexer, chainId, { registrar: account }),
  });
  const types =
    appointments.data?.items.filter(({ until }) => until * 1000 > Date.now()).map((each) => each.credentialType) ?? [];
  return (
    <section aria-labelledby="registrar" className="card p-5 sm:p-6">
      <h2 id="registrar" className="mb-2 text-xl">
        {t("credentials.attest")}
      </h2>
      <QueryState query={appointments} />
      {appointments.data && types.length === 0 ? <Notice>{t("credentials.notRegistrar")}</Notice> : null}
      {types.length > 0 ? (
        <>
          <AttestForm types={types} />
          <h3 className="mt-6 mb-2 font-semibold">{t("credentials.attested")}</h3>
          <QueryState query={attested} />
          {attested.data ? <CredentialList credentials={attested.data.items} viewer={account} /> : null}
        </>
      ) : null}
    </section>
  );
}

function AttestForm(props: { types: readonly `0x${string}`[] }) {
  const { t } = useLanguage();
  const { credentials } = useContracts();
  const { run, busy, problem } = useActing();
  const [type, setType] = useState(props.types[0] ?? zeroHash);
  const [subject, setSubject] = useState("");
  const [until, setUntil] = useState("");
  const [tried, setTried] = useState(false);
  const good = isAddress(subject.trim(), { strict: false });
  const expiry = Math.floor(Date.parse(until) / 1000);
  const goodDate = expiry * 1000 > Date.now();

  async function submit(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    if (!good || !goodDate) return;
    const who = subject.trim() as Address;
    const done = await run(() => ({
      title: { key: "tx.attest", values: { type: typeName(type), account: shortAddress(who) } },
      calls: [attest(credentials, type, who, expiry, zeroHash)],
    }));
    if (done) setSubject("");
  }

  return (
    <form onSubmit={(event) => void submit(event)} className="grid gap-4">
      <Field label={t("credentials.type")}>
        {(ids) => (
          <select
            {...ids}
            className="field"
            value={type}
            onChange={(event) => setType(event.target.value as `0x${string}`)}
          >
            {props.types.map((each) => (
              <option key={each} value={each}>
                {typeName(each)}
              </option>
            ))}
          </select>
        )}
      </Field>
      <TextField
        label={`${t("credentials.subject")}: ${t("common.address")}`}
        value={subject}
        spellCheck={false}
        onChange={(event) => setSubject(event.target.value)}
        error={tried && !good ? t("common.badAddress") : undefined}
      />
      <TextField
        type="date"
        label={t("credentials.expiry")}
        value={until}
        onChange={(event) => setUntil(event.target.value)}
        error={tried && !goodDate ? t("common.badDate") : undefined}
      />
      <ProblemNotice problem={problem} />
      <Button type="submit" look="primary" busy={busy} className="justify-self-start">
        {t("credentials.attestButton")}
      </Button>
    </form>
  );
}
