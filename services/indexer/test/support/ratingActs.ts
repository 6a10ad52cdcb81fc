import { buy } from "@tallystick/sdk/market/buying";
import { announcePass, burnPass, mintPass, passId } from "@tallystick/sdk/market/passes";
import { ratablePurchases, rate } from "@tallystick/sdk/market/ratings";
import { makeOffer, multicall, publish } from "@tallystick/sdk/market/selling";
import { datasetId, type Terms, termsOf } from "@tallystick/sdk/market/terms";
import { anyAnchor, DAY, randomHash } from "./acts.ts";
import type { World } from "./world.ts";

/** Publishes a data set with one offer, of thirty days unless told otherwise, and no time to go back. */
export async function listed(
  world: World,
  owner: "climatologist" | "cartographer",
  choice: Partial<Terms> = {},
): Promise<Terms> {
  const { market, eurx } = world.at;
  const salt = randomHash();
  const dataset = datasetId(world.chain.chainId, market, world.address(owner), salt);
  const sold = { seller: world.address(owner), segments: 1, token: eurx, price: 5_000_000n, duration: 30 * DAY };
  const terms = termsOf({ dataset, ...sold, ...choice });
  await world.act(owner, multicall(market, [publish(market, salt, anyAnchor()), makeOffer(market, terms)]));
  return terms;
}

async function rated(world: World, { dataset }: Terms, stars: number, comment: string): Promise<void> {
  const purchases = await ratablePurchases(world.reader, dataset, world.address("analyst"));
  const newest = purchases.slice(0, 1);
  await world.act("analyst", rate(world.at.ratings, dataset, newest, { stars, comment }));
}

/** Ratings of what cost something and of what did not, one changed; passes minted, announced, burned, minted again. */
export async function liveWithRatings(world: World, paid: Terms, free: Terms): Promise<void> {
  const { market, passes } = world.at;
  const reader = world.address("analyst");
  await world.act("analyst", buy(market, { terms: free, reader }));
  await rated(world, paid, 2, "so\0 so");
  await world.act("analyst", buy(market, { terms: paid, reader }));
  await rated(world, paid, 5, "better now");
  await rated(world, paid, 4, "on second thoughts");
  await rated(world, free, 3, "");

  for (const terms of [paid, free]) await world.act("analyst", mintPass(passes, terms.dataset));
  await world.act("analyst", buy(market, { terms: paid, reader }));
  await world.act("relayer", announcePass(passes, passId(paid.dataset, reader)));
  await world.act("analyst", burnPass(passes, passId(free.dataset, reader)));
  await world.act("researcher", mintPass(passes, paid.dataset));
  for (const act of [burnPass, undefined]) {
    const pass = passId(paid.dataset, world.address("researcher"));
    await world.act("researcher", act ? act(passes, pass) : mintPass(passes, paid.dataset));
  }
}

export async function loseRatings(world: World, paid: Terms, free: Terms): Promise<void> {
  await rated(world, paid, 1, "lost");
  await world.act("analyst", mintPass(world.at.passes, free.dataset));
  await world.act("analyst", burnPass(world.at.passes, passId(paid.dataset, world.address("analyst"))));
}
