import { type Release, releasedId, type SignedRelease } from "@tallystick/sdk/swaps/release";
import type { Hex } from "viem";
import type { Journal } from "../journal/journal.ts";
import type { Line } from "../journal/lines.ts";

/** Locks that were given free, and those that the agent was given free, as the journal has them. */
export interface ReleaseBook {
  /** Whether a release of a lock was signed, or may have been: it is never answered. */
  has(id: Hex): boolean;
  /** All of them; without signature: it was to be signed when the agent ended. */
  all(): readonly Given[];
  /** Writes down that a release is about to be signed. */
  begin(release: Release): void;
  signed(signed: SignedRelease): void;
  /** Block of a chain from which on the journal knows all that the agent did. */
  knowsFrom(chainId: number): number | undefined;
  setKnowsFrom(blocks: Readonly<Record<number, number>>): void;
  /** A release of the agent's own lock. */
  consentFor(swap: Hex): Consent | undefined;
  addConsent(swap: Hex, consent: Consent): void;
}

export interface Given {
  readonly release: Release;
  signature: Hex | undefined;
}

/** By what an own lock may be refunded early. */
export interface Consent {
  /** Block in which the logs have the lock: in another one it would be another. */
  readonly block: number;
  readonly deadline: bigint;
  readonly signature: Hex;
}

export function createReleaseBook(journal: Journal): ReleaseBook {
  const given = new Map<Hex, Given>();
  const consents = new Map<Hex, Consent>();
  const known = new Map<number, number>();

  const takeKnown = (from: Readonly<Record<number, number>>): void => {
    for (const [chainId, block] of Object.entries(from).map(([id, each]) => [Number(id), each] as const)) {
      if (!known.has(chainId)) known.set(chainId, block);
    }
  };
  const take = (line: Line): void => {
    switch (line.kind) {
      case "release": {
        const { kind: _, ...release } = line;
        given.set(releasedId(release), { release, signature: undefined });
        break;
      }
      case "released": {
        const found = given.get(line.lock);
        if (found) found.signature = line.signature;
        break;
      }
      case "knows":
        takeKnown(line.from);
        break;
      case "consent":
        consents.set(line.swap, { block: line.block, deadline: line.deadline, signature: line.signature });
        break;
    }
  };
  const write = (line: Line): void => {
    journal.append(line);
    take(line);
  };
  journal.lines.forEach(take);

  return {
    has: (id) => given.has(id),
    all: () => [...given.values()],
    begin: (release) => write({ kind: "release", ...release }),
    signed: ({ release, signature }) => write({ kind: "released", lock: releasedId(release), signature }),
    knowsFrom: (chainId) => known.get(chainId),
    setKnowsFrom: (from) => write({ kind: "knows", from }),
    consentFor: (swap) => consents.get(swap),
    addConsent: (swap, consent) => write({ kind: "consent", swap, ...consent }),
  };
}
