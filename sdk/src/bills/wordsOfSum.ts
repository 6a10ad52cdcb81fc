import { amountIn, wholeOf } from "../instruments/whole.ts";

// The sum of a bill in words, which prevail over figures (ULB 6, BEA 9; NIL 8 wants both the same).

/** What a sum is told in. */
export interface SumToken {
  readonly symbol: string;
  readonly decimals: number;
}

const ONES = [
  ..."zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen".split(" "),
  ..."seventeen eighteen nineteen".split(" "),
];
const TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split(" ");
// The highest amount has 78 digits.
const THOUSANDS = [
  ..."- thousand million billion trillion quadrillion quintillion sextillion septillion octillion nonillion".split(" "),
  ..."decillion undecillion duodecillion tredecillion quattuordecillion quindecillion sexdecillion".split(" "),
  ..."septendecillion octodecillion novemdecillion vigintillion unvigintillion duovigintillion".split(" "),
  ..."trevigintillion quattuorvigintillion".split(" "),
];

/**
 * A sum in English words: "one thousand two hundred thirty-four and 56/100 EURX". What is less than one is a fraction in
 * figures, as on cheques, of a hundred at least and of as much more as it takes.
 *
 * @param amount base units
 * @throws `FieldInvalid` for an amount beyond 256 bits, or more than 255 decimals
 */
export function sumInWords(amount: bigint, { symbol, decimals }: SumToken): string {
  const { whole, digits } = partsOf(amount, decimals);
  const places = Math.max(2, digits.replace(/0+$/, "").length);
  const numerator = digits.padEnd(places, "0").slice(0, places);
  const fraction = /^0*$/.test(numerator) ? "" : ` and ${numerator}/1${"0".repeat(places)}`;
  return `${numberInWords(whole)}${fraction} ${symbol}`;
}

/** Whole part, and the digits after the point. */
function partsOf(amount: bigint, decimals: number): { whole: bigint; digits: string } {
  const one = 10n ** wholeOf(decimals, "decimals", 255n);
  const sum = amountIn(amount, "amount");
  return { whole: sum / one, digits: decimals === 0 ? "" : String(sum % one).padStart(decimals, "0") };
}

function numberInWords(number: bigint): string {
  if (number === 0n) return "zero";
  const words: string[] = [];
  for (let [rest, power] = [number, 0]; rest > 0n; rest /= 1_000n, power++) {
    const group = Number(rest % 1_000n);
    if (group === 0) continue;
    words.unshift(power === 0 ? groupInWords(group) : `${groupInWords(group)} ${THOUSANDS[power]}`);
  }
  return words.join(" ");
}

/** From 1 to 999. */
function groupInWords(group: number): string {
  const [hundreds, rest] = [Math.floor(group / 100), group % 100];
  const head = hundreds === 0 ? [] : [`${ONES[hundreds]} hundred`];
  return [...head, ...(rest === 0 ? [] : [tensInWords(rest)])].join(" ");
}

function tensInWords(number: number): string {
  if (number < 20) return ONES[number] as string;
  const ten = TENS[Math.floor(number / 10) - 2] as string;
  return number % 10 === 0 ? ten : `${ten}-${ONES[number % 10]}`;
}

const FIGURES = "零壹贰叁肆伍陆柒捌玖";
const PLACES = ["", "拾", "佰", "仟"];
/** Names of the places after the point, down to a millionth. */
const SMALL = "角分厘毫丝忽";

/**
 * A sum in Chinese financial numerals: "EURX 壹仟贰佰叁拾肆元伍角陆分", by the rules for filling in negotiable instruments
 * (支付结算办法, annex 1): one 零 for zeros in between, 整 after 元 or 角 where nothing follows. Tokens with more than two
 * decimals go on with 厘, 毫, 丝, 忽; what is smaller is told digit by digit after 点.
 *
 * @param amount base units
 * @throws `FieldInvalid` for an amount beyond 256 bits, or more than 255 decimals
 */
export function sumInChinese(amount: bigint, { symbol, decimals }: SumToken): string {
  const { whole, digits } = partsOf(amount, decimals);
  const fraction = digits.replace(/0+$/, "");
  if (fraction.length > SMALL.length) {
    const told = [...fraction].map((digit) => FIGURES[Number(digit)]).join("");
    return `${symbol} ${chineseNumber(whole) || "零"}点${told}元`;
  }
  const yuan = whole === 0n && fraction !== "" ? "" : `${chineseNumber(whole) || "零"}元`;
  return `${symbol} ${yuan}${chineseFraction(fraction, yuan !== "")}${fraction.length < 2 ? "整" : ""}`;
}

/** Places after the point; a zero among them is told once, one before them only after a whole part. */
function chineseFraction(fraction: string, isAfterWhole: boolean): string {
  let text = "";
  let isZeroOpen = false;
  [...fraction].forEach((digit, i) => {
    if (digit === "0") {
      isZeroOpen = text !== "" || isAfterWhole;
      return;
    }
    text += `${isZeroOpen ? "零" : ""}${FIGURES[Number(digit)]}${SMALL[i]}`;
    isZeroOpen = false;
  });
  return text;
}

/** A whole number; of zero, nothing. Above 亿 the same words again: 壹万亿, 壹亿亿. */
function chineseNumber(number: bigint): string {
  const [high, rest] = [number / 10n ** 8n, number % 10n ** 8n];
  if (high > 0n) return joined(`${chineseNumber(high)}亿`, rest, 10n ** 7n);
  const tenThousands = rest / 10_000n;
  if (tenThousands > 0n) return joined(`${chineseGroup(tenThousands)}万`, rest % 10_000n, 1_000n);
  return chineseGroup(rest);
}

/** What follows a higher place: with one zero between where its own first place is empty. */
function joined(head: string, rest: bigint, firstPlace: bigint): string {
  if (rest === 0n) return head;
  return `${head}${rest < firstPlace ? "零" : ""}${chineseNumber(rest)}`;
}

/** Up to 9,999. */
function chineseGroup(group: bigint): string {
  let text = "";
  let isZeroOpen = false;
  for (const place of [3, 2, 1, 0]) {
    const digit = Number((group / 10n ** BigInt(place)) % 10n);
    if (digit === 0) isZeroOpen = text !== "";
    else {
      text += `${isZeroOpen ? "零" : ""}${FIGURES[digit]}${PLACES[place]}`;
      isZeroOpen = false;
    }
  }
  return text;
}
