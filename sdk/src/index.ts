export {
  type AcceptorRecord,
  acceptorRecord,
  type NotedBill,
  noteBill,
  notedBill,
  type Tally,
} from "./bills/acceptors.ts";
export {
  type BillChange,
  bringChange,
  type ChangeSignature,
  changeDigest,
  changeSigners,
  changeTypedData,
  type FromPaperChange,
  isBillChangeSigned,
  missingSigners,
  type NovationChange,
  proposeFromPaper,
  proposeNovation,
  proposeToPaper,
  signBillChange,
  type ToPaperChange,
} from "./bills/billChange.ts";
export {
  type ChangePlace,
  decodeChange,
  encodeChange,
  type SignedChange,
  type WireChange,
} from "./bills/billChangeWire.ts";
export {
  type BillEvent,
  billEvents,
} from "./bills/billEvents.ts";
export {
  type BillOfferFacts,
  type BillOfferFault,
  billAskFaults,
  billBidFaults,
  type RepoFault,
  repoFaults,
} from "./bills/billOfferFaults.ts";
export {
  type BillLotPlace,
  billAskHashOn,
  billBidHashOn,
  billOfferStanding,
  buyBillLot,
  isBillAskSigned,
  isBillBidSigned,
  quotedBillPrice,
  sellBillLot,
  signBillAsk,
  signBillBid,
} from "./bills/billQuotes.ts";
export {
  type Acceptance,
  acceptanceTypedData,
  billsDomain,
  countersignEarlyPayment,
  type EarlyPayment,
  earlyPaymentTypedData,
  isAcceptanceSigned,
  isEarlyPaymentSigned,
  type SignedAcceptance,
  type SignedEarlyPayment,
  signAcceptance,
  signEarlyPayment,
} from "./bills/billSignatures.ts";
export {
  acceptedPart,
  agentsPrincipal,
  type Bill,
  type BillClaim,
  billActionsIn,
  billActionsOf,
  billClaim,
  billCollectable,
  billDue,
  billIdOn,
  billIn,
  billLot,
  billOf,
  billRoot,
  billStatusOf,
  interestPaid,
  type LotPledge,
  pledgeOf,
  type ReadBill,
  readFace,
} from "./bills/billState.ts";
export {
  ALL_OF_BILL,
  acceptBill,
  acceptBillPart,
  acceptSignedBill,
  type BillPayment,
  billsMulticall,
  cancelBill,
  collectBill,
  dischargeBill,
  dishonourBill,
  drawAcceptedBill,
  drawBill,
  lapseAcceptance,
  payBill,
  payBillEarly,
  payBills,
  presentForAcceptance,
  presentForPayment,
  protestBill,
  receiveBill,
  refuseAcceptance,
  refusePayment,
  refuseReceipt,
} from "./bills/bills.ts";
export {
  type BuybackDeal,
  buybackDeal,
  buybackDue,
  buybackSignature,
  demandByBuyback,
  isBuybackTaken,
  keptByBuyback,
  notifyByBuyback,
  objectByBuyback,
  presentByBuyback,
  protestByBuyback,
  repoDebt,
  settleBuyback,
  takeFromBuyback,
  withdrawFromBuyback,
} from "./bills/buybacks.ts";
export {
  businessDaysAfter,
  calendarOf,
  type DueDay,
  dueDayFor,
  isBusinessDay,
  monthsAfter,
  nextBusinessDay,
} from "./bills/calendar.ts";
export {
  type Calendar,
  type CalendarId,
  calendars,
  EURO,
} from "./bills/calendars.ts";
export {
  billsChangesDomain,
  type ChangeToPaper,
  fromPaperTypedData,
  type Novation,
  novationTypedData,
  signersOfChange,
  toPaperTypedData,
} from "./bills/changeSignatures.ts";
export {
  type AllSigned,
  awardSecurity,
  billFromPaper,
  billToPaper,
  dismissObjection,
  type LotSecurity,
  liftStop,
  novateBill,
  objectToStop,
  type PaperBill,
  releaseSecurity,
  replaceLot,
  type StandingStop,
  type StopOrder,
  securityFor,
  securityNeeded,
  securityOf,
  stopLot,
  stopOf,
  withdrawSecurity,
} from "./bills/changes.ts";
export {
  type BillPlace,
  billCredential,
  credentialText,
  documentedFace,
  documentOf,
  isDocumented,
  type ReadCredential,
  readCredential,
} from "./bills/credential.ts";
export {
  type Deadline,
  type DeadlineKind,
  deadlinesOf,
} from "./bills/deadlines.ts";
export {
  type BillDraft,
  type BillDue,
  type BillFace,
  billId,
  billSum,
  dateOfDay,
  dayOfDate,
  dayOfTime,
  draftFace,
  encodeFace,
  faceHash,
  hasClause,
  lastSecondOf,
  MAX_AGE,
  MAX_SUM,
  MAX_TERM,
  placeText,
  placeWord,
  tenorOf,
  type UndocumentedFace,
} from "./bills/face.ts";
export {
  type FaceFacts,
  type FaceFault,
  type FaceFaultCode,
  faceFaults,
  faceFaultsIn,
} from "./bills/faceFaults.ts";
export {
  type BillHistory,
  checkHistory,
  type HistoryBlock,
  type HistoryCheck,
  type LotHistory,
  readHistory,
  verifyHistory,
} from "./bills/history.ts";
export {
  decodeHistory,
  encodeHistory,
  type WireHistory,
} from "./bills/historyWire.ts";
export {
  type BillEndorsement,
  deliverLot,
  endorseBill,
  enforcePledge,
  fillBlank,
  giveBackLot,
  holdsOf,
  pledgeLot,
  recallLot,
} from "./bills/holding.ts";
export {
  type Control,
  type MletrArticle,
  type MletrFinding,
  type MletrReport,
  mletrReport,
} from "./bills/mletr.ts";
export {
  dueText,
  mletrLines,
  mletrText,
} from "./bills/mletrText.ts";
export {
  type BillReceipt,
  type BillRest,
  guaranteeOf,
  keptFor,
  type Liability,
  liabilityNow,
  lotClaim,
  type RecourseLot,
  readRecourse,
  restOf,
  restReceipt,
  standingGuarantees,
  sumOnLotNow,
} from "./bills/readRecourse.ts";
export {
  attestProtest,
  type BillGuarantee,
  type BillNotice,
  demandOnBill,
  guaranteeBill,
  type LotProof,
  notifyParties,
  payForAcceptor,
  payForParty,
  protestRest,
  type RestProof,
  takeUpBill,
  takeUpReceipt,
  takeUpRest,
  withdrawKept,
} from "./bills/recourse.ts";
export {
  answersFor,
  type LiableParty,
  type LotClaim,
  liableParties,
  type NoRecourse,
  type RecourseCase,
  type RecourseSum,
  recourseBar,
  recourseFault,
  type StandingGuarantee,
  sumOnLot,
} from "./bills/recourseClaims.ts";
export {
  buybackOf,
  cancelRepoOffer,
  isRepoOfferSigned,
  openRepo,
  postRepoOffer,
  type RepoDebt,
  type RepoOffer,
  type RepoShares,
  repoDueOn,
  repoOfferHash,
  repoOfferHashOn,
  repoOfferStanding,
  repoOfferTypedData,
  repoPrice,
  reposDomain,
  repurchaseLot,
  type SignedRepoOffer,
  shareRepo,
  signRepoOffer,
} from "./bills/repos.ts";
export {
  decodeRepoOffer,
  encodeRepoOffer,
  parseRepoOffer,
  type RepoPlace,
  type WireRepoOffer,
} from "./bills/repoWire.ts";
export {
  allRules,
  type Rules,
  readRules,
  ruleSetCount,
} from "./bills/rules.ts";
export {
  type AcceptorNote,
  acceptorNotes,
  type BillAction,
  type BillClause,
  type BillFlag,
  type BillStatus,
  billActions,
  billClauses,
  billFlags,
  billStatuses,
  bitsOf,
  type Hold,
  holds,
  namesIn,
  type Permission,
  permissions,
  RULES,
  type TenorName,
  tenors,
} from "./bills/words.ts";
export {
  type SumToken,
  sumInChinese,
  sumInWords,
} from "./bills/wordsOfSum.ts";
export { type Actor, connectActor, connectReader, type Reader } from "./chain/actor.ts";
export { type Call, calldataOf } from "./chain/call.ts";
export { type AbiError, contractErrors } from "./chain/errorAbis.ts";
export { type EventSource, eventsOf } from "./chain/events.ts";
export { decodeRevert, explainError } from "./chain/explainError.ts";
export { checkGenesis, genesisHash } from "./chain/genesis.ts";
export {
  type ForwardRequest,
  forwardRequestTypedData,
  prepareForwardRequest,
  relayAct,
  type SignedForwardRequest,
  signForwardRequest,
} from "./chain/relay.ts";
export { type Confirmed, type Outcome, type SendOptions, send, waitForOutcome } from "./chain/send.ts";
export {
  isSignedBy,
  isSignedByKey,
  type SignerKind,
  signerKind,
  signTyped,
  type TypedMessage,
} from "./chain/signature.ts";
export { chainTime, deadlineIn } from "./chain/time.ts";
export {
  type BuiltManifest,
  buildManifest,
  type Description,
  type KeeperInfo,
  type ManifestInput,
  type UploadedSegment,
} from "./data/buildManifest.ts";
export { type Bytes, fromBase64Url, randomBytes, toBase64Url } from "./data/bytes.ts";
export { canonicalBytes, canonicalJson, type Json } from "./data/canonical.ts";
export { checkRawBlock, type FileCid, fileCid, isContentCid, rawCid, rawCidHash } from "./data/cid.ts";
export {
  type DecryptDatasetOptions,
  type DecryptedFile,
  decryptDataset,
  type EncryptDatasetOptions,
  encryptDataset,
  type SourceFile,
} from "./data/dataset.ts";
export { type DecryptOptions, decryptSegment } from "./data/decrypt.ts";
export { type EncryptedSegment, type EncryptOptions, encryptSegment, type SegmentSummary } from "./data/encrypt.ts";
export {
  chunkCount,
  cipherSize,
  MAX_CHUNKS,
  MAX_INLINE_LEAVES,
  MAX_MANIFEST_SIZE,
  MAX_SEGMENTS,
  RECORD_SIZE,
  TAG_SIZE,
} from "./data/format.ts";
export { type EncryptionKeyPair, keyPairFromSeed, randomSeed } from "./data/keyPair.ts";
export { keyCommitment, matchesCommitment, randomKey, segmentKey, versionCommitment } from "./data/keys.ts";
export type { Anchor, Column, Licence, Manifest, ManifestKeeper, ManifestSegment, Policy } from "./data/manifest.ts";
export { leafOf, merkleProof, merkleRoot, type ProofStep, verifyLeaves, verifyProof } from "./data/merkle.ts";
export { fileNameFault } from "./data/names.ts";
export { parseManifest, validateManifest } from "./data/parseManifest.ts";
export { combineShares, MAX_KEEPERS, splitKey } from "./data/shares.ts";
export { type AnchoredVersion, verifiedLeaves, verifyManifest } from "./data/verifyManifest.ts";
export { unwrapKey, type WrapKind, type WrapPlace, wrapInfo, wrapKey } from "./data/wraps.ts";
export {
  type ErrorCode,
  type ErrorDetails,
  isTallystickError,
  reasonOf,
  TallystickError,
  tallystickError,
} from "./errors.ts";
export { type Download, downloadBlock, downloadSegment } from "./gateway/download.ts";
export type { Fetch, HttpOptions } from "./gateway/http.ts";
export { type GatewayInfo, type KeeperSet, keeperInfo, keeperSet } from "./gateway/keeperInfo.ts";
export { type Payment, signPayment } from "./gateway/payment.ts";
export {
  fetchPeriods,
  fetchReceipt,
  headAfter,
  headOfPlace,
  type Period,
  type Place,
  type PlacedReceipt,
  periodLink,
  receiptDigest,
  receiptNode,
  receiptProof,
  receiptRoot,
  verifyPlace,
} from "./gateway/place.ts";
export { keyRequestDigest, verifyReceipt } from "./gateway/receipt.ts";
export { type KeeperAnswer, type KeysRequest, type ReleasedKeys, requestKeys } from "./gateway/requestKeys.ts";
export { signTabQuery, type TabStanding, tabStanding } from "./gateway/tabStanding.ts";
export { isTariffSigned, listTariffs, type OwnedTariff, putTariff, signTariff, tariffsOf } from "./gateway/tariffs.ts";
export {
  type DenialCode,
  denialCodes,
  GRANTED,
  gatewayDomain,
  type KeyRequest,
  keyRequestTypedData,
  keyRequestTypes,
  type Receipt,
  receiptTypedData,
  receiptTypes,
  type TabQuery,
  type Tariff,
  tabQueryTypedData,
  tabQueryTypes,
  tariffTypedData,
  tariffTypes,
  type Upload,
  uploadTypedData,
  uploadTypes,
} from "./gateway/typedData.ts";
export {
  type Sign,
  type Stored,
  signUpload,
  type UploadOptions,
  uploadBlock,
  uploadContent,
} from "./gateway/upload.ts";
export {
  decodeKeyRequest,
  decodePayment,
  decodeReceipt,
  decodeTabQuery,
  decodeTariff,
  decodeUpload,
  encodeKeyRequest,
  encodeReceipt,
  encodeTabQuery,
  encodeTariff,
  encodeUpload,
  type Signed,
  TAB_HEADER,
  UPLOAD_HEADER,
  type WireReceipt,
  type WireTariff,
} from "./gateway/wire.ts";
export type { Action } from "./governance/action.ts";
export {
  type ActionForm,
  actionForms,
  actionsOfForm,
  type FieldKind,
  type FormField,
  type FormId,
  type FormValue,
  type FormValues,
} from "./governance/actionForms.ts";
export { BATCH_GAS, batchesOf } from "./governance/ballotBatches.ts";
export {
  type BallotRelay,
  pendingBallots,
  postBallots,
  type RelayAnswer,
  type RelayedBallot,
  type RelayedPage,
  type RelayedStatus,
  type RelayInfo,
  relayedBallots,
  relayInfo,
} from "./governance/ballotRelay.ts";
export {
  type Ballot,
  type BallotChoice,
  ballotDigest,
  ballotSigner,
  ballotTypedData,
  ballotTypes,
  decodeBallot,
  encodeBallot,
  governorDomain,
  prepareBallot,
  type SignedBallot,
  signBallot,
  voterIndexes,
  type WireBallot,
} from "./governance/ballots.ts";
export {
  type Choice,
  choiceOf,
  type PlainChoice,
  paramsOf,
  partsOf,
  plainChoices,
  type Split,
  supportOf,
} from "./governance/choice.ts";
export {
  accountsIn,
  type DecodedArgument,
  type DecodedCall,
  type DecodedStruct,
  type DecodedValue,
  type DecodingLimit,
  decodeAction,
} from "./governance/decode.ts";
export {
  allDue,
  claim,
  claimFor,
  type DividendRound,
  type DueDividend,
  depositDividend,
  dividendRounds,
  dueOf,
} from "./governance/dividends.ts";
export { argumentIn, callFunction, functionsIn } from "./governance/functionCall.ts";
export { type KnownContract, type KnownContracts, knownAt, knownContracts } from "./governance/known.ts";
export {
  type LookAlike,
  lookAlikes,
  type NamedAccount,
  type TargetWarning,
  targetWarnings,
} from "./governance/lookAlike.ts";
export type { ParameterChange } from "./governance/observe.ts";
export { type Effect, effectOf, outcomeOf } from "./governance/outcome.ts";
export {
  type DaoLists,
  daoActs,
  type ListBounds,
  type ListId,
  listBounds,
  type ParameterList,
  parameterLists,
  readLists,
} from "./governance/parameterLists.ts";
export {
  type ContractKey,
  changeParameters,
  type Family,
  listParameters,
  type Parameter,
  type ParameterId,
  type ParameterState,
  parameters,
  parameterValues,
  settersOf,
  type Unit,
} from "./governance/parameters.ts";
export {
  checkDelegation,
  type Delegation,
  type DelegationFault,
  decodeDelegation,
  delegate,
  delegationTypedData,
  encodeDelegation,
  type Holding,
  holdingOf,
  isDelegationSigned,
  NOBODY,
  prepareDelegation,
  renouncePower,
  type SignedDelegation,
  signDelegation,
  submitDelegation,
  type WireDelegation,
} from "./governance/power.ts";
export { type PowerReasons, powerReasons } from "./governance/powerReasons.ts";
export { GRACE, type ProposalFacts, type ProposalState, proposalStates, stateAt } from "./governance/proposalState.ts";
export {
  actionOf,
  bodyOf,
  cancel,
  execute,
  proposalId,
  propose,
  proposeSponsored,
  queue,
  titleOf,
  withProposer,
} from "./governance/proposals.ts";
export {
  checkPins,
  type Pin,
  type Proposal,
  type ProposalText,
  proposalOf,
  proposalTexts,
} from "./governance/readProposal.ts";
export {
  type BallotReceipt,
  type CountedVote,
  type ReceiptFault,
  receiptOfBallot,
  recount,
  type VerifiedBallot,
  verifyBallot,
  votesOf,
} from "./governance/receipts.ts";
export { safeText } from "./governance/safeText.ts";
export {
  type Sentence,
  type SentenceKey,
  type SentenceValue,
  sentenceOf,
  sentenceText,
  type Words,
} from "./governance/sentences.ts";
export {
  type BallotOutcomes,
  ballotOutcomes,
  ballotSheets,
  castBallots,
  type Sheet,
  type SkipReason,
  type Slip,
  skipReason,
} from "./governance/sheets.ts";
export { type Effects, type Simulation, type SimulationWay, simulate } from "./governance/simulate.ts";
export {
  decodeSponsorship,
  encodeSponsorship,
  isSponsorshipSigned,
  type SignedSponsorship,
  type Sponsorship,
  signSponsorship,
  sponsorshipTypedData,
  type WireSponsorship,
} from "./governance/sponsorship.ts";
export {
  type LeftOut,
  type SortedBallots,
  type Submitted,
  sortBallots,
  submitBallots,
} from "./governance/submitBallots.ts";
export type {
  EtherChange,
  StorageChange,
  TokenChange,
  TracedCall,
  TracedEvent,
  TracedLog,
} from "./governance/trace.ts";
export {
  allowAction,
  executionDelays,
  limitOf,
  needsCriticalTrack,
  payDividendActions,
  type SpendingLimit,
  setCriticalTargetAction,
  setDelaysAction,
  setLimitAction,
  spendAction,
} from "./governance/treasury.ts";
export {
  ballotOf,
  type CountedBallot,
  castVote,
  castVotes,
  tallyOf,
  type VoteOn,
  votingPower,
  withdrawBallots,
} from "./governance/votes.ts";
export {
  type Attestation,
  appointRegistrar,
  attest,
  attestationTypedData,
  attestSigned,
  type Credential,
  type CredentialStatus,
  credentialOf,
  credentialType,
  dismissRegistrar,
  hasCredential,
  isRegistrar,
  renounceCredential,
  revokeCredential,
  type SignedAttestation,
  signAttestation,
} from "./identity/credentials.ts";
export type { SignTypedData } from "./identity/deterministicSignature.ts";
export {
  deriveKeyPair,
  encryptionKeyPair,
  encryptionKeyTypedData,
  KEY_PURPOSE,
  type SeedStore,
  seedFromSignature,
  storedKeyPair,
} from "./identity/encryptionKeyPair.ts";
export { clearKey, keyOf, publishKey } from "./identity/encryptionKeys.ts";
export {
  acceptOwnership,
  appoint,
  cancelOwnershipOffer,
  dismiss,
  dissolveOrganisation,
  hasRole,
  type Organisation,
  type OrganisationStatus,
  offerOwnership,
  organisationId,
  organisationOf,
  registerOrganisation,
  resign,
  roleOf,
  setProfile,
} from "./identity/organisations.ts";
export { type RoleName, roleBits, rolesIn, rolesWord } from "./identity/roles.ts";

export type { IndexerOptions, PageChoice } from "./indexer/ask.ts";
export {
  accusationsOf,
  anchorsOf,
  type IndexedAccusation,
  type IndexedAnchor,
  type IndexedKeeperLog,
  keeperLogs,
} from "./indexer/audit.ts";
export {
  type BillChoice,
  type BillLotFilter,
  type BillRole,
  type BillTask,
  billAsks,
  billBids,
  billEventsOf,
  billInbox,
  billLots,
  billRepoOffers,
  billRepos,
  billRequests,
  billSales,
  billTasks,
  type IndexedAcceptor,
  type IndexedBill,
  type IndexedBillAsk,
  type IndexedBillBid,
  type IndexedBillEvent,
  type IndexedBillFilter,
  type IndexedBillLot,
  type IndexedBillRequest,
  type IndexedBillSale,
  type IndexedBillStatus,
  type IndexedBillTask,
  type IndexedRepo,
  type IndexedRepoOffer,
  indexedAcceptor,
  indexedBill,
  indexedBills,
  type RepoFilter,
} from "./indexer/bills.ts";
export {
  consentInboxOf,
  consentRequestsOf,
  consentsOf,
  emergenciesOf,
  type IndexedConsent,
  type IndexedConsentRequest,
  type IndexedEmergency,
  type IndexedInboxEntry,
  type IndexedInvolvement,
  type IndexedRecordDetail,
  involvementsOf,
  openRequestsTo,
  recordDetail,
  requestOfIndexed,
} from "./indexer/consent.ts";
export {
  dealsOf,
  type IndexedDeal,
  type IndexedMandate,
  type IndexedSignedGrant,
  mandatesOf,
  signedGrantsOf,
  termsOfDeal,
} from "./indexer/desk.ts";
export type { Page } from "./indexer/fields.ts";
export {
  type Absentee,
  absentees,
  type BallotPageChoice,
  ballotsBy,
  ballotsOf,
  type ProposalFilter,
  proposalDetail,
  proposals,
  scorePoints,
  skipsOf,
  stateOf,
  withdrawalsOf,
} from "./indexer/governance.ts";
export type {
  IndexedBallot,
  IndexedBallotSkip,
  IndexedBallotWithdrawal,
  IndexedProposal,
  IndexedProposalDetail,
  ScorePoint,
} from "./indexer/governanceFields.ts";
export { type IndexedHead, indexedHeads } from "./indexer/heads.ts";
export {
  credentialsOf,
  indexedKeyOf,
  listOrganisations,
  membershipsOf,
  organisationDetail,
  registrarsOf,
} from "./indexer/identity.ts";
export type {
  IndexedAsk,
  IndexedBid,
  IndexedDebtorRecord,
  IndexedEvidence,
  IndexedHoldback,
  IndexedLink,
  IndexedLot,
  IndexedLotCollection,
  IndexedLotSale,
  IndexedQuoteRequest,
  IndexedReceivable,
  IndexedReceivableAct,
  IndexedReceivableCredit,
  IndexedReceivablePayment,
  LinkKind,
} from "./indexer/instrumentFields.ts";
export { linkKinds } from "./indexer/instrumentFields.ts";
export {
  type Ageing,
  ageing,
  asks,
  bids,
  type Cashflow,
  cashflow,
  debtorCaps,
  debtorRecords,
  type Exposure,
  evidenceOf,
  exposure,
  holdbacks,
  type Lineage,
  lineage,
  linksOf,
  lotChainOf,
  lotCollectionsOf,
  lots,
  type Offers,
  type Overview,
  offers,
  overview,
  type Portfolio,
  type PortfolioTotal,
  portfolio,
  quoteRequests,
  receivable,
  receivableActs,
  receivableCreditsOf,
  receivablePaymentsOf,
  receivables,
  sales,
} from "./indexer/instruments.ts";
export {
  boughtBy,
  collectionsOf,
  creditsOf,
  datasetDetail,
  depositsOf,
  indexedRatings,
  listDatasets,
  marketFigures,
  ownedDatasets,
  readersOf,
  rightsOf,
  salesOf,
  salesOfDataset,
  termsOfOffer,
} from "./indexer/market.ts";
export {
  type Concentration,
  concentration,
  type DaoMember,
  delegationsOf,
  delegatorsOf,
  type IndexedDelegation,
  type MemberChoice,
  memberDetail,
  members,
  type Participation,
  type PowerPoint,
  powerPoints,
} from "./indexer/members.ts";
export { type IndexedPass, passCount, passesOf } from "./indexer/passes.ts";
export {
  type FoundDataset,
  type FoundPage,
  type Search,
  type SearchMode,
  type SearchPolicy,
  type SearchSort,
  searchDatasets,
  searchModes,
  searchPolicies,
  searchSorts,
} from "./indexer/search.ts";
export {
  type IndexedLock,
  type IndexedSwap,
  type IndexedSwapCredit,
  indexedLocks,
  indexedSwaps,
  type LockFilter,
  type SwapChoice,
  swapCredits,
} from "./indexer/swaps.ts";
export type {
  IndexedCollection,
  IndexedCredential,
  IndexedCredit,
  IndexedDataset,
  IndexedDatasetDetail,
  IndexedDeposit,
  IndexedEmergencyAct,
  IndexedEncryptionKey,
  IndexedManifest,
  IndexedMembership,
  IndexedOffer,
  IndexedOrganisation,
  IndexedOrganisationDetail,
  IndexedOwnDataset,
  IndexedPurchase,
  IndexedRating,
  IndexedRecord,
  IndexedRegistrar,
  IndexedRight,
  IndexedSale,
  IndexedVersion,
} from "./indexer/tables.ts";
export {
  type IndexedStatement,
  type IndexedTab,
  type IndexedTabCredit,
  type IndexedTabDetail,
  indexedStatements,
  type TabParty,
  tabCreditsOf,
  tabDetail,
  tabsOf,
} from "./indexer/tabs.ts";
export {
  type CriticalTarget,
  claimsOf,
  criticalTargets,
  type DividendClaim,
  type DividendToken,
  dividendRounds as indexedDividendRounds,
  dividendTokens,
  type GovernanceSetting,
  type IndexedDividendRound,
  settings as governanceSettings,
  type TreasuryLimit,
  type TreasuryMove,
  type TreasuryToken,
  treasuryLimits,
  treasuryMoves,
  treasuryTokens,
} from "./indexer/treasury.ts";
export { advanceOf, advancesOn, type PaidAdvance } from "./instruments/advances.ts";
export {
  type Agreement,
  decodeAgreement,
  encodeAgreement,
  type WireAgreement,
} from "./instruments/agreementWire.ts";
export {
  discountRate,
  effectiveCost,
  MAX_COST_BPS,
  type PriceOffer,
  simpleCost,
  toBps,
} from "./instruments/cost.ts";
export { type DayCount, dayCounts, daysBetween, yearFraction } from "./instruments/dayCount.ts";
export {
  BANK,
  type DebtorLine,
  type DebtorRecord,
  debtorLine,
  debtorRecord,
  debtorRoom,
  nameBank,
  setDebtorLimit,
  UNLIMITED,
} from "./instruments/debtors.ts";
export {
  bankDiscount,
  type DayPrice,
  type DiscountPrice,
  type DiscountTerms,
  MAX_SCHEDULE_DAYS,
  slidingPrices,
  trueDiscount,
} from "./instruments/discount.ts";
export {
  type AttestedEvidence,
  attestEvidence,
  evidenceLog,
  isInRole,
  LOGISTICS,
  streamBits,
  streamRole,
  streamsIn,
  streamsOf,
} from "./instruments/evidence.ts";
export {
  demandByHoldback,
  type HoldbackDeal,
  type HoldbackDue,
  holdbackDeal,
  holdbackDue,
  holdbackSignature,
  keptByHoldback,
  settleHoldback,
  withdrawFromHoldback,
  writeOffByHoldback,
} from "./instruments/holdback.ts";
export {
  type Books,
  countedBooks,
  type LateTerms,
  lateInterest,
  MAX_INTEREST_DAYS,
  type ReadBooks,
  simpleInterest,
} from "./instruments/interest.ts";
export {
  type LotLineage,
  type LotStep,
  lineageOf,
  linksAfterEndorsement,
  mergeable,
  tierOf,
} from "./instruments/lineage.ts";
export {
  type EndorsementKind,
  FIRST_LOT,
  innerOf,
  KIND,
  type Kind,
  type KindName,
  kindName,
  type Link,
  lotId,
  nextRoll,
  partId,
  rollAfter,
  rollOfId,
  rootId,
} from "./instruments/links.ts";
export {
  approveLot,
  divideLot,
  endorseLot,
  isChain,
  isLotsOperator,
  isMovable,
  type Lot,
  type LotPart,
  lotAllowance,
  lotOf,
  type Merger,
  markOf,
  mergeLots,
  rollOf,
  setLotsOperator,
  tiersLeft,
  versionOf,
  versionOfLot,
} from "./instruments/lots.ts";
export {
  type LotHolding,
  lotTree,
  type Tier,
  tiersOf,
} from "./instruments/lotTree.ts";
export {
  askFaults,
  bidFaults,
  type OfferFacts,
  type OfferFault,
} from "./instruments/offerFaults.ts";
export {
  type AdvancePrice,
  advancePrice,
  askCost,
  bidCost,
  type ClaimFacts,
  type OfferCost,
  type RankedOffer,
  rankAsks,
  rankBids,
  type SalePrice,
  type SoldUnits,
  salePrice,
  soldUnits,
} from "./instruments/offerPrices.ts";
export {
  type Ask,
  askHash,
  askTypedData,
  type Bid,
  bidHash,
  bidTypedData,
  type OfferStanding,
  type Pricing,
  quotesDomain,
  randomSalt,
  type SignedAsk,
  type SignedBid,
  WHOLE_BPS,
} from "./instruments/offers.ts";
export {
  decodeOffer,
  encodeAsk,
  encodeBid,
  type OfferPlace,
  parseOffer,
  type WireAsk,
  type WireBid,
} from "./instruments/offerWire.ts";
export {
  askHashOn,
  bidHashOn,
  buyLot,
  cancelAsk,
  cancelBid,
  isAskSigned,
  isBidSigned,
  type LotPlace,
  offerStanding,
  type PurchaseBounds,
  postAsk,
  postBid,
  type QuotedPrice,
  quotedPrice,
  requestQuotes,
  type SaleChoice,
  sellLot,
  signAsk,
  signBid,
} from "./instruments/quotes.ts";
export {
  lotSteps,
  readLineage,
} from "./instruments/readLineage.ts";
export {
  type Confirmation,
  type CreditNote,
  confirmationTypedData,
  creditNoteTypedData,
  type DueExtension,
  extensionTypedData,
  isConfirmationSigned,
  isCreditNoteSigned,
  isExtensionSigned,
  receivablesDomain,
  type SignedConfirmation,
  type SignedCreditNote,
  type SignedExtension,
  signConfirmation,
  signCreditNote,
  signExtension,
} from "./instruments/receivableSignatures.ts";
export {
  actionsIn,
  actionsOf,
  booksOf,
  claimOf,
  collectableOn,
  type Due,
  lotOfReceivable,
  maxTerm,
  type OrderUse,
  orderUse,
  proceedsOf,
  type ReceivableClaim,
  readTerms,
  receivableDue,
  receivableStatus,
  receivableStatusOf,
  rootOf,
} from "./instruments/receivableState.ts";
export {
  ALL_DUE,
  collectLot,
  confirmReceivable,
  confirmSigned,
  creditLot,
  disputeReceivable,
  type ExtensionAgreement,
  extendReceivable,
  payReceivable,
  payReceivables,
  type ReceivablePayment,
  receivablesMulticall,
  recordDefault,
  registerConfirmed,
  registerReceivable,
  withdrawProceeds,
  withdrawReceivable,
  writeOffLot,
} from "./instruments/receivables.ts";
export {
  demandRecourse,
  type LiableEndorser,
  liableLinks,
  principalOn,
  type RecourseProof,
  recourseProof,
  shortOf,
  takeUpLot,
} from "./instruments/recourse.ts";
export {
  type Advance,
  type ReserveRelease,
  type ReserveTerms,
  releaseReserve,
  splitAdvance,
} from "./instruments/reserve.ts";
export {
  type BookedCollection,
  type BookedPayment,
  bookCollection,
  bookPayment,
  type PaymentShares,
  proRata,
  type SharingLot,
} from "./instruments/sharing.ts";
export {
  registerStatement,
  statementHandOver,
  statementNumber,
  statementTerms,
} from "./instruments/statements.ts";
export {
  documentHash,
  endOfDay,
  faceOf,
  type Invoice,
  invoiceTerms,
  MAX_FACE,
  MAX_UNITS,
  numberText,
  numberWord,
  orderHash,
  plainNumber,
  type ReceivableTerms,
  receivableId,
  termsHash,
  type Units,
  unitsOf,
} from "./instruments/terms.ts";
export {
  faultsOf,
  type TermsFacts,
  type TermsFault,
  type TermsFaultCode,
  termsFaults,
} from "./instruments/termsFaults.ts";
export type { Fraction, Rounding, Whole } from "./instruments/whole.ts";
export {
  type EvidenceStream,
  evidenceStreams,
  type ReceivableAction,
  type ReceivableStatus,
  receivableActions,
  receivableStatuses,
} from "./instruments/words.ts";
export {
  LOCAL_CHAIN_IDS,
  LOCAL_MNEMONIC,
  type Persona,
  type PersonaId,
  personaAccount,
  personaOf,
  personas,
} from "./local/personas.ts";
export {
  type Accusation,
  type AccusationStatus,
  ANCHOR_TIME,
  type AnchoredPeriod,
  accusationOf,
  accuse,
  anchor,
  answerAccusation,
  type KeeperLog,
  logOf,
  periodsOf,
  proveAnswer,
  proveLate,
  proveOmission,
  type Remedy,
  remedyFor,
} from "./market/accessLog.ts";
export { type Admission, admission, waysIn } from "./market/admission.ts";
export {
  type AllowList,
  allowList,
  allowListBlock,
  allowListLeaf,
  allowListOf,
  downloadLists,
  isOnList,
} from "./market/allowList.ts";
export { nonceWith, paymentTypedData, type TokenPayment } from "./market/authorization.ts";
export { buyFromBalance, deposit } from "./market/balance.ts";
export {
  approve,
  buy,
  buyMany,
  buyWithPermit,
  type PurchaseChoice,
  refund,
  renounce,
  submitOrder,
  withdraw,
} from "./market/buying.ts";
export {
  breakGlass,
  changeHolders,
  giveConsent,
  type HolderSignature,
  inHoldersOrder,
  type RecordSetup,
  type Review,
  refuseConsent,
  registerRecord,
  renounceConsent,
  requestConsent,
  reviewEmergency,
  sortedHolders,
  withdrawConsent,
} from "./market/consentActs.ts";
export {
  type ConsentRequest,
  consentDomain,
  consentTypedData,
  consentTypes,
  type HoldersChange,
  holdersDigest,
  holdersTypedData,
  holdersTypes,
  isConsentSigned,
  isHoldersChangeSigned,
  requestDigest,
  signConsent,
  signHoldersChange,
} from "./market/consentMessages.ts";
export {
  type ConsentState,
  checkHoldersChange,
  checkRequest,
  consentOf,
  type Emergency,
  type EmergencyStatus,
  emergencyOf,
  type HoldersChoice,
  type HoldersFault,
  holdersHash,
  holdersOf,
  type MadeRequest,
  mayRead,
  prepareHoldersChange,
  prepareRequest,
  type RecordState,
  type RequestChoice,
  type RequestFault,
  recordOf,
  requestsOf,
} from "./market/consents.ts";
export { deskDomain, randomNonce } from "./market/deskDomain.ts";
export {
  type Deal,
  type DealSignatures,
  dealDigest,
  dealTypedData,
  dealTypes,
  exchange,
  isDealClosed,
  isDealSigned,
  type Side,
  signDeal,
  withdrawDeal,
} from "./market/exchange.ts";
export {
  grantDigest,
  grantTypedData,
  grantTypes,
  isGrantUsed,
  redeemGrant,
  type SignableGrant,
  type SignedGrant,
  signGrant,
  withdrawGrant,
} from "./market/grants.ts";
export {
  type Mandate,
  type MandateChoice,
  type MandateStanding,
  mandateDigest,
  mandateStanding,
  mandateTypedData,
  mandateTypes,
  renew,
  type SignedMandate,
  signMandate,
  withdrawMandate,
} from "./market/mandates.ts";
export { type AccessQuote, payForAccess, quoteAccess } from "./market/metered.ts";
export {
  collectable,
  type MadeOffer,
  type OfferState,
  type OfferStatus,
  offerState,
  offersOf,
} from "./market/offers.ts";
export {
  type CiphertextFacts,
  type KeepCiphertext,
  newestReadable,
  type OpenedDataset,
  type OpenOptions,
  openDataset,
  type ReadFiles,
  type ReadOptions,
  readFiles,
  readOwnFiles,
} from "./market/openDataset.ts";
export {
  type Order,
  type OrderChoice,
  orderNonce,
  orderTypedData,
  prepareOrder,
  type SignedOrder,
  signOrder,
} from "./market/order.ts";
export { announcePass, burnPass, mintPass, type Pass, passId, readPass, readPassById } from "./market/passes.ts";
export { type PermitOptions, permitOf, permitTypedData, type SignedPermit, signPermit } from "./market/permit.ts";
export {
  type AllowLists,
  MAX_POLICY_DEPTH,
  MAX_POLICY_MEMBERS,
  type PolicyLeaf,
  type PolicyWord,
  policyEvidence,
  policyOf,
  policyWord,
  rolePolicy,
} from "./market/policy.ts";
export {
  type NewOffer,
  type PreparedVersion,
  type Preparer,
  type Publication,
  type PublicationProgress,
  prepareDataset,
  preparerOf,
  prepareVersion,
  versionPreparerOf,
} from "./market/prepare.ts";
export { type PurchasePreview, previewPurchase } from "./market/preview.ts";
export {
  type FirstPublication,
  type OwnPublication,
  type Published,
  publishDataset,
  publishVersion,
} from "./market/publishDataset.ts";
export { type PurchaseEvidence, purchaseEvidence } from "./market/purchaseEvidence.ts";
export { type Entry, purchasesOf } from "./market/purchases.ts";
export { quoteRails, type Rail, type RailFault, type RailQuote, type RailSupport, railsOf } from "./market/quotes.ts";
export {
  type MadeRating,
  type RatablePurchase,
  type Rating,
  type RatingCount,
  type RatingFault,
  type RatingTotal,
  ratablePurchases,
  rate,
  ratingsMade,
  ratingsOf,
} from "./market/ratings.ts";
export { type MarketFee, marketFee, ownerOf, publisherOf, setFee } from "./market/registry.ts";
export {
  covers,
  type Extension,
  extendRight,
  FOREVER,
  includes,
  isActive,
  type Purchase,
  packRight,
  type Right,
  receiptOf,
  type Scope,
  unpackRight,
  unusedPart,
} from "./market/right.ts";
export { creditOf, hasAccess, readRight } from "./market/rights.ts";
export {
  addVersion,
  collect,
  type Grant,
  grant,
  makeOffer,
  multicall,
  publish,
  revoke,
  transferDataset,
  withdrawOffer,
} from "./market/selling.ts";
export { storeBlocks } from "./market/storeBlocks.ts";
export {
  type Closing,
  type CreditLine,
  type CreditOffer,
  closingTypedData,
  creditTypedData,
  depositNonce,
  type HandOver,
  handOverTypedData,
} from "./market/tab.ts";
export {
  acceptCredit,
  type BothSignatures,
  closeTab,
  closeTabByAgreement,
  collectTab,
  depositToTab,
  depositToTabWithPermit,
  finishClosingTab,
  handOverStatement,
  issueStatement,
  payTab,
  settleTab,
  startClosingTab,
  submitTabDeposit,
  withdrawFromTabs,
} from "./market/tabActs.ts";
export {
  prepareTabDeposit,
  type SignedTabDeposit,
  signTabDeposit,
  type TabDeposit,
  type TabDepositChoice,
  tabDepositTypedData,
} from "./market/tabDeposit.ts";
export {
  isClosingSigned,
  isVoucherSigned,
  type SignedClosing,
  type SignedCredit,
  signClosing,
  signCredit,
  signHandOver,
  signVoucher,
} from "./market/tabSignatures.ts";
export {
  readTab,
  statementOf,
  statementsOf,
  type TabState,
  type TabStatement,
  type TabStatus,
  tabCreditOf,
} from "./market/tabs.ts";
export {
  datasetId,
  licenceHash,
  type OfferChoices,
  offerId,
  segmentBits,
  segmentsOf,
  type Terms,
  termsOf,
} from "./market/terms.ts";
export {
  decodeTicket,
  encodeTicket,
  signatureOf,
  type Ticket,
  type TicketKind,
  type TicketSignature,
  type Tickets,
  withSignature,
} from "./market/tickets.ts";
export { allowanceOf, balanceOf, nextSequence, type TokenInfo, tokenDomain, tokenInfo } from "./market/token.ts";
export { buyByTransfer, depositByTransfer, takesTransferAndCall } from "./market/transfers.ts";
export { nextHead, type PublishedVersion, versionsOf } from "./market/versions.ts";
export {
  type Tab,
  tabId,
  tabsDomain,
  type Voucher,
  voucherDigest,
  voucherTypedData,
  voucherTypes,
} from "./market/voucher.ts";
export {
  chainOf,
  type Deployment,
  deployed,
  type Environment,
  type Network,
  type NetworkId,
  networkOf,
  networks,
} from "./networks.ts";
export { type LockMade, type LockTopics, locksBy, locksOfAccount } from "./swaps/accountLocks.ts";
export { type BatchEvent, batchEventsOf } from "./swaps/batchEvents.ts";
export {
  type BatchState,
  claimLeaf,
  claimLeaves,
  type LeafRefund,
  type LeafSecret,
  leafRefundTypedData,
  lockBatch,
  lockBatchWithAuthorization,
  lockBatchWithPermit,
  readBatchStates,
  refundBatch,
  refundLeafEarly,
  signLeafRefund,
} from "./swaps/batchLock.ts";
export {
  areLeavesOf,
  type Batch,
  type BatchLeaf,
  batchId,
  batchLeafHash,
  batchProof,
  makeBatch,
} from "./swaps/batchTerms.ts";
export { type CreditEvent, creditEventsOf } from "./swaps/creditEvents.ts";
export {
  claimDeposit,
  type DepositRefund,
  type DepositState,
  depositRefundTypedData,
  readDeposit,
  refundDeposit,
  refundDepositEarly,
  signDepositRefund,
  sweepDeposit,
} from "./swaps/depositAddress.ts";
export { type DepositEvent, depositEventsOf } from "./swaps/depositEvents.ts";
export { type Deposit, depositAddress, depositId } from "./swaps/depositTerms.ts";
export {
  type EarlyRefund,
  earlyRefundTypedData,
  isEarlyRefundSigned,
  lockNonce,
  type SignedEarlyRefund,
  signEarlyRefund,
} from "./swaps/earlyRefund.ts";
export {
  bringingFor,
  broughtBy,
  type Fill,
  type FillFault,
  fillFaults,
  fillOf,
  isSameAsset,
  makerLock,
  type NoteFault,
  noteFaults,
  type TakerChoice,
  type TakingFacts,
  type TakingFault,
  takerLock,
  takingFaults,
} from "./swaps/fills.ts";
export {
  claimLock,
  claimLocks,
  type LockAuthorization,
  type LockPermit,
  lockAsset,
  lockCredit,
  lockedAt,
  lockVault,
  lockWithAuthorization,
  lockWithPermit,
  type PaidCall,
  refundLock,
  refundLockEarly,
  refundLocks,
  withdrawCredit,
  withdrawCreditTo,
} from "./swaps/hashLock.ts";
export {
  approveItem,
  type ItemFault,
  type ItemInfo,
  isContractAccount,
  itemInfo,
  sendItemToLock,
} from "./swaps/items.ts";
export { actAsVault, itemKeptFor, sweepVault, sweepVaultItem, withdrawItem, withdrawItemTo } from "./swaps/kept.ts";
export { type Asset, type Lock, lockId, packTerms, unpackTerms } from "./swaps/lock.ts";
export { type LockEvent, lockEventsOf } from "./swaps/lockEvents.ts";
export { isAsGoodAs, opens, step } from "./swaps/machine.ts";
export {
  fillSalt,
  isFillOf,
  isNoted,
  type Leg,
  type Order as SwapOrder,
  SALT_COUNTERS,
  type SignedOrder as SignedSwapOrder,
  type SignedTake,
  type SignedWithdrawal,
  saltCounter,
  swapOrderDomain,
  swapOrderHash,
  swapOrderTypedData,
  type Take,
  takeHash,
  takeTypedData,
  type Withdrawal,
  withdrawalHash,
  withdrawalTypedData,
} from "./swaps/order.ts";
export {
  MAX_LOCK_TIME,
  MAX_ORDER_LIFE,
  type OrderChain,
  type OrderFacts,
  type OrderFault,
  orderFaults,
} from "./swaps/orderFaults.ts";
export { orderFilled } from "./swaps/orderFilled.ts";
export {
  type ListedOrder,
  listSwapOrders,
  listTakes,
  type OrderChange,
  type OrderPage,
  type OrderPageChoice,
  type OrderRelay,
  type OrderWish,
  postSwapOrder,
  postTake,
  type WatchOptions,
  watchSwapOrders,
  withdrawSwapOrders,
} from "./swaps/orderRelay.ts";
export {
  isSwapOrderSigned,
  isTakeSigned,
  isWithdrawalSigned,
  type Readers,
  signSwapOrder,
  signTake,
  signWithdrawal,
} from "./swaps/orderSignatures.ts";
export {
  assetKey,
  decodeSwapOrder,
  decodeTake,
  decodeWithdrawal,
  encodeSwapOrder,
  encodeTake,
  encodeWithdrawal,
  parseSwapOrder,
  type WireAsset,
  type WireLeg,
  type WireOrder,
  type WireTake,
  type WireWithdrawal,
} from "./swaps/orderWire.ts";
export {
  type ChainTiming,
  confirmationTime,
  depthOf,
  lockTimeOf,
  marginOf,
  planOf,
  revealReserve,
  type SwapPlan,
  type SwapTimings,
  timelockOfB,
} from "./swaps/plan.ts";
export { type RecoveredSwap, type Recovery, recoverSwaps, type SearchedChain } from "./swaps/recover.ts";
export { isReleaseSigned, type Release, releasedId, type SignedRelease, signRelease } from "./swaps/release.ts";
export { postRelease, releaseOf } from "./swaps/releaseRelay.ts";
export { decodeRelease, encodeRelease, type WireLock, type WireRelease } from "./swaps/releaseWire.ts";
export {
  checkWordsOf,
  isCheckWords,
  isSameFile,
  MAX_SECRET_FILE,
  newSecretFile,
  parseSecretFile,
  type SecretFile,
  type SecretFileFault,
  secretFileText,
  seedOfFile,
} from "./swaps/secretFile.ts";
export {
  countersOf,
  hashlockOf,
  type NewSecret,
  newCounter,
  newSecret,
  type SaltedHash,
  SWAP_PURPOSE,
  swapSecret,
  swapSecretTypedData,
  swapSeed,
} from "./swaps/secrets.ts";
export {
  type ChainView,
  type FoundLock,
  isOver,
  type LegName,
  type LockState,
  type Observation,
  type Step,
  type Swap,
  type SwapEffect,
  type SwapLeg,
  type SwapNext,
  type SwapPhase,
  type SwapRole,
} from "./swaps/swapState.ts";
export { version } from "./version.ts";
