import { id, type Sentences, time } from "./words.ts";

const OTHER_TERMS = "Check the terms with whoever gave them to you.";

/** Refusals of `BatchLock`, `DepositAddress` and what stands at deposit addresses. */
export const swapBatchSentences: Sentences = {
  BatchLock_ZeroAmount: [() => "The amount is zero.", "Name an amount above zero."],
  BatchLock_BadParty: [(v) => `${v.party} can't be a party of a lock.`, "Name another account."],
  BatchLock_BadCount: [(v) => `A batch can't have ${v.leaves} leaves.`, "Make one of 1 to 128 leaves."],
  BatchLock_BadTimelock: [
    (v) => `The timelock, ${time(v.timelock)}, is past or more than a year ahead.`,
    "Choose a time within the next year.",
  ],
  BatchLock_TipAboveAmount: [
    (v) => `The tip of ${v.tip} leaves nothing of ${v.amount}.`,
    "Offer a lower tip, or lock more.",
  ],
  BatchLock_NotToken: [(v) => `There is no token at ${v.token}.`, "Check the token's address and the network."],
  BatchLock_WrongValue: [(v) => `${v.value} wei came with the call instead of ${v.expected}.`, "Send what is locked."],
  BatchLock_AlreadyLocked: [(v) => `Batch ${id(v.id)} was locked before.`, "Use another salt."],
  BatchLock_NotOpen: [
    (v) => `Batch ${id(v.id)} is not open: it has ended, or terms, leaf, proof or secret are others.`,
    OTHER_TERMS,
  ],
  BatchLock_NoLeaf: [(v) => `Batch ${id(v.id)} has no leaf ${v.index}.`, OTHER_TERMS],
  BatchLock_LeafEnded: [(v) => `Leaf ${v.index} of batch ${id(v.id)} has ended.`, "There is nothing to do."],
  BatchLock_WrongProof: [
    (v) => `Leaf ${v.index} is not in batch ${id(v.id)}, or its secret is another.`,
    "Claim the others without it.",
  ],
  BatchLock_NotHeld: [
    (v) => `Leaf ${v.index} of batch ${id(v.id)} says ${v.amount}, but only ${v.held} is held: its root lied.`,
    "Ask whoever locked it; count on a batch only when you have seen all its leaves.",
  ],
  BatchLock_WrongCount: [
    (v) => `${v.claims} claims came with ${v.proofs} proofs.`,
    "Send at least one claim, and a proof for each.",
  ],
  BatchLock_TooEarly: [
    (v) => `Batch ${id(v.id)} can be refunded from ${time(v.timelock)} on.`,
    "Wait, or ask the recipient to agree.",
  ],
  BatchLock_Expired: [(v) => `The signature ended at ${time(v.deadline)}.`, "Ask for a new one."],
  BatchLock_NotSigned: [
    (v) => `${v.recipient} did not sign the refund of leaf ${v.index}.`,
    "Ask the recipient for a signature of this batch and leaf.",
  ],
  DepositAddress_ZeroAmount: [() => "The amount is zero.", "Name an amount above zero."],
  DepositAddress_BadParty: [(v) => `${v.party} can't be a party of a lock.`, "Name another account."],
  DepositAddress_BadTimelock: [
    (v) => `The timelock, ${time(v.timelock)}, is more than a year ahead.`,
    "Choose a time within the next year.",
  ],
  DepositAddress_TipAboveAmount: [
    (v) => `The tip of ${v.tip} leaves nothing of ${v.amount}.`,
    "Offer a lower tip, or lock more.",
  ],
  DepositAddress_NotToken: [(v) => `There is no token at ${v.token}.`, "Check the token's address and the network."],
  DepositAddress_WrongPreimage: [() => "The secret is not the one that was agreed.", "Check the secret."],
  DepositAddress_NotThere: [
    (v) => `${v.held} of ${v.amount} has arrived at the address of deposit ${id(v.id)}.`,
    "Wait for the rest.",
  ],
  DepositAddress_Ended: [(v) => `Deposit ${id(v.id)} was claimed or refunded.`, "Sweep what came later."],
  DepositAddress_NotEnded: [
    (v) => `Deposit ${id(v.id)} has not ended; until then nothing is swept.`,
    "Refund it first, from its timelock on.",
  ],
  DepositAddress_NothingThere: [
    (v) => `There is none of ${v.token} at the address of deposit ${id(v.id)}.`,
    "There is nothing to do.",
  ],
  DepositAddress_TooEarly: [
    (v) => `Deposit ${id(v.id)} can be refunded from ${time(v.timelock)} on.`,
    "Wait, or ask the recipient to agree.",
  ],
  DepositAddress_Expired: [(v) => `The signature ended at ${time(v.deadline)}.`, "Ask for a new one."],
  DepositAddress_NotSigned: [
    (v) => `${v.recipient} did not sign the refund of deposit ${id(v.id)}.`,
    "Ask the recipient for a signature of this deposit.",
  ],
  DepositAddress_NoDeposit: [
    (v) => `${v.sender} sent ether to the contract itself.`,
    "Send it to the deposit's own address.",
  ],
  DepositVault_NotOwner: [(v) => `${v.caller} can't move what is at a deposit address.`, "Claim, refund or sweep it."],
};
