import { expect } from "chai";
import {
  closeVote,
  DAY,
  type Dao,
  DELAYS,
  enact,
  ethers,
  FOR,
  load,
  networkHelpers,
  openVote,
  type Proposal,
  propose,
  queueAndWait,
  SETTINGS,
  STATE,
  SUPPLY,
  TALLY,
  win,
} from "./dao.ts";

const bitmap = (...states: readonly bigint[]) =>
  ethers.toBeHex(
    states.reduce((sum, state) => sum | (1n << state), 0n),
    32,
  );

const expectCancelled = async (act: Promise<unknown>, { governor }: Dao, { id }: Proposal) => {
  await expect(act).to.emit(governor, "ProposalCanceled").withArgs(id);
  expect(await governor.state(id)).to.equal(STATE.Canceled);
};

describe("queue and execute", () => {
  it("GOV-40 carry out a won proposal after the delay, by anyone", async () => {
    const dao = await load();
    const { governor, treasury, target, alice, stranger, relayer, set } = dao;
    const proposal = await propose(dao, alice, [set]);
    await win(dao, proposal);
    const now = BigInt(await networkHelpers.time.latest()) + 5n;
    await networkHelpers.time.setNextBlockTimestamp(now);
    const eta = now + DELAYS.ordinary;
    await expect(governor.connect(stranger).queue(...proposal.args))
      .to.emit(governor, "ProposalQueued")
      .withArgs(proposal.id, eta)
      .to.emit(treasury, "CallScheduled");
    expect(await governor.state(proposal.id)).to.equal(STATE.Queued);
    expect(await governor.proposalEta(proposal.id)).to.equal(eta);
    await networkHelpers.time.setNextBlockTimestamp(eta - 1n);
    await expect(governor.connect(relayer).execute(...proposal.args)).to.be.revertedWithCustomError(
      treasury,
      "TimelockUnexpectedOperationState",
    );
    await networkHelpers.time.increaseTo(eta);
    await expect(governor.connect(relayer).execute(...proposal.args))
      .to.emit(governor, "ProposalExecuted")
      .withArgs(proposal.id);
    expect(await governor.state(proposal.id)).to.equal(STATE.Executed);
    expect(await target.number()).to.equal(7n);
    await expect(governor.execute(...proposal.args))
      .to.be.revertedWithCustomError(governor, "GovernorUnexpectedProposalState")
      .withArgs(proposal.id, STATE.Executed, bitmap(STATE.Queued));
  });

  it("GOV-40 refuse what is not won, not queued, or lost", async () => {
    const dao = await load();
    const { governor, alice, set } = dao;
    const proposal = await propose(dao, alice, [set]);
    for (const [act, wanted] of [
      [() => governor.queue(...proposal.args), STATE.Succeeded],
      [() => governor.execute(...proposal.args), STATE.Queued],
    ] as const) {
      await expect(act())
        .to.be.revertedWithCustomError(governor, "GovernorUnexpectedProposalState")
        .withArgs(proposal.id, STATE.Pending, bitmap(wanted));
    }
    await closeVote(dao, proposal);
    await expect(governor.queue(...proposal.args))
      .to.be.revertedWithCustomError(governor, "GovernorUnexpectedProposalState")
      .withArgs(proposal.id, STATE.Defeated, bitmap(STATE.Succeeded));
  });

  it("GOV-40 pass a target's refusal on, and leave the proposal as it was", async () => {
    const dao = await load();
    const { governor, target, alice } = dao;
    const data = target.interface.encodeFunctionData("refuse", [5n]);
    const proposal = await propose(dao, alice, [{ target: target.target as string, data }]);
    await win(dao, proposal);
    await queueAndWait(dao, proposal);
    await expect(governor.execute(...proposal.args))
      .to.be.revertedWithCustomError(target, "GovernedMock_Refused")
      .withArgs(5n);
    expect(await governor.state(proposal.id)).to.equal(STATE.Queued);
  });

  it("GOV-44 do not copy what a target returns", async () => {
    const dao = await load();
    const { governor, target, alice } = dao;
    const data = target.interface.encodeFunctionData("bomb");
    const proposal = await propose(dao, alice, [{ target: target.target as string, data }]);
    await win(dao, proposal);
    await queueAndWait(dao, proposal);
    const sent = await governor.execute(...proposal.args, { gasLimit: 3_000_000n });
    // A megabyte costs 2.2 million gas to return, and as much again to whoever copies it.
    expect((await sent.wait())!.gasUsed).to.be.lessThan(2_600_000n);
    expect(await target.number()).to.equal(1n);
  });

  it("GOV-42 refuse when a target's code is not what it was when the proposal was made", async () => {
    const dao = await load();
    const { governor, target, alice, set } = dao;
    const proposal = await propose(dao, alice, [set]);
    await win(dao, proposal);
    const code = await ethers.provider.getCode(target);
    await networkHelpers.setCode(target.target as string, "0x00");
    await expect(governor.queue(...proposal.args))
      .to.be.revertedWithCustomError(governor, "Governor_CodeChanged")
      .withArgs(proposal.id);
    await networkHelpers.setCode(target.target as string, code);
    await queueAndWait(dao, proposal);
    await networkHelpers.setCode(target.target as string, "0x00");
    await expect(governor.execute(...proposal.args))
      .to.be.revertedWithCustomError(governor, "Governor_CodeChanged")
      .withArgs(proposal.id);
    await networkHelpers.setCode(target.target as string, "0x");
    await expect(governor.execute(...proposal.args))
      .to.be.revertedWithCustomError(governor, "Governor_NoCode")
      .withArgs(target.target);
    await networkHelpers.setCode(target.target as string, code);
    await governor.execute(...proposal.args);
  });
});

describe("cancel", () => {
  it("GOV-43 is the proposer's until the vote is won", async () => {
    const dao = await load();
    const { governor, alice, bob, set } = dao;
    const pending = await propose(dao, alice, [set], "pending");
    await expect(governor.connect(bob).cancel(...pending.args))
      .to.be.revertedWithCustomError(governor, "GovernorUnableToCancel")
      .withArgs(pending.id, bob.address);
    await expectCancelled(governor.connect(alice).cancel(...pending.args), dao, pending);
    const active = await propose(dao, alice, [set], "active");
    await openVote(active);
    await governor.connect(alice).castVote(active.id, FOR);
    await expectCancelled(governor.connect(alice).cancel(...active.args), dao, active);
    const won = await propose(dao, alice, [set], "won");
    await win(dao, won);
    for (const step of [() => governor.queue(...won.args), () => undefined]) {
      await expect(governor.connect(alice).cancel(...won.args))
        .to.be.revertedWithCustomError(governor, "GovernorUnableToCancel")
        .withArgs(won.id, alice.address);
      await step();
    }
  });

  it("GOV-43 is the guardian's until execution, queued proposals included", async () => {
    const dao = await load();
    const { governor, treasury, alice, guardian, set } = dao;
    const won = await propose(dao, alice, [set], "won");
    await win(dao, won);
    await expectCancelled(governor.connect(guardian).cancel(...won.args), dao, won);
    const queued = await propose(dao, alice, [set], "queued");
    await win(dao, queued);
    await queueAndWait(dao, queued);
    await expect(governor.connect(guardian).cancel(...queued.args))
      .to.emit(treasury, "Cancelled")
      .withArgs(ethers.toBeHex(queued.id, 32));
    expect(await governor.state(queued.id)).to.equal(STATE.Canceled);
    expect(await treasury.getTimestamp(ethers.toBeHex(queued.id, 32))).to.equal(0n);
    await expect(governor.execute(...queued.args))
      .to.be.revertedWithCustomError(governor, "GovernorUnexpectedProposalState")
      .withArgs(queued.id, STATE.Canceled, bitmap(STATE.Queued));
  });

  it("GOV-43 is nobody's after execution, and not the guardian's after his term", async () => {
    const dao = await load();
    const { governor, alice, guardian, set } = dao;
    const executed = await enact(dao, [set]);
    await expect(governor.connect(guardian).cancel(...executed.args)).to.be.revertedWithCustomError(
      governor,
      "GovernorUnexpectedProposalState",
    );
    const until = await governor.guardianUntil();
    const [term] = await governor.queryFilter(governor.getEvent("GuardianTermSet"));
    expect(term!.args.until).to.equal(until);
    await networkHelpers.time.increaseTo(until);
    expect(await governor.proposalGuardian()).to.equal(guardian.address);
    const late = await propose(dao, alice, [set], "late");
    expect(await governor.proposalGuardian()).to.equal(ethers.ZeroAddress);
    await expect(governor.connect(guardian).cancel(...late.args))
      .to.be.revertedWithCustomError(governor, "GovernorUnableToCancel")
      .withArgs(late.id, guardian.address);
    // Without a guardian the proposer still can't cancel what is won.
    await win(dao, late);
    await expect(governor.connect(alice).cancel(...late.args))
      .to.be.revertedWithCustomError(governor, "GovernorUnableToCancel")
      .withArgs(late.id, alice.address);
  });
});

describe("the governor's settings", () => {
  const BOUNDS = [
    ["setVotingDelay", "voting delay", 1n, 30n * DAY],
    ["setVotingPeriod", "voting period", 60n, 60n * DAY],
    ["setProposalThreshold", "proposal threshold", 0n, SUPPLY / 20n],
    ["setLateQuorumVoteExtension", "vote extension", 0n, 14n * DAY],
    ["setCoolDown", "cool-down", 0n, 365n * DAY],
  ] as const;

  it("GOV-45 are changed by a critical proposal, and say so", async () => {
    const dao = await load();
    const { governor, stranger } = dao;
    const target = governor.target as string;
    const call = (name: string, ...args: unknown[]) => ({
      target,
      data: governor.interface.encodeFunctionData(name as "setQuorums", args as never),
    });
    const proposal = await propose(dao, dao.alice, [
      call("setVotingDelay", 2n * DAY),
      call("setVotingPeriod", 6n * DAY),
      call("setProposalThreshold", 5n * TALLY),
      call("setQuorums", 1_000n, 5_000n),
      call("setLateQuorumVoteExtension", 2n * DAY),
      call("setCoolDown", 10n * DAY),
      call("setProposalGuardian", stranger.address),
    ]);
    expect(await governor.proposalIsCritical(proposal.id)).to.equal(true);
    await win(dao, proposal);
    await queueAndWait(dao, proposal);
    await expect(governor.execute(...proposal.args))
      .to.emit(governor, "VotingDelaySet")
      .withArgs(DAY, 2n * DAY)
      .to.emit(governor, "VotingPeriodSet")
      .withArgs(5n * DAY, 6n * DAY)
      .to.emit(governor, "ProposalThresholdSet")
      .withArgs(SETTINGS.proposalThreshold, 5n * TALLY)
      .to.emit(governor, "QuorumNumeratorUpdated")
      .withArgs(2_000n, 1_000n)
      .to.emit(governor, "CriticalQuorumSet")
      .withArgs(4_000n, 5_000n)
      .to.emit(governor, "LateQuorumVoteExtensionSet")
      .withArgs(DAY, 2n * DAY)
      .to.emit(governor, "CoolDownSet")
      .withArgs(30n * DAY, 10n * DAY)
      .to.emit(governor, "ProposalGuardianSet")
      .withArgs(dao.guardian.address, stranger.address);
    expect(await governor.proposalGuardian()).to.equal(stranger.address);
    const executedAt = BigInt(await networkHelpers.time.latest());
    expect(await governor.guardianUntil()).to.equal(executedAt + 365n * DAY);
  });

  it("GOV-45 are changed by nobody else", async () => {
    const { governor, alice, founder, guardian } = await load();
    for (const caller of [alice, founder, guardian]) {
      const by = governor.connect(caller);
      for (const act of [
        () => by.setVotingDelay(1n),
        () => by.setVotingPeriod(60n),
        () => by.setProposalThreshold(0n),
        () => by.setQuorums(100n, 100n),
        () => by.setLateQuorumVoteExtension(0n),
        () => by.setCoolDown(0n),
        () => by.setProposalGuardian(caller),
        () => by.relay(caller, 0n, "0x"),
      ]) {
        await expect(act()).to.be.revertedWithCustomError(governor, "GovernorOnlyExecutor").withArgs(caller.address);
      }
    }
  });

  it("GOV-45 stay within their bounds", async () => {
    const dao = await load();
    const { governor, alice } = dao;
    const refused = async (
      name: string,
      args: readonly bigint[],
      parameter: string,
      value: bigint,
      min: bigint,
      max: bigint,
    ) => {
      const snapshot = await networkHelpers.takeSnapshot();
      const data = governor.interface.encodeFunctionData(name as "setQuorums", args as never);
      const proposal = await propose(dao, alice, [{ target: governor.target as string, data }], `${name} ${args}`);
      await win(dao, proposal);
      await queueAndWait(dao, proposal);
      await expect(governor.execute(...proposal.args), name)
        .to.be.revertedWithCustomError(governor, "Governor_OutOfBounds")
        .withArgs(ethers.encodeBytes32String(parameter), value, min, max);
      await snapshot.restore();
    };
    for (const [name, parameter, min, max] of BOUNDS) {
      if (min > 0n) await refused(name, [min - 1n], parameter, min - 1n, min, max);
      await refused(name, [max + 1n], parameter, max + 1n, min, max);
    }
    await refused("setQuorums", [99n, 4_000n], "quorum", 99n, 100n, 4_000n);
    await refused("setQuorums", [4_001n, 4_000n], "quorum", 4_001n, 100n, 4_000n);
    await refused("setQuorums", [100n, 8_001n], "critical quorum", 8_001n, 100n, 8_000n);
  });

  it("GOV-45 hold for a governor from its constructor on, a cap that it can count among them", async () => {
    const { governor, token, treasury, relay, guardian } = await load();
    const capped = await ethers.deployContract("CappedMock", [2n ** 84n]);
    const settings = { ...SETTINGS, guardian };
    await expect(ethers.deployContract("TallyGovernor", [capped, treasury, relay, settings]))
      .to.be.revertedWithCustomError(governor, "Governor_CapTooHigh")
      .withArgs(2n ** 84n, 2n ** 84n - 1n);
    await expect(ethers.deployContract("TallyGovernor", [token, treasury, relay, { ...settings, votingDelay: 0n }]))
      .to.be.revertedWithCustomError(governor, "Governor_OutOfBounds")
      .withArgs(ethers.encodeBytes32String("voting delay"), 0n, 1n, 30n * DAY);
  });
});

describe("ether and tokens sent to the governor", () => {
  it("GOV-46 are refused, or come back by a proposal", async () => {
    const dao = await load();
    const { governor, usd, alice, stranger } = dao;
    await expect(alice.sendTransaction({ to: governor.target as string, value: 1n })).to.be.revertedWithCustomError(
      governor,
      "GovernorDisabledDeposit",
    );
    await usd.faucet(governor);
    const transfer = usd.interface.encodeFunctionData("transfer", [stranger.address, 5n]);
    const data = governor.interface.encodeFunctionData("relay", [usd.target as string, 0n, transfer]);
    await enact(dao, [{ target: governor.target as string, data }]);
    expect(await usd.balanceOf(stranger)).to.equal(5n);
  });
});
