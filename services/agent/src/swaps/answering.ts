import type { FoundLock } from "@tallystick/sdk/swaps/swapState";
import { type Address, type Hex, isAddressEqual } from "viem";
import type { Chain } from "../chain/chain.ts";
import type { LimitConfig } from "../config.ts";
import type { Log } from "../log.ts";
import type { Book, NewSwap } from "./book.ts";
import { answerTo, NOTE_AWAITED, orderNamed } from "./maker.ts";
import type { Waiting } from "./notes.ts";
import type { ReleaseBook } from "./releaseBook.ts";
import { isMeant } from "./wanted.ts";

/** Answers takers' locks. */
export interface Answering {
  /** Looks at every lock that asks for an answer; tells which wait for a note. */
  answerTakers(): readonly Waiting[];
  /** Whether a lock asks for an answer. */
  isAsked(chain: Chain, found: FoundLock): boolean;
  /** Locks that are not answered now, and why. */
  readonly refused: ReadonlyMap<Hex, string>;
}

interface Parts {
  readonly book: Book;
  /** What was given free is not answered. */
  readonly given: Pick<ReleaseBook, "has">;
  readonly chains: readonly Chain[];
  readonly limits: readonly LimitConfig[];
  readonly receiver: Address;
  /** Unix second of the chains; undefined: not every one is seen. */
  readonly timeNow: () => number | undefined;
  readonly add: (swap: NewSwap) => void;
  readonly log: Log;
}

export function createAnswering({ book, given, chains, limits, receiver, timeNow, add, log }: Parts): Answering {
  const refused = new Map<Hex, string>();
  const isAsked = ({ chainId }: Chain, { id, lock, state }: FoundLock): boolean => {
    const isNew = state.status === "locked" && !book.swaps.has(id) && isAddressEqual(lock.recipient, receiver);
    return isNew && !given.has(id) && isMeant(book, chainId, lock, timeNow());
  };

  function answerTaker(chain: Chain, found: FoundLock): Waiting | undefined {
    const named = orderNamed(book, chain, found.lock);
    const other = named && chains.find(({ chainId }) => chainId === named[1].order.gives.chainId);
    if (named === undefined || other === undefined) return undefined;
    const answer = answerTo(found, named, [chain, other], book, limits);
    if ("swap" in answer) {
      refused.delete(found.id);
      add(answer.swap);
      log.info("answers", { id: found.id, order: named[0] });
      return undefined;
    }
    if (refused.get(found.id) !== answer.refused) {
      refused.set(found.id, answer.refused);
      log.info("does-not-answer", { id: found.id, order: named[0], reason: answer.refused });
    }
    return answer.refused === NOTE_AWAITED ? { order: named[1], lock: found.lock } : undefined;
  }

  return {
    refused,
    isAsked,
    answerTakers() {
      const asked = chains.flatMap((chain) =>
        chain.locks().flatMap((found) => (isAsked(chain, found) ? [{ chain, found }] : [])),
      );
      const waiting = asked.flatMap(({ chain, found }) => answerTaker(chain, found) ?? []);
      const ids = new Set(asked.map(({ found }) => found.id));
      for (const id of refused.keys()) if (!ids.has(id)) refused.delete(id);
      return waiting;
    },
  };
}
