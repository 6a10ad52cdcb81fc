import { id, type Sentences, time } from "./words.ts";

const statuses = ["nobody has accused it", "it is accused", "it was answered", "its omission is proved"];

/** Refusals of `AccessLog`. */
export const accessLogSentences: Sentences = {
  AccessLog_PeriodOverlaps: [
    (v) => `${v.keeper} has anchored up to ${time(v.last)} already.`,
    "Anchor a later period only.",
  ],
  AccessLog_PeriodNotOver: [(v) => `The period to ${time(v.through)} is not over.`, "Wait until it is."],
  AccessLog_NotSigned: [(v) => `${v.keeper} did not sign this receipt.`, "Check receipt, keeper and signature."],
  AccessLog_NotInPeriod: [
    (v) => `A receipt of ${time(v.time)} is not of the period from ${time(v.from)} to ${time(v.through)}.`,
    "Look for the place in the period of the receipt.",
  ],
  AccessLog_NotUnderRoot: [(v) => `Receipt ${id(v.digest)} is not under the root ${id(v.root)}.`, "Check the proof."],
  AccessLog_NotAnchored: [
    (v) => `Anchor ${v.number} as it is given is not in the log of ${v.keeper}.`,
    "Read the anchors again.",
  ],
  AccessLog_NotCovered: [
    (v) => `${v.keeper} has anchored up to ${time(v.through)} only.`,
    "Wait for the anchor; where it is late, prove that.",
  ],
  AccessLog_Covered: [
    (v) => `${v.keeper} has anchored the period of ${time(v.time)}.`,
    "Accuse the keeper: it must show the receipt.",
  ],
  AccessLog_NotLate: [(v) => `The keeper may anchor until ${time(v.lateFrom)}.`, "Wait until then."],
  AccessLog_WrongStatus: [
    (v) => `Of receipt ${id(v.digest)}: ${statuses[Number(v.status)] ?? "its state is another"}.`,
    "Look at the accusation's state.",
  ],
  AccessLog_TimeToAnswer: [(v) => `The keeper may answer until ${time(v.answerBy)}.`, "Wait until then."],
  AccessLog_AnswerTooLate: [(v) => `The time to answer ended at ${time(v.answerBy)}.`, "Nothing can be done any more."],
};
