import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { refusalOf } from "../support/command.ts";
import type { TestStack } from "../support/stack.ts";

const WHO = "0x00000000000000000000000000000000000A11cE";
const ID = `0x${"1".repeat(64)}`;
/** No chain answers: what is refused is refused for its form. */
const stack = { env: {} } as unknown as TestStack;
const nowhere = ["--rpc", "http://127.0.0.1:9", "--persona", "climatologist"];

describe("times of what is signed", () => {
  const signing: readonly (readonly string[])[] = [
    ["proposal", "sponsor", "draft.json", "--valid"],
    ["vote", "7", "for", "--sign", "--valid"],
    ["delegate", "self", "--sign", "--valid"],
    ["grant", "sign", ID, "--to", WHO, "--valid"],
    ["exchange", "propose", "--give", ID, "--get", ID, "--with", WHO, "--valid"],
    ["mandate", "sign", ID, "--cap", "1", "--valid"],
    ["consent", "request", ID, "--for"],
    ["consent", "change", ID, "--holder", WHO, "--valid"],
  ];
  for (const args of signing) {
    it(`SDK-182 of "${args.slice(0, 2).join(" ")}" are not for ever, which would end at once`, async () => {
      assert.deepEqual(await refusalOf(stack, [...args, "forever", ...nowhere]), [2, "Usage"]);
    });
  }
});
