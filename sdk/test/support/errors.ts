import assert from "node:assert/strict";
import { isTallystickError, type TallystickError } from "../../src/errors.ts";

/** The error of ours that a promise fails with. */
export async function failureOf(failing: Promise<unknown>): Promise<TallystickError> {
  try {
    await failing;
  } catch (error) {
    assert.ok(isTallystickError(error), `not an error of ours: ${String(error)}`);
    return error;
  }
  assert.fail("nothing was thrown");
}

/** Code of the error that a promise fails with. */
export async function codeOf(failing: Promise<unknown>): Promise<string> {
  return (await failureOf(failing)).code;
}
