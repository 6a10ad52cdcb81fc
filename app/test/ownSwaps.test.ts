import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { IndexedLock } from "@tallystick/sdk/indexer/swaps";
import { networkOf } from "@tallystick/sdk/networks";
import { type Lock, lockId } from "@tallystick/sdk/swaps/lock";
import { hashlockOf } from "@tallystick/sdk/swaps/secrets";
import type { SwapPhase } from "@tallystick/sdk/swaps/swapState";
import { type Address, getAddress, zeroHash } from "viem";
import { foundIn, isBehind, whyLogs } from "../features/swaps/desk/indexed.ts";
import { isShown, shownChoices, shownIn } from "../features/swaps/desk/shown.ts";
import { type SavedSwap, swapsCsv } from "../features/swaps/desk/swaps-csv.ts";
import type { SwapChain } from "../features/swaps/shared/use-chains.ts";

const account = (digit: string): Address => getAddress(`0x${digit.repeat(40)}`);
const [own, other, token] = [account("1"), account("2"), account("c")];
const now = 1_800_000_000;
const secret = `0x${"5".repeat(64)}` as const;
const genesis = `0x${"9".repeat(64)}`;

/** A chain whose newest block is known. */
const chainOf = (chainId: number, hashLock: Address, newest = 100n): SwapChain => {
  const client = {
    chain: { id: chainId },
    getBlockNumber: async () => newest,
    getBlock: async () => ({ hash: genesis }),
  };
  const network = networkOf(chainId, {});
  return { network, hashLock, reader: { network, client } as unknown as SwapChain["reader"] };
};
const [a, b] = [chainOf(31_337, account("a")), chainOf(31_338, account("b"))];
const chains = [a, b];
const heads = new Map([
  [31_337, { number: 100, time: now }],
  [31_338, { number: 100, time: now }],
]);

const terms: Lock = {
  asset: { kind: "erc20", token },
  ...{ amount: 300n, hashlock: hashlockOf(secret), recipient: other, refundee: own },
  ...{ timelock: BigInt(now + 900), tip: 0n, salt: 1n },
};
const rowOf = (chain: SwapChain, lock: Lock, more: Partial<IndexedLock> = {}): IndexedLock => ({
  ...lock,
  ...{ chainId: chain.network.chainId, id: lockId(chain.network.chainId, chain.hashLock, lock) },
  ...{ vault: undefined, times: 1, lockedBlock: 91n, lockedAt: now - 20, transaction: zeroHash },
  ...{ end: undefined, preimage: undefined, endedAt: undefined, endTransaction: undefined },
  ...more,
});
const back: Lock = { ...terms, asset: { kind: "native" }, amount: 2n, recipient: own, refundee: other };
const second = rowOf(b, { ...back, timelock: BigInt(now + 300) }, { lockedAt: now - 10 });

describe("foundIn", () => {
  it("APP-224 tells a swap of an indexer's rows as the logs would, with both legs", () => {
    const found = foundIn([second, rowOf(a, terms)], own, chains, heads) ?? assert.fail();
    assert.deepEqual([found.first.network.chainId, found.first.lock], [31_337, terms]);
    assert.deepEqual(found.first.state, { status: "locked", block: 91, depth: 10 });
    assert.deepEqual(
      found.others.map(({ id }) => id),
      [second.id],
    );
    const claimed = rowOf(a, terms, { end: "claimed", preimage: secret, endedAt: now - 5 });
    const state = { status: "claimed", preimage: secret, depth: 6 };
    assert.deepEqual(foundIn([claimed], own, chains, heads)?.first.state, state);
    const refunded = rowOf(a, terms, { end: "refunded", endedAt: now + 9 });
    assert.deepEqual(foundIn([refunded], own, chains, heads)?.first.state, { status: "refunded", depth: 1 });
  });

  it("APP-224 leaves out what leads elsewhere: another id, a chain that is not here, locks of others alone", () => {
    const wrong = rowOf(a, terms, { amount: 3_000n });
    assert.equal(foundIn([wrong], own, chains, heads), undefined);
    assert.equal(foundIn([rowOf(a, terms)], own, [b], heads), undefined);
    assert.equal(foundIn([rowOf(a, terms)], account("7"), chains, heads), undefined);
    const strangers = rowOf(a, { ...terms, refundee: account("7"), recipient: account("8"), timelock: 9n });
    assert.equal(foundIn([strangers, rowOf(a, terms)], own, chains, heads)?.first.lock.refundee, own);
  });
});

describe("whyLogs", () => {
  const status = (numbers: readonly number[]) =>
    Object.fromEntries(
      numbers.map((number, i) => [`chain${i}`, { id: 31_337 + i, block: { number, timestamp: now } }]),
    );
  /** What the list is read from, where an indexer answers so. */
  const asked = async (numbers: readonly number[], indexed = genesis): Promise<unknown> => {
    const before = globalThis.fetch;
    globalThis.fetch = async (url) => {
      const answer = String(url).endsWith("/status")
        ? status(numbers)
        : [31_337, 31_338].map((chainId) => ({ chainId, indexed }));
      return new Response(JSON.stringify(answer));
    };
    try {
      return await whyLogs("http://127.0.0.1:1", chains);
    } finally {
      globalThis.fetch = before;
    }
  };

  it("APP-224 takes the indexer only where it answers, is of these chains and has their blocks", async () => {
    assert.equal(await asked([100, 99]), undefined);
    assert.equal(await asked([100, 60]), "behind");
    assert.equal(await asked([100]), "behind");
    assert.equal(await asked([100, 100], `0x${"8".repeat(64)}`), "behind");
    assert.equal(await whyLogs("", chains), "none");
    assert.equal(await whyLogs("http://127.0.0.1:1", chains), "down");
  });

  it("APP-224 lets it be half a minute behind, or three blocks of a slow chain", () => {
    const at = (number: number) => ({ number, time: now });
    assert.deepEqual([isBehind(at(70), 100, 1), isBehind(at(69), 100, 1)], [false, true]);
    assert.deepEqual([isBehind(at(97), 100, 600), isBehind(at(96), 100, 600)], [false, true]);
    assert.equal(isBehind(undefined, 0, 1), true);
  });
});

describe("isShown", () => {
  it("APP-224 has every phase under exactly one of the choices", () => {
    const phases: readonly SwapPhase[] = [
      ...(["agreed", "a-locking", "a-locked", "b-locking", "b-locked", "revealed"] as const),
      ...(["returning", "swapped", "returned", "uneven"] as const),
    ];
    for (const phase of phases) {
      assert.equal(shownChoices.filter((each) => each !== "all" && isShown(phase, each)).length, 1, phase);
      assert.equal(isShown(phase, "all"), true);
    }
    assert.equal(shownIn(new URLSearchParams("state=refunded")), "refunded");
    assert.equal(shownIn(new URLSearchParams("state=x")), "all");
  });
});

describe("swapsCsv", () => {
  it("APP-224 saves both legs of each swap, exact, from the account's side", () => {
    const { first, others } = foundIn([rowOf(a, terms), second], own, chains, heads) ?? assert.fail();
    const swap = { known: { first, others }, second: others[0], viewer: "initiator", step: { phase: "b-locked" } };
    const unitOf = ({ lock }: { readonly lock: Lock }) =>
      lock.asset.kind === "native" ? { symbol: "ETH", decimals: 18 } : undefined;
    const [, line = "", last] = swapsCsv([swap as unknown as SavedSwap], unitOf).split("\r\n");
    assert.equal(last, "");
    const cells = line.split(",");
    assert.deepEqual(cells.slice(0, 4), ["2027-01-15T07:59:40Z", "", "b-locked", "initiator"]);
    const key = `31337:erc20:${token.toLowerCase()}`;
    assert.deepEqual(cells.slice(4, 12), [
      ...["300", "", key, "locked"],
      ...["0.000000000000000002", "ETH", "31338:native", "locked"],
    ]);
    const turned = swapsCsv([{ ...swap, viewer: "responder" } as unknown as SavedSwap], unitOf).split("\r\n")[1] ?? "";
    assert.equal(turned.split(",")[4], "0.000000000000000002");
    const alone = { ...swap, known: { first: { ...first, endedAt: now }, others: [] }, second: undefined };
    const ended = swapsCsv([alone as unknown as SavedSwap], unitOf).split("\r\n")[1] ?? "";
    assert.equal(ended.split(",")[1], "2027-01-15T08:00:00Z");
  });
});
