import type { ConsentRequest } from "@tallystick/sdk/market/consentMessages";
import type { consent } from "../../schema/consent.ts";
import type { Origin } from "../origin.ts";

// Consents as pure functions of an event and of the row before it, by the rules of contracts/market/Consent.sol.

export type ConsentRow = typeof consent.$inferSelect;

type Key = Pick<ConsentRow, "chainId" | "dataset" | "reader">;

export const noConsent = ({ chainId, dataset, reader }: Key): ConsentRow => ({
  chainId,
  dataset,
  reader,
  until: 0n,
  segments: 0n,
  purpose: 0,
  fromVersion: 0,
  laterVersions: false,
  signers: 0,
  epoch: 0,
  serial: 0n,
  refusals: 0,
  updatedAt: 0n,
});

export function givenConsent(key: Key, asked: ConsentRequest, signers: number, at: bigint): ConsentRow {
  const { purpose, segments, fromVersion, laterVersions, until, serial, epoch } = asked;
  return {
    ...noConsent(key),
    until: BigInt(until),
    segments: BigInt(segments),
    purpose,
    fromVersion,
    laterVersions,
    signers,
    epoch,
    serial: BigInt(serial),
    updatedAt: at,
  };
}

/** A holder takes no part in the next consent, or does again. A consent of an earlier epoch is over, and forgotten. */
export function refusedConsent(
  before: ConsentRow,
  event: { readonly epoch: number; readonly position: number; readonly refused: boolean },
  { at }: Pick<Origin, "at">,
): ConsentRow {
  const { epoch, position, refused } = event;
  const row = before.epoch === epoch ? before : { ...before, until: 0n, signers: 0, refusals: 0, epoch };
  const others = row.refusals & ~(1 << position);
  return { ...row, refusals: refused ? others | (1 << position) : others, updatedAt: at };
}
