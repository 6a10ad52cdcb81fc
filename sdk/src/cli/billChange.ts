import { type Address, isAddressEqual } from "viem";
import {
  type BillChange,
  bringChange,
  type ChangeSignature,
  changeSigners,
  isBillChangeSigned,
  missingSigners,
  proposeFromPaper,
  proposeNovation,
  proposeToPaper,
  signBillChange,
} from "../bills/billChange.ts";
import { decodeChange, encodeChange, type SignedChange } from "../bills/billChangeWire.ts";
import { billIdOn } from "../bills/billState.ts";
import type { BillFace } from "../bills/face.ts";
import type { Actor, Reader } from "../chain/actor.ts";
import { tallystickError } from "../errors.ts";
import { KIND, type Link } from "../instruments/links.ts";
import { tokenInfo } from "../market/token.ts";
import { deployed } from "../networks.ts";
import { faceInFile, mustBeSound } from "./billDraw.ts";
import { billDone } from "./billLines.ts";
import { billNamed } from "./billNamed.ts";
import type { Command } from "./command.ts";
import { actorFrom, readerFrom } from "./context.ts";
import { UsageError } from "./exitCode.ts";
import { timeText } from "./named.ts";
import { accountArgument, limitedDuration, listArgument, readArguments } from "./options.ts";
import { printResult } from "./output.ts";
import { fileHash, wordText } from "./receivableNamed.ts";
import { subcommands } from "./subcommands.ts";
import { giveJson, readJsonFile, ticketOptions } from "./ticketFile.ts";

// A bill in the place of another, or of paper, or paper in the place of a bill: a file that all parties sign.

const propose: Command = async ({ args, env, output }) => {
  const { values, positionals } = readArguments(args, {
    ...{ ...ticketOptions, to: { type: "string" }, "to-paper": { type: "string" }, "from-paper": { type: "string" } },
    ...{ accepted: { type: "boolean", default: false }, endorsee: { type: "string", multiple: true } },
    valid: { type: "string", default: "7d" },
  });
  const { to, "to-paper": toPaper, "from-paper": fromPaper } = values;
  if ([to, toPaper, fromPaper].filter((each) => each !== undefined).length !== 1)
    throw new UsageError("Say what changes: --to <file>, --to-paper <file> or --from-paper <file>.");
  const endorsees = listArgument(values.endorsee);
  if (fromPaper === undefined && (values.accepted || endorsees.length > 0))
    throw new UsageError("--accepted and --endorsee are what stands on the paper.");
  const seconds = limitedDuration(values.valid, "valid", "a change");
  const actor = await actorFrom(values, env);
  const [named] = positionals;
  if (fromPaper !== undefined) {
    const face = await faceInFile(actor, named ?? "");
    await mustBeSound(actor, face);
    const links = paperLinks(face, endorsees);
    const paper = { paper: await fileHash(fromPaper), isAccepted: values.accepted, links };
    return give(await proposeFromPaper(actor, face, paper, seconds));
  }
  const { face } = await billNamed(actor, named);
  if (toPaper !== undefined) return give(await proposeToPaper(actor, face, await fileHash(toPaper), seconds));
  const next = await faceInFile(actor, to ?? "");
  await mustBeSound(actor, next);
  return give(await proposeNovation(actor, face, next, seconds));

  async function give(change: BillChange): Promise<void> {
    const isParty = changeSigners(change).some((each) => isAddressEqual(each, actor.wallet.account.address));
    const signatures = isParty ? [await signBillChange(actor, change)] : [];
    const lines = changeLines(actor, { change, signatures });
    await giveJson(output, encodeChange(placeOf(actor), { change, signatures }), { out: values.out, lines });
  }
};

/** How a bill on paper went on: to its payee, and from each to the next. */
function paperLinks({ drawer, payee }: BillFace, endorsees: readonly string[]): Link[] {
  const link = (from: Address, to: Address, kind: number): Link => ({ from, to, kind, time: 0, start: 0, units: 0 });
  const ways = { "": KIND.withRecourse, "without-recourse": KIND.withoutRecourse, "no-further": KIND.noFurther };
  const links = isAddressEqual(drawer, payee) ? [] : [link(drawer, payee, KIND.delivered)];
  for (const text of endorsees) {
    const [account, way = ""] = text.split(":");
    if (!Object.hasOwn(ways, way))
      throw new UsageError(`--endorsee "${text}": after the colon goes without-recourse or no-further.`);
    const to = accountArgument(account, "endorsee");
    links.push(link(links.at(-1)?.to ?? payee, to, ways[way as keyof typeof ways]));
  }
  return links;
}

const sign: Command = async ({ args, env, output }) => {
  const { values, positionals } = readArguments(args, ticketOptions);
  const actor = await actorFrom(values, env);
  const { change, signatures } = await changeIn(actor, positionals[0]);
  const own = actor.wallet.account.address;
  // A stranger's signature would be worth nothing: better to say so before it is made.
  if (!changeSigners(change).some((each) => isAddressEqual(each, own)))
    throw tallystickError("TicketInvalid", { field: "change", reason: `${own} is no party of it` });
  const others = signatures.filter(({ signer }) => !isAddressEqual(signer, own));
  const signed = { change, signatures: [...others, await signBillChange(actor, change)] };
  const lines = changeLines(actor, signed);
  await giveJson(output, encodeChange(placeOf(actor), signed), { out: values.out, lines });
};

const show: Command = async ({ args, env, output }) => {
  const { values, positionals } = readArguments(args, {});
  const reader = await readerFrom(values, env);
  const signed = await changeIn(reader, positionals[0]);
  const { change, signatures } = signed;
  const missing = missingSigners(change, signatures);
  printResult(output, { change, signers: changeSigners(change), missing }, changeLines(reader, signed));
};

/** Brings a change that all have signed, and shows the bill that is there then; of one that went to paper, how it ended. */
const submit: Command = async ({ args, env, output }) => {
  const { values, positionals } = readArguments(args, {});
  const actor = await actorFrom(values, env);
  const { change, signatures } = await changeIn(actor, positionals[0]);
  const face = change.kind === "novation" ? change.next : change.face;
  const bill = { id: billIdOn(actor, face), face, token: await tokenInfo(actor, face.token) };
  await billDone(actor, bill, bringChange(deployed(actor.network).billsChanges, change, signatures), output);
};

/** The change of a file, whose signatures must be those of who is said to have signed. */
async function changeIn(reader: Reader, path: string | undefined): Promise<SignedChange> {
  const signed = decodeChange(placeOf(reader), await readJsonFile(path));
  for (const each of signed.signatures) await mustBeSigned(reader, signed.change, each);
  return signed;
}

async function mustBeSigned(reader: Reader, change: BillChange, signed: ChangeSignature): Promise<void> {
  if (await isBillChangeSigned(reader, change, signed)) return;
  throw tallystickError("TicketInvalid", { field: "signatures", reason: `one is not that of ${signed.signer}` });
}

function placeOf({ network }: Reader) {
  return { chainId: network.chainId, changes: deployed(network).billsChanges };
}

function changeLines(reader: Pick<Actor, "network">, { change, signatures }: SignedChange): string[] {
  const missing = missingSigners(change, signatures);
  return [
    `bill        ${wordText(billIdOn(reader, change.face))}`,
    ...(change.kind === "novation"
      ? [`becomes     ${wordText(billIdOn(reader, change.next))}`]
      : [`${change.kind === "toPaper" ? "becomes     paper" : "was         paper"} ${change.paper}`]),
    `holder      ${change.holder}`,
    `until       ${timeText(change.deadline)}`,
    ...changeSigners(change).map((each) => `${missing.includes(each) ? "must sign" : "signed   "}   ${each}`),
  ];
}

/** `tallystick bill change …` */
export const change = subcommands({ propose, sign, show, submit });
