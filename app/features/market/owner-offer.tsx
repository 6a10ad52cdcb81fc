"use client";

import { policyWord } from "@tallystick/sdk/market/policy";
import { makeOffer } from "@tallystick/sdk/market/selling";
import { licenceHash, termsOf } from "@tallystick/sdk/market/terms";
import { type FormEvent, useState } from "react";
import { useNetwork } from "@/components/config";
import { ProblemNotice } from "@/components/problem-notice";
import { Button } from "@/components/ui";
import { useLanguage } from "@/i18n/context";
import { useContracts } from "@/lib/reader";
import { useActing } from "@/lib/tx/use-acting";
import { draftFaults, emptyDraft, type OfferDraft, offerOfDraft } from "./offer-draft";
import { OfferFields } from "./offer-fields";
import { policyOfDraft } from "./policy-draft";
import type { DatasetView } from "./use-dataset";
import { keepPolicy } from "./use-policy";

export function NewOfferForm(props: { view: DatasetView; record?: boolean }) {
  const { view } = props;
  const { t } = useLanguage();
  const { chainId } = useNetwork();
  const contracts = useContracts();
  const { market, eurx } = contracts;
  const { run, busy, problem } = useActing();
  const [draft, setDraft] = useState<OfferDraft>({ ...emptyDraft, ...(eurx ? { token: eurx } : { free: true }) });
  const [tried, setTried] = useState(false);
  const [open, setOpen] = useState(false);

  async function offer(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    if (draftFaults(draft).length > 0) return;
    const done = await run(async () => {
      const made = policyOfDraft(draft.policy, draft.purpose);
      await keepPolicy(chainId, made);
      const word = made.policy && policyWord(contracts, made.policy);
      const licence = view.opened?.manifest.licence ?? { spdx: view.licence };
      const terms = termsOf({
        dataset: view.id,
        seller: view.owner,
        licence: await licenceHash(licence),
        ...offerOfDraft(draft, view.files.length, word),
        // Two offers with the same terms would be the same offer.
        nonce: view.offers.length + 1,
      });
      return { title: { key: "tx.offer", values: { title: view.title } }, calls: [makeOffer(market, terms)] };
    });
    if (done) setOpen(false);
  }

  if (!open) {
    return (
      <Button className="justify-self-start" onClick={() => setOpen(true)}>
        {t("market.makeOffer")}
      </Button>
    );
  }
  return (
    <form
      onSubmit={(event) => void offer(event)}
      className="grid gap-5 rounded-xl border border-line bg-surface p-4"
      aria-label={t("market.makeOffer")}
    >
      <OfferFields
        draft={draft}
        onChange={setDraft}
        files={view.files.map(({ name }) => name)}
        showFaults={tried}
        record={props.record ?? false}
      />
      <ProblemNotice problem={problem} />
      <div className="flex justify-end gap-3">
        <Button onClick={() => setOpen(false)}>{t("common.cancel")}</Button>
        <Button type="submit" look="primary" busy={busy}>
          {t("market.makeOffer")}
        </Button>
      </div>
    </form>
  );
}
