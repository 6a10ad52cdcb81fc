import { tallystickError } from "../errors.ts";

/** Checks a value at a path of the manifest; throws `ManifestInvalid` with path and reason. */
export type Check = (value: unknown, path: string) => void;

export function fail(path: string, reason: string): never {
  throw tallystickError("ManifestInvalid", { path: path === "" ? "its root" : path, reason });
}

export function text(options: {
  readonly max: number;
  readonly min?: number;
  readonly pattern?: RegExp;
  readonly fault?: (value: string) => string | undefined;
}): Check {
  return (value, path) => {
    if (typeof value !== "string") fail(path, "a text is needed");
    if (value.length < (options.min ?? 0) || value.length > options.max) {
      fail(path, `${options.min ?? 0} to ${options.max} characters are needed`);
    }
    if (options.pattern !== undefined && !options.pattern.test(value)) fail(path, "its form is wrong");
    const fault = options.fault?.(value);
    if (fault !== undefined) fail(path, fault);
  };
}

export function integer(min: number, max: number): Check {
  return (value, path) => {
    if (typeof value !== "number" || !Number.isSafeInteger(value) || value < min || value > max) {
      fail(path, `a whole number from ${min} to ${max} is needed`);
    }
  };
}

export function constant(expected: string | number): Check {
  return (value, path) => {
    if (value !== expected) fail(path, `${JSON.stringify(expected)} is needed`);
  };
}

export function list(check: Check, min: number, max: number): Check {
  return (value, path) => {
    if (!Array.isArray(value)) fail(path, "a list is needed");
    if (value.length < min || value.length > max) fail(path, `${min} to ${max} entries are needed`);
    value.forEach((entry, i) => {
      check(entry, `${path}[${i}]`);
    });
  };
}

/** An object with exactly these members. */
export function object(members: Record<string, Check>, optional: Record<string, Check> = {}): Check {
  const known = new Map([...Object.entries(members), ...Object.entries(optional)]);
  return (value, path) => {
    const entries = record(value, path);
    const at = (key: string): string => (path === "" ? key : `${path}.${key}`);
    const missing = Object.keys(members).find((key) => !Object.hasOwn(entries, key));
    if (missing !== undefined) fail(at(missing), "it is missing");
    for (const [key, entry] of Object.entries(entries)) {
      const check = known.get(key) ?? fail(at(key), "it is not known");
      check(entry, at(key));
    }
  };
}

export function record(value: unknown, path: string): Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) fail(path, "an object is needed");
  return value as Record<string, unknown>;
}
