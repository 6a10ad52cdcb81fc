"use client";

import { type RoleName, roleBits } from "@tallystick/sdk/identity/roles";
import { listOrganisations } from "@tallystick/sdk/indexer/identity";
import { useQuery } from "@tanstack/react-query";
import { useId } from "react";
import { useNetwork } from "@/components/config";
import { AreaField, CheckField, SelectField } from "@/components/fields";
import { Button, TextField } from "@/components/ui";
import { credentialNames } from "@/features/identity/credential-types";
import { useLanguage } from "@/i18n/context";
import { useIndexer } from "@/lib/reader";
import {
  accountsOf,
  MAX_LISTED,
  mostRules,
  type PolicyDraft,
  type RuleDraft,
  type RuleKind,
  ruleFault,
} from "./policy-draft";

const blank: Record<RuleKind, RuleDraft> = {
  credential: { kind: "credential", name: credentialNames[0] },
  role: { kind: "role", org: "", roles: ["buyer"] },
  allowList: { kind: "allowList", text: "" },
  consent: { kind: "consent" },
};

/** Who may buy: a list of conditions. */
export function PolicyFields(props: {
  draft: PolicyDraft;
  onChange: (draft: PolicyDraft) => void;
  showFaults: boolean;
  /** Whether the data set is, or will be, a record: only then can there be consents. */
  record: boolean;
}) {
  const { draft, onChange, showFaults } = props;
  const { t } = useLanguage();
  const kinds = (Object.keys(blank) as RuleKind[]).filter((kind) => kind !== "consent" || props.record);
  const replace = (i: number, rule: RuleDraft) =>
    onChange({ ...draft, rules: draft.rules.map((each, j) => (j === i ? rule : each)) });
  return (
    <fieldset className="grid gap-3">
      <legend className="mb-1 text-sm font-medium">{t("policy.who")}</legend>
      {draft.rules.length === 0 ? <p className="text-sm text-muted">{t("policy.anyone")}</p> : null}
      {draft.rules.length > 1 ? (
        <SelectField
          label={t("policy.combine")}
          value={draft.combine}
          options={[
            { value: "allOf", label: t("policy.allOf") },
            { value: "anyOf", label: t("policy.anyOf") },
          ]}
          onChange={(combine) => onChange({ ...draft, combine })}
        />
      ) : null}
      {draft.rules.map((rule, i) => (
        <div key={String(i)} className="grid gap-3 rounded-xl border border-line bg-surface p-3">
          <div className="flex flex-wrap items-end justify-between gap-3">
            <div className="min-w-0 flex-1">
              <SelectField
                label={t("policy.condition", { n: i + 1 })}
                value={rule.kind}
                options={kinds.map((kind) => ({ value: kind, label: t(`policy.kind_${kind}`) }))}
                onChange={(kind) => replace(i, blank[kind])}
              />
            </div>
            <Button
              small
              aria-label={`${t("common.remove")}: ${t("policy.condition", { n: i + 1 })}`}
              onClick={() => onChange({ ...draft, rules: draft.rules.filter((_, j) => j !== i) })}
            >
              {t("common.remove")}
            </Button>
          </div>
          <RuleFields rule={rule} onChange={(next) => replace(i, next)} showFaults={showFaults} />
        </div>
      ))}
      {draft.rules.length < mostRules ? (
        <Button
          small
          className="justify-self-start"
          onClick={() => onChange({ ...draft, rules: [...draft.rules, blank.credential] })}
        >
          {t("policy.add")}
        </Button>
      ) : null}
    </fieldset>
  );
}

function RuleFields(props: { rule: RuleDraft; onChange: (rule: RuleDraft) => void; showFaults: boolean }) {
  const { rule, onChange } = props;
  const { t } = useLanguage();
  const fault = props.showFaults ? ruleFault(rule) : undefined;
  const error = fault ? t(`policy.fault_${fault}`, { max: MAX_LISTED }) : undefined;
  if (rule.kind === "credential") return <CredentialRule rule={rule} onChange={onChange} error={error} />;
  if (rule.kind === "role") return <RoleRule rule={rule} onChange={onChange} error={error} />;
  if (rule.kind === "consent") return <p className="text-sm text-muted">{t("policy.consentHint")}</p>;
  const { accounts, strange } = accountsOf(rule.text);
  return (
    <AreaField
      label={t("policy.accounts")}
      hint={`${t("policy.accountsHint")} ${t("policy.listed", { n: accounts.length })}`}
      error={strange.length > 0 ? t("policy.strange", { word: strange[0]?.slice(0, 50) ?? "" }) : error}
      className="font-mono text-xs"
      spellCheck={false}
      value={rule.text}
      onChange={(event) => onChange({ kind: "allowList", text: event.target.value })}
    />
  );
}

function CredentialRule(props: {
  rule: Extract<RuleDraft, { kind: "credential" }>;
  onChange: (rule: RuleDraft) => void;
  error: string | undefined;
}) {
  const { t } = useLanguage();
  const list = useId();
  return (
    <>
      <TextField
        label={t("policy.credentialName")}
        hint={t("policy.credentialHint")}
        list={list}
        value={props.rule.name}
        maxLength={64}
        error={props.error}
        onChange={(event) => props.onChange({ kind: "credential", name: event.target.value })}
      />
      <datalist id={list}>
        {credentialNames.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
    </>
  );
}

const roleNames = Object.keys(roleBits) as RoleName[];

function RoleRule(props: {
  rule: Extract<RuleDraft, { kind: "role" }>;
  onChange: (rule: RuleDraft) => void;
  error: string | undefined;
}) {
  const { rule, onChange } = props;
  const { t } = useLanguage();
  const { chainId } = useNetwork();
  const indexer = useIndexer();
  const list = useId();
  const organisations = useQuery({
    queryKey: ["organisations", chainId],
    queryFn: () => listOrganisations(indexer, chainId, { limit: 50 }),
  });
  return (
    <>
      <TextField
        label={t("policy.org")}
        hint={t("policy.orgHint")}
        list={list}
        className="font-mono text-sm"
        spellCheck={false}
        value={rule.org}
        error={props.error}
        onChange={(event) => onChange({ ...rule, org: event.target.value })}
      />
      <datalist id={list}>
        {organisations.data?.items.map(({ id }) => (
          <option key={id} value={id} />
        ))}
      </datalist>
      <fieldset className="flex flex-wrap gap-x-4 gap-y-1">
        <legend className="mb-1 text-sm font-medium">{t("policy.roles")}</legend>
        {roleNames.map((name) => (
          <CheckField
            key={name}
            label={t(`organisation.role_${name}`)}
            checked={rule.roles.includes(name)}
            onChange={(checked) =>
              onChange({ ...rule, roles: checked ? [...rule.roles, name] : rule.roles.filter((each) => each !== name) })
            }
          />
        ))}
      </fieldset>
    </>
  );
}
