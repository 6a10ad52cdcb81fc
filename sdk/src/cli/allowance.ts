import type { Address, Hex } from "viem";
import type { Actor } from "../chain/actor.ts";
import { send } from "../chain/send.ts";
import { approveLot } from "../instruments/lots.ts";
import { approve } from "../market/buying.ts";
import { allowanceOf } from "../market/token.ts";
import { deployed } from "../networks.ts";

/** Lets a contract take so much of the account's money, if it may not yet. */
export async function allow(actor: Actor, token: Address, spender: Address, amount: bigint): Promise<void> {
  const allowance = await allowanceOf(actor, token, actor.wallet.account.address, spender);
  if (allowance < amount) await send(actor, approve(token, spender, amount));
}

/** A lot as offers take it. */
export interface SaleLot {
  readonly id: bigint;
  readonly inner: Hex;
  readonly units: number;
}

/** Lets a contract hand a lot of the account on, as it is now. */
export async function approveSale(actor: Actor, to: Address, { id, units }: SaleLot): Promise<void> {
  await send(actor, approveLot(deployed(actor.network).lots, to, id, BigInt(units)));
}
