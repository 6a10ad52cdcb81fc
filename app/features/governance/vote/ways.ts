/** Ways to bring a vote: signed for the site's relay to send, or by a transaction of one's own. */
export type Way = "signed" | "direct";

/** Why a way is not open. */
export type Closed =
  | "noRelay"
  /** A signed ballot is a voter's first, or nothing. */
  | "votedAlready"
  | "withdrawn"
  /** One that was signed is waiting. */
  | "waiting"
  | "changesClosed";

export interface VoterFacts {
  readonly relayAnswers: boolean;
  readonly hasVoted: boolean;
  readonly isWithdrawn: boolean;
  readonly isWaiting: boolean;
  readonly now: number;
  readonly changesCloseAt: number;
}

/** Which ways are open to a voter while a proposal is voted on; undefined: it is. */
export function waysOf(facts: VoterFacts): Readonly<Record<Way, Closed | undefined>> {
  const { hasVoted, isWithdrawn, isWaiting, relayAnswers, now, changesCloseAt } = facts;
  const signed = hasVoted
    ? "votedAlready"
    : isWithdrawn
      ? "withdrawn"
      : isWaiting
        ? "waiting"
        : relayAnswers
          ? undefined
          : "noRelay";
  return { signed, direct: hasVoted && now > changesCloseAt ? "changesClosed" : undefined };
}

/** Free where that is open, unless the voter chose otherwise. */
export function wayOf(ways: ReturnType<typeof waysOf>, chosen: Way | undefined): Way | undefined {
  if (chosen && ways[chosen] === undefined) return chosen;
  if (ways.signed === undefined) return "signed";
  return ways.direct === undefined ? "direct" : undefined;
}
