"use client";

import type { Policy } from "@tallystick/sdk/data/manifest";
import { credentialType } from "@tallystick/sdk/identity/credentials";
import { rolesIn } from "@tallystick/sdk/identity/roles";
import type { Admission } from "@tallystick/sdk/market/admission";
import type { Terms } from "@tallystick/sdk/market/terms";
import Link from "next/link";
import type { Address } from "viem";
import { credentialNames } from "@/features/identity/credential-types";
import { useLanguage } from "@/i18n/context";
import type { Translate } from "@/i18n/translate";
import { shortAddress, shortHex } from "@/lib/format";
import { purposeKey } from "./purposes";
import { useAdmission, usePolicy } from "./use-policy";

/** A condition in words. */
function sentence(policy: Policy, t: Translate): string {
  switch (policy.kind) {
    case "credential": {
      const name = credentialNames.find((each) => credentialType(each) === policy.type) ?? shortHex(policy.type);
      return t("policy.says_credential", { name });
    }
    case "role": {
      const roles = rolesIn(BigInt(policy.roles)).map((role) =>
        typeof role === "number" ? t("policy.roleNumber", { n: String(role) }) : t(`organisation.role_${role}`),
      );
      return t("policy.says_role", { roles: roles.join(", "), org: shortHex(policy.org) });
    }
    case "list":
      return t("policy.says_allowList");
    case "other":
      return t("policy.says_other", { contract: shortAddress(policy.policy) });
    case "consent":
      return policy.purpose === 0
        ? t("policy.says_consent")
        : t("policy.says_consentFor", { purpose: t(purposeKey(policy.purpose)) });
    default:
      return t(`policy.${policy.kind}`);
  }
}

/** Where what is missing is to be had. */
function Remedy(props: { policy: Policy; dataset: bigint }) {
  const { t } = useLanguage();
  const { policy, dataset } = props;
  if (policy.kind === "credential") {
    return (
      <Link href="/credentials" className="link">
        {t("policy.get_credential")}
      </Link>
    );
  }
  if (policy.kind === "role") {
    return (
      <Link href={`/organisation?org=${policy.org}`} className="link">
        {t("policy.get_role")}
      </Link>
    );
  }
  if (policy.kind === "consent") {
    return (
      <Link href={`/consent?dataset=0x${dataset.toString(16).padStart(64, "0")}`} className="link">
        {t("policy.get_consent")}
      </Link>
    );
  }
  return policy.kind === "list" ? <span>{t("policy.get_allowList")}</span> : null;
}

/** Who may buy, and for the connected account whether it may, and what it lacks. */
export function PolicyView(props: { terms: Terms; known: readonly Policy[]; account: Address | undefined }) {
  const { t } = useLanguage();
  const { terms, account } = props;
  const found = usePolicy(terms, props.known);
  const standing = useAdmission(found, terms.dataset, account);
  const { policy } = found;
  if (!policy) return null;
  const title = standing ? t(standing.admitted ? "policy.youMay" : "policy.youMayNot") : t("policy.who");
  return (
    <fieldset className="min-w-0 rounded-xl border border-wood bg-wood-soft p-3 text-sm" aria-label={t("policy.who")}>
      <p className="mb-1.5 font-semibold">{title}</p>
      <ul className="grid gap-1">
        <Condition policy={policy} standing={standing} dataset={terms.dataset} />
      </ul>
    </fieldset>
  );
}

function Condition(props: { policy: Policy; standing: Admission | undefined; dataset: bigint }) {
  const { t } = useLanguage();
  const { policy, standing, dataset } = props;
  const members = policy.kind === "allOf" || policy.kind === "anyOf" ? policy.members : [];
  const mark = standing === undefined ? "•" : standing.admitted ? "✓" : "✗";
  const colour = standing === undefined ? "" : standing.admitted ? "text-good" : "text-danger";
  return (
    <li>
      <p className="flex gap-2">
        <span aria-hidden="true" className={`font-semibold ${colour}`}>
          {mark}
        </span>
        <span>
          {standing ? <span className="sr-only">{t(standing.admitted ? "policy.met" : "policy.notMet")}: </span> : null}
          {sentence(policy, t)} {standing && !standing.admitted ? <Remedy policy={policy} dataset={dataset} /> : null}
        </span>
      </p>
      {members.length > 0 ? (
        <ul className="mt-1 ml-4 grid gap-1">
          {members.map((member, i) => (
            <Condition
              // Members never move: their place is their key.
              key={String(i)}
              policy={member}
              standing={standing?.members[i]}
              dataset={dataset}
            />
          ))}
        </ul>
      ) : null}
    </li>
  );
}
