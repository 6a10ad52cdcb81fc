import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { encodeAbiParameters, hashTypedData, hexToBigInt, keccak256, stringToHex, zeroAddress } from "viem";
import {
  bringingFor,
  broughtBy,
  fillFaults,
  fillOf,
  makerLock,
  noteFaults,
  type TakingFacts,
  takerLock,
  takingFaults,
} from "../../src/swaps/fills.ts";
import type { Lock } from "../../src/swaps/lock.ts";
import {
  fillSalt,
  isFillOf,
  isNoted,
  type Order,
  saltCounter,
  swapOrderDomain,
  swapOrderHash,
  swapOrderTypedData,
  type Take,
} from "../../src/swaps/order.ts";
import { MAX_LOCK_TIME, MAX_ORDER_LIFE, orderFaults } from "../../src/swaps/orderFaults.ts";
import { lockTimeOf } from "../../src/swaps/plan.ts";
import { accountAt, maker, NOW, order, orderChains, taker } from "../support/swapOrders.ts";

describe("swapOrderHash", () => {
  it("SWP-80 is the EIP-712 digest of both legs, whatever the chain", () => {
    const type =
      "Order(address maker,address recipient,Leg gives,Leg wants,uint256 minimumFill,uint256 deadline,uint256 nonce,address taker,uint256 lockTime)";
    const asset = "Asset(string kind,address token,uint256 tokenId)";
    const leg = "Leg(uint256 chainId,address hashLock,Asset asset,uint256 amount,uint256 confirmations)";
    const hash = (words: readonly (`0x${string}` | bigint)[]) =>
      keccak256(
        encodeAbiParameters(
          words.map((word) => ({ type: typeof word === "bigint" ? "uint256" : "bytes32" })),
          words,
        ),
      );
    const of = (text: string) => keccak256(stringToHex(text));
    const legHash = (chainId: bigint, at: string, assetHash: `0x${string}`, amount: bigint) =>
      hash([of(`${leg}${asset}`), chainId, BigInt(accountAt(at)), assetHash, amount, 1n]);
    const struct = hash([
      of(`${type}${asset}${leg}`),
      BigInt(maker.address),
      BigInt(maker.address),
      legHash(31338n, "b", hash([of(asset), of("native"), 0n, 0n]), 2_000n),
      legHash(31337n, "a", hash([of(asset), of("erc20"), BigInt(accountAt("c")), 0n]), 3_000n),
      300n,
      NOW + 3_600n,
      7n,
      0n,
      3_600n,
    ]);
    const domain = hash([of("EIP712Domain(string name,string version)"), of("Tallystick swap order"), of("1")]);
    assert.equal(swapOrderHash(order), keccak256(`0x1901${domain.slice(2)}${struct.slice(2)}`));
    assert.deepEqual(swapOrderDomain, { name: "Tallystick swap order", version: "1" });
    assert.equal(hashTypedData(swapOrderTypedData(order)), swapOrderHash(order));
  });

  it("SWP-80 changes with every field", () => {
    const changes: Partial<Order>[] = [
      { maker: accountAt("1") },
      { recipient: accountAt("1") },
      { gives: order.wants },
      { wants: { ...order.wants, chainId: 1 } },
      { wants: { ...order.wants, hashLock: accountAt("1") } },
      { wants: { ...order.wants, amount: 1n } },
      { wants: { ...order.wants, confirmations: 2 } },
      { wants: { ...order.wants, asset: { kind: "native" } } },
      { wants: { ...order.wants, asset: { kind: "erc721", token: accountAt("c"), tokenId: 0n } } },
      { wants: { ...order.wants, asset: { kind: "erc6909", token: accountAt("c"), tokenId: 0n } } },
      { minimumFill: 1n },
      { deadline: 1n },
      { nonce: 1n },
      { taker: accountAt("1") },
      { lockTime: 1n },
    ];
    const hashes = new Set([{}, ...changes].map((change) => swapOrderHash({ ...order, ...change })));
    assert.equal(hashes.size, changes.length + 1);
  });
});

describe("fillSalt", () => {
  it("SWP-83 is 88 bits: the low 64 of the order's hash, whether there is a note, and a counter", () => {
    const hash = swapOrderHash(order);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 23 - 1 }), (counter) => {
        const salt = fillSalt(hash, counter);
        assert.ok(salt < 1n << 88n);
        assert.equal(salt & (2n ** 24n - 1n), BigInt(counter));
        assert.equal(salt >> 24n, hexToBigInt(hash) & (2n ** 64n - 1n));
        assert.equal(isFillOf(salt, hash), true);
        assert.equal(isNoted(salt), false);
        const noted = fillSalt(hash, counter, true);
        assert.equal(noted, salt + (1n << 23n));
        assert.deepEqual([isFillOf(noted, hash), isNoted(noted)], [true, true]);
        assert.deepEqual([salt, noted].map(saltCounter), [counter, counter]);
      }),
    );
    assert.equal(isFillOf(fillSalt(hash, 1) ^ (1n << 24n), hash), false);
    for (const counter of [-1, 2 ** 23, 0.5, Number.NaN]) assert.throws(() => fillSalt(hash, counter), RangeError);
  });
});

const amount = fc.bigInt({ min: 1n, max: 2n ** 128n - 1n });
const withAmounts = (gives: bigint, wants: bigint, minimumFill = 1n): Order => ({
  ...order,
  gives: { ...order.gives, amount: gives },
  wants: { ...order.wants, amount: wants },
  minimumFill,
});

describe("fillOf", () => {
  it("SWP-82 never gives more than the order, nor at a rate that is worse for the maker", () => {
    fc.assert(
      fc.property(amount, amount, fc.array(amount, { maxLength: 20 }), (gives, wants, wishes) => {
        const offered = withAmounts(gives, wants);
        let filled = 0n;
        let given = 0n;
        for (const wish of wishes) {
          const brought = wish % (wants - filled + 1n);
          if (fillFaults(offered, brought, filled).length > 0) continue;
          const fill = fillOf(offered, brought);
          assert.ok(fill.gives * wants <= brought * gives, "the rate");
          assert.ok((fill.gives + 1n) * wants > brought * gives, "rounded by less than one");
          filled += fill.wants;
          given += fill.gives;
        }
        assert.ok(filled <= wants && given <= gives);
      }),
    );
  });

  it("SWP-82 gives the whole for the whole", () => {
    assert.deepEqual(fillOf(order, 3_000n), { wants: 3_000n, gives: 2_000n });
    assert.deepEqual(fillOf(order, 1_000n), { wants: 1_000n, gives: 666n });
    assert.deepEqual(fillOf(withAmounts(1n, 0n), 0n), { wants: 0n, gives: 0n });
  });

  it("SWP-82 tells the least that gets a taker so much", () => {
    fc.assert(
      fc.property(amount, amount, amount, (gives, wants, wish) => {
        const offered = withAmounts(gives, wants);
        const wanted = (wish % gives) + 1n;
        const brought = bringingFor(offered, wanted);
        assert.ok(fillOf(offered, brought).gives >= wanted);
        assert.ok(fillOf(offered, brought - 1n).gives < wanted);
      }),
    );
    assert.equal(bringingFor(withAmounts(0n, 5n), 1n), 0n);
  });
});

describe("fillFaults", () => {
  it("SWP-82 takes the minimum and more, up to what is left, and less only as all that is left", () => {
    assert.deepEqual(fillFaults(order, 300n, 0n), []);
    assert.deepEqual(fillFaults(order, 3_000n, 0n), []);
    assert.deepEqual(fillFaults(order, 299n, 0n), ["below-minimum"]);
    assert.deepEqual(fillFaults(order, 299n, 2_701n), []);
    assert.deepEqual(fillFaults(order, 300n, 2_701n), ["beyond-what-is-left"]);
    assert.deepEqual(fillFaults(order, 0n, 0n), ["nothing", "below-minimum"]);
    assert.deepEqual(fillFaults(order, 0n, 3_000n), ["nothing"]);
    assert.deepEqual(fillFaults(order, -1n, 0n), ["nothing", "below-minimum"]);
    assert.deepEqual(fillFaults(withAmounts(2n, 3_000n), 1_499n, 0n), ["gives-nothing"]);
  });
});

const facts: TakingFacts = { filled: 0n, lockedAt: NOW, deepAt: NOW + 1n };
const choice = {
  taker: taker.address,
  wants: 1_000n,
  hashlock: `0x${"ab".repeat(32)}`,
  timelock: NOW + 3_600n,
  counter: 3,
} as const;

describe("takerLock, makerLock", () => {
  it("SWP-83 lock what the order says, tips of money on top, for whom it says", () => {
    const taken = takerLock(order, { ...choice, tip: 50n });
    assert.deepEqual(taken, {
      asset: order.wants.asset,
      amount: 1_050n,
      hashlock: choice.hashlock,
      recipient: maker.address,
      refundee: taker.address,
      timelock: choice.timelock,
      tip: 50n,
      salt: fillSalt(swapOrderHash(order), 3),
    });
    assert.equal(broughtBy(taken), 1_000n);
    assert.deepEqual(makerLock(order, taken, { timelock: NOW + 1_000n, tip: 4n }), {
      asset: { kind: "native" },
      amount: 670n,
      hashlock: choice.hashlock,
      recipient: taker.address,
      refundee: maker.address,
      timelock: NOW + 1_000n,
      tip: 4n,
      salt: taken.salt,
    });
    const named = makerLock(order, taken, { timelock: 1n, recipient: accountAt("9") });
    assert.deepEqual([named.recipient, named.amount, named.tip], [accountAt("9"), 666n, 0n]);
  });

  it("SWP-83 leave the units of tokens by id alone: their tips are ether on top", () => {
    const lots = { kind: "erc6909", token: accountAt("d"), tokenId: 4n } as const;
    const swapped: Order = { ...order, wants: { ...order.wants, asset: lots }, gives: { ...order.gives, asset: lots } };
    const taken = takerLock(swapped, { ...choice, tip: 50n });
    assert.deepEqual([taken.amount, taken.tip, broughtBy(taken)], [1_000n, 50n, 1_000n]);
    assert.equal(makerLock(swapped, taken, { timelock: 1n, tip: 9n }).amount, 666n);
    assert.equal(takerLock(swapped, { ...choice, counter: undefined }).salt & 0xffffffn, 0n);
  });
});

describe("takingFaults", () => {
  const taken = takerLock(order, choice);

  it("SWP-83 has none for a lock as the order asks for", () => {
    assert.deepEqual(takingFaults(order, taken, facts), []);
    assert.deepEqual(takingFaults({ ...order, taker: taker.address }, { ...taken, salt: 0n }, facts), ["other-order"]);
  });

  it("SWP-83 names what is wrong with a lock", () => {
    const wrong: readonly (readonly [Partial<Lock>, string])[] = [
      [{ salt: 0n }, "other-order"],
      [{ asset: { kind: "erc20", token: accountAt("e") } }, "other-asset"],
      [{ asset: { kind: "native" } }, "other-asset"],
      [{ asset: { kind: "erc721", token: accountAt("c"), tokenId: 0n } }, "other-asset"],
      [{ recipient: taker.address }, "other-recipient"],
      [{ timelock: NOW + 3_599n }, "lock-too-short"],
      [{ tip: 701n }, "below-minimum"],
      [{ amount: 3_001n }, "beyond-what-is-left"],
    ];
    for (const [change, fault] of wrong) {
      assert.deepEqual(takingFaults(order, { ...taken, ...change }, facts), [fault], fault);
    }
    assert.deepEqual(takingFaults(order, taken, { ...facts, filled: 2_001n }), ["beyond-what-is-left"]);
    assert.deepEqual(takingFaults(order, taken, { ...facts, deepAt: order.deadline }), []);
    assert.deepEqual(takingFaults(order, taken, { ...facts, deepAt: order.deadline + 1n }), ["too-late"]);
  });

  it("SWP-83 holds an order for one taker against others", () => {
    const own: Order = { ...order, taker: accountAt("8") };
    assert.deepEqual(takingFaults(own, takerLock(own, choice), facts), ["other-taker"]);
    assert.deepEqual(takingFaults(own, takerLock(own, { ...choice, taker: accountAt("8") }), facts), []);
  });
});

describe("noteFaults", () => {
  const taken = takerLock(order, { ...choice, tip: 50n, isNoted: true });
  const take: Take = {
    ...{ order: swapOrderHash(order), taker: taker.address, recipient: accountAt("9"), hashlock: choice.hashlock },
    ...{ amount: 1_000n, deadline: NOW + 60n },
  };

  it("SWP-88 has none for the note of a lock whose salt says that there is one", () => {
    assert.deepEqual(noteFaults(order, taken, take), []);
    assert.deepEqual(noteFaults(order, takerLock(order, { ...choice, tip: 50n }), take), ["not-noted"]);
  });

  it("SWP-88 names what makes a note another lock's", () => {
    const wrong: readonly (readonly [Partial<Take>, string])[] = [
      [{ order: `0x${"12".repeat(32)}` }, "other-order"],
      [{ taker: accountAt("8") }, "other-taker"],
      [{ hashlock: `0x${"cd".repeat(32)}` }, "other-hashlock"],
      [{ amount: 1_050n }, "other-amount"],
      [{ recipient: zeroAddress }, "unpayable"],
      [{ recipient: order.gives.hashLock }, "unpayable"],
    ];
    for (const [change, fault] of wrong) assert.deepEqual(noteFaults(order, taken, { ...take, ...change }), [fault]);
    assert.deepEqual(noteFaults({ ...order, nonce: 8n }, taken, take), ["other-order"]);
  });
});

describe("orderFaults", () => {
  const faultsOf = (change: Partial<Order>) =>
    orderFaults({ ...order, ...change }, { now: NOW, chains: (chainId) => orderChains.get(chainId) });
  const least = BigInt(
    lockTimeOf({
      a: { confirmations: 1, reorgDepth: 0, blockTime: 1, outage: 20 },
      b: { confirmations: 1, reorgDepth: 0, blockTime: 1, outage: 20 },
    }),
  );

  it("SWP-81 has none for an order that can be taken, up to its bounds", () => {
    assert.deepEqual(faultsOf({}), []);
    assert.deepEqual(faultsOf({ deadline: NOW + 1n }), []);
    assert.deepEqual(faultsOf({ deadline: NOW + MAX_ORDER_LIFE }), []);
    assert.deepEqual(faultsOf({ lockTime: least }), []);
    assert.deepEqual(faultsOf({ lockTime: MAX_LOCK_TIME }), []);
    assert.deepEqual(faultsOf({ minimumFill: 3_000n }), []);
    const otherAsset = { ...order.wants, asset: { kind: "native" } } as const;
    assert.deepEqual(faultsOf({ gives: otherAsset }), [], "two assets of one chain");
  });

  it("SWP-81 names what is wrong with an order", () => {
    const { gives, wants } = order;
    const one = { kind: "erc721", token: accountAt("d"), tokenId: 1n } as const;
    const wrong: readonly (readonly [Partial<Order>, readonly string[]])[] = [
      [{ deadline: NOW }, ["expired"]],
      [{ deadline: NOW + MAX_ORDER_LIFE + 1n }, ["lives-too-long"]],
      [{ gives: { ...gives, amount: 0n } }, ["no-amount", "gives-nothing"]],
      [{ wants: { ...wants, amount: 0n } }, ["no-amount", "bad-minimum", "gives-nothing"]],
      [{ gives: { ...gives, amount: 1n << 128n } }, ["amount-too-large"]],
      [{ gives: { ...gives, asset: one } }, ["not-whole"]],
      [{ gives: { ...gives, asset: one, amount: 1n } }, ["gives-nothing"]],
      [{ gives: { ...gives, asset: one, amount: 1n }, minimumFill: 3_000n }, []],
      [{ minimumFill: 0n }, ["bad-minimum"]],
      [{ minimumFill: 3_001n }, ["bad-minimum"]],
      [{ minimumFill: 1n }, ["gives-nothing"]],
      [{ recipient: zeroAddress }, ["no-account"]],
      [{ wants: { ...wants, asset: { kind: "erc20", token: zeroAddress } } }, ["no-token"]],
      [{ taker: maker.address }, ["own-taker"]],
      [{ gives: { ...wants, amount: 2_000n } }, ["same-asset"]],
      [{ gives: { ...gives, chainId: 5 } }, ["unknown-chain"]],
      [{ gives: { ...gives, hashLock: accountAt("a") } }, ["other-contract"]],
      [{ wants: { ...wants, confirmations: 0 } }, ["too-shallow"]],
      [{ lockTime: least - 1n }, ["margin-too-small"]],
      [{ lockTime: MAX_LOCK_TIME + 1n }, ["lock-too-long"]],
    ];
    for (const [change, faults] of wrong) assert.deepEqual(faultsOf(change), faults, faults.join());
  });

  it("SWP-81 asks for a longer lock where a leg asks for more depth", () => {
    const deep = { ...order.wants, confirmations: 2_000 };
    assert.deepEqual(faultsOf({ wants: deep }), ["margin-too-small"]);
  });
});
