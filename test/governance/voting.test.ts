import { expect } from "chai";
import { signRequest } from "../shared/requests.ts";
import {
  ABSTAIN,
  AGAINST,
  closeVote,
  ethers,
  FOR,
  HOLDINGS,
  load,
  networkHelpers,
  openVote,
  type Proposal,
  propose,
  SETTINGS,
  SPLIT,
  STATE,
  signAs,
  splitOf,
  TALLY,
} from "./dao.ts";

const power = (name: keyof typeof HOLDINGS) => HOLDINGS[name] * TALLY;

const voting = async () => {
  const dao = await load();
  const proposal = await propose(dao, dao.alice, [dao.set]);
  await openVote(proposal);
  return { ...dao, proposal, id: proposal.id };
};

const lastTenthOf = ({ snapshot }: Proposal) => snapshot + (SETTINGS.votingPeriod * 9n) / 10n;

describe("castVote", () => {
  it("GOV-20 counts for, against and abstain by the power at the snapshot", async () => {
    const { governor, alice, bob, carol, stranger, id } = await voting();
    await expect(governor.connect(alice).castVote(id, FOR))
      .to.emit(governor, "VoteCast")
      .withArgs(alice.address, id, FOR, power("alice"), "");
    await governor.connect(bob).castVote(id, AGAINST);
    await expect(governor.connect(carol).castVoteWithReason(id, ABSTAIN, "I know too little."))
      .to.emit(governor, "VoteCast")
      .withArgs(carol.address, id, ABSTAIN, power("carol"), "I know too little.");
    expect(await governor.proposalVotes(id)).to.deep.equal([power("bob"), power("alice"), power("carol")]);
    expect(await governor.ballotOf(id, alice)).to.deep.equal([0n, power("alice"), 0n]);
    expect(await governor.ballotOf(id, bob)).to.deep.equal([power("bob"), 0n, 0n]);
    expect(await governor.ballotOf(id, carol)).to.deep.equal([0n, 0n, power("carol")]);
    expect(await governor.ballotOf(id, stranger)).to.deep.equal([0n, 0n, 0n]);
    for (const [voter, index] of [alice, bob, carol].map((v, i) => [v, BigInt(i) + 1n] as const)) {
      expect(await governor.hasVoted(id, voter)).to.equal(true);
      expect(await governor.voterIndex(voter)).to.equal(index);
    }
    expect(await governor.hasVoted(id, stranger)).to.equal(false);
    expect(await governor.voterIndex(stranger)).to.equal(0n);
  });

  it("GOV-20 refuses a voter without power at the snapshot, whatever he has now", async () => {
    const { governor, token, alice, stranger, id } = await voting();
    await token.connect(alice).transfer(stranger, TALLY);
    await expect(governor.connect(stranger).castVote(id, FOR))
      .to.be.revertedWithCustomError(governor, "Ballots_NoPower")
      .withArgs(id, stranger.address);
    await governor.connect(alice).castVote(id, FOR);
    expect(await governor.proposalVotes(id)).to.deep.equal([0n, power("alice"), 0n]);
  });

  it("GOV-20 refuses any other support, and parameters where none belong", async () => {
    const { governor, alice, id } = await voting();
    for (const support of [3n, 254n]) {
      await expect(governor.connect(alice).castVote(id, support)).to.be.revertedWithCustomError(
        governor,
        "GovernorInvalidVoteType",
      );
    }
    await expect(
      governor.connect(alice).castVoteWithReasonAndParams(id, FOR, "", "0x00"),
    ).to.be.revertedWithCustomError(governor, "GovernorInvalidVoteParams");
  });

  it("GOV-20 refuses before and after the vote", async () => {
    const dao = await load();
    const { governor, alice } = dao;
    const proposal = await propose(dao, alice, [dao.set]);
    const active = ethers.toBeHex(1n << STATE.Active, 32);
    await expect(governor.connect(alice).castVote(proposal.id, FOR))
      .to.be.revertedWithCustomError(governor, "GovernorUnexpectedProposalState")
      .withArgs(proposal.id, STATE.Pending, active);
    await closeVote(dao, proposal);
    await expect(governor.connect(alice).castVote(proposal.id, FOR))
      .to.be.revertedWithCustomError(governor, "GovernorUnexpectedProposalState")
      .withArgs(proposal.id, STATE.Defeated, active);
    await expect(governor.connect(alice).castVote(1n, FOR))
      .to.be.revertedWithCustomError(governor, "GovernorNonexistentProposal")
      .withArgs(1n);
  });

  it("GOV-20 wins by more for than against, with the quorum from for and abstain", async () => {
    const dao = await voting();
    const { governor, alice, bob, carol, proposal, id } = dao;
    const outcome = async (votes: readonly (readonly [typeof alice, bigint])[]) => {
      const snapshot = await networkHelpers.takeSnapshot();
      for (const [voter, support] of votes) await governor.connect(voter).castVote(id, support);
      await closeVote(dao, proposal);
      const state = await governor.state(id);
      await snapshot.restore();
      return state;
    };
    expect(await outcome([[alice, FOR]])).to.equal(STATE.Succeeded);
    expect(await outcome([[carol, FOR]]), "quorum").to.equal(STATE.Defeated);
    expect(
      await outcome([
        [carol, FOR],
        [bob, ABSTAIN],
      ]),
    ).to.equal(STATE.Succeeded);
    expect(
      await outcome([
        [alice, AGAINST],
        [bob, FOR],
      ]),
    ).to.equal(STATE.Defeated);
    expect(await outcome([[alice, ABSTAIN]]), "a draw").to.equal(STATE.Defeated);
    expect(await outcome([])).to.equal(STATE.Defeated);
  });

  it("GOV-28 is taken through the relay too, a change of mind as well", async () => {
    const { governor, relay, relayer, bob, id } = await voting();
    const to = governor.target as string;
    // The relay's nonces put them in order.
    for (const support of [AGAINST, ABSTAIN]) {
      const data = governor.interface.encodeFunctionData("castVote", [id, support]);
      await relay.connect(relayer).execute(await signRequest(relay, bob, { from: bob.address, to, data }));
    }
    expect(await governor.proposalVotes(id)).to.deep.equal([0n, 0n, power("bob")]);
  });
});

describe("a change of mind", () => {
  it("GOV-21 replaces the earlier vote, of whatever kind, until the last tenth", async () => {
    const { governor, alice, bob, proposal, id } = await voting();
    const half = power("alice") / 2n;
    await governor.connect(bob).castVote(id, ABSTAIN);
    const votes: readonly (readonly [bigint, string, readonly bigint[]])[] = [
      [FOR, "0x", [0n, power("alice"), 0n]],
      [AGAINST, "0x", [power("alice"), 0n, 0n]],
      [SPLIT, splitOf(1n, half, 2n), [1n, half, 2n]],
      [ABSTAIN, "0x", [0n, 0n, power("alice")]],
      [SPLIT, splitOf(3n, 4n, 5n), [3n, 4n, 5n]],
      [SPLIT, splitOf(0n, 4n, 5n), [0n, 4n, 5n]],
      [FOR, "0x", [0n, power("alice"), 0n]],
    ];
    for (const [support, params, [against = 0n, pro = 0n, abstain = 0n]] of votes) {
      await governor.connect(alice).castVoteWithReasonAndParams(id, support, "", params);
      expect(await governor.ballotOf(id, alice)).to.deep.equal([against, pro, abstain]);
      expect(await governor.proposalVotes(id)).to.deep.equal([against, pro, abstain + power("bob")]);
    }
    expect(await governor.changesCloseAt(id)).to.equal(lastTenthOf(proposal));
    await networkHelpers.time.setNextBlockTimestamp(lastTenthOf(proposal));
    await governor.connect(alice).castVote(id, AGAINST);
    await expect(governor.connect(alice).castVote(id, FOR))
      .to.be.revertedWithCustomError(governor, "Ballots_ChangeTooLate")
      .withArgs(id, alice.address, lastTenthOf(proposal));
    expect(await governor.ballotOf(id, bob)).to.deep.equal([0n, 0n, power("bob")]);
  });

  it("GOV-21 is not what a first vote in the last tenth is", async () => {
    const { governor, alice, proposal, id } = await voting();
    await networkHelpers.time.setNextBlockTimestamp(proposal.deadline);
    await governor.connect(alice).castVote(id, FOR);
    expect(await governor.proposalVotes(id)).to.deep.equal([0n, power("alice"), 0n]);
  });
});

describe("a split", () => {
  it("GOV-22 counts each part, and no more than the voter's power together", async () => {
    const { governor, alice, id } = await voting();
    const params = splitOf(1n, power("alice") - 3n, 2n);
    await expect(governor.connect(alice).castVoteWithReasonAndParams(id, SPLIT, "Torn.", params))
      .to.emit(governor, "VoteCastWithParams")
      .withArgs(alice.address, id, SPLIT, power("alice"), "Torn.", params);
    expect(await governor.proposalVotes(id)).to.deep.equal([1n, power("alice") - 3n, 2n]);
    expect(await governor.hasVoted(id, alice)).to.equal(true);
  });

  it("GOV-22 may leave a part of the power out", async () => {
    const { governor, alice, id } = await voting();
    await governor.connect(alice).castVoteWithReasonAndParams(id, SPLIT, "", splitOf(0n, 5n, 0n));
    expect(await governor.ballotOf(id, alice)).to.deep.equal([0n, 5n, 0n]);
  });

  it("GOV-22 refuses too much, nothing, and parameters of another length", async () => {
    const { governor, alice, id } = await voting();
    const max = 2n ** 128n - 1n;
    const bad = [
      splitOf(1n, power("alice"), 0n),
      splitOf(max, max, max),
      splitOf(0n, 0n, 0n),
      "0x",
      ethers.dataSlice(splitOf(1n, 1n, 1n), 0, 47),
      `${splitOf(1n, 1n, 1n)}00`,
    ];
    for (const params of bad) {
      await expect(
        governor.connect(alice).castVoteWithReasonAndParams(id, SPLIT, "", params),
        params,
      ).to.be.revertedWithCustomError(governor, "GovernorInvalidVoteParams");
    }
  });
});

describe("a quorum that is reached late", () => {
  it("GOV-23 extends the vote, once", async () => {
    const { governor, alice, bob, carol, proposal, id } = await voting();
    await governor.connect(carol).castVote(id, FOR);
    const late = proposal.deadline - 100n;
    await networkHelpers.time.setNextBlockTimestamp(late);
    await expect(governor.connect(bob).castVote(id, FOR))
      .to.emit(governor, "ProposalExtended")
      .withArgs(id, late + SETTINGS.voteExtension);
    expect(await governor.proposalDeadline(id)).to.equal(late + SETTINGS.voteExtension);
    await networkHelpers.time.setNextBlockTimestamp(late + SETTINGS.voteExtension);
    await expect(governor.connect(alice).castVote(id, AGAINST)).not.to.emit(governor, "ProposalExtended");
    expect(await governor.state(id)).to.equal(STATE.Active);
    await networkHelpers.time.increase(1n);
    expect(await governor.state(id)).to.equal(STATE.Defeated);
    // The extension opens no new time to change votes in.
    expect(await governor.changesCloseAt(id)).to.equal(lastTenthOf(proposal));
  });

  it("GOV-23 extends nothing when it is reached early, and kept by whoever changes his mind", async () => {
    const { governor, alice, bob, proposal, id } = await voting();
    await expect(governor.connect(alice).castVote(id, FOR)).not.to.emit(governor, "ProposalExtended");
    await networkHelpers.time.setNextBlockTimestamp(lastTenthOf(proposal) - 1n);
    await expect(governor.connect(alice).castVote(id, ABSTAIN)).not.to.emit(governor, "ProposalExtended");
    await expect(governor.connect(bob).castVote(id, FOR)).not.to.emit(governor, "ProposalExtended");
    expect(await governor.proposalDeadline(id)).to.equal(proposal.deadline);
  });

  it("GOV-23 extends the vote anew when it was lost by a change of mind, and never by more than the extension", async () => {
    const { governor, alice, bob, proposal, id } = await voting();
    const closedAt = lastTenthOf(proposal);
    await governor.connect(alice).castVote(id, FOR);
    await governor.connect(alice).castVote(id, AGAINST);
    await networkHelpers.time.setNextBlockTimestamp(closedAt - 2n);
    await expect(governor.connect(alice).castVote(id, FOR))
      .to.emit(governor, "ProposalExtended")
      .withArgs(id, closedAt - 2n + SETTINGS.voteExtension);
    await networkHelpers.time.setNextBlockTimestamp(closedAt);
    await governor.connect(alice).castVote(id, AGAINST);
    await networkHelpers.time.setNextBlockTimestamp(proposal.deadline);
    await expect(governor.connect(bob).castVote(id, FOR))
      .to.emit(governor, "ProposalExtended")
      .withArgs(id, proposal.deadline + SETTINGS.voteExtension);
  });
});

describe("castVoteBySig", () => {
  it("GOV-24 counts a voter's first ballot in OpenZeppelin's form, with nonce zero", async () => {
    const { governor, alice, bob, relayer, id } = await voting();
    const dao = { governor };
    expect(await governor.nonces(alice)).to.equal(0n);
    const ballot = { proposalId: id, support: FOR, voter: alice.address, nonce: 0n };
    const signature = await signAs(dao, alice, "Ballot", ballot);
    await expect(governor.connect(relayer).castVoteBySig(id, FOR, alice, signature))
      .to.emit(governor, "VoteCast")
      .withArgs(alice.address, id, FOR, power("alice"), "");
    expect(await governor.nonces(alice)).to.equal(0n);
    const params = splitOf(1n, 2n, 3n);
    const extended = { proposalId: id, support: SPLIT, voter: bob.address, nonce: 0n, reason: "Because.", params };
    const whole = await signAs(dao, bob, "ExtendedBallot", extended);
    await expect(governor.connect(relayer).castVoteWithReasonAndParamsBySig(id, SPLIT, bob, "Because.", params, whole))
      .to.emit(governor, "VoteCastWithParams")
      .withArgs(bob.address, id, SPLIT, 6n, "Because.", params);
  });

  it("GOV-24 can't undo a change of mind: a signed ballot is the first or none", async () => {
    const { governor, alice, bob, relayer, id } = await voting();
    const ballot = { proposalId: id, support: FOR, voter: alice.address, nonce: 0n };
    const signature = await signAs({ governor }, alice, "Ballot", ballot);
    await governor.connect(relayer).castVoteBySig(id, FOR, alice, signature);
    await governor.connect(alice).castVote(id, AGAINST);
    await expect(governor.connect(relayer).castVoteBySig(id, FOR, alice, signature))
      .to.be.revertedWithCustomError(governor, "Ballots_AlreadyVoted")
      .withArgs(id, alice.address);
    const extended = { proposalId: id, support: FOR, voter: bob.address, nonce: 0n, reason: "", params: "0x" };
    const whole = await signAs({ governor }, bob, "ExtendedBallot", extended);
    const cast = () => governor.connect(relayer).castVoteWithReasonAndParamsBySig(id, FOR, bob, "", "0x", whole);
    await cast();
    await expect(cast()).to.be.revertedWithCustomError(governor, "Ballots_AlreadyVoted").withArgs(id, bob.address);
    expect(await governor.proposalVotes(id)).to.deep.equal([power("alice"), power("bob"), 0n]);
  });

  it("GOV-24 refuses what the voter did not sign", async () => {
    const { governor, alice, bob, relayer, id } = await voting();
    const ballot = { proposalId: id, support: FOR, voter: alice.address, nonce: 0n };
    const signature = await signAs({ governor }, alice, "Ballot", ballot);
    const by = governor.connect(relayer);
    for (const attempt of [
      () => by.castVoteBySig(id, AGAINST, alice, signature),
      () => by.castVoteBySig(id, FOR, bob, signature),
      () => by.castVoteWithReasonAndParamsBySig(id, FOR, alice, "", "0x", signature),
    ]) {
      await expect(attempt()).to.be.revertedWithCustomError(governor, "GovernorInvalidSignature");
    }
    expect(await governor.proposalVotes(id)).to.deep.equal([0n, 0n, 0n]);
  });
});
