import type { FoundLock } from "@tallystick/sdk/swaps/swapState";
import { type Address, type Hex, isAddressEqual } from "viem";
import type { Chain } from "../chain/chain.ts";
import type { LimitConfig } from "../config.ts";
import type { Log } from "../log.ts";
import type { Book, NewSwap } from "./book.ts";
import { answerTo, NOTE_AWAITED, orderNamed } from "./maker.ts";
import type { Waiting } from "./notes.ts";
import type { ReleaseBook } from "./releaseBook.ts";

/** Answers takers' locks. */
export interface Answering {
  /** Looks at every lock that asks for an answer; tells which wait for a note. */
  answerTakers(): readonly Waiting[];
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
  readonly add: (swap: NewSwap) => void;
  readonly log: Log;
}

export function createAnswering({ book, given, chains, limits, receiver, add, log }: Parts): Answering {
  const refused = new Map<Hex, string>();
  const isAsked = ({ id, lock, state }: FoundLock): boolean =>
    state.status === "locked" && !book.swaps.has(id) && !given.has(id) && isAddressEqual(lock.recipient, receiver);

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
    answerTakers: () =>
      chains.flatMap((chain) =>
        chain
          .locks()
          .filter(isAsked)
          .flatMap((found) => answerTaker(chain, found) ?? []),
      ),
  };
}
