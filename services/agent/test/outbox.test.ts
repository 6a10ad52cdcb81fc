import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type Hash, type Hex, keccak256, numberToHex, parseTransaction } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import type { Chain } from "../src/chain/chain.ts";
import { EndpointError } from "../src/chain/endpoint.ts";
import { createOutbox } from "../src/chain/outbox.ts";
import type { Journal } from "../src/journal/journal.ts";
import type { Line } from "../src/journal/lines.ts";
import { createLog } from "../src/log.ts";
import { keyOf } from "./world.ts";

const TARGET = "0x0000000000000000000000000000000000001234";
const account = privateKeyToAccount(keyOf("tower") as Hex);

/** A chain that takes what is sent, counts its nonce as used, and denies its receipt for as long as the test says. */
function stub(lines: Line[] = []) {
  const state = { number: 10, used: 0, isDenied: true, sent: [] as Hash[], baseFee: 1n, money: 2n ** 90n };
  const ask = async (method: string, [hash]: readonly unknown[]): Promise<unknown> => {
    if (method === "eth_estimateGas") return "0x5208";
    if (method === "eth_getTransactionCount") return numberToHex(state.used);
    assert.equal(method, "eth_getTransactionReceipt");
    const isKnown = !state.isDenied && state.sent.includes(hash as Hash);
    return isKnown ? { blockNumber: numberToHex(state.number), status: "0x1" } : null;
  };
  const chain = {
    chainId: 31337,
    timing: { confirmations: 2, reorgDepth: 1, blockTime: 1, outage: 60 },
    head: () => ({
      number: state.number,
      hash: keccak256(numberToHex(state.number)),
      time: 1_000,
      baseFee: state.baseFee,
    }),
    blockOf: () => undefined,
    ask,
    send: async (raw: Hex) => {
      const { gas = 0n, maxFeePerGas = 0n, value = 0n } = parseTransaction(raw);
      if (gas * maxFeePerGas + value > state.money) throw new EndpointError("refused", "insufficient funds for gas");
      state.sent.push(keccak256(raw));
      state.used += 1;
      return keccak256(raw);
    },
  } as unknown as Chain;
  const journal: Journal = { lines: [...lines], append: (line) => void lines.push(line), close: () => {} };
  let last = 0;
  const noSecrets = async (): Promise<Hex> => assert.fail("nothing here tells a secret");
  const settings = { priorityFee: 1n, bumpAfter: 5 };
  const outbox = createOutbox(
    chain,
    account,
    journal,
    () => ++last,
    noSecrets,
    settings,
    createLog(() => {}),
  );
  const send = (key: string) => outbox.send({ purpose: { key }, to: TARGET, act: { data: "0x", value: 1n } });
  const tend = async (blocks: number): Promise<void> => {
    for (let i = 0; i < blocks; i += 1) {
      state.number += 1;
      await outbox.tend(() => true);
    }
  };
  return { state, lines, outbox, send, tend };
}

const kindsOf = (lines: readonly Line[]): string[] => lines.map(({ kind }) => kind);

describe("transactions whose receipts an endpoint denies", () => {
  it("AGT-55: are given up after three looks, and a lock among them is never begun again, nor after a restart", async () => {
    const { state, lines, send, tend, outbox } = stub();
    await send("0x01:b:lock");
    await tend(2);
    assert.equal(outbox.isUnderWay("0x01:b:lock"), true);
    await tend(1);
    assert.equal(outbox.isUnderWay("0x01:b:lock"), false);
    assert.deepEqual(kindsOf(lines), ["intent", "signed", "sent", "gone"]);
    await send("0x01:b:lock");
    assert.equal(state.sent.length, 1);

    const again = stub(lines);
    await again.send("0x01:b:lock");
    assert.deepEqual([again.state.sent.length, lines.length], [0, 4]);
    await again.send("0x02:b:lock");
    assert.equal(again.state.sent.length, 1);
  });

  it("AGT-55: are begun again if they claim or refund: that can't be done twice", async () => {
    const { state, lines, send, tend } = stub();
    await send("0x01:a:refund");
    await tend(3);
    await send("0x01:a:refund");
    assert.equal(state.sent.length, 2);
    assert.deepEqual(kindsOf(lines), ["intent", "signed", "sent", "gone", "intent", "signed", "sent"]);
  });

  it("AGT-55: count as mined once the receipt is there, and are over when they are deep", async () => {
    const { state, lines, send, tend, outbox } = stub();
    await send("0x01:b:lock");
    await tend(2);
    state.isDenied = false;
    await tend(1);
    assert.deepEqual([kindsOf(lines).at(-1), outbox.isUnderWay("0x01:b:lock")], ["mined", true]);
  });
});

describe("transactions that could not be paid", () => {
  it("AGT-58: are signed again for what the chain asks for when it asks for less, and not for more and more", async () => {
    const { state, send, tend } = stub();
    state.money = 10n ** 15n;
    state.baseFee = 10n ** 12n;
    await send("0x01:a:claim");
    await tend(20);
    assert.equal(state.sent.length, 0);
    state.baseFee = 10n ** 9n;
    await tend(6);
    assert.equal(state.sent.length, 1);
  });
});
