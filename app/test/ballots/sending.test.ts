import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { send } from "@tallystick/sdk/chain/send";
import { tallyGovernorAbi } from "@tallystick/sdk/generated/abis/TallyGovernor";
import { castVote, withdrawBallots } from "@tallystick/sdk/governance/votes";
import { personaAccount } from "@tallystick/sdk/local/personas";
import type { Address, Hex, PrivateKeyAccount } from "viem";
import { inTurn, relayCall } from "../../lib/server/relayer.ts";
import { startRelay, type TestRelay } from "./relay.ts";
import { signed, startWorld, TALLY, votersOf, type World } from "./world.ts";

const voters = votersOf("sending", 12);
const voterAt = (index: number): PrivateKeyAccount => voters[index] as PrivateKeyAccount;

describe("what the ballot relay sends", () => {
  let world: World;
  let relayer: Address;
  before(async () => {
    world = await startWorld();
    relayer = world.actor("relayer").wallet.account.address;
    await world.empower(voters.map(({ address }) => address));
    for (const { address } of voters) await world.client.setBalance({ address, value: TALLY });
  });
  after(() => world.close());

  const request = (method: string, params: unknown[] = []) =>
    (world.client.request as (args: { method: string; params: unknown[] }) => Promise<unknown>)({ method, params });
  const sentBy = () => world.reader.client.getTransactionCount({ address: relayer });
  const ballotsFor = (proposalId: bigint, count: number, from = 0) =>
    Promise.all(voters.slice(from, from + count).map((voter) => signed(world, voter, { proposalId })));
  const statuses = async (relay: TestRelay, proposal: bigint) =>
    (await relay.list(`&proposal=${proposal}`)).ballots.map(({ status, reason }) => reason ?? status);
  const tallyOf = async (proposalId: bigint) => {
    const governor = { address: world.governor, abi: tallyGovernorAbi } as const;
    const args = [proposalId] as const;
    return world.reader.client.readContract({ ...governor, functionName: "proposalVotes", args });
  };
  const withoutMining = async (act: () => Promise<void>) => {
    await request("evm_setAutomine", [false]);
    try {
      await act();
    } finally {
      await request("evm_setAutomine", [true]);
    }
  };
  /** Sends, and looks what became of it. */
  const turn = async (relay: TestRelay, times = 2) => {
    for (let i = 0; i < times; ++i) await relay.relay.tick();
  };

  it("BAL-21 sends ballots in one transaction when enough wait, or one has waited long enough, and not before", async () => {
    const proposal = await world.propose("Batches");
    const relay = startRelay(world, { settings: { batchSize: 4, every: 20 } });
    const before = await sentBy();
    await relay.give(...(await ballotsFor(proposal, 3)));
    await turn(relay);
    assert.deepEqual(await statuses(relay, proposal), ["pending", "pending", "pending"]);
    await relay.give(...(await ballotsFor(proposal, 1, 3)));
    await turn(relay);
    assert.deepEqual(await statuses(relay, proposal), Array(4).fill("counted"));
    assert.equal(await sentBy(), before + 1);
    await relay.give(...(await ballotsFor(proposal, 1, 4)));
    await turn(relay);
    assert.equal(await sentBy(), before + 1);
    relay.wait(21);
    await turn(relay);
    assert.equal(await sentBy(), before + 2);
    assert.deepEqual(await tallyOf(proposal), [0n, 5n * TALLY, 0n]);
    const [one] = (await relay.list(`&proposal=${proposal}`)).ballots;
    const receipt = await world.reader.client.getTransactionReceipt({ hash: one?.transaction as Hex });
    assert.equal(receipt.from, relayer.toLowerCase());
  });

  it("BAL-21 does not wait where the vote, or a ballot, ends soon", async () => {
    const proposal = await world.propose("Rush");
    const relay = startRelay(world, { settings: { batchSize: 100, every: 20 } });
    const { timestamp } = await world.reader.client.getBlock();
    const hurried = await signed(world, voterAt(0), { proposalId: proposal, deadline: Number(timestamp) + 40 });
    await relay.give(hurried);
    relay.wait(3);
    await turn(relay);
    assert.deepEqual(await statuses(relay, proposal), ["counted"]);
    await relay.give(...(await ballotsFor(proposal, 1, 1)));
    await turn(relay);
    assert.deepEqual(await statuses(relay, proposal), ["counted", "pending"]);
    await world.pass(250);
    relay.wait(3);
    await turn(relay);
    assert.deepEqual(await statuses(relay, proposal), ["counted", "counted"]);
  });

  it("BAL-22 does not pay for a ballot that would be skipped, and says why", async () => {
    const proposal = await world.propose("Skips");
    const relay = startRelay(world, { settings: { batchSize: 100, every: 20 } });
    const { timestamp } = await world.reader.client.getBlock();
    const short = await signed(world, voterAt(3), { proposalId: proposal, deadline: Number(timestamp) + 100 });
    await relay.give(...(await ballotsFor(proposal, 3)), short);
    // Meanwhile one votes otherwise, and one withdraws.
    await send(world.actor(voterAt(0)), castVote(world.governor, proposal, "against"));
    await send(world.actor(voterAt(1)), withdrawBallots(world.governor, proposal));
    await world.pass(101);
    const before = await sentBy();
    relay.wait(21);
    await turn(relay);
    assert.deepEqual(await statuses(relay, proposal), ["alreadyVoted", "alreadyVoted", "counted", "late"]);
    assert.equal(await sentBy(), before + 1);
    const receipt = await lastReceipt(relay, proposal);
    assert.equal(receipt.logs.length, 1, "one vote, nothing skipped");
  });

  const lastReceipt = async (relay: TestRelay, proposal: bigint) => {
    const shown = (await relay.list(`&proposal=${proposal}`)).ballots.find(({ transaction }) => transaction);
    return world.reader.client.getTransactionReceipt({ hash: shown?.transaction as Hex });
  };

  it("BAL-23 marks each ballot of a batch by what the governor said: one bad one hinders no other", async () => {
    const proposal = await world.propose("Race");
    const relay = startRelay(world, { settings: { batchSize: 3, every: 20 } });
    await relay.give(...(await ballotsFor(proposal, 3)));
    await withoutMining(async () => {
      await relay.relay.tick();
      // His own vote, at a higher price, goes before the batch in the block.
      const call = castVote(world.governor, proposal, "abstain");
      const wallet = world.actor(voterAt(1)).wallet;
      await wallet.writeContract({
        address: call.address,
        abi: call.abi,
        functionName: call.functionName,
        args: [...call.args],
        chain: null,
        gas: 300_000n,
        maxFeePerGas: 50n * 10n ** 9n,
        maxPriorityFeePerGas: 40n * 10n ** 9n,
      });
      await request("evm_mine");
    });
    await turn(relay);
    assert.deepEqual(await statuses(relay, proposal), ["counted", "alreadyVoted", "counted"]);
    assert.deepEqual(await tallyOf(proposal), [0n, 2n * TALLY, TALLY]);
  });

  it("BAL-23 finds by halves what the governor would skip though all that can be read speaks for it", async () => {
    const proposal = await world.propose("Halves");
    const relay = startRelay(world, { settings: { batchSize: 8, every: 20 } });
    const ballots = await ballotsFor(proposal, 7);
    await relay.give(...ballots);
    const [bad] = await ballotsFor(proposal, 1, 7);
    assert.ok(bad);
    // As no check lets it in: taken for the key's, and signed by nobody.
    const row = { ...bad, proposalId: proposal, voter: bad.voter, signature: ballots[0]?.signature ?? "0x" } as const;
    const id = relay.relay.digestOf(row);
    relay.relay.store.keep([{ ...row, id, chainId: 31337, by: "key", power: TALLY, receivedAt: Date.now() }]);
    await turn(relay);
    assert.deepEqual(await statuses(relay, proposal), [...Array(7).fill("counted"), "pending"]);
    assert.equal((await lastReceipt(relay, proposal)).logs.length, 7);
  });

  it("BAL-24 is replaced by anyone: what another brought is found counted, and not paid for again", async () => {
    const proposal = await world.propose("Two relays");
    const [one, other] = [startRelay(world), startRelay(world)];
    const ballots = await ballotsFor(proposal, 4);
    for (const each of [one, other])
      assert.ok((await each.give(...ballots)).every(({ status }) => status === "pending"));
    for (const each of [one, other]) each.wait(10);
    const before = await sentBy();
    await turn(one);
    await turn(other);
    assert.equal(await sentBy(), before + 1);
    for (const each of [one, other]) assert.deepEqual(await statuses(each, proposal), Array(4).fill("counted"));
  });

  it("BAL-25 sends again what was dropped, and at a higher price what is not mined", async () => {
    const proposal = await world.propose("Lost");
    const relay = startRelay(world, { settings: { every: 5 } });
    await relay.give(...(await ballotsFor(proposal, 2)));
    relay.wait(6);
    const transaction = async () => (await relay.list(`&proposal=${proposal}`)).ballots[0]?.transaction;
    const before = await sentBy();
    await withoutMining(async () => {
      await relay.relay.tick();
      const first = await transaction();
      await request("hardhat_dropTransaction", [first]);
      await request("evm_mine");
      await turn(relay);
      assert.deepEqual(await statuses(relay, proposal), ["sent", "sent"]);
      relay.wait(16);
      await turn(relay);
      assert.equal(await transaction(), first);
      assert.ok(await world.reader.client.getTransaction({ hash: first as Hex }));
      relay.wait(130);
      await turn(relay);
      assert.notEqual(await transaction(), first);
      await request("evm_mine");
    });
    await turn(relay);
    assert.deepEqual(await statuses(relay, proposal), ["counted", "counted"]);
    assert.equal((await lastReceipt(relay, proposal)).status, "success");
    assert.equal(await sentBy(), before + 1);
  });

  it("BAL-25 finds out that another transaction took its nonce, and sends its ballots in a new one", async () => {
    const proposal = await world.propose("Nonce");
    const relay = startRelay(world, { settings: { every: 5 } });
    await relay.give(...(await ballotsFor(proposal, 2)));
    relay.wait(6);
    const nonce = await sentBy();
    await withoutMining(async () => {
      await relay.relay.tick();
      const [{ transaction } = {}] = (await relay.list(`&proposal=${proposal}`)).ballots;
      await request("hardhat_dropTransaction", [transaction]);
      await world.actor("relayer").wallet.sendTransaction({ to: relayer, nonce, chain: null });
      await request("evm_mine");
    });
    await turn(relay, 3);
    assert.deepEqual(await statuses(relay, proposal), ["counted", "counted"]);
    assert.equal(await sentBy(), nonce + 2);
  });

  it("BAL-26 takes back what it said of a block that a reorganisation undid, and sends it again", async () => {
    const proposal = await world.propose("Reorganised");
    const network = { ...world.network, confirmations: 3 };
    const deep = { ...world, network, reader: { ...world.reader, network } };
    const relay = startRelay(deep, { settings: { every: 5 } });
    await relay.give(...(await ballotsFor(proposal, 2)));
    relay.wait(6);
    const snapshot = await request("evm_snapshot");
    await turn(relay);
    assert.deepEqual(await statuses(relay, proposal), ["counted", "counted"]);
    const { transactionHash } = await lastReceipt(relay, proposal);
    await request("evm_revert", [snapshot]);
    await withoutMining(async () => {
      await turn(relay);
      assert.deepEqual(await statuses(relay, proposal), ["sent", "sent"]);
    });
    relay.wait(16);
    await turn(relay);
    assert.deepEqual(await statuses(relay, proposal), ["counted", "counted"]);
    assert.equal(
      (await lastReceipt(relay, proposal)).transactionHash,
      transactionHash,
      "the same transaction, not a second",
    );
    assert.deepEqual(await tallyOf(proposal), [0n, 2n * TALLY, 0n]);
    await world.pass(1);
    await world.pass(1);
    relay.wait(2);
    await turn(relay);
    assert.equal(relay.database.prepare("SELECT state FROM sending").get()?.["state"], "done");
  });

  it("BAL-27 goes on after a restart with what was sent and with what waits, and pays for nothing twice", async () => {
    const proposal = await world.propose("Restart");
    const first = startRelay(world, { file: "restart.sqlite", settings: { every: 5 } });
    await first.give(...(await ballotsFor(proposal, 2)));
    first.wait(6);
    const before = await sentBy();
    await withoutMining(async () => {
      await first.relay.tick();
      await first.give(...(await ballotsFor(proposal, 1, 2)));
      // As a crash leaves it: written down, sent or not, nothing known of its end.
      first.database.close();
    });
    await request("evm_mine");
    const second = startRelay(world, { file: "restart.sqlite", settings: { every: 5 } });
    assert.deepEqual(await statuses(second, proposal), ["sent", "sent", "pending"]);
    // The killed one's lease runs out.
    second.wait(30);
    await turn(second, 3);
    assert.deepEqual(await statuses(second, proposal), ["counted", "counted", "counted"]);
    assert.equal(await sentBy(), before + 2);
  });

  it("BAL-27 lets one of several servers with one folder send", async () => {
    const proposal = await world.propose("Replicas");
    const [one, other] = ["lease.sqlite", "lease.sqlite"].map((file) => startRelay(world, { file })) as [
      TestRelay,
      TestRelay,
    ];
    await one.give(...(await ballotsFor(proposal, 2)));
    for (const each of [one, other]) each.wait(10);
    const before = await sentBy();
    await Promise.all([turn(one), turn(other)]);
    await Promise.all([turn(one), turn(other)]);
    assert.equal(await sentBy(), before + 1);
  });

  it("BAL-28 waits for its turn among the relayer's transactions, and lets the others wait: no nonce is taken twice", async () => {
    const account = personaAccount("relayer", 31337);
    await world.empower([account.address]);
    const proposal = await world.propose("Turns");
    const relay = startRelay(world, { settings: { every: 5 } });
    await relay.give(...(await ballotsFor(proposal, 3)));
    relay.wait(6);
    const before = await sentBy();
    const held = Promise.withResolvers<void>();
    const earlier = inTurn(() => held.promise);
    const ticking = relay.relay.tick();
    const later = relayCall(world.reader, account, castVote(world.governor, proposal, "for"));
    await new Promise((resolve) => setTimeout(resolve, 300));
    assert.equal(await sentBy(), before, "neither goes before its turn");
    held.resolve();
    await Promise.all([earlier, ticking, later]);
    await turn(relay);
    assert.ok("hash" in (await later));
    assert.deepEqual(await statuses(relay, proposal), ["counted", "counted", "counted"]);
    assert.equal(await sentBy(), before + 2);
  });

  it("BAL-29 spends no more gas than it is given for a proposal, the greatest power first, and says that the rest waits", async () => {
    const proposal = await world.propose("Budget");
    await world.empower([voterAt(2).address], 5n * TALLY);
    const rich = await world.propose("Budget again");
    const relay = startRelay(world, { settings: { every: 5, gasAProposal: 170_000n } });
    await relay.give(...(await ballotsFor(rich, 4)));
    relay.wait(6);
    await turn(relay);
    assert.deepEqual((await statuses(relay, rich)).toSorted(), ["counted", "counted", "pending", "pending"]);
    assert.equal((await statuses(relay, rich))[2], "counted");
    const poor = startRelay(world, { settings: { every: 5, gasADay: 0n } });
    await poor.give(...(await ballotsFor(proposal, 1)));
    poor.wait(6);
    const before = await sentBy();
    await turn(poor);
    assert.deepEqual(await statuses(poor, proposal), ["pending"]);
    const dear = startRelay(world, { settings: { every: 5, maxFee: 1n } });
    await dear.give(...(await ballotsFor(proposal, 1)));
    dear.wait(6);
    await turn(dear);
    assert.deepEqual(await statuses(dear, proposal), ["pending"]);
    assert.equal(await sentBy(), before);
  });

  it("BAL-30 brings splits and contract wallets' ballots too", async () => {
    const wallet = await world.deploy("WalletMock", [voterAt(0).address]);
    await world.empower([wallet]);
    const proposal = await world.propose("Kinds");
    const relay = startRelay(world, { settings: { every: 5 } });
    const choice = { against: TALLY / 4n, for: TALLY / 4n, abstain: TALLY / 2n };
    await relay.give(
      await signed(world, voterAt(0), { proposalId: proposal, voter: wallet, choice: "against" }),
      await signed(world, voterAt(1), { proposalId: proposal, choice }),
      await signed(world, voterAt(3), { proposalId: proposal, choice: "abstain" }),
    );
    const { pending } = await relay.list(`&proposal=${proposal}`);
    const [against, pro, abstain] = [TALLY + TALLY / 4n, TALLY / 4n, TALLY + TALLY / 2n];
    assert.deepEqual(pending, { against: `${against}`, for: `${pro}`, abstain: `${abstain}`, count: 3 });
    relay.wait(6);
    await turn(relay);
    assert.deepEqual(await statuses(relay, proposal), Array(3).fill("counted"));
    assert.deepEqual(await tallyOf(proposal), [against, pro, abstain]);
  });

  it("BAL-31 forgets what it has of a local chain that was restarted, and refuses to go on with another public one", async () => {
    const proposal = await world.propose("Genesis");
    const relay = startRelay(world, { file: "genesis.sqlite" });
    await relay.give(...(await ballotsFor(proposal, 1)));
    relay.database.prepare("UPDATE chain SET genesis = '0x0'").run();
    await relay.relay.tick();
    assert.deepEqual(await statuses(relay, proposal), []);
    assert.equal((await relay.give(...(await ballotsFor(proposal, 1))))[0]?.status, "pending");
    relay.database.prepare("UPDATE chain SET genesis = '0x0'").run();
    const network = { ...world.network, isLocal: false };
    const open = startRelay({ ...world, network, reader: { ...world.reader, network } }, { file: "genesis.sqlite" });
    assert.equal((await open.post({ ballots: await ballotsFor(proposal, 1) })).status, 503);
    await assert.rejects(open.relay.tick(), /genesis/);
  });
});
