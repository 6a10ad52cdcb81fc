/** What a client is told when a request fails: a status, a code a program can act on, and a sentence for a person. */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, code: string, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.name = "Problem";
    this.status = status;
    this.code = code;
    this.headers = headers;
  }
}

export function badRequest(message: string): Problem {
  return new Problem(400, "bad-request", message);
}

export function rateLimited(seconds: number): Problem {
  const wait = Math.max(1, Math.ceil(seconds));
  return new Problem(429, "rate-limited", `Too many requests. Try again in ${wait} s.`, {
    "retry-after": String(wait),
  });
}

export function chainUnavailable(): Problem {
  return new Problem(503, "chain-unavailable", "The chain can't be asked at the moment. Try again shortly.", {
    "retry-after": "5",
  });
}

export function storageFull(): Problem {
  return new Problem(507, "storage-full", "The store has no room for this. Try another gateway.");
}

/** Whether an error, at any depth, says that the disk or its quota is full. */
export function isDiskFull(error: unknown): boolean {
  // SQLite says it in words.
  const full = /\b(ENOSPC|EDQUOT)\b|database or disk is full/;
  return error instanceof Error && (full.test(error.message) || isDiskFull(error.cause));
}
