import { type Hex, hexToString } from "viem";
import type { Reader } from "../chain/actor.ts";
import { readView } from "../chain/readView.ts";
import { ruleSetsOf } from "./contracts.ts";
import { namesIn, type Permission, permissions } from "./words.ts";

/** The law that a bill names on its face (`IRuleSets.Rules`). It never changes. Days are calendar days in UTC. */
export interface Rules {
  /** By which faces name it. */
  readonly id: number;
  /** As "ULB". */
  readonly name: string;
  /** After the day of presentment for acceptance, that the drawee has. */
  readonly acceptanceDays: number;
  /** From the date, to present a bill at or after sight. */
  readonly sightDays: number;
  /** After the due day, to present for payment. */
  readonly presentmentDays: number;
  /** After the day of presentment for payment, that the drawee has. */
  readonly paymentDays: number;
  /** After the day of refusal or dishonour, to protest. */
  readonly protestDays: number;
  /** To give notice of it. */
  readonly noticeDays: number;
  /** On what is paid late, basis points a year of 365 days, simple. */
  readonly interestBps: number;
  /** Of the sum, that costs may come to at most, basis points. */
  readonly costsBps: number;
  /** Until a claim on the acceptor is barred, and interest stops. */
  readonly acceptorDays: number;
  /** Until a holder's claim on drawer and endorsers is barred. */
  readonly priorDays: number;
  /** Until the claim of one who took a bill up is barred. */
  readonly endorserDays: number;
  readonly permits: readonly Permission[];
}

type ReadRules = Omit<Rules, "id" | "name" | "permits"> & { readonly name: Hex; readonly permits: number };

function rulesIn(id: number, read: ReadRules): Rules {
  const { name, permits, ...days } = read;
  return { ...days, id, name: hexToString(name, { size: 8 }), permits: namesIn(permissions, permits) };
}

/**
 * A rule set by its number (`IRuleSets.rulesOf`).
 *
 * @throws `RuleSets_None`, `NotDeployed`, `ChainUnreachable`
 */
export async function readRules(reader: Reader, id: number): Promise<Rules> {
  return rulesIn(id, await readView(reader, ruleSetsOf(reader.network), "rulesOf", [id]));
}

/**
 * How many rule sets there are; they are numbered from 1 on (`IRuleSets.count`).
 *
 * @throws `NotDeployed`, `ChainUnreachable`
 */
export function ruleSetCount(reader: Reader): Promise<number> {
  return readView(reader, ruleSetsOf(reader.network), "count", []);
}

/**
 * All rule sets, in the order of their numbers.
 *
 * @throws `NotDeployed`, `ChainUnreachable`
 */
export async function allRules(reader: Reader): Promise<Rules[]> {
  const count = await ruleSetCount(reader);
  return Promise.all(Array.from({ length: count }, (_, i) => readRules(reader, i + 1)));
}
