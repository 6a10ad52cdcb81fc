import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { contractErrors } from "@tallystick/sdk/chain/errorAbis";
import { denialCodes } from "@tallystick/sdk/gateway/typedData";
import { personas } from "@tallystick/sdk/local/personas";
import { type Dictionary, dictionaryOf, locales } from "../i18n/dictionary.ts";
import { problemSentence } from "../i18n/problem.ts";
import { fill, lookup, translator } from "../i18n/translate.ts";
import { aboutPersonas } from "../i18n/zh/personas.ts";
import { problemCodes } from "../lib/tx/explain.ts";

function flatten(words: object, path = ""): [string, string][] {
  return Object.entries(words).flatMap(([key, value]) =>
    typeof value === "string" ? [[`${path}${key}`, value] as [string, string]] : flatten(value, `${path}${key}.`),
  );
}

const places = (text: string) => [...new Set([...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name))].sort();

describe("dictionaries", () => {
  const english = new Map(flatten(dictionaryOf("en")));

  for (const locale of locales) {
    it(`APP-30 has every key of English, with the same places, in ${locale}`, () => {
      const words = new Map(flatten(dictionaryOf(locale)));
      assert.deepEqual([...words.keys()].sort(), [...english.keys()].sort());
      for (const [key, text] of words) {
        assert.notEqual(text.trim(), "", key);
        assert.deepEqual(places(text), places(english.get(key) ?? ""), key);
      }
    });

    it(`APP-08 has a sentence for every custom error and every code of ours, in ${locale}`, () => {
      const words = dictionaryOf(locale);
      assert.ok(contractErrors.length > 90);
      for (const item of contractErrors) {
        assert.equal(item.type, "error");
        const values = Object.fromEntries(item.inputs.map(({ name = "" }) => [name, `<${name}>`]));
        const sentence = problemSentence({ code: item.name, values }, words, locale);
        assert.ok(!sentence.includes(item.name), `${item.name} is not put into words`);
        assert.deepEqual(places(sentence), [], `${item.name} names a value the error does not have: ${sentence}`);
      }
      for (const code of problemCodes) assert.ok(lookup(words, `problem.${code}`), code);
    });

    it(`APP-20 has a sentence for every reason the keepers give, in ${locale}`, () => {
      const words = dictionaryOf(locale);
      for (const reason of denialCodes) {
        const sentence = problemSentence({ code: "KeysDenied", values: { reason } }, words, locale);
        const own = lookup(words, `problem.denied_${reason}`);
        assert.ok(own && sentence.endsWith(own), sentence);
      }
      const strange = problemSentence({ code: "KeysDenied", values: { reason: "moon-phase" } }, words, locale);
      assert.ok(strange.includes("moon-phase"));
    });
  }

  it("APP-30 says in Chinese what every persona of the local chains is for", () => {
    assert.deepEqual(
      Object.keys(aboutPersonas),
      personas.map(({ id }) => id),
    );
    for (const [id, about] of Object.entries(aboutPersonas)) assert.match(about, /[\u4e00-\u9fff]{4}/, id);
  });

  it("APP-30 has Chinese where it has English, not English again", () => {
    const chinese = new Map(flatten(dictionaryOf("zh")));
    const same = [...english].filter(([key, text]) => chinese.get(key) === text && /[a-z]{4}/.test(text));
    // The sign-in message is one text for all: it is what the server compares.
    assert.deepEqual(
      same.map(([key]) => key),
      ["session.statement"],
    );
  });
});

describe("translate", () => {
  it("APP-30 chooses the plural form and writes numbers as the language does", () => {
    assert.equal(fill("{n} file|{n} files", { n: 1 }, "en"), "1 file");
    assert.equal(fill("{n} file|{n} files", { n: 1234 }, "en"), "1,234 files");
    assert.equal(fill("{n} 个文件", { n: 2 }, "zh"), "2 个文件");
  });

  it("APP-24 puts values in as text, and never looks into them for places", () => {
    assert.equal(fill("Buy “{title}”", { title: "{n} <b>|x" }, "en"), "Buy “{n} <b>|x”");
  });

  it("APP-30 answers with the key where there is no text, and not with what objects have of themselves", () => {
    const t = translator(dictionaryOf("en"), "en");
    assert.equal(t("common.close"), "Close");
    assert.equal(lookup(dictionaryOf("en") as Dictionary, "common.constructor"), undefined);
    assert.equal(lookup(dictionaryOf("en"), "__proto__.x"), undefined);
  });

  it("APP-08 names an error without a sentence rather than hiding it", () => {
    const problem = { code: "Strange_Error", values: {}, detail: "Strange_Error(1)" };
    assert.equal(problemSentence(problem, dictionaryOf("en"), "en"), "That did not work: Strange_Error(1)");
  });
});
