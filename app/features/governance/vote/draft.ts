import type { Choice } from "@tallystick/sdk/governance/choice";
import { parseAmount, tallyDecimals } from "../../../lib/format.ts";
import { type Side, sides } from "../proposal/chart-data.ts";

/** What somebody has chosen so far; the parts of a split as he typed them. */
export interface VoteDraft {
  readonly kind: Side | "split" | undefined;
  readonly parts: Readonly<Record<Side, string>>;
}

export const emptyDraft: VoteDraft = { kind: undefined, parts: { for: "", against: "", abstain: "" } };

/** What keeps a draft from being a vote. */
export type DraftFault = "nothingChosen" | "badPart" | "emptySplit" | "tooMuch";

/** The vote that a draft means, or what is wrong with it. */
export function choiceOfDraft({ kind, parts }: VoteDraft, power: bigint): Choice | { readonly fault: DraftFault } {
  if (kind === undefined) return { fault: "nothingChosen" };
  if (kind !== "split") return kind;
  const amounts = sides.map((side) => (parts[side].trim() === "" ? 0n : parseAmount(parts[side], tallyDecimals)));
  const [pro, against, abstain] = amounts;
  if (pro === undefined || against === undefined || abstain === undefined) return { fault: "badPart" };
  const sum = pro + against + abstain;
  if (sum === 0n) return { fault: "emptySplit" };
  return sum > power ? { fault: "tooMuch" } : { for: pro, against, abstain };
}

export function isFault(choice: Choice | { readonly fault: DraftFault }): choice is { readonly fault: DraftFault } {
  return typeof choice === "object" && "fault" in choice;
}
