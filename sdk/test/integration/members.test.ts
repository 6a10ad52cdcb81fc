import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import type { Address, Hex } from "viem";
import { send } from "../../src/chain/send.ts";
import { decodeBallot } from "../../src/governance/ballots.ts";
import { NOBODY } from "../../src/governance/power.ts";
import { ballotSheets, castBallots } from "../../src/governance/sheets.ts";
import { marketFee } from "../../src/market/registry.ts";
import { type Deployment, deployed } from "../../src/networks.ts";
import { addressOf } from "../support/chain.ts";
import { answerOf, refusalOf, tallystick } from "../support/command.ts";
import { UNTIL } from "../support/dao.ts";
import { endow, TALLY } from "../support/members.ts";
import { type TestStack, testStack } from "../support/stack.ts";

interface Shown {
  readonly proposal: string;
  readonly state: string;
}

describe("proposals, votes, power and dividends by the command", () => {
  let stack: TestStack;
  let places: Deployment;
  let mei: Address;
  let amara: Address;
  let first: string;

  const at = (name: string): string => join(stack.folder, name);
  const answer = <T>(persona: string, ...args: readonly string[]): Promise<T> =>
    answerOf<T>(stack, [...args, "--persona", persona]);
  const fails = (persona: string, ...args: readonly string[]) => refusalOf(stack, [...args, "--persona", persona]);
  const people = async (...args: readonly string[]) => (await tallystick(stack, args)).out;

  before(async () => {
    stack = await testStack();
    places = deployed(stack.network);
    [mei, amara] = [addressOf(stack.actor("climatologist")), addressOf(stack.actor("analyst"))];
    await endow(stack, { climatologist: 60_000n * TALLY, analyst: 20_000n * TALLY, trader: 600n * TALLY });
    await stack.pass(1);
  });
  after(() => stack.close());

  it("SDK-182 makes a proposal in words, alone, and lists and shows it", async () => {
    const made = await answer<Shown>(
      "climatologist",
      ...["proposal", "propose", "--title", "A fee of 5 %", "--text", "The *treasury* needs it."],
      ...["--set", "marketFee=500"],
    );
    first = made.proposal;
    const { proposals } = await answerOf<{ proposals: { id: string; title: string; state: string }[] }>(stack, [
      ...["proposal", "list"],
    ]);
    assert.deepEqual(
      proposals.map(({ id, title, state }) => [id, title, state]),
      [[first, "A fee of 5 %", "pending"]],
    );
    const shown = await people("proposal", "show", first);
    assert.match(shown, /^proposal {4}A fee of 5 %$/m);
    assert.match(shown, /^track {7}ordinary$/m);
    assert.match(shown, /^action 1 .*5 %/m);
    assert.match(shown, /^The \*treasury\* needs it\.$/m);
    assert.equal(await people("proposal", "show", `0x${BigInt(first).toString(16).padStart(64, "0")}`), shown);
    const none = await answerOf<{ proposals: unknown[] }>(stack, ["proposal", "list", "--state", "executed"]);
    assert.deepEqual(none.proposals, []);
    const wrong: readonly (readonly string[])[] = [
      ["list", "--state", "won"],
      ["show", "first"],
      ["propose", "--set", "marketFee=1"],
      ["propose", "--title", "Nothing"],
      ["propose", "--title", "x", "--set", "marketFee"],
      ["propose", "--title", "x", "--set", "fee=1"],
      ["propose", "--title", "x", "--set", "marketFee=5%"],
      ["propose", "--title", "x", "--call", "market.setFee()"],
      ["propose", "--title", "x", "--call", "market.setFee(much)"],
      ["propose", "--title", "x", "--call", "nothing.setFee(1)"],
      ["propose", "--title", "x", "--call", `${mei}.set(7)`],
      ["propose", "--title", "x", "--text", "@nowhere.md", "--set", "marketFee=1"],
    ];
    for (const args of wrong)
      assert.deepEqual(await fails("climatologist", "proposal", ...args), [2, "Usage"], args[2]);
    assert.deepEqual(await fails("climatologist", "proposal", "show", "7"), [1, "NoProposal"]);
    const outside = ["proposal", "propose", "--title", "x", "--set", "marketFee=9999"];
    assert.deepEqual(await fails("climatologist", ...outside), [1, "ParameterOutOfBounds"]);
  });

  it("SDK-182 makes one with sponsors, who sign exactly what the draft says", async () => {
    const draft = ["proposal", "draft", "--title", "Two calls", "--out", at("draft.json")];
    const calls = ["--call", "market.setFee(300)", "--call", `treasury.spend(${places.eurx}, ${amara}, 5)`];
    await answer("newcomer", ...draft, ...calls);
    assert.deepEqual(await fails("newcomer", ...draft, ...calls), [1, "FileExists"]);
    const file = JSON.parse(await readFile(at("draft.json"), "utf8")) as { actions: object[]; description: string };
    assert.equal(file.actions.length, 2);
    for (const who of ["climatologist", "trader"])
      await answer(who, "proposal", "sponsor", at("draft.json"), "--out", at(`${who}.json`));
    const sponsored = ["--sponsor", at("climatologist.json"), "--sponsor", at("trader.json")];
    const alone = ["proposal", "propose", at("draft.json")];
    assert.deepEqual(await fails("newcomer", ...alone), [1, "GovernorInsufficientProposerVotes"]);
    assert.deepEqual(await fails("climatologist", ...alone, ...sponsored), [2, "Usage"]);
    await writeFile(at("other.json"), JSON.stringify({ ...file, actions: file.actions.slice(1) }));
    const swapped = ["proposal", "propose", at("other.json"), ...sponsored];
    assert.deepEqual(await fails("newcomer", ...swapped), [1, "BadSponsorship"]);
    const sponsor = JSON.parse(await readFile(at("trader.json"), "utf8")) as object;
    await writeFile(at("forged.json"), JSON.stringify({ ...sponsor, sponsor: amara }));
    assert.deepEqual(await fails("newcomer", ...alone, "--sponsor", at("forged.json")), [1, "BadSponsorship"]);
    const spoiled = [{ proposer: "x" }, { description: "no proposer" }, { actions: [] }, { actions: [{ value: "1" }] }];
    for (const change of spoiled) {
      await writeFile(at("spoiled.json"), JSON.stringify({ ...file, ...change }));
      assert.deepEqual(await fails("trader", "proposal", "sponsor", at("spoiled.json")), [1, "BadDraft"]);
    }
    const { proposal } = await answer<Shown>("newcomer", ...alone, ...sponsored);
    const cancelled = await answer<Shown>("newcomer", "proposal", "cancel", proposal);
    assert.equal(cancelled.state, "canceled");
    assert.deepEqual(await fails("trader", "proposal", "cancel", first), [1, "GovernorUnableToCancel"]);
  });

  it("SDK-183 votes, signs ballots, withdraws and verifies them, and tells whose power it is", async () => {
    assert.deepEqual(await fails("climatologist", "vote", first, "for"), [1, "GovernorUnexpectedProposalState"]);
    await stack.pass(UNTIL.vote);
    const voted = await answer<{ tally: { for: string }; passes: boolean; reachesQuorum: boolean }>(
      "climatologist",
      ...["vote", first, "for", "--reason", "We need it."],
    );
    assert.deepEqual([voted.tally.for, voted.passes], [String(60_000n * TALLY), true]);
    const parts = ["vote", first, "split", "--for", "100.5", "--abstain", "3"];
    const effect = (await tallystick(stack, [...parts, "--persona", "trader"])).out;
    assert.match(effect, /^vote {8}for 100\.5 TALLY, abstain 3 TALLY$/m);
    await answer("analyst", "vote", first, "against", "--sign", "--out", at("ballot.json"));
    assert.deepEqual(await fails("newcomer", "vote", "verify", at("ballot.json")), [4, "BallotNotCounted"]);
    const ballot = decodeBallot(JSON.parse(await readFile(at("ballot.json"), "utf8")));
    await send(stack.actor("relayer"), castBallots(places.tallyGovernor, ballotSheets([ballot])));
    const { counted } = await answer<{ counted: { against: string } }>("newcomer", "vote", "verify", at("ballot.json"));
    assert.equal(counted.against, String(20_000n * TALLY));
    const shown = await people("vote", "show", first, "--of", amara);
    assert.match(shown, /^voted {7}against 20000 TALLY$/m);
    assert.match(shown, /^ {2}own {7}20000 TALLY of 20000 TALLY held$/m);
    assert.deepEqual(await fails("analyst", "vote", "withdraw", first), [1, "Ballots_AlreadyVoted"]);
    assert.deepEqual(await fails("newcomer", "vote", first, "for"), [3, "Ballots_NoPower"]);
    const wrong: readonly (readonly string[])[] = [
      [first, "yes"],
      [first],
      [first, "split"],
      [first, "for", "--abstain", "1"],
      [first, "for", "--sign", "--reason", "none"],
      ["all", first],
      ["all", first, "split"],
      ["count", first],
    ];
    for (const args of wrong) assert.deepEqual(await fails("trader", "vote", ...args), [2, "Usage"], args.join(" "));
    await answer("climatologist", "vote", "all", first, "for");
  });

  it("SDK-182 queues and executes what was won, by anybody", async () => {
    assert.deepEqual(await fails("relayer", "proposal", "queue", first), [1, "GovernorUnexpectedProposalState"]);
    await stack.pass(UNTIL.voteEnds);
    const { state } = await answer<Shown>("relayer", "proposal", "queue", first);
    assert.equal(state, "queued");
    assert.match(await people("proposal", "show", first), /^executable {2}from \d{4}-/m);
    await stack.pass(UNTIL.execution);
    const done = await answer<Shown>("relayer", "proposal", "execute", first);
    assert.equal(done.state, "executed");
    assert.equal((await marketFee(stack.actor("relayer"))).feeBps, 500);
    const list = await people("proposal", "list", "--state", "executed");
    assert.match(list, /^executed {4}A fee of 5 %$/m);
  });

  it("SDK-183 delegates by transaction and by signature, takes back, and gives up", async () => {
    const power = async (of: Address) =>
      await answerOf<{ power: string; delegate: Address; isRenounced: boolean }>(stack, [
        "delegate",
        "show",
        "--of",
        of,
      ]);
    await answer("analyst", "delegate", mei);
    assert.deepEqual([(await power(mei)).power, (await power(amara)).power], [String(80_000n * TALLY), "0"]);
    await answer("analyst", "delegate", "self", "--sign", "--out", at("delegation.json"));
    await answer("relayer", "delegate", "send", at("delegation.json"));
    assert.equal((await power(amara)).power, String(20_000n * TALLY));
    assert.deepEqual(await fails("relayer", "delegate", "send", at("delegation.json")), [1, "InvalidAccountNonce"]);
    const signed = JSON.parse(await readFile(at("delegation.json"), "utf8")) as object;
    await writeFile(at("theft.json"), JSON.stringify({ ...signed, delegatee: mei }));
    assert.deepEqual(await fails("relayer", "delegate", "send", at("theft.json")), [1, "BadDelegation"]);
    await answer("analyst", "delegate", "nobody");
    const nobody = await power(amara);
    assert.deepEqual([nobody.delegate, nobody.isRenounced, nobody.power], [NOBODY, true, "0"]);
    assert.match(await people("delegate", "show", "--of", amara), /^delegate {4}nobody: the power is renounced$/m);
    for (const args of [[], ["me"], ["self", "--valid", "soon", "--sign"]])
      assert.deepEqual(await fails("analyst", "delegate", ...args), [2, "Usage"]);
  });

  it("SDK-184 pays a dividend, shows what is due, and claims it, for another too", async () => {
    await stack.fund("trader");
    const pay = ["dividend", "deposit", "--amount", "100"];
    assert.deepEqual(await fails("trader", ...pay), [2, "Usage"]);
    await answer("trader", ...pay, "--approve");
    const { due } = await answer<{ due: { token: Hex; amount: string }[] }>("climatologist", "dividend", "due");
    assert.equal(due.length, 1);
    // 60,000 of a million, rounded down.
    assert.equal(due[0]?.amount, "5999999");
    assert.match(await people("dividend", "due", "--of", mei), /^due {9}5\.999999 EURX$/m);
    const claimed = await answer<{ claimed: string; to: Address }>("climatologist", "dividend", "claim", "--to", amara);
    assert.deepEqual([claimed.claimed, claimed.to], ["5999999", amara]);
    assert.deepEqual(await fails("climatologist", "dividend", "claim"), [1, "Dividends_NothingDue"]);
    const other = await answer<{ claimed: string; to: Address }>("relayer", "dividend", "claim", "--for", amara);
    assert.deepEqual([other.claimed, other.to], ["1999999", amara]);
    assert.match(await people("dividend", "due", "--of", mei), /^due {9}nothing$/m);
    for (const args of [
      ["claim", "--for", mei, "--to", mei],
      ["claim", "--token", "DOGE"],
      ["deposit"],
      ["due", "--of", "me"],
    ])
      assert.deepEqual(await fails("trader", "dividend", ...args), [2, "Usage"], args.join(" "));
  });
});
