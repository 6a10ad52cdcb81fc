/** Where a command writes: results on one stream, everything about the way there on the other. */
export interface Output {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** Whether a person looks at `err`. */
  readonly terminal: boolean;
  /** Whether the result is wanted as JSON. */
  readonly json: boolean;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not reach a terminal
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

/** A stranger's text, harmless to a terminal. */
export function printable(text: string): string {
  return text.replace(CONTROL, "?");
}

/** A result, as one line of JSON or as lines for people. bigints are texts in JSON. */
export function printResult(output: Output, result: Readonly<Record<string, unknown>>, lines: readonly string[]): void {
  if (output.json)
    output.out(
      `${JSON.stringify(result, (_, value: unknown) => (typeof value === "bigint" ? String(value) : value))}\n`,
    );
  else for (const line of lines) output.out(`${printable(line)}\n`);
}

export interface Progress {
  /** Shows what is being done and how far it is, 0 to 1. */
  readonly show: (what: string, part?: number) => void;
  readonly end: () => void;
}

const STEP_MS = 100;

/** Progress on one line that is written over; nothing where no terminal is. */
export function progressOn(output: Output): Progress {
  if (!output.terminal) return { show: () => undefined, end: () => undefined };
  let last = 0;
  let shown = "";
  return {
    show(what, part) {
      const now = Date.now();
      if (what === shown && now - last < STEP_MS && part !== 1) return;
      [last, shown] = [now, what];
      const percent = part === undefined ? "" : ` ${String(Math.floor(part * 100)).padStart(3)} %`;
      output.err(`\r\u001b[K${printable(what)}${percent}`);
    },
    end() {
      if (shown !== "") output.err("\r\u001b[K");
      shown = "";
    },
  };
}

/** Bytes for people. */
export function sizeText(bytes: number): string {
  const names = ["bytes", "kB", "MB", "GB", "TB"];
  const power = Math.min(names.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)));
  return power === 0 ? `${bytes} bytes` : `${(bytes / 1_000 ** power).toFixed(1)} ${names[power]}`;
}
