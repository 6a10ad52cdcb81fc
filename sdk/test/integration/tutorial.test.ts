import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { ballotDigest, decodeBallot } from "../../src/governance/ballots.ts";
import { submitBallots } from "../../src/governance/submitBallots.ts";
import { marketFee } from "../../src/market/registry.ts";
import { deployed } from "../../src/networks.ts";
import { tallystick } from "../support/command.ts";
import { UNTIL } from "../support/dao.ts";
import { type TestStack, testStack } from "../support/stack.ts";

const text = readFileSync(join(import.meta.dirname, "../../../docs/tutorials/change-a-parameter.md"), "utf8");

/** The commands of the tutorial, as they stand there. */
const commands = [...text.matchAll(/^npx tallystick (.+)$/gm)].map(([, line = ""]) => line);

/** Words of a line as a shell takes them: what stands in quotes is one. */
const wordsOf = (line: string): string[] =>
  [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? "");

/** A relay that takes whatever is posted, and keeps it. */
async function relayOf({ network }: TestStack) {
  const { chainId } = network;
  const posted: unknown[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { ballots } = JSON.parse(Buffer.concat(chunks).toString()) as { ballots: unknown[] };
    posted.push(...ballots);
    const idOf = (ballot: unknown) => ballotDigest(chainId, deployed(network).tallyGovernor, decodeBallot(ballot));
    const results = ballots.map((ballot) => ({ id: idOf(ballot), status: "pending" }));
    response.setHeader("content-type", "application/json").end(JSON.stringify({ results }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    posted,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}

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
  async function follow(beginning: string, env: Readonly<Record<string, string>> = {}): Promise<string> {
    const line = commands[next] ?? "";
    next += 1;
    assert.ok(line.startsWith(beginning), `the tutorial goes on with: ${line}`);
    const args = wordsOf(line.replace("<proposal>", proposal)).map((word) =>
      word.endsWith(".json") ? join(stack.folder, word) : word,
    );
    const { code, out, err } = await tallystick(stack, args, env);
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

  it("APP-92 has who lacks power sponsored, posts a ballot, and gives him power", async () => {
    await follow("proposal draft");
    await follow("proposal sponsor");
    const made = await follow("proposal propose draft.json");
    assert.match(made, /^proposal {4}Back to 2\.5 %$/m);
    proposal = /^id {10}(\d+)$/m.exec(made)?.[1] ?? "";
    await stack.pass(UNTIL.vote);
    await follow("ballots sign <proposal> for");
    const relay = await relayOf(stack);
    assert.match(await follow("ballots post", { TALLYSTICK_BALLOT_RELAYS: relay.url }), / at http.*: pending$/m);
    await relay.close();
    const { counted } = await submitBallots(stack.actor("relayer"), relay.posted.map(decodeBallot));
    assert.deepEqual(
      counted.map(({ proposalId, voter }) => [String(proposalId), voter]),
      [[proposal, stack.actor("deployer").wallet.account.address]],
    );
    await follow("delegate 0x");
    assert.match(await follow("delegate self"), /itself/);
    assert.equal(next, commands.length, "commands of the tutorial that nobody followed");
  });
});
