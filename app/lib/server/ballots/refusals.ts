/** Why a ballot is not taken; each with a sentence that says what its voter can do. */
export const refusals = {
  malformed: "This is no ballot.",
  oversize: "The ballot is larger than any ballot is.",
  unknownProposal: "There is no such proposal at this governor.",
  late: "The ballot's deadline is past, or the vote has ended.",
  closed: "The proposal is not voted on any more.",
  duplicate: "This ballot is here already.",
  otherBallot:
    "Another ballot of this voter waits for this proposal, and since anybody may bring it to the governor it can't be taken back here. Vote by a transaction of your own, which counts before it, or change the vote once it was counted.",
  forged: "The signature is not the voter's.",
  zeroPower: "The voter has no power in this proposal.",
  overPower: "The split is of more power than the voter has in this proposal.",
  voted: "The voter has voted. A signed ballot is a voter's first: change the vote by transaction.",
  withdrawn: "The voter has withdrawn his signed ballots for this proposal. He can vote by transaction.",
  flood: "Too many ballots at once. Wait a little and send them again.",
  full: "There is no room for more ballots. Anybody may bring this one to the governor.",
  tooMany: "At most 500 ballots, for at most 16 proposals, are taken at once.",
  chainDown: "The chain does not answer, so nothing can be checked. Try again later.",
} as const;

export type RefusalCode = keyof typeof refusals;

export interface Refusal {
  readonly refused: RefusalCode;
  readonly sentence: string;
  /** Of the ballot that is here already. */
  readonly id?: string;
  readonly status?: BallotStatus;
}

/**
 * | status | means |
 * |---|---|
 * | pending | waits for the next batch |
 * | sent | in a transaction that is not confirmed yet |
 * | counted | the governor counted it |
 * | skipped | the governor did not count it, or would not; `reason` says why |
 */
export type BallotStatus = "pending" | "sent" | "counted" | "skipped";

export interface Taken {
  readonly id: string;
  readonly status: BallotStatus;
}

export type Verdict = Taken | Refusal;

export function refusal(code: RefusalCode, detail?: string): Refusal {
  return { refused: code, sentence: detail === undefined ? refusals[code] : `${refusals[code]} ${detail}` };
}
