import { deadlineIn } from "@tallystick/sdk/chain/time";
import type { PersonaId } from "@tallystick/sdk/local/personas";
import { buyFromBalance, deposit } from "@tallystick/sdk/market/balance";
import { approve } from "@tallystick/sdk/market/buying";
import { randomNonce } from "@tallystick/sdk/market/deskDomain";
import { exchange, type Side, signDeal } from "@tallystick/sdk/market/exchange";
import { redeemGrant, signGrant } from "@tallystick/sdk/market/grants";
import { renew, type SignedMandate, signMandate } from "@tallystick/sdk/market/mandates";
import type { Grant } from "@tallystick/sdk/market/selling";
import type { Terms } from "@tallystick/sdk/market/terms";
import { buyByTransfer } from "@tallystick/sdk/market/transfers";
import { DAY, type World } from "./world.ts";

/** Money in advance, which its owner spends or fetches back. */
export async function payIn(world: World, id: PersonaId, amount: bigint): Promise<void> {
  const { market, eurx } = world.at;
  await world.act(id, approve(eurx, market, amount));
  await world.act(id, deposit(market, eurx, world.address(id), amount));
}

export async function buyPrepaid(world: World, id: PersonaId, terms: Terms): Promise<void> {
  await world.act(id, buyFromBalance(world.at.market, { terms, reader: world.address(id) }));
}

/** By one ERC-1363 transfer of the token to the desk: no allowance is ever given. */
export async function buyAtTheDesk(world: World, id: PersonaId, terms: Terms): Promise<void> {
  await world.act(id, buyByTransfer(world.at.desk, { terms, reader: world.address(id) }));
}

/** The owner signs a free right; the reader brings the signature to the chain. */
export async function giveBySignature(
  world: World,
  owner: PersonaId,
  reader: PersonaId,
  right: Omit<Grant, "reader">,
): Promise<void> {
  const signed = await signGrant(world.actor(owner), { ...right, reader: world.address(reader) });
  await world.act(reader, redeemGrant(world.at.desk, signed));
}

/** The payer lets anyone renew an offer for him, up to a cap. */
export async function mandate(world: World, id: PersonaId, terms: Terms, renewals: bigint): Promise<SignedMandate> {
  await world.act(id, approve(terms.token, world.at.market, renewals * terms.price));
  const seconds = 180 * DAY;
  return signMandate(world.actor(id), { terms, cap: renewals * terms.price, lead: 2 * DAY, seconds });
}

export async function renewFor(world: World, terms: Terms, signed: SignedMandate): Promise<void> {
  await world.act("relayer", renew(world.at.desk, terms, signed));
}

/** What one side gives in a deal: all later versions, for so many days. */
export interface Stake {
  readonly id: PersonaId;
  readonly dataset: bigint;
  readonly segments: number;
  readonly days: number;
}

/** Data for data: the second side signs, the first one does it. */
export async function swapData(world: World, first: Stake, second: Stake): Promise<void> {
  const side = ({ id, dataset, segments, days }: Stake): Side => ({
    owner: world.address(id),
    dataset,
    duration: days * DAY,
    segments,
    fromVersion: 1,
    laterVersions: true,
  });
  const deadline = await deadlineIn(world.actor(first.id), 7 * DAY);
  const deal = { first: side(first), second: side(second), nonce: randomNonce(), deadline };
  const signature = await signDeal(world.actor(second.id), deal);
  await world.act(first.id, exchange(world.at.desk, deal, { second: signature }));
}
