import { type SignedEarlyPayment, signEarlyPayment } from "../bills/billSignatures.ts";
import { tallystickError } from "../errors.ts";
import { amountOf, type Fault, hashOf, integerOf, objectOf, signatureOf } from "../gateway/fields.ts";
import { billNamed, ownBillLot } from "./billNamed.ts";
import type { Command } from "./command.ts";
import { actorFrom } from "./context.ts";
import { readArguments } from "./options.ts";
import type { Output } from "./output.ts";
import { giveJson, readJsonFile, ticketOptions } from "./ticketFile.ts";

// A holder's word that the bill may be paid before it is due, as a file.

export const consent: Command = async ({ args, env, output }) => {
  const { values, positionals } = readArguments(args, ticketOptions);
  const actor = await actorFrom(values, env);
  const bill = await billNamed(actor, positionals[0]);
  const { id } = await ownBillLot(actor, bill, undefined);
  await giveConsent(output, await signEarlyPayment(actor, id), values.out);
};

/** Gives a consent out, as `bill pay --consent` takes it. */
export function giveConsent(
  output: Output,
  { lot, ...rest }: SignedEarlyPayment,
  out: string | undefined,
): Promise<void> {
  const json = { earlyPayment: { lot: String(lot), ...rest } };
  return giveJson(output, json, { out, lines: [`lot         ${lot}`] });
}

const fault: Fault = (field, reason) => tallystickError("TicketInvalid", { field, reason });

/** The consent of a file. */
export async function consentIn(path: string): Promise<SignedEarlyPayment> {
  const fields = objectOf(await readJsonFile(path), "earlyPayment", fault);
  const body = objectOf(fields.earlyPayment, "earlyPayment", fault);
  return {
    lot: amountOf(body, "lot", 256, fault),
    version: hashOf(body, "version", fault),
    deadline: integerOf(body, "deadline", 2 ** 40 - 1, fault),
    signature: signatureOf(body, fault),
  };
}
