import { type Address, erc20Abi } from "viem";
import type { Actor } from "../../src/chain/actor.ts";
import { callOf } from "../../src/chain/call.ts";
import { send } from "../../src/chain/send.ts";
import { actionOf } from "../../src/governance/proposals.ts";
import type { PersonaId } from "../../src/local/personas.ts";
import { setFee } from "../../src/market/registry.ts";
import { deployed } from "../../src/networks.ts";
import { addressOf, type TestChain } from "./chain.ts";
import { fund, placesOf } from "./market.ts";

/** One TallyToken, in base units. */
export const TALLY = 10n ** 18n;

/** Gives TallyTokens, of the first holder's million, to members. */
export async function endow(
  chain: Pick<TestChain, "network" | "actor">,
  shares: Partial<Record<PersonaId, bigint>> & Readonly<Record<Address, bigint>>,
): Promise<void> {
  const { tallyToken } = deployed(chain.network);
  const deployer = chain.actor("deployer");
  for (const [who, amount] of Object.entries(shares)) {
    const to = who.startsWith("0x") ? (who as Address) : addressOf(chain.actor(who as PersonaId));
    await send(deployer, callOf(tallyToken, erc20Abi, "transfer", [to, amount]));
  }
}

/** An action that any proposal may do: another fee of the market. */
export function feeAction({ network }: Pick<TestChain, "network">, bps: number) {
  return actionOf(setFee(deployed(network).market, bps));
}

/** Gives an account play money. */
export async function giveEuros(giver: Actor, to: Address, amount: bigint): Promise<void> {
  await fund(giver);
  await send(giver, callOf(placesOf(giver).token, erc20Abi, "transfer", [to, amount]));
}
