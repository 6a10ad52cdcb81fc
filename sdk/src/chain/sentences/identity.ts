import { id, type Sentences, time } from "./words.ts";

/** Refusals of organisations, credentials and encryption keys. */
export const identitySentences: Sentences = {
  Organisations_Exists: [(v) => `Organisation ${id(v.org)} exists.`, "Use another salt."],
  Organisations_NotOwner: [
    (v) => `${v.caller} does not own an active organisation ${id(v.org)}.`,
    "Use the owner's account.",
  ],
  Organisations_NotOfficer: [(v) => `${v.caller} is no officer of ${id(v.org)}.`, "Ask an officer or the owner."],
  Organisations_OfficerProtected: [(v) => `Only the owner can change the officer ${v.account}.`, "Ask the owner."],
  Organisations_NoOffer: [() => "Nobody is offered the organisation.", "Offer it first."],
  Organisations_NotOfferedTo: [(v) => `The organisation is not offered to ${v.caller}.`, "Ask the owner."],
  Organisations_ZeroAccount: [() => "The zero address can't hold a role.", "Name the account."],
  Organisations_NoRoles: [(v) => `No role is given to ${v.account}.`, "Choose at least one role."],
  Organisations_ExpiryPast: [(v) => `${time(v.expiry)} is past.`, "Choose a later end."],
  Organisations_NotMember: [(v) => `${v.account} is no member of ${id(v.org)}.`, "Check the account."],
  Organisations_MembersRemain: [(v) => `${v.members} members are left.`, "Dismiss all of them with it."],
  Credentials_ZeroAccount: [() => "The zero address can't hold a credential.", "Name the account."],
  Credentials_ExpiryPast: [(v) => `${time(v.expiry)} is past.`, "Choose a later end."],
  Credentials_NotRegistrar: [(v) => `${v.account} is no registrar of this credential.`, "Ask a registrar of the type."],
  Credentials_NotMirror: [(v) => `${v.account} is no trusted mirror.`, "Only the DAO appoints mirrors."],
  Credentials_WouldShorten: [(v) => `Another registrar attested ${v.subject} for longer.`, "Revoke that first."],
  Credentials_NotValid: [(v) => `${v.subject} has no valid credential of this type.`, "Check type and subject."],
  Credentials_StaleSignature: [
    (v) => `The credential of ${v.subject} has changed since this was signed.`,
    "Sign it again.",
  ],
  Credentials_SignatureExpired: [(v) => `The signature ended at ${time(v.deadline)}.`, "Sign it again."],
  Credentials_BadSignature: [(v) => `${v.registrar} did not sign this.`, "Sign with the registrar's account."],
  EncryptionKeys_NotOwner: [(v) => `${v.actor} does not own the identity ${v.identity}.`, "Use the owner's account."],
  EncryptionKeys_BadSignature: [(v) => `The signature is not by the owner of ${v.identity}.`, "Sign it again."],
  EncryptionKeys_BadKey: [() => "An encryption key is 32 bytes, not all zero.", "Derive the key again."],
  EncryptionKeys_NoKey: [(v) => `${v.identity} has no such key.`, "There is nothing to clear."],
  EncryptionKeys_ValidityTooLong: [() => "The key's time of validity is too long.", "Choose a shorter one."],
  EasMirror_NotEas: [(v) => `${v.caller} is not the attestation service.`, "Attest there; the mirror follows."],
  EasMirror_NoType: [(v) => `Schema ${id(v.schema)} stands for no credential type.`, "Use a schema that does."],
  EasMirror_SchemaNotOpen: [
    (v) => `Schema ${id(v.schema)} is not open: its attestations are not mirrored.`,
    "Use a schema that is open.",
  ],
  EasMirror_TypeFixed: [
    (v) => `Schema ${id(v.schema)} stands for type ${id(v.credentialType)} for ever.`,
    "Register another schema.",
  ],
};
