import { isTallystickError, reasonOf, TallystickError } from "../errors.ts";
import {
  type BallotRelay,
  pendingBallots,
  postBallots,
  type RelayAnswer,
  type RelayedBallot,
  relayedBallots,
  relayInfo,
} from "../governance/ballotRelay.ts";
import { decodeBallot, encodeBallot, type SignedBallot } from "../governance/ballots.ts";
import { choiceOf } from "../governance/choice.ts";
import { sortBallots, submitBallots } from "../governance/submitBallots.ts";
import { ballotOf } from "../governance/votes.ts";
import type { TokenInfo } from "../market/token.ts";
import type { Environment, Network } from "../networks.ts";
import type { Command } from "./command.ts";
import { actorFrom, readerFrom } from "./context.ts";
import { UsageError } from "./exitCode.ts";
import { timeText } from "./named.ts";
import { accountArgument, listArgument, readArguments } from "./options.ts";
import { type Output, printable, printResult } from "./output.ts";
import { proposalArgument, proposalNamed, splitText, tallyToken } from "./proposalNamed.ts";
import { subcommands } from "./subcommands.ts";
import { readJsonFile } from "./ticketFile.ts";
import { voteCommand } from "./vote.ts";

const relayOptions = { relay: { type: "string", multiple: true } } as const;

/** The relays that were named, here or in the environment; on local chains the dApp of the stack. */
function relaysFrom(named: readonly string[] | undefined, env: Environment, network: Network): BallotRelay[] {
  const given = listArgument(named ?? (env.TALLYSTICK_BALLOT_RELAYS ? [env.TALLYSTICK_BALLOT_RELAYS] : undefined));
  const urls = given.length > 0 || !network.isLocal ? given : [`http://localhost:${env.TALLYSTICK_PORT_APP ?? "3000"}`];
  for (const url of urls) if (!URL.canParse(url)) throw new UsageError(`--relay "${url}" is no address of a site.`);
  return urls.map((url) => ({ url, chainId: network.chainId }));
}

function atLeastOne(relays: readonly BallotRelay[]): readonly BallotRelay[] {
  if (relays.length === 0) throw new UsageError("No relay is named: --relay <url>, or TALLYSTICK_BALLOT_RELAYS.");
  return relays;
}

/** Ballots of files: each holds one, a list of them, or what a relay answers. */
async function ballotsIn(paths: readonly string[]): Promise<SignedBallot[]> {
  const all: SignedBallot[] = [];
  for (const path of paths) {
    const json = await readJsonFile(path);
    const listed = (json as { readonly ballots?: unknown } | null)?.ballots ?? json;
    all.push(...(Array.isArray(listed) ? listed : [listed]).map(decodeBallot));
  }
  return all;
}

/** What each relay has; one that fails is named on the way, and the others go on. */
async function ballotsAt(relays: readonly BallotRelay[], proposal: bigint, output: Output): Promise<RelayedBallot[][]> {
  const found: RelayedBallot[][] = [];
  let failure: unknown;
  for (const relay of relays) {
    try {
      found.push(await relayedBallots(relay, proposal));
    } catch (error) {
      if (!isTallystickError(error)) throw error;
      failure = error;
      output.err(`${printable(reasonOf(error))}\n`);
    }
  }
  if (found.length === 0 && failure !== undefined) throw failure;
  return found;
}

const post: Command = async ({ args, env, output }) => {
  const { values, positionals } = readArguments(args, relayOptions);
  if (positionals.length === 0) throw new UsageError("Name the files of the ballots.");
  const ballots = await ballotsIn(positionals);
  const { network } = await readerFrom(values, env);
  const answers: { relay: string; voter: string; answer: RelayAnswer }[] = [];
  for (const relay of atLeastOne(relaysFrom(values.relay, env, network))) {
    const given = await postBallots(relay, ballots);
    for (const [i, answer] of given.entries()) {
      answers.push({ relay: relay.url, voter: ballots[i]?.voter ?? "", answer });
    }
  }
  const isHere = ({ answer }: (typeof answers)[number]) => !("refused" in answer) || answer.refused === "duplicate";
  const refused = answers.find((each) => !isHere(each))?.answer;
  if (refused !== undefined && "refused" in refused && !answers.some(isHere)) {
    const { refused: code, sentence } = refused;
    throw new TallystickError("BallotRefused", sentence, "No relay has any of them.", { code });
  }
  printResult(
    output,
    { answers },
    answers.map(({ relay, voter, answer }) => {
      const text = "refused" in answer ? `${answer.refused}: ${answer.sentence}` : answer.status;
      return `${voter} at ${relay}: ${text}`;
    }),
  );
};

const list: Command = async ({ args, env, output }) => {
  const { values, positionals } = readArguments(args, relayOptions);
  const proposal = proposalArgument(positionals[0]);
  const reader = await readerFrom(values, env);
  const relays = atLeastOne(relaysFrom(values.relay, env, reader.network));
  const all = (await ballotsAt(relays, proposal, output)).flat();
  const ballots = [...new Map(all.map((each) => [each.id, each])).values()];
  const token = await tallyToken(reader);
  const shown = ballots.map(({ id, status, reason, transaction, ...ballot }) => ({
    ...encodeBallot(ballot),
    id,
    status,
    reason,
    transaction,
  }));
  printResult(output, { ballots: shown }, [
    ...ballots.map((each) => `${each.voter} ${choiceText(each, token)}: ${each.reason ?? each.status}`),
    `${ballots.length} ballots`,
  ]);
};

function choiceText({ support, params }: SignedBallot, token: TokenInfo): string {
  const choice = choiceOf(support, params);
  if (choice === undefined) return "?";
  return typeof choice === "string" ? choice : splitText(choice, token);
}

/** What a relay does, done by oneself: so anybody can replace it. */
const submit: Command = async ({ args, env, output }) => {
  const { values, positionals } = readArguments(args, {
    ...relayOptions,
    proposal: { type: "string", multiple: true },
  });
  const proposals = listArgument(values.proposal).map(proposalArgument);
  if (positionals.length === 0 && proposals.length === 0)
    throw new UsageError("Name files of ballots, or a --proposal whose ballots relays have.");
  const actor = await actorFrom(values, env);
  const ballots = await ballotsIn(positionals);
  for (const proposal of proposals) {
    const relays = atLeastOne(relaysFrom(values.relay, env, actor.network));
    const found = (await ballotsAt(relays, proposal, output)).flat();
    ballots.push(...found.filter(({ status }) => status !== "counted"));
  }
  const { good, bad } = await sortBallots(actor, ballots);
  const sent = await submitBallots(actor, good, (hash, count) => output.err(`${count} ballots in ${hash}\n`));
  const left = bad.map(({ ballot: { proposalId, voter }, reason }) => ({ proposalId, voter, reason }));
  const { counted, transactions } = sent;
  const skipped = [...left, ...sent.skipped];
  printResult(output, { counted, skipped, transactions }, [
    ...skipped.map(({ voter, reason }) => `left out    ${voter}: ${reason}`),
    `counted     ${counted.length}`,
    ...transactions.map((hash) => `transaction ${hash}`),
  ]);
};

const status: Command = async ({ args, env, output }) => {
  const { values, positionals } = readArguments(args, { ...relayOptions, of: { type: "string" } });
  const reader = await readerFrom(values, env);
  const { id, state, deadline, tally } = await proposalNamed(reader, positionals[0]);
  const token = await tallyToken(reader);
  const relays = await Promise.all(
    atLeastOne(relaysFrom(values.relay, env, reader.network)).map(async (relay) => {
      const [{ relayer, batchSize, every }, { pending }] = await Promise.all([
        relayInfo(relay),
        pendingBallots(relay, id, { limit: 1 }),
      ]);
      return { relay: relay.url, relayer, batchSize, every, pending };
    }),
  );
  const voter = values.of === undefined ? undefined : accountArgument(values.of, "of");
  const own = voter === undefined ? undefined : await standing(reader, id, voter, relays, token);
  printResult(output, { proposal: id, state, deadline, tally, relays, ...(own ? own.result : {}) }, [
    `state       ${state}, until ${timeText(deadline)}`,
    `tally       ${splitText(tally, token)}`,
    ...relays.map(({ relay, pending, every, relayer }) => {
      const payer = relayer === undefined ? "nobody pays there" : `within ${every} seconds`;
      return `waiting     ${splitText(pending, token)} in ${pending.count} ballots at ${relay}: ${payer}`;
    }),
    ...(own?.lines ?? []),
  ]);
};

/** Where a voter's own ballot is: what relays say, and what the chain says. */
async function standing(
  reader: Awaited<ReturnType<typeof readerFrom>>,
  proposal: bigint,
  voter: `0x${string}`,
  relays: readonly { readonly relay: string }[],
  token: TokenInfo,
) {
  const { split, hasVoted, isWithdrawn } = await ballotOf(reader, proposal, voter);
  const { chainId } = reader.network;
  const held = await Promise.all(
    relays.map(async ({ relay: url }) => {
      const { ballots } = await pendingBallots({ url, chainId }, proposal, { voter });
      return ballots.map((each) => ({ relay: url, status: each.status, reason: each.reason }));
    }),
  );
  const onChain = hasVoted ? splitText(split, token) : isWithdrawn ? "signed ballots are void" : "nothing yet";
  return {
    result: { voter, counted: split, hasVoted, isWithdrawn, held: held.flat() },
    lines: [
      `counted     ${onChain}`,
      ...held.flat().map(({ relay, status: at, reason }) => `ballot      ${reason ?? at} at ${relay}`),
    ],
  };
}

/** Signs a ballot, as `tallystick vote --sign` does. */
const sign: Command = (context) => voteCommand({ ...context, args: [...context.args, "--sign"] });

/** `tallystick ballots sign|post|list|submit|status …` */
export const ballotsCommand = subcommands({ sign, post, list, submit, status });
