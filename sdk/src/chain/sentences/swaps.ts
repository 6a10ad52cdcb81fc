import { id, type Sentences, time } from "./words.ts";

/** Refusals of `HashLock`, of its vaults and of payouts. */
export const swapSentences: Sentences = {
  HashLock_BadParty: [
    (v) => `${v.recipient} and ${v.refundee} can't be the parties of a lock.`,
    "Name two accounts that can be paid.",
  ],
  HashLock_BadTimelock: [
    (v) => `The timelock ${time(v.timelock)} has passed, or is more than a year away.`,
    "Choose a time within a year.",
  ],
  HashLock_NothingLeft: [(v) => `A tip of ${v.tip} leaves nothing of ${v.amount}.`, "Lock an amount above the tip."],
  HashLock_AlreadyOpen: [(v) => `Lock ${id(v.id)} is open already.`, "Use another salt for a second one."],
  HashLock_NotOpen: [
    (v) => `No lock ${id(v.id)} is open: it has ended, or terms or secret are others.`,
    "Look whether it was claimed or refunded; else check terms and secret.",
  ],
  HashLock_NotOpenAt: [
    (v) => `Number ${v.index}, lock ${id(v.id)}, is not open: it has ended, or its terms or secret are others.`,
    "Leave it out.",
  ],
  HashLock_TooEarly: [
    (v) => `Lock ${id(v.id)} can be refunded from ${time(v.timelock)} on.`,
    "Wait, or ask the recipient to agree.",
  ],
  HashLock_NotToken: [(v) => `There is no token at ${v.token}.`, "Check the token's address and the network."],
  HashLock_WrongValue: [
    (v) => `${v.value} of ether came with the token; the tip is ${v.expected}.`,
    "Send exactly the tip.",
  ],
  HashLock_NotDelivered: [
    (v) => `Number ${v.tokenId} of ${v.token} did not arrive.`,
    "Check that you hold it whole; such tokens may be unfit for locks.",
  ],
  HashLock_Expired: [(v) => `The recipient's consent ended at ${time(v.deadline)}.`, "Ask for a new one."],
  HashLock_NotSigned: [
    (v) => `${v.recipient} did not agree to an early refund of lock ${id(v.id)} as it is now.`,
    "Ask for a consent to this very lock.",
  ],
  HashLock_NothingKept: [
    (v) => `Number ${v.tokenId} of ${v.token} is not kept for ${v.account}.`,
    "Nothing is lost: there is nothing to withdraw.",
  ],
  Payouts_TooLittleGas: [
    (v) => `A payout failed with ${v.left} of gas left; only with ${v.needed} it counts as refused.`,
    "Send the transaction again with more gas.",
  ],
  Payouts_NothingToWithdraw: [
    (v) => `${v.account} has no credit in ${v.token}.`,
    "Nothing is lost: there is nothing to withdraw.",
  ],
  Payouts_BadReceiver: [(v) => `${v.to} can't receive a payout.`, "Name an account of your own."],
  Payouts_Refused: [
    (v) => `${v.to} or the token ${v.token} refused the payout.`,
    "The credit stays. Name another receiver, or try later.",
  ],
  Vault_NotHashLock: [(v) => `${v.caller} is not the hash lock of this vault.`, "Claim or refund the lock."],
  Vault_Locked: [() => "The lock of this vault has not ended.", "Claim or refund it first."],
  Vault_NotParty: [(v) => `The vault does not belong to ${v.caller}.`, "Use the account that got the lot."],
  Vault_NothingThere: [(v) => `The vault holds none of ${v.token}.`, "There is nothing to do."],
  Vault_Refused: [
    (v) => `Number ${v.tokenId} of ${v.token} can't be moved now.`,
    "Try later; until then the vault's party can act by it.",
  ],
};
