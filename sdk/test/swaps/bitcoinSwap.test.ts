import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import hre from "hardhat";
import { type Address, type EIP1193Provider, type Hex, sha256, zeroAddress } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { type Actor, connectActor } from "../../src/chain/actor.ts";
import type { Call } from "../../src/chain/call.ts";
import { personaAccount } from "../../src/local/personas.ts";
import { networkOf } from "../../src/networks.ts";
import { esplora } from "../../src/swaps/bitcoin/esplora.ts";
import {
  bitcoinChainIds,
  bitcoinLockId,
  bitcoinLockView,
  bitcoinTiming,
  bitcoinView,
  lockTerms,
} from "../../src/swaps/bitcoin/observe.ts";
import { transactionId } from "../../src/swaps/bitcoin/read.ts";
import { type BitcoinLock, keyAddress, lockAddress } from "../../src/swaps/bitcoin/script.ts";
import { type BitcoinKey, bitcoinKey, claimTransaction, refundTransaction } from "../../src/swaps/bitcoin/spend.ts";
import { claimLock, lockAsset, refundLock } from "../../src/swaps/hashLock.ts";
import { type Lock, lockId } from "../../src/swaps/lock.ts";
import { lockEventsOf, stateAfter } from "../../src/swaps/lockEvents.ts";
import { step } from "../../src/swaps/machine.ts";
import { type ChainTiming, lockTimeOf, marginOf, timelockOfB } from "../../src/swaps/plan.ts";
import type { ChainView, Observation, Swap, SwapEffect, SwapPhase, SwapRole } from "../../src/swaps/swapState.ts";
import { type BitcoinNode, startBitcoin } from "../support/bitcoinNode.ts";
import { deployMock } from "../support/chain.ts";

const SATOSHI = 500_000n;
const ETHER = 10n ** 18n;
const FEE_RATE = 4;
const etherTiming: ChainTiming = { confirmations: 2, reorgDepth: 1, blockTime: 12, outage: 600 };

/** Somebody with an account on the one chain and a key on the other. */
interface Party {
  readonly account: Address;
  readonly key: BitcoinKey;
  /** Where what he gets on Bitcoin goes. */
  readonly address: string;
}

function partyOf(number: number): Party {
  const secretOf = (purpose: number): Hex => sha256(`0x${(1_000 * purpose + number).toString(16).padStart(64, "0")}`);
  // Another key gets what comes on Bitcoin, so that it is told from what was there.
  const address = keyAddress("regtest", bitcoinKey(secretOf(3)).publicKey);
  return { account: privateKeyToAccount(secretOf(1)).address, key: bitcoinKey(secretOf(2)), address };
}

describe("a swap of ether and bitcoin", () => {
  let connection: Awaited<ReturnType<typeof hre.network.create>>;
  let node: BitcoinNode;
  let payer: Actor;
  let hashLock: Address;
  before(async () => {
    node = await startBitcoin();
    connection = await hre.network.create({ network: "default", override: { chainId: 31337 } });
    const provider = connection.provider as unknown as Pick<EIP1193Provider, "request">;
    payer = connectActor(networkOf(31337, {}), personaAccount("deployer", 31337), provider);
    hashLock = await deployMock(payer, "HashLock", [zeroAddress]);
    await pass(1);
  });
  after(async () => {
    await connection?.close();
    await node?.close();
  });

  const bitcoin = () => esplora(node.url);
  /** Ten minutes and more, on both chains. */
  async function pass(blocks: number): Promise<void> {
    await node.mine(blocks);
    const at = `0x${node.now().toString(16)}`;
    await connection.provider.request({ method: "evm_setNextBlockTimestamp", params: [at] });
    for (let i = 0; i < etherTiming.confirmations; i++) await connection.provider.request({ method: "evm_mine" });
  }
  const write = ({ address, abi, functionName, args, value = 0n }: Call & { readonly value?: bigint }) =>
    payer.wallet.writeContract({ address, abi, functionName, args, value, chain: null });
  const etherOf = (account: Address): Promise<bigint> => payer.client.getBalance({ address: account });

  async function etherView(hashlock: Hex): Promise<ChainView> {
    const [block, logs] = await Promise.all([
      payer.client.getBlock(),
      payer.client.getLogs({ address: hashLock, fromBlock: 0n }),
    ]);
    const events = lockEventsOf(logs);
    const locks = events.flatMap(({ id, lock }) => {
      const state = stateAfter(
        events.filter((each) => each.id === id),
        Number(block.number),
      );
      return lock?.hashlock === hashlock && state ? [{ id, lock, state }] : [];
    });
    return { head: { number: Number(block.number), time: Number(block.timestamp) }, locks };
  }

  let drawn = 0;
  /** Terms of both locks, between new parties. */
  interface Deal {
    readonly secret: Hex;
    readonly initiator: Party;
    readonly responder: Party;
    readonly isEtherFirst: boolean;
    readonly ether: Lock;
    readonly coin: BitcoinLock;
    readonly swapOf: (role: SwapRole) => Swap;
  }
  let parties = 0;
  const newParty = (): Party => {
    parties += 1;
    return partyOf(parties);
  };

  async function deal(isEtherFirst: boolean): Promise<Deal> {
    drawn += 1;
    const secret = sha256(`0x${drawn.toString(16).padStart(64, "5")}`);
    const hashlock = sha256(secret);
    const [initiator, responder] = [newParty(), newParty()];
    const timings = isEtherFirst ? { a: etherTiming, b: bitcoinTiming } : { a: bitcoinTiming, b: etherTiming };
    const startBy = node.now() + 3_600;
    const timelockA = startBy + lockTimeOf(timings);
    const timelockB = timelockOfB(timelockA, timings);
    const [etherPayer, coinPayer] = isEtherFirst ? [initiator, responder] : [responder, initiator];
    const ether: Lock = {
      asset: { kind: "native" },
      amount: ETHER,
      hashlock,
      recipient: coinPayer.account,
      refundee: etherPayer.account,
      timelock: BigInt(isEtherFirst ? timelockA : timelockB),
      tip: 0n,
      salt: BigInt(drawn),
    };
    const coin: BitcoinLock = {
      network: "regtest",
      amount: SATOSHI,
      hashlock,
      recipientKey: etherPayer.key.publicKey,
      refundKey: coinPayer.key.publicKey,
      timelock: isEtherFirst ? timelockB : timelockA,
    };
    const onEther = { chainId: 31337, hashLock, timing: etherTiming, terms: ether };
    const onBitcoin = {
      chainId: bitcoinChainIds.regtest,
      hashLock: zeroAddress,
      timing: bitcoinTiming,
      terms: lockTerms(coin),
    };
    const [a, b] = isEtherFirst ? [onEther, onBitcoin] : [onBitcoin, onEther];
    const id = isEtherFirst ? lockId(31337, hashLock, ether) : bitcoinLockId(coin);
    const swapOf = (role: SwapRole): Swap => ({ id, role, a, b, isRevealed: false, hasLocked: false, startBy });
    return { secret, initiator, responder, isEtherFirst, ether, coin, swapOf };
  }

  async function look({ isEtherFirst, coin }: Deal): Promise<Observation> {
    const [ether, coins] = await Promise.all([etherView(coin.hashlock), bitcoinView(bitcoin(), coin)]);
    return isEtherFirst ? { a: ether, b: coins } : { a: coins, b: ether };
  }

  /** Does what is due for a party, whom the initiator's secret is known to or not. */
  async function act(made: Deal, role: SwapRole, effect: SwapEffect): Promise<void> {
    const { ether, coin, secret, isEtherFirst } = made;
    const self = role === "initiator" ? made.initiator : made.responder;
    const isEther = (effect.leg === "a") === isEtherFirst;
    const preimage = effect.kind === "claim" ? (effect.preimage ?? secret) : secret;
    if (isEther) {
      if (effect.kind === "lock") await write(lockAsset(hashLock, ether));
      else if (effect.kind === "claim") await write(claimLock(hashLock, ether, preimage));
      else await write(refundLock(hashLock, ether));
      return;
    }
    if (effect.kind === "lock") {
      await node.pay(lockAddress(coin), coin.amount);
      return;
    }
    const view = await bitcoinLockView(bitcoin(), coin);
    // It waits for its block already.
    if (view?.state.status !== "locked") return;
    const choice = { lock: coin, outpoint: view.outpoint, to: self.address, feeRate: FEE_RATE, key: self.key };
    if (effect.kind === "claim") return bitcoin().send((await claimTransaction(choice, preimage)).hex);
    // By the median time it is due at the second; nodes take it after it.
    const sent = bitcoin().send((await refundTransaction(choice)).hex);
    await sent.catch((error: Error) => assert.match(error.message, /non-final/));
  }

  /** Lets those who are there act, block by block, until the swap is over for them. */
  async function play(made: Deal, roles: readonly SwapRole[], most = 400): Promise<ReadonlySet<SwapPhase>> {
    const swaps = new Map(roles.map((role) => [role, made.swapOf(role)]));
    const phases = new Set<SwapPhase>();
    for (let i = 0; i < most; i++) {
      let isOver = true;
      for (const role of roles) {
        const { swap, effects, phase } = step(swaps.get(role) ?? made.swapOf(role), await look(made));
        swaps.set(role, swap);
        phases.add(phase);
        for (const effect of effects) await act(made, role, effect);
        isOver &&= phase === "swapped" || phase === "returned" || phase === "uneven";
      }
      if (isOver) return phases;
      await pass(1);
    }
    assert.fail(`it is not over: ${[...phases].join()}`);
  }

  for (const isEtherFirst of [true, false]) {
    const name = isEtherFirst ? "ether for bitcoin" : "bitcoin for ether";

    it(`SWP-96 gives both what was agreed, ${name}`, async () => {
      const made = await deal(isEtherFirst);
      const { initiator, responder, coin } = made;
      const [forEther, forCoin] = isEtherFirst ? [responder, initiator] : [initiator, responder];
      assert.ok((await play(made, ["initiator", "responder"])).has("swapped"));
      assert.equal(await etherOf(forEther.account), ETHER);
      const got = node.balance(forCoin.address);
      assert.ok(got < SATOSHI && got > SATOSHI - BigInt(FEE_RATE * 170), String(got));
      assert.equal(node.balance(lockAddress(coin)), 0n);
      assert.equal(await payer.client.getBalance({ address: hashLock }), 0n);
    });

    it(`SWP-96 gives the initiator back what he locked for nobody, ${name}`, async () => {
      const made = await deal(isEtherFirst);
      const { initiator, responder } = made;
      const phases = await play(made, ["initiator"]);
      assert.ok(phases.has("returned") && !phases.has("swapped"));
      if (isEtherFirst) assert.equal(await etherOf(initiator.account), ETHER);
      else assert.ok(node.balance(initiator.address) > SATOSHI - BigInt(FEE_RATE * 170));
      assert.deepEqual([await etherOf(responder.account), node.balance(responder.address)], [0n, 0n]);
    });

    it(`SWP-96 gives both back what they locked where the initiator never claims, ${name}`, async () => {
      const made = await deal(isEtherFirst);
      const { initiator, responder, coin } = made;
      // He locks, and is gone until his money is due.
      const first = step(made.swapOf("initiator"), await look(made));
      for (const effect of first.effects) await act(made, "initiator", effect);
      await pass(1);
      const phases = await play(made, ["responder"]);
      assert.ok(!phases.has("uneven") && !phases.has("swapped"), [...phases].join());
      await play(made, ["initiator", "responder"]);
      const [etherPayer, coinPayer] = isEtherFirst ? [initiator, responder] : [responder, initiator];
      assert.equal(await etherOf(etherPayer.account), ETHER);
      assert.ok(node.balance(coinPayer.address) > SATOSHI - BigInt(FEE_RATE * 170));
      assert.deepEqual([await etherOf(coinPayer.account), node.balance(etherPayer.address)], [0n, 0n]);
      assert.equal(node.balance(lockAddress(coin)), 0n);
    });
  }

  it("SWP-95 plans with Bitcoin's blocks, its clock's drift and its depth", () => {
    const margin = marginOf({ a: etherTiming, b: bitcoinTiming });
    assert.equal(margin, 3 * 2 * 600 + 2 * 10_800 + 2 * 3 * 600);
    assert.equal(margin, marginOf({ a: bitcoinTiming, b: etherTiming }));
  });

  it("SWP-97 sees a lock come, wait, be claimed and be taken away by a reorganisation", async () => {
    const made = await deal(true);
    const { coin, secret, initiator } = made;
    const seen = async () => (await bitcoinLockView(bitcoin(), coin))?.state;
    assert.equal(await seen(), undefined);
    await node.pay(lockAddress(coin), coin.amount - 1n);
    assert.equal(await seen(), undefined, "too little");
    await node.pay(lockAddress(coin), coin.amount);
    const { head } = await bitcoinView(bitcoin(), coin);
    assert.ok(head);
    assert.deepEqual(await seen(), { status: "locked", block: head.number + 1, depth: 0 });
    await node.mine(2);
    assert.deepEqual(await seen(), { status: "locked", block: head.number + 1, depth: 2 });
    assert.equal((await bitcoinView(bitcoin(), coin)).head?.time, await node.medianTime());
    // Others pay the address too: the oldest that is enough counts, and what is hidden behind pages is found.
    for (let i = 0; i < 4; i++) await node.pay(lockAddress(coin), coin.amount + 1n);
    await node.mine(1);
    assert.deepEqual(await seen(), { status: "locked", block: head.number + 1, depth: 3 });
    await act(made, "initiator", { kind: "claim", leg: "b", lock: lockTerms(coin), preimage: undefined });
    assert.deepEqual(await seen(), { status: "claimed", preimage: secret, depth: 0 });
    await node.mine(1);
    assert.deepEqual(await seen(), { status: "claimed", preimage: secret, depth: 1 });
    await node.undo(1);
    assert.deepEqual(await seen(), { status: "claimed", preimage: secret, depth: 0 }, "it waits again");
    const outpoint = (await bitcoinLockView(bitcoin(), coin))?.outpoint;
    assert.ok(outpoint);
    node.forget(transactionId((await bitcoin().spender(outpoint))?.hex ?? ""));
    assert.deepEqual(await seen(), { status: "locked", block: head.number + 1, depth: 3 }, "it is gone");
    await act(made, "initiator", { kind: "claim", leg: "b", lock: lockTerms(coin), preimage: secret });
    await node.mine(3);
    assert.deepEqual(await seen(), { status: "claimed", preimage: secret, depth: 3 });
    assert.ok(node.balance(initiator.address) > 0n);
  });
});

describe("esplora", () => {
  const txid = "ab".repeat(32);
  const answering = (answers: Readonly<Record<string, string | Response>>) =>
    esplora("http://x", {
      fetch: async (url) => {
        const found = answers[url.slice("http://x".length)];
        return found instanceof Response
          ? found
          : new Response(found ?? "no", { status: found === undefined ? 404 : 200 });
      },
    });
  const failing = async (act: Promise<unknown>): Promise<string> => {
    const error = await act.then(
      () => assert.fail("it was believed"),
      (reason: unknown) => reason,
    );
    assert.ok(error instanceof Error);
    return error.message;
  };

  it("SWP-97 believes no transaction whose bytes are another's, and no answer of another form", async () => {
    const address = "bcrt1qx";
    const listed = JSON.stringify([{ txid, status: { confirmed: false }, vout: [{ scriptpubkey_address: address }] }]);
    const other = `0200000001${"11".repeat(32)}0000000000ffffffff0101000000000000000151${"00".repeat(4)}`;
    const lying = answering({ [`/address/${address}/txs`]: listed, [`/tx/${txid}/hex`]: other });
    assert.match(await failing(lying.payments(address)), /not the transaction/);
    const outspend = `/tx/${txid}/outspend/0`;
    for (const value of ["1", "[]", "{", '{"spent":true}', '{"spent":true,"txid":"x","status":{}}']) {
      await failing(answering({ [outspend]: value }).spender({ txid, vout: 0 }));
    }
    for (const value of ["{}", "[1]", "[{}]", `[{"txid":"${txid}","vout":[1],"status":{}}]`, "[[]]"]) {
      await failing(answering({ [`/address/${address}/txs`]: value }).payments(address));
    }
    assert.match(await failing(answering({}).head()), /404/);
    await failing(answering({ "/blocks/tip/hash": "../../x" }).head());
    const block = (value: string) => answering({ "/blocks/tip/hash": txid, [`/block/${txid}`]: value }).head();
    await failing(block('{"height":-1,"mediantime":1}'));
    assert.deepEqual(await block('{"height":7,"mediantime":1}'), { height: 7, medianTime: 1 });
  });

  it("SWP-97 comes to an end with an address that is paid without end", async () => {
    let asked = 0;
    const endless = esplora("http://x", {
      fetch: async () => {
        asked += 1;
        const last = asked.toString(16).padStart(64, "0");
        return Response.json([{ txid: last, status: { confirmed: true, block_height: 1 }, vout: [] }]);
      },
    });
    assert.match(await failing(endless.payments("bcrt1qx")), /more has been paid/);
    assert.equal(asked, 40);
    const long = answering({ "/blocks/tip/hash": "a".repeat(17_000_000) });
    assert.match(await failing(long.head()), /longer/);
  });

  it("SWP-97 takes the rate of the nearest number of blocks, and sends what is known already once more", async () => {
    const rates = answering({ "/fee-estimates": '{"1":20,"6":5.5,"144":0.5,"x":"y"}' });
    assert.deepEqual(await Promise.all([1, 2, 6, 20, 500].map(rates.feeRate)), [20, 20, 5.5, 5.5, 1]);
    assert.equal(await answering({ "/fee-estimates": "{}" }).feeRate(6), 1);
    const known = new Response("Transaction already in block chain", { status: 400 });
    await answering({ "/tx": known }).send("00");
    const bad = new Response("bad-txns-inputs-missingorspent", { status: 400 });
    assert.match(await failing(answering({ "/tx": bad }).send("00")), /missingorspent/);
  });
});
