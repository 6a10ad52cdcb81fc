import { isTallystickError } from "@tallystick/sdk/errors";
import { decodeBallot, encodeBallot } from "@tallystick/sdk/governance/ballots";
import { choiceOf, NOTHING, partsOf, SPLIT_SUPPORT, type Split } from "@tallystick/sdk/governance/choice";
import { type Address, isAddress } from "viem";
import { jsonBody } from "../body.ts";
import { admit, answer, clientOf, refuse } from "../http.ts";
import { type Limiter, limiter } from "../limiter.ts";
import type { Read } from "./check.ts";
import { type Refusal, type RefusalCode, refusal, refusals, type Verdict } from "./refusals.ts";
import type { BallotRelay } from "./relay.ts";
import type { RelaySettings } from "./settings.ts";
import type { BallotRow, BallotStore } from "./store.ts";

/** Ballots of one request, and proposals that they are for. */
const MOST_BALLOTS = 500;
const MOST_PROPOSALS = 16;
const MAX_BODY = 1_048_576;
/** A contract wallet of many owners has long signatures. */
const MAX_SIGNATURE = 2_048;
const MAX_PARAMS = 48;
const PAGE = 100;
const MAX_PAGE = 500;

export interface Gates {
  /** Requests that ask. */
  readonly looks: Limiter;
  readonly posts: Limiter;
  /** Ballots of everybody, and of one caller where callers can be told apart. */
  readonly inAll: Limiter;
  readonly perCaller: Limiter;
  /** What one caller brings in the name of one voter: each may cost a question to the voter's wallet. */
  readonly perVoter: Limiter;
}

/** Seconds' worth of ballots that may come at once. */
const BURST = 10;

export function ballotGates({ rate, rateInAll }: Pick<RelaySettings, "rate" | "rateInAll">): Gates {
  return {
    looks: limiter(240, 40),
    posts: limiter(Math.max(240, BURST * rateInAll), Math.max(40, rateInAll)),
    inAll: limiter(Math.max(MOST_BALLOTS, BURST * rateInAll), rateInAll),
    perCaller: limiter(Math.max(MOST_BALLOTS, BURST * rate), rate),
    perVoter: limiter(20, 0.2, 50_000),
  };
}

export type FindRelay = (chainId: number) => BallotRelay | undefined;

function refused(status: number, code: RefusalCode, values: Record<string, string> = {}): Response {
  return Response.json(
    { code, sentence: refusals[code], values },
    { status, headers: { "cache-control": "no-store" } },
  );
}

/** Takes signed ballots: `{ ballots: WireBallot[] }`. Each is answered by itself, in order. */
export async function postBallots(request: Request, find: FindRelay, gates: Gates): Promise<Response> {
  const admitted = admit(request, gates.posts);
  if (admitted instanceof Response) return admitted;
  const relay = relayOf(request, find);
  if (!relay) return refuse(404, "unknownChain");
  const body = await jsonBody(request, MAX_BODY);
  if (typeof body === "string") return refused(body === "oversize" ? 413 : 400, body);
  const given = body["ballots"];
  if (!Array.isArray(given)) return refused(400, "malformed");
  if (given.length > MOST_BALLOTS) return refused(413, "tooMany");
  const caller = clientOf(request.headers);
  const seconds = waitOf(caller, given.length, gates);
  if (seconds > 0) return refused(429, "flood", { seconds: String(seconds) });
  try {
    await relay.ready();
  } catch {
    return refused(503, "chainDown");
  }
  return answer({ results: await takeAll(relay, caller, given, gates) });
}

function waitOf(caller: string, count: number, { perCaller, inAll }: Gates): number {
  const now = Date.now();
  // "all": nobody tells callers apart.
  const own = caller === "all" ? 0 : perCaller.take(caller, now, count);
  return own > 0 ? own : inAll.take("all", now, count);
}

async function takeAll(
  relay: BallotRelay,
  caller: string,
  given: readonly unknown[],
  gates: Gates,
): Promise<Verdict[]> {
  const read = given.map((value) => readBallot(relay, value));
  const proposals = new Set(read.flatMap((each) => ("refused" in each ? [] : [each.proposalId])));
  if (proposals.size > MOST_PROPOSALS) return given.map(() => refusal("tooMany"));
  const admitted = read.map((each) => {
    if ("refused" in each) return each;
    const wait = gates.perVoter.take(`${caller} ${each.voter.toLowerCase()}`, Date.now());
    return wait > 0 ? refusal("flood", `This voter's may be tried again in ${wait} seconds.`) : each;
  });
  const ballots = admitted.filter((each): each is Read => !("refused" in each));
  const verdicts = await relay.intake.take(ballots);
  const found = new Map(ballots.map((ballot, i) => [ballot, verdicts[i]]));
  return admitted.map((each) => ("refused" in each ? each : (found.get(each) ?? refusal("full"))));
}

function readBallot(relay: BallotRelay, value: unknown): Read | Refusal {
  if (isOversize(value)) return refusal("oversize");
  try {
    const ballot = decodeBallot(value);
    return { ...ballot, digest: relay.digestOf(ballot) };
  } catch (error) {
    return refusal("malformed", isTallystickError(error) ? error.message : undefined);
  }
}

function isOversize(value: unknown): boolean {
  const { signature, params } = (typeof value === "object" && value !== null ? value : {}) as Record<string, unknown>;
  const isLonger = (text: unknown, bytes: number): boolean => typeof text === "string" && text.length > 2 + 2 * bytes;
  return isLonger(signature, MAX_SIGNATURE) || isLonger(params, MAX_PARAMS);
}

/** A proposal's ballots, in the order in which they came, with everything that somebody needs to bring them himself. */
export function getBallots(request: Request, find: FindRelay, gates: Gates): Response {
  const admitted = admit(request, gates.looks);
  if (admitted instanceof Response) return admitted;
  const relay = relayOf(request, find);
  if (!relay) return refuse(404, "unknownChain");
  const asked = new URL(request.url).searchParams;
  const [proposal, voter] = [asked.get("proposal") ?? "", asked.get("voter")];
  const after = numberIn(asked.get("after"), 0);
  const limit = numberIn(asked.get("limit"), PAGE);
  const isBad = !/^\d{1,78}$/.test(proposal) || after === undefined || limit === undefined || limit < 1;
  if (isBad || (voter !== null && !isAddress(voter, { strict: false }))) return refused(400, "malformed");
  const proposalId = BigInt(proposal);
  const most = Math.min(limit, MAX_PAGE);
  const rows = voter ? relay.store.ofVoter(proposalId, voter as Address) : relay.store.page(proposalId, after, most);
  const next = !voter && rows.length === most ? { next: String(rows.at(-1)?.seq) } : {};
  return answer({
    ballots: rows.map((row) => shown(relay, row)),
    ...next,
    pending: texts(pendingOf(relay.store, proposalId)),
  });
}

function numberIn(text: string | null, otherwise: number): number | undefined {
  if (text === null) return otherwise;
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

function shown(relay: BallotRelay, row: BallotRow) {
  const { id, status, reason, sending } = row;
  const transaction = sending === undefined ? undefined : relay.transactionOf(sending);
  return { ...encodeBallot(row), id, status, ...(reason ? { reason } : {}), ...(transaction ? { transaction } : {}) };
}

interface Pending extends Split {
  readonly count: number;
}

function pendingOf(store: BallotStore, proposalId: bigint): Pending {
  const { plain, splits } = store.sums(proposalId);
  const choices = [
    ...plain.map(({ support, power }) => [choiceOf(support, "0x"), power] as const),
    ...splits.map((params) => [choiceOf(SPLIT_SUPPORT, params), 0n] as const),
  ];
  const parts = choices.flatMap(([choice, power]) => (choice ? [partsOf(choice, power)] : []));
  const sum = parts.reduce(
    (a, b) => ({ against: a.against + b.against, for: a.for + b.for, abstain: a.abstain + b.abstain }),
    NOTHING,
  );
  return { ...sum, count: plain.reduce((n, { count }) => n + count, 0) };
}

function texts({ against, for: pro, abstain, count }: Pending) {
  return { against: String(against), for: String(pro), abstain: String(abstain), count };
}

/** Who pays, and when batches go. */
export function getInfo(request: Request, find: FindRelay, gates: Gates): Response {
  const admitted = admit(request, gates.looks);
  if (admitted instanceof Response) return admitted;
  const relay = relayOf(request, find);
  if (!relay) return refuse(404, "unknownChain");
  const { settings, governor, reader, relayer } = relay;
  const { batchSize, every } = settings;
  return answer({ relayer: relayer?.address ?? null, chainId: reader.network.chainId, governor, batchSize, every });
}

function relayOf(request: Request, find: FindRelay): BallotRelay | undefined {
  const chain = new URL(request.url).searchParams.get("chain") ?? "";
  return /^\d{1,15}$/.test(chain) ? find(Number(chain)) : undefined;
}
