import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { type Address, toHex } from "viem";
import type { Actor } from "../../src/chain/actor.ts";
import { calldataOf } from "../../src/chain/call.ts";
import { readView } from "../../src/chain/readView.ts";
import { relayAct, signForwardRequest } from "../../src/chain/relay.ts";
import { send } from "../../src/chain/send.ts";
import { chainTime } from "../../src/chain/time.ts";
import type { Action } from "../../src/governance/action.ts";
import type { Choice, Split } from "../../src/governance/choice.ts";
import { governorOf } from "../../src/governance/contracts.ts";
import { effectOf } from "../../src/governance/outcome.ts";
import { proposalStates, stateAt } from "../../src/governance/proposalState.ts";
import { cancel, execute, propose, proposeSponsored, queue, withProposer } from "../../src/governance/proposals.ts";
import { checkPins, type Proposal, proposalOf, proposalTexts } from "../../src/governance/readProposal.ts";
import { isSponsorshipSigned, signSponsorship } from "../../src/governance/sponsorship.ts";
import { ballotOf, castVote, castVotes, tallyOf, votingPower, withdrawBallots } from "../../src/governance/votes.ts";
import { deployed } from "../../src/networks.ts";
import { addressOf, deployMock, type TestChain, testChain } from "../support/chain.ts";
import { draftOf, enacted, opened, proposed, UNTIL } from "../support/dao.ts";
import { codeOf, failureOf } from "../support/errors.ts";
import { endow, feeAction, TALLY } from "../support/members.ts";

describe("the governance client", () => {
  let chain: TestChain;
  let deployer: Actor;
  let mei: Actor;
  let amara: Actor;
  let jonas: Actor;
  let sam: Actor;
  let governor: Address;
  let bps = 1;

  before(async () => {
    chain = await testChain();
    deployer = chain.actor("deployer");
    [mei, amara] = [chain.actor("climatologist"), chain.actor("analyst")];
    [jonas, sam] = [chain.actor("trader"), chain.actor("newcomer")];
    ({ tallyGovernor: governor } = deployed(chain.network));
    await endow(chain, { climatologist: 30_000n * TALLY, analyst: 900n * TALLY, trader: 300n * TALLY });
  });
  after(() => chain.close());

  const another = (): Action[] => [feeAction(chain, bps++)];
  const read = async (id: bigint): Promise<Proposal> => {
    const found = await proposalOf(chain.reader, id);
    assert.ok(found);
    return found;
  };
  const at = async (second: number) => {
    await chain.provider.request({ method: "evm_setNextBlockTimestamp", params: [toHex(second)] } as never);
    await chain.provider.request({ method: "evm_mine", params: [] } as never);
  };
  /** What the governor says, and what follows from a proposal as it was read. */
  const states = async (facts: Proposal, id = facts.id) => {
    const contract = governorOf(chain.network);
    const [now, state] = await Promise.all([
      readView(chain.reader, contract, "clock", []),
      readView(chain.reader, contract, "state", [id]),
    ]);
    const is = { isCanceled: facts.state === "canceled", isExecuted: facts.state === "executed" };
    return [proposalStates[state], stateAt({ ...facts, ...is }, now)];
  };

  describe("a proposal", () => {
    it("SDK-170 has the governor's id, and is read back whole", async () => {
      const actions = [...another(), ...another()];
      const made = await proposed(chain, actions, "# Two fees\n\nBoth.");
      const found = await read(made.id);
      assert.deepEqual([found.proposer, found.actions, found.state], [addressOf(deployer), actions, "pending"]);
      assert.equal(found.description, withProposer("# Two fees\n\nBoth.", addressOf(deployer)));
      assert.deepEqual(
        [found.isCritical, found.eta, found.tally],
        [false, undefined, { against: 0n, for: 0n, abstain: 0n }],
      );
      assert.equal(found.deadline - found.snapshot, 300);
      assert.equal(found.changesCloseAt - found.snapshot, 270);
      // 4 % of a million, rounded up to 2^44.
      assert.equal(found.quorum, ((40_000n * TALLY + 2n ** 44n - 1n) / 2n ** 44n) * 2n ** 44n);
      assert.equal((await proposalTexts(chain.reader))[0]?.id, made.id);
      assert.equal(await proposalOf(chain.reader, 7n), undefined);
      assert.deepEqual(await proposalOf(chain.reader, made.id, { ...found }), found);
      const lies = [
        { ...found, description: `${found.description} ` },
        { ...found, actions: actions.slice(1) },
        { ...found, codeHashes: found.codeHashes.slice(1) },
      ];
      for (const lie of lies) assert.equal(await codeOf(proposalOf(chain.reader, made.id, lie)), "ProposalMismatch");
    });

    it("SDK-170 is made with sponsors' power, in whatever order they signed", async () => {
      const [actions, text] = [another(), "Sponsored."];
      const draft = draftOf(chain, amara, actions, text);
      const end = (await chainTime(chain.reader)) + 600;
      const alone = await failureOf(send(amara, propose(governor, actions, text)));
      assert.deepEqual([alone.code, alone.details.votes], ["GovernorInsufficientProposerVotes", 900n * TALLY]);
      const sponsor = await signSponsorship(jonas, draft.id, end);
      assert.equal(await isSponsorshipSigned(chain.reader, sponsor), true);
      assert.equal(await isSponsorshipSigned(chain.reader, { ...sponsor, deadline: end + 1 }), false);
      const withoutPower = await signSponsorship(sam, draft.id, end);
      const sponsors = [sponsor, withoutPower];
      const other = proposeSponsored(governor, another(), text, sponsors);
      assert.equal(await codeOf(send(amara, other)), "GovernorInvalidSignature");
      for (const order of [sponsors, sponsors.toReversed()]) {
        const data = calldataOf(proposeSponsored(governor, actions, text, order));
        await chain.reader.client.call({ account: addressOf(amara), to: governor, data });
      }
      await send(amara, proposeSponsored(governor, actions, text, sponsors));
      assert.equal((await read(draft.id)).proposer, addressOf(amara));
      await send(amara, cancel(governor, draft.actions, draft.description));
      assert.equal((await read(draft.id)).state, "canceled");
    });

    it("SDK-171 is in the state that the governor says, at each second that matters", async () => {
      const made = await proposed(chain, another(), "Late.");
      let facts = await read(made.id);
      const expect = async (second: number, state: string) => {
        await at(second);
        assert.deepEqual(await states(facts), [state, state], `${second - facts.snapshot}`);
      };
      await expect(facts.snapshot, "pending");
      await expect(facts.snapshot + 1, "active");
      await send(mei, castVote(governor, made.id, "for"));
      // The quorum is reached in the last minute: a minute more.
      const planned = facts.deadline;
      await at(planned - 2);
      await send(deployer, castVote(governor, made.id, "for"));
      facts = await read(made.id);
      assert.ok(facts.deadline > planned);
      assert.equal(facts.changesCloseAt, planned - 30);
      await expect(planned + 1, "active");
      await expect(facts.deadline, "active");
      await expect(facts.deadline + 1, "succeeded");
      await send(sam, queue(governor, made.actions, made.description));
      facts = await read(made.id);
      assert.ok(facts.eta);
      await expect(facts.eta - 1, "queued");
      assert.equal(
        await codeOf(send(sam, execute(governor, made.actions, made.description))),
        "TimelockUnexpectedOperationState",
      );
      await expect(facts.eta + 14 * 86_400, "queued");
      await expect(facts.eta + 14 * 86_400 + 1, "expired");
    });

    it("SDK-171 is executed, defeated, expired or canceled as the governor says", async () => {
      const [won, lost, forgotten, left] = [
        await proposed(chain, another(), "Won."),
        await proposed(chain, another(), "Lost."),
        await proposed(chain, another(), "Forgotten."),
        await proposed(chain, another(), "Left."),
      ];
      await send(deployer, cancel(governor, left.actions, left.description));
      await chain.pass(UNTIL.vote);
      const both = [won, forgotten].map(({ id }) => ({ proposalId: id, choice: "for" as const }));
      await send(deployer, castVotes(governor, [...both, { proposalId: lost.id, choice: "against" }]));
      await chain.pass(UNTIL.voteEnds);
      await enacted(chain, won);
      for (const [{ id }, state] of [
        [won, "executed"],
        [lost, "defeated"],
        [forgotten, "succeeded"],
        [left, "canceled"],
      ] as const) {
        assert.deepEqual(await states(await read(id)), [state, state]);
      }
      assert.equal((await read(won.id)).eta, undefined);
      const facts = await read(forgotten.id);
      await at(facts.deadline + 14 * 86_400);
      assert.deepEqual(await states(facts), ["succeeded", "succeeded"]);
      await at(facts.deadline + 14 * 86_400 + 1);
      assert.deepEqual(await states(facts), ["expired", "expired"]);
    });

    it("SDK-172 is told when a target's code is not what it was", async () => {
      const target = await deployMock(deployer, "GovernedMock");
      const actions = [{ target, value: 0n, data: "0x" as const }, ...another()];
      const made = await proposed(chain, actions, "Pinned.");
      const { codeHashes } = await read(made.id);
      const pins = await checkPins(chain.reader, actions, codeHashes);
      assert.deepEqual(
        pins.map(({ same, frozen, now }) => [same, frozen === now]),
        [
          [true, true],
          [true, true],
        ],
      );
      await chain.provider.request({ method: "hardhat_setCode", params: [target, "0x6001"] } as never);
      assert.deepEqual(
        (await checkPins(chain.reader, actions, codeHashes)).map(({ same }) => same),
        [false, true],
      );
      await chain.pass(UNTIL.vote);
      await send(deployer, castVote(governor, made.id, "for"));
      await chain.pass(UNTIL.voteEnds);
      assert.equal(await codeOf(send(sam, queue(governor, made.actions, made.description))), "Governor_CodeChanged");
      const nowhere = { target: addressOf(sam), value: 0n, data: "0x" as const };
      assert.equal(await codeOf(send(deployer, propose(governor, [nowhere], "x"))), "Governor_NoCode");
    });
  });

  describe("a vote", () => {
    it("SDK-173 has the effect that was told before, changes of mind and splits included", async () => {
      const { id } = await opened(chain, another(), "Effects.");
      const { quorum, snapshot } = await read(id);
      const split = (against: bigint, pro: bigint, abstain: bigint): Split => ({ against, for: pro, abstain });
      const acts: readonly (readonly [Actor, Choice, string?])[] = [
        [mei, "against", "too high"],
        [amara, split(1n, 2n, 3n)],
        [jonas, "abstain"],
        [mei, split(1n, 10_000n * TALLY, 20_000n * TALLY - 1n), "thought over"],
        [amara, "for"],
        [mei, "for"],
        [deployer, split(0n, 9_000n * TALLY, 0n)],
        [deployer, "against"],
      ];
      for (const [who, choice, reason] of acts) {
        const [tally, power, before] = await Promise.all([
          tallyOf(chain.reader, id),
          votingPower(chain.reader, addressOf(who), snapshot),
          ballotOf(chain.reader, id, addressOf(who)),
        ]);
        const told = effectOf(tally, quorum, choice, power, before.split);
        await send(who, castVote(governor, id, choice, reason));
        assert.deepEqual(await tallyOf(chain.reader, id), told.after);
        const { split: counted, hasVoted } = await ballotOf(chain.reader, id, addressOf(who));
        assert.deepEqual([counted, hasVoted], [effectOf(split(0n, 0n, 0n), quorum, choice, power).after, true]);
      }
      assert.equal(await codeOf(send(sam, castVote(governor, id, "for"))), "Ballots_NoPower");
      const tooMuch = split(0n, 900n * TALLY, 1n);
      assert.equal(await codeOf(send(amara, castVote(governor, id, tooMuch))), "GovernorInvalidVoteParams");
      await at((await read(id)).changesCloseAt);
      assert.equal(await codeOf(send(mei, castVote(governor, id, "against"))), "Ballots_ChangeTooLate");
    });

    it("SDK-173 is given through the relay, and for several proposals at once", async () => {
      const { id } = await proposed(chain, another(), "Relayed.");
      const { id: second } = await proposed(chain, another(), "And another.");
      await chain.pass(UNTIL.vote);
      const votes = [
        { proposalId: id, choice: "abstain" },
        { proposalId: second, choice: "against" },
      ] as const;
      const request = await signForwardRequest(mei, castVotes(governor, votes));
      await send(sam, relayAct(deployed(chain.network).relay, request));
      for (const { proposalId, choice } of votes) {
        const { split } = await ballotOf(chain.reader, proposalId, addressOf(mei));
        assert.equal(split[choice], 30_000n * TALLY);
      }
      assert.equal(await codeOf(send(mei, withdrawBallots(governor, id))), "Ballots_AlreadyVoted");
      await send(amara, withdrawBallots(governor, id));
      const withdrawn = await ballotOf(chain.reader, id, addressOf(amara));
      assert.deepEqual([withdrawn.isWithdrawn, withdrawn.hasVoted], [true, false]);
      await send(amara, castVote(governor, id, "for"));
      const voted = await ballotOf(chain.reader, id, addressOf(amara));
      assert.deepEqual([voted.isWithdrawn, voted.split.for], [false, 900n * TALLY]);
    });
  });
});
