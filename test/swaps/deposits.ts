import type { Address, Hex } from "viem";
import { type Deposit, depositAddress, depositId, depositStruct } from "../../sdk/src/swaps/depositTerms.ts";
import { AMOUNT, HOUR, hashOf, load, now, SECRET, type World } from "./world.ts";

/** A deposit of ether, an hour long, as its parts say otherwise: its id, its address, and how the contract takes it. */
export async function depositOf(world: World, parts: Partial<Deposit> = {}) {
  const deposit: Deposit = {
    asset: { kind: "native" },
    amount: AMOUNT,
    hashlock: hashOf(SECRET) as Hex,
    recipient: world.recipient.address as Address,
    refundee: world.refundee.address as Address,
    timelock: (await now()) + HOUR,
    tip: 0n,
    salt: 0n,
    ...parts,
  };
  const contract = (await world.depositAddress.getAddress()) as Address;
  const chainId = Number(world.chainId);
  return {
    deposit,
    struct: depositStruct(deposit),
    id: depositId(chainId, contract, deposit),
    place: depositAddress(chainId, contract, deposit),
  };
}

export type Made = Awaited<ReturnType<typeof depositOf>>;

/** Sends there, as anybody would. */
export function send(world: World, { deposit, place }: Pick<Made, "deposit" | "place">, amount = deposit.amount) {
  if (deposit.asset.kind === "native") return world.payer.sendTransaction({ to: place, value: amount });
  return world.token.connect(world.payer).transfer(place, amount);
}

export async function loadDeposits() {
  const world = await load();
  return { ...world, erc20: { kind: "erc20", token: (await world.token.getAddress()) as Address } as const };
}
