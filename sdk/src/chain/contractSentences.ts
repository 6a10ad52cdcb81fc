import type { Hex } from "viem";

type Values = Readonly<Record<string, unknown>>;
type Entry = readonly [message: (v: Values) => string, action: string];

const time = (value: unknown): string => `${new Date(Number(value) * 1000).toISOString().replace(".000Z", "Z")}`;
const day = (value: unknown): string =>
  Number(value) >= 2 ** 40 - 1 ? "for ever" : `${Math.round(Number(value) / 86_400)} days`;
const id = (value: unknown): string => {
  const text = typeof value === "bigint" ? `0x${value.toString(16).padStart(64, "0")}` : String(value);
  return text.length > 14 ? `${text.slice(0, 8)}…${text.slice(-4)}` : text;
};

/** What a contract's refusal means, by the name of its error. */
const sentences: Readonly<Record<string, Entry>> = {
  Access_NotSeller: [(v) => `Only the seller ${v.seller} may do this, not ${v.caller}.`, "Use the seller's account."],
  Access_SellerNotOwner: [
    (v) => `The seller ${v.seller} does not own data set ${id(v.dataset)} any more, so this offer sells nothing.`,
    "Look for an offer of the new owner.",
  ],
  Access_OfferExists: [
    (v) => `The same offer (${id(v.offer)}) was made before.`,
    "Change its nonce to make another like it.",
  ],
  Access_OfferNotOpen: [
    (v) => (Number(v.status) === 0 ? `There is no offer ${id(v.offer)}.` : `Offer ${id(v.offer)} was withdrawn.`),
    "Choose an open offer.",
  ],
  Access_SoldOut: [(v) => `All ${v.maxSales} sales of offer ${id(v.offer)} are made.`, "Choose another offer."],
  Access_PriceWithoutToken: [
    (v) => `A price of ${v.price} does not go with the token ${v.token}.`,
    "Name a token exactly when there is a price.",
  ],
  Access_BadSegments: [() => "The offer names no segment.", "Choose at least one file."],
  Access_BadVersion: [
    (v) => `There is no version ${v.fromVersion} of data set ${id(v.dataset)}; it has ${v.versions}.`,
    "Choose a version that exists.",
  ],
  Access_DurationTooLong: [
    (v) => `${day(v.duration)} is too long; at most ${day(v.max)} are possible.`,
    "Shorten it, or make it for ever (0).",
  ],
  Access_WindowTooLong: [
    (v) => `A refund window of ${day(v.refundWindow)} is too long; at most ${day(v.max)}.`,
    "Shorten it.",
  ],
  Access_Denied: [
    (v) => `The offer's policy does not admit ${v.reader}.`,
    "Get the credential that the offer asks for.",
  ],
  Access_NoReader: [() => "The zero address can't read.", "Name the reader."],
  Access_ScopeDiffers: [
    (v) => `${v.reader} has an active right to other files or versions of ${id(v.dataset)}, which this one would cut.`,
    "Wait until it ends, or buy an offer that covers all of it for as long.",
  ],
  Access_AlreadyForever: [(v) => `${v.reader} already has this right for ever.`, "There is nothing to buy."],
  Access_NoRight: [(v) => `${v.reader} has no active right to ${id(v.dataset)}.`, "Buy it first."],
  Access_WrongPurchase: [
    (v) => `Purchase ${v.index} is not the newest of ${v.reader}'s right.`,
    "Read the purchases again.",
  ],
  Access_WrongTerms: [
    (v) => `The terms are those of offer ${id(v.actual)}, not ${id(v.expected)}.`,
    "Read the purchases again.",
  ],
  Access_WindowClosed: [(v) => `The refund window closed at ${time(v.closedAt)}.`, "Only the owner can pay back now."],
  Access_PurchasesMissing: [(v) => `Not all purchases of ${v.reader} are named.`, "Read the purchases again."],
  Access_TooManyPurchases: [
    (v) => `${v.reader}'s right holds ${v.max} unused purchases already.`,
    "Use up or give back some, or buy a longer time.",
  ],
  Access_BadReceiver: [(v) => `${v.to} can't receive the money.`, "Name an account of your own."],
  Access_NothingToCollect: [
    (v) => `There is nothing to collect from offer ${id(v.offer)} now.`,
    "Wait for sales, or for refund windows to close.",
  ],
  Access_NothingToWithdraw: [
    (v) => `${v.account} has no credit in ${v.token}.`,
    "Nothing is lost: there is nothing to withdraw.",
  ],
  Access_FeeTooHigh: [
    (v) => `A fee of ${v.feeBps} basis points is above the limit of ${v.max}.`,
    "Propose a lower fee.",
  ],
  Datasets_ManifestTaken: [
    (v) => `This manifest was published before, by ${v.publisher}.`,
    "Publish your own data with its own manifest.",
  ],
  Datasets_EmptyAnchor: [() => "The anchor is incomplete.", "Build the manifest again."],
  Datasets_NotOwner: [(v) => `${v.caller} does not own data set ${id(v.dataset)}.`, "Use the owner's account."],
  Datasets_TooManyVersions: [
    (v) => `Data set ${id(v.dataset)} has as many versions as are possible.`,
    "Publish a new data set.",
  ],
  Money_ShortDelivery: [
    (v) => `The token ${v.token} delivered ${v.arrived} instead of ${v.asked}: it takes a fee or does not pay.`,
    "Such tokens are refused; use another.",
  ],
  SafeERC20FailedOperation: [
    (v) => `The token ${v.token} refused the transfer.`,
    "Check balance, allowance and authorisation.",
  ],
  ERC20InsufficientBalance: [
    (v) => `${v.sender} has ${v.balance} of the token and needs ${v.needed}.`,
    "Top up the account.",
  ],
  ERC20InsufficientAllowance: [
    (v) => `${v.spender} may take ${v.allowance} and needs ${v.needed}.`,
    "Approve the amount first.",
  ],
  ERC2612ExpiredSignature: [(v) => `The permit ended at ${time(v.deadline)}.`, "Sign a new one."],
  ERC2612InvalidSigner: [
    (v) => `The permit was signed by ${v.signer}, not ${v.owner}.`,
    "Sign with the payer's account.",
  ],
  ERC3009InvalidAuthorizationTime: [
    (v) => `The order is good from ${time(v.validAfter)} to ${time(v.validBefore)} only.`,
    "Sign a new order.",
  ],
  ERC3009UnauthorizedCaller: [
    (v) => `The order pays ${v.to}, which is not who asks.`,
    "Sign an order for this market.",
  ],
  ERC3009InvalidSignature: [
    () => "The payer did not sign this order.",
    "Sign the order with the payer's account, unchanged.",
  ],
  ERC3009UsedOrCanceledAuthorization: [() => "This order was used or cancelled before.", "Sign a new order."],
  InvalidAccountNonce: [
    (v) => `The signature was used, or one before it was (next nonce of ${v.account}: ${v.currentNonce}).`,
    "Sign again.",
  ],
  ERC721InvalidSender: [() => "This salt was used before.", "Publish with another salt."],
  ERC721NonexistentToken: [(v) => `There is no data set ${id(v.tokenId)}.`, "Check the id."],
  ERC2771ForwarderExpiredRequest: [(v) => `The signed act ended at ${time(v.deadline)}.`, "Sign it again."],
  ERC2771ForwarderInvalidSigner: [(v) => `The act was not signed by ${v.from} in its present state.`, "Sign it again."],
  ERC2771UntrustfulTarget: [(v) => `${v.target} takes no relayed acts.`, "Send it directly."],
  AccessManagedUnauthorized: [(v) => `${v.caller} is not allowed to do this.`, "Only the DAO can."],
  DemoToken_ComeBackLater: [
    (v) => `${v.account} has had its share; more from ${time(v.notBefore)} on.`,
    "Come back then.",
  ],
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
};

/** Sentence and advice for a contract's custom error; for one that has none, its name and values. */
export function contractSentence(name: string, values: Values): { message: string; action: string } {
  const entry = sentences[name];
  if (entry !== undefined) return { message: entry[0](values), action: entry[1] };
  const listed = Object.entries(values).map(([key, value]) => `${key} ${String(value)}`);
  return { message: `The contract refused: ${name}(${listed.join(", ")}).`, action: "Check the values and try again." };
}

/** The first four bytes of revert data that nothing is known about. */
export function unknownRevert(data: Hex): { message: string; action: string } {
  return { message: `The contract refused with ${data.slice(0, 10)}.`, action: "Check the contract that was called." };
}
