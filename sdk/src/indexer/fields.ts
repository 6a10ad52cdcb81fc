import type { Address, Hex } from "viem";

/** A field of an answer: how it is asked for beyond its name, and how it is read. */
export interface Field<T> {
  /** What stands after the name in GraphQL: arguments and the fields below. */
  readonly selection: string;
  readonly read: (value: unknown, path: string) => T;
}

export type Fields = Readonly<Record<string, Field<unknown>>>;

/** What reading these fields gives. */
export type RowOf<F extends Fields> = { readonly [K in keyof F]: F[K] extends Field<infer T> ? T : never };

/** An answer that is not what was asked for. */
export class AnswerError extends Error {}

function leaf<T>(is: (value: unknown) => T | undefined, what: string): Field<T> {
  return {
    selection: "",
    read: (value, path) => {
      const found = is(value);
      if (found === undefined) throw new AnswerError(`${path} is not ${what}`);
      return found;
    },
  };
}

const isDigits = (value: unknown): value is string | number =>
  (typeof value === "string" && /^\d+$/.test(value)) || (typeof value === "number" && Number.isSafeInteger(value));

export const hex = leaf<Hex>(
  (value) => (typeof value === "string" && /^0x[0-9a-f]*$/i.test(value) ? (value as Hex) : undefined),
  "hexadecimal",
);
export const address = leaf<Address>(
  (value) => (typeof value === "string" && /^0x[0-9a-f]{40}$/i.test(value) ? (value as Address) : undefined),
  "an address",
);
export const big = leaf<bigint>((value) => (isDigits(value) ? BigInt(value) : undefined), "a whole number");
/** Times, counts and words of up to 53 bits. */
export const num = leaf<number>(
  (value) => (isDigits(value) && Number.isSafeInteger(Number(value)) ? Number(value) : undefined),
  "a number",
);
export const bool = leaf<boolean>((value) => (typeof value === "boolean" ? value : undefined), "true or false");
export const text = leaf<string>((value) => (typeof value === "string" ? value : undefined), "text");
export const json: Field<unknown> = { selection: "", read: (value) => value ?? undefined };

export function oneOf<const T extends string>(...values: readonly T[]): Field<T> {
  return leaf((value) => values.find((each) => each === value), values.join(" or "));
}

export function listOf<T>(field: Field<T>): Field<readonly T[]> {
  return {
    selection: field.selection,
    read: (value, path) => {
      if (!Array.isArray(value)) throw new AnswerError(`${path} is no list`);
      return value.map((each, i) => field.read(each, `${path}[${i}]`));
    },
  };
}

export function optional<T>(field: Field<T>): Field<T | undefined> {
  return { selection: field.selection, read: (value, path) => (value == null ? undefined : field.read(value, path)) };
}

export function row<F extends Fields>(fields: F): Field<RowOf<F>> {
  const selection = Object.entries(fields).map(([name, field]) => `${name} ${field.selection}`.trim());
  return {
    selection: `{ ${selection.join(" ")} }`,
    read: (value, path) => {
      if (typeof value !== "object" || value === null) throw new AnswerError(`${path} is no row`);
      const given = value as Record<string, unknown>;
      const entries = Object.entries(fields).map(([name, field]) => [name, field.read(given[name], `${path}.${name}`)]);
      return Object.fromEntries(entries) as RowOf<F>;
    },
  };
}

/** Rows below another row; at most `limit`, 1,000 being the indexer's own limit. */
export function rows<F extends Fields>(fields: F, options = "limit: 1000"): Field<readonly RowOf<F>[]> {
  const items = row({ items: listOf(row(fields)) });
  return { selection: `(${options}) ${items.selection}`, read: (value, path) => items.read(value, path).items };
}

export interface Page<T> {
  readonly items: readonly T[];
  readonly totalCount: number;
  /** Cursor for the next page; undefined on the last. */
  readonly next?: string | undefined;
}

/** A page of rows with its cursor. */
export function page<F extends Fields>(fields: F): Field<Page<RowOf<F>>> {
  const whole = row({
    items: listOf(row(fields)),
    totalCount: num,
    pageInfo: row({ endCursor: optional(text), hasNextPage: bool }),
  });
  return {
    selection: whole.selection,
    read: (value, path) => {
      const { items, totalCount, pageInfo } = whole.read(value, path);
      return { items, totalCount, next: pageInfo.hasNextPage ? pageInfo.endCursor : undefined };
    },
  };
}
