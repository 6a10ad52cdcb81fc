import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, describe, it } from "node:test";
import { dayOfTime } from "../../src/bills/face.ts";
import { chainTime } from "../../src/chain/time.ts";
import { ballotDigest, decodeBallot } from "../../src/governance/ballots.ts";
import { submitBallots } from "../../src/governance/submitBallots.ts";
import type { PersonaId } from "../../src/local/personas.ts";
import { marketFee } from "../../src/market/registry.ts";
import { deployed } from "../../src/networks.ts";
import { billCommands } from "../support/billCommands.ts";
import { UNTIL } from "../support/dao.ts";
import { DAY } from "../support/market.ts";
import { type TestStack, testStack } from "../support/stack.ts";
import { tutorialOf } from "../support/tutorial.ts";

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

let stack: TestStack;

before(async () => {
  stack = await testStack();
});
after(() => stack.close());

describe("the tutorial “Change a parameter by vote”, followed by the command", () => {
  const { names, follow, left } = tutorialOf("change-a-parameter.md", () => stack);

  before(() => stack.pass(1));

  it("APP-92 changes the fee, as the text says", async () => {
    const made = await follow("proposal propose --title");
    names.proposal = /^id {10}(\d+)$/m.exec(made)?.[1] ?? "";
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
    names.proposal = /^id {10}(\d+)$/m.exec(made)?.[1] ?? "";
    await stack.pass(UNTIL.vote);
    await follow("ballots sign <proposal> for");
    const relay = await relayOf(stack);
    assert.match(await follow("ballots post", { TALLYSTICK_BALLOT_RELAYS: relay.url }), / at http.*: pending$/m);
    await relay.close();
    const { counted } = await submitBallots(stack.actor("relayer"), relay.posted.map(decodeBallot));
    assert.deepEqual(
      counted.map(({ proposalId, voter }) => [String(proposalId), voter]),
      [[names.proposal, stack.actor("deployer").wallet.account.address]],
    );
    await follow("delegate 0x");
    assert.match(await follow("delegate self"), /itself/);
    assert.deepEqual(left(), [], "commands of the tutorial that nobody followed");
  });
});

describe("the tutorial “A bill on the command line”, followed by the command", () => {
  const { account, balance, dayIn } = billCommands(() => stack);
  const { names, follow, left } = tutorialOf("bill-on-the-command-line.md", () => stack);
  const balances = () => Promise.all((["enterprise", "supplier", "workshop", "financier"] as const).map(balance));
  /** What each of them has gained since. */
  const gained = async (before: readonly bigint[]) => (await balances()).map((each, i) => each - (before[i] ?? 0n));
  const takeId = (out: string): void => {
    names.bill = /^bill {8}(0x[0-9a-f]{64})$/m.exec(out)?.[1] ?? "";
  };
  const holds = (out: string, who: PersonaId) =>
    assert.match(out, new RegExp(`^lot .*: \\d+ EURX, ${account(who)}$`, "m"));

  before(async () => {
    for (const who of ["enterprise", "supplier", "workshop", "financier"] as const) await stack.fund(who);
    // Noon: no day begins meanwhile.
    const now = await chainTime(stack.actor("supplier"));
    await stack.pass((dayOfTime(now) + 1) * DAY + DAY / 2 - now);
    names.today = await dayIn(0);
    names.tomorrow = await dayIn(1);
  });

  it("APP-92 draws, sells and pays a bill, as the text says", async () => {
    const start = await balances();
    await follow("bill draft");
    await follow("bill sign");
    takeId(await follow("bill draw bill.json"));
    const shown = await follow("bill show");
    assert.match(shown, /^in words {4}one hundred EURX$/m);
    assert.match(shown, /^status {6}accepted \(accepted\)$/m);
    holds(await follow("bill receive"), "workshop");
    await follow("bill quote ask");
    assert.match(await follow("bill quote take"), /^price {7}99\.5 EURX$/m);
    holds(await follow("bill present"), "financier");
    assert.match(await follow("bill pay"), /^status {6}paid /m);
    await follow("bill collect");
    assert.deepEqual(await gained(start), [-100_000_000n, 0n, 99_500_000n, 500_000n]);
    assert.match(await follow("bill acceptor note"), /^noted {7}accepted, onTime$/m);
    assert.match(await follow("bill acceptor record"), /^on time {5}1: 100 EURX$/m);
    await follow("bill history");
    assert.match(await follow("bill verify"), /^proved {6}1 lots, 2 links/m);
    assert.doesNotMatch(await follow("bill report"), /NOT MET/);
  });

  it("APP-92 has those before the holder answer for a bill that is not paid", async () => {
    const start = await balances();
    takeId(await follow("bill draw --drawee"));
    await follow("bill receive");
    await follow("bill accept");
    holds(await follow("bill endorse"), "financier");
    assert.match(await follow("bill present"), /^status {6}presented /m);
    assert.match(await follow("bill refuse"), /^status {6}dishonoured /m);
    assert.match(await follow("bill protest"), /^status {6}protested /m);
    const owed = await follow("bill owed");
    assert.match(owed, /^owed {8}40 EURX$/m);
    for (const [who, role] of [
      ["enterprise", "acceptor"],
      ["supplier", "drawer"],
      ["workshop", "endorser"],
    ] as const)
      assert.match(owed, new RegExp(`^answers {5}${account(who)}, ${role}: 40 EURX until `, "m"));
    holds(await follow("bill take-up"), "workshop");
    holds(await follow("bill take-up"), "supplier");
    const answers = (await follow("bill owed")).match(/^answers .*$/gm) ?? [];
    assert.deepEqual(
      answers.map((line) => line.includes(account("enterprise"))),
      [true],
    );
    assert.deepEqual(await gained(start), [0n, -40_000_000n, 0n, 40_000_000n]);
  });

  it("APP-92 sells a bill for a while, and has it back", async () => {
    const start = await balances();
    takeId(await follow("bill draw --drawee"));
    await follow("bill receive");
    await follow("bill accept");
    await follow("bill repo offer");
    assert.match(await follow("bill repo open"), /^state {7}open$/m);
    assert.deepEqual(await gained(start), [0n, 0n, 28_500_000n, -28_500_000n]);
    assert.match(await follow("bill repo buy-back"), /^state {7}over$/m);
    assert.deepEqual(await gained(start), [0n, 0n, 0n, 0n]);
    assert.deepEqual(left(), [], "commands of the tutorial that nobody followed");
  });
});
