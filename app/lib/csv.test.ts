import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { textFault } from "@tallystick/sdk/data/names";
import { mediaTypeOf, sniffDelimited, sniffJson } from "./csv.ts";
import { printable } from "./printable.ts";

describe("what is sniffed from a hostile file", () => {
  it("has no more columns than a manifest takes", () => {
    const names = Array.from({ length: 1_500 }, (_, i) => `c${i}`);
    const { columns } = sniffDelimited(`${names.join(",")}\n${names.map(() => "1").join(",")}\n`, true);
    assert.equal(columns.length, 1_000);
    assert.deepEqual(columns[999], { name: "c999", type: "integer" });
  });

  it("holds nothing that a manifest refuses", () => {
    const nasty = [
      "a\u0000b",
      "a\u202eb",
      "a\u200db",
      "a\u2028b",
      "\ud800",
      "\u001b[2J",
      `${"x".repeat(199)}\u{1f600}`,
    ];
    const delimited = sniffDelimited(`${nasty.join(";")}\n${nasty.join(";")}\n`, true);
    const json = sniffJson([Object.fromEntries(nasty.map((name) => [name, name]))]);
    for (const { columns, sample } of [delimited, json]) {
      assert.equal(columns.length, nasty.length);
      for (const { name } of columns) assert.equal(textFault(name), undefined, JSON.stringify(name));
      assert.equal(textFault(sample), undefined, JSON.stringify(sample));
    }
  });

  it("keeps what a person sees: line ends, tabs, any script", () => {
    const text = "天气\tÄpfel\nनमस्ते 😀";
    assert.equal(printable(text), text);
  });

  it("has a media type though the file is named after a built-in member", () => {
    for (const name of ["data.constructor", "data.__proto__"]) {
      assert.equal(mediaTypeOf(name, ""), "application/octet-stream", name);
    }
    assert.equal(mediaTypeOf("cars.CSV", ""), "text/csv");
    assert.equal(mediaTypeOf("x.bin", "Image/PNG"), "image/png");
  });
});
