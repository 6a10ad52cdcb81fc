import type { PersonaId } from "@tallystick/sdk/local/personas";
import { buyFromBalance, deposit } from "@tallystick/sdk/market/balance";
import { approve, buy } from "@tallystick/sdk/market/buying";
import { randomNonce } from "@tallystick/sdk/market/deskDomain";
import { type Deal, exchange, type Side, signDeal, withdrawDeal } from "@tallystick/sdk/market/exchange";
import { redeemGrant, type SignableGrant, signGrant, withdrawGrant } from "@tallystick/sdk/market/grants";
import { type Mandate, renew, signMandate, withdrawMandate } from "@tallystick/sdk/market/mandates";
import type { Terms } from "@tallystick/sdk/market/terms";
import { DAY } from "./acts.ts";
import { UNIT, type World } from "./world.ts";

/** What was signed for the desk, used and withdrawn. */
export interface DeskStory {
  readonly grants: readonly SignableGrant[];
  readonly deals: readonly Deal[];
  readonly mandates: readonly Mandate[];
}

const SELLER = "climatologist";
const RIVAL = "cartographer";

const sideOf = (owner: Side["owner"], dataset: bigint, changes: Partial<Side> = {}): Side => ({
  owner,
  dataset,
  duration: 30 * DAY,
  segments: 1,
  fromVersion: 1,
  laterVersions: true,
  ...changes,
});

/** Grants, deals and mandates, each used and withdrawn, and purchases from a prepaid balance. */
export async function liveAtDesk(world: World, mine: Terms, others: Terms): Promise<DeskStory> {
  const { market, desk, eurx } = world.at;
  for (const who of ["analyst", "trader"] as const) {
    await world.fund(who);
    await world.act(who, approve(eurx, market, 1_000n * UNIT));
  }
  const grants = await grantActs(world, mine.dataset, "researcher");
  const deals = await dealActs(world, mine.dataset, others.dataset);

  await world.act("trader", deposit(market, eurx, world.address("analyst"), 100n * UNIT));
  const analyst = world.address("analyst");
  await world.act("analyst", buyFromBalance(market, { terms: mine, reader: analyst }));
  await world.act("analyst", buy(market, { terms: others, reader: world.address("newcomer") }));
  const choice = { cap: 30n * UNIT, lead: 365 * DAY };
  const fromBalance = await signMandate(world.actor("analyst"), { ...choice, terms: mine, fromBalance: true });
  const gift = { ...choice, terms: others, reader: world.address("newcomer") };
  const byAllowance = await signMandate(world.actor("analyst"), gift);
  await world.act("relayer", renew(desk, mine, fromBalance));
  for (let i = 0; i < 2; i++) await world.act("relayer", renew(desk, others, byAllowance));
  await world.act("analyst", withdrawMandate(desk, byAllowance.mandate));
  const unused = await signMandate(world.actor("trader"), { ...choice, terms: mine });
  await world.act("trader", withdrawMandate(desk, unused.mandate));
  return { grants, deals, mandates: [fromBalance, byAllowance, unused].map(({ mandate }) => mandate) };
}

async function grantActs(world: World, dataset: bigint, reader: PersonaId): Promise<SignableGrant[]> {
  const { desk } = world.at;
  const scope = { dataset, duration: 0, segments: 3, fromVersion: 1, laterVersions: false };
  const used = await signGrant(world.actor(SELLER), { ...scope, reader: world.address(reader) });
  await world.act("relayer", redeemGrant(desk, used));
  const gone = await signGrant(world.actor(SELLER), { ...scope, reader: world.address("trader") });
  await world.act(SELLER, withdrawGrant(desk, gone.grant));
  return [used.grant, gone.grant];
}

async function dealActs(world: World, mine: bigint, others: bigint): Promise<Deal[]> {
  const deadline = (await world.now()) + DAY;
  const first = sideOf(world.address(SELLER), mine);
  const second = sideOf(world.address(RIVAL), others, { duration: 0, segments: 7, laterVersions: false });
  const deals = [1, 2].map((): Deal => ({ first, second, nonce: randomNonce(), deadline }));
  const [done, gone] = deals;
  if (done === undefined || gone === undefined) throw new Error("deals are missing");
  await exchanged(world, done);
  await world.act(RIVAL, withdrawDeal(world.at.desk, gone));
  return deals;
}

async function exchanged(world: World, deal: Deal): Promise<void> {
  const first = await signDeal(world.actor(SELLER), deal);
  const second = await signDeal(world.actor(RIVAL), deal);
  await world.act("relayer", exchange(world.at.desk, deal, { first, second }));
}

export async function loseAtDesk(world: World, mine: Terms, others: Terms): Promise<void> {
  const { desk } = world.at;
  await grantActs(world, mine.dataset, "registrar");
  const deadline = (await world.now()) + DAY;
  const first = sideOf(world.address(SELLER), mine.dataset);
  const second = sideOf(world.address(RIVAL), others.dataset, { duration: 0, segments: 15, laterVersions: false });
  await exchanged(world, { first, second, nonce: 1n, deadline });
  const mandate = await signMandate(world.actor("analyst"), { cap: 30n * UNIT, lead: 3_650 * DAY, terms: mine });
  await world.act("relayer", renew(desk, mine, mandate));
  await world.act("analyst", withdrawMandate(desk, mandate.mandate));
}
