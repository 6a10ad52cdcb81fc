import type { Call } from "@tallystick/sdk/chain/call";
import { demoTokenAbi } from "@tallystick/sdk/generated/abis/DemoToken";
import { lotsAbi } from "@tallystick/sdk/generated/abis/Lots";
import { marketAbi } from "@tallystick/sdk/generated/abis/Market";
import type { PersonaId } from "@tallystick/sdk/local/personas";
import { claimLock, lockAsset, refundLock, withdrawCredit } from "@tallystick/sdk/swaps/hashLock";
import { withdrawItem } from "@tallystick/sdk/swaps/kept";
import { type Lock, lockId } from "@tallystick/sdk/swaps/lock";
import { type Abi, type Address, type Hex, maxUint256, sha256, zeroAddress } from "viem";
import { randomHash } from "./acts.ts";
import type { World } from "./world.ts";

// A chain on which every act on a hash lock was done.

export const HOUR = 3_600;
/** Who locks, whom the locks pay, and somebody else. */
export const [PAYER, PAYEE, CALLER] = ["analyst", "trader", "relayer"] as const satisfies readonly PersonaId[];
/** Above what a payout must have before it is taken for refused. */
const GAS = 3_000_000n;
/** Code that refuses every call: `PUSH1 0 DUP1 REVERT`. */
const REFUSING: Hex = "0x600080fd";

/** Sends a call with ether, and gas enough for payouts that are refused. */
export async function send(world: World, who: PersonaId, { value, ...what }: Call & { value?: bigint }): Promise<void> {
  const { client } = world.chain;
  const account = world.address(who);
  const hash = await client.writeContract({ ...what, account, value, gas: GAS, chain: null } as never);
  const { status } = await client.waitForTransactionReceipt({ hash });
  if (status !== "success") throw new Error(`${what.functionName} was reverted`);
}

export const open = (world: World, lock: Lock): Promise<void> => send(world, PAYER, lockAsset(world.at.hashLock, lock));

export const claim = (world: World, lock: Lock, preimage: Hex, who: PersonaId = CALLER): Promise<void> =>
  send(world, who, claimLock(world.at.hashLock, lock, preimage));

export const refund = (world: World, lock: Lock): Promise<void> =>
  send(world, CALLER, refundLock(world.at.hashLock, lock));

export interface SwapStory {
  readonly locks: readonly Lock[];
  readonly secrets: ReadonlyMap<Hex, Hex>;
  /** Locked with a hash that a lock of another chain has, too. */
  readonly shared: Lock;
}

/** Terms of a lock from `PAYER` for `PAYEE`, an hour long unless told otherwise. */
export async function anyLock(world: World, secrets: Map<Hex, Hex>, change: Partial<Lock> = {}): Promise<Lock> {
  const preimage = randomHash();
  const hashlock = change.hashlock ?? sha256(preimage);
  if (change.hashlock === undefined) secrets.set(hashlock, preimage);
  return {
    ...{ asset: { kind: "native" }, amount: 1_000n, tip: 0n, salt: BigInt(secrets.size) },
    ...{ recipient: world.address(PAYEE), refundee: world.address(PAYER) },
    timelock: BigInt((await world.now()) + HOUR),
    ...change,
    hashlock,
  };
}

/**
 * Locks of ether, money, a data set and a lot, that stay open, are claimed by the payee or for him, refunded, locked again,
 * and refused by whom they pay.
 *
 * @param dataset of `PAYER`
 * @param lot of `PAYER`, with its units
 */
export async function liveWithSwaps(
  world: World,
  dataset: bigint,
  lot: { readonly id: bigint; readonly units: bigint },
): Promise<SwapStory> {
  const { eurx, market, lots, hashLock } = world.at;
  const secrets = new Map<Hex, Hex>();
  await world.fund(PAYER);
  const approve = (address: Address, abi: Abi, ...args: unknown[]): Call => ({
    address,
    abi,
    functionName: "approve",
    args,
  });
  await world.act(PAYER, approve(eurx, demoTokenAbi as Abi, hashLock, maxUint256));
  await world.act(PAYER, approve(market, marketAbi as Abi, hashLock, dataset));
  const setOperator = { address: lots, abi: lotsAbi as Abi, functionName: "setOperator", args: [hashLock, true] };
  await world.act(PAYER, setOperator);

  const secretOf = ({ hashlock }: Lock): Hex => secrets.get(hashlock) ?? "0x";
  const made: Lock[] = [];
  const make = async (change: Partial<Lock> = {}): Promise<Lock> => {
    const lock = await anyLock(world, secrets, change);
    await open(world, lock);
    made.push(lock);
    return lock;
  };
  const money = { asset: { kind: "erc20", token: eurx } } as const;
  const shared = await make({ ...money, tip: 7n });
  const own = await make(money);
  await claim(world, own, secretOf(own), PAYEE);
  const again = await make({ tip: 3n });
  await claim(world, again, secretOf(again));
  await open(world, again);

  const item = await make({ asset: { kind: "erc721", token: market, tokenId: dataset }, amount: 1n, tip: 5n });
  await make({ asset: { kind: "erc6909", token: lots, tokenId: lot.id }, amount: lot.units });
  const { client } = world.chain;
  const [payee, code] = [world.address(PAYEE), await client.getCode({ address: market })];
  // The payee refuses ether for a while, and the market every transfer.
  const refused = await make();
  await client.setCode({ address: payee, bytecode: REFUSING });
  await claim(world, refused, secretOf(refused));
  await client.setCode({ address: payee, bytecode: "0x" });
  await send(world, CALLER, withdrawCredit(hashLock, zeroAddress, payee));
  await client.setCode({ address: market, bytecode: REFUSING });
  await claim(world, item, secretOf(item));
  await client.setCode({ address: market, bytecode: code ?? "0x" });
  await send(world, CALLER, withdrawItem(hashLock, market, dataset));

  const late = await make(money);
  await world.pass(HOUR + 1);
  await refund(world, late);
  return { locks: made, secrets, shared };
}

export const idIn = (world: World, lock: Lock): Hex => lockId(world.chain.chainId, world.at.hashLock, lock);
