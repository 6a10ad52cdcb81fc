import type { Policy } from "@tallystick/sdk/data/manifest";
import type { PersonaId } from "@tallystick/sdk/local/personas";
import { type AllowList, allowList, allowListBlock } from "@tallystick/sdk/market/allowList";
import { policyWord, rolePolicy } from "@tallystick/sdk/market/policy";
import type { NewOffer } from "@tallystick/sdk/market/prepare";
import { deployed } from "@tallystick/sdk/networks";
import type { Hex } from "viem";
import { leaveAtGateway, RESEARCHER } from "./people.ts";
import { buyAdmitted, offerOf } from "./trade.ts";
import { COMMERCIAL, DAY, euro, RESEARCH, type World } from "./world.ts";

/** A list of invited accounts, which lies at the gateway for whoever wants to prove that he is on it. */
export async function invite(
  world: World,
  owner: PersonaId,
  guests: readonly PersonaId[],
): Promise<{ readonly policy: Policy; readonly list: AllowList }> {
  const accounts = guests.map(world.address);
  const cid = await leaveAtGateway(world, owner, allowListBlock(accounts));
  const list = allowList(accounts);
  return { policy: { kind: "list", root: list.root, accounts: cid }, list };
}

/** What an offer says of the policy that its buyers must pass. */
export function only(world: World, policy: Policy): Pick<NewOffer, "policy" | "policyData"> {
  const word = policyWord(deployed(world.actor("deployer").network), policy);
  return { policy: word.policy, policyData: word.data };
}

/** Offers that not everybody may take: for invited accounts, for a role, for a role and a credential at once. */
export async function sellToSome(world: World, orgs: Readonly<Record<"meridian" | "harbour", Hex>>): Promise<void> {
  const token = world.at.eurx;
  const { policy: guests, list } = await invite(world, "cartographer", ["analyst", "trader", "researcher"]);
  const member = rolePolicy(orgs.meridian, ["reader"]);
  const colleagues: Policy = { kind: "allOf", members: [{ kind: "credential", type: RESEARCHER }, member] };
  const species = await world.publish(
    "cartographer",
    "species",
    [
      { token, price: euro("18"), segments: 1, ...only(world, guests) },
      { segments: 1, duration: 180 * DAY, purpose: RESEARCH, ...only(world, colleagues) },
    ],
    [guests, colleagues],
  );
  const buyers = rolePolicy(orgs.harbour, ["buyer"]);
  const employment = await world.publish(
    "climatologist",
    "employment",
    [{ token, price: euro("7"), duration: 30 * DAY, segments: 1, purpose: COMMERCIAL, ...only(world, buyers) }],
    [buyers],
  );
  await buyAdmitted(world, "analyst", offerOf(species, 0), guests, () => list);
  await buyAdmitted(world, "researcher", offerOf(species, 1), colleagues);
  await buyAdmitted(world, "trader", offerOf(employment, 0), buyers);
}
