import { join } from "node:path";
import { unusedPorts } from "../../scripts/lib/unusedPorts.ts";
import { type Agents, agentsOf } from "./agents.ts";
import { type Case, type Result, runCase } from "./run.ts";
import { startWorld, type World } from "./world.ts";

/** A list in an order that has nothing to do with its own, and is always the same. */
function mingled<T>(list: readonly T[]): T[] {
  const golden = (Math.sqrt(5) - 1) / 2;
  const ranked = list.map((item, i) => ({ item, rank: (i * golden) % 1 }));
  return ranked.sort((x, y) => x.rank - y.rank).map(({ item }) => item);
}

/** Where a lane plays its cases. */
interface Stage {
  readonly world: World;
  readonly agents: Agents;
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
    const start = async (): Promise<Stage> => {
      const world = await startWorld(join(folder, `lane${index}`));
      return { world, agents: agentsOf(world, await unusedPorts(3)) };
    };
    let stage = await start();
    try {
      for (let next = left.shift(); next; next = left.shift()) {
        const one = next;
        // What breaks the harness itself says nothing of the agents: the case is begun anew, once, on chains of its own.
        const result = await runCase(stage.world, stage.agents, one).catch(async (error: unknown) => {
          console.error(`The chains of "${one.name}" broke, and it is begun anew: ${String(error)}`);
          await stage.agents.stop();
          await stage.world.stop();
          stage = await start();
          return await runCase(stage.world, stage.agents, one);
        });
        results.set(one.name, result);
        tell(result, one.agents.map((who) => `--- ${who}\n${stage.agents.outputOf(who)}`).join("\n"));
      }
    } finally {
      await stage.world.stop();
    }
  };
  await Promise.all(Array.from({ length: Math.min(lanes, cases.length) }, (_, index) => lane(index)));
  return cases.flatMap(({ name }) => results.get(name) ?? []);
}
