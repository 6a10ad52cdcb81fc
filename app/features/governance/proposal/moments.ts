import { stateOf } from "@tallystick/sdk/indexer/governance";
import type { IndexedProposal } from "@tallystick/sdk/indexer/governanceFields";

export type Moment =
  | "created"
  | "snapshot"
  | "changesClose"
  | "plannedEnd"
  | "end"
  | "queueBy"
  | "queued"
  | "eta"
  | "executeBy"
  | "executed"
  | "canceled"
  | "expired";

export interface Step {
  readonly moment: Moment;
  readonly at: number;
}

/** What happened to a proposal and what is to come, in order of time. What can't happen any more is left out. */
export function timelineOf(proposal: IndexedProposal, now: number): readonly Step[] {
  const { createdAt, snapshot, changesCloseAt, plannedDeadline, deadline, queueBy } = proposal;
  const { queuedAt, eta, executeBy, executedAt, canceledAt } = proposal;
  const state = stateOf(proposal, now);
  const expiry = executeBy ?? queueBy;
  const all: readonly (readonly [Moment, number | undefined | false])[] = [
    ["created", createdAt],
    ["snapshot", snapshot],
    ["changesClose", changesCloseAt],
    ["plannedEnd", plannedDeadline < deadline && plannedDeadline],
    ["end", deadline],
    ["queueBy", state === "succeeded" && queueBy],
    ["queued", queuedAt],
    ["eta", eta],
    ["executeBy", state === "queued" && executeBy],
    ["executed", executedAt],
    ["canceled", canceledAt],
    ["expired", state === "expired" && expiry],
  ];
  const end = canceledAt ?? Number.POSITIVE_INFINITY;
  return all
    .flatMap(([moment, at]): Step[] => (at === undefined || at === false ? [] : [{ moment, at }]))
    .filter(({ at }) => at <= end)
    .sort((a, b) => a.at - b.at);
}

/** Moments that somebody may want in his calendar: what is still to come, and asks for something to be done. */
export function deadlinesOf(proposal: IndexedProposal, now: number): readonly Step[] {
  const wanted = new Set<Moment>(["snapshot", "changesClose", "end", "queueBy", "eta", "executeBy"]);
  return timelineOf(proposal, now).filter(({ moment, at }) => wanted.has(moment) && at > now);
}
