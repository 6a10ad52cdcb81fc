import { type Watcher, type WatcherStates, watcherOfHealth } from "../swap-watchers.ts";
import { appConfig } from "./config.ts";
import { relayerOf } from "./relayer.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** Where an agent and a watchtower answer: as the environment says; on local chains the agent of `npm start` else. */
export function watcherUrls(env: Environment = process.env): { readonly agent?: string; readonly watchtower?: string } {
  const isLocal = appConfig(env).networks.every((network) => network.isLocal);
  const port = env["TALLYSTICK_PORT_AGENT"] ?? "8790";
  const agent = env["TALLYSTICK_AGENT_URL"] ?? (isLocal ? `http://127.0.0.1:${port}` : undefined);
  const watchtower = env["TALLYSTICK_WATCHTOWER_URL"];
  return { ...(agent ? { agent } : {}), ...(watchtower ? { watchtower } : {}) };
}

/** Asks how one is; whoever does not answer soon is down. */
async function watcherAt(url: string | undefined): Promise<Watcher> {
  if (!url) return { state: "none" };
  try {
    const response = await fetch(new URL("/health", url), { cache: "no-store", signal: AbortSignal.timeout(2_000) });
    return watcherOfHealth(await response.json());
  } catch {
    return { state: "down" };
  }
}

/** How all are that this site knows of. */
export async function watcherStates(env: Environment = process.env): Promise<WatcherStates> {
  const { agent, watchtower } = watcherUrls(env);
  const [agentState, towerState] = await Promise.all([watcherAt(agent), watcherAt(watchtower)]);
  const isRelaying = appConfig(env).networks.every((network) => relayerOf(network, env as NodeJS.ProcessEnv));
  return { agent: agentState, watchtower: towerState, relay: { state: isRelaying ? "up" : "none" } };
}
