import type { ReceivableFilter } from "@tallystick/sdk/indexer/instruments";
import { numberWord } from "@tallystick/sdk/instruments/terms";
import { type Address, type Hex, isAddress } from "viem";
import { open, registeredStatuses, type Status } from "../shared/status.ts";

/** Parts in a supply chain, each with a desk of its own. */
export const roles = ["supplier", "core", "financier", "logistics", "auditor"] as const;
export type Role = (typeof roles)[number];

/** What is looked at on the desk, as the page's address holds it. */
export interface DeskChoice {
  /** Undefined: the one that was chosen last. */
  readonly role: Role | undefined;
  readonly status: Status | undefined;
  readonly number: string;
  readonly token: Address | undefined;
  readonly sort: "newest" | "due";
}

export function deskChoiceOf(parameters: Pick<URLSearchParams, "get">): DeskChoice {
  const token = parameters.get("token") ?? "";
  return {
    role: roleIn(parameters.get("role")),
    status: registeredStatuses.find((each) => each === parameters.get("status")),
    number: (parameters.get("number") ?? "").slice(0, 80),
    token: isAddress(token, { strict: false }) ? token : undefined,
    sort: parameters.get("sort") === "due" ? "due" : "newest",
  };
}

export function roleIn(text: string | null): Role | undefined {
  return roles.find((each) => each === text);
}

/** The indexer's question for a desk; undefined: there is nobody whose desk it could be. */
export function filterOf(role: Role, choice: DeskChoice, account: Address | undefined): ReceivableFilter | undefined {
  const isOwn = role === "supplier" || role === "core";
  if (isOwn && !account) return undefined;
  const statuses = choice.status ? [choice.status] : role === "logistics" ? open : undefined;
  const number = wordOf(choice.number);
  return {
    ...(role === "supplier" ? { creditor: account } : role === "core" ? { debtor: account } : {}),
    ...(statuses ? { statuses } : {}),
    ...(choice.token ? { token: choice.token } : {}),
    ...(number ? { number } : {}),
  };
}

/** Word of the number that is looked for; undefined where nothing was typed, or what is no number. */
function wordOf(text: string): Hex | undefined {
  if (text.trim() === "") return undefined;
  try {
    return numberWord(text);
  } catch {
    return undefined;
  }
}
