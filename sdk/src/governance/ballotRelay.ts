import type { Address, Hex } from "viem";
import { isTallystickError, tallystickError } from "../errors.ts";
import { addressOf, amountOf, type Fault, type Fields, hashOf, integerOf, objectOf } from "../gateway/fields.ts";
import { ask, type HttpOptions, pathOf, readJson } from "../gateway/http.ts";
import { decodeBallot, encodeBallot, type SignedBallot } from "./ballots.ts";
import type { Split } from "./choice.ts";

/** A ballot relay: the dApp's server is one. Anyone may run another, or bring what one shows to the governor himself. */
export interface BallotRelay {
  /** Where its site is; "" for the page's own. */
  readonly url: string;
  readonly chainId: number;
}

/** Ballots that a relay takes in one request. */
export const RELAY_BATCH = 500;

/** Where a ballot stands at a relay: waiting, in a transaction that is not confirmed, counted, or not counted. */
export type RelayedStatus = "pending" | "sent" | "counted" | "skipped";

const statuses: readonly string[] = ["pending", "sent", "counted", "skipped"];

/** What a relay answers to one ballot. Its word alone: what is counted, the chain says (`ballotOf`). */
export type RelayAnswer =
  | { readonly id: Hex; readonly status: RelayedStatus }
  | {
      /** malformed, forged, late, duplicate, zeroPower and so on: docs/spec/ballots.md. */
      readonly refused: string;
      readonly sentence: string;
      /** Of the ballot of this voter that it has already. */
      readonly known?: { readonly id: Hex; readonly status: RelayedStatus } | undefined;
    };

/** A ballot that a relay has, with all that is needed to bring it to the governor without that relay. */
export interface RelayedBallot extends SignedBallot {
  readonly id: Hex;
  readonly status: RelayedStatus;
  /** Why it was not counted. */
  readonly reason?: string | undefined;
  readonly transaction?: Hex | undefined;
}

export interface RelayedPage {
  readonly ballots: readonly RelayedBallot[];
  /** Where the next page begins; undefined: this is the last. */
  readonly next?: string | undefined;
  /** Power that waits or is under way, in base units, as the relay adds it up. */
  readonly pending: Split & { readonly count: number };
}

export interface RelayInfo {
  /** Who pays; undefined: nobody, the relay only collects. */
  readonly relayer?: Address | undefined;
  readonly chainId: number;
  readonly governor: Address;
  /** Ballots that go as soon as so many wait, and seconds that one waits at most. */
  readonly batchSize: number;
  readonly every: number;
}

/**
 * Gives signed ballots to a relay, 500 a request.
 *
 * @returns its answer to each, in order
 * @throws `RelayUnreachable`, `RelayRefused` (all of a request: too many at once, another chain, a flood), `Aborted`
 */
export async function postBallots(
  relay: BallotRelay,
  ballots: readonly SignedBallot[],
  options: HttpOptions = {},
): Promise<RelayAnswer[]> {
  const answers: RelayAnswer[] = [];
  for (let i = 0; i < ballots.length; i += RELAY_BATCH) {
    const part = ballots.slice(i, i + RELAY_BATCH);
    const body = JSON.stringify({ ballots: part.map(encodeBallot) });
    const init = { method: "POST", headers: { "content-type": "application/json" }, body };
    const { results } = await question(relay, "", {}, init, options);
    if (!Array.isArray(results) || results.length !== part.length) {
      throw faultAt(relay)("results", "an answer to each ballot is needed");
    }
    answers.push(...results.map((each) => answerOf(each, faultAt(relay))));
  }
  return answers;
}

/**
 * A relay's ballots for a proposal, in the order in which they came to it.
 *
 * @param choice of one voter alone; or from where on (`next` of the page before), and how many (500 at most)
 * @throws `RelayUnreachable`, `RelayRefused`, `Aborted`
 */
export async function pendingBallots(
  relay: BallotRelay,
  proposalId: bigint,
  choice: { readonly voter?: Address; readonly after?: string; readonly limit?: number } = {},
  options: HttpOptions = {},
): Promise<RelayedPage> {
  const { voter, after, limit } = choice;
  const asked = {
    proposal: proposalId.toString(),
    ...(voter === undefined ? {} : { voter }),
    ...(after === undefined ? {} : { after }),
    ...(limit === undefined ? {} : { limit: String(limit) }),
  };
  const answer = await question(relay, "", asked, {}, options);
  const fault = faultAt(relay);
  if (!Array.isArray(answer.ballots)) throw fault("ballots", "a list is needed");
  const pending = objectOf(answer.pending, "pending", fault);
  const part = (side: string): bigint => amountOf(pending, side, 256, fault);
  return {
    ballots: answer.ballots.map((each) => relayedOf(each, proposalId, fault)),
    next: typeof answer.next === "string" && /^\d{1,15}$/.test(answer.next) ? answer.next : undefined,
    pending: {
      against: part("against"),
      for: part("for"),
      abstain: part("abstain"),
      count: integerOf(pending, "count", Number.MAX_SAFE_INTEGER, fault),
    },
  };
}

/** Ballots of a proposal that are read at most: a relay must come to an end. */
const MOST_BALLOTS = 200_000;

/**
 * All of a relay's ballots for a proposal, page by page.
 *
 * @throws as `pendingBallots`; `RelayRefused` for a relay that does not come to an end
 */
export async function relayedBallots(
  relay: BallotRelay,
  proposalId: bigint,
  options: HttpOptions = {},
): Promise<RelayedBallot[]> {
  const all: RelayedBallot[] = [];
  let after: string | undefined;
  for (;;) {
    const page = await pendingBallots(relay, proposalId, { limit: RELAY_BATCH, ...(after ? { after } : {}) }, options);
    all.push(...page.ballots);
    const { next } = page;
    if (next === undefined) return all;
    if (Number(next) <= Number(after ?? 0) || all.length > MOST_BALLOTS) throw faultAt(relay)("next", "it must go on");
    after = next;
  }
}

/**
 * Who pays for a relay's batches, and when they go.
 *
 * @throws `RelayUnreachable`, `RelayRefused` where there is none for this chain, `Aborted`
 */
export async function relayInfo(relay: BallotRelay, options: HttpOptions = {}): Promise<RelayInfo> {
  const info = await question(relay, "/info", {}, {}, options);
  const fault = faultAt(relay);
  return {
    relayer: info.relayer === null ? undefined : addressOf(info, "relayer", fault),
    chainId: integerOf(info, "chainId", Number.MAX_SAFE_INTEGER, fault),
    governor: addressOf(info, "governor", fault),
    batchSize: integerOf(info, "batchSize", Number.MAX_SAFE_INTEGER, fault),
    every: integerOf(info, "every", Number.MAX_SAFE_INTEGER, fault),
  };
}

function faultAt({ url }: BallotRelay): Fault {
  return (field, reason) =>
    tallystickError("RelayRefused", {
      url,
      status: 200,
      code: "badAnswer",
      reason: `its answer's ${field}: ${reason}`,
    });
}

/** Most characters that a relay's own words may have. */
const MAX_WORDS = 500;

const wordsOf = (value: unknown, otherwise: string): string =>
  typeof value === "string" && value !== "" ? value.slice(0, MAX_WORDS) : otherwise;

function standingOf(fields: Fields, fault: Fault): { id: Hex; status: RelayedStatus } {
  const { status } = fields;
  if (typeof status !== "string" || !statuses.includes(status)) throw fault("status", "a known one is needed");
  return { id: hashOf(fields, "id", fault), status: status as RelayedStatus };
}

function answerOf(value: unknown, fault: Fault): RelayAnswer {
  const fields = objectOf(value, "results", fault);
  if (fields.refused === undefined) return standingOf(fields, fault);
  const known = fields.id === undefined ? undefined : standingOf(fields, fault);
  const refused = wordsOf(fields.refused, "unknown");
  return { refused, sentence: wordsOf(fields.sentence, "No reason was given."), known };
}

/** A ballot as the relay shows it: its form is checked, and that it is for what was asked. Who signed it, it can't say. */
function relayedOf(value: unknown, proposalId: bigint, fault: Fault): RelayedBallot {
  const fields = objectOf(value, "ballots", fault);
  const ballot = decodeBallot(fields);
  if (ballot.proposalId !== proposalId) throw fault("proposalId", "another proposal was asked for");
  const transaction = fields.transaction === undefined ? undefined : hashOf(fields, "transaction", fault);
  const reason = fields.reason === undefined ? undefined : wordsOf(fields.reason, "unknown");
  return { ...ballot, ...standingOf(fields, fault), reason, transaction };
}

/** Larger than a full page of the longest ballots is not expected of an honest relay. */
const MAX_ANSWER = 4_194_304;

async function question(
  { url, chainId }: BallotRelay,
  path: "" | "/info",
  asked: Readonly<Record<string, string>>,
  init: RequestInit,
  options: HttpOptions,
): Promise<Fields> {
  const query = new URLSearchParams({ chain: String(chainId), ...asked });
  const site = url === "" ? ((globalThis as { location?: { origin?: string } }).location?.origin ?? "") : url;
  const response = await ask(pathOf(site, `/api/ballots${path}?${query}`), init, options).catch((error: unknown) => {
    if (!isTallystickError(error, "GatewayUnreachable")) throw error;
    throw tallystickError("RelayUnreachable", { url, cause: String(error.details.cause) }, error);
  });
  const body = (await readJson(response, MAX_ANSWER)) as Fields;
  if (response.ok) return body;
  const reason = wordsOf(body.sentence, "no reason was given");
  throw tallystickError("RelayRefused", { url, status: response.status, code: wordsOf(body.code, "unknown"), reason });
}
