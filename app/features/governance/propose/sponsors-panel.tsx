"use client";

import { isSponsorshipSigned } from "@tallystick/sdk/governance/sponsorship";
import { type ChangeEvent, useState } from "react";
import type { Address } from "viem";
import { AreaField } from "@/components/fields";
import { Button, Field } from "@/components/ui";
import { saveBlob } from "@/features/library/save";
import { useLanguage } from "@/i18n/context";
import { useReader } from "@/lib/reader";
import type { Draft } from "./draft";
import { askedLink, askedText, sponsorshipIn } from "./sponsor-link";

interface Props {
  readonly draft: Draft;
  readonly proposer: Address;
  readonly proposalId: bigint;
  readonly onChange: (next: (old: Draft) => Draft) => void;
}

/** Where power is missing: the proposal goes out to sponsors, their signatures come in. */
export function SponsorsPanel(props: Props) {
  const { t } = useLanguage();
  const { draft, proposer } = props;
  const asked = { draft, proposer };
  const path = askedLink(asked);
  return (
    <section aria-labelledby="sponsors" className="card grid gap-4 p-5">
      <h3 id="sponsors" className="text-lg">
        {t("proposing.sponsors")}
      </h3>
      <p className="text-sm text-muted">{t("proposing.sponsorsLead")}</p>
      {path ? (
        <Field label={t("proposing.sponsorLink")} hint={t("proposing.sponsorLinkHint")}>
          {(ids) => (
            <input
              {...ids}
              readOnly
              value={window.location.origin + path}
              onFocus={(event) => event.target.select()}
              className="field truncate font-mono text-xs"
            />
          )}
        </Field>
      ) : (
        <p className="text-sm">{t("proposing.tooLongForLink")}</p>
      )}
      <div>
        <Button onClick={() => saveBlob(new Blob([askedText(asked)]), "proposal.json")}>
          {t("proposing.saveFile")}
        </Button>
      </div>
      <Received {...props} />
    </section>
  );
}

function Received({ proposalId, onChange }: Props) {
  const { t } = useLanguage();
  const reader = useReader();
  const [text, setText] = useState("");
  const [fault, setFault] = useState<string>();
  async function take(given: string) {
    const signed = sponsorshipIn(given);
    if (!signed) return setFault(t("proposing.noSponsorship"));
    if (signed.proposalId !== proposalId) return setFault(t("proposing.otherVersion"));
    const isSigned = await isSponsorshipSigned(reader, signed).catch(() => false);
    if (!isSigned) return setFault(t("proposing.badSponsorship"));
    onChange((old) => ({ ...old, sponsors: [...old.sponsors, signed] }));
    setText("");
    setFault(undefined);
  }
  const read = (event: ChangeEvent<HTMLInputElement>) => {
    const file = event.target.files?.[0];
    if (file) void file.text().then(take);
    event.target.value = "";
  };
  return (
    <div className="grid gap-3">
      <AreaField
        label={t("proposing.sponsorship")}
        hint={t("proposing.sponsorshipHint")}
        error={fault}
        className="min-h-20 font-mono text-xs"
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <div className="flex flex-wrap items-end gap-4">
        <Button disabled={text.trim() === ""} onClick={() => void take(text)}>
          {t("proposing.addSponsorship")}
        </Button>
        <Field label={t("proposing.fromFile")}>
          {(ids) => <input {...ids} type="file" accept=".json,application/json" className="text-sm" onChange={read} />}
        </Field>
      </div>
    </div>
  );
}
