import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { send } from "@tallystick/sdk/chain/send";
import { ballotDigest } from "@tallystick/sdk/governance/ballots";
import { castVote, withdrawBallots } from "@tallystick/sdk/governance/votes";
import {
  type Address,
  type Hex,
  parseSignature,
  serializeCompactSignature,
  serializeSignature,
  signatureToCompactSignature,
} from "viem";
import { ballotGates } from "../../lib/server/ballots/handlers.ts";
import { digester, isSignedByKey } from "../../lib/server/ballots/signer.ts";
import { startRelay, type TestRelay } from "./relay.ts";
import { FOREVER, signed, startWorld, TALLY, votersOf, type World } from "./world.ts";

const voters = votersOf("taking", 12);
const [first, second, third, fourth, fifth, sixth, stranger] = voters as [
  (typeof voters)[0],
  (typeof voters)[0],
  (typeof voters)[0],
  (typeof voters)[0],
  (typeof voters)[0],
  (typeof voters)[0],
  (typeof voters)[0],
];

describe("the ballot relay's door", () => {
  let world: World;
  let proposal: bigint;
  let relay: TestRelay;
  let wallet: Address;
  let burner: Address;

  before(async () => {
    world = await startWorld();
    wallet = await world.deploy("WalletMock", [stranger.address]);
    burner = await world.deploy("HostileWalletMock", [false]);
    await world.empower([first, second, third, fourth, fifth, sixth].map(({ address }) => address));
    await world.empower([wallet, burner]);
    proposal = await world.propose("Doors");
    relay = startRelay(world);
  });
  after(() => world.close());

  const codes = async (...ballots: readonly unknown[]) =>
    (await relay.give(...ballots)).map(({ refused, status }) => refused ?? status);

  it("BAL-01 knows a ballot by its EIP-712 digest, as the SDK makes it", async () => {
    const digestOf = digester(31337, world.governor);
    const split = { against: 1n, for: 2n, abstain: 3n };
    for (const choice of ["for", "against", "abstain", split] as const) {
      const { proposalId, ...ballot } = await signed(world, first, { proposalId: proposal, choice, deadline: 77 });
      const whole = { ...ballot, proposalId: BigInt(proposalId) };
      assert.equal(digestOf(whole), ballotDigest(31337, world.governor, whole));
    }
  });

  it("BAL-02 takes a key's signature of 65 and of 64 bytes, and no other form of it", async () => {
    const ballot = await signed(world, first, { proposalId: proposal });
    const digest = digester(31337, world.governor)({ ...ballot, proposalId: proposal });
    const parts = parseSignature(ballot.signature);
    const compact = serializeCompactSignature(signatureToCompactSignature(parts));
    const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
    const high = serializeSignature({
      r: parts.r,
      s: `0x${(order - BigInt(parts.s)).toString(16).padStart(64, "0")}`,
      yParity: parts.yParity === 0 ? 1 : 0,
    });
    assert.equal(isSignedByKey(digest, first.address, ballot.signature), true);
    assert.equal(isSignedByKey(digest, first.address, compact), true);
    const wrong: readonly Hex[] = [high, `${ballot.signature.slice(0, -2)}00` as Hex, "0x", `0x${"00".repeat(65)}`];
    for (const each of wrong) assert.equal(isSignedByKey(digest, first.address, each), false, each);
    assert.equal(isSignedByKey(digest, second.address, ballot.signature), false);
  });

  it("BAL-03 takes a good ballot, and shows it to everybody with its signature", async () => {
    const ballot = await signed(world, first, { proposalId: proposal });
    const [taken] = await relay.give(ballot);
    assert.equal(taken?.status, "pending");
    const { ballots, pending } = await relay.list(`&proposal=${proposal}&voter=${first.address}`);
    assert.equal(ballots.length, 1);
    assert.deepEqual({ ...ballots[0], voter: first.address }, { ...ballot, id: taken?.id, status: "pending" });
    assert.deepEqual(pending, { against: "0", for: TALLY.toString(), abstain: "0", count: 1 });
  });

  it("BAL-04 refuses what is no ballot, and one that is larger than any", async () => {
    const good = await signed(world, second, { proposalId: proposal });
    for (const wrong of [null, 7, "x", [], {}, { ...good, voter: "0x1" }, { ...good, support: 3 }]) {
      assert.deepEqual(await codes(wrong), ["malformed"], JSON.stringify(wrong));
    }
    const more = { proposalId: "1e3", deadline: 2 ** 48, params: "0x00", signature: "0xzz", support: 1.5 };
    for (const [name, value] of Object.entries(more)) {
      assert.deepEqual(await codes({ ...good, [name]: value }), ["malformed"], name);
    }
    assert.deepEqual(await codes({ ...good, signature: `0x${"ab".repeat(2_049)}` }), ["oversize"]);
    assert.deepEqual(await codes({ ...good, params: `0x${"ab".repeat(49)}` }), ["oversize"]);
    const [{ sentence } = {}] = await relay.give({ ...good, support: 9 });
    assert.match(sentence ?? "", /support/);
  });

  it("BAL-04 refuses bodies that are no list of ballots, and too many at once", async () => {
    for (const body of ["", "null", "[]", "{", '{"ballots":{}}', '{"__proto__":{"ballots":[]}}']) {
      const response = await relay.post(body);
      assert.equal(response.status, 400, body);
      assert.equal(((await response.json()) as { code: string }).code, "malformed");
    }
    const many = await relay.post({ ballots: Array.from({ length: 501 }, () => 1) });
    assert.deepEqual([many.status, ((await many.json()) as { code: string }).code], [413, "tooMany"]);
    const large = await relay.post(JSON.stringify({ ballots: ["x".repeat(1_100_000)] }));
    assert.deepEqual([large.status, ((await large.json()) as { code: string }).code], [413, "oversize"]);
    const ballots = await Promise.all(
      Array.from({ length: 17 }, (_, i) => signed(world, second, { proposalId: BigInt(i) })),
    );
    assert.deepEqual(new Set(await codes(...ballots)), new Set(["tooMany"]));
  });

  it("BAL-05 refuses a forged ballot, a changed one, and one for another chain or governor", async () => {
    const good = await signed(world, second, { proposalId: proposal });
    const forged = await signed(world, stranger, { proposalId: proposal, voter: second.address });
    const foreign = await signed({ governor: stranger.address }, second, { proposalId: proposal });
    const changed = [
      { ...good, support: 0 },
      { ...good, deadline: good.deadline - 1 },
    ];
    assert.deepEqual(await codes(forged), ["forged"]);
    assert.deepEqual(await codes(foreign), ["forged"]);
    for (const each of changed) assert.deepEqual(await codes(each), ["forged"]);
  });

  it("BAL-06 refuses a ballot for a proposal that is not there, one that is late, and one after the vote", async () => {
    const { timestamp } = await world.reader.client.getBlock();
    assert.deepEqual(await codes(await signed(world, second, { proposalId: 12n })), ["unknownProposal"]);
    const late = await signed(world, second, { proposalId: proposal, deadline: Number(timestamp) - 1 });
    assert.deepEqual(await codes(late), ["late"]);
  });

  it("BAL-07 refuses a ballot of nobody's power, and a split of more than there is", async () => {
    assert.deepEqual(await codes(await signed(world, stranger, { proposalId: proposal })), ["zeroPower"]);
    const split = { against: TALLY, for: 1n, abstain: 0n };
    const over = await signed(world, third, { proposalId: proposal, choice: split });
    assert.deepEqual(await codes(over), ["overPower"]);
    const whole = await signed(world, third, { proposalId: proposal, choice: { ...split, for: 0n } });
    assert.deepEqual(await codes(whole), ["pending"]);
  });

  it("BAL-08 refuses a ballot again, and another one of its voter for the proposal", async () => {
    const ballot = await signed(world, first, { proposalId: proposal });
    const [again] = await relay.give(ballot);
    assert.deepEqual([again?.refused, again?.status], ["duplicate", "pending"]);
    const other = await signed(world, first, { proposalId: proposal, choice: "against" });
    const [refusal] = await relay.give(other);
    assert.deepEqual([refusal?.refused, refusal?.id], ["otherBallot", again?.id]);
    assert.match(refusal?.sentence ?? "", /transaction of your own/);
    const both = await Promise.all(
      (["for", "against"] as const).map((choice) => signed(world, fourth, { proposalId: proposal, choice })),
    );
    assert.deepEqual(await codes(...both), ["pending", "otherBallot"]);
  });

  it("BAL-09 refuses a voter who has voted, and one who has withdrawn his ballots", async () => {
    for (const each of [fifth, sixth]) await world.client.setBalance({ address: each.address, value: TALLY });
    await send(world.actor(fifth), castVote(world.governor, proposal, "for"));
    await send(world.actor(sixth), withdrawBallots(world.governor, proposal));
    assert.deepEqual(await codes(await signed(world, fifth, { proposalId: proposal })), ["voted"]);
    assert.deepEqual(await codes(await signed(world, sixth, { proposalId: proposal })), ["withdrawn"]);
  });

  it("BAL-10 takes a contract wallet's ballot by its owner's signature alone, and is not held up by one that burns gas", async () => {
    const [byOwner, byOther, burning] = await Promise.all([
      signed(world, stranger, { proposalId: proposal, voter: wallet }),
      signed(world, second, { proposalId: proposal, voter: wallet }),
      signed(world, stranger, { proposalId: proposal, voter: burner }),
    ]);
    assert.deepEqual(await codes(byOther, burning, byOwner), ["forged", "forged", "pending"]);
  });

  it("BAL-11 limits a flood by caller and by voter, and keeps no more than it has room for", async () => {
    const ballot = await signed(world, second, { proposalId: proposal });
    const gates = ballotGates({ rate: 1, rateInAll: 1 });
    const narrow = startRelay(world, { gates });
    const many = Array.from({ length: 400 }, () => ({}));
    assert.equal((await narrow.post({ ballots: many })).status, 200);
    const refused = await narrow.post({ ballots: many });
    assert.equal(refused.status, 429);
    assert.equal(((await refused.json()) as { code: string }).code, "flood");

    const patient = startRelay(world);
    const forged = { ...ballot, deadline: 1_999_999_999 };
    const answers = await patient.give(...Array.from({ length: 30 }, () => forged));
    assert.equal(answers.filter((each) => each.refused === "flood").length, 10, "twenty at once of one voter");

    const full = startRelay(world, { settings: { perProposal: 1 } });
    assert.equal((await full.give(ballot))[0]?.status, "pending");
    const another = await signed(world, first, { proposalId: proposal });
    assert.equal((await full.give(another))[0]?.refused, "full");
    const small = startRelay(world, { settings: { leastPower: TALLY + 1n } });
    assert.equal((await small.give(ballot))[0]?.refused, "zeroPower");
  });

  it("BAL-11 tells callers apart behind a proxy, so that one's flood is not another's", async () => {
    const gates = ballotGates({ rate: 1, rateInAll: 10_000 });
    const narrow = startRelay(world, { gates });
    const many = { ballots: Array.from({ length: 300 }, () => ({})) };
    process.env["TALLYSTICK_TRUST_PROXY"] = "1";
    try {
      const statuses: number[] = [];
      for (const caller of ["1.1.1.1", "1.1.1.1", "2.2.2.2"]) {
        statuses.push((await narrow.post(many, { "x-forwarded-for": `9.9.9.9, ${caller}` })).status);
      }
      assert.deepEqual(statuses, [200, 429, 200]);
    } finally {
      delete process.env["TALLYSTICK_TRUST_PROXY"];
    }
  });

  it("BAL-12 says who pays and when, pages through what it has, and refuses other questions", async () => {
    const info = (await (await relay.get("info", "")).json()) as Record<string, unknown>;
    assert.deepEqual(info, {
      relayer: world.actor("relayer").wallet.account.address,
      chainId: 31337,
      governor: world.governor,
      batchSize: 200,
      every: 5,
    });
    const whole = await relay.list(`&proposal=${proposal}`);
    const one = await relay.list(`&proposal=${proposal}&limit=1`);
    const rest = await relay.list(`&proposal=${proposal}&after=${one.next}`);
    assert.deepEqual([...one.ballots, ...rest.ballots], whole.ballots);
    for (const query of ["", "&proposal=x", "&proposal=1&limit=0", "&proposal=1&after=-1", "&proposal=1&voter=0x"]) {
      assert.equal((await relay.get("ballots", query)).status, 400, query);
    }
  });

  it("BAL-06 takes ballots before the vote begins, by today's power", async () => {
    const early = await world.propose("Early", false);
    const [ballot, none] = await Promise.all([
      signed(world, second, { proposalId: early }),
      signed(world, stranger, { proposalId: early }),
    ]);
    assert.deepEqual(await codes(ballot, none), ["pending", "zeroPower"]);
    await world.pass(431);
    relay.wait(2);
    assert.deepEqual(await codes(await signed(world, third, { proposalId: early, deadline: FOREVER })), ["late"]);
  });

  it("BAL-13 says that the chain does not answer instead of blaming a ballot", async () => {
    const nowhere = { ...world, network: { ...world.network, rpcUrls: ["http://127.0.0.1:1"] } };
    const cut = startRelay(nowhere);
    const ballot = await signed(world, second, { proposalId: proposal, deadline: FOREVER - 5 });
    assert.deepEqual((await cut.give(ballot))[0]?.refused, "chainDown");
  });
});
