import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { findOrphans } from "./requirements.ts";
import { findMisnamedTests } from "./test-names.ts";

// No prefix that docs/spec uses: this file is itself one of the tests that the check reads.
const spec = (...rows: string[]) => ({ path: "docs/spec/zoo.md", text: rows.join("\n") });
const test = (title: string, path = "test/zoo/zoo.test.ts") => ({
  path,
  text: ["it(", `"${title}", () => {});`].join(""),
});
const feed = "| ZOO-01 | A keeper MUST feed the lion. |";

describe("findOrphans", () => {
  it("is content when each requirement stands in a test's title, and the other way round", () => {
    assert.deepEqual(findOrphans([spec(feed), test("ZOO-01: refuses a hungry lion")]), []);
  });

  it("finds a requirement without a test", () => {
    assert.deepEqual(findOrphans([spec(feed)]), ["ZOO-01 (docs/spec/zoo.md) is named by no test."]);
  });

  it("finds a test of a requirement that does not exist", () => {
    const found = findOrphans([spec(feed), test("ZOO-01, ZOO-02: feeds")]);
    assert.deepEqual(found, ["A test in test/zoo/zoo.test.ts names ZOO-02, which docs/spec does not have."]);
  });

  it("reads Solidity function names and the NatSpec above them", () => {
    const byName = { path: "test/solidity/Zoo.t.sol", text: "function testFuzz_ZOO_01_feeds(uint256 x) public {}" };
    const byComment = { path: "test/solidity/Zoo.t.sol", text: "/// ZOO-01\nfunction invariant_fed() public {}" };
    assert.deepEqual(findOrphans([spec(feed), byName]), []);
    assert.deepEqual(findOrphans([spec(feed), byComment]), []);
  });

  it("does not count an id outside a title, nor one in a file that is no test", () => {
    const inBody = { path: "test/zoo/zoo.test.ts", text: 'it("feeds", () => check("ZOO-01"));' };
    assert.equal(findOrphans([spec(feed), inBody, test("ZOO-01: feeds", "test/zoo/helper.ts")]).length, 1);
  });

  it("finds an id given twice and a row that requires nothing", () => {
    const rows = spec(feed, feed, "| ZOO-02 | The lion is nice. |");
    const found = findOrphans([rows, test("ZOO-01 ZOO-02")]);
    assert.deepEqual(found, [
      "ZOO-01 stands twice: in docs/spec/zoo.md and in docs/spec/zoo.md.",
      "ZOO-02 in docs/spec/zoo.md has no MUST: it requires nothing.",
    ]);
  });

  it("takes ERC-20 and SHA-256 for what they are", () => {
    assert.deepEqual(findOrphans([spec(feed), test("ZOO-01: takes ERC-20 and hashes with SHA-256")]), []);
  });
});

describe("findMisnamedTests", () => {
  it("finds tests that no run looks for", () => {
    assert.equal(findMisnamedTests([test("feeds", "test/zoo/zoo.ts")]).length, 1);
    assert.deepEqual(findMisnamedTests([test("feeds")]), []);
  });
});
