import type { Hex } from "viem";
import { accessLogSentences } from "./sentences/accessLog.ts";
import { billSentences } from "./sentences/bills.ts";
import { consentSentences } from "./sentences/consent.ts";
import { deskSentences } from "./sentences/desk.ts";
import { governanceSentences } from "./sentences/governance.ts";
import { identitySentences } from "./sentences/identity.ts";
import { instrumentSentences } from "./sentences/instruments.ts";
import { marketSentences } from "./sentences/market.ts";
import { moneySentences } from "./sentences/money.ts";
import { quoteSentences } from "./sentences/quotes.ts";
import { ratingSentences } from "./sentences/ratings.ts";
import { swapBatchSentences } from "./sentences/swapBatches.ts";
import { swapSentences } from "./sentences/swaps.ts";
import { tabSentences } from "./sentences/tabs.ts";
import type { Sentences, Values } from "./sentences/words.ts";

/** What a contract's refusal means, by the name of its error. */
const sentences: Sentences = {
  ...marketSentences,
  ...moneySentences,
  ...deskSentences,
  ...consentSentences,
  ...ratingSentences,
  ...identitySentences,
  ...governanceSentences,
  ...tabSentences,
  ...instrumentSentences,
  ...quoteSentences,
  ...billSentences,
  ...accessLogSentences,
  ...swapBatchSentences,
  ...swapSentences,
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
