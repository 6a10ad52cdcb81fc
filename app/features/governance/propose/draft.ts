import type { Action } from "@tallystick/sdk/governance/action";
import { decodeSponsorship, encodeSponsorship, type SignedSponsorship } from "@tallystick/sdk/governance/sponsorship";
import type { Key } from "../../../i18n/dictionary.ts";
import { account, big, fields, hex, int, readable } from "../../../lib/wire.ts";

/** A proposal that is being written, kept in this browser. */
export interface Draft {
  readonly id: string;
  readonly chainId: number;
  readonly title: string;
  readonly body: string;
  readonly actions: readonly Action[];
  /** Signatures of who lends power, for this or an earlier version. */
  readonly sponsors: readonly SignedSponsorship[];
  /** Milliseconds since 1970. */
  readonly changedAt: number;
}

/** What is kept and handed on: JSON, with big numbers as decimal text. */
export interface WireDraft {
  readonly id: string;
  readonly chainId: number;
  readonly title: string;
  readonly body: string;
  readonly actions: readonly { readonly target: string; readonly value: string; readonly data: string }[];
  readonly sponsors: readonly unknown[];
  readonly changedAt: number;
}

export const longestTitle = 200;
export const longestBody = 40_000;
const mostActions = 50;
const longestData = 100_000;

export function newDraft(id: string, chainId: number, changedAt: number): Draft {
  return { id, chainId, title: "", body: "", actions: [], sponsors: [], changedAt };
}

export function encodeDraft(draft: Draft): WireDraft {
  return {
    ...draft,
    actions: draft.actions.map(({ target, value, data }) => ({ target, value: value.toString(), data })),
    sponsors: draft.sponsors.map(encodeSponsorship),
  };
}

/** A draft from what the browser, a file or a link holds; undefined when it is none. */
export function decodeDraft(value: unknown): Draft | undefined {
  return readable(() => {
    const draft = fields(value);
    const text = (name: string, longest: number): string => {
      const found = draft[name];
      return typeof found === "string" ? found.slice(0, longest) : "";
    };
    const list = (name: string): readonly unknown[] => (Array.isArray(draft[name]) ? (draft[name] as unknown[]) : []);
    return {
      id: text("id", 64),
      chainId: int(draft["chainId"], 40),
      title: text("title", longestTitle),
      body: text("body", longestBody),
      actions: list("actions").slice(0, mostActions).map(actionOf),
      sponsors: list("sponsors").slice(0, mostActions).flatMap(sponsorshipOf),
      changedAt: int(draft["changedAt"], 48),
    };
  });
}

function actionOf(value: unknown): Action {
  const action = fields(value);
  return {
    target: account(action["target"]),
    value: big(action["value"], 256),
    data: hex(action["data"], longestData),
  };
}

function sponsorshipOf(value: unknown): SignedSponsorship[] {
  try {
    return [decodeSponsorship(value)];
  } catch {
    return [];
  }
}

/** The text that is voted on: the title as a heading, then the rest. */
export function descriptionOf({ title, body }: Pick<Draft, "title" | "body">): string {
  return `# ${title.trim()}\n\n${body.trim()}`.trim();
}

/** A draft with more actions. One that sets what an earlier one sets stands in its place: the later would undo it. */
export function withActions(draft: Draft, actions: readonly Action[], settings: readonly string[]): Draft {
  const setterOf = ({ target, data }: Action): string | undefined => {
    const setter = `${target.toLowerCase()} ${data.slice(0, 10)}`;
    return settings.includes(setter) ? setter : undefined;
  };
  const replaced = new Set(actions.map(setterOf).filter((setter) => setter !== undefined));
  const kept = draft.actions.filter((action) => !replaced.has(setterOf(action) ?? ""));
  return { ...draft, actions: [...kept, ...actions] };
}

export function withoutAction(draft: Draft, place: number): Draft {
  return { ...draft, actions: draft.actions.filter((_, i) => i !== place) };
}

/** With an action one place earlier: they are executed in order. */
export function withActionEarlier(draft: Draft, place: number): Draft {
  const actions = [...draft.actions];
  const [action] = actions.splice(place, 1);
  if (action && place > 0) actions.splice(place - 1, 0, action);
  return place > 0 ? { ...draft, actions } : draft;
}

/** What is still missing, or too much, before it can be proposed. */
export function faultsOf(draft: Draft): readonly Key[] {
  const faults: Key[] = [];
  if (draft.title.trim() === "") faults.push("proposing.noTitle");
  if (draft.body.trim() === "") faults.push("proposing.noBody");
  if (draft.actions.length === 0) faults.push("proposing.noActions");
  if (/#proposer=0x[0-9a-fA-F]{40}\s*$/.test(draft.body)) faults.push("proposing.namesProposer");
  return faults;
}

/** Signatures for exactly this proposal that are still good, by each sponsor once, without the proposer. */
export function sponsorsOf(
  draft: Draft,
  proposalId: bigint,
  proposer: string,
  now: number,
): readonly SignedSponsorship[] {
  const good = draft.sponsors.filter(
    (each) =>
      each.proposalId === proposalId && each.deadline > now && each.sponsor.toLowerCase() !== proposer.toLowerCase(),
  );
  return [...new Map(good.map((each) => [each.sponsor.toLowerCase(), each])).values()];
}
