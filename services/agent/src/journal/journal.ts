import { closeSync, fstatSync, fsyncSync, ftruncateSync, openSync, readFileSync, writeSync } from "node:fs";
import { reasonOf } from "../log.ts";
import { type Line, lineOf, textOf } from "./lines.ts";
import { takeJournalLock } from "./lock.ts";

/** Why the journal can't be used: whoever can't write down what he does must not do it. */
export class JournalError extends Error {
  constructor(reason: string, options?: ErrorOptions) {
    super(reason, options);
    this.name = "JournalError";
  }
}

export interface Journal {
  /** What it held when it was opened. */
  readonly lines: readonly Line[];
  /** Writes a line, on the disk before it returns. After a failure nothing is written any more. */
  append(line: Line): void;
  /** May be called again. */
  close(): void;
}

/**
 * Opens a journal, alone: a second process is refused. A last line that was torn is cut off.
 *
 * @throws JournalError
 */
export function openJournal(file: string): Journal {
  let release: (() => void) | undefined;
  let descriptor: number;
  try {
    release = takeJournalLock(file);
    if (release === undefined) throw new JournalError(`Another agent has the journal ${file}.`);
    descriptor = openSync(file, "a+", 0o600);
  } catch (error) {
    release?.();
    if (error instanceof JournalError) throw error;
    throw new JournalError(`The journal ${file} can't be opened: ${reasonOf(error)}`, { cause: error });
  }
  const fail = (error: unknown): never => {
    closeSync(descriptor);
    release?.();
    throw error instanceof JournalError
      ? error
      : new JournalError(`The journal ${file} can't be used: ${reasonOf(error)}`, { cause: error });
  };
  let lines: readonly Line[] = [];
  try {
    lines = readWhole(file, descriptor);
  } catch (error) {
    fail(error);
  }
  let broken: JournalError | undefined;
  let isClosed = false;
  return {
    lines,
    append(line) {
      if (broken) throw broken;
      try {
        const bytes = Buffer.from(`${textOf(line)}\n`);
        const written = writeSync(descriptor, bytes);
        if (written !== bytes.length) throw new Error(`${written} of ${bytes.length} bytes were written`);
        fsyncSync(descriptor);
      } catch (error) {
        broken = new JournalError(`The journal ${file} can't be written: ${reasonOf(error)}`, { cause: error });
        throw broken;
      }
    },
    close() {
      // A second time the descriptor may be another file's.
      if (isClosed) return;
      isClosed = true;
      broken ??= new JournalError("The journal is closed.");
      closeSync(descriptor);
      release?.();
    },
  };
}

/** All lines up to the first torn one, which must be the last. */
function readWhole(file: string, descriptor: number): readonly Line[] {
  const bytes = readFileSync(file);
  const whole = bytes.lastIndexOf(10) + 1;
  const texts = bytes.subarray(0, whole).toString("utf8").split("\n").slice(0, -1);
  const lines = texts.map((text, i) => {
    try {
      return lineOf(text);
    } catch {
      throw new JournalError(
        `The journal ${file} is damaged in line ${i + 1}: move it away, and recover from the chains.`,
      );
    }
  });
  if (whole < fstatSync(descriptor).size) {
    ftruncateSync(descriptor, whole);
    fsyncSync(descriptor);
  }
  return lines;
}
