/** Tells of steps as they end, with how long they took. */
export function createSteps(write: (line: string) => void) {
  async function run<T>(title: string, work: () => Promise<T>): Promise<T> {
    const started = performance.now();
    const seconds = () => `${((performance.now() - started) / 1000).toFixed(1)} s`;
    try {
      const result = await work();
      write(`  ✔ ${title.padEnd(24)}${seconds().padStart(8)}`);
      return result;
    } catch (error) {
      write(`  ✘ ${title.padEnd(24)}${seconds().padStart(8)}`);
      throw error;
    }
  }
  return { run };
}
