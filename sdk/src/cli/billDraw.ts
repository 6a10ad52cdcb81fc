import { readFile } from "node:fs/promises";
import { isAcceptanceSigned, signAcceptance } from "../bills/billSignatures.ts";
import { billIdOn } from "../bills/billState.ts";
import { drawAcceptedBill, drawBill } from "../bills/bills.ts";
import { dueDayFor } from "../bills/calendar.ts";
import { billsOf } from "../bills/contracts.ts";
import { type BillPlace, billCredential, documentedFace, readCredential } from "../bills/credential.ts";
import { type BillDue, type BillFace, dateOfDay, dayOfDate, dayOfTime, draftFace } from "../bills/face.ts";
import { faceFaults } from "../bills/faceFaults.ts";
import { allRules } from "../bills/rules.ts";
import { type BillClause, billClauses } from "../bills/words.ts";
import type { Actor, Reader } from "../chain/actor.ts";
import { chainTime } from "../chain/time.ts";
import { reasonOf, TallystickError, tallystickError } from "../errors.ts";
import { amountOf, type Fault, integerOf, objectOf, signatureOf } from "../gateway/fields.ts";
import { tokenInfo } from "../market/token.ts";
import { deployed } from "../networks.ts";
import { billDone } from "./billLines.ts";
import { billNamed, type NamedBill } from "./billNamed.ts";
import type { Command } from "./command.ts";
import { actorFrom } from "./context.ts";
import { UsageError } from "./exitCode.ts";
import { accountArgument, listArgument, numberArgument, readArguments } from "./options.ts";
import { wordText } from "./receivableNamed.ts";
import { giveJson, readJsonFile, ticketOptions } from "./ticketFile.ts";
import { amountArgument, tokenNamed } from "./token.ts";

// From what a drawer says to a bill: as a file that others look at first, or at once.

const draftOptions = {
  drawee: { type: "string" },
  payee: { type: "string" },
  amount: { type: "string" },
  token: { type: "string" },
  date: { type: "string" },
  due: { type: "string" },
  "after-sight": { type: "string" },
  "after-date": { type: "string" },
  "business-day": { type: "boolean", default: false },
  "present-by": { type: "string" },
  rules: { type: "string", default: "ULB" },
  clause: { type: "string", multiple: true },
  court: { type: "string" },
  "drawn-at": { type: "string" },
  "payable-at": { type: "string" },
  whole: { type: "boolean", default: false },
} as const;

type DraftValues = ReturnType<typeof readArguments<typeof draftOptions>>["values"];

/** The face that the options say. */
async function faceFrom(actor: Actor, values: DraftValues): Promise<BillFace> {
  const token = await tokenNamed(actor, values.token);
  const drawer = actor.wallet.account.address;
  const date = values.date ?? dateOfDay(dayOfTime(await chainTime(actor)));
  const payableAt = values["payable-at"] ?? "";
  const face = draftFace({
    ...{ drawer, token: token.address, decimals: token.decimals, drawnOn: date, payableAt },
    drawee: accountArgument(values.drawee, "drawee"),
    payee: values.payee === undefined ? drawer : accountArgument(values.payee, "payee"),
    amount: amountArgument(values.amount ?? "", "amount", token),
    isDivisible: !values.whole,
    due: movedDue(dueArgument(values), values["business-day"], payableAt, date),
    presentBy: values["present-by"],
    rules: await rulesArgument(actor, values.rules),
    clauses: clausesArgument(values.clause),
    court: values.court === undefined ? undefined : accountArgument(values.court, "court"),
    drawnAt: values["drawn-at"] ?? "",
  });
  return documentedFace(face, placeOf(actor));
}

function dueArgument({ due, ...values }: DraftValues): BillDue {
  const [afterSight, afterDate] = [values["after-sight"], values["after-date"]];
  if ([due, afterSight, afterDate].filter((each) => each !== undefined).length > 1)
    throw new UsageError("A bill is due in one way: --due, --after-date or --after-sight; at sight without them.");
  if (due !== undefined) return { tenor: "fixedDay", on: due };
  if (afterSight !== undefined) return { tenor: "afterSight", days: numberArgument(afterSight, "after-sight", 1) };
  if (afterDate !== undefined) return { tenor: "afterDate", days: numberArgument(afterDate, "after-date", 1) };
  return { tenor: "atSight" };
}

/** The due day moved to a business day of the place of payment; a bill whose day is not known yet can't be. */
function movedDue(due: BillDue, isMoved: boolean, payableAt: string, date: string): BillDue {
  if (!isMoved) return due;
  if (due.tenor !== "fixedDay" && due.tenor !== "afterDate")
    throw new UsageError("--business-day is for a bill whose due day is known: --due or --after-date.");
  return { tenor: "fixedDay", on: dateOfDay(dueDayFor(payableAt, due, dayOfDate(date, "date")).day) };
}

/** Number of a rule set by its name or number. */
async function rulesArgument(reader: Reader, text: string): Promise<number> {
  const all = await allRules(reader);
  const found = all.find(({ id, name }) => name === text.toUpperCase() || String(id) === text);
  if (found === undefined)
    throw new UsageError(`--rules "${text}" is not one of ${all.map(({ name }) => name).join(", ")}.`);
  return found.id;
}

function clausesArgument(given: readonly string[] | undefined): BillClause[] {
  return listArgument(given).map((text) => {
    const found = billClauses.find((clause) => clause.toLowerCase() === text.replaceAll("-", "").toLowerCase());
    if (found === undefined)
      throw new UsageError(`--clause "${text}" is not one of not-to-order, no-protest, no-presentment.`);
    return found;
  });
}

function placeOf({ network }: Reader): BillPlace {
  return { chainId: network.chainId, bills: billsOf(network).address };
}

/** The face of a credential file, which must be for this network. */
export async function faceInFile(reader: Reader, path: string): Promise<BillFace> {
  const text = await readFile(path, "utf8").catch((error: unknown) => {
    throw new UsageError(`${path} can't be read: ${reasonOf(error)}`);
  });
  const { face, place } = await readCredential(text);
  const here = placeOf(reader);
  if (place.chainId !== here.chainId || place.bills.toLowerCase() !== here.bills.toLowerCase())
    throw tallystickError("CredentialInvalid", { field: "contract", reason: "it is for another chain or contract" });
  return face;
}

/** Throws what the contract would refuse, all of it. */
export async function mustBeSound(actor: Actor, face: BillFace): Promise<void> {
  const faults = await faceFaults(actor, face);
  if (faults.length === 0) return;
  const told = faults.map(({ code, field }) => `${code} (${field})`).join(", ");
  throw new TallystickError("FaceRefused", `The contract would refuse this bill: ${told}.`, "Mend it.", { faults });
}

/** Writes the bill that would be drawn into a file, for others to look at and for the drawee to sign. */
export const draft: Command = async ({ args, env, output }) => {
  const { values } = readArguments(args, { ...draftOptions, ...ticketOptions });
  const actor = await actorFrom(values, env);
  const face = await faceFrom(actor, values);
  await mustBeSound(actor, face);
  const lines = [`bill        ${wordText(billIdOn(actor, face))}`, `document    ${face.document}`];
  await giveJson(output, billCredential(face, placeOf(actor)), { out: values.out, lines });
};

/** Draws a bill of a file or of options; with the drawee's acceptance, accepted. */
export const draw: Command = async ({ args, env, output }) => {
  const { values, positionals } = readArguments(args, { ...draftOptions, acceptance: { type: "string" } });
  const actor = await actorFrom(values, env);
  const [file] = positionals;
  const face = file === undefined ? await faceFrom(actor, values) : await faceInFile(actor, file);
  await mustBeSound(actor, face);
  const { bills } = deployed(actor.network);
  const bill: NamedBill = { id: billIdOn(actor, face), face, token: await tokenInfo(actor, face.token) };
  if (values.acceptance === undefined) return billDone(actor, bill, drawBill(bills, face), output);
  const acceptance = await acceptanceIn(actor, bill, values.acceptance);
  return billDone(actor, bill, drawAcceptedBill(bills, face, acceptance), output);
};

/** The drawee's signature, of a bill that was drawn or of a file. */
export const sign: Command = async ({ args, env, output }) => {
  const { values, positionals } = readArguments(args, ticketOptions);
  const actor = await actorFrom(values, env);
  const [named] = positionals;
  const isId = named !== undefined && /^(0x[0-9a-fA-F]{64}|\d+)$/.test(named);
  const face = isId ? (await billNamed(actor, named)).face : await faceInFile(actor, named ?? "");
  if (face.drawee !== actor.wallet.account.address) throw new UsageError("Only the drawee accepts.");
  const { bill, deadline, signature } = await signAcceptance(actor, face);
  const lines = [`bill        ${wordText(bill)}`];
  await giveJson(output, { acceptance: { bill: String(bill), deadline, signature } }, { out: values.out, lines });
};

const fault: Fault = (field, reason) => tallystickError("TicketInvalid", { field, reason });

/** The drawee's acceptance of a file, which must be of this bill and by him. */
export async function acceptanceIn(actor: Actor, { id, face }: NamedBill, path: string) {
  const fields = objectOf(await readJsonFile(path), "acceptance", fault);
  const body = objectOf(fields.acceptance, "acceptance", fault);
  if (amountOf(body, "bill", 256, fault) !== id) throw fault("bill", "it is another bill's");
  const acceptance = { deadline: integerOf(body, "deadline", 2 ** 40 - 1, fault), signature: signatureOf(body, fault) };
  if (!(await isAcceptanceSigned(actor, face, acceptance)))
    throw fault("signature", `it is not that of ${face.drawee}`);
  return acceptance;
}
