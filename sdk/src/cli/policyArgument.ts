import { isHex } from "viem";
import type { Policy } from "../data/manifest.ts";
import { reasonOf } from "../errors.ts";
import { credentialType } from "../identity/credentials.ts";
import { type RoleName, roleBits } from "../identity/roles.ts";
import { policyWord, rolePolicy } from "../market/policy.ts";
import type { Terms } from "../market/terms.ts";
import type { Deployment } from "../networks.ts";
import { UsageError } from "./exitCode.ts";

/**
 * A policy in words: `credential:<type>`, `role:<organisation>:<role>+<role>`, `list:<root>`, `consent:<purpose>`;
 * several joined by `&` are all needed, by `|` any of them will do.
 */
export function policyArgument(
  deployment: Deployment,
  text: string | undefined,
): Pick<Terms, "policy" | "policyData"> | undefined {
  if (text === undefined) return undefined;
  try {
    const { policy, data } = policyWord(deployment, policyIn(text));
    return { policy, policyData: data };
  } catch (error) {
    throw error instanceof RangeError ? new UsageError(`--policy: ${reasonOf(error)}`) : error;
  }
}

export function policyIn(text: string): Policy {
  for (const [sign, kind] of [
    ["|", "anyOf"],
    ["&", "allOf"],
  ] as const) {
    const parts = text.split(sign);
    if (parts.length > 1) return { kind, members: parts.map(policyIn) };
  }
  const [kind, first = "", second = ""] = text.trim().split(":");
  const isWord = isHex(first) && first.length === 66;
  if (kind === "credential" && first !== "") return { kind, type: isWord ? first : credentialType(first) };
  if (kind === "list" && isWord) return { kind, root: first };
  if (kind === "consent" && /^\d{1,5}$/.test(first)) return { kind, purpose: Number(first) };
  if (kind === "role" && isWord && second !== "") return rolePolicy(first, second.split("+").map(roleNamed));
  throw new UsageError(`--policy "${text}" is not understood.`);
}

function roleNamed(name: string): RoleName {
  if (!Object.hasOwn(roleBits, name)) {
    throw new UsageError(`--policy: "${name}" is not one of ${Object.keys(roleBits).join(", ")}.`);
  }
  return name as RoleName;
}
