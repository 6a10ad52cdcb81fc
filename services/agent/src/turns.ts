/** One thing after the other. */
export interface Turns {
  /** Does something when all that came before is done, however that ended. */
  inTurn<T>(work: () => Promise<T>): Promise<T>;
  /** Settles when nothing is being done. */
  idle(): Promise<void>;
}

export function createTurns(): Turns {
  let queue: Promise<unknown> = Promise.resolve();
  return {
    inTurn(work) {
      const done = queue.then(work);
      queue = done.catch(() => {});
      return done;
    },
    idle: () => queue.then(() => {}),
  };
}
