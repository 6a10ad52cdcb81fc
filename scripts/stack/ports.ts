import { createServer } from "node:net";
import { problem } from "./problem.ts";

export const HOST = "127.0.0.1";

const PARTS = {
  chainA: { name: "chain A", variable: "TALLYSTICK_PORT_CHAIN_A", port: 8545 },
  chainB: { name: "chain B", variable: "TALLYSTICK_PORT_CHAIN_B", port: 8546 },
  gateway: { name: "gateway", variable: "TALLYSTICK_PORT_GATEWAY", port: 8787 },
  gateway2: { name: "second keeper", variable: "TALLYSTICK_PORT_GATEWAY_2", port: 8797 },
  gateway3: { name: "third keeper", variable: "TALLYSTICK_PORT_GATEWAY_3", port: 8807 },
  gatewayB: { name: "gateway of chain B", variable: "TALLYSTICK_PORT_GATEWAY_B", port: 8788 },
  agent: { name: "swap agent", variable: "TALLYSTICK_PORT_AGENT", port: 8790 },
  indexer: { name: "indexer", variable: "TALLYSTICK_PORT_INDEXER", port: 42069 },
  app: { name: "page", variable: "TALLYSTICK_PORT_APP", port: 3000 },
} as const;

export type Part = keyof typeof PARTS;
export type Ports = Readonly<Record<Part, number>>;

const parts = Object.keys(PARTS) as Part[];

/** The ports that the environment names, else the usual ones. */
export function portsFrom(env: NodeJS.ProcessEnv): Ports {
  const entries = parts.map((part) => {
    const { variable, port } = PARTS[part];
    const text = env[variable] ?? String(port);
    const number = Number(text);
    if (!/^\d+$/.test(text) || number < 1 || number > 65_535) {
      throw problem(`${variable} is "${text}", but a port is a number from 1 to 65535.`);
    }
    return [part, number] as const;
  });
  const ports = Object.fromEntries(entries) as Record<Part, number>;
  for (const [i, part] of parts.entries()) {
    const other = parts.slice(0, i).find((each) => ports[each] === ports[part]);
    if (other) {
      throw problem(`The ${PARTS[other].name} and the ${PARTS[part].name} can't share port ${ports[part]}.`);
    }
  }
  return ports;
}

/** Keepers of chain A, in their order. */
export const KEEPER_PARTS = ["gateway", "gateway2", "gateway3"] as const satisfies readonly Part[];

/** How many keepers chain A may have. */
export const MAX_KEEPERS = KEEPER_PARTS.length;

/** The parts of a stack with so many keepers. */
export function partsWith(keepers: number): readonly Part[] {
  const absent: readonly Part[] = KEEPER_PARTS.slice(keepers);
  return parts.filter((part) => !absent.includes(part));
}

/** Variables of the keepers that such a stack does not have. */
export function absentVariables(keepers: number): readonly string[] {
  return KEEPER_PARTS.slice(keepers).map((part) => PARTS[part].variable);
}

/**
 * What tells other processes, and the SDK's list of networks, which ports these are. The list has the keepers whose
 * ports are named.
 */
export function portVariables(ports: Ports, keepers = 1): Record<string, string> {
  return Object.fromEntries(partsWith(keepers).map((part) => [PARTS[part].variable, String(ports[part])]));
}

function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once("error", () => resolve(false));
    server.listen(port, HOST, () => server.close(() => resolve(true)));
  });
}

/** Throws a sentence that names every port that another program has. */
export async function requireFree(ports: Ports, wanted: readonly Part[] = parts): Promise<void> {
  const taken: Part[] = [];
  for (const part of wanted) if (!(await isFree(ports[part]))) taken.push(part);
  if (taken.length === 0) return;
  const which = taken.map((part) => `${ports[part]} (${PARTS[part].name})`).join(", ");
  const other = taken.map((part) => `${PARTS[part].variable}=${ports[part] + 1000}`).join(" ");
  throw problem(`Another program has port ${which}. Stop it, or choose another port:\n\n    ${other} npm start`);
}
