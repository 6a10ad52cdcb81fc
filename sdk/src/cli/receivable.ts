import type { Address } from "viem";
import type { Call } from "../chain/call.ts";
import { send } from "../chain/send.ts";
import { utf8 } from "../data/bytes.ts";
import { attestEvidence } from "../instruments/evidence.ts";
import { KIND } from "../instruments/links.ts";
import { divideLot, endorseLot } from "../instruments/lots.ts";
import { readLineage } from "../instruments/readLineage.ts";
import { proceedsOf, receivableDue, rootOf } from "../instruments/receivableState.ts";
import {
  collectLot,
  confirmReceivable,
  disputeReceivable,
  payReceivables,
  recordDefault,
  registerReceivable,
  withdrawProceeds,
  withdrawReceivable,
  writeOffLot,
} from "../instruments/receivables.ts";
import { demandRecourse, recourseProof, takeUpLot } from "../instruments/recourse.ts";
import { documentHash, invoiceTerms, orderHash, receivableId } from "../instruments/terms.ts";
import { evidenceStreams } from "../instruments/words.ts";
import { deployed } from "../networks.ts";
import { allow } from "./allowance.ts";
import type { Command } from "./command.ts";
import { accountFrom, actorFrom, readerFrom } from "./context.ts";
import { UsageError } from "./exitCode.ts";
import { amountText } from "./named.ts";
import { accountArgument, numberArgument, readArguments } from "./options.ts";
import { printResult } from "./output.ts";
import { agree, countersign, credit, extend } from "./receivableAgreed.ts";
import { done, receivableLines, receivableResult } from "./receivableLines.ts";
import { fileHash, lotNamed, type NamedReceivable, ownLot, receivableNamed, unitsArgument } from "./receivableNamed.ts";
import { subcommands } from "./subcommands.ts";
import { amountArgument, tokenNamed } from "./token.ts";

const register: Command = async ({ args, env, output }) => {
  const { values } = readArguments(args, {
    ...{ debtor: { type: "string" }, amount: { type: "string" }, token: { type: "string" } },
    ...{ number: { type: "string" }, due: { type: "string" }, document: { type: "string" } },
    ...{ order: { type: "string" }, "order-amount": { type: "string" } },
    "max-tier": { type: "string", default: "0" },
    "late-bps": { type: "string", default: "0" },
    grace: { type: "string", default: "0" },
  });
  const debtor = accountArgument(values.debtor, "debtor");
  const actor = await actorFrom(values, env);
  const token = await tokenNamed(actor, values.token);
  const { order, document } = values;
  const terms = invoiceTerms({
    ...{ debtor, creditor: actor.wallet.account.address, token: token.address, decimals: token.decimals },
    amount: amountArgument(values.amount ?? "", "amount", token),
    number: values.number ?? "",
    dueOn: values.due ?? "",
    document: document === undefined ? undefined : await fileHash(document),
    order:
      order === undefined
        ? undefined
        : { hash: await orderHash(order), amount: amountArgument(values["order-amount"] ?? "", "order-amount", token) },
    maxTier: numberArgument(values["max-tier"], "max-tier", 0),
    lateBps: numberArgument(values["late-bps"], "late-bps", 0),
    graceDays: numberArgument(values.grace, "grace", 0),
  });
  const { receivables } = deployed(actor.network);
  const id = receivableId(actor.network.chainId, receivables, terms);
  await done(actor, { id, terms, token }, registerReceivable(receivables, terms), output);
};

const show: Command = async ({ args, env, output }) => {
  const { values, positionals } = readArguments(args, {});
  const reader = await readerFrom(values, env);
  const named = await receivableNamed(reader, positionals[0]);
  const account = accountFrom(values, env, reader.network)?.address;
  const result = await receivableResult(reader, named, account);
  printResult(output, { ...result }, receivableLines(result, named));
};

/** An act that needs nothing but the terms. */
function plainAct(callOf: (receivables: Address, named: NamedReceivable) => Call): Command {
  return async ({ args, env, output }) => {
    const { values, positionals } = readArguments(args, {});
    const actor = await actorFrom(values, env);
    const named = await receivableNamed(actor, positionals[0]);
    await done(actor, named, callOf(deployed(actor.network).receivables, named), output);
  };
}

const confirm = plainAct((receivables, { terms }) => confirmReceivable(receivables, terms));
const withdraw = plainAct((receivables, { terms }) => withdrawReceivable(receivables, terms));
const markDefault = plainAct((receivables, { terms }) => recordDefault(receivables, terms));

const dispute: Command = async ({ args, env, output }) => {
  const { values, positionals } = readArguments(args, { reason: { type: "string" } });
  const { reason } = values;
  if (reason === undefined) throw new UsageError("--reason is needed.");
  const actor = await actorFrom(values, env);
  const named = await receivableNamed(actor, positionals[0]);
  const hash = await documentHash(utf8(reason));
  await done(actor, named, disputeReceivable(deployed(actor.network).receivables, named.terms, hash), output);
};

const attest: Command = async ({ args, env, output }) => {
  const { values, positionals } = readArguments(args, { stream: { type: "string" }, document: { type: "string" } });
  const stream = evidenceStreams.find((each) => each === values.stream);
  if (stream === undefined) throw new UsageError(`--stream is one of ${evidenceStreams.join(", ")}.`);
  if (values.document === undefined) throw new UsageError("--document is needed.");
  const actor = await actorFrom(values, env);
  const named = await receivableNamed(actor, positionals[0]);
  const hash = await fileHash(values.document);
  await done(actor, named, attestEvidence(deployed(actor.network).evidence, named.terms, stream, hash), output);
};

const hand: Command = async ({ args, env, output }) => {
  const { values, positionals } = readArguments(args, {
    ...{ to: { type: "string" }, amount: { type: "string" }, lot: { type: "string" } },
    "without-recourse": { type: "boolean", default: false },
  });
  const to = accountArgument(values.to, "to");
  const kind = values["without-recourse"] ? KIND.withoutRecourse : KIND.withRecourse;
  const actor = await actorFrom(values, env);
  const named = await receivableNamed(actor, positionals[0]);
  const { lots, receivables } = deployed(actor.network);
  const lot = await ownLot(actor, named, values.lot);
  const units = values.amount === undefined ? lot.units : unitsArgument(values.amount, named);
  const part = divideLot(lots, rootOf(receivables, named.id), lot.inner, [{ to, units, kind }]);
  await done(actor, named, units === lot.units ? endorseLot(lots, lot.id, to, kind) : part, output);
};

/** By the account's allowance, which is raised where it does not reach. */
const pay: Command = async ({ args, env, output }) => {
  const { values, positionals } = readArguments(args, { amount: { type: "string" } });
  const actor = await actorFrom(values, env);
  const named = await Promise.all(positionals.map((each) => receivableNamed(actor, each)));
  const [first, second] = named;
  if (first === undefined) throw new UsageError("Say which receivables are paid.");
  if (second !== undefined && values.amount !== undefined) throw new UsageError("--amount is for one receivable.");
  const { token } = first;
  const upTo = values.amount === undefined ? undefined : amountArgument(values.amount, "amount", token);
  const dues = await Promise.all(named.map(({ terms }) => receivableDue(actor, terms)));
  const due = dues.reduce((sum, { principal, interest }) => sum + principal + interest, 0n);
  const { receivables } = deployed(actor.network);
  await allow(actor, token.address, receivables, upTo ?? due);
  const payments = named.map(({ terms }) => ({ terms, upTo }));
  await done(actor, first, payReceivables(receivables, token.address, payments), output);
};

const collect: Command = async ({ args, env, output }) => {
  const { values, positionals } = readArguments(args, { lot: { type: "string" }, to: { type: "string" } });
  const actor = await actorFrom(values, env);
  const named = await receivableNamed(actor, positionals[0]);
  const to = values.to === undefined ? actor.wallet.account.address : accountArgument(values.to, "to");
  const { inner } = await ownLot(actor, named, values.lot);
  await done(actor, named, collectLot(deployed(actor.network).receivables, named.terms, inner, to), output);
};

const writeOff: Command = async ({ args, env, output }) => {
  const { values, positionals } = readArguments(args, { lot: { type: "string" } });
  const actor = await actorFrom(values, env);
  const named = await receivableNamed(actor, positionals[0]);
  const { inner } = await ownLot(actor, named, values.lot);
  await done(actor, named, writeOffLot(deployed(actor.network).receivables, named.terms, inner), output);
};

const demand: Command = async ({ args, env, output }) => {
  const { values, positionals } = readArguments(args, { from: { type: "string" }, lot: { type: "string" } });
  const from = accountArgument(values.from, "from");
  const actor = await actorFrom(values, env);
  const named = await receivableNamed(actor, positionals[0]);
  const proof = recourseProof(await ownLot(actor, named, values.lot), from);
  if (proof === undefined) throw new UsageError(`${from} is not liable for that lot.`);
  await done(actor, named, demandRecourse(deployed(actor.network).receivables, named.terms, proof), output);
};

/** The endorser pays what the lot is short of at most: all that is due on the whole. */
const takeUp: Command = async ({ args, env, output }) => {
  const { values, positionals } = readArguments(args, { lot: { type: "string" } });
  const actor = await actorFrom(values, env);
  const account = actor.wallet.account.address;
  const named = await receivableNamed(actor, positionals[0]);
  const lots = [...(await readLineage(actor, named.id)).values()];
  const liable = lots.filter((lot) => recourseProof(lot, account) !== undefined);
  const proof = recourseProof(lotNamed(liable, values.lot), account);
  if (proof === undefined) throw new UsageError("The account is not liable for that lot.");
  const { principal, interest } = await receivableDue(actor, named.terms);
  const { receivables } = deployed(actor.network);
  await allow(actor, named.terms.token, receivables, principal + interest);
  await done(actor, named, takeUpLot(receivables, named.terms, proof), output);
};

/** Sends on what waits for the account: of credit notes, and of lots that others took up. */
const proceeds: Command = async ({ args, env, output }) => {
  const { values } = readArguments(args, { token: { type: "string" }, to: { type: "string" } });
  const actor = await actorFrom(values, env);
  const account = actor.wallet.account.address;
  const token = await tokenNamed(actor, values.token);
  const to = values.to === undefined ? account : accountArgument(values.to, "to");
  const amount = await proceedsOf(actor, account, token.address);
  const { hash } = await send(actor, withdrawProceeds(deployed(actor.network).receivables, token.address, to));
  printResult(output, { amount, token: token.address, to, transaction: hash }, [
    `amount      ${amountText(amount, token)}`,
    `to          ${to}`,
    `transaction ${hash}`,
  ]);
};

/** `tallystick receivable …` */
export const receivableCommand = subcommands({
  register,
  show,
  confirm,
  dispute,
  withdraw,
  attest,
  hand,
  pay,
  collect,
  default: markDefault,
  "write-off": writeOff,
  demand,
  "take-up": takeUp,
  agree,
  countersign,
  credit,
  extend,
  proceeds,
});
