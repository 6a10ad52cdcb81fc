import { type Address, type Hex, isAddressEqual } from "viem";
import type { Actor } from "../chain/actor.ts";
import { TallystickError, tallystickError } from "../errors.ts";
import { advancesOn, type PaidAdvance } from "../instruments/advances.ts";
import { type Agreement, decodeAgreement, encodeAgreement } from "../instruments/agreementWire.ts";
import { holdbackSignature } from "../instruments/holdback.ts";
import type { LotLineage } from "../instruments/lineage.ts";
import { versionOf } from "../instruments/lots.ts";
import { readLineage } from "../instruments/readLineage.ts";
import {
  isCreditNoteSigned,
  isExtensionSigned,
  type SignedExtension,
  signCreditNote,
  signExtension,
} from "../instruments/receivableSignatures.ts";
import { creditLot, extendReceivable } from "../instruments/receivables.ts";
import { endOfDay } from "../instruments/terms.ts";
import { deployed } from "../networks.ts";
import type { Command } from "./command.ts";
import { actorFrom } from "./context.ts";
import { UsageError } from "./exitCode.ts";
import { amountText, timeText } from "./named.ts";
import { readArguments } from "./options.ts";
import type { Output } from "./output.ts";
import { done } from "./receivableLines.ts";
import { lotNamed, type NamedReceivable, receivableNamed, unitsArgument, wordText } from "./receivableNamed.ts";
import { giveJson, readJsonFile, ticketOptions } from "./ticketFile.ts";

// Credit notes and extensions: the holders sign, the debtor brings what they signed.

/** A holder's word for the debtor; of a lot that a holdback has, the first of its parties'. */
export const agree: Command = async ({ args, env, output }) => {
  const { values, positionals } = readArguments(args, {
    ...{ ...ticketOptions, credit: { type: "string" }, due: { type: "string" }, lot: { type: "string" } },
  });
  const { credit, due } = values;
  if ((credit === undefined) === (due === undefined))
    throw new UsageError("Say what is agreed to: --credit <amount>, or --due <date>.");
  const actor = await actorFrom(values, env);
  const named = await receivableNamed(actor, positionals[0]);
  const { lot } = lotAgreed(await lotsToAgreeOn(actor, named, await liveLots(actor, named)), values.lot);
  if (credit !== undefined) {
    const creditNote = await signCreditNote(actor, lot.id, unitsArgument(credit, named, "credit"));
    return give(output, named, { creditNote }, values.out);
  }
  // All holders have to name one deadline: the new date itself is one that nobody need agree on besides.
  const dueAt = endOfDay(due ?? "");
  return give(output, named, { extension: await signExtension(actor, lot.id, { dueAt, deadline: dueAt }) }, values.out);
};

/** The other party's signature, where a holdback has the lot: both together are the holdback's word. */
export const countersign: Command = async ({ args, env, output }) => {
  const { values, positionals } = readArguments(args, ticketOptions);
  const actor = await actorFrom(values, env);
  const named = await receivableNamed(actor, positionals[0]);
  const word = decodeAgreement(await readJsonFile(positionals[1]));
  const lots = await liveLots(actor, named);
  const { id } = await lotOfWord(actor, lots, word);
  const { advance } = lotAgreed(await lotsToAgreeOn(actor, named, lots), wordText(id));
  if (advance === undefined)
    throw new UsageError("The lot is the account's own: agree to it, and nobody countersigns.");
  const isFinancier = isAddressEqual(actor.wallet.account.address, advance.financier);
  const other = isFinancier ? advance.seller : advance.financier;
  await requireSigned(actor, other, word);
  const [theirs, own] = [signedIn(word), await signSame(actor, word)];
  const signature = holdbackSignature(
    isFinancier ? { financier: own, seller: theirs } : { financier: theirs, seller: own },
  );
  return give(output, named, withSignature(word, signature), values.out);
};

/** The debtor takes units out of the claim: of a lot of his own, or by its holder's word. */
export const credit: Command = async ({ args, env, output }) => {
  const { values, positionals } = readArguments(args, { amount: { type: "string" }, lot: { type: "string" } });
  const [receivable, file] = positionals;
  const isChosen = values.amount !== undefined || values.lot !== undefined;
  if (file !== undefined && isChosen) throw new UsageError("The holder's word says itself what is credited.");
  const actor = await actorFrom(values, env);
  const named = await receivableNamed(actor, receivable);
  const { receivables } = deployed(actor.network);
  const lots = await liveLots(actor, named);
  if (file === undefined) {
    const own = lots.filter(({ holder }) => isAddressEqual(holder, actor.wallet.account.address));
    const lot = lotNamed(own, values.lot);
    const units = values.amount === undefined ? lot.units : unitsArgument(values.amount, named);
    return done(actor, named, creditLot(receivables, named.terms, lot.inner, units), output);
  }
  const word = decodeAgreement(await readJsonFile(file));
  if (!("creditNote" in word)) throw new UsageError(`${file} is no credit note.`);
  const lot = await lotOfWord(actor, lots, word);
  await requireSigned(actor, lot.holder, word);
  const { creditNote } = word;
  return done(actor, named, creditLot(receivables, named.terms, lot.inner, creditNote.units, creditNote), output);
};

/** The debtor makes it due later, by the word of the holder of each lot. */
export const extend: Command = async ({ args, env, output }) => {
  const { values, positionals } = readArguments(args, {});
  const [receivable, ...files] = positionals;
  const actor = await actorFrom(values, env);
  const named = await receivableNamed(actor, receivable);
  const words = await Promise.all(files.map(extensionIn));
  const [first] = words;
  if (first === undefined) throw new UsageError("Name the files with what the holders signed.");
  const { dueAt, deadline } = first.extension;
  if (words.some(({ extension: each }) => each.dueAt !== dueAt || each.deadline !== deadline))
    throw new UsageError("The holders agreed to different dates.");
  const lots = await liveLots(actor, named);
  const agreements = await Promise.all(
    words.map(async (word) => {
      const lot = await lotOfWord(actor, lots, word);
      await requireSigned(actor, lot.holder, word);
      return { id: lot.id, inner: lot.inner, start: lot.start, signature: word.extension.signature };
    }),
  );
  const missing = lots.filter(({ id }) => !agreements.some((each) => each.id === id)).map(({ id }) => wordText(id));
  if (missing.length > 0) {
    const message = `The holders of these lots have not agreed: ${missing.join(", ")}.`;
    throw new TallystickError("HoldersMissing", message, "Ask each for the same date.", { lots: missing });
  }
  const { receivables } = deployed(actor.network);
  await done(actor, named, extendReceivable(receivables, named.terms, { dueAt, deadline }, agreements), output);
};

async function extensionIn(file: string): Promise<{ readonly extension: SignedExtension }> {
  const word = decodeAgreement(await readJsonFile(file));
  if ("extension" in word) return word;
  throw new UsageError(`${file} is no extension.`);
}

/** A lot that an account has, by itself or as a party of the holdback that has it. */
interface AgreedLot {
  readonly lot: HeldLot;
  readonly advance?: PaidAdvance | undefined;
}

type HeldLot = LotLineage & { readonly holder: Address };

/** Lots that somebody has. All events of the receivable are read for them: once a command. */
async function liveLots(actor: Actor, { id }: NamedReceivable): Promise<HeldLot[]> {
  const lots = [...(await readLineage(actor, id)).values()];
  return lots.filter((lot): lot is HeldLot => lot.holder !== undefined);
}

async function lotsToAgreeOn(actor: Actor, { id }: NamedReceivable, lots: readonly HeldLot[]): Promise<AgreedLot[]> {
  const account = actor.wallet.account.address;
  const advances = await advancesOn(actor, id);
  return lots.flatMap((lot): AgreedLot[] => {
    if (isAddressEqual(lot.holder, account)) return [{ lot }];
    const advance = advances.find(({ holdback }) => isAddressEqual(holdback, lot.holder));
    const isParty =
      advance !== undefined && [advance.financier, advance.seller].some((each) => isAddressEqual(each, account));
    return isParty ? [{ lot, advance }] : [];
  });
}

function lotAgreed(lots: readonly AgreedLot[], name: string | undefined): AgreedLot {
  const { id } = lotNamed(
    lots.map(({ lot }) => lot),
    name,
  );
  return lots.find(({ lot }) => lot.id === id) as AgreedLot;
}

/** The lot that a word is about, which must not have changed since. */
async function lotOfWord(actor: Actor, lots: readonly HeldLot[], word: Agreement): Promise<HeldLot> {
  const { lot: id, version } = "creditNote" in word ? word.creditNote : word.extension;
  const lot = lots.find((each) => each.id === id);
  if (lot === undefined) throw wrong("lot", "it is none of this receivable");
  if ((await versionOf(actor, id)) !== version) throw wrong("version", "the lot has changed since");
  return lot;
}

async function requireSigned(actor: Actor, signer: Address, word: Agreement): Promise<void> {
  const isSigned =
    "creditNote" in word
      ? await isCreditNoteSigned(actor, signer, word.creditNote)
      : await isExtensionSigned(actor, signer, word.extension);
  if (!isSigned) throw wrong("signature", `it is not that of ${signer}`);
}

function wrong(field: string, reason: string) {
  return tallystickError("TicketInvalid", { field, reason });
}

function signedIn(word: Agreement): Hex {
  return "creditNote" in word ? word.creditNote.signature : word.extension.signature;
}

function withSignature(word: Agreement, signature: Hex): Agreement {
  return "creditNote" in word
    ? { creditNote: { ...word.creditNote, signature } }
    : { extension: { ...word.extension, signature } };
}

/** Signs what another has signed, for a lot that is known to be unchanged. */
async function signSame(actor: Actor, word: Agreement): Promise<Hex> {
  if ("creditNote" in word) {
    const { lot, units, deadline } = word.creditNote;
    return (await signCreditNote(actor, lot, units, deadline)).signature;
  }
  return (await signExtension(actor, word.extension.lot, word.extension)).signature;
}

function give(
  output: Output,
  { terms, token }: NamedReceivable,
  word: Agreement,
  out: string | undefined,
): Promise<void> {
  const lines =
    "creditNote" in word
      ? [
          `lot         ${wordText(word.creditNote.lot)}`,
          `credit      ${amountText(BigInt(word.creditNote.units) * terms.unit, token)}`,
          `until       ${timeText(word.creditNote.deadline)}`,
        ]
      : [`lot         ${wordText(word.extension.lot)}`, `due         ${timeText(word.extension.dueAt)}`];
  return giveJson(output, encodeAgreement(word), { out, lines });
}
