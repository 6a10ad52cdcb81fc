import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type Block, type Inline, longestText, parseMarkdown } from "../lib/markdown.ts";

const blocks = (text: string): readonly Block[] => parseMarkdown(text).blocks;
const inline = (text: string): readonly Inline[] => {
  const [only] = blocks(text);
  assert.equal(only?.kind, "paragraph");
  return only.children;
};
const link = (text: string) => inline(text).find((part) => typeof part === "object" && part.kind === "link");
const dump = (text: string) => JSON.stringify(blocks(text));

describe("parseMarkdown", () => {
  it("APP-70 reads headings, paragraphs, lists, quotes, code, rules and tables", () => {
    const text =
      "# Title #\n\nTwo\nlines\n\n- one\n- two\n  - deep\n\n3. three\n4. four\n\n> said\n> so\n\n---\n\n```js\na < b\n```\n\n| a | b |\n|---|:-:|\n| 1 | *2* |\n";
    assert.deepEqual(blocks(text), [
      { kind: "heading", level: 1, children: ["Title"] },
      { kind: "paragraph", children: ["Two lines"] },
      {
        kind: "list",
        start: undefined,
        items: [
          [{ kind: "paragraph", children: ["one"] }],
          [
            { kind: "paragraph", children: ["two"] },
            { kind: "list", start: undefined, items: [[{ kind: "paragraph", children: ["deep"] }]] },
          ],
        ],
      },
      {
        kind: "list",
        start: 3,
        items: [[{ kind: "paragraph", children: ["three"] }], [{ kind: "paragraph", children: ["four"] }]],
      },
      { kind: "quote", blocks: [{ kind: "paragraph", children: ["said so"] }] },
      { kind: "rule" },
      { kind: "code", text: "a < b" },
      { kind: "table", head: [["a"], ["b"]], rows: [[["1"], [{ kind: "emphasis", children: ["2"] }]]] },
    ]);
  });

  it("APP-70 reads emphasis, code, breaks and escapes, and leaves what only looks like them", () => {
    assert.deepEqual(inline("a **b *c*** ~~d~~ `e*f*` \\*g\\*"), [
      "a ",
      { kind: "strong", children: ["b ", { kind: "emphasis", children: ["c"] }] },
      " ",
      { kind: "strike", children: ["d"] },
      " ",
      { kind: "code", text: "e*f*" },
      " *g*",
    ]);
    assert.deepEqual(inline("2 * 3 * 4, snake_case_name, 5**"), ["2 * 3 * 4, snake_case_name, 5**"]);
    assert.deepEqual(inline("one  \ntwo"), ["one  ", { kind: "break" }, "two"]);
  });

  describe("links", () => {
    it("APP-70 names the host that will be asked, whatever the words say", () => {
      assert.deepEqual(link('[https://good.example](https://evil.example/x "t")'), {
        kind: "link",
        href: "https://evil.example/x",
        host: "evil.example",
        bare: false,
        children: ["https://good.example/"],
      });
      assert.match(JSON.stringify(link("[pay](https://аpple.com)")), /"host":"xn--pple-43d\.com"/);
    });
    it("APP-70 finds bare addresses, without the full stop behind them", () => {
      assert.deepEqual(inline("See https://forum.example/t/1."), [
        "See ",
        {
          kind: "link",
          href: "https://forum.example/t/1",
          host: "forum.example",
          bare: true,
          children: ["https://forum.example/t/1"],
        },
        ".",
      ]);
    });
    for (const target of [
      "javascript:alert(1)",
      "JaVaScRiPt:alert(1)",
      "data:text/html,x",
      "file:///etc/passwd",
      "//evil.example",
      "/governance",
      "https://bank.example@evil.example",
      "https://",
    ]) {
      it(`APP-70 makes no link of ${target}`, () => assert.equal(link(`[a](${target})`)?.kind, undefined));
    }
    it("APP-70 loads no picture, and leads to it instead", () => {
      assert.match(
        dump("![chart](https://img.example/a.png)"),
        /"kind":"link","href":"https:\/\/img\.example\/a\.png"/,
      );
    });
  });

  it("APP-70 leaves out no level between headings, at whichever the writer began", () => {
    const found = blocks("## a\n#### b\n> ##### c\n\n### d\n## e\n# f");
    const levels = (list: readonly Block[]): number[] =>
      list.flatMap((each) =>
        each.kind === "heading" ? [each.level] : each.kind === "quote" ? levels(each.blocks) : [],
      );
    assert.deepEqual(levels(found), [1, 2, 3, 2, 1, 1]);
  });

  it("APP-70 knows no HTML: it stays text", () => {
    const text = '<img src=x onerror=alert(1)> <a href="javascript:x">y</a>';
    assert.deepEqual(inline(text), [text]);
  });

  it("APP-70 shows marks that turn the direction of text as what they are", () => {
    assert.deepEqual(inline("a\u202eb\u0000"), ["a\ufffdb\ufffd"]);
  });

  it("APP-70 reads hostile texts in a bounded time, and no more of a text than its beginning", () => {
    const many = longestText / 2;
    for (const text of ["*".repeat(many), "[".repeat(many), "`a".repeat(many), "> ".repeat(many), "- ".repeat(many)]) {
      const began = performance.now();
      parseMarkdown(text);
      assert.ok(performance.now() - began < 1_000, `${text.slice(0, 4)} took ${performance.now() - began} ms`);
    }
    for (const pair of ["**a ", "[a](", "_a*b", "~~`", "\\", "# #", "|-", "1. ", "```\n", "https://", "*_"]) {
      const began = performance.now();
      parseMarkdown(pair.repeat(many / 2));
      assert.ok(performance.now() - began < 1_000, `${pair} took ${performance.now() - began} ms`);
    }
    const { blocks: found, cut } = parseMarkdown("a".repeat(longestText + 1));
    assert.equal(cut, true);
    assert.equal(JSON.stringify(found).includes("a".repeat(longestText + 1)), false);
    assert.equal(parseMarkdown("a").cut, false);
  });
});
