/** A contract's values by name. */
export type Values = Readonly<Record<string, unknown>>;
/** What a refusal means, and what a person can do next. */
export type Sentence = readonly [message: (v: Values) => string, action: string];
export type Sentences = Readonly<Record<string, Sentence>>;

/** A point in time, of Unix seconds. */
export const time = (value: unknown): string => {
  const date = new Date(Number(value) * 1000);
  return Number.isNaN(date.getTime()) ? "the end of time" : date.toISOString().replace(".000Z", "Z");
};

/** A duration, of seconds. */
export const day = (value: unknown): string =>
  Number(value) >= 2 ** 40 - 1 ? "for ever" : `${Math.round(Number(value) / 86_400)} days`;

/** An id, shortened. */
export const id = (value: unknown): string => {
  const text = typeof value === "bigint" ? `0x${value.toString(16).padStart(64, "0")}` : String(value);
  return text.length > 14 ? `${text.slice(0, 8)}…${text.slice(-4)}` : text;
};
