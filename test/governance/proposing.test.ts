import openZeppelin from "@openzeppelin/contracts/build/contracts/IGovernor.json" with { type: "json" };
import { expect } from "chai";
import {
  argumentsOf,
  closeVote,
  DAY,
  DELAYS,
  enact,
  ethers,
  FOR,
  FOREVER,
  GRACE,
  load,
  networkHelpers,
  openVote,
  propose,
  SETTINGS,
  STATE,
  SUPPLY,
  signAs,
  suffixOf,
  win,
} from "./dao.ts";

const UNIT = 2n ** 44n;
const roundedUp = (amount: bigint) => ((amount + UNIT - 1n) / UNIT) * UNIT;

describe("propose", () => {
  it("GOV-10 makes a proposal and says what is frozen into it", async () => {
    const dao = await load();
    const { governor, alice, set } = dao;
    const { description, lists, args } = argumentsOf([set], "Set it to 7.", alice.address);
    const id = await governor.getProposalId(...args);
    const now = BigInt(await networkHelpers.time.latest()) + 10n;
    await networkHelpers.time.setNextBlockTimestamp(now);
    const snapshot = now + SETTINGS.votingDelay;
    const deadline = snapshot + SETTINGS.votingPeriod;
    const quorum = roundedUp((SUPPLY * SETTINGS.quorum) / 10_000n);
    const codeHash = ethers.keccak256(await ethers.provider.getCode(set.target));
    await expect(governor.connect(alice).propose(...lists, "Set it to 7."))
      .to.emit(governor, "ProposalCreated")
      .withArgs(id, alice.address, [set.target], [0n], [""], [set.data], snapshot, deadline, description)
      .to.emit(governor, "ProposalFrozen")
      .withArgs(id, quorum, false, [codeHash]);
    expect(await governor.state(id)).to.equal(STATE.Pending);
    expect(await governor.proposalSnapshot(id)).to.equal(snapshot);
    expect(await governor.proposalDeadline(id)).to.equal(deadline);
    expect(await governor.proposalProposer(id)).to.equal(alice.address);
    expect(await governor.proposalQuorum(id)).to.equal(quorum);
    expect(await governor.proposalIsCritical(id)).to.equal(false);
    expect(await governor.proposalEta(id)).to.equal(0n);
    const pins = BigInt(ethers.keccak256(codeHash)) & (2n ** 168n - 1n);
    expect(await governor.proposalPins(id)).to.equal(pins);
    expect(await governor.latestOf(await governor.hashProposal(...lists, ethers.ZeroHash))).to.equal(id);
  });

  it("GOV-10 needs power at the threshold a second ago", async () => {
    const dao = await load();
    const { governor, token, alice, stranger, set } = dao;
    const threshold = SETTINGS.proposalThreshold;
    await token.connect(alice).transfer(stranger, threshold - 1n);
    await networkHelpers.mine();
    const { lists } = argumentsOf([set], "x", stranger.address);
    await expect(governor.connect(stranger).propose(...lists, "x"))
      .to.be.revertedWithCustomError(governor, "GovernorInsufficientProposerVotes")
      .withArgs(stranger.address, threshold - 1n, threshold);
    await token.connect(alice).transfer(stranger, 1n);
    await propose(dao, stranger, [set]);
  });

  it("GOV-10 refuses lists that are empty or differ in length", async () => {
    const { governor, alice, set } = await load();
    await expect(governor.connect(alice).propose([], [], [], ""))
      .to.be.revertedWithCustomError(governor, "GovernorInvalidProposalLength")
      .withArgs(0n, 0n, 0n);
    await expect(governor.connect(alice).propose([set.target], [], [set.data], ""))
      .to.be.revertedWithCustomError(governor, "GovernorInvalidProposalLength")
      .withArgs(1n, 1n, 0n);
  });

  it("GOV-11 has the id of its operation in the treasury, with chain, governor and proposer in it", async () => {
    const { governor, treasury, alice, bob, set } = await load();
    const coder = ethers.AbiCoder.defaultAbiCoder();
    const { args } = argumentsOf([set], "x", alice.address);
    const [targets, values, calldatas, descriptionHash] = args;
    const salt = ethers.keccak256(
      coder.encode(["uint256", "address", "bytes32"], [31337n, governor.target, descriptionHash]),
    );
    const id = await governor.getProposalId(...args);
    expect(await treasury.hashOperationBatch(targets, values, calldatas, ethers.ZeroHash, salt)).to.equal(
      ethers.toBeHex(id, 32),
    );
    expect(await governor.getProposalId(...argumentsOf([set], "x", bob.address).args)).not.to.equal(id);
  });

  it("GOV-11 leaves a description alone that names its proposer, and refuses another's", async () => {
    const dao = await load();
    const { governor, alice, bob, set } = dao;
    const text = `Set it.${suffixOf(alice.address)}`;
    const { lists } = argumentsOf([set], text, alice.address);
    await expect(governor.connect(bob).propose(...lists, text))
      .to.be.revertedWithCustomError(governor, "GovernorRestrictedProposer")
      .withArgs(bob.address);
    const { description } = await propose(dao, alice, [set], text);
    expect(description).to.equal(text);
    const [created] = await governor.queryFilter(governor.filters.ProposalCreated);
    expect(created!.args.description).to.equal(text);
  });

  it("GOV-11 refuses the same proposal twice", async () => {
    const dao = await load();
    const { governor, alice, set } = dao;
    const { id, args } = await propose(dao, alice, [set], "x");
    await expect(governor.connect(alice).propose(args[0], args[1], args[2], "x"))
      .to.be.revertedWithCustomError(governor, "GovernorUnexpectedProposalState")
      .withArgs(id, STATE.Pending, ethers.ZeroHash);
  });

  it("GOV-12 refuses a target without code", async () => {
    const { governor, alice, stranger, set } = await load();
    await expect(governor.connect(alice).propose([set.target, stranger.address], [0n, 0n], [set.data, "0x"], ""))
      .to.be.revertedWithCustomError(governor, "Governor_NoCode")
      .withArgs(stranger.address);
  });

  it("GOV-13 freezes the higher quorum and the longer delay into a critical proposal", async () => {
    const dao = await load();
    const { governor, treasury, token, alice, stranger, set } = dao;
    const mint = {
      target: token.target as string,
      data: token.interface.encodeFunctionData("mint", [stranger.address, 5n]),
    };
    const proposal = await propose(dao, alice, [set, mint]);
    expect(await governor.proposalIsCritical(proposal.id)).to.equal(true);
    expect(await governor.proposalQuorum(proposal.id)).to.equal(roundedUp((SUPPLY * 4_000n) / 10_000n));
    await win(dao, proposal);
    const now = BigInt(await networkHelpers.time.latest()) + 5n;
    await networkHelpers.time.setNextBlockTimestamp(now);
    await expect(governor.queue(...proposal.args))
      .to.emit(governor, "ProposalQueued")
      .withArgs(proposal.id, now + DELAYS.critical);
    expect(await treasury.getTimestamp(ethers.toBeHex(proposal.id, 32))).to.equal(now + DELAYS.critical);
    await networkHelpers.time.increaseTo(now + DELAYS.critical);
    await expect(governor.execute(...proposal.args)).to.changeTokenBalance(ethers, token, stranger, 5n);
  });

  describe("again", () => {
    it("GOV-14 is refused while the same actions are voted on, won or queued", async () => {
      const dao = await load();
      const { governor, alice, bob, set } = dao;
      const first = await propose(dao, alice, [set], "first");
      await openVote(first);
      const notBefore = first.snapshot + SETTINGS.coolDown;
      const again = () => governor.connect(bob).propose(first.args[0], first.args[1], first.args[2], "again");
      const expectRefusal = () =>
        expect(again()).to.be.revertedWithCustomError(governor, "Governor_Repeated").withArgs(first.id, notBefore);
      await expectRefusal();
      for (const voter of [alice, bob]) await governor.connect(voter).castVote(first.id, FOR);
      await closeVote(dao, first);
      await expectRefusal();
      await governor.queue(...first.args);
      await expectRefusal();
      await networkHelpers.time.increaseTo(await governor.proposalEta(first.id));
      await governor.execute(...first.args);
      await expectRefusal();
      await networkHelpers.time.increaseTo(notBefore);
      await propose(dao, bob, [set], "again");
    });

    it("GOV-14 is refused for the cool-down after a defeat", async () => {
      const dao = await load();
      const { governor, alice, set } = dao;
      const first = await propose(dao, alice, [set], "first");
      await closeVote(dao, first);
      expect(await governor.state(first.id)).to.equal(STATE.Defeated);
      const notBefore = first.snapshot + SETTINGS.coolDown;
      await networkHelpers.time.setNextBlockTimestamp(notBefore - 1n);
      await expect(governor.connect(alice).propose(first.args[0], first.args[1], first.args[2], "again"))
        .to.be.revertedWithCustomError(governor, "Governor_Repeated")
        .withArgs(first.id, notBefore);
      await networkHelpers.time.increaseTo(notBefore);
      await propose(dao, alice, [set], "again");
    });

    it("GOV-14 is possible with other actions, or after the first was cancelled", async () => {
      const dao = await load();
      const { governor, alice, target, set } = dao;
      const first = await propose(dao, alice, [set], "first");
      await openVote(first);
      await propose(dao, alice, [{ ...set, data: target.interface.encodeFunctionData("set", [8n]) }], "another");
      await governor.connect(alice).cancel(...first.args);
      await propose(dao, alice, [set], "again");
    });
  });
});

describe("proposeSponsored", () => {
  const sponsored = async () => {
    const dao = await load();
    const { governor, token, alice, bob, stranger, set } = dao;
    // Neither has enough alone.
    const [first, second] = [bob, stranger].sort((a, b) =>
      a.address.toLowerCase() < b.address.toLowerCase() ? -1 : 1,
    );
    const proposer = dao.relayer;
    const half = SETTINGS.proposalThreshold / 2n;
    await token.connect(bob).transfer(alice, (await token.balanceOf(bob)) - half + 2n);
    await token.connect(alice).transfer(stranger, half);
    await token.connect(alice).transfer(proposer, 2n);
    await networkHelpers.mine();
    const { lists, args } = argumentsOf([set], "Together.", proposer.address);
    const proposalId = await governor.getProposalId(...args);
    const sign = async (sponsor: typeof alice, deadline = FOREVER) => ({
      sponsor: sponsor.address,
      deadline,
      signature: await signAs(dao, sponsor, "Sponsorship", { proposalId, sponsor: sponsor.address, deadline }),
    });
    const act = (sponsors: Awaited<ReturnType<typeof sign>>[]) =>
      governor.connect(proposer).proposeSponsored(...lists, "Together.", sponsors);
    return { ...dao, proposer, first: first!, second: second!, half, proposalId, sign, act };
  };

  it("GOV-10 adds up the power of proposer and sponsors, to exactly the threshold", async () => {
    const { governor, proposer, first, second, bob, half, proposalId, sign, act } = await sponsored();
    const powerOf = (sponsor: typeof bob) => (sponsor === bob ? half - 2n : half);
    await expect(act([await sign(first), await sign(second)]))
      .to.emit(governor, "ProposalSponsored")
      .withArgs(proposalId, first.address, powerOf(first))
      .to.emit(governor, "ProposalSponsored")
      .withArgs(proposalId, second.address, powerOf(second));
    expect(await governor.proposalProposer(proposalId)).to.equal(proposer.address);
  });

  it("GOV-10 refuses too little together", async () => {
    const { governor, proposer, stranger, half, sign, act } = await sponsored();
    await expect(act([await sign(stranger)]))
      .to.be.revertedWithCustomError(governor, "GovernorInsufficientProposerVotes")
      .withArgs(proposer.address, half + 2n, SETTINGS.proposalThreshold);
  });

  it("GOV-10 counts nobody twice: not a sponsor, not the proposer", async () => {
    const { governor, proposer, first, second, sign, act } = await sponsored();
    const one = await sign(first);
    await expect(act([one, one]))
      .to.be.revertedWithCustomError(governor, "Governor_SponsorOrder")
      .withArgs(first.address);
    await expect(act([await sign(second), one]))
      .to.be.revertedWithCustomError(governor, "Governor_SponsorOrder")
      .withArgs(first.address);
    await expect(act([await sign(proposer)]))
      .to.be.revertedWithCustomError(governor, "Governor_SponsorOrder")
      .withArgs(proposer.address);
  });

  it("GOV-10 refuses a late, forged or foreign signature", async () => {
    const { governor, first, second, sign, act, proposalId } = await sponsored();
    const now = BigInt(await networkHelpers.time.latest());
    await expect(act([await sign(first, now)]))
      .to.be.revertedWithCustomError(governor, "Governor_SponsorLate")
      .withArgs(first.address, now);
    const forged = { ...(await sign(second)), sponsor: first.address };
    await expect(act([forged]))
      .to.be.revertedWithCustomError(governor, "GovernorInvalidSignature")
      .withArgs(first.address);
    const message = { proposalId: proposalId + 1n, sponsor: first.address, deadline: FOREVER };
    const other = await signAs({ governor }, first, "Sponsorship", message);
    await expect(act([{ sponsor: first.address, deadline: FOREVER, signature: other }]))
      .to.be.revertedWithCustomError(governor, "GovernorInvalidSignature")
      .withArgs(first.address);
  });

  it("GOV-11 refuses a description that ends with another's name", async () => {
    const { governor, proposer, alice, set } = await sponsored();
    const { lists } = argumentsOf([set], "x", proposer.address);
    await expect(governor.connect(proposer).proposeSponsored(...lists, `x${suffixOf(alice.address)}`, []))
      .to.be.revertedWithCustomError(governor, "GovernorRestrictedProposer")
      .withArgs(proposer.address);
  });
});

describe("a front end", () => {
  it("GOV-15 finds OpenZeppelin's interface, clock, counting and settings", async () => {
    const { governor, token, treasury } = await load();
    expect(await governor.name()).to.equal("Tallystick Governor");
    expect(await governor.version()).to.equal("1");
    expect(await governor.COUNTING_MODE()).to.equal("support=bravo,fractional&quorum=for,abstain&params=fractional");
    expect(await governor.CLOCK_MODE()).to.equal(await token.CLOCK_MODE());
    expect(await governor.clock()).to.equal(await token.clock());
    expect(await governor.token()).to.equal(token.target);
    expect(await governor.timelock()).to.equal(treasury.target);
    expect(await governor.proposalNeedsQueuing(1n)).to.equal(true);
    expect(await governor.votingDelay()).to.equal(SETTINGS.votingDelay);
    expect(await governor.votingPeriod()).to.equal(SETTINGS.votingPeriod);
    expect(await governor.proposalThreshold()).to.equal(SETTINGS.proposalThreshold);
    const now = BigInt(await networkHelpers.time.latest());
    expect(await governor.quorum(now - 1n)).to.equal((SUPPLY * SETTINGS.quorum) / 10_000n);
    expect([await governor.quorumNumerator(), await governor.quorumDenominator()]).to.deep.equal([2_000n, 10_000n]);
    expect(await governor.criticalQuorumNumerator()).to.equal(4_000n);
    expect(await governor.lateQuorumVoteExtension()).to.equal(DAY);
    expect(await governor.coolDown()).to.equal(SETTINGS.coolDown);
    const [change] = await governor.queryFilter(governor.getEvent("TimelockChange"));
    expect(change!.args).to.deep.equal([ethers.ZeroAddress, treasury.target]);
    // ERC-165 itself; IGovernor, before and since getProposalId.
    const inherited = ["supportsInterface", "clock", "CLOCK_MODE"];
    const selectors: { name: string; selector: string }[] = [];
    new ethers.Interface(openZeppelin.abi).forEachFunction(({ name, selector }) => {
      if (!inherited.includes(name)) selectors.push({ name, selector });
    });
    const xor = (list: readonly { selector: string }[]) =>
      ethers.toBeHex(
        list.reduce((sum, { selector }) => sum ^ BigInt(selector), 0n),
        4,
      );
    const earlier = selectors.filter(({ name }) => name !== "getProposalId");
    for (const id of ["0x01ffc9a7", xor(selectors), xor(earlier)])
      expect(await governor.supportsInterface(id)).to.equal(true);
  });

  it("GOV-15 takes a proposal through its life by what the events say alone", async () => {
    const dao = await load();
    const { governor, target, alice } = dao;
    await enact(dao, [dao.set], "By events.");
    const [created] = await governor.queryFilter(governor.filters.ProposalCreated);
    const { targets, calldatas, description, proposalId } = created!.args;
    const values = [...created!.args[3]];
    expect(await governor.getProposalId([...targets], values, [...calldatas], ethers.id(description))).to.equal(
      proposalId,
    );
    expect(await target.number()).to.equal(7n);
    expect(await target.lastCaller()).to.equal(dao.treasury.target);
    expect(created!.args.proposer).to.equal(alice.address);
  });
});

describe("expiry", () => {
  it("GOV-41 ends a won proposal that nobody queues in time", async () => {
    const dao = await load();
    const { governor, alice, set } = dao;
    const proposal = await propose(dao, alice, [set]);
    await win(dao, proposal);
    await networkHelpers.time.increaseTo(proposal.deadline + GRACE);
    expect(await governor.state(proposal.id)).to.equal(STATE.Succeeded);
    await networkHelpers.time.increase(1n);
    expect(await governor.state(proposal.id)).to.equal(STATE.Expired);
    await expect(governor.queue(...proposal.args))
      .to.be.revertedWithCustomError(governor, "GovernorUnexpectedProposalState")
      .withArgs(proposal.id, STATE.Expired, ethers.toBeHex(1n << STATE.Succeeded, 32));
  });

  it("GOV-41 ends a queued proposal that nobody executes in time", async () => {
    const dao = await load();
    const { governor, alice, set } = dao;
    const proposal = await propose(dao, alice, [set]);
    await win(dao, proposal);
    await governor.queue(...proposal.args);
    const eta = await governor.proposalEta(proposal.id);
    await networkHelpers.time.increaseTo(eta + GRACE);
    expect(await governor.state(proposal.id)).to.equal(STATE.Queued);
    await networkHelpers.time.increase(1n);
    expect(await governor.state(proposal.id)).to.equal(STATE.Expired);
    await expect(governor.execute(...proposal.args))
      .to.be.revertedWithCustomError(governor, "GovernorUnexpectedProposalState")
      .withArgs(proposal.id, STATE.Expired, ethers.toBeHex(1n << STATE.Queued, 32));
  });
});
