import { planOf } from "@tallystick/sdk/swaps/plan";
import type { Step, SwapLeg, SwapNext, SwapPhase } from "@tallystick/sdk/swaps/swapState";

/** Who looks at a swap. */
export type Viewer = "initiator" | "responder" | "onlooker";

/** Who has to act, as the viewer calls him. */
export type Actor = "you" | "other" | "initiator" | "responder" | "anybody" | "nobody";

/** What a page says of a swap: keys of sentences, and the times in them. */
export interface Telling {
  /** How far it is: `swaps.phase_<phase>_<viewer>`. */
  readonly phase: SwapPhase;
  /** Who acts next: `swaps.next_<actor>_<act>`. */
  readonly actor: Actor;
  readonly act: SwapNext["act"];
  /** Unix second until which he has time; undefined: as soon as blocks come, or for ever. */
  readonly by: number | undefined;
  /** What comes if nobody acts: `swaps.otherwise_<otherwise>`. */
  readonly otherwise: SwapNext["otherwise"];
  /** Unix second from which what is locked may go back, of the leg that is the viewer's or the first. */
  readonly backFrom: number | undefined;
  /** What to be warned of. */
  readonly warnings: readonly Warning[];
}

/** What somebody should know before it is too late: `swaps.warn_<warning>`. */
export type Warning = "soon" | "tip" | "long";

/** So near an end of one's time one is told to hurry, in seconds: a part of what the chains need. */
const soonParts = 2;

/** A lock that may last longer than this is worth a word. */
const longSeconds = 86_400;

function actorOf(who: SwapNext["who"], viewer: Viewer): Actor {
  if (who === "anybody" || who === "nobody") return who;
  if (viewer === "onlooker") return who;
  return who === viewer ? "you" : "other";
}

/** The leg that a viewer has locked or is to lock; an onlooker looks at the first. */
export function ownLeg({ swap }: Pick<Step, "swap">, viewer: Viewer): SwapLeg {
  return viewer === "responder" ? swap.b : swap.a;
}

/**
 * What a page says of a swap, from what the state machine says.
 *
 * @param now Unix second of the chains
 */
export function tellingOf(step: Step, viewer: Viewer, now: number): Telling {
  const { phase, next, swap } = step;
  const own = ownLeg(step, viewer);
  const isLocked = phase !== "agreed" && phase !== "swapped" && phase !== "returned" && phase !== "uneven";
  return {
    phase,
    actor: actorOf(next.who, viewer),
    act: next.act,
    by: next.by,
    otherwise: next.otherwise,
    backFrom: isLocked ? Number(own.terms.timelock) : undefined,
    warnings: warningsOf(step, viewer, now).filter((warning) => warning !== "tip" || swap[next.leg].terms.tip > 0n),
  };
}

function warningsOf(step: Step, viewer: Viewer, now: number): readonly Warning[] {
  const { next, swap } = step;
  const { refundA, refundB } = planOf(
    Number(swap.a.terms.timelock),
    { a: swap.a.timing, b: swap.b.timing },
    Number(swap.b.terms.timelock),
  );
  const whole = (viewer === "responder" ? refundB : refundA) - now;
  const isYours = actorOf(next.who, viewer) === "you" && next.act !== "wait";
  const leg = swap[next.leg];
  const isSoon =
    isYours && next.by !== undefined && next.by - now < soonParts * (leg.timing.outage + leg.timing.blockTime);
  return [...(isSoon ? ["soon" as const] : []), "tip", ...(whole > longSeconds ? ["long" as const] : [])];
}
