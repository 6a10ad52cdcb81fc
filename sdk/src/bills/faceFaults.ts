import { zeroAddress, zeroHash } from "viem";
import type { Reader } from "../chain/actor.ts";
import { hasCode } from "../chain/hasCode.ts";
import { chainTime } from "../chain/time.ts";
import { MAX_UNITS } from "../instruments/terms.ts";
import { billOf } from "./billState.ts";
import { billsOf } from "./contracts.ts";
import { type BillFace, billId, billSum, dayOfTime, hasClause, MAX_AGE, MAX_SUM, MAX_TERM } from "./face.ts";
import { ruleSetCount } from "./rules.ts";
import { billClauses, tenors } from "./words.ts";

/** Why the contract would refuse a face. */
export type FaceFaultCode =
  | "NoDrawer"
  | "NoDrawee"
  | "NoPayee"
  | "NoToken"
  | "NoSum"
  | "SumTooHigh"
  | "UnitsTooMany"
  | "DateInFuture"
  | "DateTooOld"
  | "NoTenor"
  | "TermAtSight"
  | "NoTerm"
  | "TermTooLong"
  | "DueTooEarly"
  | "DueTooLate"
  | "PresentByForbidden"
  | "PresentByTooEarly"
  | "NoRules"
  | "ClauseUnknown"
  | "PresentmentNeeded"
  | "NoPlaceOfDrawing"
  | "NoPlaceOfPayment"
  | "NoDocument"
  | "AlreadyDrawn";

/** What is wrong, and where. */
export interface FaceFault {
  readonly code: FaceFaultCode;
  readonly field: keyof BillFace;
}

/** What a face is measured by. */
export interface FaceFacts {
  /** Day of the drawing: see `dayOfTime`. */
  readonly today: number;
  /** Whether there is a contract where the token is said to be. */
  readonly isToken: boolean;
  /** How many rule sets there are. */
  readonly ruleSets: number;
  /** Whether the same face was drawn before. */
  readonly isDrawn: boolean;
}

type Rule = readonly [isBroken: boolean, code: FaceFaultCode, field: keyof BillFace];

/** All that the contract would refuse in a face that its drawer draws (`IBills.draw`); none: it takes it. */
export function faceFaultsIn(face: BillFace, facts: FaceFacts): FaceFault[] {
  const { drawer, drawee, payee, drawnOn } = face;
  const sum = billSum(face);
  const isZero = (word: string): boolean => BigInt(word) === 0n;
  const rules: readonly Rule[] = [
    [drawer === zeroAddress, "NoDrawer", "drawer"],
    [drawee === zeroAddress, "NoDrawee", "drawee"],
    [payee === zeroAddress, "NoPayee", "payee"],
    [!facts.isToken, "NoToken", "token"],
    [sum <= 0n, "NoSum", "units"],
    [sum > MAX_SUM, "SumTooHigh", "unit"],
    [BigInt(face.units) > MAX_UNITS, "UnitsTooMany", "units"],
    [drawnOn > facts.today, "DateInFuture", "drawnOn"],
    [drawnOn + MAX_AGE < facts.today, "DateTooOld", "drawnOn"],
    ...tenorRules(face, facts.today),
    ...presentByRules(face, facts.today),
    [!isWithin(face.rules, facts.ruleSets, 1), "NoRules", "rules"],
    [!isWithin(face.clauses, 2 ** billClauses.length - 1), "ClauseUnknown", "clauses"],
    [hasClause(face, "noPresentment") && tenors[face.tenor] === "afterSight", "PresentmentNeeded", "clauses"],
    [isZero(face.drawnAt), "NoPlaceOfDrawing", "drawnAt"],
    [isZero(face.payableAt), "NoPlaceOfPayment", "payableAt"],
    [face.document === zeroHash, "NoDocument", "document"],
    [facts.isDrawn, "AlreadyDrawn", "document"],
  ];
  return rules.filter(([isBroken]) => isBroken).map(([, code, field]) => ({ code, field }));
}

function tenorRules({ tenor, term, drawnOn }: BillFace, today: number): Rule[] {
  switch (tenors[tenor]) {
    case undefined:
      return [[true, "NoTenor", "tenor"]];
    case "atSight":
      return [[term !== 0, "TermAtSight", "term"]];
    case "afterSight":
      return [
        [term < 1, "NoTerm", "term"],
        [term > MAX_TERM, "TermTooLong", "term"],
      ];
    default: {
      const due = tenors[tenor] === "afterDate" ? drawnOn + term : term;
      return [
        [due < today, "DueTooEarly", "term"],
        [due > today + MAX_TERM, "DueTooLate", "term"],
      ];
    }
  }
}

/** An order to present is only for a bill that may be presented for acceptance. */
function presentByRules(face: BillFace, today: number): Rule[] {
  const { presentBy, tenor } = face;
  if (presentBy === 0) return [];
  return [
    [tenors[tenor] === "atSight" || hasClause(face, "noPresentment"), "PresentByForbidden", "presentBy"],
    [presentBy < today, "PresentByTooEarly", "presentBy"],
  ];
}

function isWithin(value: number, max: number, min = 0): boolean {
  return Number.isInteger(value) && value >= min && value <= max;
}

/**
 * All that the contract would refuse in a face if its drawer drew it now; none: it takes it.
 *
 * @throws `NotDeployed`, `ChainUnreachable`
 */
export async function faceFaults(reader: Reader, face: BillFace): Promise<FaceFault[]> {
  const { network } = reader;
  const id = billId(network.chainId, billsOf(network).address, face);
  const [now, isToken, ruleSets, { status }] = await Promise.all([
    chainTime(reader),
    hasCode(reader, face.token, "faceFaults"),
    ruleSetCount(reader),
    billOf(reader, id),
  ]);
  return faceFaultsIn(face, { today: dayOfTime(now), isToken, ruleSets, isDrawn: status !== "none" });
}
