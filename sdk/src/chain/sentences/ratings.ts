import { id, type Sentences, time } from "./words.ts";

/** Refusals of `Ratings` and `Passes`. */
export const ratingSentences: Sentences = {
  Ratings_BadStars: [(v) => `${v.stars} stars can't be given.`, "Give 1 to 5 stars."],
  Ratings_CommentTooLong: [(v) => `The comment has ${v.length} bytes; at most ${v.max} are possible.`, "Shorten it."],
  Ratings_NoPurchase: [
    (v) => `${v.reader} has no purchase of ${id(v.dataset)} to rate.`,
    "Only who bought the right may rate it.",
  ],
  Ratings_WrongPurchase: [
    (v) => `Purchase ${v.index} is none of those that ${v.reader}'s right stands on.`,
    "Read the purchases again.",
  ],
  Ratings_WrongTerms: [
    (v) => `The terms are those of offer ${id(v.actual)}, not ${id(v.expected)}.`,
    "Read the purchases again.",
  ],
  Ratings_Granted: [() => "A right that was given or exchanged can't be rated.", "Only purchases can."],
  Ratings_OfSeller: [(v) => `${v.seller} sells this data set: nobody rates what he sells himself.`, "Nothing to do."],
  Ratings_WindowOpen: [
    (v) => `The purchase can be given back until ${time(v.closesAt)}.`,
    "Rate it when the refund window is closed.",
  ],
  Passes_NoRight: [(v) => `${v.reader} may not read ${id(v.dataset)} now.`, "Buy the right first."],
  Passes_Exists: [() => "This right has its pass already.", "Nothing to do: it shows the right as it is now."],
  Passes_Locked: [() => "A pass stays with its reader.", "Buy the right for the other account."],
  Passes_NoApprovals: [() => "A pass can't be transferred, so nobody can be approved for it.", "Nothing to do."],
  Passes_NotHolder: [(v) => `${v.caller} does not hold this pass.`, "Use its holder's account."],
};
