import { type Address, zeroHash } from "viem";
import type { Actor } from "../../src/chain/actor.ts";
import { send } from "../../src/chain/send.ts";
import { chainTime } from "../../src/chain/time.ts";
import { rootId } from "../../src/instruments/links.ts";
import { confirmReceivable, registerReceivable } from "../../src/instruments/receivables.ts";
import { numberWord, type ReceivableTerms, receivableId } from "../../src/instruments/terms.ts";
import { approve } from "../../src/market/buying.ts";
import { type Deployment, deployed } from "../../src/networks.ts";
import { addressOf, type TestChain, testChain } from "./chain.ts";
import { DAY, fund } from "./market.ts";

/** A cent of the play money. */
export const CENT = 10_000n;
/** An invoice of 100.00. */
export const UNITS = 10_000;

/** A chain with instruments, a debtor with money, and who gets it. */
export interface ReceivablesWorld {
  readonly chain: TestChain;
  readonly places: Deployment;
  readonly token: Address;
  readonly actor: TestChain["actor"];
  readonly debtor: Actor;
  readonly creditor: Actor;
  readonly second: Actor;
  readonly third: Actor;
  readonly stranger: Actor;
  /** Terms of an invoice that nobody has registered yet: 100.00, due in 60 days, 12 % a year after five days. */
  readonly newTerms: (changes?: Partial<ReceivableTerms>) => Promise<ReceivableTerms>;
  /** The same, registered by its creditor and confirmed by its debtor. */
  readonly confirmed: (changes?: Partial<ReceivableTerms>) => Promise<ReceivableTerms>;
  readonly idOf: (terms: ReceivableTerms) => bigint;
  readonly rootOf: (terms: ReceivableTerms) => bigint;
}

export async function receivablesWorld(): Promise<ReceivablesWorld> {
  const chain = await testChain();
  const { actor, network } = chain;
  const places = deployed(network);
  const people = {
    debtor: actor("enterprise"),
    creditor: actor("supplier"),
    second: actor("workshop"),
    third: actor("financier"),
    stranger: actor("carrier"),
  };
  const token = deployed(network).eurx as Address;
  for (const who of Object.values(people)) {
    await fund(who);
    await send(who, approve(token, places.receivables, 2n ** 256n - 1n));
  }
  let serial = 0;
  const newTerms = async (changes: Partial<ReceivableTerms> = {}): Promise<ReceivableTerms> => ({
    debtor: addressOf(people.debtor),
    creditor: addressOf(people.creditor),
    token,
    dueAt: (await chainTime(chain.reader)) + 60 * DAY,
    units: UNITS,
    unit: CENT,
    maxTier: 0,
    lateBps: 1_200,
    graceDays: 5,
    number: numberWord(`INV-${++serial}`),
    document: zeroHash,
    order: zeroHash,
    orderAmount: 0n,
    ...changes,
  });
  const idOf = (terms: ReceivableTerms): bigint => receivableId(31337, places.receivables, terms);
  return {
    ...{ chain, places, token, actor, ...people, newTerms, idOf },
    rootOf: (terms) => rootId(places.receivables, idOf(terms)),
    async confirmed(changes) {
      const terms = await newTerms(changes);
      await send(people.creditor, registerReceivable(places.receivables, terms));
      await send(people.debtor, confirmReceivable(places.receivables, terms));
      return terms;
    },
  };
}
