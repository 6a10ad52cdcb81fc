import type { Policy } from "@tallystick/sdk/data/manifest";
import { credentialType } from "@tallystick/sdk/identity/credentials";
import type { RoleName } from "@tallystick/sdk/identity/roles";
import { allowList } from "@tallystick/sdk/market/allowList";
import { MAX_POLICY_MEMBERS, rolePolicy } from "@tallystick/sdk/market/policy";
import { type Address, isAddress } from "viem";

/** One condition, as a form holds it. */
export type RuleDraft =
  | { readonly kind: "credential"; readonly name: string }
  | { readonly kind: "role"; readonly org: string; readonly roles: readonly RoleName[] }
  | { readonly kind: "allowList"; readonly text: string }
  | { readonly kind: "consent" };

export type RuleKind = RuleDraft["kind"];

/** Who may buy: anyone without rules; else all of them, or any, must be met. */
export interface PolicyDraft {
  readonly combine: "allOf" | "anyOf";
  readonly rules: readonly RuleDraft[];
}

export const openToAnyone: PolicyDraft = { combine: "allOf", rules: [] };

/** Accounts of an allow list at most: what the site keeps of it must stay small. */
export const MAX_LISTED = 5_000;
export const mostRules = MAX_POLICY_MEMBERS;

/** Accounts in a pasted text, each once, and what in it is none. */
export function accountsOf(text: string): {
  readonly accounts: readonly Address[];
  readonly strange: readonly string[];
} {
  const words = text.split(/[\s,;]+/).filter(Boolean);
  const accounts = new Map<string, Address>();
  const strange: string[] = [];
  for (const word of words) {
    if (isAddress(word, { strict: false })) accounts.set(word.toLowerCase(), word);
    else strange.push(word);
  }
  return { accounts: [...accounts.values()], strange };
}

export type RuleFault = "credential" | "org" | "roles" | "accounts";

export function ruleFault(rule: RuleDraft): RuleFault | undefined {
  if (rule.kind === "credential") return rule.name.trim() === "" ? "credential" : undefined;
  if (rule.kind === "role") {
    if (!/^0x[0-9a-fA-F]{64}$/.test(rule.org.trim())) return "org";
    return rule.roles.length === 0 ? "roles" : undefined;
  }
  if (rule.kind === "consent") return undefined;
  const { accounts, strange } = accountsOf(rule.text);
  return accounts.length === 0 || accounts.length > MAX_LISTED || strange.length > 0 ? "accounts" : undefined;
}

export function isPolicyReady({ rules }: PolicyDraft): boolean {
  return rules.every((rule) => ruleFault(rule) === undefined);
}

/** A policy, and the lists that its roots stand for. */
export interface MadePolicy {
  /** Undefined: anyone. */
  readonly policy: Policy | undefined;
  readonly lists: readonly (readonly Address[])[];
}

/** The policy of a draft whose rules have no fault; `purpose` is the offer's, for which consent must be given. */
export function policyOfDraft({ combine, rules }: PolicyDraft, purpose: number): MadePolicy {
  const members = rules.map((rule) => policyOfRule(rule, purpose));
  const lists = rules.flatMap((rule) => (rule.kind === "allowList" ? [accountsOf(rule.text).accounts] : []));
  return { policy: members.length > 1 ? { kind: combine, members } : members[0], lists };
}

function policyOfRule(rule: RuleDraft, purpose: number): Policy {
  switch (rule.kind) {
    case "credential":
      return { kind: "credential", type: credentialType(rule.name.trim()) };
    case "role":
      return rolePolicy(rule.org.trim().toLowerCase() as `0x${string}`, rule.roles);
    case "allowList":
      return { kind: "list", root: allowList(accountsOf(rule.text).accounts).root };
    case "consent":
      return { kind: "consent", purpose };
  }
}
