import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { Address as AddressCoder, OutScript } from "@scure/btc-signer/payment.js";
import { sha256 } from "viem";
import type { Outpoint } from "../../src/swaps/bitcoin/draft.ts";
import { completed, presign } from "../../src/swaps/bitcoin/presigned.ts";
import { endIn, fundingOf } from "../../src/swaps/bitcoin/read.ts";
import { addressOutput, type BitcoinLock, keyAddress, lockOutput, plainHex } from "../../src/swaps/bitcoin/script.ts";
import type { BitcoinKey } from "../../src/swaps/bitcoin/spend.ts";
import { type Litecoin, litecoind, startLitecoin } from "../support/litecoind.ts";
import { AMOUNT, preimage, recipient, refundee } from "./coins.ts";

const to = keyAddress("regtest", recipient.publicKey);
const addresses = AddressCoder({ bech32: "rltc", pubKeyHash: 0x6f, scriptHash: 0x3a, wif: 0xef });
const skip = litecoind === undefined ? "litecoind is not on this machine (apt-get install litecoind)" : false;

describe("a lock on Debian's litecoind", { skip }, () => {
  let node: Litecoin;
  before(async () => {
    node = await startLitecoin(litecoind ?? "");
  });
  after(() => node?.close());

  const mine = async (blocks: number): Promise<void> => {
    await node.rpc("generatetoaddress", blocks, await node.rpc<string>("getnewaddress"));
  };
  const refusal = async (hex: string): Promise<string | undefined> => {
    type Accepted = readonly { readonly allowed: boolean; readonly "reject-reason"?: string }[];
    const [answer] = await node.rpc<Accepted>("testmempoolaccept", [hex]);
    return answer?.allowed ? undefined : answer?.["reject-reason"];
  };
  /** What an output that nobody has spent pays whom. */
  const paidBy = (txid: string) =>
    node.rpc<{ value: number; scriptPubKey: { hex: string } } | null>("gettxout", txid, 0, false);

  async function paid(key: BitcoinKey) {
    const { mediantime } = await node.rpc<{ mediantime: number }>("getblockchaininfo");
    const lock: BitcoinLock = {
      ...{ network: "regtest", amount: AMOUNT, hashlock: sha256(preimage), timelock: mediantime + 7_200 },
      ...{ recipientKey: recipient.publicKey, refundKey: refundee.publicKey },
    };
    const address = addresses.encode(OutScript.decode(lockOutput(lock)) as never);
    const txid = await node.rpc<string>("sendtoaddress", address, Number(AMOUNT) / 1e8);
    const { hex } = await node.rpc<{ hex: string }>("gettransaction", txid);
    await mine(1);
    const outpoint: Outpoint | undefined = fundingOf(hex, lock);
    assert.ok(outpoint);
    const presigned = await presign({ lock, outpoint, to, key });
    return {
      lock,
      outpoint,
      presigned,
      all: presigned.fees.map((fee) => completed({ lock, outpoint, presigned }, fee, preimage)),
    };
  }

  it("BTC-03 claims by what was signed before the secret was known, each fee replacing the one before", async () => {
    const { lock, outpoint, all } = await paid(recipient);
    for (const { hex, txid } of all) {
      assert.equal(await node.rpc<string>("sendrawtransaction", hex), txid);
      assert.deepEqual(await node.rpc<string[]>("getrawmempool"), [txid], "it replaced the last one");
    }
    await mine(1);
    const last = all.at(-1);
    assert.ok(last);
    const output = await paidBy(last.txid);
    assert.equal(output?.scriptPubKey.hex, plainHex(addressOutput("regtest", to)));
    assert.equal(Math.round((output?.value ?? 0) * 1e8), Number(AMOUNT - last.fee));
    const { hex } = await node.rpc<{ hex: string }>("getrawtransaction", last.txid, true);
    assert.deepEqual(await endIn(hex, lock, outpoint), { kind: "claimed", preimage });
  });

  it("BTC-03 refunds by what was signed before, once the median time is past its second", async () => {
    const { lock, outpoint, all } = await paid(refundee);
    const refund = all[5];
    assert.ok(refund);
    assert.equal(await refusal(refund.hex), "non-final");
    await node.rpc("setmocktime", lock.timelock + 600);
    await mine(12);
    assert.equal(await refusal(refund.hex), undefined);
    await node.rpc("sendrawtransaction", refund.hex);
    await mine(1);
    assert.ok(await paidBy(refund.txid));
    assert.deepEqual(await endIn(refund.hex, lock, outpoint), { kind: "refunded" });
  });
});
