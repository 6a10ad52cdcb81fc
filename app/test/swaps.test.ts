import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type Network, networkOf } from "@tallystick/sdk/networks";
import { makerLock, takerLock } from "@tallystick/sdk/swaps/fills";
import { type Lock, lockId } from "@tallystick/sdk/swaps/lock";
import { type Order, type SignedOrder, swapOrderHash } from "@tallystick/sdk/swaps/order";
import { lockTimeOf, planOf, timelockOfB } from "@tallystick/sdk/swaps/plan";
import { hashlockOf } from "@tallystick/sdk/swaps/secrets";
import type { LockState } from "@tallystick/sdk/swaps/swapState";
import { type Address, getAddress, numberToHex, zeroAddress, zeroHash } from "viem";
import { isOfThese } from "../features/swaps/desk/of-these-chains.ts";
import {
  type DraftAbout,
  draftFaults,
  emptyDraft,
  lockTimeFor,
  type OrderDraft,
  orderOf,
} from "../features/swaps/desk/order-draft.ts";
import {
  type Asked,
  deepAtOf,
  limitsOf,
  type OpenOrder,
  pairKey,
  pairOf,
  pairsOf,
  quotesOf,
} from "../features/swaps/desk/quotes.ts";
import { patiences, secondsOf, takePlanOf } from "../features/swaps/desk/take-plan.ts";
import { firstOf } from "../features/swaps/one/first-lock.ts";
import {
  agreedSecond,
  differencesOf,
  type Known,
  type LegFound,
  stepOf,
  swapOf,
  viewerOf,
} from "../features/swaps/one/swap-of.ts";
import { ownLeg, tellingOf, type Viewer } from "../features/swaps/one/telling.ts";
import { drawingOf } from "../features/swaps/shared/line-of-time.ts";
import { type Notes, notedOrders, noteOrder, orderFor } from "../features/swaps/shared/order-notes.ts";
import { swapIn, swapPath, viewIn, viewPath } from "../features/swaps/shared/paths.ts";
import { releaseIn, releaseText } from "../features/swaps/shared/release-link.ts";
import { dictionaryOf } from "../i18n/dictionary.ts";
import { lookup } from "../i18n/translate.ts";
import { maySendSwap, swapActOf } from "../lib/server/swaps.ts";
import { watcherOfHealth, watchersOf } from "../lib/swap-watchers.ts";
import { toJson } from "../lib/wire.ts";

const account = (digit: string): Address => getAddress(`0x${digit.repeat(40)}`);
const [taker, maker, token, hashA, hashB] = ["1", "2", "c", "a", "b"].map(account) as [
  Address,
  Address,
  Address,
  Address,
  Address,
];
const a = networkOf(31_337, {});
const b = networkOf(31_338, {});
const now = 1_800_000_000;

/** 300 of a token on chain A for 2 ether on chain B. */
const order: Order = {
  maker,
  recipient: maker,
  gives: { chainId: b.chainId, hashLock: hashB, asset: { kind: "native" }, amount: 2_000n, confirmations: 1 },
  wants: { chainId: a.chainId, hashLock: hashA, asset: { kind: "erc20", token }, amount: 300n, confirmations: 1 },
  minimumFill: 30n,
  deadline: BigInt(now + 3_600),
  nonce: 7n,
  taker: zeroAddress,
  lockTime: 3_600n,
};
const opened = (part: Partial<Order> = {}, filled = 0n): OpenOrder => {
  const changed = { ...order, ...part };
  return { signed: { order: changed, signature: "0x" }, hash: swapOrderHash(changed), filled };
};
const pair = pairOf(order);
const asked: Asked = { pair, amount: 60n, account: taker, deepAt: () => now };

describe("quotesOf", () => {
  it("APP-213 quotes what each order gives for an amount, the best rate first", () => {
    const worse = opened({ gives: { ...order.gives, amount: 1_900n } });
    const better = opened({ gives: { ...order.gives, amount: 2_100n } });
    const quotes = quotesOf([worse, opened(), better], asked);
    assert.deepEqual(
      quotes.map(({ brings, gets, faults }) => [brings, gets, faults]),
      [
        [60n, 420n, []],
        [60n, 400n, []],
        [60n, 380n, []],
      ],
    );
  });

  it("APP-213 rounds what is got down, and quotes an order whole where no amount is said", () => {
    assert.equal(quotesOf([opened()], { ...asked, amount: 31n })[0]?.gets, 206n);
    assert.deepEqual(
      quotesOf([opened({}, 100n)], { ...asked, amount: undefined }).map(({ brings, gets }) => [brings, gets]),
      [[200n, 1_333n]],
    );
  });

  it("APP-213 says why an order can't be taken, and puts those last", () => {
    const faultsOf = (open: OpenOrder, change: Partial<Asked> = {}) =>
      quotesOf([open], { ...asked, ...change })[0]?.faults;
    assert.deepEqual(faultsOf(opened(), { account: maker }), ["own"]);
    assert.deepEqual(faultsOf(opened(), { deepAt: () => now + 3_601 }), ["expired"]);
    assert.deepEqual(faultsOf(opened(), { deepAt: () => now + 3_600 }), []);
    assert.deepEqual(faultsOf(opened({ taker: account("3") })), ["otherTaker"]);
    assert.deepEqual(faultsOf(opened({ taker })), []);
    assert.deepEqual(faultsOf(opened(), { amount: 29n }), ["below-minimum"]);
    assert.deepEqual(faultsOf(opened({}, 280n), { amount: 21n }), ["beyond-what-is-left", "below-minimum"]);
    assert.deepEqual(faultsOf(opened({}, 280n), { amount: 20n }), []);
    const far = opened({ gives: { ...order.gives, amount: 9_000n }, taker: account("3") });
    assert.deepEqual(
      quotesOf([far, opened()], asked).map(({ faults }) => faults.length),
      [0, 1],
    );
  });

  it("APP-213 keeps pairs apart by chain, kind and token, each once", () => {
    const other = opened({ wants: { ...order.wants, asset: { kind: "erc20", token: account("d") } } });
    const back = opened({ gives: order.wants, wants: order.gives });
    const pairs = pairsOf([opened(), opened({ nonce: 8n }), other, back]);
    assert.equal(pairs.length, 3);
    assert.equal(new Set(pairs.map(pairKey)).size, 3);
    assert.equal(pairKey(pair), `31337:erc20:${token.toLowerCase()}~31338:native`);
    assert.deepEqual(quotesOf([other, back], asked), []);
  });

  it("APP-213 says between which amounts an order can be taken", () => {
    assert.deepEqual(limitsOf(opened()), { least: 30n, most: 300n });
    assert.deepEqual(limitsOf(opened({}, 290n)), { least: 10n, most: 10n });
    // A unit of what it gives costs more than the minimum.
    assert.deepEqual(limitsOf(opened({ gives: { ...order.gives, amount: 2n } })), { least: 150n, most: 300n });
  });

  it("APP-213 reckons when a lock would be deep by the chain that it is on", () => {
    const deep = { ...order, wants: { ...order.wants, confirmations: 12 } };
    const slow = { ...a, blockTime: 5 };
    assert.equal(
      deepAtOf(deep, (chainId) => (chainId === 31_337 ? now : 0), [slow, b]),
      now + 60,
    );
  });
});

describe("isOfThese", () => {
  it("APP-223 hides orders of a chain that began anew, and none where nobody knows", () => {
    const [one, two] = [`0x${"1".repeat(64)}`, `0x${"2".repeat(64)}`] as const;
    const there = new Map([
      [a.chainId, one],
      [b.chainId, one],
    ]);
    assert.equal(isOfThese(order, there, there), true);
    assert.equal(isOfThese(order, there, new Map([...there, [a.chainId, two]])), false);
    assert.equal(isOfThese(order, there, new Map([...there, [b.chainId, two]])), false);
    assert.equal(isOfThese(order, there, new Map()), true);
    assert.equal(isOfThese(order, new Map(), there), true);
  });
});

describe("takePlanOf", () => {
  it("APP-214 tells until when a taker is locked at worst, and until when he may claim", () => {
    for (const patience of patiences) {
      const { timelock, claimBy } = takePlanOf(order, patience, now, { a, b });
      assert.equal(timelock, now + 3_600 + 300 + patience);
      assert.equal(claimBy, planOf(timelock, { a, b }).revealBy);
      assert.ok(claimBy < timelock && claimBy > now + patience);
    }
  });

  it("APP-214 tells how long a swap takes by both chains' depths", () => {
    assert.equal(secondsOf(a, b), 4);
    const deep: Network = { ...b, confirmations: 3, reorgDepth: 5, blockTime: 12 };
    assert.equal(secondsOf(a, deep), 1 + 6 * 12 + 1 + 12);
  });
});

const about: DraftAbout = {
  maker,
  gives: { chainId: a.chainId, asset: { kind: "erc20", token }, network: a, hashLock: hashA, decimals: 6 },
  wants: { chainId: b.chainId, asset: { kind: "native" }, network: b, hashLock: hashB, decimals: 18 },
  units: undefined,
  balance: 5_000_000n,
  now,
  nonce: 9n,
};
const draft: OrderDraft = { ...emptyDraft, give: "5", want: "0.5" };

describe("orderOf", () => {
  it("APP-215 makes an order of what is typed, taken whole unless something else is said", () => {
    const made = orderOf(draft, about);
    assert.deepEqual(made, {
      maker,
      recipient: maker,
      gives: {
        chainId: 31_337,
        hashLock: hashA,
        asset: { kind: "erc20", token },
        amount: 5_000_000n,
        confirmations: 1,
      },
      wants: { chainId: 31_338, hashLock: hashB, asset: { kind: "native" }, amount: 5n * 10n ** 17n, confirmations: 1 },
      minimumFill: 5n * 10n ** 17n,
      deadline: BigInt(now + 86_400),
      nonce: 9n,
      taker: zeroAddress,
      lockTime: BigInt(lockTimeOf({ a: b, b: a }) + 3_600),
    });
    assert.equal(orderOf({ ...draft, minimum: "0.1", taker, stands: 60 }, about)?.minimumFill, 10n ** 17n);
    assert.equal(orderOf({ ...draft, taker: ` ${taker} ` }, about)?.taker, taker);
    assert.equal(lockTimeFor(about, 600), lockTimeOf({ a: b, b: a }) + 600);
  });

  it("APP-215 sells a lot whole", () => {
    const lots = account("e");
    const gives = {
      ...about.gives,
      asset: { kind: "erc6909", token: lots, tokenId: 4n } as const,
      decimals: undefined,
    };
    const lot = { ...about, gives, units: 100n, balance: undefined };
    assert.deepEqual(draftFaults({ ...draft, give: "", minimum: "0.1" }, lot), []);
    const made = orderOf({ ...draft, give: "", minimum: "0.1" }, lot);
    assert.equal(made?.gives.amount, 100n);
    assert.equal(made?.minimumFill, made?.wants.amount);
    assert.deepEqual(draftFaults(draft, { ...lot, units: undefined }), ["lot"]);
  });

  it("APP-215 names everything that is missing or wrong", () => {
    assert.deepEqual(draftFaults(emptyDraft, about), ["giveAmount", "wantAmount"]);
    assert.deepEqual(draftFaults({ ...draft, give: "5.0000001" }, about), ["giveAmount"]);
    assert.deepEqual(draftFaults({ ...draft, give: "5.000001" }, about), ["balance"]);
    assert.deepEqual(draftFaults({ ...draft, minimum: "0.51" }, about), ["minimum"]);
    assert.deepEqual(draftFaults({ ...draft, minimum: "0" }, about), ["minimum"]);
    assert.deepEqual(draftFaults({ ...draft, taker: "0x12" }, about), ["taker"]);
    assert.deepEqual(draftFaults(draft, { ...about, wants: { ...about.wants, chainId: 31_337 } }), ["sameChain"]);
    assert.equal(orderOf({ ...draft, give: "5.000001" }, about), undefined);
  });
});

const secret = `0x${"5e".repeat(32)}` as const;
const timelock = now + 7_200;
const lockA = takerLock(order, { taker, wants: 60n, hashlock: hashlockOf(secret), timelock: BigInt(timelock) });
const lockB = makerLock(order, lockA, { timelock: BigInt(timelockOfB(timelock, { a, b })) });
const locked: LockState = { status: "locked", block: 10, depth: 1 };

function leg(network: Network, hashLock: Address, lock: Lock, state: LockState = locked): LegFound {
  const id = lockId(network.chainId, hashLock, lock);
  return { id, lock, state, network, hashLock, lockedAt: now, endedAt: undefined, transaction: zeroHash };
}

const knownWith = (stateA: LockState, other?: Lock, stateB?: LockState, with_: Partial<Known> = {}): Known => ({
  first: leg(a, hashA, lockA, stateA),
  others: other ? [leg(b, hashB, other, stateB)] : [],
  other: { network: b, hashLock: hashB },
  order,
  ...with_,
});

function told(known: Known, viewer: Viewer, at = now) {
  const head = { number: 20, time: at };
  const found = stepOf(known, viewer, new Map([a, b].map(({ chainId }) => [chainId, head])));
  return { stepped: found.step, second: found.second, telling: tellingOf(found.step, viewer, at) };
}

describe("swapOf", () => {
  it("APP-216 knows who looks by the locks, and the maker by his order before he has locked", () => {
    const both = knownWith(locked, lockB);
    assert.equal(viewerOf(both, taker), "initiator");
    assert.equal(viewerOf(both, maker), "responder");
    assert.equal(viewerOf(knownWith(locked), maker), "responder");
    assert.equal(viewerOf(knownWith(locked, undefined, undefined, { order: undefined }), maker), "responder");
    assert.equal(viewerOf(both, account("9")), "onlooker");
    assert.equal(viewerOf(both, undefined), "onlooker");
  });

  it("APP-216 says what the second lock must be by the order, and as it is where the order is gone", () => {
    assert.deepEqual(agreedSecond(knownWith(locked)), lockB);
    assert.deepEqual(swapOf(knownWith(locked), "initiator").b.terms, lockB);
    const gone = { order: undefined };
    assert.equal(agreedSecond(knownWith(locked, lockB, locked, gone)), undefined);
    assert.deepEqual(swapOf(knownWith(locked, lockB, locked, gone), "initiator").b.terms, lockB);
    const alone = told(knownWith(locked, undefined, undefined, gone), "initiator", timelock);
    assert.deepEqual([alone.telling.phase, alone.telling.actor, alone.telling.act], ["returning", "anybody", "refund"]);
    assert.deepEqual(
      alone.stepped.effects.map(({ kind, leg: each }) => [kind, each]),
      [["refund", "a"]],
    );
    assert.equal(swapOf(knownWith(locked, lockB), "onlooker").role, "watchtower");
  });

  it("APP-216 finds every way in which a lock is less than was agreed", () => {
    assert.deepEqual(differencesOf(lockB, lockB), []);
    assert.deepEqual(differencesOf({ ...lockB, amount: lockB.amount - 1n }, lockB), ["amount"]);
    assert.deepEqual(differencesOf({ ...lockB, tip: 1n }, lockB), ["amount"]);
    assert.deepEqual(differencesOf({ ...lockB, timelock: lockB.timelock + 1n }, lockB), ["timelock"]);
    assert.deepEqual(differencesOf({ ...lockB, recipient: maker }, lockB), ["recipient"]);
    assert.deepEqual(differencesOf({ ...lockB, asset: { kind: "erc20", token } }, lockB), ["asset"]);
    assert.deepEqual(differencesOf({ ...lockB, amount: lockB.amount + 1n, timelock: 1n }, lockB), []);
  });
});

describe("firstOf", () => {
  const id = (digit: string) => `0x${digit.repeat(64)}` as const;
  const own = { id: id("1"), refundee: taker, timelock: 100n, lockedAt: 50 };
  const answer = { id: id("2"), refundee: maker, timelock: 60n, lockedAt: 55 };

  it("APP-216 takes one's own lock as the first, or one that was there before and lasts longer", () => {
    assert.deepEqual(firstOf(taker, [answer, own]), [own]);
    assert.deepEqual(firstOf(maker, [answer, own]), [own]);
    assert.deepEqual(firstOf(maker, [own]), [own]);
    assert.deepEqual(firstOf(maker, []), []);
  });

  it("APP-216 is not misled by what a stranger locks under the same hash, for however long", () => {
    const copied = { id: id("3"), refundee: account("9"), timelock: 900n, lockedAt: 51 };
    assert.deepEqual(firstOf(taker, [copied, own, answer]), [own]);
  });
});

describe("tellingOf", () => {
  const plan = planOf(timelock, { a, b });

  it("APP-217 tells the initiator at every stage who acts until when, and what comes otherwise", () => {
    const claimed: LockState = { status: "claimed", preimage: secret, depth: 1 };
    const stages = [
      told(knownWith(locked), "initiator"),
      told(knownWith(locked, lockB), "initiator"),
      told(knownWith(locked, lockB, claimed), "initiator"),
      told(knownWith(claimed, lockB, claimed), "initiator"),
      told(knownWith(locked), "initiator", plan.lockBy + 1),
      told(knownWith(locked), "initiator", timelock),
    ].map(({ telling: { phase, actor, act, by, otherwise } }) => [phase, actor, act, by, otherwise]);
    assert.deepEqual(stages, [
      ["a-locked", "other", "lock", plan.lockBy, "refund"],
      ["b-locked", "you", "claim", plan.revealBy, "refund"],
      ["revealed", "other", "claim", plan.claimBy, "loss"],
      ["swapped", "nobody", "wait", undefined, "nothing"],
      ["returning", "nobody", "wait", plan.refundA, "refund"],
      ["returning", "anybody", "refund", undefined, "nothing"],
    ]);
  });

  it("APP-217 tells the responder the same from his side, and an onlooker by names", () => {
    const first = told(knownWith(locked), "responder");
    assert.deepEqual([first.telling.phase, first.telling.actor, first.telling.act], ["a-locked", "you", "lock"]);
    assert.deepEqual(first.stepped.effects, [{ kind: "lock", leg: "b", lock: lockB, by: plan.lockBy }]);
    const revealed: LockState = { status: "claimed", preimage: secret, depth: 1 };
    const last = told(knownWith(locked, lockB, revealed), "responder");
    assert.deepEqual([last.telling.actor, last.telling.act, last.telling.by], ["you", "claim", plan.claimBy]);
    assert.equal(told(knownWith(locked, lockB), "onlooker").telling.actor, "initiator");
  });

  it("APP-217 claims nothing that is less than was agreed", () => {
    const less = { ...lockB, amount: lockB.amount - 1n };
    const { stepped, second } = told(knownWith(locked, less), "initiator");
    assert.equal(second, undefined);
    assert.equal(stepped.phase, "a-locked");
    assert.deepEqual(stepped.effects, []);
  });

  it("APP-217 warns of little time, of tips, and of locks that may last for more than a day", () => {
    const { telling } = told(knownWith(locked, lockB), "initiator", plan.revealBy - 10);
    assert.deepEqual(telling.warnings, ["soon"]);
    const tipped = { ...lockB, tip: 5n, amount: lockB.amount + 5n };
    assert.deepEqual(told(knownWith(locked, tipped), "initiator").telling.warnings, ["tip"]);
    assert.deepEqual(told(knownWith(locked, lockB), "initiator", now - 86_400).telling.warnings, ["long"]);
    assert.deepEqual(told(knownWith(locked, lockB), "initiator").telling.warnings, []);
  });

  it("APP-217 says when what one has locked may go back", () => {
    const both = knownWith(locked, lockB);
    assert.equal(told(both, "initiator").telling.backFrom, timelock);
    assert.equal(told(both, "responder").telling.backFrom, plan.refundB);
    assert.equal(ownLeg(told(both, "onlooker").stepped, "onlooker").terms, lockA);
    const claimed: LockState = { status: "claimed", preimage: secret, depth: 1 };
    assert.equal(told(knownWith(claimed, lockB, claimed), "initiator").telling.backFrom, undefined);
  });

  it("APP-217 has a sentence for all that the machine can say, in both languages", () => {
    const phases = ["agreed", "a-locking", "a-locked", "b-locking", "b-locked", "revealed"] as const;
    const ends = ["returning", "swapped", "returned", "uneven"] as const;
    const viewers = ["initiator", "responder", "onlooker"] as const;
    const actors = ["you", "other", "initiator", "responder", "anybody", "nobody"] as const;
    const acts = ["lock", "claim", "refund", "wait"] as const;
    const keys = [
      ...[...phases, ...ends].flatMap((phase) => [
        `badge_${phase}`,
        ...viewers.map((each) => `phase_${phase}_${each}`),
      ]),
      ...actors.flatMap((actor) => acts.map((act) => `next_${actor}_${act}`)),
      ...["expires", "refund", "loss", "nothing"].flatMap((end) => viewers.map((each) => `otherwise_${end}_${each}`)),
    ];
    for (const locale of ["en", "zh"] as const) {
      for (const key of keys) assert.ok(lookup(dictionaryOf(locale), `swaps.${key}`), `${locale} ${key}`);
    }
  });
});

describe("drawingOf", () => {
  it("APP-218 places both chains on one scale, with now where past and future meet", () => {
    const { now: middle, lines } = drawingOf(
      [
        {
          name: "A",
          marks: [
            { what: "refundable", at: 200 },
            { what: "locked", at: 0 },
          ],
        },
        { name: "B", marks: [{ what: "locked", at: 50 }] },
      ],
      100,
    );
    assert.equal(middle, 0.5);
    assert.deepEqual(
      lines.map(({ marks }) => marks.map(({ what, x }) => [what, Math.round(x * 100)])),
      [
        [
          ["locked", 4],
          ["refundable", 96],
        ],
        [["locked", 27]],
      ],
    );
  });

  it("APP-218 draws what has only past, only future, or nothing", () => {
    assert.equal(drawingOf([{ name: "A", marks: [{ what: "claimed", at: 1 }] }], 9).now, 0.96);
    assert.equal(drawingOf([{ name: "A", marks: [{ what: "refundable", at: 9 }] }], 1).now, 0.04);
    const [line] = drawingOf([{ name: "A", marks: [{ what: "locked", at: 5 }] }], 5).lines;
    assert.ok(line?.marks.every(({ x }) => x >= 0 && x <= 1));
    assert.deepEqual(drawingOf([], 5).lines, []);
  });
});

function memory(): Notes & { readonly kept: Map<string, string> } {
  const kept = new Map<string, string>();
  return { kept, getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => void kept.set(key, value) };
}

describe("noteOrder", () => {
  const signed: SignedOrder = { order, signature: `0x${"11".repeat(65)}` };

  it("APP-219 keeps an order once, and finds it by the salt of a lock that fills it", () => {
    const notes = memory();
    noteOrder(notes, signed);
    noteOrder(notes, { ...signed, order: { ...order, nonce: 8n } });
    noteOrder(notes, signed);
    assert.deepEqual(
      notedOrders(notes).map((each) => each.order.nonce),
      [7n, 8n],
    );
    assert.deepEqual(orderFor(lockA.salt, notedOrders(notes)), signed);
    assert.equal(orderFor(0n, notedOrders(notes)), undefined);
  });

  it("APP-219 does without notes that are damaged, full or forbidden", () => {
    const notes = memory();
    noteOrder(notes, signed);
    const [key = ""] = notes.kept.keys();
    const [one] = JSON.parse(notes.kept.get(key) ?? "") as unknown[];
    notes.kept.set(key, JSON.stringify([{ tallystick: "other" }, one]));
    assert.deepEqual(notedOrders(notes), [signed]);
    notes.kept.set(key, "{");
    assert.deepEqual(notedOrders(notes), []);
    const full: Notes = {
      getItem: () => null,
      setItem: () => {
        throw new Error("full");
      },
    };
    noteOrder(full, signed);
    assert.deepEqual(notedOrders(full), []);
  });
});

describe("releaseIn", () => {
  const release = {
    id: numberToHex(5n, { size: 32 }),
    deadline: 1_900_000_000n,
    signature: `0x${"ab".repeat(65)}`,
  } as const;

  it("APP-220 hands a word over behind the hash of a link, and refuses a damaged one", () => {
    assert.deepEqual(releaseIn(`#${releaseText(release)}`), release);
    assert.equal(releaseIn(""), undefined);
    assert.equal(releaseIn("#release=%"), undefined);
    assert.equal(releaseIn(`#${releaseText(release).slice(0, -9)}`), undefined);
    assert.equal(releaseIn(`#${releaseText({ ...release, deadline: 1n << 40n })}`), undefined);
  });
});

describe("paths", () => {
  it("APP-213 has an address for every view and every swap", () => {
    assert.equal(viewPath("take"), "/swaps");
    assert.equal(viewIn(new URLSearchParams(viewPath("mine").split("?")[1])), "mine");
    assert.equal(viewIn(new URLSearchParams("view=other")), "take");
    const id = `0x${"AB".repeat(32)}` as const;
    assert.equal(swapIn(swapPath(id).slice("/swaps/".length)), id.toLowerCase());
    assert.equal(swapIn("0x12"), undefined);
  });
});

describe("swapActOf", () => {
  const sent = (value: unknown): unknown => JSON.parse(toJson(value));
  const lot: Lock = { ...lockA, asset: { kind: "erc6909", token, tokenId: 5n } };

  it("APP-221 reads claims, refunds and signed locks as they were sent", () => {
    const claim = { act: "claim", lock: lockA, preimage: secret } as const;
    assert.deepEqual(swapActOf(sent(claim)), claim);
    assert.deepEqual(swapActOf(sent({ act: "refund", lock: lot })), { act: "refund", lock: lot });
    const paid = { validAfter: 0n, validBefore: 9n, signature: `0x${"11".repeat(65)}` } as const;
    const lock = { act: "lock", lock: lockA, payer: taker, ...paid } as const;
    assert.deepEqual(swapActOf(sent(lock)), lock);
    const early = { act: "early", lock: lockA, deadline: 5n, signature: `0x${"ab".repeat(65)}` } as const;
    assert.deepEqual(swapActOf(sent(early)), early);
  });

  it("APP-221 refuses whatever else comes", () => {
    const good = { act: "claim", lock: lockA, preimage: secret };
    const bad = [
      undefined,
      "claim",
      { ...good, act: "withdraw" },
      { ...good, preimage: `${secret}00` },
      { ...good, preimage: secret.slice(0, -2) },
      { ...good, lock: { ...lockA, timelock: 1n << 40n } },
      { ...good, lock: { ...lockA, salt: 1n << 88n } },
      { ...good, lock: { ...lockA, recipient: "0x12" } },
      { ...good, lock: { ...lockA, asset: { kind: "erc1155", token, tokenId: 5n } } },
      { ...good, act: "lock" },
      { ...good, act: "early", deadline: 1n << 40n, signature: `0x${"ab".repeat(65)}` },
      { ...good, act: "early", deadline: 5n },
    ];
    for (const value of bad) assert.equal(swapActOf(value && sent(value)), undefined, toJson(value));
  });

  it("APP-221 pays for ether, for tokens it knows and for lots of this house, and for no stranger's token", () => {
    const at = a.deployment;
    assert.ok(at?.eurx);
    const mays = (asset: Lock["asset"], act: "claim" | "refund" | "lock" = "claim") => {
      const told = { act, lock: { ...lockA, asset }, preimage: secret } as Parameters<typeof maySendSwap>[0];
      return maySendSwap(told, a);
    };
    assert.equal(mays({ kind: "native" }), true);
    assert.equal(mays({ kind: "native" }, "lock"), false);
    assert.equal(mays({ kind: "erc20", token: at.eurx }), true);
    assert.equal(mays({ kind: "erc20", token: at.eurx }, "lock"), true);
    assert.equal(mays({ kind: "erc20", token }, "refund"), false);
    assert.equal(mays({ kind: "erc6909", token: at.lots, tokenId: 1n }), true);
    assert.equal(mays({ kind: "erc6909", token, tokenId: 1n }), false);
    assert.equal(mays({ kind: "erc721", token, tokenId: 1n }), false);
  });
});

describe("watchersOf", () => {
  it("APP-222 tells what an agent says of itself, and takes what it does not understand for down", () => {
    assert.deepEqual(watcherOfHealth({ status: "ok", swaps: { open: 2, ended: 5 } }), { state: "up", open: 2 });
    assert.deepEqual(watcherOfHealth({ status: "starting" }), { state: "degraded" });
    assert.deepEqual(watcherOfHealth("<html>"), { state: "down" });
    const states = { agent: { state: "up", open: 3 }, watchtower: { state: "none" }, relay: { state: "up" } };
    assert.deepEqual(watchersOf(states), states);
    assert.deepEqual(watchersOf({ agent: { state: "fine", open: -1 } }), {
      agent: { state: "down" },
      watchtower: { state: "down" },
      relay: { state: "down" },
    });
  });
});
