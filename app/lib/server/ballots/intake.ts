import { type Checked, checkBallots, type Read } from "./check.ts";
import type { Facts } from "./facts.ts";
import { type Refusal, refusal, type Verdict } from "./refusals.ts";
import type { BallotStore, Kept } from "./store.ts";

/** Ballots that are checked together and written to the disk at once. */
const GROUP = 250;
/** Groups under way: while the node answers for one, signatures of the next are recovered. */
const AT_ONCE = 2;
/** Milliseconds that a group waits for more: a question to the node costs more than a ballot's other checks. */
const GATHER_MS = 5;
/** Ballots that wait at most: more are refused, so that memory is bounded whoever comes. */
const MOST_WAITING = 10_000;

interface Waiting {
  readonly ballot: Read;
  readonly done: (verdict: Verdict) => void;
}

/** Takes ballots in groups, across requests: whoever posts one at a time shares questions and writes with others. */
export interface Intake {
  take(ballots: readonly Read[]): Promise<Verdict[]>;
}

export interface IntakeRules {
  readonly chainId: number;
  readonly store: Pick<BallotStore, "keep" | "known">;
  readonly facts: Facts;
  readonly leastPower: bigint;
  readonly now?: () => number;
}

export function intake({ chainId, store, facts, leastPower, now = Date.now }: IntakeRules): Intake {
  const queue: Waiting[] = [];
  let groups = 0;

  async function work(group: readonly Waiting[]): Promise<void> {
    const about = { chainId, leastPower, receivedAt: now() };
    const ballots = group.map(({ ballot }) => ballot);
    const checked: Checked[] = await checkBallots(ballots, facts, about).catch(() =>
      ballots.map(() => refusal("chainDown")),
    );
    const kept = checked.filter((each): each is Kept => !isRefusal(each));
    const verdicts = new Map(store.keep(kept).map((verdict, i) => [kept[i], verdict]));
    group.forEach(({ done }, i) => {
      const each = checked[i] as Checked;
      done(isRefusal(each) ? each : (verdicts.get(each) ?? refusal("full")));
    });
  }

  function next(): void {
    if (groups >= AT_ONCE || queue.length === 0) return;
    groups += 1;
    const group = queue.splice(0, GROUP);
    const failed = (): void => {
      // The disk is full, or gone: nothing was kept.
      for (const { done } of group) done(refusal("full"));
    };
    void work(group)
      .catch(failed)
      .finally(() => {
        groups -= 1;
        next();
      });
    next();
  }

  return {
    take(ballots) {
      const verdicts = ballots.map((ballot): Promise<Verdict> => {
        const here = store.known(ballot.proposalId, ballot.voter, ballot.digest);
        if (here) return Promise.resolve(here);
        if (queue.length >= MOST_WAITING) return Promise.resolve(refusal("flood"));
        return new Promise((done) => queue.push({ ballot, done }));
      });
      if (queue.length >= GROUP) next();
      else setTimeout(next, GATHER_MS);
      return Promise.all(verdicts);
    },
  };
}

function isRefusal(each: Checked): each is Refusal {
  return "refused" in each;
}
