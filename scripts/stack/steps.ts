const TICK_MS = 500;
const CLEAR_LINE = "\r\u001b[2K";

interface Terminal {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** Tells of steps as they end, with how long they took; on a terminal also of those under way. */
export function createSteps(terminal: Terminal) {
  const underWay = new Map<string, number>();
  let timer: NodeJS.Timeout | undefined;

  const seconds = (since: number) => (performance.now() - since) / 1000;
  function drawUnderWay(): void {
    if (!terminal.isTTY) return;
    const [first] = underWay.values();
    if (first === undefined) return;
    const text = `  … ${[...underWay.keys()].join(", ")} (${seconds(first).toFixed(0)} s)`;
    terminal.write(`${CLEAR_LINE}${text.slice(0, (terminal.columns || 80) - 1)}`);
  }
  function writeLine(line: string): void {
    terminal.write(`${terminal.isTTY ? CLEAR_LINE : ""}${line}\n`);
    drawUnderWay();
  }
  function end(mark: string, title: string, since: number): void {
    underWay.delete(title);
    if (underWay.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
    writeLine(`  ${mark} ${title.padEnd(24)}${seconds(since).toFixed(1).padStart(6)} s`);
  }

  /** @param title what will be true when it has ended */
  async function run<T>(title: string, work: () => Promise<T>): Promise<T> {
    const since = performance.now();
    underWay.set(title, since);
    timer ??= setInterval(drawUnderWay, TICK_MS).unref();
    drawUnderWay();
    try {
      const result = await work();
      end("✔", title, since);
      return result;
    } catch (error) {
      end("✘", title, since);
      throw error;
    }
  }
  return { run };
}
