import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { type Hex, sha256, toHex } from "viem";
import { type Actor, connectActor } from "../../src/chain/actor.ts";
import { type Call, callOf } from "../../src/chain/call.ts";
import { send } from "../../src/chain/send.ts";
import { signTyped } from "../../src/chain/signature.ts";
import { isTallystickError } from "../../src/errors.ts";
import { demoTokenAbi } from "../../src/generated/abis/DemoToken.ts";
import { personaAccount } from "../../src/local/personas.ts";
import { paymentTypedData } from "../../src/market/authorization.ts";
import { permitOf, permitTypedData, signPermit } from "../../src/market/permit.ts";
import { allowanceOf, balanceOf, tokenDomain } from "../../src/market/token.ts";
import { deployed } from "../../src/networks.ts";
import { lockNonce } from "../../src/swaps/earlyRefund.ts";
import { claimLock, lockedAt, lockWithAuthorization, lockWithPermit } from "../../src/swaps/hashLock.ts";
import { type Lock, lockId } from "../../src/swaps/lock.ts";
import { addressOf, deployMock, mockCall, type TestChain, testChain } from "../support/chain.ts";

const SECRET = toHex(7n, { size: 32 });
const AMOUNT = 1_000n;

describe("paying for a hash lock by signature", () => {
  let chain: TestChain;
  let payer: Actor;
  let recipient: Actor;
  let stranger: Actor;
  let token: Hex;
  let hashLock: Hex;
  let salt = 0n;

  const now = async () => (await chain.reader.client.getBlock()).timestamp;
  const made = async (of: Hex = token): Promise<Lock> => ({
    asset: { kind: "erc20", token: of },
    amount: AMOUNT,
    hashlock: sha256(SECRET),
    recipient: addressOf(recipient),
    refundee: addressOf(payer),
    timelock: (await now()) + 3_600n,
    tip: 10n,
    salt: ++salt,
  });
  const idOf = (lock: Lock) => lockId(31337, hashLock, lock);
  const isOpen = async (lock: Lock) => (await lockedAt(chain.reader, hashLock, [idOf(lock)]))[0] !== 0n;
  const refusal = async (actor: Actor, call: Call): Promise<string> => {
    const error = await send(actor, call).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    assert.ok(isTallystickError(error), "it was not refused");
    return error.code;
  };
  /** Locks, and says by how much the payer has less. */
  const costs = async (actor: Actor, lock: Lock, call: Call): Promise<bigint> => {
    const earlier = await balanceOf(chain.reader, token, addressOf(payer));
    await send(actor, call);
    assert.ok(await isOpen(lock));
    return earlier - (await balanceOf(chain.reader, token, addressOf(payer)));
  };

  before(async () => {
    chain = await testChain();
    [payer, recipient] = [chain.actor("trader"), chain.actor("analyst")];
    stranger = connectActor(chain.network, personaAccount("climatologist", 31337), chain.provider);
    const { eurx, hashLock: contract } = deployed(chain.network);
    [token, hashLock] = [eurx as Hex, contract];
    await send(payer, callOf(token, demoTokenAbi, "faucet", [addressOf(payer)]));
  });
  after(() => chain.close());

  describe("by a permit", () => {
    const signed = () => signPermit(payer, token, AMOUNT, { spender: hashLock });
    const use = ({ value, deadline, v, r, s }: Awaited<ReturnType<typeof signed>>): Call =>
      callOf(token, demoTokenAbi, "permit", [addressOf(payer), hashLock, value, deadline, v, r, s]);
    const forget = () => send(payer, callOf(token, demoTokenAbi, "approve", [hashLock, 0n]));
    /** A permit with something in it that the token does not take. */
    const wrong = async (change: (data: Awaited<ReturnType<typeof permitTypedData>>) => object) => {
      const data = await permitTypedData(chain.reader, token, addressOf(payer), AMOUNT, { spender: hashLock });
      const typedData = { ...data, ...change(data) } as typeof data;
      return permitOf(typedData.message, await signTyped(payer, typedData, "lock"));
    };

    it("SWP-16 takes the amount without an allowance, and leaves none", async () => {
      const lock = await made();
      assert.equal(await costs(payer, lock, lockWithPermit(hashLock, lock, await signed())), AMOUNT);
      assert.equal(await allowanceOf(chain.reader, token, addressOf(payer), hashLock), 0n);
    });

    it("SWP-16 works if a stranger has used the permit before", async () => {
      const [lock, permit] = [await made(), await signed()];
      await send(stranger, use(permit));
      assert.equal(await costs(payer, lock, lockWithPermit(hashLock, lock, permit)), AMOUNT);
      const again = await made();
      assert.equal(await refusal(payer, lockWithPermit(hashLock, again, permit)), "ERC20InsufficientAllowance");
    });

    it("SWP-16 pays for nobody but who signed it", async () => {
      const [lock, permit] = [await made(), await signed()];
      assert.equal(await refusal(stranger, lockWithPermit(hashLock, lock, permit)), "ERC20InsufficientAllowance");
      assert.equal(await isOpen(lock), false);
    });

    it("SWP-16 is refused with another nonce, chain or signer, or too late, unless an allowance is there", async () => {
      for (const permit of [
        await wrong(({ message }) => ({ message: { ...message, nonce: message.nonce + 1n } })),
        await wrong(({ domain }) => ({ domain: { ...domain, chainId: 31338 } })),
        await wrong(({ message }) => ({ message: { ...message, spender: token } })),
        await signPermit(stranger, token, AMOUNT, { spender: hashLock }),
        await signPermit(payer, token, AMOUNT, { spender: hashLock, seconds: -1 }),
      ]) {
        const lock = await made();
        const call = lockWithPermit(hashLock, lock, permit);
        assert.equal(await refusal(payer, call), "ERC20InsufficientAllowance");
        assert.equal(await isOpen(lock), false);
        await send(payer, callOf(token, demoTokenAbi, "approve", [hashLock, AMOUNT]));
        assert.equal(await costs(payer, lock, call), AMOUNT);
        await forget();
      }
    });

    it("SWP-16 of a token whose permit does nothing: the allowance decides", async () => {
      const silent = await deployMock(payer, "SilentTokenMock");
      await send(payer, await mockCall(silent, "SilentTokenMock", "mint", [addressOf(payer), AMOUNT]));
      const lock = await made(silent);
      const call = lockWithPermit(hashLock, lock, { value: AMOUNT, deadline: 0n, v: 27, r: SECRET, s: SECRET });
      await refusal(payer, call);
      assert.equal(await isOpen(lock), false);
      await send(payer, await mockCall(silent, "SilentTokenMock", "approve", [hashLock, AMOUNT]));
      await send(payer, call);
      assert.ok(await isOpen(lock));
      assert.equal(await balanceOf(chain.reader, silent, hashLock), AMOUNT);
    });
  });

  describe("by an authorisation", () => {
    const LONG = 2n ** 40n;
    interface Parts {
      readonly signer?: Actor;
      readonly value?: bigint;
      readonly validAfter?: bigint;
      readonly validBefore?: bigint;
      readonly nonce?: Hex;
      readonly chainId?: number;
    }
    const authorized = async (lock: Lock, parts: Parts = {}) => {
      const { signer = payer, value = AMOUNT, validAfter = 0n, validBefore = LONG, chainId = 31337 } = parts;
      const { nonce = lockNonce(idOf(lock)) } = parts;
      const domain = { ...(await tokenDomain(chain.reader, token)), chainId };
      const message = { from: addressOf(payer), to: hashLock, value, validAfter, validBefore, nonce };
      const signature = await signTyped(signer, paymentTypedData(domain, message), "lock");
      return { payer: addressOf(payer), validAfter, validBefore, signature };
    };

    it("SWP-17 takes the payer's money, whoever sends it", async () => {
      const lock = await made();
      assert.equal(await costs(stranger, lock, lockWithAuthorization(hashLock, lock, await authorized(lock))), AMOUNT);
    });

    it("SWP-17 that a stranger sends first has made the lock, and makes no second one", async () => {
      const lock = await made();
      const call = lockWithAuthorization(hashLock, lock, await authorized(lock));
      assert.equal(await costs(stranger, lock, call), AMOUNT);
      assert.equal(await refusal(payer, call), "HashLock_AlreadyOpen");
      await send(recipient, claimLock(hashLock, lock, SECRET));
      assert.equal(await refusal(payer, call), "InvalidAccountNonce");
      assert.equal(await isOpen(lock), false);
    });

    it("SWP-17 can't be taken to the token by anybody but the contract", async () => {
      const lock = await made();
      const { validAfter, validBefore, signature } = await authorized(lock);
      const args = [addressOf(payer), hashLock, AMOUNT, validAfter, validBefore, lockNonce(idOf(lock)), signature];
      const take = { address: token, abi: demoTokenAbi, functionName: "receiveWithAuthorization", args } as Call;
      assert.equal(await refusal(stranger, take), "ERC20InvalidReceiver");
      const call = lockWithAuthorization(hashLock, lock, {
        payer: addressOf(payer),
        validAfter,
        validBefore,
        signature,
      });
      assert.equal(await costs(stranger, lock, call), AMOUNT);
    });

    it("SWP-17 is refused for another lock, amount, chain or payer, too early and too late", async () => {
      const lock = await made();
      const time = await now();
      const earlier = await balanceOf(chain.reader, token, addressOf(payer));
      const other = idOf({ ...lock, salt: lock.salt + 1_000n });
      const cases: readonly (readonly [Parts, string])[] = [
        [{ signer: stranger }, "ERC3009InvalidSignature"],
        [{ value: AMOUNT - 1n }, "ERC3009InvalidSignature"],
        [{ nonce: lockNonce(other) }, "ERC3009InvalidSignature"],
        [{ chainId: 31338 }, "ERC3009InvalidSignature"],
        [{ validBefore: time }, "ERC3009InvalidAuthorizationTime"],
        [{ validAfter: time + 3_600n }, "ERC3009InvalidAuthorizationTime"],
      ];
      for (const [parts, code] of cases) {
        const call = lockWithAuthorization(hashLock, lock, await authorized(lock, parts));
        assert.equal(await refusal(stranger, call), code);
        assert.equal(await isOpen(lock), false);
      }
      assert.equal(await balanceOf(chain.reader, token, addressOf(payer)), earlier);
      assert.equal(await costs(stranger, lock, lockWithAuthorization(hashLock, lock, await authorized(lock))), AMOUNT);
    });
  });
});
