import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { marketFee } from "../../src/market/registry.ts";
import { tallystick } from "../support/command.ts";
import { UNTIL } from "../support/dao.ts";
import { type TestStack, testStack } from "../support/stack.ts";

const text = readFileSync(join(import.meta.dirname, "../../../docs/tutorials/change-a-parameter.md"), "utf8");

/** The commands of the tutorial, as they stand there. */
const commands = [...text.matchAll(/^npx tallystick (.+)$/gm)].map(([, line = ""]) => line);

/** Words of a line as a shell takes them: what stands in quotes is one. */
const wordsOf = (line: string): string[] =>
  [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? "");

describe("the tutorial “Change a parameter by vote”, followed by the command", () => {
  let stack: TestStack;
  let next = 0;
  let proposal = "";

  before(async () => {
    stack = await testStack();
    await stack.pass(1);
  });
  after(() => stack.close());

  /** Runs the next command, which must be this one, in the folder of the test. */
  async function follow(beginning: string): Promise<string> {
    const line = commands[next] ?? "";
    next += 1;
    assert.ok(line.startsWith(beginning), `the tutorial goes on with: ${line}`);
    const args = wordsOf(line.replace("<proposal>", proposal)).map((word) =>
      word.endsWith(".json") ? join(stack.folder, word) : word,
    );
    const { code, out, err } = await tallystick(stack, args);
    assert.equal(code, 0, `${line}: ${err}`);
    return out;
  }

  it("APP-92 changes the fee, as the text says", async () => {
    const made = await follow("proposal propose --title");
    proposal = /^id {10}(\d+)$/m.exec(made)?.[1] ?? "";
    assert.match(await follow("proposal show"), /^state {7}pending$/m);
    await stack.pass(UNTIL.vote);
    assert.match(await follow("vote <proposal> for"), /^result .*: passes$/m);
    assert.match(await follow("vote show"), /^voted {7}for 1000000 TALLY$/m);
    await stack.pass(UNTIL.voteEnds);
    assert.match(await follow("proposal queue"), /^state {7}queued$/m);
    assert.match(await follow("proposal show"), /^executable {2}from /m);
    await stack.pass(UNTIL.execution);
    assert.match(await follow("proposal execute"), /^state {7}executed$/m);
    assert.equal((await marketFee(stack.actor("newcomer"))).feeBps, 300);
  });

  it("APP-92 has who lacks power sponsored, and gives him power", async () => {
    await follow("proposal draft");
    await follow("proposal sponsor");
    assert.match(await follow("proposal propose draft.json"), /^proposal {4}Back to 2\.5 %$/m);
    await follow("delegate 0x");
    assert.match(await follow("delegate self"), /itself/);
    assert.equal(next, commands.length, "commands of the tutorial that nobody followed");
  });
});
