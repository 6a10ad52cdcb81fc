import { marketAbi } from "@tallystick/sdk/generated/abis/Market";
import { datasetId } from "@tallystick/sdk/market/terms";
import type { CatalogueId } from "./catalogue.ts";
import { settle } from "./settings.ts";
import { tellStoryA } from "./storyA.ts";
import { tellStoryB } from "./storyB.ts";
import { createWorld, type SeedableChain, saltOf, type World } from "./world.ts";

/** A chain is seeded as a whole or dies with the process that broke off: the first data set stands for all. */
async function isSeeded(world: World, publisher: "climatologist" | "cartographer", entry: CatalogueId) {
  const { market: address } = world.at;
  const dataset = datasetId(world.chainId, address, world.address(publisher), saltOf(entry));
  const { client } = world.actor(publisher);
  const [versions] = await client.readContract({
    address,
    abi: marketAbi,
    functionName: "versionsOf",
    args: [dataset],
  });
  return versions > 0;
}

/**
 * Gives a chain that was just deployed to an economy, through the SDK and the gateway as any user would. Ids of data
 * sets, offers and organisations are the same each time; a chain that has it already is left as it is.
 */
export async function seedChain(chain: SeedableChain, gateway: string, signal: AbortSignal): Promise<void> {
  const world = await createWorld(chain, gateway, signal);
  const isFirst = chain.chainId === 31337;
  if (await isSeeded(world, isFirst ? "climatologist" : "cartographer", isFirst ? "weather" : "electricity")) return;
  await settle(chain);
  await (isFirst ? tellStoryA(world) : tellStoryB(world));
}
