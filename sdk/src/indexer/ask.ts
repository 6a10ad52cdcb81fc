import { type Address, type Hex, numberToHex } from "viem";
import { isTallystickError, reasonOf, tallystickError } from "../errors.ts";
import { type HttpOptions, pathOf } from "../gateway/http.ts";
import {
  AnswerError,
  type Field,
  type Fields,
  listOf,
  num,
  optional,
  type Page,
  page,
  type RowOf,
  row,
  text,
} from "./fields.ts";

/** Where and how the indexer is asked. */
export interface IndexerOptions extends HttpOptions {
  /** Its address. */
  readonly indexer: string;
}

/** Sends a request to the indexer and gives its JSON. */
export async function askJson(options: IndexerOptions, path: string, init: RequestInit = {}): Promise<unknown> {
  const { indexer } = options;
  const request = options.fetch ?? ((url, how) => fetch(url, how));
  try {
    const response = await request(pathOf(indexer, path), { ...init, signal: options.signal ?? null });
    const body: unknown = await response.json().catch(() => undefined);
    if (!response.ok && body === undefined) {
      throw tallystickError("IndexerFailed", { url: indexer, reason: `HTTP ${response.status}` });
    }
    return body;
  } catch (cause) {
    if (isTallystickError(cause)) throw cause;
    if (options.signal?.aborted) throw tallystickError("Aborted", { what: "The question" }, cause);
    throw tallystickError("IndexerUnreachable", { url: indexer, cause: reasonOf(cause) }, cause);
  }
}

/** Reads an answer with a field; anything else than what was asked for is `IndexerFailed`. */
export function readAnswer<T>(options: IndexerOptions, field: Field<T>, value: unknown): T {
  try {
    return field.read(value, "answer");
  } catch (error) {
    if (!(error instanceof AnswerError)) throw error;
    throw tallystickError("IndexerFailed", { url: options.indexer, reason: error.message }, error);
  }
}

const refusal = row({ code: text, message: text });

/**
 * A question to one of the indexer's own routes; parameters without a value are left out.
 *
 * @throws `IndexerFailed`, with the indexer's sentence where it refuses the question; `IndexerUnreachable`
 */
export async function askRoute<T>(
  options: IndexerOptions,
  path: string,
  parameters: Readonly<Record<string, unknown>>,
  field: Field<T>,
): Promise<T> {
  const given = Object.entries(parameters).filter(([, value]) => value !== undefined && value !== "");
  const query = new URLSearchParams(given.map(([key, value]) => [key, String(value)]));
  const answer = await askJson(options, `${path}?${query}`);
  if (typeof answer === "object" && answer !== null && "code" in answer) {
    const { message } = readAnswer(options, refusal, answer);
    throw tallystickError("IndexerFailed", { url: options.indexer, reason: message });
  }
  return readAnswer(options, field, answer);
}

/** A page of one of the indexer's own routes. */
export async function askRoutePage<F extends Fields>(
  options: IndexerOptions,
  path: string,
  parameters: Readonly<Record<string, unknown>>,
  fields: F,
): Promise<Page<RowOf<F>>> {
  const answer = row({ items: listOf(row(fields)), total: num, next: optional(text) });
  const { items, total, next } = await askRoute(options, path, parameters, answer);
  return { items, totalCount: total, next };
}

/** Several values of a parameter. */
export const listed = (values: readonly string[] | undefined): string | undefined => values?.join(",");

/** A GraphQL question for one field of the root. Values go in as variables, never into the text. */
export async function ask<T>(
  options: IndexerOptions,
  question: {
    readonly root: string;
    readonly field: Field<T>;
    readonly types: string;
    readonly args: string;
    readonly variables: Record<string, unknown>;
  },
): Promise<T> {
  const { root, field, types, args, variables } = question;
  const query = `query(${types}) { ${root}(${args}) ${field.selection} }`;
  const body = JSON.stringify({ query, variables });
  const answer = await askJson(options, "/graphql", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body,
  });
  const { data, errors } = (answer ?? {}) as { data?: Record<string, unknown>; errors?: { message?: string }[] };
  if (errors?.length || data === undefined || data === null) {
    const reason = errors?.map(({ message }) => message).join("; ") ?? "an empty answer";
    throw tallystickError("IndexerFailed", { url: options.indexer, reason });
  }
  return readAnswer(options, field, data[root]);
}

/** Which page of a list, and in which order. */
export interface PageChoice {
  readonly limit?: number | undefined;
  /** Cursor of the page before (`next`). */
  readonly after?: string | undefined;
}

/** A page of a table, filtered by equal columns. */
export function askPage<F extends Fields>(
  options: IndexerOptions,
  table: string,
  fields: F,
  where: Record<string, unknown>,
  choice: PageChoice & { readonly orderBy?: string | undefined; readonly descending?: boolean | undefined } = {},
): Promise<Page<RowOf<F>>> {
  const filter = `${table.replace(/s$/, "")}Filter`;
  return ask(options, {
    root: table,
    field: page(fields),
    types: `$where: ${filter}, $limit: Int, $after: String, $orderBy: String, $orderDirection: String`,
    args: "where: $where, limit: $limit, after: $after, orderBy: $orderBy, orderDirection: $orderDirection",
    variables: {
      where,
      limit: choice.limit ?? 50,
      after: choice.after,
      // Left out where there is none: the indexer takes null for the name of a column.
      orderBy: choice.orderBy,
      orderDirection: choice.orderBy === undefined ? undefined : choice.descending ? "desc" : "asc",
    },
  });
}

/** As the indexer writes accounts. */
export const low = (account: Address): Address => account.toLowerCase() as Address;

/** As the indexer writes ids of data sets. */
export const idOf = (dataset: bigint): Hex => numberToHex(dataset, { size: 32 });
