import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { getAddress, type Hex, type Log, sha256, toHex, zeroAddress } from "viem";
import type { Actor } from "../../src/chain/actor.ts";
import { type Call, callOf } from "../../src/chain/call.ts";
import { send } from "../../src/chain/send.ts";
import { demoTokenAbi } from "../../src/generated/abis/DemoToken.ts";
import { type Deployment, deployed } from "../../src/networks.ts";
import { type BatchEvent, batchEventsOf } from "../../src/swaps/batchEvents.ts";
import { claimLeaf, claimLeaves, lockBatch, refundBatch, refundLeafEarly } from "../../src/swaps/batchLock.ts";
import { type Batch, type BatchLeaf, batchId, type Money, makeBatch } from "../../src/swaps/batchTerms.ts";
import { type CreditEvent, creditEventsOf } from "../../src/swaps/creditEvents.ts";
import { claimDeposit, refundDeposit, sweepDeposit } from "../../src/swaps/depositAddress.ts";
import { type DepositEvent, depositEventsOf } from "../../src/swaps/depositEvents.ts";
import { type Deposit, depositAddress, depositId } from "../../src/swaps/depositTerms.ts";
import { claimLock, lockAsset, withdrawCredit } from "../../src/swaps/hashLock.ts";
import { type Lock, lockId } from "../../src/swaps/lock.ts";
import { lockEventsOf } from "../../src/swaps/lockEvents.ts";
import { addressOf, deployMock, mockCall, type TestChain, testChain } from "../support/chain.ts";

const secretOf = (index: number): Hex => toHex(7 + index, { size: 32 });
const HOUR = 3_600n;

describe("events of swaps", () => {
  let chain: TestChain;
  let payer: Actor;
  let recipient: Actor;
  let at: Deployment;
  let erc20: Money;
  let salt = 0n;

  const act = (actor: Actor, call: Call) => send(actor, call);
  const later = async () => (await chain.reader.client.getBlock()).timestamp + HOUR;
  const logsOf = (address: Hex): Promise<Log[]> => chain.reader.client.getLogs({ address, fromBlock: 0n });
  /** What was decoded, without where it stands; that is checked against the logs. */
  const told = <E extends BatchEvent | DepositEvent | CreditEvent>(logs: readonly Log[], events: readonly E[]) =>
    events.map(({ block, index, transaction, ...event }) => {
      const log = logs.find((each) => each.transactionHash === transaction && each.logIndex === index);
      assert.equal(log?.blockNumber, BigInt(block));
      return event;
    });

  before(async () => {
    chain = await testChain();
    [payer, recipient] = [chain.actor("trader"), chain.actor("analyst")];
    at = deployed(chain.network);
    erc20 = { kind: "erc20", token: at.eurx as Hex };
    await act(payer, callOf(at.eurx as Hex, demoTokenAbi, "faucet", [addressOf(payer)]));
    await act(payer, callOf(at.eurx as Hex, demoTokenAbi, "approve", [at.batchLock, 10n ** 12n]));
  });
  after(() => chain.close());

  async function batchOf(
    asset: Money,
    count: number,
  ): Promise<{ batch: Batch; leaves: readonly BatchLeaf[]; id: Hex }> {
    const terms = { asset, refundee: addressOf(payer), timelock: await later(), tip: 2n, salt: ++salt };
    const made = makeBatch(
      terms,
      Array.from({ length: count }, (_, i) => ({
        hashlock: sha256(secretOf(i)),
        recipient: addressOf(recipient),
        amount: 100n + BigInt(i),
      })),
    );
    return { ...made, id: batchId(31337, at.batchLock, made.batch) };
  }

  it("SWP-31, SWP-36, SWP-40, SWP-41 of a batch are decoded to what happened to it and its leaves", async () => {
    const [tokens, ether] = [await batchOf(erc20, 4), await batchOf({ kind: "native" }, 1)];
    for (const { batch } of [tokens, ether]) await act(payer, lockBatch(at.batchLock, batch));
    await act(payer, claimLeaf(at.batchLock, tokens.batch, tokens.leaves, { index: 1, preimage: secretOf(1) }));
    const secrets = [2, 0].map((index) => ({ index, preimage: secretOf(index) }));
    await act(payer, claimLeaves(at.batchLock, tokens.batch, tokens.leaves, secrets));
    const own = { index: 3, deadline: 0n, signature: "0x" } as const;
    await act(recipient, refundLeafEarly(at.batchLock, tokens.batch, tokens.leaves, own));
    await chain.pass(Number(HOUR));
    await act(payer, refundBatch(at.batchLock, ether.batch));
    const logs = await logsOf(at.batchLock);
    const leafOf = (index: number) => ({ index, recipient: addressOf(recipient), amount: 100n + BigInt(index) });
    const claimed = (index: number) =>
      ({ id: tokens.id, kind: "claimed", leaf: leafOf(index), preimage: secretOf(index) }) as const;
    const expected = [
      { id: tokens.id, kind: "locked", batch: tokens.batch },
      { id: ether.id, kind: "locked", batch: ether.batch },
      claimed(1),
      claimed(2),
      claimed(0),
      { id: tokens.id, kind: "refundedEarly", leaf: leafOf(3) },
      { id: ether.id, kind: "refunded", amount: 100n },
    ];
    assert.deepEqual(told(logs, batchEventsOf(logs)), expected);
    assert.deepEqual(batchEventsOf(logs.toReversed()), batchEventsOf(logs));
    assert.deepEqual(batchEventsOf([]), []);
  });

  it("SWP-47, SWP-49, SWP-51 of a deposit are decoded to whom what was paid", async () => {
    const made = async (asset: Money): Promise<Deposit> => ({
      asset,
      amount: 1_000n,
      hashlock: sha256(secretOf(0)),
      recipient: addressOf(recipient),
      refundee: addressOf(payer),
      timelock: await later(),
      tip: 5n,
      salt: ++salt,
    });
    const contract = at.depositAddress;
    const [tokens, ether] = [await made(erc20), await made({ kind: "native" })];
    const placeOf = (deposit: Deposit) => depositAddress(31337, contract, deposit);
    const idOf = (deposit: Deposit) => depositId(31337, contract, deposit);
    await act(payer, callOf(at.eurx as Hex, demoTokenAbi, "transfer", [placeOf(tokens), 1_030n]));
    const hash = await payer.wallet.sendTransaction({ to: placeOf(ether), value: 70n, chain: null });
    await chain.reader.client.waitForTransactionReceipt({ hash });
    await act(payer, claimDeposit(contract, tokens, secretOf(0)));
    await act(payer, sweepDeposit(contract, tokens, at.eurx as Hex));
    await chain.pass(Number(HOUR));
    await act(recipient, refundDeposit(contract, ether));
    const logs = await logsOf(contract);
    const [to, back] = [addressOf(recipient), addressOf(payer)];
    assert.deepEqual(told(logs, depositEventsOf(logs)), [
      { id: idOf(tokens), kind: "claimed", asset: erc20, amount: 1_000n, party: to, preimage: secretOf(0) },
      { id: idOf(tokens), kind: "swept", asset: erc20, amount: 30n, party: back },
      { id: idOf(ether), kind: "refunded", asset: { kind: "native" }, amount: 70n, party: back },
    ]);
    assert.deepEqual(depositEventsOf(logs.toReversed()), depositEventsOf(logs));
    assert.deepEqual(batchEventsOf(logs), []);
  });

  it("SWP-20, SWP-24 of locks of an ERC-721 and a lot are decoded to their terms and ends", async () => {
    const items = [
      ["ERC721Mock", "erc721", 1n, [at.hashLock, 3n]],
      ["ERC6909Mock", "erc6909", 5n, [at.hashLock, 3n, 5n]],
    ] as const;
    for (const [name, kind, amount, approval] of items) {
      const token = getAddress(await deployMock(payer, name));
      await act(payer, await mockCall(token, name, "mint", [addressOf(payer), 3n, 5n]));
      await act(payer, await mockCall(token, name, "approve", approval));
      const lock: Lock = {
        asset: { kind, token, tokenId: 3n },
        amount,
        hashlock: sha256(secretOf(0)),
        recipient: addressOf(recipient),
        refundee: addressOf(payer),
        timelock: await later(),
        tip: 10n,
        salt: ++salt,
      };
      await act(payer, lockAsset(at.hashLock, lock));
      await act(recipient, claimLock(at.hashLock, lock, secretOf(0)));
      const id = lockId(31337, at.hashLock, lock);
      const events = lockEventsOf(await logsOf(at.hashLock)).slice(-2);
      assert.deepEqual(
        events.map(({ block: _, index: __, transaction: ___, ...event }) => event),
        [
          { id, kind: "locked", lock },
          { id, kind: "claimed", preimage: secretOf(0) },
        ],
      );
    }
  });

  it("SWP-26 of credits are decoded to whose they are, beside those of the lock", async () => {
    const receiver = await deployMock(payer, "ReceiverMock");
    const manner = (number: number) => mockCall(receiver, "ReceiverMock", "setManner", [number]);
    const lock = {
      asset: { kind: "native" },
      amount: 1_000n,
      hashlock: sha256(secretOf(0)),
      recipient: receiver,
      refundee: addressOf(payer),
      timelock: await later(),
      tip: 10n,
      salt: ++salt,
    } as const;
    await act(payer, await manner(1));
    await act(payer, lockAsset(at.hashLock, lock));
    await act(recipient, claimLock(at.hashLock, lock, secretOf(0)));
    await act(payer, await manner(0));
    await act(payer, withdrawCredit(at.hashLock, zeroAddress, receiver));
    const logs = await logsOf(at.hashLock);
    const account = getAddress(receiver);
    const credit = { asset: { kind: "native" }, account, amount: 990n } as const;
    assert.deepEqual(told(logs, creditEventsOf(logs)), [
      { ...credit, kind: "credited" },
      { ...credit, kind: "withdrawn", to: account },
    ]);
    const id = lockId(31337, at.hashLock, lock);
    assert.deepEqual(
      lockEventsOf(logs)
        .slice(-2)
        .map((event) => [event.id, event.kind]),
      [
        [id, "locked"],
        [id, "claimed"],
      ],
    );
  });
});
