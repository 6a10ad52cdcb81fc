"use client";

import { clearKey, keyOf, publishKey } from "@tallystick/sdk/identity/encryptionKeys";
import { credentialsOf } from "@tallystick/sdk/indexer/identity";
import { useQuery } from "@tanstack/react-query";
import type { Address } from "viem";
import { AddressText } from "@/components/address";
import { useNetwork } from "@/components/config";
import { ProblemNotice } from "@/components/problem-notice";
import { QueryState } from "@/components/query-state";
import { Badge, Button, Facts, Notice, PageTitle } from "@/components/ui";
import { CredentialList } from "@/features/credentials/credential-list";
import { SessionPanel } from "@/features/session/session-panel";
import { ConnectPrompt } from "@/features/wallet/connect-prompt";
import { usePersonaName } from "@/features/wallet/persona";
import { useAccount } from "@/features/wallet/use-account";
import { useLanguage } from "@/i18n/context";
import { shortHex } from "@/lib/format";
import { useKeyPair } from "@/lib/key-pair";
import { useContracts, useIndexer, useReader } from "@/lib/reader";
import { useActing } from "@/lib/tx/use-acting";

export function IdentityPage() {
  const { t } = useLanguage();
  const { address } = useAccount();
  return (
    <>
      <PageTitle title={t("identity.title")} lead={t("identity.lead")} />
      {address ? <Mine account={address} key={address} /> : <ConnectPrompt />}
    </>
  );
}

function Mine(props: { account: Address }) {
  const { account } = props;
  const { t } = useLanguage();
  const network = useNetwork();
  const name = usePersonaName(account);
  return (
    <div className="grid gap-6 lg:grid-cols-2">
      <section aria-labelledby="account" className="card p-5 sm:p-6">
        <h2 id="account" className="mb-4 text-xl">
          {t("common.account")}
        </h2>
        <Facts
          rows={[
            [t("common.account"), <AddressText key="a" address={account} label={name} />],
            [
              "DID",
              <span
                key="d"
                className="font-mono text-xs break-all"
              >{`did:ethr:0x${network.chainId.toString(16)}:${account}`}</span>,
            ],
          ]}
        />
        <SessionPanel />
      </section>
      <EncryptionKey account={account} />
      <Credentials account={account} />
    </div>
  );
}

function EncryptionKey(props: { account: Address }) {
  const { account } = props;
  const { t } = useLanguage();
  const reader = useReader();
  const { encryptionKeys } = useContracts();
  const keys = useKeyPair();
  const { run, busy, problem } = useActing();
  const published = useQuery({
    queryKey: ["key", reader.network.chainId, account],
    queryFn: async () => (await keyOf(reader, account)) ?? null,
  });
  const key = published.data?.key;
  return (
    <section aria-labelledby="key" className="card p-5 sm:p-6">
      <h2 id="key" className="mb-2 flex items-center gap-3 text-xl">
        {t("identity.key")}{" "}
        <Badge tone={key ? "brand" : "plain"}>{key ? t("identity.published") : t("identity.notPublished")}</Badge>
      </h2>
      <p className="text-sm text-muted">{t("identity.keyLead")}</p>
      <QueryState query={published} />
      {key ? (
        <p className="mt-3 font-mono text-sm" title={key}>
          {shortHex(key)}
        </p>
      ) : null}
      <Notice tone="warn" className="mt-4">
        {t("identity.keyWarning")}
      </Notice>
      <div className="mt-4 flex flex-wrap gap-3">
        <Button
          look="primary"
          busy={busy}
          onClick={() =>
            void run(async () => {
              const pair = await keys.get(account);
              return { title: { key: "tx.setKey" }, calls: [publishKey(encryptionKeys, pair.publicKey)] };
            })
          }
        >
          {key ? t("identity.publishAgain") : t("identity.publish")}
        </Button>
        {key ? (
          <Button
            look="danger"
            busy={busy}
            onClick={() => void run(() => ({ title: { key: "tx.revokeKey" }, calls: [clearKey(encryptionKeys)] }))}
          >
            {t("identity.withdraw")}
          </Button>
        ) : null}
      </div>
      <ProblemNotice problem={problem} className="mt-3" />
    </section>
  );
}

function Credentials(props: { account: Address }) {
  const { t } = useLanguage();
  const { chainId } = useNetwork();
  const indexer = useIndexer();
  const found = useQuery({
    queryKey: ["credentials", chainId, props.account],
    queryFn: () => credentialsOf(indexer, chainId, { subject: props.account }),
  });
  return (
    <section aria-labelledby="credentials" className="card p-5 sm:p-6 lg:col-span-2">
      <h2 id="credentials" className="mb-3 text-xl">
        {t("identity.credentials")}
      </h2>
      <QueryState query={found} />
      {found.data ? <CredentialList credentials={found.data.items} viewer={props.account} /> : null}
    </section>
  );
}
