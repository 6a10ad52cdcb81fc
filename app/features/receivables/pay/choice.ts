import type { Address } from "viem";
import { account, readable } from "../../../lib/wire.ts";
import { mostAtOnce } from "./selection.ts";

/** What is paid, as the page's address, which is handed on as a link, holds it. */
export interface PayChoice {
  /** Undefined: the connected account. */
  readonly debtor: Address | undefined;
  /** Undefined: the first there is. */
  readonly token: Address | undefined;
  /** Receivables that the link names; empty: all that are due. */
  readonly ids: readonly bigint[];
}

/** Ids are whole words; in a link they have no more digits than that. */
const longestId = 78;

export function payChoiceOf(parameters: Pick<URLSearchParams, "get">): PayChoice {
  return {
    debtor: readable(() => account(parameters.get("debtor"))),
    token: readable(() => account(parameters.get("token"))),
    ids: idsIn(parameters.get("ids") ?? ""),
  };
}

/** The ids in a link, each once and no more than are paid at once; what is none is left out. */
function idsIn(text: string): readonly bigint[] {
  const found = text
    .slice(0, mostAtOnce * (longestId + 1))
    .split(",")
    .filter((id) => /^\d{1,78}$/.test(id))
    .map(BigInt)
    .filter((id) => id < 2n ** 256n);
  return [...new Set(found)].slice(0, mostAtOnce);
}

/** Path that lets somebody else pay: for a debtor, all that is due or some of it. */
export function payPath(debtor: Address, token: Address, ids: readonly bigint[]): string {
  const parameters = new URLSearchParams({ debtor, token });
  if (ids.length > 0) parameters.set("ids", ids.join(","));
  return `/receivables/pay?${parameters}`;
}
