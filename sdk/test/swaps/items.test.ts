import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { erc721Abi, type Hex, sha256, toHex, zeroAddress } from "viem";
import { type Actor, connectReader } from "../../src/chain/actor.ts";
import type { Call } from "../../src/chain/call.ts";
import { send } from "../../src/chain/send.ts";
import { isTallystickError } from "../../src/errors.ts";
import { deployed, networkOf } from "../../src/networks.ts";
import { claimLock, lockAsset, lockedAt } from "../../src/swaps/hashLock.ts";
import { approveItem, isContractAccount, itemInfo, sendItemToLock } from "../../src/swaps/items.ts";
import { type Lock, lockId } from "../../src/swaps/lock.ts";
import { addressOf, deployMock, type TestChain, testChain } from "../support/chain.ts";

const SECRET = toHex(9n, { size: 32 });

describe("single tokens in swaps", () => {
  let chain: TestChain;
  let payer: Actor;
  let recipient: Actor;
  let token: Hex;
  let lock: Lock;

  const at = () => deployed(chain.network);
  const owner = (tokenId: bigint) =>
    chain.reader.client.readContract({ address: token, abi: erc721Abi, functionName: "ownerOf", args: [tokenId] });
  const numbered = (tokenId: bigint): Lock => ({ ...lock, asset: { kind: "erc721", token, tokenId } });
  const isOpen = async (each: Lock) =>
    (await lockedAt(chain.reader, at().hashLock, [lockId(31337, at().hashLock, each)]))[0] !== 0n;

  before(async () => {
    chain = await testChain();
    [payer, recipient] = [chain.actor("trader"), chain.actor("analyst")];
    token = await deployMock(payer, "ItemMock");
    const { abi } = await (await import("hardhat")).default.artifacts.readArtifact("ItemMock");
    const mint = (id: bigint): Call => ({
      ...{ address: token, abi: abi as Call["abi"], functionName: "mint", args: [addressOf(payer), id] },
    });
    for (const id of [1n, 2n, 3n]) await send(payer, mint(id));
    lock = {
      ...{ asset: { kind: "erc721", token, tokenId: 1n }, amount: 1n, hashlock: sha256(SECRET), tip: 0n, salt: 5n },
      ...{ recipient: addressOf(recipient), refundee: addressOf(payer) },
      timelock: (await chain.reader.client.getBlock()).timestamp + 3_600n,
    };
  });
  after(() => chain.close());

  it("APP-226 says whose a token is and what its contract calls itself", async () => {
    assert.deepEqual(await itemInfo(chain.reader, token, 1n), {
      fault: undefined,
      owner: addressOf(payer),
      name: "Items",
    });
  });

  it("APP-226 tells no contract, no ERC-721, no such token and one that stays with its owner apart", async () => {
    const { eurx, passes, market } = at();
    assert.ok(eurx);
    assert.deepEqual(await itemInfo(chain.reader, addressOf(payer), 1n), { fault: "no-contract" });
    assert.deepEqual(await itemInfo(chain.reader, eurx, 1n), { fault: "not-erc721" });
    assert.deepEqual(await itemInfo(chain.reader, token, 99n), { fault: "no-such-token" });
    assert.deepEqual(await itemInfo(chain.reader, market, 1n), { fault: "no-such-token" });
    assert.deepEqual(await itemInfo(chain.reader, passes, 1n), { fault: "no-such-token" });
    const { client } = chain.reader;
    const ask = client.readContract as (about: { functionName: string }) => Promise<unknown>;
    const binding = (isLocked: boolean) =>
      (async (about: { functionName: string }) =>
        about.functionName === "supportsInterface" ||
        (about.functionName === "locked" ? isLocked : ask(about))) as typeof client.readContract;
    const bound = (isLocked: boolean) => ({ ...chain.reader, client: { ...client, readContract: binding(isLocked) } });
    assert.deepEqual(await itemInfo(bound(true), token, 2n), { fault: "bound" });
    assert.equal((await itemInfo(bound(false), token, 2n)).fault, undefined);
  });

  it("APP-226 takes a chain that does not answer for no answer, and not for a refusal", async () => {
    const down = connectReader({ ...networkOf(31337), rpcUrls: ["http://127.0.0.1:9"] });
    await assert.rejects(itemInfo(down, token, 1n), (error) => isTallystickError(error, "ChainUnreachable"));
    await assert.rejects(isContractAccount(down, token), (error) => isTallystickError(error, "ChainUnreachable"));
  });

  it("SWP-21 locks by sending the token with the terms, under the id of the same lock by approval", async () => {
    const { hashLock } = at();
    await send(payer, sendItemToLock(hashLock, addressOf(payer), lock));
    assert.ok(await isOpen(lock));
    await send(recipient, claimLock(hashLock, lock, SECRET));
    assert.equal(await owner(1n), addressOf(recipient));
    assert.throws(() => sendItemToLock(hashLock, addressOf(payer), { ...lock, tip: 1n }), RangeError);
    assert.throws(() => sendItemToLock(hashLock, addressOf(payer), { ...lock, asset: { kind: "native" } }), RangeError);
  });

  it("SWP-20 locks by an approval of that token alone", async () => {
    const { hashLock } = at();
    await send(payer, approveItem(hashLock, token, 2n));
    await send(payer, lockAsset(hashLock, numbered(2n)));
    assert.ok(await isOpen(numbered(2n)));
    const another = await send(payer, lockAsset(hashLock, numbered(3n))).catch((error: unknown) => error);
    assert.ok(another instanceof Error);
    assert.equal(await owner(3n), addressOf(payer));
  });

  it("APP-228 tells contract accounts from keys, and from keys that only delegate", async () => {
    assert.equal(await isContractAccount(chain.reader, addressOf(payer)), false);
    assert.equal(await isContractAccount(chain.reader, token), true);
    assert.equal(await isContractAccount(chain.reader, zeroAddress), false);
    const delegating = { ...chain.reader.client, getCode: async () => `0xef0100${token.slice(2)}` as Hex };
    assert.equal(await isContractAccount({ ...chain.reader, client: delegating }, addressOf(payer)), false);
  });
});
