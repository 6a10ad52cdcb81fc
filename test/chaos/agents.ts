import type { ChildProcess } from "node:child_process";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { type Access, filesOf } from "./agentConfig.ts";
import { LOCK_TIME, type Pair, SIDES, type Who } from "./cast.ts";
import type { ProcessFaults } from "./processFaults.ts";
import type { World } from "./world.ts";

// The agents of a case: real processes, whose ends are noted and who come back when the case says so.

const root = join(import.meta.dirname, "../..");
const PRELOAD = join(import.meta.dirname, "preload.ts");
const MAIN = join(root, "services/agent/src/main.ts");

/** Milliseconds in which a started agent must have looked at both chains. */
const START = 20_000;
/** Milliseconds that a block waits for agents that can't look. */
const BLIND = 80;
/** Milliseconds that a block waits for agents that can. */
const SEEING = 10_000;

const AGENTS: readonly Who[] = ["maker", "taker", "tower"];

/** What of a case the agents are started by. */
export interface Casting {
  readonly name: string;
  readonly pair: Pair;
  readonly agents: readonly Who[];
  readonly process?: Partial<Record<Who, ProcessFaults>>;
  readonly back?: number;
  readonly refuses?: boolean;
}

interface Agent {
  process: ChildProcess | undefined;
  /** How it ended, while it is not there. */
  ended: { readonly code: number | null; readonly signal: string | null } | undefined;
  output: string;
  deaths: number;
  /** Does not come back, whatever the case says. */
  isBuried: boolean;
}

export interface Agents {
  /** Empties the folders; the agents are told of the relays. */
  readonly begin: (casting: Casting, relays: readonly string[]) => void;
  /** Starts them all, and waits until they look at the chains. */
  readonly start: () => Promise<void>;
  /** Starts those again whose time has come, `passed` seconds after the beginning. */
  readonly revive: (passed: number) => Promise<void>;
  /** Waits until those who live have looked at both chains since the last block, and acted on it. */
  readonly settle: () => Promise<void>;
  readonly kill: (who: Who) => Promise<void>;
  /** As `kill`, for good. */
  readonly bury: (who: Who) => Promise<void>;
  /** Starts one at once, with other faults than the case's. */
  readonly launch: (who: Who, faults?: ProcessFaults) => Promise<void>;
  /** Starts another on the same journal, and waits until it ends. */
  readonly twin: (who: Who) => Promise<{ readonly code: number | null; readonly output: string }>;
  readonly accessOf: (who: Who) => Access;
  readonly journalOf: (who: Who) => string;
  readonly isAlive: (who: Who) => boolean;
  readonly endOf: (who: Who) => Agent["ended"];
  readonly outputOf: (who: Who) => string;
  /** How often it has ended by itself, or by what was laid before it. */
  readonly deathsOf: (who: Who) => number;
  readonly stop: () => Promise<void>;
}

/** `ports`: three of this machine that nobody else uses. */
export function agentsOf(world: World, ports: readonly number[]): Agents {
  const agents = new Map<Who, Agent>();
  let relays: readonly string[] = [];
  let casting: Casting = { name: "none", pair: "token-ether", agents: [] };
  const folderOf = (who: Who): string => join(world.folder, who);
  const journalOf = (who: Who): string => join(folderOf(who), "journal.jsonl");
  const accessOf = (who: Who): Access => {
    const port = ports[AGENTS.indexOf(who)];
    if (port === undefined) throw new Error(`There is no agent of the ${who}.`);
    return { port, token: "chaos".repeat(8) };
  };
  const lively = (): Who[] => [...agents].filter(([, { process }]) => process !== undefined).map(([who]) => who);

  const looksOf = (who: Who): number => Math.min(...SIDES.map((side) => world.endpoints[side].looks(who)));
  const isBlind = (who: Who): boolean => SIDES.some((side) => world.endpoints[side].isBlind(who));

  /** Waits until `who` has looked so many times since the last news, or has ended, or the time is up. */
  async function looks(who: Who, times: number, milliseconds: number): Promise<void> {
    const until = performance.now() + milliseconds;
    while (agents.get(who)?.process !== undefined && looksOf(who) < times && performance.now() < until) await wait(3);
  }

  function spawned(who: Who, faults: ProcessFaults): ChildProcess {
    const env = {
      ...process.env,
      NODE_COMPILE_CACHE: join(root, ".cache", "chaos"),
      CHAOS_PROCESS: JSON.stringify({ clock: world.clock, journal: journalOf(who), ...faults }),
    };
    const args = ["--import", PRELOAD, MAIN, "--config", join(folderOf(who), "config.json")];
    return spawn(process.execPath, args, { cwd: root, env, stdio: ["ignore", "pipe", "pipe"] });
  }

  async function launch(who: Who, faults: ProcessFaults = {}): Promise<void> {
    const agent = agents.get(who) ?? { process: undefined, ended: undefined, output: "", deaths: 0, isBuried: false };
    agents.set(who, agent);
    const child = spawned(who, faults);
    agent.process = child;
    agent.ended = undefined;
    const collect = (part: Buffer): void => {
      agent.output += part.toString("utf8");
    };
    child.stdout?.on("data", collect);
    child.stderr?.on("data", collect);
    child.once("close", (code, signal) => {
      agent.ended = { code, signal };
      agent.deaths += 1;
      agent.process = undefined;
    });
    for (const side of SIDES) world.endpoints[side].wake();
    if (isBlind(who)) await wait(BLIND);
    else await looks(who, 1, START);
  }

  async function kill(who: Who): Promise<void> {
    const child = agents.get(who)?.process;
    if (child === undefined) return;
    child.kill("SIGKILL");
    while (agents.get(who)?.process !== undefined) await wait(2);
  }

  return {
    begin: (of, told) => {
      casting = of;
      relays = told;
      agents.clear();
      for (const who of of.agents) {
        rmSync(folderOf(who), { recursive: true, force: true });
        mkdirSync(folderOf(who), { recursive: true });
      }
    },
    start: async () => {
      for (const who of casting.agents)
        for (const [path, text] of filesOf({
          who,
          pair: casting.pair,
          world,
          folder: folderOf(who),
          access: accessOf(who),
          relays,
          refuses: casting.refuses ?? false,
        }))
          writeFileSync(path, text);
      await Promise.all(casting.agents.map((who) => launch(who, casting.process?.[who])));
    },
    revive: async (passed) => {
      if (casting.back === undefined || passed < casting.back * LOCK_TIME) return;
      const gone = [...agents].filter(([, { process, isBuried }]) => process === undefined && !isBuried);
      await Promise.all(gone.map(([who]) => launch(who)));
    },
    settle: async () => {
      await Promise.all(lively().map((who) => looks(who, isBlind(who) ? 1 : 2, isBlind(who) ? BLIND : SEEING)));
    },
    kill,
    bury: async (who) => {
      await kill(who);
      const agent = agents.get(who);
      if (agent) agent.isBuried = true;
    },
    launch,
    twin: async (who) => {
      const child = spawned(who, {});
      let output = "";
      const collect = (part: Buffer): void => {
        output += part.toString("utf8");
      };
      child.stdout?.on("data", collect);
      child.stderr?.on("data", collect);
      const tooLong = setTimeout(() => child.kill("SIGKILL"), START);
      const [code] = (await once(child, "close")) as [number | null];
      clearTimeout(tooLong);
      return { code, output };
    },
    accessOf,
    journalOf,
    isAlive: (who) => agents.get(who)?.process !== undefined,
    endOf: (who) => agents.get(who)?.ended,
    outputOf: (who) => agents.get(who)?.output ?? "",
    deathsOf: (who) => agents.get(who)?.deaths ?? 0,
    stop: async () => {
      await Promise.all(lively().map(kill));
    },
  };
}
