import { readFile, writeFile } from "node:fs/promises";
import { reasonOf, TallystickError, tallystickError } from "../errors.ts";
import { decodeTicket, encodeTicket, type Ticket, type TicketKind } from "../market/tickets.ts";
import type { Network } from "../networks.ts";
import { UsageError } from "./exitCode.ts";
import { type Output, printResult } from "./output.ts";

/** Larger than any ticket is: what is read from a file is a stranger's. */
const MAX_SIZE = 1_000_000;

/** Options of commands that make a ticket. */
export const ticketOptions = { out: { type: "string" } } as const;

/** JSON of a file that was named. */
export async function readJsonFile(path: string | undefined): Promise<unknown> {
  if (path === undefined) throw new UsageError("No file is named.");
  const text = await readFile(path, "utf8").catch((error: unknown) => {
    throw new UsageError(`${path} can't be read: ${reasonOf(error)}`);
  });
  try {
    if (text.length > MAX_SIZE) throw new SyntaxError("it is too large");
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw tallystickError("TicketInvalid", { field: path, reason: "it is not JSON" }, error);
  }
}

/** The ticket of a file. */
export async function readTicket<K extends TicketKind>(
  path: string | undefined,
  kind: K,
  network: Network,
): Promise<Ticket<K>> {
  return decodeTicket(kind, network.chainId, await readJsonFile(path));
}

/** The ticket of a file, where one of two kinds will do. */
export async function readEitherTicket<A extends TicketKind, B extends TicketKind>(
  path: string | undefined,
  [first, second]: readonly [A, B],
  network: Network,
): Promise<Ticket<A> | Ticket<B>> {
  const json = await readJsonFile(path);
  const { tallystick } = (json ?? {}) as { readonly tallystick?: unknown };
  return tallystick === `${second}/1`
    ? decodeTicket(second, network.chainId, json)
    : decodeTicket(first, network.chainId, json);
}

/** Gives a ticket out: into a file that does not exist yet, or as the result itself. */
export function giveTicket(output: Output, ticket: Ticket, about: GivenOut): Promise<void> {
  return giveJson(output, encodeTicket(ticket), about);
}

interface GivenOut {
  readonly out?: string | undefined;
  readonly lines: readonly string[];
}

/** Gives what was signed out as JSON: into a file that does not exist yet, or as the result itself. */
export async function giveJson(output: Output, json: unknown, about: GivenOut): Promise<void> {
  if (about.out === undefined) {
    output.out(`${JSON.stringify(json)}\n`);
    return;
  }
  const path = about.out;
  await writeFile(path, `${JSON.stringify(json, undefined, 2)}\n`, { flag: "wx", mode: 0o600 }).catch((error) => {
    throw (error as NodeJS.ErrnoException).code === "EEXIST"
      ? new TallystickError("FileExists", `${path} exists.`, "Choose another name.", { path }, { cause: error })
      : error;
  });
  printResult(output, { file: path, ticket: json }, [...about.lines, `file        ${path}`]);
}
