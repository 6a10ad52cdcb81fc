import type { Key } from "@/i18n/dictionary";

/** Codes of `Terms.purpose` (docs/spec/market.md); the list grows there, a code without a name stays a code. */
export const purposes = ["any", "research", "education", "commercial", "public", "quality"] as const;

export function purposeKey(code: number): Key {
  return `market.purpose_${purposes[code] ?? "other"}`;
}
