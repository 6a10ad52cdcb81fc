import { id, type Sentences, time } from "./words.ts";

const hours = (value: unknown): string => `${Number(value) / 3_600} hours`;

/** Refusals of `Consent`. */
export const consentSentences: Sentences = {
  Consent_Exists: [(v) => `Data set ${id(v.dataset)} is a record already.`, "Use another salt."],
  Consent_Published: [
    (v) => `Data set ${id(v.dataset)} is published: it can't be made a record any more.`,
    "Register the record before publishing.",
  ],
  Consent_NoRecord: [
    (v) => `Data set ${id(v.dataset)} is no record.`,
    "It needs no consent: buy the right to read it.",
  ],
  Consent_BadHolders: [
    () => "The key holders must be 1 to 16 accounts, ascending, each once.",
    "Sort them, and name none twice.",
  ],
  Consent_BadThreshold: [
    (v) => `${v.threshold} of ${v.holders} holders can't be asked to consent.`,
    "Choose a threshold from 1 to the number of holders.",
  ],
  Consent_BadEmergency: [
    (v) => `An emergency of ${hours(v.emergencySeconds)} does not go with this credential; at most 72 hours.`,
    "Name a credential exactly when there is a time.",
  ],
  Consent_OtherHolders: [(v) => `These are not the holders of record ${id(v.dataset)}.`, "Read the holders again."],
  Consent_BadScope: [() => "The request names no segment or no version.", "Choose at least one file."],
  Consent_BadEnd: [(v) => `${time(v.until)} is past.`, "Choose a later end."],
  Consent_Expired: [(v) => `The request could be given until ${time(v.deadline)}.`, "Ask for consent anew."],
  Consent_NoReader: [() => "The zero address can't read.", "Name the reader."],
  Consent_OtherSerial: [
    (v) => `The request is for consent number ${v.actual} of ${v.reader}; the next is number ${v.expected}.`,
    "Ask for consent anew.",
  ],
  Consent_OtherEpoch: [
    (v) => `The holders of record ${id(v.dataset)} have changed since this was asked.`,
    "Ask the present holders.",
  ],
  Consent_SignaturesMissing: [
    (v) => `${v.holders} holders need as many signatures, empty ones included; there are ${v.signatures}.`,
    "Put them in the order of the holders.",
  ],
  Consent_NotSigned: [(v) => `${v.holder} did not sign this.`, "Check the signatures."],
  Consent_TooFew: [(v) => `${v.signed} holders have signed; ${v.threshold} are needed.`, "Collect more signatures."],
  Consent_Refused: [
    (v) => `${v.holder} takes no part in this consent any more.`,
    "Leave that signature out, or ask the holder again.",
  ],
  Consent_TooManyChanges: [
    (v) => `The holders of record ${id(v.dataset)} can't be changed any more.`,
    "Publish a new data set.",
  ],
  Consent_NotActive: [(v) => `${v.reader} has no active consent to ${id(v.dataset)}.`, "There is nothing to end."],
  Consent_NotHolder: [(v) => `${v.caller} is no key holder of record ${id(v.dataset)}.`, "Use a holder's account."],
  Consent_NotSigner: [(v) => `${v.holder} has no part in this consent.`, "There is nothing to take back."],
  Consent_NotReader: [(v) => `Only ${v.reader} may ask for this, not ${v.caller}.`, "Use the reader's account."],
  Consent_NoEmergencyCredential: [
    (v) => `${v.caller} does not hold the credential that may break the glass of ${id(v.dataset)}.`,
    "Ask the holders for consent.",
  ],
  Consent_NotReviewed: [
    (v) => `The last emergency of ${v.reader} at this record is not reviewed yet.`,
    "Ask a holder of the record to review it.",
  ],
  Consent_FoundUnjustified: [
    (v) => `The last emergency of ${v.reader} at this record was found unjustified.`,
    "Ask the holders for consent.",
  ],
  Consent_NothingToReview: [
    (v) => `${v.reader} has no emergency at this record that could be reviewed so.`,
    "Look at the emergency's state.",
  ],
  Consent_OwnReview: [() => "Nobody reviews his own emergency.", "Ask another holder."],
  Consent_TextTooLong: [(v) => `The text has ${v.length} bytes; at most ${v.max} are possible.`, "Shorten it."],
};
