import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { findUnclean } from "./hygiene.ts";

const found = (text: string, path = "scripts/a.ts") => findUnclean([{ path, text }]);
const mnemonic = `"${"test ".repeat(11)}junk"`;

describe("findUnclean", () => {
  for (const [what, text] of [
    ["a read from outside the repository", 'readFileSync("../shared/peers.json")'],
    ["an absolute path of one machine", 'readFileSync("/work/main/package.json")'],
    ["a note of unfinished work", "// TODO later"],
    ["another note of unfinished work", "/* FIXME */"],
    ["a private key", "-----BEGIN EC PRIVATE KEY-----"],
    ["an access token", `token = "npm_${"a1B2".repeat(9)}"`],
    ["a seed phrase of somebody", `"${"lion ".repeat(11)}tiger"`],
  ] as const)
    it(`finds ${what}`, () => assert.equal(found(text).length, 1));

  it("lets a folder of that name inside the repository be", () => {
    const files = [
      { path: "contracts/market/Market.sol", text: 'import {Money} from "../shared/Money.sol";' },
      { path: "contracts/shared/Money.sol", text: "" },
    ];
    assert.deepEqual(findUnclean(files), []);
  });

  it("lets the test mnemonic stand in one file, not in two", () => {
    const one = { path: "scripts/accounts.ts", text: mnemonic };
    assert.deepEqual(findUnclean([one]), []);
    assert.equal(findUnclean([one, { path: "app/a.ts", text: mnemonic }]).length, 1);
  });
});
