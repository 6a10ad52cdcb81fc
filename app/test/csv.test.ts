import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  beginningOfJson,
  columnType,
  mediaTypeOf,
  parseDelimited,
  sniffDelimited,
  sniffDelimiter,
  sniffJson,
} from "../lib/csv.ts";

describe("parseDelimited", () => {
  it("APP-23 reads quotes, doubled quotes, and line ends and delimiters in quotes", () => {
    const text = '\ufeffname,note\r\n"Oak, red","says ""hi""\nthere"\r\n,\r\n';
    assert.deepEqual(parseDelimited(text, ",", 10), [
      ["name", "note"],
      ["Oak, red", 'says "hi"\nthere'],
      ["", ""],
    ]);
  });
  it("APP-23 leaves out a last row that may go on, and stops at the limit", () => {
    assert.deepEqual(parseDelimited("a,b\n1,2\n3,", ",", 10, false), [
      ["a", "b"],
      ["1", "2"],
    ]);
    assert.deepEqual(parseDelimited("a\n1\n2\n3", ",", 2), [["a"], ["1"]]);
  });
  it("APP-23 survives anything", () => {
    for (const text of ["", "\n\n", '"', '"a', 'a"b"c,d', "\0,\0"])
      assert.doesNotThrow(() => parseDelimited(text, ",", 5));
  });
});

describe("sniffing", () => {
  it("APP-23 finds the delimiter", () => {
    assert.equal(sniffDelimiter("a,b;c\n1,2;3"), ",");
    assert.equal(sniffDelimiter("a;b;c\n1,5;2,5;3"), ";");
    assert.equal(sniffDelimiter("a\tb\n1\t2"), "\t");
    assert.equal(sniffDelimiter("only one"), ",");
  });
  it("APP-23 finds the narrowest type that fits all values", () => {
    assert.equal(columnType(["1", "", "-20"]), "integer");
    assert.equal(columnType(["1", "2.5e3"]), "number");
    assert.equal(columnType(["true", "FALSE"]), "boolean");
    assert.equal(columnType(["2012-01-01", "2012-01-02T10:00:00Z"]), "date");
    assert.equal(columnType(["1", "x"]), "string");
    assert.equal(columnType(["", ""]), "string");
  });
  it("APP-23 makes a sample that reads back as the same rows", () => {
    const found = sniffDelimited('id,note\n1,"a,b"\n2,"c ""d"""\n', true);
    assert.deepEqual(found.columns, [
      { name: "id", type: "integer" },
      { name: "note", type: "string" },
    ]);
    assert.deepEqual(parseDelimited(found.sample, ",", 10), [
      ["id", "note"],
      ["1", "a,b"],
      ["2", 'c "d"'],
    ]);
  });
  it("APP-23 keeps the sample short", () => {
    const row = "x".repeat(1_500);
    const { sample } = sniffDelimited(`a,b\n${`${row},1\n`.repeat(20)}`, true);
    assert.ok(sample.length <= 4_000);
    assert.ok(sample.startsWith("a,b\n"));
  });
  it("APP-23 finds the columns of JSON records, at the top or below", () => {
    const records = [
      { id: 1, when: "2020-01-01", at: { x: 1 } },
      { id: 2.5, tags: ["a"] },
    ];
    const columns = [
      { name: "id", type: "number" },
      { name: "when", type: "date" },
      { name: "at", type: "record" },
      { name: "tags", type: "list" },
    ];
    assert.deepEqual(sniffJson(records).columns, columns);
    assert.deepEqual(sniffJson({ type: "x", features: records }).columns, columns);
    assert.deepEqual(sniffJson(null).columns, []);
  });
  it("APP-23 knows a file by its name, and never takes a malformed type from outside", () => {
    assert.equal(mediaTypeOf("a.CSV", ""), "text/csv");
    assert.equal(mediaTypeOf("a.bin", "application/zip"), "application/zip");
    assert.equal(mediaTypeOf("a.bin", "text/html; x=<script>"), "application/octet-stream");
  });
});

describe("beginningOfJson", () => {
  const list = [{ name: "a, {b}]", tags: ["x", 'y"\\'] }, { name: "é", n: { deep: [1, 2] } }, 3];
  const text = JSON.stringify(list);

  it("APP-23 reads what is whole, and of a list that was cut off anywhere the elements that are whole", () => {
    assert.deepEqual(beginningOfJson(text), list);
    const firstEnds = JSON.stringify(list[0]).length + 2;
    const secondEnds = firstEnds + JSON.stringify(list[1]).length + 1;
    for (let end = firstEnds; end < text.length; end++) {
      const expected = end < secondEnds ? list.slice(0, 1) : list.slice(0, 2);
      assert.deepEqual(beginningOfJson(text.slice(0, end)), expected, text.slice(0, end));
    }
  });
  it("APP-23 refuses what is no list, or has no whole element, and takes no long for it", () => {
    for (const bad of ["", "[", '{"a": [1, 2', '["a', text.slice(0, 20), "[1 2, 3"]) {
      assert.throws(() => beginningOfJson(bad), SyntaxError, bad);
    }
    const started = performance.now();
    assert.throws(() => beginningOfJson(`["${"\\".repeat(131_072)}`), SyntaxError);
    assert.throws(() => beginningOfJson("[".repeat(131_072)), SyntaxError);
    assert.ok(performance.now() - started < 1_000);
  });
});
