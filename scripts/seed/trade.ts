import type { Policy } from "@tallystick/sdk/data/manifest";
import type { PersonaId } from "@tallystick/sdk/local/personas";
import { approve, buy, buyWithPermit, refund, submitOrder } from "@tallystick/sdk/market/buying";
import { signOrder } from "@tallystick/sdk/market/order";
import { signPermit } from "@tallystick/sdk/market/permit";
import { type AllowLists, policyEvidence } from "@tallystick/sdk/market/policy";
import { purchasesOf } from "@tallystick/sdk/market/purchases";
import { collect, type Grant, grant, revoke, withdrawOffer } from "@tallystick/sdk/market/selling";
import type { Terms } from "@tallystick/sdk/market/terms";
import { deployed } from "@tallystick/sdk/networks";
import type { Listing, World } from "./world.ts";

/** The n-th offer of a listing. */
export function offerOf({ offers }: Listing, index: number): Terms {
  const terms = offers[index];
  if (!terms) throw new Error(`The listing has no offer ${index}.`);
  return terms;
}

/** By standing allowance, which the market gets first; for somebody else: a gift. */
export async function buyByAllowance(world: World, payer: PersonaId, terms: Terms, reader = payer): Promise<void> {
  if (terms.price > 0n) await world.act(payer, approve(terms.token, world.at.market, terms.price));
  await world.act(payer, buy(world.at.market, { terms, reader: world.address(reader) }));
}

/** With what an offer's policy wants to see of the reader. */
export async function buyAdmitted(
  world: World,
  payer: PersonaId,
  terms: Terms,
  policy: Policy,
  lists?: AllowLists,
): Promise<void> {
  const reader = world.address(payer);
  const evidence = policyEvidence(deployed(world.actor(payer).network), policy, reader, lists);
  if (terms.price > 0n) await world.act(payer, approve(terms.token, world.at.market, terms.price));
  await world.act(payer, buy(world.at.market, { terms, reader, evidence }));
}

export async function buyByPermit(world: World, payer: PersonaId, terms: Terms): Promise<void> {
  const permit = await signPermit(world.actor(payer), terms.token, terms.price);
  await world.act(payer, buyWithPermit(world.at.market, { terms, reader: world.address(payer) }, permit));
}

/** By one ERC-3009 signature, which the relayer sends: the payer pays no gas. */
export async function buyBySignature(world: World, payer: PersonaId, terms: Terms): Promise<void> {
  const order = await signOrder(world.actor(payer), { terms });
  await world.act("relayer", submitOrder(world.at.market, order));
}

/** Gives the newest purchase of a data set back, within its refund window. */
export async function giveBack(world: World, id: PersonaId, { dataset }: Listing): Promise<void> {
  const [newest] = await purchasesOf(world.actor(id), dataset, world.address(id));
  if (!newest) throw new Error(`${id} has bought nothing to give back.`);
  await world.act(id, refund(world.at.market, dataset, [newest]));
}

/** The seller ends a right and pays back what is unused. */
export async function endRight(world: World, seller: PersonaId, reader: PersonaId, listing: Listing): Promise<void> {
  const { dataset, offers } = listing;
  const entries = await purchasesOf(world.actor(seller), dataset, world.address(reader));
  const most = entries.reduce((sum, { purchase }) => sum + purchase.paid, 0n);
  const token = offers.find((terms) => terms.price > 0n)?.token;
  if (token) await world.act(seller, approve(token, world.at.market, most));
  await world.act(seller, revoke(world.at.market, dataset, world.address(reader), entries));
  if (token) await world.act(seller, approve(token, world.at.market, 0n));
}

export async function give(
  world: World,
  owner: PersonaId,
  reader: PersonaId,
  right: Omit<Grant, "reader">,
): Promise<void> {
  await world.act(owner, grant(world.at.market, { ...right, reader: world.address(reader) }));
}

export async function sellNoMore(world: World, seller: PersonaId, terms: Terms): Promise<void> {
  await world.act(seller, withdrawOffer(world.at.market, terms));
}

export async function collectEarnings(world: World, seller: PersonaId, terms: Terms): Promise<void> {
  await world.act(seller, collect(world.at.market, terms, world.address(seller)));
}
