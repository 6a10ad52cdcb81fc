import type { DenialCode } from "@tallystick/sdk/gateway/typedData";

const sentences: Record<DenialCode, string> = {
  "no-right": "This account has no right to read this data set.",
  "right-ended": "This account's right to read this data set has ended. Renew it.",
  "right-revoked": "This account's right to read this data set was revoked by its owner.",
  "segment-not-included": "This right does not include all of the parts asked for.",
  "version-not-included": "This right does not include that version.",
  "unknown-dataset": "There is no such data set on this chain.",
  "bad-signature": "The signature is not the reader's.",
  replayed: "This request was answered before. Sign a new one.",
  expired: "The request has expired, or ends more than ten minutes ahead. Sign a new one.",
  "wrong-keeper": "The keys asked for are not kept here.",
  "wrong-chain": "The request was signed for another chain or market than this keeper serves.",
  "rate-limited": "Too many requests. Try again shortly.",
  "manifest-mismatch": "The manifest or key held here does not fit what is anchored on the chain.",
  "no-consent": "This record may be read only with its holders' consent, for the purpose they consented to.",
  "payment-required": "This account has no right to read this data set, but may pay for each access from a tab.",
  "bad-payment": "The payment does not fit: the tab, the amount, or a voucher that was used for something else.",
  "tab-exhausted": "The tab does not reach that far. Add to its deposit.",
};

/** What is said about payment: the price of the access, what is known to be owed on the tab, and how far it reaches. */
export type Figures = { price: bigint; owed?: bigint; available?: bigint };

/** A request that is denied: why, and, for the rate limit, the seconds to wait. */
export class Denial extends Error {
  readonly code: DenialCode;
  readonly waitSeconds: number | undefined;
  /** Block the answer is based on; zero when the chain was not asked. */
  readonly blockNumber: bigint;
  readonly figures: Figures | undefined;

  constructor(code: DenialCode, options: { waitSeconds?: number; blockNumber?: bigint; figures?: Figures } = {}) {
    super(sentences[code]);
    this.name = "Denial";
    this.code = code;
    this.waitSeconds = options.waitSeconds;
    this.blockNumber = options.blockNumber ?? 0n;
    this.figures = options.figures;
  }
}
