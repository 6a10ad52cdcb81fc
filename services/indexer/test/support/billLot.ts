import { billsAbi } from "@tallystick/sdk/generated/abis/Bills";
import { rootId } from "@tallystick/sdk/instruments/links";
import type { PersonaId } from "@tallystick/sdk/local/personas";
import { type Abi, keccak256, stringToHex, zeroAddress } from "viem";
import { DAY } from "./acts.ts";
import type { World } from "./world.ts";

/** The lot of a bill that somebody has received, accepted. */
export async function lotOfBill(world: World, holder: PersonaId): Promise<{ id: bigint; units: bigint }> {
  const face = {
    ...{ drawer: world.address("supplier"), drawee: world.address("climatologist"), payee: world.address(holder) },
    ...{ token: world.at.eurx, units: 100, unit: 1_000_000n, drawnOn: Math.floor((await world.now()) / DAY) },
    ...{ tenor: 2, term: 30, presentBy: 0, rules: 1, clauses: 0, court: zeroAddress },
    ...{ drawnAt: stringToHex("Praha", { size: 32 }), payableAt: stringToHex("Wien", { size: 32 }) },
    document: keccak256(stringToHex("a bill")),
  };
  const bills = { address: world.at.bills, abi: billsAbi as Abi };
  await world.act("supplier", { ...bills, functionName: "draw", args: [face] });
  await world.act("climatologist", { ...bills, functionName: "accept", args: [face] });
  await world.act(holder, { ...bills, functionName: "receiveBill", args: [face] });
  const idOf = { address: world.at.bills, abi: billsAbi, functionName: "idOf", args: [face] } as const;
  return { id: rootId(world.at.bills, await world.reader.client.readContract(idOf)), units: 100n };
}
