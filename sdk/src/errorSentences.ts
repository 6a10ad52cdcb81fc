/**
 * Everything that can go wrong, by code, with the values that went wrong. A contract's custom error keeps its Solidity
 * name as code (`Access_SoldOut`); see `chain/decodeError.ts`.
 */
export interface ErrorDetails {
  AbiInvalid: { reason: string };
  Aborted: { what: string };
  AgentRefused: { url: string; status: number; code: string; reason: string };
  AgentUnreachable: { url: string; cause: string };
  ArgumentInvalid: { argument: string; type: string; reason: string };
  BadBallot: { field: string; reason: string };
  BadDelegation: { field: string; reason: string };
  BadDraft: { field: string; reason: string };
  BadKeyRequest: { field: string; reason: string };
  BadName: { name: string; reason: string };
  BadOffer: { field: string; reason: string };
  BadPublicKey: { value: string };
  BadSponsorship: { field: string; reason: string };
  BadTabQuery: { field: string; reason: string };
  BadTariff: { field: string; reason: string };
  BadUpload: { field: string; reason: string };
  BallotNotCounted: { voter: string; reason: string };
  BitcoinInvalid: { field: string; reason: string };
  CalendarUnknown: { place: string; reason: string };
  ChainUnreachable: { chainId: number; url: string; cause: string };
  ChunkTampered: { segment: number; chunk: number };
  ContentMismatch: { cid: string };
  ContentMissing: { cid: string; tried: string };
  CredentialInvalid: { field: string; reason: string };
  FieldInvalid: { field: string; reason: string };
  FileTooLarge: { what: string; size: number; max: number };
  FileTooLong: { segment: number; expected: number };
  FileTruncated: { segment: number; chunk: number; expected: number; received: number };
  ForeignChain: { chainId: number; expected: string; actual: string };
  GatewayRefused: { url: string; status: number; code: string; reason: string };
  GatewayUnreachable: { url: string; cause: string };
  IndexerFailed: { url: string; reason: string };
  IndexerUnreachable: { url: string; cause: string };
  HistoryInvalid: { field: string; reason: string };
  InsufficientFunds: { account: string };
  KeyUnavailable: { account: string; reason: string };
  /** Where it is about payment: the price of the access, what this keeper knows to be owed, and the most it takes. */
  KeysDenied: { reason: string; keepers: string; price?: string; owed?: string; available?: string };
  LeavesMismatch: { reason: string };
  LineageMismatch: { lot: string; reason: string };
  ListMismatch: { root: string };
  LogMismatch: { keeper: string };
  ManifestInvalid: { path: string; reason: string };
  ManifestMismatch: { field: string; expected: string; actual: string };
  NetworkUnknown: { chainId: number };
  NoAccount: { reason: string };
  NoRecord: { dataset: string };
  NoTariff: { dataset: string; provider: string };
  NotDeployed: { chainId: number; contract: string };
  NotEnoughShares: { segment: number; threshold: number; received: number; reason: string };
  OrderInvalid: { reason: string };
  OrderRelayRefused: { url: string; status: number; code: string; reason: string };
  OrderRelayUnreachable: { url: string; cause: string };
  ParameterOutOfBounds: { parameter: string; value: bigint; min: bigint; max: bigint };
  PublicMnemonic: { chainId: number };
  PlaceInvalid: { reason: string };
  ProposalMismatch: { proposal: string };
  ReceiptInvalid: { reason: string };
  RecordMismatch: { dataset: string };
  RelayRefused: { url: string; status: number; code: string; reason: string };
  RelayUnreachable: { url: string; cause: string };
  RightsMismatch: { dataset: string; reader: string };
  SecretFileInvalid: { fault: string; reason: string };
  TicketInvalid: { field: string; reason: string };
  TransactionReverted: { hash: string; reason: string };
  TransactionReplaced: { hash: string; replacement: string };
  TransactionTimeout: { hash: string; seconds: number };
  UnknownBill: { id: string };
  UnknownDataset: { dataset: string };
  UnknownFailure: { reason: string };
  UnknownHoldback: { holdback: string };
  UnknownReceivable: { id: string };
  UserRejected: { act: string };
  VersionsMismatch: { dataset: string };
  WrapInvalid: { kind: string };
  WrongChain: { expected: number; actual: number };
  WrongKey: { segment: number; chunk: number };
}

export type ErrorCode = keyof ErrorDetails;

/** What happened, and what to do about it, by code. */
export type Sentences = {
  readonly [C in ErrorCode]: readonly [message: (d: ErrorDetails[C]) => string, action: string];
};

/** In English. */
export const sentences: Sentences = {
  AbiInvalid: [(d) => `The ABI can't be used: ${d.reason}.`, "Paste the contract's ABI, or the function's signature."],
  Aborted: [(d) => `${d.what} was stopped.`, "Start it again when you want to."],
  AgentRefused: [
    (d) => `The agent at ${d.url} refused (${d.status} ${d.code}): ${d.reason}`,
    "Read the reason; try again if it is temporary.",
  ],
  AgentUnreachable: [
    (d) => `No agent answers at ${d.url} (${d.cause}).`,
    "Start it (tallystick agent run), or name its port with --port.",
  ],
  ArgumentInvalid: [(d) => `The value of ${d.argument} (${d.type}) is wrong: ${d.reason}.`, "Mend it."],
  BadBallot: [(d) => `The ballot's ${d.field} is wrong: ${d.reason}.`, "Sign a new one."],
  BadDraft: [(d) => `The draft's ${d.field} is wrong: ${d.reason}.`, "Make a new one: tallystick proposal draft."],
  BadDelegation: [(d) => `The delegation's ${d.field} is wrong: ${d.reason}.`, "Sign a new one."],
  BadKeyRequest: [(d) => `The key request's ${d.field} is wrong: ${d.reason}.`, "Ask again with a fresh request."],
  BadName: [(d) => `The file name ${JSON.stringify(d.name)} is refused: ${d.reason}.`, "Rename the file."],
  BadOffer: [(d) => `The offer's ${d.field} is wrong: ${d.reason}.`, "Ask whoever gave it to you for it again."],
  BadPublicKey: [(d) => `"${d.value}" is not a usable X25519 public key.`, "Ask its owner to publish another key."],
  BadSponsorship: [(d) => `The sponsorship's ${d.field} is wrong: ${d.reason}.`, "Ask the sponsor to sign again."],
  BadTabQuery: [(d) => `The question after a tab is wrong in ${d.field}: ${d.reason}.`, "Sign a new one."],
  BadTariff: [(d) => `The tariff's ${d.field} is wrong: ${d.reason}.`, "Mend the tariff and sign it again."],
  BadUpload: [(d) => `The upload pass's ${d.field} is wrong: ${d.reason}.`, "Sign a new upload pass."],
  BallotNotCounted: [
    (d) => `The tally does not have this ballot of ${d.voter} (${d.reason}).`,
    "Bring it to the governor while the vote is open, or vote anew.",
  ],
  BitcoinInvalid: [
    (d) => `On Bitcoin, the ${d.field} is wrong: ${d.reason}.`,
    "Nothing was sent. Put it right, or ask the other side for the terms again.",
  ],
  CalendarUnknown: [
    (d) => `The business days of ${d.place} are not known: ${d.reason}.`,
    "Ask at the place of payment whether it is one.",
  ],
  ChainUnreachable: [
    (d) => `Chain ${d.chainId} does not answer at ${d.url} (${d.cause}).`,
    "Check that the chain runs and try again.",
  ],
  ChunkTampered: [
    (d) => `Chunk ${d.chunk} of segment ${d.segment} is not what the publisher anchored.`,
    "Download it from another gateway; nothing of the file was kept.",
  ],
  ContentMismatch: [(d) => `The bytes received for ${d.cid} are not the bytes of that name.`, "Try another gateway."],
  ContentMissing: [
    (d) => `No gateway has ${d.cid} (tried ${d.tried}).`,
    "Try later, or ask the publisher to upload it again.",
  ],
  CredentialInvalid: [
    (d) => `The bill's credential is wrong at ${d.field}: ${d.reason}.`,
    "Ask whoever gave it to you for the file as it was exported.",
  ],
  FieldInvalid: [(d) => `The field ${d.field} is wrong: ${d.reason}.`, "Mend it."],
  FileTooLarge: [(d) => `${d.what} has ${d.size} bytes; at most ${d.max} are allowed.`, "Split it into smaller parts."],
  FileTooLong: [
    (d) => `Segment ${d.segment} goes on after the ${d.expected} bytes that were anchored.`,
    "Download it from another gateway.",
  ],
  FileTruncated: [
    (d) => `Segment ${d.segment} ends in chunk ${d.chunk}: ${d.received} of ${d.expected} bytes.`,
    "Download it again; nothing of the file was kept.",
  ],
  ForeignChain: [
    (d) => `Chain ${d.chainId} was restarted: its genesis is ${d.actual}, the indexer knows ${d.expected}.`,
    "Restart the services with the chain.",
  ],
  GatewayRefused: [
    (d) => `The gateway ${d.url} refused (${d.status} ${d.code}): ${d.reason}`,
    "Read the reason; try again if it is temporary.",
  ],
  GatewayUnreachable: [
    (d) => `The gateway ${d.url} does not answer (${d.cause}).`,
    "Check that it runs and try again.",
  ],
  HistoryInvalid: [
    (d) => `The bill's history is wrong at ${d.field}: ${d.reason}.`,
    "Ask whoever gave it to you for the file as it was exported, or read the history from the chain.",
  ],
  IndexerFailed: [(d) => `The indexer ${d.url} could not answer: ${d.reason}`, "Try again in a moment."],
  IndexerUnreachable: [
    (d) => `The indexer ${d.url} does not answer (${d.cause}).`,
    "Check that it runs and try again.",
  ],
  InsufficientFunds: [
    (d) => `${d.account} has too little native currency to pay for the transaction.`,
    "Top up the account.",
  ],
  KeyUnavailable: [
    (d) => `${d.account} has no usable encryption key: ${d.reason}.`,
    "Publish an encryption key first.",
  ],
  KeysDenied: [
    (d) => `The keepers refused the keys: ${d.reason} (${d.keepers}).`,
    "Buy or renew the right, then ask again.",
  ],
  LeavesMismatch: [
    (d) => `The list of chunks does not lead to the anchored root: ${d.reason}.`,
    "Don't use this manifest.",
  ],
  LineageMismatch: [
    (d) => `What is known of lot ${d.lot} does not lead to it: ${d.reason}.`,
    "Wait until the node has all logs and try again.",
  ],
  ListMismatch: [
    (d) => `The list of accounts is not the one with the root ${d.root}.`,
    "Ask the seller for the right list.",
  ],
  LogMismatch: [
    (d) => `The anchors found for keeper ${d.keeper} do not lead to the head on the chain.`,
    "Wait until the node has all logs and try again.",
  ],
  ManifestInvalid: [(d) => `The manifest is refused at ${d.path}: ${d.reason}.`, "Ask the publisher for a valid one."],
  ManifestMismatch: [
    (d) => `The manifest's ${d.field} is ${d.actual}, the chain says ${d.expected}.`,
    "Don't use this manifest: it is not the one that was anchored.",
  ],
  NetworkUnknown: [(d) => `Chain ${d.chainId} is not a network Tallystick knows.`, "Switch to a listed network."],
  NoAccount: [
    (d) => `No account to act with: ${d.reason}.`,
    "Set TALLYSTICK_PRIVATE_KEY, or --persona on a local chain.",
  ],
  NoRecord: [(d) => `Data set ${d.dataset} is no record.`, "It needs no consent: buy the right to read it."],
  NoTariff: [
    (d) => `Nothing of ${d.dataset} is sold by use on a tab with ${d.provider}.`,
    "Ask for the tariffs, and open a tab with their provider in their token.",
  ],
  NotDeployed: [(d) => `${d.contract} is not deployed on chain ${d.chainId}.`, "Deploy it, or switch the network."],
  NotEnoughShares: [
    (d) => `Segment ${d.segment} needs ${d.threshold} right shares, ${d.received} came: ${d.reason}.`,
    "Try again when more keepers answer.",
  ],
  OrderInvalid: [(d) => `The order is not valid: ${d.reason}.`, "Make and sign a new order."],
  OrderRelayRefused: [
    (d) => `The order relay ${d.url} refused (${d.status} ${d.code}): ${d.reason}`,
    "Read the reason, use another relay, or give the order to takers yourself.",
  ],
  OrderRelayUnreachable: [
    (d) => `The order relay ${d.url} does not answer (${d.cause}).`,
    "Use another relay, or try again when it is back.",
  ],
  ParameterOutOfBounds: [
    (d) => `${d.value} is not between ${d.min} and ${d.max}, the bounds of ${d.parameter}.`,
    "Choose a value within the bounds.",
  ],
  PublicMnemonic: [
    (d) => `The well-known test accounts are refused on chain ${d.chainId}.`,
    "Use an account of your own.",
  ],
  PlaceInvalid: [
    (d) => `The receipt is not where the keeper says it is: ${d.reason}.`,
    "Keep the receipt, and accuse the keeper with it.",
  ],
  ProposalMismatch: [
    (d) => `The actions and the description found for proposal ${d.proposal} do not lead to its id.`,
    "Wait until the node has all logs and try again; don't vote on what you can't read.",
  ],
  ReceiptInvalid: [(d) => `The keeper's receipt is not valid: ${d.reason}.`, "Keep the answer and report the keeper."],
  RecordMismatch: [
    (d) => `The holders found for record ${d.dataset} do not match the hash on the chain.`,
    "Wait until the node has all logs and try again.",
  ],
  RelayRefused: [
    (d) => `The ballot relay ${d.url} refused (${d.status} ${d.code}): ${d.reason}`,
    "Read the reason, use another relay, or bring the ballots to the governor yourself.",
  ],
  RelayUnreachable: [
    (d) => `The ballot relay ${d.url} does not answer (${d.cause}).`,
    "Use another relay, or bring the ballots to the governor yourself.",
  ],
  RightsMismatch: [
    (d) => `The purchases found for ${d.reader} do not match the right on ${d.dataset}.`,
    "Wait until the node has all logs and try again.",
  ],
  SecretFileInvalid: [
    (d) => `That is not a usable file of swap secrets: ${d.reason}.`,
    "Give the file that was saved before the swap began.",
  ],
  TicketInvalid: [
    (d) => `What was signed can't be read at ${d.field}: ${d.reason}.`,
    "Ask whoever gave it to you for it again.",
  ],
  TransactionReverted: [
    (d) => `The transaction ${d.hash} was reverted: ${d.reason}`,
    "Check what changed meanwhile and try again.",
  ],
  TransactionReplaced: [
    (d) => `The transaction ${d.hash} was replaced by ${d.replacement}.`,
    "Look at the replacement in your wallet.",
  ],
  TransactionTimeout: [
    (d) => `The transaction ${d.hash} was not mined within ${d.seconds} seconds.`,
    "It may still be mined: look it up before sending again.",
  ],
  UnknownBill: [(d) => `There is no bill ${d.id} on this chain.`, "Check its id and the network."],
  UnknownDataset: [(d) => `There is no data set ${d.dataset} on this chain.`, "Check its id and the network."],
  UnknownFailure: [(d) => d.reason, "Try again; if it persists, report it."],
  UnknownHoldback: [
    (d) => `No advance of this chain is kept by ${d.holdback}.`,
    "Check the address and the network: the lot's holder is its holdback.",
  ],
  UnknownReceivable: [(d) => `There is no receivable ${d.id} on this chain.`, "Check its id and the network."],
  UserRejected: [(d) => `The wallet declined: ${d.act}.`, "Nothing was sent. Try again when you want to."],
  VersionsMismatch: [
    (d) => `The versions found for ${d.dataset} do not lead to the hash on the chain.`,
    "Wait until the node has all logs and try again.",
  ],
  WrapInvalid: [
    (d) => `The wrapped ${d.kind} key does not open with this key for this data set.`,
    "Check account, key and data set.",
  ],
  WrongChain: [
    (d) => `The wallet is on chain ${d.actual}, this needs chain ${d.expected}.`,
    "Switch the network in the wallet.",
  ],
  WrongKey: [
    (d) => `The key does not open chunk ${d.chunk} of segment ${d.segment}.`,
    "Ask the keepers again; if it persists, the publisher made a mistake.",
  ],
};
