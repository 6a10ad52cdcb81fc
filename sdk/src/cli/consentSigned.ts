import { type Address, isAddressEqual, numberToHex } from "viem";
import type { Actor } from "../chain/actor.ts";
import { send } from "../chain/send.ts";
import { TallystickError } from "../errors.ts";
import { changeHolders, giveConsent, type HolderSignature } from "../market/consentActs.ts";
import { isConsentSigned, isHoldersChangeSigned, signConsent, signHoldersChange } from "../market/consentMessages.ts";
import { checkHoldersChange, checkRequest, holdersOf, requestsOf } from "../market/consents.ts";
import { type Ticket, withSignature } from "../market/tickets.ts";
import { deployed } from "../networks.ts";
import type { Command } from "./command.ts";
import { holdersLines, requestLines } from "./consentLines.ts";
import { actorFrom } from "./context.ts";
import { UsageError } from "./exitCode.ts";
import { accountArgument, datasetArgument, isDatasetArgument, readArguments } from "./options.ts";
import { printResult } from "./output.ts";
import { giveTicket, readEitherTicket, readTicket, ticketOptions } from "./ticketFile.ts";

// What the key holders of a record sign, and what is done with enough signatures.

type Signable = Ticket<"consent"> | Ticket<"holders">;

const isConsent = (ticket: Signable): ticket is Ticket<"consent"> => ticket.kind === "consent";

const linesOf = (ticket: Signable): string[] =>
  isConsent(ticket) ? requestLines(ticket.message) : holdersLines(ticket.message);

export const sign: Command = async ({ args, env, output }) => {
  const { values, positionals } = readArguments(args, { ...ticketOptions, reader: { type: "string" } });
  const actor = await actorFrom(values, env);
  const ticket = await signableNamed(actor, positionals[0], values.reader);
  const { dataset } = ticket.message;
  const holder = actor.wallet.account.address;
  const holders = await holdersOf(actor, dataset);
  if (!holders.some((each) => isAddressEqual(each, holder))) {
    const message = `${holder} is no key holder of this record.`;
    throw new TallystickError("Consent_NotHolder", message, "Use a holder's account.", { dataset, caller: holder });
  }
  const fault = isConsent(ticket)
    ? await checkRequest(actor, ticket.message)
    : await checkHoldersChange(actor, ticket.message);
  if (fault !== undefined)
    throw new TallystickError(fault, "What is to be signed can't be given any more.", "Ask for a new one.", {});
  const signature = isConsent(ticket)
    ? await signConsent(actor, ticket.message)
    : await signHoldersChange(actor, ticket.message);
  const signed = withSignature<"consent" | "holders">(ticket, { signer: holder, signature });
  await giveTicket(output, signed, { out: values.out, lines: linesOf(ticket) });
};

/** What a file holds, or a reader's newest request on the chain. */
async function signableNamed(actor: Actor, named: string | undefined, by: string | undefined): Promise<Signable> {
  if (!isDatasetArgument(named)) return readEitherTicket(named, ["consent", "holders"], actor.network);
  const dataset = datasetArgument(named);
  const reader = accountArgument(by, "reader");
  const all = await requestsOf(actor, dataset);
  const made = all.find(({ request }) => isAddressEqual(request.reader, reader));
  if (made === undefined) {
    const message = `${reader} has asked for no consent to this record.`;
    throw new TallystickError("NoRequest", message, "Ask for the file of the request.", { dataset, reader });
  }
  return { kind: "consent", chainId: actor.network.chainId, message: made.request, signatures: [] };
}

/** Gives a consent, or changes the holders, as enough of them have signed. */
export const give: Command = async ({ args, env, output }) => {
  const { values, positionals } = readArguments(args, {});
  const [path, ...others] = positionals;
  if (path === undefined) throw new UsageError("No request is named.");
  const actor = await actorFrom(values, env);
  const first = await readEitherTicket(path, ["consent", "holders"], actor.network);
  const more: Ticket[] = [];
  for (const each of others) more.push(await readTicket(each, first.kind, actor.network));
  const { dataset } = first.message;
  const holders = await holdersOf(actor, dataset);
  const signatures = await rightOnes(actor, first, more, holders);
  const { consent } = deployed(actor.network);
  const call = isConsent(first)
    ? giveConsent(consent, first.message, holders, signatures)
    : changeHolders(consent, first.message, holders, signatures);
  const { hash } = await send(actor, call);
  const who = isConsent(first) ? { reader: first.message.reader } : { holders: first.message.holders };
  printResult(
    output,
    { dataset: numberToHex(dataset, { size: 32 }), ...who, signed: signatures.length, transaction: hash },
    [...linesOf(first), `signed by   ${signatures.length} of ${holders.length}`, `transaction ${hash}`],
  );
};

/** Signatures of something else, or of accounts that are no holders, would spoil the others. */
async function rightOnes(
  actor: Actor,
  first: Signable,
  more: readonly Ticket[],
  holders: readonly Address[],
): Promise<HolderSignature[]> {
  const all = [first, ...more].flatMap(({ signatures }) => signatures);
  const found: HolderSignature[] = [];
  for (const holder of holders) {
    for (const { signer, signature } of all) {
      if (!isAddressEqual(signer, holder)) continue;
      const isRight = isConsent(first)
        ? await isConsentSigned(actor, holder, first.message, signature)
        : await isHoldersChangeSigned(actor, holder, first.message, signature);
      if (!isRight) continue;
      found.push({ holder, signature });
      break;
    }
  }
  return found;
}
