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

const bits = (word: bigint, at: number, size: number): bigint => (word >> BigInt(at)) & ((1n << BigInt(size)) - 1n);

/** A consent as it was given, unpacked as `IConsent.Consented` says. */
export function givenConsent(key: Key, word: bigint, at: bigint): ConsentRow {
  return {
    ...key,
    until: bits(word, 0, 40),
    segments: bits(word, 40, 32),
    purpose: Number(bits(word, 72, 16)),
    fromVersion: Number(bits(word, 88, 16)),
    laterVersions: bits(word, 104, 8) !== 0n,
    signers: Number(bits(word, 112, 16)),
    epoch: Number(bits(word, 128, 16)),
    serial: bits(word, 144, 32),
    refusals: Number(bits(word, 176, 16)),
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
  const row = before.epoch === epoch ? before : { ...noConsent(before), serial: before.serial, epoch };
  const others = row.refusals & ~(1 << position);
  return { ...row, refusals: refused ? others | (1 << position) : others, updatedAt: at };
}
