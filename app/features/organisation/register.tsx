"use client";

import { organisationId, registerOrganisation } from "@tallystick/sdk/identity/organisations";
import { type FormEvent, useState } from "react";
import { type Address, bytesToHex, type Hex, sha256, stringToBytes, zeroHash } from "viem";
import { useNetwork } from "@/components/config";
import { ProblemNotice } from "@/components/problem-notice";
import { Button, TextField } from "@/components/ui";
import { useLanguage } from "@/i18n/context";
import { useContracts } from "@/lib/reader";
import { useActing } from "@/lib/tx/use-acting";

export function RegisterForm(props: { account: Address; onRegistered: (org: Hex) => void }) {
  const { t } = useLanguage();
  const { chainId } = useNetwork();
  const { organisations } = useContracts();
  const { run, busy, problem } = useActing();
  const [profile, setProfile] = useState("");

  async function submit(event: FormEvent) {
    event.preventDefault();
    const salt = bytesToHex(crypto.getRandomValues(new Uint8Array(32)));
    const text = profile.trim();
    const hash = text ? sha256(stringToBytes(text)) : zeroHash;
    const done = await run(() => ({
      title: { key: "tx.registerOrganisation" },
      calls: [registerOrganisation(organisations, salt, hash)],
    }));
    if (done) props.onRegistered(organisationId(chainId, organisations, props.account, salt));
  }

  return (
    <form onSubmit={(event) => void submit(event)} className="card grid gap-4 p-5" aria-labelledby="register">
      <h2 id="register" className="text-lg">
        {t("organisation.register")}
      </h2>
      <TextField
        label={`${t("organisation.profile")} (${t("common.optional")})`}
        hint={t("organisation.profileHint")}
        value={profile}
        onChange={(event) => setProfile(event.target.value)}
      />
      <ProblemNotice problem={problem} />
      <Button type="submit" look="primary" busy={busy}>
        {t("organisation.registerButton")}
      </Button>
    </form>
  );
}
