import type { Actor } from "../chain/actor.ts";
import { send } from "../chain/send.ts";
import { deadlineIn } from "../chain/time.ts";
import { tallystickError } from "../errors.ts";
import { decodeBallot, encodeBallot, signBallot } from "../governance/ballots.ts";
import { type Choice, type PlainChoice, plainChoices } from "../governance/choice.ts";
import { effectOf } from "../governance/outcome.ts";
import { powerReasons } from "../governance/powerReasons.ts";
import { titleOf } from "../governance/proposals.ts";
import type { Proposal } from "../governance/readProposal.ts";
import { receiptOfBallot, verifyBallot } from "../governance/receipts.ts";
import { ballotOf, castVote, castVotes, votingPower, withdrawBallots } from "../governance/votes.ts";
import type { TokenInfo } from "../market/token.ts";
import { deployed } from "../networks.ts";
import type { Command } from "./command.ts";
import { accountFrom, actorFrom, readerFrom } from "./context.ts";
import { UsageError } from "./exitCode.ts";
import { amountText } from "./named.ts";
import { accountArgument, limitedDuration, readArguments } from "./options.ts";
import { printResult } from "./output.ts";
import { proposalArgument, proposalNamed, splitText, tallyToken } from "./proposalNamed.ts";
import { subcommands } from "./subcommands.ts";
import { giveJson, readJsonFile } from "./ticketFile.ts";
import { amountArgument } from "./token.ts";

interface Parts {
  readonly against?: string | undefined;
  readonly for?: string | undefined;
  readonly abstain?: string | undefined;
}

/** One side, or the parts of a split, in whole tokens. */
function choiceArgument(text: string | undefined, parts: Parts, token: TokenInfo): Choice {
  const given = plainChoices.filter((side) => parts[side] !== undefined);
  if (text === "split") {
    if (given.length === 0) throw new UsageError("A split needs its parts: --for, --against, --abstain.");
    const part = (side: PlainChoice) => amountArgument(parts[side] ?? "0", side, token);
    return { against: part("against"), for: part("for"), abstain: part("abstain") };
  }
  if (given.length > 0) throw new UsageError(`--${given[0]} is a part of a split: say "split".`);
  return plainArgument(text);
}

function plainArgument(text: string | undefined): PlainChoice {
  const choice = plainChoices.find((each) => each === text);
  if (choice === undefined) throw new UsageError(`"${text ?? ""}" is no vote: for, against, abstain or split.`);
  return choice;
}

const cast: Command = async ({ args, env, output }) => {
  const { values, positionals } = readArguments(args, {
    for: { type: "string" },
    against: { type: "string" },
    abstain: { type: "string" },
    reason: { type: "string", default: "" },
    sign: { type: "boolean", default: false },
    valid: { type: "string" },
    out: { type: "string" },
  });
  const seconds = values.valid === undefined ? undefined : limitedDuration(values.valid, "valid", "a ballot");
  const actor = await actorFrom(values, env);
  const token = await tallyToken(actor);
  const choice = choiceArgument(positionals[1], values, token);
  const proposal = await proposalNamed(actor, positionals[0]);
  const effect = await effectOn(actor, proposal, choice, token);
  if (values.sign) {
    if (values.reason !== "") throw new UsageError("A signed ballot carries no reason.");
    const deadline = seconds === undefined ? undefined : await deadlineIn(actor, seconds);
    const ballot = await signBallot(actor, { proposalId: proposal.id, choice, deadline });
    await giveJson(output, encodeBallot(ballot), { out: values.out, lines: effect.lines });
    return;
  }
  const call = castVote(deployed(actor.network).tallyGovernor, proposal.id, choice, values.reason);
  const { hash } = await send(actor, call);
  const { after, reachesQuorum, passes } = effect;
  printResult(output, { proposal: proposal.id, choice, tally: after, reachesQuorum, passes, transaction: hash }, [
    ...effect.lines,
    `transaction ${hash}`,
  ]);
};

/** What a vote makes of the result: known before it is given. */
async function effectOn(actor: Actor, proposal: Proposal, choice: Choice, token: TokenInfo) {
  const voter = actor.wallet.account.address;
  const [power, before] = await Promise.all([
    // Before the snapshot there is no power to count with: the governor says so.
    proposal.state === "pending" ? 0n : votingPower(actor, voter, proposal.snapshot),
    ballotOf(actor, proposal.id, voter),
  ]);
  const effect = effectOf(proposal.tally, proposal.quorum, choice, power, before.split);
  const result = effect.passes ? "passes" : effect.reachesQuorum ? "does not pass" : "does not reach the quorum";
  return {
    ...effect,
    lines: [
      `proposal    ${titleOf(proposal.description)}`,
      `power       ${amountText(power, token)}`,
      `vote        ${typeof choice === "string" ? choice : splitText(choice, token)}`,
      `result      ${splitText(effect.after, token)}: ${result}`,
    ],
  };
}

const castAll: Command = async ({ args, env, output }) => {
  const { values, positionals } = readArguments(args, {});
  if (positionals.length === 0 || positionals.length % 2 === 1)
    throw new UsageError("Name each proposal and what you vote on it: <proposal> for <proposal> against …");
  const votes = positionals.flatMap((each, i) =>
    i % 2 === 1 ? [] : [{ proposalId: proposalArgument(each), choice: plainArgument(positionals[i + 1]) }],
  );
  const actor = await actorFrom(values, env);
  const { hash } = await send(actor, castVotes(deployed(actor.network).tallyGovernor, votes));
  printResult(output, { votes, transaction: hash }, [
    ...votes.map(({ proposalId, choice }) => `${choice.padEnd(11)} ${proposalId}`),
    `transaction ${hash}`,
  ]);
};

const show: Command = async ({ args, env, output }) => {
  const { values, positionals } = readArguments(args, { of: { type: "string" } });
  const reader = await readerFrom(values, env);
  const own = accountFrom(values, env, reader.network)?.address;
  const voter = values.of === undefined && own !== undefined ? own : accountArgument(values.of, "of");
  const { id, state, snapshot } = await proposalNamed(reader, positionals[0]);
  const ballot = await ballotOf(reader, id, voter);
  const power = state === "pending" ? undefined : await powerReasons(reader, voter, snapshot);
  const token = await tallyToken(reader);
  printResult(output, { proposal: id, voter, ...ballot, power }, [
    `voter       ${voter}`,
    `voted       ${ballot.hasVoted ? splitText(ballot.split, token) : "no"}`,
    ...(ballot.isWithdrawn ? ["withdrawn   signed ballots are void"] : []),
    ...(power === undefined
      ? ["power       not known before the vote begins"]
      : [
          `power       ${amountText(power.power, token)}`,
          `  own       ${amountText(power.own, token)} of ${amountText(power.balance, token)} held`,
          `  received  ${amountText(power.received, token)}`,
        ]),
  ]);
};

const withdraw: Command = async ({ args, env, output }) => {
  const { values, positionals } = readArguments(args, {});
  const id = proposalArgument(positionals[0]);
  const actor = await actorFrom(values, env);
  const { hash } = await send(actor, withdrawBallots(deployed(actor.network).tallyGovernor, id));
  printResult(output, { proposal: id, withdrawn: true, transaction: hash }, [
    "ballots     signed ones are void; vote yourself if you want to",
    `transaction ${hash}`,
  ]);
};

/** Whether a signed ballot is in the tally. */
const verify: Command = async ({ args, env, output }) => {
  const { values, positionals } = readArguments(args, {});
  const ballot = decodeBallot(await readJsonFile(positionals[0]));
  const reader = await readerFrom(values, env);
  const verified = await verifyBallot(reader, receiptOfBallot(reader, ballot));
  if (!verified.good) throw tallystickError("BallotNotCounted", { voter: ballot.voter, reason: verified.fault ?? "" });
  const token = await tallyToken(reader);
  const { counted, tally, transaction } = verified;
  printResult(output, { proposal: ballot.proposalId, voter: ballot.voter, counted, tally, transaction }, [
    `voter       ${ballot.voter}`,
    `counted     ${splitText(counted, token)}`,
    `tally       ${splitText(tally, token)}`,
    `transaction ${transaction}`,
  ]);
};

const acts = subcommands({ all: castAll, show, withdraw, verify });

/** `tallystick vote <proposal> <choice>`, and `tallystick vote all|show|withdraw|verify …` */
export const voteCommand: Command = (context) =>
  /^(0x)?[0-9a-f]+$/i.test(context.args[0] ?? "") ? cast(context) : acts(context);
