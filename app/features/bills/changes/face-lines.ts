import { type BillFace, placeText, tenorOf } from "@tallystick/sdk/bills/face";
import { billClauses, namesIn } from "@tallystick/sdk/bills/words";
import { zeroAddress } from "viem";
import type { Key } from "../../../i18n/dictionary.ts";
import type { Translate } from "../../../i18n/translate.ts";
import { formatDay } from "../shared/dates.ts";

interface Words {
  readonly t: Translate;
  readonly locale: string;
  readonly money: (face: BillFace) => string;
  readonly name: (account: string) => string;
  /** Of a rule set, by its number. */
  readonly law: (id: number) => string;
}

/** What two faces say differently: what it is, and the one's and the other's words for it. */
export function differences(
  old: BillFace,
  next: BillFace,
  words: Words,
): readonly (readonly [label: Key, before: string, after: string])[] {
  const [before, after] = [linesOf(old, words), linesOf(next, words)];
  return before.flatMap(([label, text], i) => {
    const other = after[i]?.[1] ?? "";
    return text === other ? [] : [[label, text, other] as const];
  });
}

function linesOf(face: BillFace, { t, locale, money, name, law }: Words): readonly (readonly [Key, string])[] {
  const tenor = tenorOf(face);
  const day = (number: number) => (number === 0 ? t("bills.changeNone") : formatDay(number, locale));
  const when =
    tenor === "fixedDay"
      ? t("bills.paperWhen_fixedDay", { date: day(face.term) })
      : t(`bills.paperWhen_${tenor}`, { n: face.term });
  const clauses = namesIn(billClauses, face.clauses).map((clause) => t(`bills.clause_${clause}`));
  return [
    ["bills.sum", money(face)],
    ["bills.tenor", when],
    ["bills.drawnOn", day(face.drawnOn)],
    ["bills.drawnAt", placeText(face.drawnAt) ?? face.drawnAt],
    ["bills.payableAt", placeText(face.payableAt) ?? face.payableAt],
    ["bills.law", law(face.rules)],
    ["bills.clauses", clauses.join(", ") || t("bills.changeNone")],
    ["bills.presentBy", day(face.presentBy)],
    ["bills.divisible", t(face.units > 1 ? "bills.changeYes" : "bills.changeNo")],
    ["bills.court", face.court === zeroAddress ? t("bills.changeNone") : name(face.court)],
  ];
}
