/** An error whose message is a sentence for a person: no stack is shown. */
export interface Problem extends Error {
  readonly forPeople: true;
}

export function problem(message: string): Problem {
  return Object.assign(new Error(message), { forPeople: true as const });
}

export function isProblem(error: unknown): error is Problem {
  return error instanceof Error && "forPeople" in error;
}

const SENTENCES: readonly (readonly [RegExp, string])[] = [
  [/ENOSPC|no space left|EDQUOT/i, "The disk is full. Free some space (the stack needs about 1 GB) and try again."],
  [
    /EACCES|EPERM|EROFS|ENOTDIR/,
    "This folder can't be written to by this user: give yourself the rights, or clone the repository elsewhere",
  ],
  [/EMFILE|ENFILE/, "Too many files are open on this machine. Close some programs, or raise `ulimit -n`."],
  [/ENOMEM|heap out of memory|ERR_WORKER_OUT_OF_MEMORY/, "There is too little memory: the stack needs about 3 GB."],
];

function sentenceFor(text: string): string | undefined {
  return SENTENCES.find(([pattern]) => pattern.test(text))?.[1];
}

/** What went wrong, in a sentence where it is known. */
export function explain(error: unknown): Problem {
  if (isProblem(error)) return error;
  const { message, code, path } = error as NodeJS.ErrnoException;
  const sentence = sentenceFor(`${code ?? ""} ${message ?? error}`);
  if (!sentence) return problem(error instanceof Error ? (error.stack ?? error.message) : String(error));
  return problem(path && !sentence.endsWith(".") ? `${sentence} (${path}).` : sentence.replace(/([^.])$/, "$1."));
}

/** What stopped a part, from the last lines of its log. */
export function explainCrash(name: string, how: string, log: string, lines: readonly string[]): Problem {
  const sentence = sentenceFor(lines.join("\n"));
  const tail =
    lines.length === 0 ? "It said nothing." : `Its last lines:\n\n${lines.map((l) => `    ${l}`).join("\n")}`;
  return problem(`The ${name} stopped (${how}).${sentence ? ` ${sentence}` : ""} ${tail}\n\nThe whole log: ${log}`);
}
