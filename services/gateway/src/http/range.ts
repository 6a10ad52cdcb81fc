/** Bytes `start` to `end` (exclusive) of a body. */
export type ByteRange = { start: number; end: number };

/**
 * What a Range header asks of a body of `size` bytes: a range; `"whole"` when there is no header, when it makes no
 * sense, or when it lists several ranges (RFC 9110 lets a server ignore it); `"unsatisfiable"` when it lies outside.
 */
export function parseRange(header: string | undefined, size: number): ByteRange | "whole" | "unsatisfiable" {
  const match = /^bytes=\s*(\d{0,15})\s*-\s*(\d{0,15})\s*$/i.exec(header ?? "");
  if (!match) return "whole";
  const [, first = "", last = ""] = match;
  if (first === "" && last === "") return "whole";
  if (first === "") {
    const length = Math.min(Number(last), size);
    return length === 0 ? "unsatisfiable" : { start: size - length, end: size };
  }
  const start = Number(first);
  const end = last === "" ? size : Math.min(Number(last) + 1, size);
  if (last !== "" && Number(last) < start) return "whole";
  return start < size ? { start, end } : "unsatisfiable";
}

/** Whether an If-None-Match header names this entity tag (weak comparison). */
export function matchesTag(header: string | undefined, tag: string): boolean {
  if (header === undefined) return false;
  return header.split(",").some((item) => item.trim() === "*" || item.trim().replace(/^W\//, "") === tag);
}

/** Whether If-Range lets a range through: absent, or exactly this strong tag. Dates never match: content has none. */
export function rangeApplies(ifRange: string | undefined, tag: string): boolean {
  return ifRange === undefined || ifRange.trim() === tag;
}
