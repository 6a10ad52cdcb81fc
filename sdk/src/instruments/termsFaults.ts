import { type Address, isAddressEqual, zeroAddress } from "viem";
import type { Reader } from "../chain/actor.ts";
import { hasCode } from "../chain/hasCode.ts";
import { readView } from "../chain/readView.ts";
import { chainTime } from "../chain/time.ts";
import { isTallystickError } from "../errors.ts";
import { receivablesOf } from "./contracts.ts";
import { receivableStatus } from "./receivableState.ts";
import { faceOf, MAX_FACE, MAX_UNITS, numberText, type ReceivableTerms } from "./terms.ts";

/** Why the contract would refuse terms. */
export type TermsFaultCode =
  | "NoDebtor"
  | "NoCreditor"
  | "DebtorIsCreditor"
  | "DebtorIsContract"
  | "NoToken"
  | "BadNumber"
  | "NoFace"
  | "FaceTooHigh"
  | "UnitsTooMany"
  | "DueTooEarly"
  | "DueTooLate"
  | "TierTooDeep"
  | "LateTooHigh"
  | "GraceTooLong"
  | "AlreadyRegistered"
  | "OrderDiffers"
  | "BeyondOrder";

/** What is wrong, and where. */
export interface TermsFault {
  readonly code: TermsFaultCode;
  readonly field: keyof ReceivableTerms;
}

/** What terms are measured by. */
export interface TermsFacts {
  /** Unix second of the registration. */
  readonly now: number;
  /** Longest time from then to the due date, in seconds (`IReceivables.maxTerm`). */
  readonly maxTerm: number;
  readonly receivables: Address;
  /** Whether there is a contract where the token is said to be. */
  readonly isToken: boolean;
  /** Whether the number was used between the two before. */
  readonly isRegistered: boolean;
  /** What the order's receivables may come to, and come to so far (`IReceivables.orderOf`). */
  readonly order: { readonly orderAmount: bigint; readonly used: bigint };
}

const MAX_TIER = 63;
const MAX_LATE_BPS = 3_600;
const MAX_GRACE_DAYS = 365;

/** All that the contract would refuse in terms that their creditor registers (`IReceivables.register`); none: it takes them. */
export function faultsOf(terms: ReceivableTerms, facts: TermsFacts): TermsFault[] {
  const { debtor, creditor } = terms;
  const face = faceOf(terms);
  const isWithin = (value: number, max: number): boolean => Number.isInteger(value) && value >= 0 && value <= max;
  const { orderAmount, used } = facts.order;
  const hasOrder = BigInt(terms.order) !== 0n;
  const isOfOrder = orderAmount === 0n || orderAmount === terms.orderAmount;
  const rules: readonly (readonly [isBroken: boolean, code: TermsFaultCode, field: keyof ReceivableTerms])[] = [
    [isAddressEqual(debtor, zeroAddress), "NoDebtor", "debtor"],
    [isAddressEqual(creditor, zeroAddress), "NoCreditor", "creditor"],
    [isAddressEqual(debtor, creditor), "DebtorIsCreditor", "debtor"],
    [isAddressEqual(debtor, facts.receivables), "DebtorIsContract", "debtor"],
    [!facts.isToken, "NoToken", "token"],
    [numberText(terms.number) === undefined, "BadNumber", "number"],
    [face <= 0n, "NoFace", "units"],
    [face > MAX_FACE, "FaceTooHigh", "unit"],
    [BigInt(terms.units) > MAX_UNITS, "UnitsTooMany", "units"],
    [terms.dueAt <= facts.now, "DueTooEarly", "dueAt"],
    [terms.dueAt > facts.now + facts.maxTerm, "DueTooLate", "dueAt"],
    [!isWithin(terms.maxTier, MAX_TIER), "TierTooDeep", "maxTier"],
    [!isWithin(terms.lateBps, MAX_LATE_BPS), "LateTooHigh", "lateBps"],
    [!isWithin(terms.graceDays, MAX_GRACE_DAYS), "GraceTooLong", "graceDays"],
    [facts.isRegistered, "AlreadyRegistered", "number"],
    [hasOrder && !isOfOrder, "OrderDiffers", "orderAmount"],
    [hasOrder && used + face > terms.orderAmount, "BeyondOrder", "orderAmount"],
  ];
  return rules.filter(([isBroken]) => isBroken).map(([, code, field]) => ({ code, field }));
}

/**
 * All that the contract would refuse in terms if their creditor registered them now; none: it takes them.
 *
 * @throws `NotDeployed`, `ChainUnreachable`
 */
export async function termsFaults(reader: Reader, terms: ReceivableTerms): Promise<TermsFault[]> {
  const { debtor, creditor, token } = terms;
  const receivables = receivablesOf(reader.network);
  const [now, maxTerm, isToken, [orderAmount, used], isRegistered] = await Promise.all([
    chainTime(reader),
    readView(reader, receivables, "maxTerm", []),
    hasCode(reader, token, "termsFaults"),
    readView(reader, receivables, "orderOf", [debtor, creditor, token, terms.order]),
    isKnown(reader, terms),
  ]);
  const order = { orderAmount, used };
  return faultsOf(terms, { now, maxTerm, receivables: receivables.address, isToken, isRegistered, order });
}

/** Whether an invoice of this number was registered, with these terms or others. */
async function isKnown(reader: Reader, terms: ReceivableTerms): Promise<boolean> {
  try {
    return (await receivableStatus(reader, terms)) !== "none";
  } catch (error) {
    if (isTallystickError(error, "Receivables_OtherTerms")) return true;
    throw error;
  }
}
