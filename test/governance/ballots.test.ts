import { expect } from "chai";
import {
  ABSTAIN,
  AGAINST,
  ballotOf,
  closeVote,
  type Dao,
  ethers,
  FOR,
  FOREVER,
  HOLDINGS,
  load,
  networkHelpers,
  openVote,
  propose,
  SPLIT,
  STATE,
  signAs,
  slipOf,
  splitOf,
  TALLY,
} from "./dao.ts";

const power = (name: keyof typeof HOLDINGS) => HOLDINGS[name] * TALLY;

/** Reasons why a ballot is skipped, in the contract's order. */
const [, NOT_ACTIVE, LATE, BAD_VOTE, ALREADY_VOTED, BAD_SIGNATURE, NO_POWER] = [0n, 1n, 2n, 3n, 4n, 5n, 6n];

const voting = async () => {
  const dao = await load();
  const proposal = await propose(dao, dao.alice, [dao.set]);
  await openVote(proposal);
  return { ...dao, proposal, id: proposal.id };
};

/** Who was skipped in the last block, and why. */
async function skipped({ governor }: Pick<Dao, "governor">) {
  const logs = await governor.queryFilter(governor.getEvent("BallotSkipped"), "latest");
  return logs.map(({ args }) => [args.proposalId, args.voter, args.reason]);
}

describe("castBallots", () => {
  it("GOV-25 counts many voters' ballots for several proposals in one transaction", async () => {
    const dao = await load();
    const { governor, alice, bob, carol, dave, relayer, target, set } = dao;
    const first = await propose(dao, alice, [set], "first");
    const data = target.interface.encodeFunctionData("set", [9n]);
    const second = await propose(dao, alice, [{ ...set, data }], "second");
    await openVote(second);
    const params = splitOf(1n, 2n, 3n);
    const sheets = [
      {
        proposalId: first.id,
        slips: [await slipOf(dao, alice, first.id, FOR), await slipOf(dao, bob, first.id, AGAINST)],
        ballots: [
          await ballotOf(dao, carol, first.id, SPLIT, { params }),
          await ballotOf(dao, dave, first.id, ABSTAIN),
        ],
      },
      { proposalId: second.id, slips: [await slipOf(dao, alice, second.id, ABSTAIN)], ballots: [] },
    ];
    expect(await governor.connect(relayer).castBallots.staticCall(sheets)).to.equal(5n);
    await expect(governor.connect(relayer).castBallots(sheets))
      .to.emit(governor, "VoteCast")
      .withArgs(alice.address, first.id, FOR, power("alice"), "")
      .to.emit(governor, "VoteCast")
      .withArgs(bob.address, first.id, AGAINST, power("bob"), "")
      .to.emit(governor, "VoteCastWithParams")
      .withArgs(carol.address, first.id, SPLIT, 6n, "", params)
      .to.emit(governor, "VoteCast")
      .withArgs(dave.address, first.id, ABSTAIN, power("dave"), "")
      .to.emit(governor, "VoteCast")
      .withArgs(alice.address, second.id, ABSTAIN, power("alice"), "");
    expect(await skipped(dao)).to.deep.equal([]);
    expect(await governor.proposalVotes(first.id)).to.deep.equal([
      power("bob") + 1n,
      power("alice") + 2n,
      power("dave") + 3n,
    ]);
    expect(await governor.proposalVotes(second.id)).to.deep.equal([0n, 0n, power("alice")]);
    for (const [voter, index] of [alice, bob, carol, dave].map((v, i) => [v, BigInt(i) + 1n] as const)) {
      expect(await governor.voterIndex(voter)).to.equal(index);
      expect(await governor.hasVoted(first.id, voter)).to.equal(true);
    }
    expect(await governor.hasVoted(second.id, bob)).to.equal(false);
    expect(await governor.ballotOf(first.id, carol)).to.deep.equal([1n, 2n, 3n]);
    // A later vote by the voter himself finds what the batch counted.
    await governor.connect(carol).castVote(first.id, FOR);
    expect(await governor.proposalVotes(first.id)).to.deep.equal([
      power("bob"),
      power("alice") + power("carol"),
      power("dave"),
    ]);
  });

  it("GOV-25 skips each ballot that can't be counted, names it, and counts the others", async () => {
    const dao = await voting();
    const { governor, alice, bob, carol, dave, stranger, guardian, relayer, id } = dao;
    const now = BigInt(await networkHelpers.time.latest());
    await governor.connect(dave).castVote(id, FOR);
    const good = await slipOf(dao, alice, id, FOR);
    const slips = [
      await slipOf(dao, bob, id, FOR, { deadline: now }),
      await slipOf(dao, carol, id, 3n),
      await slipOf(dao, dave, id, AGAINST),
      await slipOf(dao, stranger, id, FOR, { voter: bob.address }),
      await slipOf(dao, stranger, id, FOR),
      { ...(await slipOf(dao, bob, id, FOR)), vs: ethers.toBeHex(2n ** 255n - 1n, 32) },
      good,
      good,
    ];
    const ballots = [
      await ballotOf(dao, bob, id, FOR, { deadline: now }),
      await ballotOf(dao, bob, id, FOR, { params: "0x00" }),
      await ballotOf(dao, bob, id, SPLIT, { params: "0x" }),
      await ballotOf(dao, bob, id, SPLIT, { params: splitOf(1n, power("bob"), 0n) }),
      await ballotOf(dao, bob, id, SPLIT, { params: splitOf(0n, 0n, 0n) }),
      await ballotOf(dao, bob, id, 3n),
      await ballotOf(dao, dave, id, AGAINST),
      await ballotOf(dao, guardian, id, FOR, { voter: bob.address }),
      { ...(await ballotOf(dao, bob, id, FOR)), signature: "0x1234" },
      await ballotOf(dao, guardian, id, FOR),
      await ballotOf(dao, carol, id, AGAINST),
      await ballotOf(dao, carol, id, AGAINST),
    ];
    expect(await governor.castBallots.staticCall([{ proposalId: id, slips, ballots }])).to.equal(2n);
    await governor.connect(relayer).castBallots([{ proposalId: id, slips, ballots }]);
    const b = bob.address;
    expect(await skipped(dao)).to.deep.equal(
      [
        [b, LATE],
        [carol.address, BAD_VOTE],
        [dave.address, ALREADY_VOTED],
        [b, BAD_SIGNATURE],
        [stranger.address, NO_POWER],
        [b, BAD_SIGNATURE],
        [alice.address, ALREADY_VOTED],
        [b, LATE],
        [b, BAD_VOTE],
        [b, BAD_VOTE],
        [b, BAD_VOTE],
        [b, BAD_VOTE],
        [b, BAD_VOTE],
        [dave.address, ALREADY_VOTED],
        [b, BAD_SIGNATURE],
        [b, BAD_SIGNATURE],
        [guardian.address, NO_POWER],
        [carol.address, ALREADY_VOTED],
      ].map(([voter, reason]) => [id, voter, reason]),
    );
    expect(await governor.proposalVotes(id)).to.deep.equal([power("carol"), power("alice") + power("dave"), 0n]);
    // Who is not counted gets no index.
    for (const voter of [bob, stranger, guardian]) expect(await governor.voterIndex(voter)).to.equal(0n);
    await governor.connect(relayer).castBallots([{ proposalId: id, slips: [], ballots: [] }]);
  });

  it("GOV-25 skips all ballots of a proposal that is not voted on, and counts another's", async () => {
    const dao = await voting();
    const { governor, alice, bob, relayer, id, target, set } = dao;
    const data = target.interface.encodeFunctionData("set", [9n]);
    const pending = await propose(dao, alice, [{ ...set, data }], "pending");
    await governor.connect(relayer).castBallots([
      {
        proposalId: pending.id,
        slips: [await slipOf(dao, alice, pending.id, FOR)],
        ballots: [await ballotOf(dao, bob, pending.id, FOR)],
      },
      { proposalId: 1n, slips: [await slipOf(dao, alice, 1n, FOR)], ballots: [] },
      { proposalId: id, slips: [await slipOf(dao, alice, id, FOR)], ballots: [] },
    ]);
    expect(await skipped(dao)).to.deep.equal([
      [pending.id, alice.address, NOT_ACTIVE],
      [pending.id, bob.address, NOT_ACTIVE],
      [1n, alice.address, NOT_ACTIVE],
    ]);
    expect(await governor.proposalVotes(id)).to.deep.equal([0n, power("alice"), 0n]);
    await governor.connect(alice).cancel(...dao.proposal.args);
    await governor
      .connect(relayer)
      .castBallots([{ proposalId: id, slips: [await slipOf(dao, bob, id, FOR)], ballots: [] }]);
    expect(await skipped(dao)).to.deep.equal([[id, bob.address, NOT_ACTIVE]]);
    expect(await governor.state(id)).to.equal(STATE.Canceled);
  });

  it("GOV-25 extends a vote whose quorum a batch reaches late", async () => {
    const dao = await voting();
    const { governor, alice, relayer, id, proposal } = dao;
    await networkHelpers.time.setNextBlockTimestamp(proposal.deadline);
    const slips = [await slipOf(dao, alice, id, FOR)];
    await expect(governor.connect(relayer).castBallots([{ proposalId: id, slips, ballots: [] }]))
      .to.emit(governor, "ProposalExtended")
      .withArgs(id, proposal.deadline + 86_400n);
    await closeVote(dao, proposal);
    expect(await governor.state(id)).to.equal(STATE.Succeeded);
  });

  it("GOV-25 keeps more voters apart than one word of receipts holds, in any order", async () => {
    const dao = await load();
    const { governor, token, alice, relayer } = dao;
    const wallets = Array.from({ length: 130 }, (_, i) => new ethers.Wallet(ethers.id(`voter ${i}`), ethers.provider));
    for (const { address } of wallets) await token.connect(alice).transfer(address, 1n);
    const first = await propose(dao, alice, [dao.set], "first");
    await openVote(first);
    const sheet = async (id: bigint, voters: typeof wallets) => ({
      proposalId: id,
      slips: await Promise.all(voters.map((wallet) => slipOf(dao, wallet, id, FOR))),
      ballots: [],
    });
    await governor.connect(relayer).castBallots([await sheet(first.id, wallets)]);
    expect(await governor.voterIndex(wallets[129]!.address)).to.equal(130n);
    const data = dao.target.interface.encodeFunctionData("set", [9n]);
    const second = await propose(dao, alice, [{ ...dao.set, data }], "second");
    await openVote(second);
    // Indexes 1, 130, 2, 129 and so on: each belongs to another word than the one before.
    const mixed = [0, 129, 1, 128, 126, 127, 0, 129].map((i) => wallets[i]!);
    await governor.connect(relayer).castBallots([await sheet(second.id, mixed)]);
    expect(await skipped(dao)).to.deep.equal([0, 129].map((i) => [second.id, wallets[i]!.address, ALREADY_VOTED]));
    expect(await governor.proposalVotes(second.id)).to.deep.equal([0n, 6n, 0n]);
    for (const [i, { address }] of wallets.entries()) {
      expect(await governor.hasVoted(first.id, address)).to.equal(true);
      expect(await governor.hasVoted(second.id, address), `${i}`).to.equal([0, 1, 126, 127, 128, 129].includes(i));
    }
  });
});

describe("a signed ballot", () => {
  it("GOV-26 is taken with 65 bytes and with 64 (EIP-2098), of a key and of a contract wallet", async () => {
    const dao = await load();
    const { governor, token, alice, bob, carol, relayer } = dao;
    const wallet = await ethers.deployContract("WalletMock", [carol.address]);
    await token.connect(carol).transfer(wallet, 7n);
    const proposal = await propose(dao, alice, [dao.set]);
    await openVote(proposal);
    const { id } = proposal;
    const long = await ballotOf(dao, alice, id, FOR);
    const short = await ballotOf(dao, bob, id, FOR);
    const ballots = [
      long,
      { ...short, signature: ethers.Signature.from(short.signature).compactSerialized },
      await ballotOf(dao, carol, id, FOR, { voter: wallet.target as string }),
    ];
    await governor.connect(relayer).castBallots([{ proposalId: id, slips: [], ballots }]);
    expect(await skipped(dao)).to.deep.equal([]);
    expect(await governor.proposalVotes(id)).to.deep.equal([0n, power("alice") + power("bob") + 7n, 0n]);
  });

  it("GOV-26 of a hostile wallet costs a bounded amount and hinders nobody", async () => {
    const dao = await load();
    const { governor, token, alice, bob, relayer } = dao;
    const hostile: string[] = [];
    for (const returnsMuch of [false, true]) {
      const wallet = await ethers.deployContract("HostileWalletMock", [returnsMuch]);
      await token.connect(alice).transfer(wallet, 7n);
      hostile.push(wallet.target as string);
    }
    const proposal = await propose(dao, alice, [dao.set]);
    await openVote(proposal);
    const { id } = proposal;
    const of = (voter: string) => ballotOf(dao, alice, id, FOR, { voter });
    const burning = await of(hostile[0]!);
    const ballots = [burning, burning, burning, await of(hostile[1]!), await ballotOf(dao, bob, id, FOR)];
    const sent = await governor
      .connect(relayer)
      .castBallots([{ proposalId: id, slips: [], ballots }], { gasLimit: 2_000_000n });
    const { gasUsed } = (await sent.wait())!;
    const limit = await governor.WALLET_GAS();
    expect(gasUsed).to.be.lessThan(3n * limit + 300_000n);
    // The one that returns much says yes, in its first word.
    expect(await skipped(dao)).to.deep.equal([0, 0, 0].map((i) => [id, hostile[i], BAD_SIGNATURE]));
    expect(await governor.proposalVotes(id)).to.deep.equal([0n, power("bob") + 7n, 0n]);
  });

  it("GOV-26 of a contract wallet is not made to look bad by sending too little gas", async () => {
    const dao = await load();
    const { governor, token, alice, carol, relayer } = dao;
    const wallet = await ethers.deployContract("WalletMock", [carol.address]);
    await token.connect(carol).transfer(wallet, 7n);
    const { id, ...proposal } = await propose(dao, alice, [dao.set]);
    await openVote({ id, ...proposal });
    const ballots = [await ballotOf(dao, carol, id, FOR, { voter: wallet.target as string })];
    const sheets = [{ proposalId: id, slips: [], ballots }];
    await expect(governor.connect(relayer).castBallots(sheets, { gasLimit: 180_000n })).to.be.revertedWithCustomError(
      governor,
      "Signatures_TooLittleGas",
    );
    // What a node estimates is enough.
    await governor.connect(relayer).castBallots(sheets);
    expect(await skipped(dao)).to.deep.equal([]);
    expect(await governor.proposalVotes(id)).to.deep.equal([0n, 7n, 0n]);
  });

  it("GOV-26 is good on no other chain, at no other governor, for no other proposal, support or deadline", async () => {
    const dao = await voting();
    const { governor, alice, relayer, id, treasury } = dao;
    const good = await ballotOf(dao, alice, id, FOR);
    const goodSlip = await slipOf(dao, alice, id, FOR);
    const ballots = [
      await ballotOf(dao, alice, id, FOR, { domain: { chainId: 31338n } }),
      await ballotOf(dao, alice, id, FOR, { domain: { verifyingContract: treasury.target } }),
      { ...good, support: AGAINST },
      { ...good, deadline: FOREVER - 1n },
      { ...(await ballotOf(dao, alice, id + 1n, FOR)) },
    ];
    const slips = [
      await slipOf(dao, alice, id, FOR, { domain: { chainId: 31338n } }),
      await slipOf(dao, alice, id, FOR, { domain: { verifyingContract: treasury.target } }),
      { ...goodSlip, head: goodSlip.head ^ (FOR << 160n) },
      { ...goodSlip, head: goodSlip.head - (1n << 168n) },
      await slipOf(dao, alice, id + 1n, FOR),
    ];
    await governor.connect(relayer).castBallots([{ proposalId: id, slips, ballots }]);
    const all = [...slips, ...ballots];
    expect(await skipped(dao)).to.deep.equal(all.map(() => [id, alice.address, BAD_SIGNATURE]));
    const asOpenZeppelin = { proposalId: id, support: FOR, voter: alice.address, nonce: 0n };
    const signature = await signAs(dao, alice, "Ballot", asOpenZeppelin, { chainId: 31338n });
    await expect(governor.castVoteBySig(id, FOR, alice, signature))
      .to.be.revertedWithCustomError(governor, "GovernorInvalidSignature")
      .withArgs(alice.address);
    expect(await governor.hasVoted(id, alice)).to.equal(false);
  });
});

describe("castVotes", () => {
  it("GOV-28 votes on several proposals, each as by itself", async () => {
    const dao = await load();
    const { governor, alice, bob, target, set } = dao;
    const first = await propose(dao, alice, [set], "first");
    const data = target.interface.encodeFunctionData("set", [9n]);
    const second = await propose(dao, alice, [{ ...set, data }], "second");
    await openVote(second);
    await expect(governor.connect(bob).castVotes([first.id, second.id], [FOR, AGAINST]))
      .to.emit(governor, "VoteCast")
      .withArgs(bob.address, first.id, FOR, power("bob"), "")
      .to.emit(governor, "VoteCast")
      .withArgs(bob.address, second.id, AGAINST, power("bob"), "");
    expect(await governor.proposalVotes(first.id)).to.deep.equal([0n, power("bob"), 0n]);
    expect(await governor.proposalVotes(second.id)).to.deep.equal([power("bob"), 0n, 0n]);
    await expect(governor.connect(bob).castVotes([first.id], []))
      .to.be.revertedWithCustomError(governor, "Ballots_LengthsDiffer")
      .withArgs(1n, 0n);
  });
});

describe("withdrawBallots", () => {
  it("GOV-27 voids ballots that are not included yet, and leaves the voter his own vote", async () => {
    const dao = await load();
    const { governor, alice, bob, relayer } = dao;
    const proposal = await propose(dao, alice, [dao.set]);
    const { id } = proposal;
    await expect(governor.connect(alice).withdrawBallots(id))
      .to.emit(governor, "BallotsWithdrawn")
      .withArgs(id, alice.address);
    expect(await governor.hasWithdrawn(id, alice)).to.equal(true);
    expect(await governor.hasWithdrawn(id, bob)).to.equal(false);
    expect(await governor.hasVoted(id, alice)).to.equal(false);
    expect(await governor.ballotOf(id, bob)).to.deep.equal([0n, 0n, 0n]);
    await openVote(proposal);
    expect(await governor.ballotOf(id, alice)).to.deep.equal([0n, 0n, 0n]);
    const slips = [await slipOf(dao, alice, id, FOR)];
    await governor
      .connect(relayer)
      .castBallots([{ proposalId: id, slips, ballots: [await ballotOf(dao, alice, id, FOR)] }]);
    expect(await skipped(dao)).to.deep.equal([0, 1].map(() => [id, alice.address, ALREADY_VOTED]));
    const signature = await signAs(dao, alice, "Ballot", {
      proposalId: id,
      support: FOR,
      voter: alice.address,
      nonce: 0n,
    });
    await expect(governor.castVoteBySig(id, FOR, alice, signature))
      .to.be.revertedWithCustomError(governor, "Ballots_AlreadyVoted")
      .withArgs(id, alice.address);
    // His own vote is his first: it is possible in the last tenth too.
    await networkHelpers.time.setNextBlockTimestamp(proposal.deadline);
    await governor.connect(alice).castVote(id, AGAINST);
    expect(await governor.proposalVotes(id)).to.deep.equal([power("alice"), 0n, 0n]);
    expect(await governor.hasVoted(id, alice)).to.equal(true);
    expect(await governor.hasWithdrawn(id, alice)).to.equal(false);
  });

  it("GOV-27 is refused to who has voted, and when there is nothing to vote on", async () => {
    const dao = await voting();
    const { governor, alice, id, proposal } = dao;
    await governor.connect(alice).castVote(id, FOR);
    await expect(governor.connect(alice).withdrawBallots(id))
      .to.be.revertedWithCustomError(governor, "Ballots_AlreadyVoted")
      .withArgs(id, alice.address);
    await closeVote(dao, proposal);
    await expect(governor.connect(dao.bob).withdrawBallots(id))
      .to.be.revertedWithCustomError(governor, "GovernorUnexpectedProposalState")
      .withArgs(id, STATE.Succeeded, ethers.toBeHex((1n << STATE.Pending) | (1n << STATE.Active), 32));
  });
});
