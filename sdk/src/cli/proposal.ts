import { isAddressEqual } from "viem";
import type { Actor } from "../chain/actor.ts";
import type { Call } from "../chain/call.ts";
import { send } from "../chain/send.ts";
import { deadlineIn } from "../chain/time.ts";
import { tallystickError } from "../errors.ts";
import { proposalStates } from "../governance/proposalState.ts";
import { cancel, execute, propose, proposeSponsored, queue, titleOf } from "../governance/proposals.ts";
import { type Proposal, proposalOf, proposalTexts } from "../governance/readProposal.ts";
import {
  decodeSponsorship,
  encodeSponsorship,
  isSponsorshipSigned,
  type SignedSponsorship,
  signSponsorship,
} from "../governance/sponsorship.ts";
import { deployed } from "../networks.ts";
import type { Command } from "./command.ts";
import { actorFrom, readerFrom } from "./context.ts";
import { UsageError } from "./exitCode.ts";
import { limitedDuration, numberArgument, readArguments } from "./options.ts";
import { printResult } from "./output.ts";
import { type Draft, draftFrom, draftLines, draftOptions, encodeDraft, readDraft } from "./proposalDraft.ts";
import { proposalLines } from "./proposalLines.ts";
import { proposalNamed } from "./proposalNamed.ts";
import { subcommands } from "./subcommands.ts";
import { giveJson, readJsonFile } from "./ticketFile.ts";

const list: Command = async ({ args, env, output }) => {
  const { values } = readArguments(args, {
    state: { type: "string", multiple: true },
    limit: { type: "string", default: "20" },
  });
  const wanted = values.state ?? proposalStates;
  const unknown = wanted.find((each) => !proposalStates.some((state) => state === each));
  if (unknown !== undefined) throw new UsageError(`--state "${unknown}" is not one of ${proposalStates.join(", ")}.`);
  const limit = numberArgument(values.limit, "limit", 1);
  const reader = await readerFrom(values, env);
  const found: Proposal[] = [];
  for (const text of await proposalTexts(reader)) {
    if (found.length === limit) break;
    const proposal = await proposalOf(reader, text.id, text);
    if (proposal !== undefined && wanted.includes(proposal.state)) found.push(proposal);
  }
  const shown = found.map(({ id, state, description, proposer, deadline }) => {
    return { id, state, title: titleOf(description), proposer, deadline };
  });
  printResult(
    output,
    { proposals: shown },
    shown.length === 0
      ? ["There are none."]
      : shown.flatMap(({ id, state, title }) => [`${state.padEnd(11)} ${title}`, `            ${id}`]),
  );
};

const show: Command = async ({ args, env, output }) => {
  const { values, positionals } = readArguments(args, {});
  const reader = await readerFrom(values, env);
  const proposal = await proposalNamed(reader, positionals[0]);
  printResult(output, { ...proposal }, await proposalLines(reader, proposal));
};

const draft: Command = async ({ args, env, output }) => {
  const { values } = readArguments(args, { ...draftOptions, out: { type: "string" } });
  const actor = await actorFrom(values, env);
  const made = await draftFrom(actor, values);
  await giveJson(output, encodeDraft(made), { out: values.out, lines: draftLines(actor, made) });
};

/** Lends the account's power to a draft: after this its proposer can propose exactly it. */
const sponsor: Command = async ({ args, env, output }) => {
  const { values, positionals } = readArguments(args, {
    valid: { type: "string", default: "7d" },
    out: { type: "string" },
  });
  const seconds = limitedDuration(values.valid, "valid", "a sponsorship");
  const actor = await actorFrom(values, env);
  const made = readDraft(actor, await readJsonFile(positionals[0]));
  const signed = await signSponsorship(actor, made.id, await deadlineIn(actor, seconds));
  await giveJson(output, encodeSponsorship(signed), { out: values.out, lines: draftLines(actor, made) });
};

const make: Command = async ({ args, env, output }) => {
  const { values, positionals } = readArguments(args, {
    ...draftOptions,
    sponsor: { type: "string", multiple: true },
  });
  const actor = await actorFrom(values, env);
  const [file] = positionals;
  const made = file === undefined ? await draftFrom(actor, values) : readDraft(actor, await readJsonFile(file));
  if (!isAddressEqual(made.proposer, actor.wallet.account.address))
    throw new UsageError(`The draft is ${made.proposer}'s: only that account can propose it.`);
  const sponsors = await sponsorsOf(actor, made, values.sponsor ?? []);
  const { tallyGovernor } = deployed(actor.network);
  const { actions, description } = made;
  const call =
    sponsors.length === 0
      ? propose(tallyGovernor, actions, description)
      : proposeSponsored(tallyGovernor, actions, description, sponsors);
  const { hash } = await send(actor, call);
  printResult(output, { proposal: made.id, sponsors: sponsors.length, transaction: hash }, [
    ...draftLines(actor, made),
    `transaction ${hash}`,
  ]);
};

/** One wrong signature would spoil the whole: each is looked at before. */
async function sponsorsOf(actor: Actor, made: Draft, files: readonly string[]): Promise<SignedSponsorship[]> {
  const all: SignedSponsorship[] = [];
  for (const file of files) {
    const signed = decodeSponsorship(await readJsonFile(file));
    if (signed.proposalId !== made.id)
      throw tallystickError("BadSponsorship", { field: "proposalId", reason: `${file} is for another proposal` });
    if (!(await isSponsorshipSigned(actor, signed)))
      throw tallystickError("BadSponsorship", { field: "signature", reason: `${file} is not signed by its sponsor` });
    all.push(signed);
  }
  return all;
}

type Step = (governor: Proposal["proposer"], actions: Proposal["actions"], description: string) => Call;

/** An act on a proposal as it is. */
const stepOf =
  (step: Step): Command =>
  async ({ args, env, output }) => {
    const { values, positionals } = readArguments(args, {});
    const actor = await actorFrom(values, env);
    const { id, actions, description } = await proposalNamed(actor, positionals[0]);
    const { hash } = await send(actor, step(deployed(actor.network).tallyGovernor, actions, description));
    const after = await proposalNamed(actor, String(id));
    printResult(output, { proposal: id, state: after.state, eta: after.eta, transaction: hash }, [
      ...(await proposalLines(actor, after)),
      `transaction ${hash}`,
    ]);
  };

/** `tallystick proposal list|show|draft|sponsor|propose|queue|execute|cancel` */
export const proposalCommand = subcommands({
  list,
  show,
  draft,
  sponsor,
  propose: make,
  queue: stepOf(queue),
  execute: stepOf(execute),
  cancel: stepOf(cancel),
});
