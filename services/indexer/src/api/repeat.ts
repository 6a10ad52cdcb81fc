const AFTER_FAILURE = 1_000;

/**
 * Does something again and again until told to stop; whatever fails is told once and tried again.
 *
 * @param act gives the milliseconds until the next time
 * @returns stops it
 */
export function repeat(act: () => Promise<number>, warn: (message: string) => void): () => void {
  let stopped = false;
  let last = "";
  let timer: NodeJS.Timeout | undefined;
  const once = async (): Promise<void> => {
    let wait = AFTER_FAILURE;
    try {
      wait = await act();
      last = "";
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      if (message !== last && !stopped) warn(message);
      last = message;
    }
    if (!stopped) timer = setTimeout(once, wait).unref();
  };
  timer = setTimeout(once, 0).unref();
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}
