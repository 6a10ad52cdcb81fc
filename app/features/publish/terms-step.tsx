"use client";

import { CheckField } from "@/components/fields";
import { useTokens } from "@/components/money-field";
import { Button } from "@/components/ui";
import { emptyDraft } from "@/features/market/offer-draft";
import { OfferFields } from "@/features/market/offer-fields";
import { emptyTariff } from "@/features/market/tariff-draft";
import { TariffFields } from "@/features/market/tariff-fields";
import { useLanguage } from "@/i18n/context";
import { mostOffers, type TermsDraft } from "./draft";
import { emptyRecord } from "./record-draft";
import { RecordFields } from "./record-fields";

/** Ways to read what is published: offers, a price for each access, and consent. */
export function TermsStep(props: {
  terms: TermsDraft;
  onChange: (terms: TermsDraft) => void;
  files: readonly string[];
  newDataset: boolean;
  showFaults: boolean;
}) {
  const { terms, files, showFaults } = props;
  const { t } = useLanguage();
  const [token] = useTokens();
  const set = (change: Partial<TermsDraft>) => props.onChange({ ...terms, ...change });
  const blank = { ...emptyDraft, ...(token ? { token: token.value } : { free: true }) };
  return (
    <div className="grid gap-6">
      <CheckField
        label={t("publish.offerNow")}
        checked={terms.offering}
        onChange={(offering) => set({ offering, offers: terms.offers.length > 0 ? terms.offers : [blank] })}
      />
      {terms.offering
        ? terms.offers.map((offer, i) => (
            <section
              key={String(i)}
              aria-label={t("publish.offerNumber", { n: i + 1 })}
              className={terms.offers.length > 1 ? "rounded-2xl border border-line p-4 sm:p-5" : ""}
            >
              {terms.offers.length > 1 ? (
                <div className="mb-3 flex items-center justify-between gap-3">
                  <h3 className="text-lg">{t("publish.offerNumber", { n: i + 1 })}</h3>
                  <Button
                    small
                    aria-label={`${t("common.remove")}: ${t("publish.offerNumber", { n: i + 1 })}`}
                    onClick={() => set({ offers: terms.offers.filter((_, j) => j !== i) })}
                  >
                    {t("common.remove")}
                  </Button>
                </div>
              ) : null}
              <OfferFields
                draft={offer}
                onChange={(next) => set({ offers: terms.offers.map((each, j) => (j === i ? next : each)) })}
                files={files}
                showFaults={showFaults}
                record={terms.record !== undefined}
              />
            </section>
          ))
        : null}
      {terms.offering && terms.offers.length < mostOffers ? (
        <Button small className="justify-self-start" onClick={() => set({ offers: [...terms.offers, blank] })}>
          {t("publish.anotherOffer")}
        </Button>
      ) : null}
      <div className="grid gap-4 border-t border-line pt-5">
        <CheckField
          label={t("tariff.sell")}
          hint={terms.record ? t("tariff.notForRecords") : t("tariff.sellHint")}
          checked={terms.tariff !== undefined}
          disabled={terms.record !== undefined}
          onChange={(on) =>
            set({ tariff: on ? { ...emptyTariff, ...(token ? { token: token.value } : {}) } : undefined })
          }
        />
        {terms.tariff ? (
          <TariffFields draft={terms.tariff} onChange={(tariff) => set({ tariff })} showFaults={showFaults} />
        ) : null}
      </div>
      {props.newDataset ? (
        <div className="grid gap-4 border-t border-line pt-5">
          <CheckField
            label={t("record.make")}
            hint={t("record.makeHint")}
            checked={terms.record !== undefined}
            onChange={(on) => set({ record: on ? emptyRecord : undefined, ...(on ? { tariff: undefined } : {}) })}
          />
          {terms.record ? (
            <RecordFields draft={terms.record} onChange={(record) => set({ record })} showFaults={showFaults} />
          ) : null}
        </div>
      ) : null}
    </div>
  );
}
