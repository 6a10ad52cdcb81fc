import { type Address, isAddressEqual } from "viem";
import type { Actor, Reader } from "../chain/actor.ts";
import type { Call } from "../chain/call.ts";
import { send } from "../chain/send.ts";
import { TallystickError } from "../errors.ts";
import { advanceOf, type PaidAdvance } from "../instruments/advances.ts";
import {
  demandByHoldback,
  type HoldbackDeal,
  type HoldbackDue,
  holdbackDeal,
  holdbackDue,
  keptByHoldback,
  settleHoldback,
  withdrawFromHoldback,
  writeOffByHoldback,
} from "../instruments/holdback.ts";
import type { LotLineage } from "../instruments/lineage.ts";
import { readLineage } from "../instruments/readLineage.ts";
import { claimOf, proceedsOf, type ReceivableClaim, readTerms } from "../instruments/receivableState.ts";
import { recourseProof } from "../instruments/recourse.ts";
import type { ReceivableTerms } from "../instruments/terms.ts";
import { balanceOf, type TokenInfo, tokenInfo } from "../market/token.ts";
import type { Command } from "./command.ts";
import { actorFrom, readerFrom } from "./context.ts";
import { UsageError } from "./exitCode.ts";
import { amountText, timeText } from "./named.ts";
import { accountArgument, readArguments } from "./options.ts";
import { type Output, printResult } from "./output.ts";
import { wordText } from "./receivableNamed.ts";
import { subcommands } from "./subcommands.ts";

// What is kept of an advance, for financier and seller. A holdback is named by its address: that of its lot's holder.

/** A holdback that was named. */
interface NamedHoldback extends PaidAdvance {
  readonly terms: ReceivableTerms;
  readonly token: TokenInfo;
  /** The lot on which the advance was paid, as it is now. */
  readonly lineage: LotLineage;
}

async function holdbackNamed(reader: Reader, text: string | undefined): Promise<NamedHoldback> {
  const advance = await advanceOf(reader, accountArgument(text, "holdback"));
  const [terms, lots] = await Promise.all([
    readTerms(reader, advance.receivable),
    readLineage(reader, advance.receivable),
  ]);
  const lineage = lots.get(advance.lot);
  if (lineage === undefined)
    throw new TallystickError("NoLot", "The node does not know the holdback's lot.", "Ask another node.", {});
  return { ...advance, terms, token: await tokenInfo(reader, terms.token), lineage };
}

const show: Command = async ({ args, env, output }) => {
  const { values, positionals } = readArguments(args, {});
  const reader = await readerFrom(values, env);
  const told = await holdbackTold(reader, await holdbackNamed(reader, positionals[0]));
  printResult(output, told.result, told.lines);
};

/** An act that needs nothing but the holdback. */
function plainAct(callOf: (named: NamedHoldback) => Call): Command {
  return async ({ args, env, output }) => {
    const { values, positionals } = readArguments(args, {});
    const actor = await actorFrom(values, env);
    const named = await holdbackNamed(actor, positionals[0]);
    await done(actor, named, callOf(named), output);
  };
}

const settle = plainAct(({ holdback, terms, lineage: { inner } }) => settleHoldback(holdback, { terms, inner }));
const writeOff = plainAct(({ holdback, terms, lineage: { inner } }) => writeOffByHoldback(holdback, { terms, inner }));

/** Left out, the seller: who endorsed the lot to the holdback. */
const demand: Command = async ({ args, env, output }) => {
  const { values, positionals } = readArguments(args, { from: { type: "string" } });
  const actor = await actorFrom(values, env);
  const named = await holdbackNamed(actor, positionals[0]);
  const from = values.from === undefined ? named.seller : accountArgument(values.from, "from");
  const proof = recourseProof(named.lineage, from);
  if (proof === undefined) throw new UsageError(`${from} is not liable for that lot.`);
  await done(actor, named, demandByHoldback(named.holdback, named.terms, proof), output);
};

const withdraw: Command = async ({ args, env, output }) => {
  const { values, positionals } = readArguments(args, { to: { type: "string" } });
  const actor = await actorFrom(values, env);
  const named = await holdbackNamed(actor, positionals[0]);
  const to = values.to === undefined ? actor.wallet.account.address : accountArgument(values.to, "to");
  await done(actor, named, withdrawFromHoldback(named.holdback, named.terms.token, to), output);
};

async function done(actor: Actor, named: NamedHoldback, call: Call, output: Output): Promise<void> {
  const { hash } = await send(actor, call);
  const { result, lines } = await holdbackTold(actor, named);
  printResult(output, { ...result, transaction: hash }, [...lines, `transaction ${hash}`]);
}

interface Told {
  readonly result: Readonly<Record<string, unknown>>;
  readonly lines: readonly string[];
}

async function holdbackTold(reader: Reader, named: NamedHoldback): Promise<Told> {
  const { holdback, terms, lineage, financier, seller } = named;
  const kept = (account: Address) => keptByHoldback(reader, holdback, account, terms.token);
  const [deal, due, claim, balance, waiting, forFinancier, forSeller] = await Promise.all([
    holdbackDeal(reader, holdback),
    holdbackDue(reader, holdback),
    claimOf(reader, terms, lineage.inner),
    balanceOf(reader, terms.token, holdback),
    proceedsOf(reader, holdback, terms.token),
    kept(financier),
    kept(seller),
  ]);
  const isHeld = isAddressEqual(claim.holder, holdback);
  const open = isHeld ? claim.open : 0n;
  // What `settle` would share out: what the lot has brought, or left behind.
  const there = balance - forFinancier - forSeller + waiting + (isHeld ? claim.paid : 0n);
  const lot = wordText(named.lot);
  const result = { holdback, receivable: wordText(named.receivable), lot, financier, seller, deal, due, open, there };
  const shown = { ...result, status: claim.status, kept: { financier: forFinancier, seller: forSeller } };
  return { result: shown, lines: linesOf(named, { deal, due, claim, open, there, forFinancier, forSeller }) };
}

interface HoldbackState {
  readonly deal: HoldbackDeal;
  readonly due: HoldbackDue;
  readonly claim: ReceivableClaim;
  readonly open: bigint;
  readonly there: bigint;
  readonly forFinancier: bigint;
  readonly forSeller: bigint;
}

function linesOf(named: NamedHoldback, { deal, due, claim, open, there, ...kept }: HoldbackState): string[] {
  const amount = (value: bigint): string => amountText(value, named.token);
  const keptLine = (who: string, value: bigint) =>
    value === 0n ? [] : [`kept        ${amount(value)} for the ${who}`];
  return [
    `holdback    ${named.holdback}`,
    `receivable  ${wordText(named.receivable)}`,
    `lot         ${wordText(named.lot)}`,
    `financier   ${named.financier}`,
    `seller      ${named.seller}`,
    `advance     ${amount(deal.advance)} on ${timeText(deal.startDay * 86_400).slice(0, 10)}, ${deal.rateBps / 100} % a year`,
    `status      ${claim.status}`,
    `open        ${amount(open)}`,
    `due         ${amount(due.principal + due.charges)} to the financier, ${amount(due.charges)} of it interest and fee`,
    `there       ${amount(there)}`,
    ...keptLine("financier", kept.forFinancier),
    ...keptLine("seller", kept.forSeller),
  ];
}

/** `tallystick holdback …` */
export const holdbackCommand = subcommands({ show, settle, demand, "write-off": writeOff, withdraw });
