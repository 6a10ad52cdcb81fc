import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { parseUnits } from "viem";
import { sumInChinese, sumInWords } from "../../src/bills/wordsOfSum.ts";
import { refusal } from "../support/instruments.ts";

const EURX = { symbol: "EURX", decimals: 6 };
const words = (amount: string, decimals = 6) => sumInWords(parseUnits(amount, decimals), { symbol: "EURX", decimals });
const chinese = (amount: string, decimals = 6) =>
  sumInChinese(parseUnits(amount, decimals), { symbol: "EURX", decimals });

describe("sums in words", () => {
  it("SDK-308 are told in English, what is less than one as a fraction", () => {
    const cases: [amount: string, text: string][] = [
      ["0", "zero EURX"],
      ["0.5", "zero and 50/100 EURX"],
      ["1", "one EURX"],
      ["13", "thirteen EURX"],
      ["20", "twenty EURX"],
      ["21.05", "twenty-one and 05/100 EURX"],
      ["100", "one hundred EURX"],
      ["115", "one hundred fifteen EURX"],
      ["1234.56", "one thousand two hundred thirty-four and 56/100 EURX"],
      ["1000000", "one million EURX"],
      ["1000001", "one million one EURX"],
      ["2300045006.789", "two billion three hundred million forty-five thousand six and 789/1000 EURX"],
      ["7.000001", "seven and 000001/1000000 EURX"],
    ];
    for (const [amount, text] of cases) assert.equal(words(amount), text);
    assert.equal(words("42", 0), "forty-two EURX");
    assert.equal(words("4.2", 1), "four and 20/100 EURX");
    assert.match(
      sumInWords(2n ** 256n - 1n, { symbol: "X", decimals: 0 }),
      /^one hundred fifteen quattuorvigintillion /,
    );
  });

  it("SDK-308 are told in Chinese numerals, by the rules for filling in bills and the examples of their annex", () => {
    const cases: [amount: string, text: string][] = [
      ["0", "EURX 零元整"],
      ["0.5", "EURX 伍角整"],
      ["0.05", "EURX 伍分"],
      ["10", "EURX 壹拾元整"],
      // The annex's own examples, where it leaves a choice the shorter of both.
      ["1409.50", "EURX 壹仟肆佰零玖元伍角整"],
      ["6007.14", "EURX 陆仟零柒元壹角肆分"],
      ["1680.32", "EURX 壹仟陆佰捌拾元叁角贰分"],
      ["107000.53", "EURX 壹拾万柒仟元伍角叁分"],
      ["16409.02", "EURX 壹万陆仟肆佰零玖元零贰分"],
      ["325.04", "EURX 叁佰贰拾伍元零肆分"],
      ["100000001", "EURX 壹亿零壹元整"],
      ["1000100000", "EURX 壹拾亿零壹拾万元整"],
      ["120000000", "EURX 壹亿贰仟万元整"],
      ["1000000000000", "EURX 壹万亿元整"],
      ["10000", "EURX 壹万元整"],
      ["10500", "EURX 壹万零伍佰元整"],
      ["1234.567891", "EURX 壹仟贰佰叁拾肆元伍角陆分柒厘捌毫玖丝壹忽"],
      ["1.000001", "EURX 壹元零壹忽"],
      ["1.10203", "EURX 壹元壹角零贰厘零叁丝"],
    ];
    for (const [amount, text] of cases) assert.equal(chinese(amount), text);
    assert.equal(chinese("100.00000000000000001", 18), "EURX 壹佰点零零零零零零零零零零零零零零零零壹元");
    assert.equal(chinese("0.0000001", 7), "EURX 零点零零零零零零壹元");
  });

  it("SDK-308 give the sum back, whatever it is", () => {
    const seed = fc.sample(fc.integer(), 1)[0] as number;
    const value: Record<string, bigint> = {};
    [..."零壹贰叁肆伍陆柒捌玖"].forEach((figure, i) => {
      value[figure] = BigInt(i);
    });
    const place: Record<string, bigint> = { 拾: 10n, 佰: 100n, 仟: 1_000n };
    /** Reads a whole number of these words, with no more than 亿 before 万. */
    const read = (text: string): bigint => {
      const hundredMillions = text.lastIndexOf("亿");
      if (hundredMillions >= 0) {
        return read(text.slice(0, hundredMillions)) * 10n ** 8n + read(text.slice(hundredMillions + 1));
      }
      const [high, low] = text.includes("万") ? (text.split("万") as [string, string]) : ["", text];
      const group = (part: string): bigint =>
        [...part.matchAll(/([壹贰叁肆伍陆柒捌玖])([拾佰仟]?)/g)].reduce(
          (sum, [, figure, at]) => sum + (value[figure as string] as bigint) * (place[at as string] ?? 1n),
          0n,
        );
      return group(high) * 10_000n + group(low);
    };
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 2n ** 92n }), (amount) => {
        const text = sumInChinese(amount, { symbol: "X", decimals: 0 });
        assert.equal(read(text.slice(2, -2)), amount, text);
        assert.doesNotMatch(text, /零零|零[万亿元]/);
      }),
      { seed },
    );
  });

  it("SDK-308 are refused for what is no amount", () => {
    assert.equal(refusal(() => sumInWords(-1n, EURX)).field, "amount");
    assert.equal(refusal(() => sumInChinese(1n, { symbol: "X", decimals: 256 })).field, "decimals");
  });
});
