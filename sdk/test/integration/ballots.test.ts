import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { type Address, getAddress } from "viem";
import { type Actor, connectReader } from "../../src/chain/actor.ts";
import { send } from "../../src/chain/send.ts";
import { asLongSignature, compactSignature, signTyped } from "../../src/chain/signature.ts";
import { chainTime } from "../../src/chain/time.ts";
import {
  type Ballot,
  ballotSigner,
  ballotTypedData,
  decodeBallot,
  encodeBallot,
  prepareBallot,
  type SignedBallot,
  signBallot,
  voterIndexes,
} from "../../src/governance/ballots.ts";
import { paramsOf } from "../../src/governance/choice.ts";
import { cancel } from "../../src/governance/proposals.ts";
import { receiptOfBallot, recount, verifyBallot, votesOf } from "../../src/governance/receipts.ts";
import { ballotOutcomes, ballotSheets, castBallots, type Sheet, skipReason } from "../../src/governance/sheets.ts";
import { sortBallots } from "../../src/governance/submitBallots.ts";
import { ballotOf, castVote, tallyOf, withdrawBallots } from "../../src/governance/votes.ts";
import { deployed, networkOf } from "../../src/networks.ts";
import { addressOf, deployMock, type TestChain, testChain } from "../support/chain.ts";
import { type Made, opened, proposed } from "../support/dao.ts";
import { codeOf, failureOf } from "../support/errors.ts";
import { endow, feeAction, TALLY } from "../support/members.ts";

const split = { against: 1n, for: 2n, abstain: 3n };

describe("signed ballots", () => {
  let chain: TestChain;
  let deployer: Actor;
  let mei: Actor;
  let amara: Actor;
  let jonas: Actor;
  let sam: Actor;
  let relayer: Actor;
  let governor: Address;
  let wallet: Address;
  let bps = 1;

  before(async () => {
    chain = await testChain();
    [deployer, relayer, sam] = [chain.actor("deployer"), chain.actor("relayer"), chain.actor("newcomer")];
    [mei, amara, jonas] = [chain.actor("climatologist"), chain.actor("analyst"), chain.actor("trader")];
    ({ tallyGovernor: governor } = deployed(chain.network));
    wallet = getAddress(await deployMock(deployer, "WalletMock", [addressOf(sam)]));
    await endow(chain, { climatologist: 30n * TALLY, analyst: 20n * TALLY, trader: 10n * TALLY, [wallet]: 7n });
  });
  after(() => chain.close());

  const voting = (): Promise<Made> => opened(chain, [feeAction(chain, bps)], `Fee ${bps++}.`);

  /** A ballot signed whatever it says. */
  async function signed(who: Actor, ballot: Ballot, chainId = chain.network.chainId): Promise<SignedBallot> {
    return { ...ballot, signature: await signTyped(who, ballotTypedData(chainId, governor, ballot), "test") };
  }

  async function cast(sheets: readonly Sheet[]) {
    const { receipt } = await send(relayer, castBallots(governor, sheets));
    return ballotOutcomes(receipt, governor);
  }

  it("SDK-174 are taken as slips, of 65 and 64 bytes, split, and of a contract wallet", async () => {
    const { id } = await voting();
    const slip = await signBallot(mei, { proposalId: id, choice: "for" });
    const parts = await signBallot(amara, { proposalId: id, choice: split });
    const long = await signBallot(jonas, { proposalId: id, choice: "against" });
    const { r, vs } = compactSignature(long.signature);
    const short: SignedBallot = { ...long, signature: `${r}${vs.slice(2) as `0x${string}`}` };
    assert.equal(asLongSignature(short.signature), long.signature);
    const plain = await prepareBallot(chain.reader, wallet, { proposalId: id, choice: "abstain" });
    const ofWallet = await signed(sam, plain);
    const all = [slip, parts, short, ofWallet];
    const signers = await Promise.all(all.map((each) => ballotSigner(chain.reader, each)));
    assert.deepEqual(signers, ["key", "key", "key", "wallet"]);
    const known = all.map((each, i) => ({ ...each, by: signers[i] }));
    const sheets = ballotSheets(known);
    assert.deepEqual(
      sheets.map(({ slips, ballots }) => [slips.length, ballots.length]),
      [[2, 2]],
    );
    const { counted, skipped } = await cast(sheets);
    assert.deepEqual(skipped, []);
    const voters = [mei, jonas, amara].map(addressOf);
    assert.deepEqual(
      counted,
      [...voters, wallet].map((voter) => ({ proposalId: id, voter })),
    );
    assert.deepEqual(await tallyOf(chain.reader, id), {
      against: 10n * TALLY + 1n,
      for: 30n * TALLY + 2n,
      abstain: 7n + 3n,
    });
    assert.deepEqual((await ballotOf(chain.reader, id, addressOf(amara))).split, split);
  });

  it("SDK-174 go in the form that any signature fits where it is not known whose it is", async () => {
    const { id } = await voting();
    const ballots = [
      decodeBallot(encodeBallot(await signBallot(mei, { proposalId: id, choice: "for" }))),
      await signed(sam, await prepareBallot(chain.reader, wallet, { proposalId: id, choice: "for" })),
    ];
    const [sheet] = ballotSheets(ballots);
    assert.deepEqual([sheet?.slips.length, sheet?.ballots.length], [0, 2]);
    const { counted } = await cast(sheet ? [sheet] : []);
    assert.equal(counted.length, 2);
    assert.equal((await tallyOf(chain.reader, id)).for, 30n * TALLY + 7n);
  });

  it("SDK-174 are refused before they are signed where the governor would skip them", async () => {
    const { id } = await voting();
    const prepare = (who: Actor, choice: Parameters<typeof prepareBallot>[2]) =>
      codeOf(prepareBallot(chain.reader, addressOf(who), choice));
    const good = { proposalId: id, choice: "for" } as const;
    assert.equal(await prepare(sam, good), "Ballots_NoPower");
    assert.equal(await prepare(mei, { ...good, proposalId: 7n }), "GovernorNonexistentProposal");
    assert.equal(await prepare(mei, { ...good, choice: { ...split, for: 30n * TALLY } }), "GovernorInvalidVoteParams");
    const late = await failureOf(prepareBallot(chain.reader, addressOf(mei), { ...good, deadline: 1 }));
    assert.deepEqual([late.code, late.details.field], ["BadBallot", "deadline"]);
    await send(mei, castVote(governor, id, "for"));
    assert.equal(await prepare(mei, good), "Ballots_AlreadyVoted");
    await send(amara, withdrawBallots(governor, id));
    assert.equal(await prepare(amara, good), "Ballots_AlreadyVoted");
    const pending = await proposed(chain, [feeAction(chain, bps)], `Fee ${bps++}.`);
    const early = await failureOf(prepareBallot(chain.reader, addressOf(mei), { ...good, proposalId: pending.id }));
    assert.equal(early.code, "GovernorUnexpectedProposalState");
    assert.match(early.message, /is pending/);
    assert.match((await failureOf(send(mei, castVote(governor, pending.id, "for")))).message, /is pending/);
  });

  it("SDK-175 are put on one sheet a proposal, in the order of the voters' places", async () => {
    const [first, second] = [await voting(), await voting()];
    const voters = [jonas, amara, mei];
    const ballots: SignedBallot[] = [];
    for (const who of voters) {
      for (const { id } of [first, second]) ballots.push(await signBallot(who, { proposalId: id, choice: "for" }));
    }
    const indexes = await voterIndexes(chain.reader, [...voters.map(addressOf), addressOf(sam)]);
    // As they voted above for the first time; the newcomer never did.
    assert.deepEqual([...indexes.values()], [2n, 3n, 1n, 0n]);
    const byKnown = (order: ReadonlyMap<Address, bigint>) =>
      ballotSheets(ballots, order).map(({ proposalId, slips }) => [
        proposalId,
        slips.map(({ head }) => `0x${(head & (2n ** 160n - 1n)).toString(16).padStart(40, "0")}`),
      ]);
    const sorted = [mei, jonas, amara].map((who) => addressOf(who).toLowerCase());
    assert.deepEqual(byKnown(indexes), [
      [first.id, sorted],
      [second.id, sorted],
    ]);
    const lower = new Map([[addressOf(amara).toLowerCase() as Address, 5n]]);
    const amaraFirst = [amara, jonas, mei].map((who) => addressOf(who).toLowerCase());
    assert.deepEqual(byKnown(lower)[0], [first.id, amaraFirst]);
    const { counted, skipped } = await cast(ballotSheets(ballots, indexes));
    assert.deepEqual([counted.length, skipped], [6, []]);
  });

  it("SDK-175 that are skipped are told with their reason, and hinder no other", async () => {
    const [{ id }, gone] = [await voting(), await voting()];
    const now = await chainTime(chain.reader);
    const of = (who: Actor, changes: Partial<Ballot> = {}): Ballot => ({
      proposalId: id,
      voter: addressOf(who),
      support: 1,
      params: "0x",
      deadline: now + 3_600,
      ...changes,
    });
    await send(jonas, castVote(governor, id, "for"));
    await send(deployer, cancel(governor, gone.actions, gone.description));
    const params = paramsOf({ ...split, for: 21n * TALLY });
    const bad = [
      await signed(mei, of(mei, { proposalId: gone.id })),
      await signed(mei, of(mei, { deadline: now - 1 })),
      await signed(amara, of(amara, { support: 255, params })),
      await signed(jonas, of(jonas)),
      await signed(sam, of(mei)),
      await signed(sam, of(sam)),
      await signed(mei, of(mei), 31338),
    ];
    const good = await signed(mei, of(mei));
    const { counted, skipped } = await cast(ballotSheets([...bad, good]));
    assert.deepEqual(counted, [{ proposalId: id, voter: addressOf(mei) }]);
    const order = [amara, mei, sam, jonas];
    const byWhom = (list: typeof skipped) =>
      list.toSorted((a, b) => order.map(addressOf).indexOf(a.voter) - order.map(addressOf).indexOf(b.voter));
    assert.deepEqual(
      byWhom(skipped).map(({ voter, reason }) => [voter, reason]),
      [
        [addressOf(amara), "badVote"],
        [addressOf(mei), "notActive"],
        [addressOf(mei), "late"],
        [addressOf(mei), "badSignature"],
        [addressOf(mei), "badSignature"],
        [addressOf(sam), "noPower"],
        [addressOf(jonas), "alreadyVoted"],
      ],
    );
    assert.equal(await ballotSigner(chain.reader, bad[4] as SignedBallot), undefined);
    assert.equal(await ballotSigner(chain.reader, bad[6] as SignedBallot), undefined);
    for (const code of [0, 7]) assert.throws(() => skipReason(code), RangeError);
    // Events of another contract, whatever they look like, are no outcome.
    const { receipt } = await send(amara, castVote(governor, id, "against"));
    assert.deepEqual(ballotOutcomes(receipt, addressOf(sam)), { counted: [], skipped: [] });
  });

  it("SDK-175 are sorted so that nobody's forgery stands before the voter's own", async () => {
    const { id } = await voting();
    const own = await signBallot(mei, { proposalId: id, choice: "for" });
    const later = await signBallot(mei, { proposalId: id, choice: "against" });
    const other = await signBallot(amara, { proposalId: id, choice: "abstain" });
    const plain = { proposalId: id, voter: addressOf(mei), support: 1, params: "0x" } as const;
    const shouted = `0x${own.voter.slice(2).toUpperCase()}`;
    const spoiled = [
      { ...own, signature: other.signature },
      decodeBallot({ ...encodeBallot(other), voter: shouted }),
      await signed(mei, { ...plain, deadline: 1 }),
      { ...own, support: 3 },
    ];
    const { good, bad } = await sortBallots(chain.reader, [...spoiled, own, later, other, own]);
    assert.deepEqual(good, [own, other]);
    assert.deepEqual(
      bad.map(({ ballot, reason }) => [ballot.signature, reason]),
      [
        [other.signature, "badSignature"],
        [other.signature, "badSignature"],
        [spoiled[2]?.signature, "late"],
        [own.signature, "badVote"],
        [later.signature, "duplicate"],
        [own.signature, "duplicate"],
      ],
    );
    assert.deepEqual(await sortBallots(chain.reader, []), { good: [], bad: [] });
    assert.equal(await codeOf(sortBallots(chain.reader, [{ ...own, proposalId: 7n }])), "GovernorNonexistentProposal");
  });

  it("SDK-177 are followed by a receipt that the tally bears out, and no forged one", async () => {
    const { id } = await voting();
    const ballot = await signBallot(mei, { proposalId: id, choice: split });
    const receipt = receiptOfBallot(chain.reader, ballot);
    const early = await verifyBallot(chain.reader, receipt);
    assert.deepEqual([early.good, early.fault], [false, "notCounted"]);
    const { hash } = await send(relayer, castBallots(governor, ballotSheets([ballot])));
    assert.deepEqual(await verifyBallot(chain.reader, receipt), {
      good: true,
      fault: undefined,
      counted: split,
      tally: split,
      transaction: hash,
    });
    const forged = [
      [{ support: 1, params: "0x" }, "otherVote"],
      [{ params: paramsOf({ ...split, for: 3n }) }, "otherVote"],
      [{ voter: addressOf(amara) }, "notCounted"],
      [{ proposalId: id + 1n }, "notCounted"],
      [{ support: 3, params: "0x" }, "noVote"],
      [{ chainId: 31338 }, "elsewhere"],
      [{ governor: addressOf(sam) }, "elsewhere"],
    ] as const;
    for (const [change, fault] of forged) {
      const { good, fault: told } = await verifyBallot(chain.reader, { ...receipt, ...change });
      assert.deepEqual([good, told], [false, fault]);
    }
    await send(mei, castVote(governor, id, "against", "thought over"));
    assert.equal((await verifyBallot(chain.reader, receipt)).fault, "otherVote");
    const own = receiptOfBallot(chain.reader, { ...ballot, support: 0, params: "0x" });
    assert.equal((await verifyBallot(chain.reader, own)).good, true);
    assert.deepEqual(
      (await votesOf(chain.reader, id)).map(({ support, reason }) => [support, reason]),
      [
        [255, ""],
        [0, "thought over"],
      ],
    );
    await send(amara, castVote(governor, id, "abstain"));
    assert.deepEqual(await recount(chain.reader, id), await tallyOf(chain.reader, id));
  });

  it("SDK-177 are borne out by no node whose events and books differ", async () => {
    const { id } = await voting();
    const ballot = await signBallot(mei, { proposalId: id, choice: "for" });
    const receipt = receiptOfBallot(chain.reader, ballot);
    await send(relayer, castBallots(governor, ballotSheets([ballot])));
    const selector = "0x544ffc9c"; // proposalVotes(uint256)
    const lying = {
      request: async (call: { method: string; params?: unknown }) => {
        const [message] = (call.params ?? []) as { data?: string }[];
        if (call.method === "eth_call" && message?.data?.startsWith(selector)) return `0x${"00".repeat(96)}`;
        return chain.provider.request(call as never);
      },
    } as TestChain["provider"];
    const { good, fault } = await verifyBallot(connectReader(chain.network, lying), receipt);
    assert.deepEqual([good, fault], [false, "notInTally"]);
    const down = connectReader({ ...networkOf(31337, {}), rpcUrls: ["http://127.0.0.1:9"] });
    assert.equal(await codeOf(verifyBallot(down, receipt)), "ChainUnreachable");
    assert.equal(
      await codeOf(prepareBallot(down, addressOf(mei), { proposalId: id, choice: "for" })),
      "ChainUnreachable",
    );
  });
});
