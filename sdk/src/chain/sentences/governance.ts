import { id, type Sentences, time } from "./words.ts";

/** By the governor's numbers. */
const states = ["pending", "active", "canceled", "defeated", "succeeded", "queued", "expired", "executed"];

/** Refusals of the token, the governor, the treasury and the dividends. */
export const governanceSentences: Sentences = {
  TallyToken_BadCap: [(v) => `A cap of ${v.cap} is more than ballots can count.`, "Choose one of at most 2^84 - 1."],
  TallyToken_LengthsDiffer: [
    () => "The lists of accounts and amounts differ in length.",
    "Give each account an amount.",
  ],
  TallyToken_NotTreasury: [(v) => `${v.caller} may not mint.`, "Propose it: only the DAO's treasury mints."],
  TallyToken_ZeroDelegate: [
    () => "Power can't be delegated to the zero address.",
    "Choose an account, or give your power up expressly.",
  ],
  TallyToken_NotDividends: [(v) => `${v.caller} may not open a round.`, "Pay a dividend: it opens one."],
  Dividends_ZeroAmount: [() => "A dividend of nothing was paid.", "Pay more than zero."],
  Dividends_ZeroRecipient: [() => "The receiver is the zero address.", "Name who is to be paid."],
  Dividends_NoShares: [() => "Nobody but the treasury holds shares.", "Pay when somebody does."],
  Dividends_NothingDue: [(v) => `${v.account} has nothing to claim in this token.`, "Wait for the next dividend."],
  Dividends_OfTreasury: [() => "The treasury's tokens earn no dividends.", "Claim for another account."],
  Treasury_NotFounder: [
    (v) => `${v.caller} may not found the treasury.`,
    "Nothing to do: it is done once, at deployment.",
  ],
  Treasury_ZeroAddress: [() => "An address is missing.", "Name the account."],
  Treasury_OnlyItself: [
    (v) => `${v.caller} may not do this.`,
    "Propose it: only the treasury itself does it, after a vote.",
  ],
  Treasury_Critical: [
    (v) => `This call of ${v.target} needs the critical track.`,
    "Make a new proposal: it gets the higher quorum and the longer delay.",
  ],
  Treasury_LimitExceeded: [
    (v) => `${v.asked} is more than the ${v.available} that may be spent now.`,
    "Spend less, wait, or have the limit raised by a critical proposal.",
  ],
  Treasury_BadDelays: [
    (v) => `Delays of ${v.ordinary} and ${v.critical} seconds can't be set.`,
    "Keep both within the bounds, the critical one not shorter.",
  ],
  Treasury_BadWindow: [(v) => `A window of ${v.window} seconds can't be set.`, "Choose an hour to a year."],
  Treasury_AlwaysCritical: [(v) => `${v.target} stays critical.`, "Nothing to do."],
  Treasury_TransferFailed: [(v) => `${v.to} did not take the ether.`, "Pay another account."],
  Ballots_NoPower: [
    (v) => `${v.voter} had no power when the vote began.`,
    "Vote on the next proposal: power counts that was there before it.",
  ],
  Ballots_ChangeTooLate: [(v) => `Votes could be changed until ${time(v.closedAt)}.`, "Your earlier vote counts."],
  Ballots_LengthsDiffer: [() => "The lists of proposals and votes differ in length.", "Give each proposal a vote."],
  Ballots_AlreadyVoted: [
    (v) => `${v.voter} has voted or withdrawn his ballots.`,
    "Vote from the wallet itself, if you changed your mind.",
  ],
  Signatures_TooLittleGas: [
    (v) => `${v.left} gas is left, and a contract wallet may need ${v.needed}.`,
    "Send it with more gas, or fewer ballots.",
  ],
  Governor_NoCode: [(v) => `There is no contract at ${v.target}.`, "Check the address and the chain."],
  Governor_CodeChanged: [
    (v) => `The code of a target of proposal ${id(v.proposalId)} is not what was voted on.`,
    "Don't execute it: look at what changed, and propose anew.",
  ],
  Governor_Repeated: [
    (v) => `The same actions were proposed before (${id(v.earlierId)}).`,
    "Wait for that vote and the cool-down, or change the actions.",
  ],
  Governor_SponsorOrder: [
    (v) => `Sponsor ${v.sponsor} stands twice or in the wrong place.`,
    "Sort the sponsors by address, each once, without yourself.",
  ],
  Governor_SponsorLate: [(v) => `${v.sponsor} sponsored only until ${time(v.deadline)}.`, "Ask for a new signature."],
  Governor_OutOfBounds: [
    (v) => `${v.value} is not between ${v.min} and ${v.max}.`,
    "Choose a value within the bounds.",
  ],
  Governor_CapTooHigh: [(v) => `The token's cap of ${v.cap} is more than ballots can count.`, "Use a smaller cap."],
  GovernorInsufficientProposerVotes: [
    (v) => `${v.proposer} has ${v.votes} of the ${v.threshold} votes that a proposal needs.`,
    "Find sponsors, or have power delegated to you.",
  ],
  GovernorRestrictedProposer: [() => "The description names another proposer.", "Remove the last line of it."],
  GovernorUnexpectedProposalState: [
    (v) =>
      `Proposal ${id(v.proposalId)} is ${states[Number(v.current)] ?? "in another state"}: this can't be done now.`,
    "Look at what it is open to in this state.",
  ],
  GovernorInvalidVoteType: [() => "There is no such vote.", "Vote for, against, abstain, or split."],
  GovernorInvalidVoteParams: [() => "The parts of the vote don't fit your power.", "Split at most what you have."],
  GovernorInvalidSignature: [(v) => `${v.voter} did not sign this.`, "Sign it with the account that it names."],
  GovernorUnableToCancel: [
    (v) => `${v.account} can't cancel proposal ${id(v.proposalId)}.`,
    "Its proposer can until the vote is won, and the guardian.",
  ],
  GovernorOnlyExecutor: [(v) => `${v.account} may not change the governor.`, "Propose the change."],
  GovernorNonexistentProposal: [(v) => `There is no proposal ${id(v.proposalId)}.`, "Check its number."],
};
