import { expect } from "chai";
import {
  AGAINST,
  argumentsOf,
  closeVote,
  DAY,
  ethers,
  FOR,
  HOLDINGS,
  load,
  networkHelpers,
  openVote,
  propose,
  queueAndWait,
  SETTINGS,
  SPLIT,
  STATE,
  slipOf,
  splitOf,
  suffixOf,
  TALLY,
  win,
} from "../governance/dao.ts";

const power = (name: keyof typeof HOLDINGS) => HOLDINGS[name] * TALLY;

// Each of them happened to somebody; each test fails when its defence is taken out.
describe("attacks on governance", () => {
  it("GOV-06 power bought or borrowed for the vote counts nothing (Beanstalk)", async () => {
    const dao = await load();
    const { governor, token, alice, stranger, set } = dao;
    const proposal = await propose(dao, alice, [set]);
    await openVote(proposal);
    await token.connect(alice).transfer(stranger, power("alice"));
    await expect(governor.connect(stranger).castVote(proposal.id, FOR))
      .to.be.revertedWithCustomError(governor, "Ballots_NoPower")
      .withArgs(proposal.id, stranger.address);
    // Nor is it power to propose in the same second.
    await networkHelpers.mine();
    await ethers.provider.send("evm_setAutomine", [false]);
    await token.connect(stranger).transfer(dao.relayer, power("alice"));
    const { lists } = argumentsOf([{ ...set, value: 1n }], "x", dao.relayer.address);
    const sent = await governor.connect(dao.relayer).propose(...lists, "x", { gasLimit: 1_000_000n });
    await networkHelpers.mine();
    await ethers.provider.send("evm_setAutomine", [true]);
    const receipt = await ethers.provider.getTransactionReceipt(sent.hash);
    expect(receipt?.status).to.equal(0);
  });

  it("GOV-06 a vote is not repeated by moving the tokens on", async () => {
    const dao = await load();
    const { governor, token, alice, bob, stranger, set } = dao;
    const proposal = await propose(dao, alice, [set]);
    await openVote(proposal);
    await governor.connect(alice).castVote(proposal.id, FOR);
    await token.connect(alice).transfer(bob, power("alice"));
    await token.connect(alice).delegate(stranger);
    await governor.connect(bob).castVote(proposal.id, AGAINST);
    await expect(governor.connect(stranger).castVote(proposal.id, FOR)).to.be.revertedWithCustomError(
      governor,
      "Ballots_NoPower",
    );
    expect(await governor.proposalVotes(proposal.id)).to.deep.equal([power("bob"), power("alice"), 0n]);
  });

  it("GOV-23 a quiet majority of the last minute leaves the others time to answer (Build Finance, Compound 289)", async () => {
    const dao = await load();
    const { governor, alice, bob, set } = dao;
    const proposal = await propose(dao, bob, [set]);
    await networkHelpers.time.setNextBlockTimestamp(proposal.deadline);
    await governor.connect(bob).castVote(proposal.id, FOR);
    await networkHelpers.time.setNextBlockTimestamp(proposal.deadline + SETTINGS.voteExtension);
    await governor.connect(alice).castVote(proposal.id, AGAINST);
    await closeVote(dao, proposal);
    expect(await governor.state(proposal.id)).to.equal(STATE.Defeated);
  });

  it("GOV-23 a quorum shown early and taken back does not use the extension up", async () => {
    const dao = await load();
    const { governor, alice, bob, set } = dao;
    const proposal = await propose(dao, bob, [set]);
    await openVote(proposal);
    await governor.connect(bob).castVote(proposal.id, FOR);
    await governor.connect(bob).castVoteWithReasonAndParams(proposal.id, SPLIT, "", splitOf(1n, 0n, 0n));
    await networkHelpers.time.setNextBlockTimestamp(proposal.deadline);
    await expect(governor.connect(alice).castVote(proposal.id, FOR))
      .to.emit(governor, "ProposalExtended")
      .withArgs(proposal.id, proposal.deadline + SETTINGS.voteExtension);
    expect(await governor.state(proposal.id)).to.equal(STATE.Active);
  });

  it("GOV-42 code swapped after the vote is not executed (Tornado Cash 2023)", async () => {
    const dao = await load();
    const { governor, treasury, target, alice, set, stranger } = dao;
    const proposal = await propose(dao, alice, [set]);
    await win(dao, proposal);
    await queueAndWait(dao, proposal);
    const other = await ethers.provider.getCode(dao.usd);
    await networkHelpers.setCode(target.target as string, other);
    await expect(governor.connect(stranger).execute(...proposal.args))
      .to.be.revertedWithCustomError(governor, "Governor_CodeChanged")
      .withArgs(proposal.id);
    // Not past the governor either.
    const [targets, values, calldatas, hash] = proposal.args;
    const coder = ethers.AbiCoder.defaultAbiCoder();
    const salt = ethers.keccak256(coder.encode(["uint256", "address", "bytes32"], [31337n, governor.target, hash]));
    await expect(
      treasury.connect(stranger).executeBatch(targets, values, calldatas, ethers.ZeroHash, salt),
    ).to.be.revertedWithCustomError(treasury, "AccessControlUnauthorizedAccount");
  });

  it("GOV-13 a lower quorum revives no old defeat (CVE-2022-31198)", async () => {
    const dao = await load();
    const { governor, treasury, carol, alice, set } = dao;
    const lost = await propose(dao, alice, [set], "lost");
    await openVote(lost);
    await governor.connect(carol).castVote(lost.id, FOR);
    await closeVote(dao, lost);
    expect(await governor.state(lost.id)).to.equal(STATE.Defeated);
    const data = governor.interface.encodeFunctionData("setQuorums", [100n, 4_000n]);
    const lower = await propose(dao, alice, [{ target: governor.target as string, data }], "lower");
    await win(dao, lower);
    await queueAndWait(dao, lower);
    await governor.execute(...lower.args);
    expect(await governor.quorumNumerator()).to.equal(100n);
    expect(await governor.state(lost.id)).to.equal(STATE.Defeated);
    expect(await governor.proposalQuorum(lost.id)).to.be.greaterThan(power("carol"));
    await expect(governor.queue(...lost.args)).to.be.revertedWithCustomError(
      governor,
      "GovernorUnexpectedProposalState",
    );
    expect(await treasury.getTimestamp(ethers.toBeHex(lost.id, 32))).to.equal(0n);
  });

  it("GOV-11 a copy that is cancelled does not take the original with it (CVE-2023-34234)", async () => {
    const dao = await load();
    const { governor, alice, bob, set } = dao;
    const { lists } = argumentsOf([set], "Mine.", alice.address);
    // Bob sees it coming and is first, with the same text.
    const copy = await propose(dao, bob, [set], "Mine.");
    await governor.connect(bob).cancel(...copy.args);
    const original = await propose(dao, alice, [set], "Mine.");
    expect(original.id).not.to.equal(copy.id);
    expect(await governor.state(original.id)).to.equal(STATE.Pending);
    expect(await governor.state(copy.id)).to.equal(STATE.Canceled);
    await expect(governor.connect(bob).cancel(...original.args))
      .to.be.revertedWithCustomError(governor, "GovernorUnableToCancel")
      .withArgs(original.id, bob.address);
    // Nor in her name, in small letters or capitals.
    const capitals = `Mine.#proposer=0x${alice.address.slice(2).toUpperCase()}`;
    for (const text of [
      `Mine.${suffixOf(alice.address)}`,
      capitals,
      "Mine.#proposer=0x0000000000000000000000000000000000nobody",
    ]) {
      await expect(governor.connect(bob).propose(...lists, text))
        .to.be.revertedWithCustomError(governor, "GovernorRestrictedProposer")
        .withArgs(bob.address);
    }
  });

  it("GOV-14 a copy that stays pending does not keep the original out", async () => {
    const dao = await load();
    const { governor, alice, bob, set } = dao;
    const copy = await propose(dao, bob, [set], "Mine.");
    const original = await propose(dao, alice, [set], "Mine.");
    expect(await governor.state(copy.id)).to.equal(STATE.Pending);
    expect(await governor.state(original.id)).to.equal(STATE.Pending);
  });

  it("GOV-02 delegation to zero locks nobody's tokens", async () => {
    const { token, alice, bob } = await load();
    await expect(token.connect(alice).delegate(ethers.ZeroAddress)).to.be.revertedWithCustomError(
      token,
      "TallyToken_ZeroDelegate",
    );
    await token.connect(alice).renouncePower();
    await token.connect(alice).transfer(bob, power("alice"));
    expect(await token.balanceOf(alice)).to.equal(0n);
  });

  it("GOV-26 a signed ballot counts at one governor, on one chain, for one proposal, once", async () => {
    const dao = await load();
    const { governor, token, treasury, relay, guardian, alice, relayer, set, target } = dao;
    const first = await propose(dao, alice, [set], "first");
    const data = target.interface.encodeFunctionData("set", [9n]);
    const second = await propose(dao, alice, [{ ...set, data }], "second");
    await openVote(second);
    const slip = await slipOf(dao, alice, first.id, FOR);
    await governor.connect(relayer).castBallots([
      { proposalId: first.id, slips: [slip, slip], ballots: [] },
      { proposalId: second.id, slips: [slip], ballots: [] },
    ]);
    expect(await governor.proposalVotes(first.id)).to.deep.equal([0n, power("alice"), 0n]);
    expect(await governor.proposalVotes(second.id)).to.deep.equal([0n, 0n, 0n]);
    // She changes her mind: the old ballot does not change it back.
    await governor.connect(alice).castVote(first.id, AGAINST);
    await governor.connect(relayer).castBallots([{ proposalId: first.id, slips: [slip], ballots: [] }]);
    expect(await governor.proposalVotes(first.id)).to.deep.equal([power("alice"), 0n, 0n]);
    const settings = { ...SETTINGS, guardian };
    const twin = await ethers.deployContract("TallyGovernor", [token, treasury, relay, settings]);
    const { lists, args } = argumentsOf([set], "first", alice.address);
    await twin.connect(alice).propose(...lists, "first");
    const there = await twin.getProposalId(...args);
    expect(there).not.to.equal(first.id);
    await networkHelpers.time.increase(DAY + 1n);
    await twin.castBallots([{ proposalId: there, slips: [slip], ballots: [] }]);
    expect(await twin.proposalVotes(there)).to.deep.equal([0n, 0n, 0n]);
  });

  it("GOV-25 one bad ballot blocks no batch", async () => {
    const dao = await load();
    const { governor, token, alice, bob, stranger, relayer } = dao;
    const hostile = await ethers.deployContract("HostileWalletMock", [false]);
    await token.connect(alice).transfer(hostile, 1n);
    const proposal = await propose(dao, alice, [dao.set]);
    await openVote(proposal);
    const good = await slipOf(dao, bob, proposal.id, FOR);
    const bad = await slipOf(dao, stranger, proposal.id, FOR, { voter: alice.address });
    const none = await slipOf(dao, stranger, proposal.id, FOR);
    const burning = {
      voter: hostile.target as string,
      support: FOR,
      deadline: 2n ** 48n - 1n,
      params: "0x",
      signature: "0x",
    };
    await governor
      .connect(relayer)
      .castBallots([{ proposalId: proposal.id, slips: [bad, none, good], ballots: [burning] }], { gasLimit: 700_000n });
    expect(await governor.proposalVotes(proposal.id)).to.deep.equal([0n, power("bob"), 0n]);
  });

  it("GOV-44 a target that comes back in during execution does no harm", async () => {
    const dao = await load();
    const { governor, treasury, target, usd, alice, stranger } = dao;
    const address = target.target as string;
    await usd.faucet(treasury);
    // An ordinary proposal that spends without a limit is won and due: it must not ride on a critical one.
    const spend = treasury.interface.encodeFunctionData("spend", [usd.target as string, stranger.address, 5n]);
    const ordinary = await propose(dao, alice, [{ target: treasury.target as string, data: spend }], "ordinary");
    const inner = governor.interface.encodeFunctionData("execute", [...ordinary.args]);
    const back = target.interface.encodeFunctionData("callBack", [governor.target as string, inner]);
    const delays = treasury.interface.encodeFunctionData("setDelays", [2n * DAY, 7n * DAY]);
    const critical = await propose(
      dao,
      alice,
      [
        { target: treasury.target as string, data: delays },
        { target: address, data: back },
      ],
      "critical",
    );
    await openVote(critical);
    for (const voter of [alice, dao.bob])
      await governor.connect(voter).castVotes([ordinary.id, critical.id], [FOR, FOR]);
    await closeVote(dao, critical);
    await governor.queue(...ordinary.args);
    await queueAndWait(dao, critical);
    expect(await governor.state(ordinary.id)).to.equal(STATE.Queued);
    await governor.execute(...critical.args);
    expect(await target.number()).to.equal(2n);
    expect(await governor.state(ordinary.id)).to.equal(STATE.Queued);
    expect(await usd.balanceOf(stranger)).to.equal(0n);
  });

  it("GOV-53 a spending past the limits is not hidden in a multicall, an approval or a withdrawal", async () => {
    const dao = await load();
    const { governor, treasury, target, usd, alice, stranger } = dao;
    await usd.faucet(treasury);
    const transfer = usd.interface.encodeFunctionData("transfer", [stranger.address, 5n]);
    const approve = usd.interface.encodeFunctionData("approve", [stranger.address, 5n]);
    for (const data of [transfer, approve]) {
      const proposal = await propose(dao, alice, [{ target: usd.target as string, data }], data.slice(0, 10));
      expect(await governor.proposalIsCritical(proposal.id)).to.equal(true);
    }
    const multicall = new ethers.Interface(["function multicall(bytes[])"]).encodeFunctionData("multicall", [
      [transfer],
    ]);
    expect(await treasury.isCritical([usd.target], [multicall])).to.equal(true);
    // Credit in the market or in tabs is the treasury's too: taken out to itself alone.
    const credit = new ethers.Interface(["function withdraw(address token, address to)"]);
    const withdraw = (to: string) => credit.encodeFunctionData("withdraw", [usd.target as string, to]);
    const away = { target: target.target as string, data: withdraw(stranger.address) };
    const home = { target: target.target as string, data: withdraw(treasury.target as string) };
    // Cut short, it names nobody.
    const short = { target: target.target as string, data: ethers.dataSlice(home.data, 0, 67) };
    for (const [action, isCritical] of [
      [away, true],
      [home, false],
      [short, true],
    ] as const) {
      const proposal = await propose(dao, alice, [action], `withdraw ${action.data.length} ${isCritical}`);
      expect(await governor.proposalIsCritical(proposal.id)).to.equal(isCritical);
    }
  });
});
