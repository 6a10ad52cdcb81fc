import type { Address } from "viem";
import type { Actor, Reader } from "../chain/actor.ts";
import type { Call } from "../chain/call.ts";
import { send } from "../chain/send.ts";
import { streamsOf } from "../instruments/evidence.ts";
import { type LotLineage, tierOf } from "../instruments/lineage.ts";
import { FIRST_LOT } from "../instruments/links.ts";
import { readLineage } from "../instruments/readLineage.ts";
import { actionsOf, type Due, receivableDue, receivableStatus } from "../instruments/receivableState.ts";
import { faceOf, numberText, type ReceivableTerms } from "../instruments/terms.ts";
import type { EvidenceStream, ReceivableAction, ReceivableStatus } from "../instruments/words.ts";
import { amountText, timeText } from "./named.ts";
import { type Output, printResult } from "./output.ts";
import { type NamedReceivable, wordText } from "./receivableNamed.ts";

/** A lot as it is told. */
interface LotResult {
  readonly lot: string;
  readonly holder: Address;
  /** How often it was handed on. */
  readonly tier: number;
  readonly units: number;
}

/** A receivable as it is told. */
export interface ReceivableResult {
  readonly receivable: string;
  readonly status: ReceivableStatus;
  readonly terms: ReceivableTerms;
  readonly due: Due;
  readonly evidence: readonly EvidenceStream[];
  readonly lots: readonly LotResult[];
  /** What the account may do with it and its own first lot. */
  readonly actions: readonly ReceivableAction[];
}

/** All that is told of a receivable, and what an account may do with it. */
export async function receivableResult(
  reader: Reader,
  { id, terms }: NamedReceivable,
  account: Address | undefined,
): Promise<ReceivableResult> {
  const [status, due, evidence, lineage] = await Promise.all([
    receivableStatus(reader, terms),
    receivableDue(reader, terms),
    streamsOf(reader, id),
    readLineage(reader, id),
  ]);
  const lots = [...lineage.values()].flatMap(lotResult);
  const own = [...lineage.values()].find(({ holder }) => holder !== undefined && holder === account);
  const actions = account === undefined ? [] : await actionsOf(reader, terms, own?.inner ?? FIRST_LOT, account);
  return { receivable: wordText(id), status, terms, due, evidence, lots, actions };
}

function lotResult({ id, holder, links, units }: LotLineage): LotResult[] {
  return holder === undefined ? [] : [{ lot: wordText(id), holder, tier: tierOf(links), units }];
}

/** The same for people. */
export function receivableLines(result: ReceivableResult, { terms, token }: NamedReceivable): string[] {
  const { due, evidence, lots, actions } = result;
  const interest = due.interest === 0n ? "" : `, and interest of ${amountText(due.interest, token)}`;
  return [
    `receivable  ${result.receivable}`,
    `number      ${numberText(terms.number) ?? terms.number}`,
    `debtor      ${terms.debtor}`,
    `creditor    ${terms.creditor}`,
    `face        ${amountText(faceOf(terms), token)}`,
    `due         ${timeText(terms.dueAt)}`,
    `status      ${result.status}`,
    `open        ${amountText(due.principal, token)}${interest}`,
    ...(evidence.length === 0 ? [] : [`evidence    ${evidence.join(", ")}`]),
    ...lots.map(
      ({ lot, holder, tier, units }) =>
        `lot         ${lot}: ${amountText(BigInt(units) * terms.unit, token)}, tier ${tier}, ${holder}`,
    ),
    ...(actions.length === 0 ? [] : [`you may     ${actions.join(", ")}`]),
  ];
}

/** Sends an act, and shows the receivable after it. */
export async function done(actor: Actor, named: NamedReceivable, call: Call, output: Output): Promise<void> {
  const { hash } = await send(actor, call);
  const result = await receivableResult(actor, named, actor.wallet.account.address);
  const lines = [...receivableLines(result, named), `transaction ${hash}`];
  printResult(output, { ...result, transaction: hash }, lines);
}
