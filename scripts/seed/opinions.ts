import type { PersonaId } from "@tallystick/sdk/local/personas";
import { mintPass } from "@tallystick/sdk/market/passes";
import { type Rating, ratablePurchases, rate } from "@tallystick/sdk/market/ratings";
import type { Listing, World } from "./world.ts";

/** A reader says what the newest purchase was worth. */
export async function say(world: World, id: PersonaId, { dataset }: Listing, rating: Rating): Promise<void> {
  const [newest] = await ratablePurchases(world.actor(id), dataset, world.address(id));
  if (!newest) throw new Error(`${id} has bought nothing to rate.`);
  await world.act(id, rate(world.at.ratings, dataset, [newest], rating));
}

/** A reader wants his right shown as a token. */
export async function takePass(world: World, id: PersonaId, { dataset }: Listing): Promise<void> {
  await world.act(id, mintPass(world.at.passes, dataset));
}

type Rated = Readonly<Record<"temperature" | "boundaries" | "strikes" | "weather", Listing>>;

/** What four readers thought of it. */
export async function sayWhatItWasWorth(
  world: World,
  { temperature, boundaries, strikes, weather }: Rated,
): Promise<void> {
  await say(world, "analyst", temperature, { stars: 5, comment: "Complete, and the new version came without asking." });
  await say(world, "analyst", weather, { stars: 4, comment: "Clean. I miss the snow depth." });
  await say(world, "trader", boundaries, { stars: 4, comment: "Does what it says; the fine scale is heavy." });
  await say(world, "researcher", strikes, { stars: 3, comment: "Species are free text: expect to clean them." });
}
