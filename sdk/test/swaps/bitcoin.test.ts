import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { OutScript } from "@scure/btc-signer/payment.js";
import { RawTx, Script } from "@scure/btc-signer/script.js";
import { SigHash, Transaction } from "@scure/btc-signer/transaction.js";
import { bytesToHex, concat, type Hex, hexToBytes, sha256 } from "viem";
import type { BitcoinTransaction, Outpoint } from "../../src/swaps/bitcoin/draft.ts";
import { fundingOf, preimageIn, transactionId } from "../../src/swaps/bitcoin/read.ts";
import {
  addressOutput,
  type BitcoinLock,
  dustOf,
  keyAddress,
  lockAddress,
  lockOutput,
  lockScript,
} from "../../src/swaps/bitcoin/script.ts";
import { type BitcoinKey, claimTransaction, refundTransaction } from "../../src/swaps/bitcoin/spend.ts";
import { type BitcoinNode, startBitcoin } from "../support/bitcoinNode.ts";
import { AMOUNT, faultOf, lockOf, preimage, recipient, refundee, stranger } from "./coins.ts";

describe("lockScript, lockAddress", () => {
  it("SWP-90 is the script of a hash lock, byte for byte, and its address on every network", () => {
    const lock = lockOf();
    const key = (of: BitcoinKey): string => `21${of.publicKey.slice(2)}`;
    const expected = [
      "63",
      `8201208 8a820${lock.hashlock.slice(2)}88`.replace(" ", ""),
      `${key(recipient)}ac`,
      "67",
      // 1,900,000,000 in four bytes, the last first.
      "0400b33f71b175",
      `${key(refundee)}ac`,
      "68",
    ].join("");
    assert.equal(bytesToHex(lockScript(lock)), `0x${expected}`);
    assert.equal(bytesToHex(lockOutput(lock)), concat(["0x0020", sha256(`0x${expected}`)]));
    for (const [network, prefix] of [
      ["mainnet", "bc1q"],
      ["testnet", "tb1q"],
      ["regtest", "bcrt1q"],
    ] as const) {
      const address = lockAddress(lockOf({ network }));
      assert.ok(address.startsWith(prefix), address);
      assert.deepEqual(addressOutput(network, address), lockOutput(lock));
    }
  });

  it("SWP-90 refuses terms that no script may have", async () => {
    const wrong: readonly (readonly [Partial<BitcoinLock>, string])[] = [
      [{ hashlock: "0x12" }, "hashlock"],
      [{ recipientKey: `0x04${"11".repeat(64)}` }, "recipientKey"],
      [{ recipientKey: `0x02${"ff".repeat(32)}` }, "recipientKey"],
      [{ refundKey: "0x" }, "refundKey"],
      [{ timelock: 499_999_999 }, "timelock"],
      [{ timelock: 2 ** 32 }, "timelock"],
      [{ timelock: 1_900_000_000.5 }, "timelock"],
      [{ amount: 0n }, "amount"],
      [{ amount: 2_100_000_000_000_001n }, "amount"],
    ];
    for (const [change, field] of wrong) assert.equal(await faultOf(() => lockScript(lockOf(change))), field);
    for (const address of ["", "x", lockAddress(lockOf({ network: "mainnet" }))]) {
      assert.equal(await faultOf(() => addressOutput("regtest", address)), "address");
    }
    assert.equal(lockScript(lockOf({ timelock: 2 ** 32 - 1 })).length, lockScript(lockOf()).length + 1);
  });

  it("SWP-92 knows what nodes call dust", () => {
    assert.equal(dustOf(addressOutput("regtest", keyAddress("regtest", recipient.publicKey))), 294n);
    assert.equal(dustOf(lockOutput(lockOf())), 330n);
    assert.equal(dustOf(OutScript.encode({ type: "pkh", hash: new Uint8Array(20) })), 546n);
  });
});

describe("a lock on Bitcoin", () => {
  let node: BitcoinNode;
  before(async () => {
    node = await startBitcoin();
  });
  after(() => node.close());

  const to = keyAddress("regtest", stranger.publicKey);
  let count = 0;
  /** A lock of its own secret that is paid in and in a block. */
  async function paid(seconds = 7_200): Promise<{ lock: BitcoinLock; outpoint: Outpoint; secret: Hex }> {
    count += 1;
    const secret = sha256(`0x${count.toString(16).padStart(64, "0")}`);
    const lock = lockOf({ hashlock: sha256(secret), timelock: (await node.medianTime()) + seconds });
    const hex = await node.pay(lockAddress(lock), AMOUNT);
    await node.mine(1);
    const outpoint = fundingOf(hex, lock);
    assert.ok(outpoint);
    assert.deepEqual([outpoint.amount, outpoint.txid], [AMOUNT, transactionId(hex)]);
    return { lock, outpoint, secret };
  }
  const choice = (lock: BitcoinLock, outpoint: Outpoint, key: BitcoinKey, feeRate = 5) => ({
    lock,
    outpoint,
    to,
    feeRate,
    key,
  });
  /** The same transaction with another witness. */
  const rewitnessed = ({ hex }: BitcoinTransaction, witness: readonly Uint8Array[]): string => {
    const read = RawTx.decode(hexToBytes(`0x${hex}`));
    return bytesToHex(RawTx.encode({ ...read, witnesses: [[...witness]] })).slice(2);
  };
  const witnessIn = ({ hex }: BitcoinTransaction): Uint8Array[] => [
    ...(RawTx.decode(hexToBytes(`0x${hex}`)).witnesses?.[0] ?? []),
  ];

  it("SWP-91 is claimed by its secret, before and after its time, for what the claim says less the fee", async () => {
    for (const isLate of [false, true]) {
      const { lock, outpoint, secret } = await paid();
      if (isLate) await node.mineUntil(lock.timelock);
      const had = node.balance(to);
      const claim = await claimTransaction(choice(lock, outpoint, recipient), secret);
      assert.equal(await node.refusal(claim.hex), undefined);
      await node.mine(1);
      assert.equal(node.balance(to) - had, AMOUNT - claim.fee);
      assert.equal(transactionId(claim.hex), claim.txid);
      assert.ok(claim.vsize > 100 && claim.vsize < 170, String(claim.vsize));
      assert.ok(claim.fee >= BigInt(5 * claim.vsize) && claim.fee <= BigInt(5 * (claim.vsize + 1)), "5 a byte");
      assert.equal(preimageIn(claim.hex, lock, outpoint), secret);
      assert.equal(preimageIn(claim.hex, lockOf(), outpoint), undefined, "another lock's");
      assert.equal(preimageIn(claim.hex, lock, { ...outpoint, vout: 7 }), undefined, "another output's");
    }
  });

  it("SWP-91 is refunded once the median time is past its second, and not before", async () => {
    const { lock, outpoint, secret } = await paid();
    const refund = await refundTransaction(choice(lock, outpoint, refundee));
    assert.match((await node.refusal(refund.hex)) ?? "", /non-final/);
    // At its very second it is not final yet.
    await node.mineUntil(lock.timelock - 1);
    assert.equal(await node.medianTime(), lock.timelock);
    assert.match((await node.refusal(refund.hex)) ?? "", /non-final/);
    await node.mine(1);
    const had = node.balance(to);
    assert.equal(await node.refusal(refund.hex), undefined);
    await node.mine(1);
    assert.equal(node.balance(to) - had, AMOUNT - refund.fee);
    assert.equal(preimageIn(refund.hex, lock, outpoint), undefined);
    const claim = await claimTransaction(choice(lock, outpoint, recipient), secret);
    assert.ok(await node.refusal(claim.hex), "both");
  });

  it("SWP-91 can't be taken back early by a transaction that hides its time", async () => {
    const { lock, outpoint } = await paid();
    for (const [lockTime, sequence] of [
      [0, 0xfffffffd],
      [lock.timelock - 7_300, 0xfffffffd],
      [lock.timelock, 0xffffffff],
      [120, 0xfffffffd],
    ] as const) {
      const transaction = new Transaction({ lockTime, allowUnknownInputs: true, allowUnknownOutputs: true });
      const { txid, vout: index, amount } = outpoint;
      transaction.addInput({ txid, index, sequence, witnessUtxo: { amount, script: lockOutput(lock) } });
      transaction.addOutput({ script: addressOutput("regtest", to), amount: amount - 2_000n });
      const digest = transaction.preimageWitnessV0(0, lockScript(lock), SigHash.ALL, amount);
      const signature = Uint8Array.of(...(await refundee.sign(digest)), SigHash.ALL);
      transaction.updateInput(0, { finalScriptWitness: [signature, Uint8Array.of(), lockScript(lock)] }, true);
      assert.match((await node.refusal(transaction.hex)) ?? "", /script-verify-flag|non-final/);
      // By its own time it may be early, or its script has it refused.
      assert.equal(await node.isValid(transaction.hex), false);
    }
  });

  it("SWP-91 takes no secret of another length or hash, and no other key, by its script", async () => {
    const { lock, outpoint, secret } = await paid();
    const claim = await claimTransaction(choice(lock, outpoint, recipient), secret);
    const [signature = Uint8Array.of(), shown = Uint8Array.of(), branch = Uint8Array.of(), script = Uint8Array.of()] =
      witnessIn(claim);
    const refusedWith = async (...witness: Uint8Array[]): Promise<void> => {
      const spent = rewitnessed(claim, witness);
      assert.match((await node.refusal(spent)) ?? "", /script-verify-flag/);
      assert.equal(await node.isValid(spent), false);
    };
    for (const bytes of [
      shown.slice(1),
      Uint8Array.of(...shown, 0),
      Uint8Array.of(),
      Uint8Array.of(...shown.slice(1), 0),
    ]) {
      await refusedWith(signature, bytes, branch, script);
    }
    // Another signature's bytes, the other branch, another script.
    await refusedWith(
      signature.map((byte, i) => (i === 20 ? byte ^ 1 : byte)),
      shown,
      branch,
      script,
    );
    await refusedWith(signature, Uint8Array.of(), script);
    await refusedWith(signature, shown, branch, Script.encode([1]));
    // Hashes of 31 and 33 bytes are no better: whoever locks by them has no way to claim.
    for (const size of [31, 33]) {
      const odd = bytesToHex(new Uint8Array(size).fill(7));
      const locked = lockOf({ hashlock: sha256(odd), timelock: (await node.medianTime()) + 7_200 });
      const hex = await node.pay(lockAddress(locked), AMOUNT);
      await node.mine(1);
      const place = fundingOf(hex, locked);
      assert.ok(place);
      const transaction = new Transaction({ allowUnknownInputs: true, allowUnknownOutputs: true });
      transaction.addInput({
        txid: place.txid,
        index: place.vout,
        witnessUtxo: { amount: AMOUNT, script: lockOutput(locked) },
      });
      transaction.addOutput({ script: addressOutput("regtest", to), amount: AMOUNT - 2_000n });
      const digest = transaction.preimageWitnessV0(0, lockScript(locked), SigHash.ALL, AMOUNT);
      const good = Uint8Array.of(...(await recipient.sign(digest)), SigHash.ALL);
      const finalScriptWitness = [good, hexToBytes(odd), Uint8Array.of(1), lockScript(locked)];
      transaction.updateInput(0, { finalScriptWitness }, true);
      assert.match((await node.refusal(transaction.hex)) ?? "", /script-verify-flag/, `${size} bytes`);
      assert.equal(await node.isValid(transaction.hex), false, `${size} bytes`);
      assert.equal(preimageIn(transaction.hex, locked, place), undefined);
    }
    assert.equal(await node.isValid(claim.hex), true);
    assert.equal(await node.refusal(claim.hex), undefined, "the good one");
  });

  it("SWP-91 has one form of a claim: what is malleated is not carried", async () => {
    const { lock, outpoint, secret } = await paid();
    const claim = await claimTransaction(choice(lock, outpoint, recipient), secret);
    const [signature = Uint8Array.of(), shown = Uint8Array.of(), , script = Uint8Array.of()] = witnessIn(claim);
    // s' = n - s: the same signature to the curve.
    const length = signature[3] ?? 0;
    const r = signature.slice(4, 4 + length);
    const s = BigInt(bytesToHex(signature.slice(6 + length, -1)));
    const other = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n - s;
    const high = hexToBytes(`0x00${other.toString(16).padStart(64, "0")}`);
    const der = [0x30, r.length + high.length + 4, 0x02, r.length, ...r, 0x02, high.length, ...high, SigHash.ALL];
    const malleated = rewitnessed(claim, [Uint8Array.from(der), shown, Uint8Array.of(1), script]);
    assert.match((await node.refusal(malleated)) ?? "", /script-verify-flag/);
    assert.equal(await node.isValid(malleated), true, "a miner could");
    assert.equal(preimageIn(malleated, lock, outpoint), secret, "the secret is out all the same");
    const truthy = rewitnessed(claim, [signature, shown, Uint8Array.of(2), script]);
    assert.match((await node.refusal(truthy)) ?? "", /script-verify-flag/);
    const elsewhere: BitcoinKey = {
      publicKey: recipient.publicKey,
      sign: () => Uint8Array.from(der.slice(0, -1)),
    };
    assert.equal(await faultOf(() => claimTransaction(choice(lock, outpoint, elsewhere), secret)), "signature");
    const noDer: BitcoinKey = { publicKey: recipient.publicKey, sign: () => new Uint8Array(64) };
    assert.equal(await faultOf(() => claimTransaction(choice(lock, outpoint, noDer), secret)), "signature");
  });

  it("SWP-92 is not spent by another key, without its secret, for an absurd fee, or for nothing", async () => {
    const lock = lockOf();
    const outpoint = { txid: "ab".repeat(32), vout: 0, amount: AMOUNT };
    const good = choice(lock, outpoint, recipient);
    const claims: readonly (readonly [Partial<typeof good>, Hex, string])[] = [
      [{ key: stranger }, preimage, "key"],
      [{}, `0x${"12".repeat(32)}`, "preimage"],
      [{}, `0x${"ab".repeat(31)}`, "preimage"],
      [{ feeRate: 0.9 }, preimage, "feeRate"],
      [{ feeRate: 1_001 }, preimage, "feeRate"],
      [{ feeRate: Number.NaN }, preimage, "feeRate"],
      [{ feeRate: 5, outpoint: { ...outpoint, amount: 1_000n } }, preimage, "feeRate"],
      [{ feeRate: 1, outpoint: { ...outpoint, amount: 430n } }, preimage, "amount"],
      [{ to: lockAddress(lockOf({ network: "mainnet" })) }, preimage, "address"],
    ];
    for (const [change, secret, field] of claims) {
      assert.equal(await faultOf(() => claimTransaction({ ...good, ...change }, secret)), field, field);
    }
    assert.equal(await faultOf(() => refundTransaction(good)), "key");
    for (const hex of ["", "zz", "00", "f".repeat(800_002), `${"00".repeat(4)}ff`]) {
      assert.equal(await faultOf(() => fundingOf(hex, lock)), "transaction");
      assert.equal(await faultOf(() => preimageIn(hex, lock, outpoint)), "transaction");
    }
  });

  it("SWP-93 is replaced by a claim that pays enough more, as nodes ask for", async () => {
    const { lock, outpoint, secret } = await paid();
    const first = await claimTransaction(choice(lock, outpoint, recipient, 2), secret);
    assert.equal(await node.refusal(first.hex), undefined);
    const cheap = await claimTransaction(choice(lock, outpoint, recipient, 2.5), secret);
    assert.ok(await node.refusal(cheap.hex), "too little more");
    const bumped = await claimTransaction({ ...choice(lock, outpoint, recipient, 2.5), replaces: first }, secret);
    // Less than half a satoshi a byte more was asked for; nodes ask for a whole one.
    assert.ok(bumped.fee >= first.fee + BigInt(bumped.vsize) && bumped.fee <= first.fee + BigInt(bumped.vsize + 1));
    for (const { hex } of [first, bumped]) {
      assert.equal(RawTx.decode(hexToBytes(`0x${hex}`)).inputs[0]?.sequence, 0xfffffffd, "it may be replaced");
    }
    node.forget(first.txid);
    assert.equal(await node.refusal(bumped.hex), undefined);
    const had = node.balance(to);
    await node.mine(1);
    assert.equal(node.balance(to) - had, AMOUNT - bumped.fee);
    const much = await claimTransaction({ ...choice(lock, outpoint, recipient, 50), replaces: bumped }, secret);
    assert.ok(much.fee >= BigInt(50 * much.vsize));
  });
});
