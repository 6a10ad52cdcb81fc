"use client";

import { type FoundPage, searchModes, searchPolicies } from "@tallystick/sdk/indexer/search";
import { useEffect, useState } from "react";
import { useToken } from "@/components/amount";
import { CheckField, SelectField } from "@/components/fields";
import { useTokens } from "@/components/money-field";
import { Button, TextField } from "@/components/ui";
import { useLanguage } from "@/i18n/context";
import { parseAmount } from "@/lib/format";
import { kindOf } from "@/lib/segments";
import type { Go } from "@/lib/use-in-address";
import { filtersSet, type SearchChoice, tokenOf } from "./search-choice";

type Facets = NonNullable<FoundPage["facets"]>;

/** What narrows a search, with how many there are of each. */
export function Filters(props: {
  choice: SearchChoice;
  go: Go;
  facets: Facets | undefined;
  /** Whether there is an account whose own data sets could be shown. */
  mayOwn: boolean;
}) {
  const { choice, go, facets } = props;
  const { t } = useLanguage();
  const toggle = <T extends string>(name: string, all: readonly T[], value: T, on: boolean) =>
    go({ [name]: (on ? [...all, value] : all.filter((each) => each !== value)).join(",") });
  const countOf = (list: Facets["mode"] | undefined, value: string) =>
    list?.find((each) => each.value === value)?.count ?? 0;
  return (
    <div className="grid gap-6">
      <fieldset className="grid gap-1.5">
        <legend className="mb-1.5 text-sm font-semibold">{t("market.filterMode")}</legend>
        {searchModes.map((mode) => (
          <Counted
            key={mode}
            label={t(`market.mode_${mode}`)}
            count={facets && countOf(facets.mode, mode)}
            checked={choice.modes.includes(mode)}
            onChange={(on) => toggle("mode", choice.modes, mode, on)}
          />
        ))}
      </fieldset>
      <PriceFilter choice={choice} go={go} />
      <SelectField
        label={t("market.filterStars")}
        value={String(choice.stars ?? "")}
        options={[
          { value: "", label: t("market.all") },
          ...["4", "3", "2", "1"].map((value) => ({
            value,
            label: `${t("market.starsFrom", { n: Number(value) })}${facets ? ` (${countOf(facets.stars, value)})` : ""}`,
          })),
        ]}
        onChange={(stars) => go({ stars })}
      />
      <fieldset className="grid gap-1.5">
        <legend className="mb-1.5 text-sm font-semibold">{t("policy.who")}</legend>
        {searchPolicies
          .filter((each) => choice.policies.includes(each) || countOf(facets?.policy, each) > 0)
          .map((each) => (
            <Counted
              key={each}
              label={t(`market.policy_${each}`)}
              count={facets && countOf(facets.policy, each)}
              checked={choice.policies.includes(each)}
              onChange={(on) => toggle("policy", choice.policies, each, on)}
            />
          ))}
      </fieldset>
      <One name="licence" label={t("market.licence")} choice={choice} go={go} list={facets?.licence} />
      <One name="media" label={t("market.filterMedia")} choice={choice} go={go} list={facets?.media} say={kindOf} />
      <One name="language" label={t("publish.language")} choice={choice} go={go} list={facets?.language} />
      <One name="keyword" label={t("market.filterKeyword")} choice={choice} go={go} list={facets?.keyword} />
      {props.mayOwn ? (
        <CheckField
          label={t("market.show_mine")}
          checked={choice.mine}
          onChange={(on) => go({ mine: on ? "1" : "" })}
        />
      ) : null}
      {filtersSet(choice) > 0 ? (
        <Button
          small
          className="justify-self-start"
          onClick={() =>
            go({
              mode: "",
              policy: "",
              licence: "",
              media: "",
              language: "",
              keyword: "",
              stars: "",
              min: "",
              max: "",
              mine: "",
            })
          }
        >
          {t("market.clearFilters")}
        </Button>
      ) : null}
    </div>
  );
}

function Counted(props: {
  label: string;
  count: number | undefined;
  checked: boolean;
  onChange: (on: boolean) => void;
}) {
  const { locale } = useLanguage();
  const { label, count } = props;
  return (
    <CheckField
      label={
        <span className="flex justify-between gap-2">
          <span>{label}</span>
          {count === undefined ? null : (
            <span className="text-sm text-muted tabular-nums">{new Intl.NumberFormat(locale).format(count)}</span>
          )}
        </span>
      }
      checked={props.checked}
      onChange={props.onChange}
    />
  );
}

function One(props: {
  name: "licence" | "media" | "language" | "keyword";
  label: string;
  choice: SearchChoice;
  go: Go;
  list: Facets["licence"] | undefined;
  say?: (value: string) => string;
}) {
  const { t, locale } = useLanguage();
  const { name, choice, go, say = (value) => value } = props;
  const chosen = choice[name];
  const list = props.list ?? [];
  const values = chosen && !list.some(({ value }) => value === chosen) ? [{ value: chosen, count: 0 }, ...list] : list;
  if (values.length === 0) return null;
  return (
    <SelectField
      label={props.label}
      value={chosen}
      options={[
        { value: "", label: t("market.all") },
        ...values.map(({ value, count }) => ({
          value,
          label: `${say(value)} (${new Intl.NumberFormat(locale).format(count)})`,
        })),
      ]}
      onChange={(value) => go({ [name]: value })}
    />
  );
}

/** A range in one currency; it is asked for when the person has stopped typing. */
function PriceFilter(props: { choice: SearchChoice; go: Go }) {
  const { choice, go } = props;
  const { t } = useLanguage();
  const tokens = useTokens();
  const [min, setMin] = useState(choice.min);
  const [max, setMax] = useState(choice.max);
  const token = useToken(tokenOf(choice, tokens[0]?.value));
  const bad = (text: string) => text !== "" && token !== undefined && parseAmount(text, token.decimals) === undefined;
  useEffect(() => {
    if ((min === choice.min && max === choice.max) || bad(min) || bad(max)) return;
    const timer = setTimeout(() => go({ min, max }), 400);
    return () => clearTimeout(timer);
  });
  const error = t("common.badAmount", { decimals: token?.decimals ?? "…" });
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-1.5 text-sm font-semibold">{t("market.price")}</legend>
      <div className="grid grid-cols-2 gap-2">
        <TextField
          label={t("market.from")}
          inputMode="decimal"
          value={min}
          onChange={(event) => setMin(event.target.value)}
          error={bad(min) ? error : undefined}
        />
        <TextField
          label={t("market.to")}
          inputMode="decimal"
          value={max}
          onChange={(event) => setMax(event.target.value)}
          error={bad(max) ? error : undefined}
        />
      </div>
      {tokens.length > 1 ? (
        <SelectField
          label={t("publish.token")}
          value={choice.token || (tokens[0]?.value ?? "")}
          options={tokens.map(({ value, label }) => ({ value: value as string, label }))}
          onChange={(token) => go({ token })}
        />
      ) : null}
    </fieldset>
  );
}
