import { isTallystickError } from "../errors.ts";

/** How the command ends. */
export const exitCodes = { ok: 0, failure: 1, usage: 2, noRight: 3, verification: 4, network: 5 } as const;

const noRight = new Set([
  "Access_NoRight",
  "Access_Denied",
  "Ballots_NoPower",
  "Consent_NotHolder",
  "Consent_NoEmergencyCredential",
  "Datasets_NotOwner",
]);
const denials = new Set([
  "no-right",
  "no-consent",
  "payment-required",
  "right-ended",
  "right-revoked",
  "segment-not-included",
  "version-not-included",
]);
const verification = new Set([
  "BallotNotCounted",
  "ChunkTampered",
  "ContentMismatch",
  "CredentialInvalid",
  "FileTooLong",
  "FileTruncated",
  "ForeignChain",
  "HistoryInvalid",
  "LeavesMismatch",
  "ListMismatch",
  "LogMismatch",
  "ManifestInvalid",
  "ManifestMismatch",
  "NotEnoughShares",
  "PlaceInvalid",
  "ProposalMismatch",
  "ReceiptInvalid",
  "RecordMismatch",
  "RightsMismatch",
  "VersionsMismatch",
  "WrapInvalid",
  "WrongKey",
]);
const network = new Set([
  "AgentUnreachable",
  "ChainUnreachable",
  "ContentMissing",
  "GatewayUnreachable",
  "IndexerUnreachable",
  "RelayUnreachable",
  "TransactionTimeout",
  "WrongChain",
]);

/** What was asked for makes no sense: the person should look at the help. */
export class UsageError extends Error {}

export function exitCodeOf(error: unknown): number {
  if (error instanceof UsageError) return exitCodes.usage;
  if (!isTallystickError(error)) return exitCodes.failure;
  if (error.code === "KeysDenied")
    return denials.has(String(error.details.reason)) ? exitCodes.noRight : exitCodes.failure;
  if (noRight.has(error.code)) return exitCodes.noRight;
  if (verification.has(error.code)) return exitCodes.verification;
  return network.has(error.code) ? exitCodes.network : exitCodes.failure;
}
