import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Reader } from "@tallystick/sdk/chain/actor";
import { networkOf } from "@tallystick/sdk/networks";
import { gasLeft, isDue } from "../../lib/server/ballots/plan.ts";
import { ballotRelay } from "../../lib/server/ballots/relay.ts";
import { asker } from "../../lib/server/ballots/rpc.ts";
import { sendingStore } from "../../lib/server/ballots/sendings.ts";
import { relaySettings } from "../../lib/server/ballots/settings.ts";
import { ballotStore, type Kept, openDatabase } from "../../lib/server/ballots/store.ts";

const kept = (index: number, change: Partial<Kept> = {}): Kept => ({
  id: `0x${index.toString(16).padStart(64, "0")}`,
  chainId: 31337,
  proposalId: 7n,
  voter: `0x${index.toString(16).padStart(40, "a")}`,
  support: 1,
  params: "0x",
  deadline: 2 ** 48 - 1,
  signature: "0x12",
  by: "key",
  power: 1n,
  receivedAt: 1,
  ...change,
});

describe("isDue", () => {
  const settings = { batchSize: 3, every: 10 };
  it("BAL-21 sends what is enough, what has waited, and what would come too late", () => {
    assert.equal(isDue({ count: 2, waited: 9_999, left: 31 }, settings), false);
    assert.equal(isDue({ count: 3, waited: 0, left: 1_000 }, settings), true);
    assert.equal(isDue({ count: 1, waited: 10_000, left: 1_000 }, settings), true);
    assert.equal(isDue({ count: 1, waited: 999, left: 30 }, settings), false);
    assert.equal(isDue({ count: 1, waited: 1_000, left: 30 }, settings), true);
    assert.equal(isDue({ count: 1, waited: 0, left: 2 }, settings), true);
    assert.equal(isDue({ count: 0, waited: 99_999, left: 0 }, settings), false);
  });
});

describe("gasLeft", () => {
  it("BAL-29 leaves what day and proposal leave, and never more than a transaction takes", () => {
    const settings = { gasADay: 20_000_000n, gasAProposal: 18_000_000n };
    assert.equal(gasLeft({ today: 0n, onProposal: 0n }, settings), 16_000_000n);
    assert.equal(gasLeft({ today: 15_000_000n, onProposal: 0n }, settings), 5_000_000n);
    assert.equal(gasLeft({ today: 0n, onProposal: 17_000_000n }, settings), 1_000_000n);
    assert.equal(gasLeft({ today: 21_000_000n, onProposal: 0n }, settings), 0n);
    assert.equal(gasLeft({ today: 19_900_000n, onProposal: 0n }, settings), 0n, "less than a batch of one");
  });
});

describe("relaySettings", () => {
  it("BAL-29 reads its bounds from the environment, and refuses what is no number", () => {
    const env = { TALLYSTICK_BALLOTS_BATCH: "7", TALLYSTICK_BALLOTS_MAX_FEE_GWEI: "3", TALLYSTICK_BALLOTS_EVERY: "" };
    const settings = relaySettings({ isLocal: false }, env);
    assert.deepEqual([settings.batchSize, settings.maxFee, settings.every], [7, 3_000_000_000n, 300]);
    assert.throws(() => relaySettings({ isLocal: true }, { TALLYSTICK_BALLOTS_EVERY: "-1" }), /EVERY "-1"/);
  });
});

describe("ballotStore", () => {
  const room = { perProposal: 4, inAll: 5 };
  it("BAL-08 keeps one ballot of a voter for a proposal, and another after one that was skipped", () => {
    const store = ballotStore(openDatabase(":memory:"), 31337, room);
    const [taken, again, other] = store.keep([kept(1), kept(1), kept(2, { voter: kept(1).voter })]);
    assert.deepEqual(taken, { id: kept(1).id, status: "pending" });
    assert.deepEqual(
      [again, other].map((each) => each && "refused" in each && each.refused),
      ["duplicate", "otherBallot"],
    );
    store.mark([{ id: kept(1).id, status: "skipped", reason: "late" }]);
    assert.deepEqual(store.keep([kept(2, { voter: kept(1).voter })]), [{ id: kept(2).id, status: "pending" }]);
    assert.equal(store.page(7n, 0, 10).length, 1, "the skipped one makes room");
  });

  it("BAL-10 asks no wallet again that said yes here and no to the governor", () => {
    const database = openDatabase(":memory:");
    const store = ballotStore(database, 31337, room);
    store.keep([kept(1, { by: "wallet" })]);
    database.prepare("UPDATE ballot SET status = 'skipped', reason = 'badSignature', sending = 1").run();
    const [verdict] = store.keep([kept(1, { by: "wallet" })]);
    assert.equal(verdict && "refused" in verdict && verdict.refused, "forged");
  });

  it("BAL-11 has room for so many of a proposal and in all, and gets it back when old ones are forgotten", () => {
    const store = ballotStore(openDatabase(":memory:"), 31337, room);
    const codes = store
      .keep([1, 2, 3, 4, 5].map((index) => kept(index)))
      .map((each) => ("refused" in each ? each.refused : each.status));
    assert.deepEqual(codes, ["pending", "pending", "pending", "pending", "full"]);
    const elsewhere = (index: number) => kept(index, { proposalId: 8n, receivedAt: 5 });
    assert.equal("status" in (store.keep([elsewhere(6)])[0] ?? {}), true);
    assert.deepEqual(
      store.keep([elsewhere(7)]).map((each) => "refused" in each && each.refused),
      ["full"],
    );
    store.sweep(2);
    assert.deepEqual(store.keep([elsewhere(7)]), [{ id: kept(7).id, status: "pending" }]);
  });

  it("BAL-03 adds up more power than a database's number holds, exactly", () => {
    const store = ballotStore(openDatabase(":memory:"), 31337, room);
    const power = 2n ** 84n - 1n;
    store.keep([1, 2, 3].map((index) => kept(index, { power: power - BigInt(index) })));
    assert.deepEqual(store.sums(7n).plain, [{ support: 1, power: 3n * power - 6n, count: 3 }]);
    assert.deepEqual(
      store.strongest(7n, 2).map(({ power: each }) => power - each),
      [1n, 2n],
    );
  });
});

describe("sendingStore", () => {
  it("BAL-23 lets keys' ballots wait again after a transaction that failed, and pays for no wallet of it a second time", () => {
    const database = openDatabase(":memory:");
    const store = ballotStore(database, 31337, { perProposal: 9, inAll: 9 });
    const sendings = sendingStore(database, 31337);
    store.keep([kept(1), kept(2, { by: "wallet" })]);
    const attempt = { hash: "0x1", raw: "0x02", fee: 1n, priority: 1n, at: 5 } as const;
    sendings.begin({ proposalId: 7n, nonce: 3, gas: 100n }, [kept(1).id, kept(2).id], attempt);
    assert.deepEqual(sendings.spent(0, 7n), { today: 100n, onProposal: 100n });
    sendings.reverted(1, 60n);
    assert.deepEqual(
      store.page(7n, 0, 9).map(({ status, reason }) => reason ?? status),
      ["pending", "badSignature"],
    );
    assert.deepEqual(sendings.spent(0, 7n), { today: 60n, onProposal: 60n });
    assert.deepEqual([sendings.unfinished(), sendings.attempts(1)[0]?.raw], [[], "0x"]);
    sendings.sweep(6);
    assert.deepEqual([sendings.hash(1), sendings.spent(0, 7n).today], [undefined, 0n]);
  });
});

describe("asker", () => {
  const ask = { to: "0x0000000000000000000000000000000000000001", data: "0x" } as const;
  const node = (answer: (id: number) => object | undefined, status = 200): typeof fetch => {
    return async (_url, init) => {
      const calls = JSON.parse(String(init?.body)) as { id: number }[];
      return Response.json(calls.flatMap(({ id }) => answer(id) ?? []).toReversed(), { status });
    };
  };

  it("BAL-13 tells a call that the contract refused from a node that does not answer", async () => {
    const refused = { error: { code: 3, message: "execution reverted", data: "0x" } };
    const some = node((id) => ({ id, ...(id === 1 ? refused : { result: `0x0${id}` }) }));
    assert.deepEqual(await asker("http://x", some)([ask, ask, ask]), ["0x00", undefined, "0x02"]);
    const busy = node((id) => ({ id, error: { code: -32005, message: "limit exceeded" } }));
    await assert.rejects(asker("http://x", busy)([ask]), /limit exceeded/);
    await assert.rejects(
      asker(
        "http://x",
        node(() => undefined),
      )([ask]),
      /does not answer/,
    );
    await assert.rejects(
      asker(
        "http://x",
        node((id) => ({ id, result: "0x" }), 500),
      )([ask]),
      /500/,
    );
  });

  it("BAL-13 asks in parts that a public node takes", async () => {
    const sizes: number[] = [];
    const counting: typeof fetch = async (url, init) => {
      sizes.push((JSON.parse(String(init?.body)) as unknown[]).length);
      return node((id) => ({ id, result: "0x" }))(url, init);
    };
    assert.equal((await asker("http://x", counting)(Array.from({ length: 250 }, () => ask))).length, 250);
    assert.deepEqual(sizes, [100, 100, 50]);
  });
});

describe("ballotRelay", () => {
  const day = 86_400_000;
  /** A relay that nobody pays for, on a chain that counts how often it is asked. */
  function collecting() {
    let asked = 0;
    let clock = 100 * day;
    const client = {
      getBlock: async () => {
        asked += 1;
        return { hash: "0x01" };
      },
    };
    const network = networkOf(31337);
    const database = openDatabase(":memory:");
    const relay = ballotRelay({
      reader: { client, network } as unknown as Reader,
      ask: async () => assert.fail("It has nothing to ask."),
      database,
      settings: relaySettings(network, {}),
      relayer: undefined,
      now: () => clock,
    });
    const rows = () => Number(database.prepare("SELECT count(*) AS n FROM ballot").get()?.["n"]);
    const pass = (time: number) => {
      clock += time;
    };
    const keep = (index: number) => relay.store.keep([kept(index, { receivedAt: clock })]);
    return { relay, rows, pass, keep, asked: () => asked };
  }

  it("BAL-11 forgets old ballots also where none waits any more", async () => {
    const { relay, rows, pass, keep } = collecting();
    keep(1);
    relay.store.skipProposal(7n, "late");
    await relay.tick();
    assert.equal(rows(), 1);
    pass(90 * day + 1);
    await relay.tick();
    assert.equal(rows(), 0);
  });

  it("BAL-12 asks the chain nothing where nobody pays, however long a ballot waits", async () => {
    const { relay, rows, pass, keep, asked } = collecting();
    keep(1);
    for (let i = 0; i < 3; ++i) {
      pass(1_000);
      await relay.tick();
    }
    assert.deepEqual([rows(), asked()], [1, 0]);
  });
});
