import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { type Hex, zeroAddress } from "viem";
import type { Outpoint } from "../../src/swaps/bitcoin/draft.ts";
import { completed, type Presigned, presign, presignedSize, txidsOf } from "../../src/swaps/bitcoin/presigned.ts";
import { endIn, feeIn, fundingOf } from "../../src/swaps/bitcoin/read.ts";
import { type BitcoinLock, keyAddress, lockAddress } from "../../src/swaps/bitcoin/script.ts";
import { claimTransaction, refundTransaction } from "../../src/swaps/bitcoin/spend.ts";
import { type BitcoinWatch, decodeBitcoinWatch, encodeBitcoinWatch } from "../../src/swaps/bitcoin/watch.ts";
import { type BitcoinNode, startBitcoin } from "../support/bitcoinNode.ts";
import { AMOUNT, faultOf, lockOf, preimage, recipient, refundee, stranger } from "./coins.ts";

const to = keyAddress("regtest", stranger.publicKey);

const outpointOf = (amount = AMOUNT): Outpoint => ({ txid: "cd".repeat(32), vout: 1, amount });

async function watchOf(key = recipient, change: Partial<BitcoinWatch> = {}): Promise<BitcoinWatch> {
  const coin = lockOf();
  const outpoint = outpointOf();
  const lock = {
    ...{ asset: { kind: "native" as const }, amount: 10n ** 18n, hashlock: coin.hashlock, timelock: 1_900_100_000n },
    ...{ recipient: `0x${"12".repeat(20)}` as Hex, refundee: `0x${"34".repeat(20)}` as Hex, tip: 0n, salt: 7n },
  };
  return {
    ...{ coin, outpoint, leg: "b" as const, fromBlock: 5, presigned: await presign({ lock: coin, outpoint, to, key }) },
    ...{ other: { chainId: 31337, hashLock: zeroAddress, lock } },
    ...change,
  };
}

describe("presign", () => {
  it("BTC-01 signs a claim or refund at doubling fees, up to what is told and half of the money", async () => {
    for (const [key, kind] of [
      [recipient, "claim"],
      [refundee, "refund"],
    ] as const) {
      const made = await presign({ lock: lockOf(), outpoint: outpointOf(), to, key });
      const size = BigInt(presignedSize({ lock: lockOf(), outpoint: outpointOf(), presigned: made }));
      assert.equal(made.kind, kind);
      assert.deepEqual(
        made.fees.map(({ fee }) => fee / size),
        [1n, 2n, 4n, 8n, 16n, 32n, 64n, 128n, 256n],
      );
    }
    const some = await presign({ lock: lockOf(), outpoint: outpointOf(), to, key: refundee, highestRate: 5 });
    assert.equal(some.fees.length, 3);
    const small = outpointOf(3_000n);
    const few = await presign({ lock: lockOf({ amount: 3_000n }), outpoint: small, to, key: refundee });
    assert.ok(few.fees.every(({ fee }) => 2n * fee <= 3_000n) && few.fees.length === 4, String(few.fees.length));
  });

  it("BTC-02 is refused for another key, address, fee, or too little money", async () => {
    const good = { lock: lockOf(), outpoint: outpointOf(), to, key: recipient };
    const mainnet = keyAddress("mainnet", stranger.publicKey);
    assert.equal(await faultOf(() => presign({ ...good, key: stranger })), "key");
    assert.equal(await faultOf(() => presign({ ...good, to: mainnet })), "address");
    assert.equal(await faultOf(() => presign({ ...good, outpoint: outpointOf(200n) })), "feeRate");
    assert.equal(await faultOf(() => presign({ ...good, outpoint: outpointOf(400n) })), "amount");
    for (const highestRate of [0.5, 1_001, Number.NaN]) {
      assert.equal(await faultOf(() => presign({ ...good, highestRate })), "feeRate");
    }
  });
});

describe("presigned spendings on a node", () => {
  let node: BitcoinNode;
  before(async () => {
    node = await startBitcoin();
  });
  after(() => node.close());

  async function paid(): Promise<{ lock: BitcoinLock; outpoint: Outpoint }> {
    const lock = lockOf({ timelock: (await node.medianTime()) + 7_200 });
    const hex = await node.pay(lockAddress(lock), AMOUNT);
    await node.mine(1);
    const outpoint = fundingOf(hex, lock);
    assert.ok(outpoint);
    return { lock, outpoint };
  }

  it("BTC-03 claims by a secret that was not known when it was signed, and by no other", async () => {
    const { lock, outpoint } = await paid();
    const presigned = await presign({ lock, outpoint, to, key: recipient });
    const of = { lock, outpoint, presigned };
    const [, , third] = presigned.fees;
    assert.ok(third);
    assert.equal(await faultOf(() => completed(of, third, `0x${"cd".repeat(32)}`)), "preimage");
    assert.equal(await faultOf(() => completed(of, third)), "preimage");
    const claim = completed(of, third, preimage);
    assert.equal(claim.txid, txidsOf(of)[2], "its id is known before the secret");
    assert.equal(feeIn(claim.hex, outpoint), third.fee);
    const had = node.balance(to);
    assert.equal(await node.refusal(claim.hex), undefined);
    assert.deepEqual(await endIn(claim.hex, lock, outpoint), { kind: "claimed", preimage });
    await node.mine(1);
    assert.equal(node.balance(to) - had, AMOUNT - third.fee);
  });

  it("BTC-03 refunds once the median time is past, each fee replacing the one before", async () => {
    const { lock, outpoint } = await paid();
    const presigned = await presign({ lock, outpoint, to, key: refundee });
    const refunds = presigned.fees.map((fee) => completed({ lock, outpoint, presigned }, fee));
    const [first, second] = refunds;
    assert.ok(first && second);
    assert.match((await node.refusal(first.hex)) ?? "", /non-final/);
    await node.mineUntil(lock.timelock);
    assert.equal(await node.refusal(first.hex), undefined);
    // As BIP 125 asks for: the old fee and 1 satoshi for each byte more.
    assert.ok(second.fee >= first.fee + BigInt(second.vsize));
    node.forget(first.txid);
    const had = node.balance(to);
    assert.equal(await node.refusal(second.hex), undefined);
    await node.mine(1);
    assert.equal(node.balance(to) - had, AMOUNT - second.fee);
  });
});

describe("endIn", () => {
  it("BTC-04 believes no claim or refund that is not signed by the lock's key", async () => {
    const lock = lockOf();
    const outpoint = outpointOf();
    const own = { lock, outpoint, to, feeRate: 5 };
    const claim = await claimTransaction({ ...own, key: recipient }, preimage);
    const refund = await refundTransaction({ ...own, key: refundee });
    assert.deepEqual(await endIn(claim.hex, lock, outpoint), { kind: "claimed", preimage });
    assert.deepEqual(await endIn(refund.hex, lock, outpoint), { kind: "refunded" });
    // One bit of where it goes to.
    const at = refund.hex.indexOf("160014") + 8;
    const forged = `${refund.hex.slice(0, at)}${refund.hex[at] === "0" ? "1" : "0"}${refund.hex.slice(at + 1)}`;
    assert.equal(await endIn(forged, lock, outpoint), undefined);
    const early = `${refund.hex.slice(0, -8)}00000000`;
    assert.equal(await endIn(early, lock, outpoint), undefined, "its time is hidden");
    assert.equal(await endIn(claim.hex, lock, { ...outpoint, amount: AMOUNT + 1n }), undefined);
    assert.equal(await endIn(claim.hex, lock, { ...outpoint, vout: 0 }), undefined);
    assert.equal(await endIn(claim.hex, lockOf({ timelock: 1_900_000_001 }), outpoint), undefined);
  });
});

describe("decodeBitcoinWatch", () => {
  it("BTC-05 reads what was encoded, without keys or secrets", async () => {
    for (const key of [recipient, refundee]) {
      const watch = await watchOf(key);
      const text = JSON.stringify(encodeBitcoinWatch(watch));
      assert.deepEqual(await decodeBitcoinWatch(JSON.parse(text)), watch);
      for (const secret of [preimage, `0x${"11".repeat(32)}`, `0x${"22".repeat(32)}`]) {
        assert.ok(!text.includes(secret.slice(2)));
      }
    }
  });

  it("BTC-06 refuses by the field what is hostile: other forms, other signatures, unknown fields", async () => {
    type Json = Record<string, Record<string, unknown>>;
    const good = (): Promise<Json> =>
      watchOf().then((watch) => JSON.parse(JSON.stringify(encodeBitcoinWatch(watch))) as Json);
    const stray = (await presign({ lock: lockOf(), outpoint: outpointOf(), to, key: refundee })).fees;
    const wired = ({ fees }: Pick<Presigned, "fees">) => fees.map((each) => ({ ...each, fee: String(each.fee) }));
    const own = wired(await presign({ lock: lockOf(), outpoint: outpointOf(), to, key: recipient }));
    const wrong: readonly (readonly [(json: Json) => unknown, string])[] = [
      [() => null, "bundle"],
      [() => [], "bundle"],
      [(json) => ({ ...json, tallystick: "bitcoin-watch/2" }), "tallystick"],
      [(json) => ({ ...json, key: "0x1" }), "key"],
      [(json) => ({ ...json, leg: "c" }), "leg"],
      [(json) => ({ ...json, fromBlock: -1 }), "fromBlock"],
      [(json) => ({ ...json, coin: { ...json["coin"], network: "litecoin" } }), "network"],
      [(json) => ({ ...json, coin: { ...json["coin"], network: "mainnet" } }), "address"],
      [(json) => ({ ...json, coin: { ...json["coin"], recipientKey: `0x02${"ff".repeat(32)}` } }), "recipientKey"],
      [(json) => ({ ...json, coin: { ...json["coin"], timelock: 7 } }), "timelock"],
      [(json) => ({ ...json, coin: { ...json["coin"], timelock: 1_900_000_001 } }), "signature"],
      [(json) => ({ ...json, coin: { ...json["coin"], hashlock: `0x${"00".repeat(32)}` } }), "hashlock"],
      [(json) => ({ ...json, outpoint: { ...json["outpoint"], txid: "zz" } }), "txid"],
      [(json) => ({ ...json, outpoint: { ...json["outpoint"], vout: 0 } }), "signature"],
      [(json) => ({ ...json, outpoint: { ...json["outpoint"], amount: "999999" } }), "outpoint"],
      [(json) => ({ ...json, outpoint: { ...json["outpoint"], amount: 1e6 } }), "amount"],
      [(json) => ({ ...json, other: { ...json["other"], hashLock: "0x1" } }), "hashLock"],
      [(json) => ({ ...json, other: { ...json["other"], more: 1 } }), "more"],
      [
        (json) => ({ ...json, presigned: { ...json["presigned"], to: keyAddress("regtest", recipient.publicKey) } }),
        "signature",
      ],
      [(json) => ({ ...json, presigned: { ...json["presigned"], to: "x".repeat(10_000) } }), "to"],
      [(json) => ({ ...json, presigned: { ...json["presigned"], kind: "refund" } }), "signature"],
      [(json) => ({ ...json, presigned: { ...json["presigned"], kind: "burn" } }), "kind"],
      [(json) => ({ ...json, presigned: { ...json["presigned"], fees: [] } }), "fees"],
      [(json) => ({ ...json, presigned: { ...json["presigned"], fees: Array(10_000).fill(own[0]) } }), "fees"],
      [(json) => ({ ...json, presigned: { ...json["presigned"], fees: [own[1], own[0]] } }), "fees"],
      [
        (json) => ({ ...json, presigned: { ...json["presigned"], fees: wired({ fees: stray.slice(1) }) } }),
        "signature",
      ],
      [
        (json) => ({ ...json, presigned: { ...json["presigned"], fees: [{ ...own[0], signature: "0x" }] } }),
        "signature",
      ],
      [(json) => ({ ...json, presigned: { ...json["presigned"], fees: [{ ...own[0], fee: "600000" }] } }), "feeRate"],
    ];
    for (const [change, field] of wrong) {
      const json = change(await good());
      assert.equal(await faultOf(() => decodeBitcoinWatch(json)), field, JSON.stringify(json)?.slice(0, 200));
    }
    for (const fee of own) {
      const json = await good();
      const one = { ...json, presigned: { ...json["presigned"], fees: [fee] } };
      assert.equal((await decodeBitcoinWatch(one)).presigned.fees.length, 1);
    }
  });
});
