// By the package's name, so that a page with sentences of its own can leave these out of what it loads.
import { type ErrorCode, type ErrorDetails, sentences } from "@tallystick/sdk/errorSentences";

export type { ErrorCode, ErrorDetails } from "@tallystick/sdk/errorSentences";

/** An error a person can act on. `code` is stable and translatable, `details` are the values that went wrong. */
export class TallystickError extends Error {
  readonly code: string;
  readonly action: string;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(
    code: string,
    message: string,
    action: string,
    details: Readonly<Record<string, unknown>>,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = "TallystickError";
    this.code = code;
    this.action = action;
    this.details = details;
  }
}

/** Makes the error of a code. */
export function tallystickError<C extends ErrorCode>(
  code: C,
  details: ErrorDetails[C],
  cause?: unknown,
): TallystickError {
  const [message, action] = sentences[code];
  return new TallystickError(code, message(details), action, details, cause === undefined ? undefined : { cause });
}

/** Whether something thrown is an error of ours, of the given code if one is given. */
export function isTallystickError(error: unknown, code?: string): error is TallystickError {
  return error instanceof TallystickError && (code === undefined || error.code === code);
}

/** A short text of anything thrown. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const inner = error.cause instanceof Error ? error.cause.message : "";
  return inner && inner !== error.message ? `${error.message}: ${inner}` : error.message;
}
