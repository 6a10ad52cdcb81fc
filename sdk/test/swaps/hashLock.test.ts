import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { type Hex, sha256, toHex, zeroAddress } from "viem";
import { type Actor, connectActor } from "../../src/chain/actor.ts";
import { type Call, callOf } from "../../src/chain/call.ts";
import { send } from "../../src/chain/send.ts";
import { signTyped } from "../../src/chain/signature.ts";
import { isTallystickError } from "../../src/errors.ts";
import { demoTokenAbi } from "../../src/generated/abis/DemoToken.ts";
import { personaAccount } from "../../src/local/personas.ts";
import { paymentTypedData } from "../../src/market/authorization.ts";
import { balanceOf, tokenDomain } from "../../src/market/token.ts";
import { deployed } from "../../src/networks.ts";
import { locksOfAccount } from "../../src/swaps/accountLocks.ts";
import { isEarlyRefundSigned, lockNonce, signEarlyRefund } from "../../src/swaps/earlyRefund.ts";
import {
  claimLock,
  claimLocks,
  lockAsset,
  lockCredit,
  lockedAt,
  lockVault,
  lockWithAuthorization,
  refundLock,
  refundLockEarly,
  refundLocks,
  withdrawCredit,
  withdrawCreditTo,
} from "../../src/swaps/hashLock.ts";
import { type Lock, lockId } from "../../src/swaps/lock.ts";
import { addressOf, deployMock, type TestChain, testChain } from "../support/chain.ts";

const SECRET = toHex(7n, { size: 32 });
const HOUR = 3_600n;

describe("acts on hash locks", () => {
  let chain: TestChain;
  let payer: Actor;
  let recipient: Actor;
  let terms: Omit<Lock, "asset" | "salt">;
  let salt = 0n;
  let token: Hex;

  const at = () => deployed(chain.network);
  const made = (asset: Lock["asset"], changes: Partial<Lock> = {}): Lock => ({
    ...terms,
    asset,
    salt: ++salt,
    ...changes,
  });
  const idOf = (lock: Lock) => lockId(31337, at().hashLock, lock);
  const isOpen = async (lock: Lock) => (await lockedAt(chain.reader, at().hashLock, [idOf(lock)]))[0] !== 0n;
  const act = (actor: Actor, call: Call) => send(actor, call);
  const refusal = async (actor: Actor, call: Call) => {
    const error = await act(actor, call).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    assert.ok(isTallystickError(error));
    return error;
  };
  const later = async () => BigInt((await chain.reader.client.getBlock()).timestamp) + HOUR;

  before(async () => {
    chain = await testChain();
    [payer, recipient] = [chain.actor("trader"), chain.actor("analyst")];
    token = at().eurx as Hex;
    await act(payer, callOf(token, demoTokenAbi, "faucet", [addressOf(payer)]));
    await act(payer, callOf(token, demoTokenAbi, "approve", [at().hashLock, 10n ** 12n]));
    terms = {
      amount: 1_000n,
      hashlock: sha256(SECRET),
      recipient: addressOf(recipient),
      refundee: addressOf(payer),
      timelock: await later(),
      tip: 10n,
    };
  });
  after(() => chain.close());

  it("SWP-02 locks ether and tokens, claims them one by one and at once, and reads in which block", async () => {
    const { hashLock } = at();
    const [ether, money, more] = [made({ kind: "native" }), made({ kind: "erc20", token }), made({ kind: "native" })];
    for (const lock of [ether, money, more]) await act(payer, lockAsset(hashLock, lock));
    const block = await chain.reader.client.getBlockNumber();
    const ids = [ether, money, more].map(idOf);
    assert.deepEqual(await lockedAt(chain.reader, hashLock, ids), [block - 2n, block - 1n, block]);
    const wrong = await refusal(recipient, claimLock(hashLock, ether, toHex(8n, { size: 32 })));
    assert.equal(wrong.code, "HashLock_NotOpen");
    assert.match(wrong.message, /is open: it has ended, or terms or secret are others/);
    const earlier = await balanceOf(chain.reader, token, addressOf(recipient));
    await act(recipient, claimLock(hashLock, ether, SECRET));
    await act(
      recipient,
      claimLocks(hashLock, [
        { lock: money, preimage: SECRET },
        { lock: more, preimage: SECRET },
      ]),
    );
    assert.equal((await balanceOf(chain.reader, token, addressOf(recipient))) - earlier, 1_000n);
    assert.deepEqual(await lockedAt(chain.reader, hashLock, ids), [0n, 0n, 0n]);
  });

  it("SWP-20 locks an ERC-721 and a lot, and tells the lot's vault", async () => {
    const { hashLock } = at();
    const items = [
      ["ERC721Mock", "erc721", 1n],
      ["ERC6909Mock", "erc6909", 5n],
    ] as const;
    for (const [name, kind, amount] of items) {
      const item = await deployMock(payer, name);
      const { abi } = await (await import("hardhat")).default.artifacts.readArtifact(name);
      const write = (functionName: string, args: readonly unknown[]): Call => ({
        address: item,
        abi: abi as Call["abi"],
        functionName,
        args,
      });
      await act(payer, write("mint", [addressOf(payer), 3n, 5n]));
      await act(payer, write("approve", kind === "erc721" ? [hashLock, 3n] : [hashLock, 3n, 5n]));
      const lock = made({ kind, token: item, tokenId: 3n }, { amount, tip: 0n });
      await act(payer, lockAsset(hashLock, lock));
      assert.ok(await isOpen(lock));
      assert.equal((await lockVault(chain.reader, hashLock, idOf(lock))) === zeroAddress, kind === "erc721");
      assert.throws(() => claimLocks(hashLock, [{ lock, preimage: SECRET }]), {
        name: "RangeError",
        message: "Tokens by id are claimed and refunded one by one.",
      });
      assert.throws(() => refundLocks(hashLock, [lock]), { name: "RangeError" });
      assert.equal((await refusal(payer, refundLock(hashLock, lock))).code, "HashLock_TooEarly");
      await act(recipient, claimLock(hashLock, lock, SECRET));
      assert.equal(await isOpen(lock), false);
    }
  });

  it("SWP-17 locks by one signature of the payer that names the lock", async () => {
    const { hashLock } = at();
    const lock = made({ kind: "erc20", token });
    const message = {
      from: addressOf(payer),
      to: hashLock,
      value: lock.amount,
      validAfter: 0n,
      validBefore: 2n ** 40n,
      nonce: lockNonce(idOf(lock)),
    };
    const signature = await signTyped(payer, paymentTypedData(await tokenDomain(chain.reader, token), message), "lock");
    const authorization = { payer: addressOf(payer), validAfter: 0n, validBefore: 2n ** 40n, signature };
    await act(recipient, lockWithAuthorization(hashLock, lock, authorization));
    assert.ok(await isOpen(lock));
  });

  it("SWP-13 refunds early by the recipient's signature", async () => {
    const { hashLock } = at();
    const lock = made({ kind: "native" });
    await act(payer, lockAsset(hashLock, lock));
    const [block = 0n] = await lockedAt(chain.reader, hashLock, [idOf(lock)]);
    const consent = { id: idOf(lock), lockedAt: block, deadline: await later() };
    const forged = await signEarlyRefund(payer, hashLock, consent);
    assert.equal(await isEarlyRefundSigned(chain.reader, hashLock, lock.recipient, forged), false);
    assert.equal((await refusal(payer, refundLockEarly(hashLock, lock, forged))).code, "HashLock_NotSigned");
    const signed = await signEarlyRefund(recipient, hashLock, consent);
    assert.ok(await isEarlyRefundSigned(chain.reader, hashLock, lock.recipient, signed));
    await act(payer, refundLockEarly(hashLock, lock, signed));
    assert.equal(await isOpen(lock), false);
  });

  it("SWP-26 pays out what was refused", async () => {
    const { hashLock } = at();
    const receiver = await deployMock(payer, "ReceiverMock");
    const { abi } = await (await import("hardhat")).default.artifacts.readArtifact("ReceiverMock");
    const manner = (number: number): Call => ({
      address: receiver,
      abi: abi as Call["abi"],
      functionName: "setManner",
      args: [number],
    });
    await act(payer, manner(1));
    const lock = made({ kind: "native" }, { recipient: receiver });
    await act(payer, lockAsset(hashLock, lock));
    await act(recipient, claimLock(hashLock, lock, SECRET));
    assert.equal(await lockCredit(chain.reader, hashLock, zeroAddress, receiver), 990n);
    const nothing = await refusal(recipient, withdrawCreditTo(hashLock, zeroAddress, addressOf(recipient)));
    assert.equal(nothing.code, "Payouts_NothingToWithdraw");
    await act(payer, manner(0));
    await act(recipient, withdrawCredit(hashLock, zeroAddress, receiver));
    assert.equal(await lockCredit(chain.reader, hashLock, zeroAddress, receiver), 0n);
  });

  it("SWP-12 refunds after the timelock, and finds all locks of an account by logs", async () => {
    const { hashLock } = at();
    const other = connectActor(chain.network, personaAccount("climatologist", 31337), chain.provider);
    const self = { recipient: addressOf(other), refundee: addressOf(other) };
    const [first, second, own] = [
      made({ kind: "native" }, { recipient: addressOf(other) }),
      made({ kind: "erc20", token }, { refundee: addressOf(other) }),
      made({ kind: "native" }, self),
    ];
    for (const lock of [first, second, own]) await act(payer, lockAsset(hashLock, lock));
    const found = await locksOfAccount(chain.reader, hashLock, addressOf(other));
    assert.deepEqual(
      found.map(({ kind, id, lock }) => ({ kind, id, lock })),
      [first, second, own].map((lock) => ({ kind: "locked", id: idOf(lock), lock })),
    );
    const block = BigInt(found[0]?.block ?? 0);
    assert.deepEqual(await locksOfAccount(chain.reader, hashLock, addressOf(other), block), found.slice(0, 1));
    await chain.pass(Number(HOUR));
    await act(recipient, refundLock(hashLock, first));
    await act(recipient, refundLocks(hashLock, [second, own]));
    assert.deepEqual(await Promise.all([first, second, own].map(isOpen)), [false, false, false]);
  });
});
