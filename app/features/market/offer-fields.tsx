"use client";

import { zeroAddress } from "viem";
import { Field, TextField } from "@/components/ui";
import { credentialNames } from "@/features/identity/credential-types";
import { useLanguage } from "@/i18n/context";
import { useContracts } from "@/lib/reader";
import { type DraftFault, draftFaults, type OfferDraft } from "./offer-draft";
import { purposeKey, purposes } from "./purposes";

/** The fields of an offer, for the publish wizard and for a data set's owner. */
export function OfferFields(props: {
  draft: OfferDraft;
  onChange: (draft: OfferDraft) => void;
  files: readonly string[];
  showFaults: boolean;
}) {
  const { draft, files } = props;
  const { t } = useLanguage();
  const { eurx, usdx } = useContracts();
  const faults = props.showFaults ? draftFaults(draft) : [];
  const set = (change: Partial<OfferDraft>) => props.onChange({ ...draft, ...change });
  const fault = (name: DraftFault, text: string) => (faults.includes(name) ? text : undefined);
  const tokens = [
    { address: eurx, symbol: "EURX" },
    { address: usdx, symbol: "USDX" },
  ].filter((token) => token.address !== undefined);
  const checked = (i: number) => draft.files === undefined || draft.files.includes(i);
  const toggle = (i: number) => {
    const now = files.map((_, j) => j).filter((j) => (j === i ? !checked(j) : checked(j)));
    set({ files: now.length === files.length ? undefined : now });
  };

  return (
    <div className="grid gap-5">
      <fieldset className="grid gap-2">
        <legend className="mb-1 text-sm font-medium">{t("publish.price")}</legend>
        <label className="flex items-center gap-2">
          <input
            type="checkbox"
            className="size-4 accent-brand"
            checked={draft.free}
            onChange={(event) => set({ free: event.target.checked })}
          />
          {t("publish.free")}
        </label>
        {draft.free ? null : (
          <div className="grid gap-3 sm:grid-cols-2">
            <TextField
              label={t("publish.amount")}
              inputMode="decimal"
              value={draft.price}
              onChange={(event) => set({ price: event.target.value })}
              error={fault("price", t("common.badAmount", { decimals: draft.decimals }))}
            />
            <Field label={t("publish.token")}>
              {(ids) => (
                <select
                  {...ids}
                  className="field"
                  value={draft.token === zeroAddress ? tokens[0]?.address : draft.token}
                  onChange={(event) => set({ token: event.target.value as `0x${string}` })}
                >
                  {tokens.map(({ address, symbol }) => (
                    <option key={address} value={address}>
                      {symbol}
                    </option>
                  ))}
                </select>
              )}
            </Field>
          </div>
        )}
      </fieldset>
      <fieldset className="grid gap-2">
        <legend className="mb-1 text-sm font-medium">{t("publish.time")}</legend>
        <label className="flex items-center gap-2">
          <input
            type="checkbox"
            className="size-4 accent-brand"
            checked={draft.forever}
            onChange={(event) => set({ forever: event.target.checked })}
          />
          {t("publish.forever")}
        </label>
        <div className="grid gap-3 sm:grid-cols-2">
          {draft.forever ? null : (
            <TextField
              label={t("publish.days")}
              inputMode="numeric"
              value={draft.days}
              onChange={(event) => set({ days: event.target.value })}
              error={fault("days", t("publish.badNumber"))}
            />
          )}
          {draft.free ? null : (
            <TextField
              label={t("publish.refundDays")}
              hint={t("publish.refundHint")}
              inputMode="numeric"
              value={draft.refundDays}
              onChange={(event) => set({ refundDays: event.target.value })}
              error={fault("refundDays", t("publish.badNumber"))}
            />
          )}
        </div>
      </fieldset>
      {files.length > 1 ? (
        <fieldset className="grid gap-1">
          <legend className="mb-1 text-sm font-medium">{t("publish.whichFiles")}</legend>
          {files.map((name, i) => (
            <label key={name} className="flex items-center gap-2">
              <input type="checkbox" className="size-4 accent-brand" checked={checked(i)} onChange={() => toggle(i)} />
              <span className="break-all">{name}</span>
            </label>
          ))}
          {faults.includes("files") ? <p className="text-sm text-danger">{t("publish.noFileChosen")}</p> : null}
        </fieldset>
      ) : null}
      <details>
        <summary className="font-medium">{t("publish.more")}</summary>
        <div className="mt-4 grid gap-4">
          <label className="flex items-center gap-2">
            <input
              type="checkbox"
              className="size-4 accent-brand"
              checked={draft.laterVersions}
              onChange={(event) => set({ laterVersions: event.target.checked })}
            />
            {t("publish.laterVersions")}
          </label>
          <div className="grid gap-3 sm:grid-cols-2">
            <TextField
              label={t("publish.maxSales")}
              hint={t("publish.maxSalesHint")}
              inputMode="numeric"
              value={draft.maxSales}
              onChange={(event) => set({ maxSales: event.target.value })}
              error={fault("maxSales", t("publish.badNumber"))}
            />
            <Field label={t("publish.purpose")}>
              {(ids) => (
                <select
                  {...ids}
                  className="field"
                  value={draft.purpose}
                  onChange={(event) => set({ purpose: Number(event.target.value) })}
                >
                  {purposes.map((purpose, code) => (
                    <option key={purpose} value={code}>
                      {t(purposeKey(code))}
                    </option>
                  ))}
                </select>
              )}
            </Field>
            <Field label={t("publish.who")} hint={t("publish.whoHint")}>
              {(ids) => (
                <select
                  {...ids}
                  className="field"
                  value={draft.credential}
                  onChange={(event) => set({ credential: event.target.value })}
                >
                  <option value="">{t("common.anyone")}</option>
                  {credentialNames.map((name) => (
                    <option key={name} value={name}>
                      {t("publish.holders", { name })}
                    </option>
                  ))}
                </select>
              )}
            </Field>
          </div>
        </div>
      </details>
    </div>
  );
}
