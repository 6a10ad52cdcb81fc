import { join } from "node:path";
import { unusedPorts } from "../../scripts/lib/unusedPorts.ts";
import { agentsOf } from "./agents.ts";
import { type Case, type Result, runCase } from "./run.ts";
import { startWorld } from "./world.ts";

/** A list in an order that has nothing to do with its own, and is always the same. */
function mingled<T>(list: readonly T[]): T[] {
  const golden = (Math.sqrt(5) - 1) / 2;
  const ranked = list.map((item, i) => ({ item, rank: (i * golden) % 1 }));
  return ranked.sort((x, y) => x.rank - y.rank).map(({ item }) => item);
}

/** Runs cases in so many lanes beside each other, each with chains of its own, and tells of each as it ends. */
export async function runAll(
  cases: readonly Case[],
  lanes: number,
  folder: string,
  tell: (result: Result, outputs: string) => void,
): Promise<Result[]> {
  // Of every kind some come early, and no lane gets all that take long.
  const left = mingled(cases);
  const results = new Map<string, Result>();
  const lane = async (index: number): Promise<void> => {
    const world = await startWorld(join(folder, `lane${index}`));
    const agents = agentsOf(world, await unusedPorts(3));
    try {
      for (let next = left.shift(); next; next = left.shift()) {
        const result = await runCase(world, agents, next);
        results.set(next.name, result);
        tell(result, next.agents.map((who) => `--- ${who}\n${agents.outputOf(who)}`).join("\n"));
      }
    } finally {
      await world.stop();
    }
  };
  await Promise.all(Array.from({ length: Math.min(lanes, cases.length) }, (_, index) => lane(index)));
  return cases.flatMap(({ name }) => results.get(name) ?? []);
}
