import { readFile } from "node:fs/promises";
import { type Address, isAddress, isHex } from "viem";
import type { Actor, Reader } from "../chain/actor.ts";
import { reasonOf, tallystickError } from "../errors.ts";
import { addressOf, amountOf, type Fault, objectOf } from "../gateway/fields.ts";
import type { Action } from "../governance/action.ts";
import { proposalId, titleOf, withProposer } from "../governance/proposals.ts";
import { deployed } from "../networks.ts";
import { callAction, settingActions } from "./actionArgument.ts";
import { actionLines } from "./actionLines.ts";
import { UsageError } from "./exitCode.ts";
import { readJsonFile } from "./ticketFile.ts";

/** A proposal before it is made: its id is known, so that it can be sponsored. */
export interface Draft {
  readonly id: bigint;
  readonly proposer: Address;
  readonly actions: readonly Action[];
  /** With its proposer. */
  readonly description: string;
}

/** Options that say what is proposed. */
export const draftOptions = {
  title: { type: "string" },
  text: { type: "string" },
  set: { type: "string", multiple: true },
  call: { type: "string", multiple: true },
  actions: { type: "string" },
} as const;

interface DraftValues {
  readonly title?: string | undefined;
  readonly text?: string | undefined;
  readonly set?: readonly string[] | undefined;
  readonly call?: readonly string[] | undefined;
  readonly actions?: string | undefined;
}

/** What the options say, as the account's proposal. */
export async function draftFrom(actor: Actor, values: DraftValues): Promise<Draft> {
  if (values.title === undefined || values.title.trim() === "") throw new UsageError("--title is needed.");
  const body = values.text === undefined ? "" : `\n\n${await textOf(values.text)}`;
  const actions = [
    ...(await settingActions(actor, values.set ?? [])),
    ...(values.call ?? []).map((each) => callAction(actor, each)),
    ...(values.actions === undefined ? [] : actionsOf(await readJsonFile(values.actions), "actions")),
  ];
  if (actions.length === 0) throw new UsageError("A proposal must do something: --set, --call or --actions.");
  const proposer = actor.wallet.account.address;
  return draftOf(actor, proposer, actions, withProposer(`# ${values.title.trim()}${body}`, proposer));
}

/** `@file`, or the text itself. */
async function textOf(text: string): Promise<string> {
  if (!text.startsWith("@")) return text;
  return readFile(text.slice(1), "utf8").catch((error: unknown) => {
    throw new UsageError(`--text: ${text.slice(1)} can't be read: ${reasonOf(error)}`);
  });
}

function draftOf({ network }: Reader, proposer: Address, actions: readonly Action[], description: string): Draft {
  const id = proposalId(network.chainId, deployed(network).tallyGovernor, actions, description);
  return { id, proposer, actions, description };
}

/** A draft as JSON, to be sponsored and proposed. */
export function encodeDraft({ proposer, actions, description }: Draft) {
  return {
    proposer,
    description,
    actions: actions.map(({ target, value, data }) => ({ target, value: value.toString(), data })),
  };
}

const MAX_TEXT = 100_000;

/**
 * Reads a draft's JSON. The id is made anew from what it says, so that nobody sponsors anything else.
 *
 * @throws `BadDraft` with the field and the reason
 */
export function readDraft(reader: Reader, json: unknown): Draft {
  const fields = objectOf(json, "draft", fault);
  const proposer = addressOf(fields, "proposer", fault);
  const { description } = fields;
  if (typeof description !== "string" || description.length > MAX_TEXT) throw fault("description", "a text is needed");
  if (!description.toLowerCase().endsWith(`#proposer=${proposer.toLowerCase()}`))
    throw fault("description", "it does not name its proposer");
  return draftOf(reader, proposer, actionsOf(fields.actions, "actions"), description);
}

const fault: Fault = (field, reason) => tallystickError("BadDraft", { field, reason });

function actionsOf(json: unknown, field: string): Action[] {
  if (!Array.isArray(json) || json.length === 0 || json.length > 100)
    throw fault(field, "a list of 1 to 100 is needed");
  return json.map((each: unknown, i): Action => {
    const at = `${field}[${i}]`;
    const within: Fault = (name, reason) => fault(`${at}.${name}`, reason);
    const fields = objectOf(each, at, fault);
    const { target, data } = fields;
    if (typeof target !== "string" || !isAddress(target, { strict: false }))
      throw within("target", "an address is needed");
    if (typeof data !== "string" || !isHex(data) || data.length % 2 !== 0) throw within("data", "bytes are needed");
    return { target, value: amountOf(fields, "value", 256, within), data };
  });
}

/** A draft for people: what exactly would be proposed. */
export function draftLines(reader: Reader, { id, proposer, actions, description }: Draft): string[] {
  return [
    `proposal    ${titleOf(description)}`,
    `id          ${id}`,
    `proposer    ${proposer}`,
    ...actionLines(reader, actions),
  ];
}
