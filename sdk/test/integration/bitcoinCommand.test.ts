import assert from "node:assert/strict";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { parseEther } from "viem";
import { chainTime } from "../../src/chain/time.ts";
import { decodeBitcoinWatch } from "../../src/swaps/bitcoin/watch.ts";
import { type BitcoinNode, startBitcoin } from "../support/bitcoinNode.ts";
import { answerOf, refusalOf, tallystick } from "../support/command.ts";
import { type TestStack, testStack } from "../support/stack.ts";
import { tutorialOf } from "../support/tutorial.ts";

let stack: TestStack;
let node: BitcoinNode;

before(async () => {
  [stack, node] = await Promise.all([testStack(), startBitcoin()]);
  // The node's clock is turned by hand, far ahead: the other chain is brought to it.
  await stack.pass(node.now() - (await chainTime(stack.actor("newcomer"))));
});
after(async () => {
  await stack.close();
  await node.close();
});

const addressIn = (out: string): string => /^address {5}(\S+)$/m.exec(out)?.[1] ?? "";
const file = (name: string): string => join(stack.folder, name);

describe("the tutorial “Swap ether for bitcoin”, followed by the command", () => {
  const { names, follow, left } = tutorialOf("swap-ether-for-bitcoin.md", () => stack);
  let tower: Server;
  let watched: unknown;
  let port: string;
  before(async () => {
    // A watchtower of its own is tested in services/agent: here what it is handed is looked at.
    tower = createServer(async (request, response) => {
      let body = "";
      for await (const part of request) body += String(part);
      watched = JSON.parse(body);
      response.setHeader("content-type", "application/json").end(JSON.stringify({ watched: ["0x01"] }));
    });
    await new Promise<void>((resolve) => tower.listen(0, "127.0.0.1", resolve));
    port = String((tower.address() as AddressInfo).port);
  });
  after(() => tower.close());

  it("BTC-20 swaps, as the text says", async () => {
    Object.assign(names, { bitcoin: "regtest", esplora: node.url });
    for (const who of ["sam", "nadia"]) {
      const made = await follow("bitcoin key --out");
      names[`${who}Key`] = /^public key {2}(\S+)$/m.exec(made)?.[1] ?? "";
      names[`${who}Address`] = addressIn(made);
    }
    names["hashlock"] = /^hashlock {4}(\S+)$/m.exec(await follow("lock secret"))?.[1] ?? "";
    await follow("lock terms");
    await follow("lock pay");
    const nadia = stack.actor("financier");
    const etherOf = () => nadia.client.getBalance({ address: nadia.wallet.account.address });
    const before = await etherOf();
    assert.match(await follow("lock show"), /^state {7}locked, 1 blocks deep$/m);
    const terms = await follow("bitcoin terms");
    assert.match(terms, /^pay {9}exactly 500000 satoshi, in one output$/m);
    await node.pay(/^to {10}(\S+)$/m.exec(terms)?.[1] ?? "", 500_000n);
    await node.mine(3);
    assert.match(await follow("bitcoin status"), /^state {7}locked, 3 of 3 blocks deep$/m);
    assert.match(await follow("bitcoin export"), /^signed {6}the refund/m);
    await follow("watchtower watch", { TALLYSTICK_PORT_AGENT: port });
    assert.equal((await decodeBitcoinWatch(watched)).presigned.kind, "refund");
    const claimed = await follow("bitcoin claim");
    assert.match(claimed, /^sent {8}yes$/m);
    await node.mine(1);
    const fee = BigInt(/^fee {9}(\d+) satoshi/m.exec(claimed)?.[1] ?? "0");
    assert.equal(node.balance(names["samAddress"] ?? ""), 500_000n - fee);
    assert.match(await follow("bitcoin status"), /public now/);
    await follow("lock claim");
    const got = (await etherOf()) - before;
    assert.ok(got > parseEther("0.99") && got < parseEther("1"), String(got));
    assert.match(await follow("lock show"), /^state {7}claimed/m);
    assert.deepEqual(left(), [], "commands of the tutorial that nobody followed");
  });
});

describe("tallystick bitcoin", () => {
  const run = (...args: string[]) => tallystick(stack, args, { TALLYSTICK_ESPLORA: node.url });
  let own: { readonly publicKey: string; readonly address: string };
  let other: { readonly publicKey: string; readonly address: string };
  let hashlock: string;
  before(async () => {
    own = await answerOf(stack, ["bitcoin", "key", "--out", file("a.json"), "--bitcoin", "regtest"]);
    other = await answerOf(stack, ["bitcoin", "key", "--out", file("b.json"), "--bitcoin", "regtest"]);
    ({ hashlock } = await answerOf<{ hashlock: string }>(stack, ["lock", "secret", "--out", file("s.json")]));
  });

  const termsWith = (...more: string[]): string[] => [
    ...["bitcoin", "terms", "--bitcoin", "regtest", "--amount", "400000", "--hashlock", hashlock, "--leg", "a"],
    ...["--recipient-key", own.publicKey, "--refund-key", other.publicKey, ...more],
  ];
  let made = 0;
  /** A lock that is paid in and deep. */
  async function paid(blocks = 3): Promise<string> {
    made += 1;
    const coin = file(`coin${made}.json`);
    const until = String((await node.medianTime()) + 86_400 + made);
    const { code, out } = await run(...termsWith("--until", until, "--out", coin));
    assert.equal(code, 0, out);
    await node.pay(/^to {10}(\S+)$/m.exec(out)?.[1] ?? "", 400_000n);
    await node.mine(blocks);
    return coin;
  }
  const claimOf = (coin: string, ...more: string[]) =>
    run("bitcoin", "claim", coin, "--secret", file("s.json"), "--key", file("a.json"), "--to", own.address, ...more);
  const refundOf = (coin: string, ...more: string[]) =>
    run("bitcoin", "refund", coin, "--key", file("b.json"), "--to", other.address, ...more);

  it("BTC-21 keeps keys and secrets in files of their owner, and shows them never", async () => {
    const kept = JSON.parse(readFileSync(file("a.json"), "utf8")) as { privateKey: string };
    assert.match(kept.privateKey, /^0x[0-9a-f]{64}$/);
    assert.equal(statSync(file("a.json")).mode & 0o777, 0o600);
    assert.ok(!JSON.stringify(own).includes(kept.privateKey.slice(2)));
    const shown = await run("bitcoin", "key", "--key", file("a.json"), "--bitcoin", "regtest");
    assert.match(shown.out, new RegExp(own.publicKey));
    const secret = JSON.parse(readFileSync(file("s.json"), "utf8")) as { preimage: string };
    for (const args of [
      ["bitcoin", "key", "--key", kept.privateKey],
      ["bitcoin", "key", "--key", file("none.json")],
      ["bitcoin", "key", "--out", file("a.json")],
      ["bitcoin", "claim", await paid(), "--secret", secret.preimage, "--key", file("a.json"), "--to", own.address],
      [
        "bitcoin",
        "claim",
        file("coin1.json"),
        "--secret",
        file("a.json"),
        "--key",
        file("a.json"),
        "--to",
        own.address,
      ],
    ]) {
      const { code, out, err } = await run(...args);
      assert.notEqual(code, 0, args.join(" "));
      assert.ok(
        !`${out}${err}`.includes(kept.privateKey.slice(2)) && !`${out}${err}`.includes(secret.preimage.slice(2)),
      );
    }
    const byVariable = await tallystick(stack, ["bitcoin", "key", "--bitcoin", "regtest"], {
      TALLYSTICK_BITCOIN_KEY: kept.privateKey,
    });
    assert.match(byVariable.out, new RegExp(own.publicKey));
  });

  it("BTC-22 asks for the planner's margins, on every network, and for amounts that are worth it", async () => {
    const usage = async (args: readonly string[], sentence: RegExp): Promise<void> => {
      const { code, err } = await run(...args);
      assert.equal(code, 2, err);
      assert.match(err, sentence);
    };
    const soon = String(Math.floor(Date.now() / 1_000) + 3_600);
    await usage(termsWith("--until", soon), /too few: the planner asks for/);
    await usage([...termsWith("--until", "30d"), "--amount", "600"], /not worth a lock/);
    await usage([...termsWith("--until", "30d"), "--bitcoin", "litecoin"], /--bitcoin is one of/);
    await usage([...termsWith("--until", "30d"), "--leg", "b"], /--other is needed/);
    assert.equal((await run(...termsWith("--until", soon, "--force"))).code, 0);
    const mainnet = await run(...termsWith("--until", "30d", "--bitcoin", "mainnet"));
    assert.equal(mainnet.code, 0);
    assert.equal((JSON.parse(mainnet.out) as { network: string }).network, "mainnet");
    // The other leg's times make the one's.
    const coin = await paid();
    const { timelock } = JSON.parse(readFileSync(coin, "utf8")) as { timelock: number };
    const to = stack.actor("analyst").wallet.account.address;
    const ether = ["lock", "terms", "--amount", "0.5", "--to", to, "--other", coin, "--persona", "newcomer"];
    const { out } = await run(...ether);
    const { lock } = JSON.parse(out) as { lock: { timelock: string; hashlock: string } };
    assert.deepEqual([lock.hashlock, timelock - Number(lock.timelock)], [hashlock, 28_800]);
    await usage([...ether, "--until", String(timelock - 28_799)], /too few/);
  });

  it("BTC-23 shows no secret for a payment that is not deep, or too late, unless forced", async () => {
    const shallow = await paid(2);
    const early = await claimOf(shallow);
    assert.equal(early.code, 1);
    assert.match(early.err, /2 of 3 blocks deep/);
    await node.mine(1);
    const foreign = await claimOf(shallow, "--to", "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4");
    assert.match(foreign.err, /none of regtest/);
    assert.match((await claimOf(shallow, "--key", file("b.json"))).err, /not the lock's/);
    assert.match((await claimOf(shallow, "--rate", "1001")).err, /between 1 and 1000/);
    assert.equal((await claimOf(shallow, "--rate", "x")).code, 2);
    const { timelock } = JSON.parse(readFileSync(shallow, "utf8")) as { timelock: number };
    await node.mineUntil(timelock - 10_000);
    assert.match((await claimOf(shallow)).err, /had to be shown by/);
    await node.mineUntil(timelock);
    assert.match((await claimOf(shallow)).err, /can be refunded since/);
    const forced = await claimOf(shallow, "--force", "--rate", "2", "--out", file("tx.json"));
    assert.equal(forced.code, 0, forced.err);
    const sent = await run("bitcoin", "send", file("tx.json"));
    assert.match(sent.out, /^sent {8}[0-9a-f]{64}$/m);
    await node.mine(1);
    assert.match((await run("bitcoin", "status", shallow)).out, /^state {7}claimed, 1 of 3/m);
    assert.match((await claimOf(shallow, "--force")).err, /claimed already/);
  });

  it("BTC-24 refunds when it is due, signs that before, and replaces what waits by what pays more", async () => {
    const coin = await paid();
    assert.match((await refundOf(coin, "--send")).err, /nodes take the refund once/);
    const before = await refundOf(coin, "--rate", "2", "--out", file("refund.json"));
    assert.equal(before.code, 0, before.err);
    assert.match((await run("bitcoin", "send", file("refund.json"))).err, /non-final/);
    const { timelock } = JSON.parse(readFileSync(coin, "utf8")) as { timelock: number };
    await node.mineUntil(timelock);
    assert.equal((await run("bitcoin", "send", file("refund.json"))).code, 0);
    const { txid, fee } = JSON.parse(readFileSync(file("refund.json"), "utf8")) as { txid: string; fee: string };
    const dearer = await refundOf(coin, "--rate", "2", "--out", file("dearer.json"));
    assert.equal(dearer.code, 0, dearer.err);
    const more = JSON.parse(readFileSync(file("dearer.json"), "utf8")) as { fee: string; vsize: number };
    assert.ok(BigInt(more.fee) >= BigInt(fee) + BigInt(more.vsize), "as nodes ask for");
    node.forget(txid);
    assert.equal((await run("bitcoin", "send", file("dearer.json"))).code, 0);
    await node.mine(1);
    assert.match((await run("bitcoin", "status", coin)).out, /^state {7}refunded/m);
  });

  it("BTC-25 refuses files that are none, an index of another network, and none at all", async () => {
    writeFileSync(file("bad.json"), JSON.stringify({ tallystick: "bitcoin-lock/2" }));
    assert.deepEqual(await refusalOf(stack, ["bitcoin", "show", file("bad.json")]), [1, "TicketInvalid"]);
    const coin = await paid();
    const json = JSON.parse(readFileSync(coin, "utf8")) as Record<string, unknown>;
    writeFileSync(file("more.json"), JSON.stringify({ ...json, more: 1 }));
    assert.deepEqual(await refusalOf(stack, ["bitcoin", "show", file("more.json")]), [1, "BitcoinInvalid"]);
    writeFileSync(file("mainnet.json"), JSON.stringify({ ...json, network: "mainnet" }));
    assert.match((await run("bitcoin", "status", file("mainnet.json"))).err, /is not mainnet/);
    assert.equal((await tallystick(stack, ["bitcoin", "status", coin])).code, 2);
    const nobody = await run("bitcoin", "status", coin, "--esplora", "http://127.0.0.1:9");
    assert.equal(nobody.code, 5, nobody.err);
    assert.match((await run("bitcoin", "show", coin)).out, /^script {6}63820120/m);
    assert.equal((await run("bitcoin", "--help")).code, 0);
    assert.equal((await run("bitcoin")).code, 2);
  });
});

describe("tallystick lock", () => {
  it("BTC-26 locks an ERC-20 and gives it back when its time is up, to its refundee", async () => {
    await stack.fund("newcomer");
    const out = file("euros.json");
    const { hashlock } = await answerOf<{ hashlock: string }>(stack, ["lock", "secret", "--out", file("t.json")]);
    const to = stack.actor("analyst").wallet.account.address;
    const terms = ["lock", "terms", "--amount", "10", "--token", "EURX", "--to", to, "--hashlock", hashlock];
    assert.equal((await tallystick(stack, [...terms, "--until", "1h", "--persona", "newcomer"])).code, 2);
    const made = await tallystick(stack, [...terms, "--until", "3d", "--out", out, "--persona", "newcomer"]);
    assert.match(made.out, /^locks {7}10 EURX$/m, made.err);
    const stateOf = async () => (await answerOf<{ status: string }>(stack, ["lock", "show", out])).status;
    assert.equal(await stateOf(), "unpaid");
    await answerOf(stack, ["lock", "pay", out, "--persona", "newcomer"]);
    assert.equal(await stateOf(), "locked");
    assert.deepEqual(await refusalOf(stack, ["lock", "refund", out, "--persona", "relayer"]), [1, "HashLock_TooEarly"]);
    const wrong = ["lock", "claim", out, "--secret", file("s.json"), "--persona", "relayer"];
    assert.equal((await tallystick(stack, wrong)).code, 2);
    await stack.pass(3 * 86_400);
    await answerOf(stack, ["lock", "refund", out, "--persona", "relayer"]);
    assert.equal(await stateOf(), "refunded");
  });
});
