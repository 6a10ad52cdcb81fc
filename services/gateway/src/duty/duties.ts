import type { Head } from "../chain/heads.ts";
import { describeError, type Log } from "../log.ts";

export type Duty = { name: string; run(head: Head): Promise<void> };

export type Duties = {
  /** Runs all once, now; what fails is logged and tried again at the next turn. */
  turn(): Promise<void>;
  /** Ends after the turn under way. */
  stop(): Promise<void>;
};

/** What a keeper does unasked, every few seconds, one thing after the other. */
export function startDuties(options: {
  duties: readonly Duty[];
  everyMs: number;
  latest: () => Promise<Head>;
  /** Another process with the same folder may be on duty. */
  isOurs: () => boolean;
  log: Log;
}): Duties {
  const { duties, latest, isOurs, log } = options;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();

  const once = async (): Promise<void> => {
    if (!isOurs()) return;
    const head = await latest();
    for (const { name, run } of duties) {
      if (stopped) return;
      await run(head).catch((error: unknown) => log.error("duty-failed", { name, error: describeError(error) }));
    }
  };
  const turn = (): Promise<void> => {
    running = running.then(once).catch((error: unknown) => log.error("duties", { error: describeError(error) }));
    return running;
  };
  const schedule = (): void => {
    timer = setTimeout(() => void turn().then(() => stopped || schedule()), options.everyMs);
    timer.unref();
  };
  schedule();

  return {
    turn,
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
