import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type Address, type Hex, sha256 } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { type Lock, lockId } from "../../src/swaps/lock.ts";
import { fillSalt, type Order, SALT_COUNTERS, type SignedOrder, swapOrderHash } from "../../src/swaps/order.ts";
import { timelockOfB } from "../../src/swaps/plan.ts";
import { recoverSwaps } from "../../src/swaps/recover.ts";
import { countersOf, hashlockOf, newCounter, newSecret, swapSecret, swapSeed } from "../../src/swaps/secrets.ts";
import type { FoundLock } from "../../src/swaps/swapState.ts";

const account = privateKeyToAccount(`0x${"7".repeat(64)}`);
const MAKER: Address = "0x00000000000000000000000000000000000000b1";
const RECEIVER: Address = "0x00000000000000000000000000000000000000a1";
const HASH_LOCK: Address = "0x0000000000000000000000000000000000001234";
const timing = { confirmations: 2, reorgDepth: 1, outage: 10, blockTime: 1 };
const seedOf = async () => {
  const seed = await swapSeed(account.address, (typedData) => account.signTypedData(typedData));
  assert.ok(seed);
  return seed;
};

describe("the secrets of swaps", () => {
  it("SWP-62: are the same whenever they are derived, of 32 bytes, and different for each counter", async () => {
    const seed = await seedOf();
    const secrets = await Promise.all([0, 1, 2, 2 ** 40].map((counter) => swapSecret(seed, counter)));
    assert.deepEqual(
      secrets,
      await Promise.all([0, 1, 2, 2 ** 40].map(async (counter) => swapSecret(await seedOf(), counter))),
    );
    assert.equal(new Set(secrets).size, 4);
    for (const secret of secrets) {
      assert.match(secret, /^0x[0-9a-f]{64}$/);
      assert.equal(hashlockOf(secret), sha256(secret));
    }
  });

  it("SWP-62: are refused to wallets that sign differently each time, or for another account", async () => {
    let times = 0;
    const other = privateKeyToAccount(`0x${"8".repeat(64)}`);
    const changing = () => {
      times += 1;
      return (times === 1 ? account : other).signTypedData({
        domain: {},
        types: { A: [] },
        primaryType: "A",
        message: {},
      });
    };
    assert.equal(await swapSeed(account.address, changing), undefined);
    assert.equal(await swapSeed(account.address, (typedData) => other.signTypedData(typedData)), undefined);
  });

  const order = `0x${"5a".repeat(32)}` as const;
  /** What a lock under the secret of a counter tells, where its salt tells another one, or the same. */
  const locked = async (seed: Awaited<ReturnType<typeof seedOf>>, counter: number, told = counter, noted = false) => ({
    hashlock: hashlockOf(await swapSecret(seed, counter)),
    salt: fillSalt(order, told % SALT_COUNTERS, noted),
  });

  it("SWP-63: are found again by what the locks' salts tell, whatever else is locked under their hashes", async () => {
    const seed = await seedOf();
    // The last two are of an agent that counts on.
    const used = [0, 7, 1_000_000, 2 ** 23 - 1, 2 ** 23, 2 ** 23 + 5];
    const own = await Promise.all(used.map((counter, i) => locked(seed, counter, counter, i % 2 === 1)));
    const strangers = own.map(({ hashlock }, i) => ({ hashlock, salt: fillSalt(order, 77 + i) }));
    const foreign = { hashlock: sha256("0x01"), salt: fillSalt(order, 7) };
    for (const locks of [
      [...own, ...strangers, foreign],
      [foreign, ...strangers, ...own],
    ]) {
      const { counters, next } = await countersOf(seed, locks);
      assert.deepEqual(
        own.map(({ hashlock }) => counters.get(hashlock)),
        used,
      );
      assert.equal(counters.size, used.length);
      assert.ok(next > 2 ** 23 + 5);
    }
  });

  it("SWP-63: are found again by their hashlocks alone, over gaps, among those of others", async () => {
    const seed = await seedOf();
    const own = await Promise.all([3, 40, 90].map((counter) => locked(seed, counter, 0)));
    const foreign = { hashlock: sha256("0x01"), salt: 0n };
    const upper = { hashlock: own[0]?.hashlock.toUpperCase().replace("0X", "0x") as Hex, salt: 0n };
    const { counters, next } = await countersOf(seed, [upper, ...own, foreign]);
    assert.deepEqual(
      [...counters.entries()],
      own.map(({ hashlock }, i) => [hashlock, [3, 40, 90][i]]),
    );
    assert.ok(next > 90);
    assert.deepEqual(await countersOf(seed, []), { counters: new Map(), next: 32 });
  });

  it("SWP-100: are new by chance, wherever they are made: no two of a thousand, none that is known to be used", async (t) => {
    const made = new Set(Array.from({ length: 1_000 }, () => newCounter()));
    // Of eight million, a thousand: three that are the same twice would be a wonder.
    assert.ok(made.size >= 997, String(made.size));
    assert.ok([...made].every((counter) => Number.isSafeInteger(counter) && counter >= 0 && counter < SALT_COUNTERS));
    assert.ok(Math.max(...made) > SALT_COUNTERS / 2 && Math.min(...made) < SALT_COUNTERS / 2);
    const drawn = [4_711, 4_711 + SALT_COUNTERS, 4_712];
    t.mock.method(crypto, "getRandomValues", (into: Uint32Array) => {
      into.set([drawn.shift() ?? 0]);
      return into;
    });
    const seed = await seedOf();
    const known = await locked(seed, 4_711);
    const other = { hashlock: sha256("0x01") };
    const secret = await newSecret(seed, [
      other,
      { hashlock: known.hashlock.toUpperCase().replace("0X", "0x") as Hex },
    ]);
    assert.deepEqual(secret, { counter: 4_712, hashlock: hashlockOf(await swapSecret(seed, 4_712)) });
  });

  it("SWP-100: are found again from the locks of swaps that knew nothing of each other", async () => {
    const seed = await seedOf();
    const begun = await Promise.all(Array.from({ length: 20 }, () => newSecret(seed)));
    const locks = begun.map(({ hashlock, counter }) => ({ hashlock, salt: fillSalt(order, counter) }));
    const { counters } = await countersOf(seed, locks);
    assert.deepEqual(
      begun.map(({ hashlock }) => counters.get(hashlock)),
      begun.map(({ counter }) => counter),
    );
  });
});

describe("recoverSwaps", () => {
  const order: Order = {
    ...{ maker: MAKER, recipient: MAKER, minimumFill: 1n, deadline: 5_000n, nonce: 0n, lockTime: 60n },
    taker: "0x0000000000000000000000000000000000000000",
    gives: { chainId: 2, hashLock: HASH_LOCK, asset: { kind: "native" }, amount: 200n, confirmations: 2 },
    wants: { chainId: 1, hashLock: HASH_LOCK, asset: { kind: "native" }, amount: 100n, confirmations: 2 },
  };
  const signed: SignedOrder = { order, signature: "0x" };
  const locked = { status: "locked", block: 5, depth: 4 } as const;
  const find = (chainId: number, lock: Lock): FoundLock => ({
    id: lockId(chainId, HASH_LOCK, lock),
    lock,
    state: locked,
  });
  const chain = (chainId: number, locks: readonly FoundLock[]) => ({ chainId, hashLock: HASH_LOCK, timing, locks });
  const lockA = (hashlock: Hex, refundee: Address, recipient: Address): Lock => ({
    ...{ asset: { kind: "native" }, amount: 50n, hashlock, recipient, refundee, timelock: 4_000n, tip: 0n },
    salt: fillSalt(swapOrderHash(order), 3),
  });

  it("SWP-64: goes on with a swap that was begun, as its order says", async () => {
    const seed = await seedOf();
    const lock = lockA(hashlockOf(await swapSecret(seed, 3)), RECEIVER, MAKER);
    const { swaps, nextCounter } = await recoverSwaps(
      [RECEIVER],
      seed,
      [chain(1, [find(1, lock)]), chain(2, [])],
      [signed],
    );
    const [found] = swaps;
    assert.deepEqual(
      [swaps.length, found?.counter, found?.order, found?.swap.role],
      [1, 3, swapOrderHash(order), "initiator"],
    );
    assert.deepEqual(found?.swap.a.terms, lock);
    assert.equal(found?.swap.b.terms.amount, 100n);
    assert.equal(found?.swap.b.terms.recipient, RECEIVER);
    assert.equal(found?.swap.b.terms.timelock, BigInt(timelockOfB(4_000, { a: timing, b: timing })));
    assert.ok(nextCounter > 3);
  });

  it("SWP-64: goes on with a swap whose note named who is paid, and reveals nothing where the note is not known", async () => {
    const seed = await seedOf();
    const noted = { ...lockA(hashlockOf(await swapSecret(seed, 3)), RECEIVER, MAKER) };
    const lock = { ...noted, salt: fillSalt(swapOrderHash(order), 3, true) };
    const payee: Address = "0x00000000000000000000000000000000000000d9";
    const take = {
      ...{ order: swapOrderHash(order), taker: RECEIVER, recipient: payee, hashlock: lock.hashlock },
      ...{ amount: 50n, deadline: 4_000n },
    };
    const chains = [chain(1, [find(1, lock)]), chain(2, [])];
    const known = await recoverSwaps([RECEIVER], seed, chains, [signed], [{ take, signature: "0x" }]);
    assert.deepEqual(
      known.swaps.map(({ swap }) => [swap.role, swap.b.terms.recipient]),
      [["initiator", payee]],
    );
    const other = { ...take, amount: 49n };
    for (const notes of [[], [{ take: other, signature: "0x" }] as const]) {
      const { swaps } = await recoverSwaps([RECEIVER], seed, chains, [signed], notes);
      assert.deepEqual(
        swaps.map(({ swap, order: hash }) => [swap.role, hash]),
        [["watchtower", undefined]],
      );
    }
  });

  it("SWP-64: finds an answer at whom a note named, and is its responder", async () => {
    const taken = { ...lockA(sha256("0x77"), MAKER, RECEIVER), salt: fillSalt(swapOrderHash(order), 3, true) };
    const payee: Address = "0x00000000000000000000000000000000000000d9";
    const answer = { ...taken, amount: 100n, recipient: payee, refundee: account.address, timelock: 3_000n };
    const chains = [chain(1, [find(1, taken)]), chain(2, [find(2, answer)])];
    const { swaps } = await recoverSwaps([account.address, RECEIVER], await seedOf(), chains);
    const [found] = swaps;
    assert.deepEqual([swaps.length, found?.swap.role, found?.swap.hasLocked], [1, "responder", true]);
    assert.deepEqual([found?.swap.a.terms, found?.swap.b.terms], [taken, answer]);
  });

  it("SWP-64: reveals nothing where the order is not known, whatever was locked under the hashlock", async () => {
    const seed = await seedOf();
    const lock = lockA(hashlockOf(await swapSecret(seed, 3)), RECEIVER, MAKER);
    const worthless = { ...lock, amount: 1n, recipient: RECEIVER, refundee: MAKER };
    const { swaps } = await recoverSwaps([RECEIVER], seed, [chain(1, [find(1, lock)]), chain(2, [find(2, worthless)])]);
    assert.deepEqual(
      swaps.map(({ swap }) => [swap.role, swap.id]),
      [["watchtower", find(1, lock).id]],
    );
  });

  it("SWP-64: finds the lock that an answer answered, and is its responder", async () => {
    const taken = lockA(sha256("0x77"), MAKER, RECEIVER);
    const answer = { ...taken, amount: 100n, recipient: MAKER, refundee: account.address, timelock: 3_000n };
    const decoy = { ...taken, salt: 1n };
    const chains = [chain(1, [find(1, decoy), find(1, taken)]), chain(2, [find(2, answer)])];
    const { swaps } = await recoverSwaps([account.address, RECEIVER], await seedOf(), chains);
    const [found] = swaps;
    assert.deepEqual([found?.swap.role, found?.swap.id, found?.swap.hasLocked], ["responder", find(1, taken).id, true]);
    assert.deepEqual([found?.swap.a.terms, found?.swap.b.terms], [taken, answer]);
  });

  it("SWP-64: is not led by locks of next to nothing that a taker made with the same hash and salt", async () => {
    const own: Order = { ...order, maker: account.address, recipient: RECEIVER };
    const taken: Lock = { ...lockA(sha256("0x77"), MAKER, RECEIVER), salt: fillSalt(swapOrderHash(own), 3) };
    const answer = { ...taken, amount: 100n, recipient: MAKER, refundee: account.address, timelock: 3_000n };
    const decoys: Lock[] = [
      { ...taken, amount: 1n },
      { ...taken, asset: { kind: "erc20", token: HASH_LOCK } },
    ];
    const chains = [
      chain(
        1,
        [...decoys, taken].map((lock) => find(1, lock)),
      ),
      chain(2, [find(2, answer)]),
    ];
    const recovered = async (orders: readonly SignedOrder[]) => {
      const { swaps } = await recoverSwaps([account.address, RECEIVER], await seedOf(), chains, orders);
      return swaps.map(({ swap }) => swap.id);
    };
    assert.deepEqual(await recovered([{ order: own, signature: "0x" }]), [find(1, taken).id]);
    // Without its order any of them may be meant.
    assert.deepEqual(
      await recovered([]),
      [...decoys, taken].map((lock) => find(1, lock).id),
    );
  });
});
