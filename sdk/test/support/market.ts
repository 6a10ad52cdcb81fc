import { bytesToHex, type Hex } from "viem";
import type { Actor } from "../../src/chain/actor.ts";
import { send } from "../../src/chain/send.ts";
import { randomBytes } from "../../src/data/bytes.ts";
import type { Anchor } from "../../src/data/manifest.ts";
import { demoTokenAbi } from "../../src/generated/abis/DemoToken.ts";
import { makeOffer, multicall, publish } from "../../src/market/selling.ts";
import { datasetId, type Terms, termsOf } from "../../src/market/terms.ts";
import { deployed } from "../../src/networks.ts";
import { addressOf } from "./chain.ts";

export const DAY = 86_400;
export const PRICE = 5_000_000n;

export const randomWord = (): Hex => bytesToHex(randomBytes(32));

export const someAnchor = (): Anchor => ({
  manifest: randomWord(),
  root: randomWord(),
  size: 1_000n,
  keyCommitment: randomWord(),
});

/** The market of an actor's network, and its play money. */
export function placesOf(actor: Actor): { readonly market: Hex; readonly token: Hex } {
  const { market, eurx } = deployed(actor.network);
  if (eurx === undefined) throw new Error("no play money here");
  return { market, token: eurx };
}

/** Takes play money from the faucet. */
export async function fund(actor: Actor): Promise<void> {
  const { token } = placesOf(actor);
  await send(actor, { address: token, abi: demoTokenAbi, functionName: "faucet", args: [addressOf(actor)] });
}

/** Publishes a data set that is nothing but an anchor. */
export async function published(owner: Actor, salt: Hex = randomWord()): Promise<bigint> {
  const { market } = placesOf(owner);
  await send(owner, publish(market, salt, someAnchor()));
  return datasetId(owner.network.chainId, market, addressOf(owner), salt);
}

/** Publishes such a data set with one offer: five euros for thirty days, unless told otherwise. */
export async function listed(seller: Actor, choice: Partial<Terms> = {}): Promise<Terms> {
  const { market, token } = placesOf(seller);
  const salt = randomWord();
  const dataset = datasetId(seller.network.chainId, market, addressOf(seller), salt);
  const paid = choice.price === 0n ? {} : { token, price: PRICE };
  const terms = termsOf({ dataset, seller: addressOf(seller), segments: 1, duration: 30 * DAY, ...paid, ...choice });
  await send(seller, multicall(market, [publish(market, salt, someAnchor()), makeOffer(market, terms)]));
  return terms;
}
