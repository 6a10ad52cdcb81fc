import { id, type Sentences, time } from "./words.ts";

/** Refusals of tokens, of the relay and of what moves money. */
export const moneySentences: Sentences = {
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
  DemoToken_LocalChainsOnly: [
    (v) => `Play money is for local chains, not for chain ${v.chainId}.`,
    "Use a real token.",
  ],
  DemoToken_ComeBackLater: [
    (v) => `${v.account} has had its share; more from ${time(v.notBefore)} on.`,
    "Come back then.",
  ],
  ERC20InvalidReceiver: [(v) => `${v.receiver} can't receive the token.`, "Name another account."],
  ERC3009UsedAuthorization: [() => "This order was used or cancelled before.", "Sign a new order."],
  ERC1363InvalidReceiver: [
    (v) => `${v.receiver} takes no transfers with a message.`,
    "Pay by allowance or by a signed order.",
  ],
  ERC1363TransferFailed: [() => "The token refused the transfer.", "Check the balance."],
  ERC721IncorrectOwner: [(v) => `${v.sender} does not own data set ${id(v.tokenId)}.`, "Use the owner's account."],
  ERC721InsufficientApproval: [
    (v) => `${v.operator} may not move data set ${id(v.tokenId)}.`,
    "Use the owner's account.",
  ],
  ERC721InvalidReceiver: [(v) => `${v.receiver} can't receive a data set.`, "Name another account."],
  ReentrancyGuardReentrantCall: [
    () => "The contract was called again from within itself, as a malicious token would.",
    "Don't use this token.",
  ],
  EnforcedPause: [() => "The token is paused.", "Try again when its issuer has resumed it."],
};
