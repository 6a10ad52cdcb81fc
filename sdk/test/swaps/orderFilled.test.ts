import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import hre from "hardhat";
import { type Address, type EIP1193Provider, type Hex, sha256, zeroAddress } from "viem";
import { type Actor, connectActor } from "../../src/chain/actor.ts";
import type { Call } from "../../src/chain/call.ts";
import { personaAccount } from "../../src/local/personas.ts";
import { networkOf } from "../../src/networks.ts";
import { type TakerChoice, takerLock } from "../../src/swaps/fills.ts";
import { claimLock, lockAsset, refundLock } from "../../src/swaps/hashLock.ts";
import type { Lock } from "../../src/swaps/lock.ts";
import type { Order } from "../../src/swaps/order.ts";
import { orderFilled } from "../../src/swaps/orderFilled.ts";
import { deployMock } from "../support/chain.ts";
import { accountAt, order, taker } from "../support/swapOrders.ts";

const secret: Hex = `0x${"ab".repeat(32)}`;

describe("orderFilled", () => {
  let connection: Awaited<ReturnType<typeof hre.network.create>>;
  let actor: Actor;
  let own: Order;
  before(async () => {
    connection = await hre.network.create({ network: "default", override: { chainId: 31337 } });
    const provider = connection.provider as unknown as Pick<EIP1193Provider, "request">;
    actor = connectActor(networkOf(31337, {}), personaAccount("deployer", 31337), provider);
    const hashLock: Address = await deployMock(actor, "HashLock", [zeroAddress]);
    own = { ...order, wants: { ...order.wants, hashLock, asset: { kind: "native" } } };
  });
  after(() => connection.close());

  const write = ({ address, abi, functionName, args, value = 0n }: Call & { readonly value?: bigint }) =>
    actor.wallet.writeContract({ address, abi, functionName, args, value, chain: null });
  const lockOf = async (of: Order, change: Partial<TakerChoice> = {}): Promise<Lock> => {
    const { timestamp } = await actor.client.getBlock();
    const timelock = timestamp + of.lockTime + 10n;
    return takerLock(of, { taker: taker.address, wants: 400n, hashlock: sha256(secret), timelock, ...change });
  };
  const lock = (made: Lock) => write(lockAsset(own.wants.hashLock, made));

  it("SWP-83 adds up what takers locked, without tips, and not what went back or is of others", async () => {
    assert.equal(await orderFilled(actor, own), 0n);
    const first = await lockOf(own, { tip: 7n });
    await lock(first);
    assert.equal(await orderFilled(actor, own), 400n);
    const second = await lockOf(own, { wants: 500n, counter: 1 });
    await lock(second);
    await lock(await lockOf({ ...own, nonce: 8n }));
    await lock({ ...(await lockOf(own, { counter: 2 })), recipient: accountAt("9") });
    assert.equal(await orderFilled(actor, own), 900n);
    await write(claimLock(own.wants.hashLock, first, secret));
    assert.equal(await orderFilled(actor, own), 900n, "claimed is filled");
    await connection.provider.request({ method: "evm_increaseTime", params: [4_000] });
    await write(refundLock(own.wants.hashLock, second));
    assert.equal(await orderFilled(actor, own), 400n, "refunded is open again");
    const much = await lockOf(own, { wants: 3_000n, counter: 3 });
    await lock(much);
    assert.equal(await orderFilled(actor, own), 3_000n, "never more than there is");
    assert.equal(await orderFilled(actor, { ...own, wants: { ...own.wants, asset: order.wants.asset } }), 0n);
  });

  it("SWP-83 counts no locks that the maker surely does not answer: too short, or whose time is up", async () => {
    const other = { ...own, nonce: 9n };
    const { timestamp } = await actor.client.getBlock();
    await lock(await lockOf(other, { wants: 3_000n, timelock: timestamp + 60n }));
    assert.equal(await orderFilled(actor, other), 0n, "too short");
    const claimed = await lockOf(other, { wants: 300n, timelock: timestamp + 600n, counter: 1 });
    await lock(claimed);
    await write(claimLock(own.wants.hashLock, claimed, secret));
    assert.equal(await orderFilled(actor, other), 300n, "claimed is filled, however short it was");
    await lock(await lockOf(other, { wants: 500n, counter: 2 }));
    assert.equal(await orderFilled(actor, other), 800n);
    await connection.provider.request({ method: "evm_increaseTime", params: [4_000] });
    await connection.provider.request({ method: "evm_mine", params: [] });
    assert.equal(await orderFilled(actor, other), 300n, "its time is up, and it was not claimed");
  });
});
