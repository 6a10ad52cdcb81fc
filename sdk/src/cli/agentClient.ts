import { readFileSync } from "node:fs";
import { reasonOf, tallystickError } from "../errors.ts";
import type { Environment } from "../networks.ts";
import { UsageError } from "./exitCode.ts";

export interface AgentPlace {
  readonly port?: string | undefined;
  readonly "token-file"?: string | undefined;
}

/** Speaks to an agent on this machine. */
export interface AgentClient {
  get(path: string): Promise<Readonly<Record<string, unknown>>>;
  post(path: string, body: unknown): Promise<Readonly<Record<string, unknown>>>;
}

/** The agent of a port, with the token of a file or of the environment. */
export function agentAt(values: AgentPlace, env: Environment, signal: AbortSignal): AgentClient {
  const port = values.port ?? env.TALLYSTICK_PORT_AGENT ?? "8790";
  if (!/^\d{1,5}$/.test(port)) throw new UsageError(`--port "${port}" is no port.`);
  const url = `http://127.0.0.1:${port}`;
  const token = tokenFrom(values, env);
  const authorization: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const request = async (path: string, init: RequestInit): Promise<Readonly<Record<string, unknown>>> => {
    const response = await fetch(`${url}${path}`, { ...init, redirect: "error", signal }).catch((cause: unknown) => {
      throw tallystickError("AgentUnreachable", { url, cause: reasonOf(cause) }, cause);
    });
    const body = (await response.json().catch(() => undefined)) as Readonly<Record<string, unknown>> | undefined;
    // Health is told by a status too.
    if (body !== undefined && (response.ok || path === "/health")) return body;
    const { code = "failed", reason = response.statusText } = body ?? {};
    throw tallystickError("AgentRefused", { url, status: response.status, code: String(code), reason: String(reason) });
  };
  const headers = { "content-type": "application/json", ...authorization };
  return {
    get: (path) => request(path, { headers: authorization }),
    post: (path, body) => request(path, { method: "POST", headers, body: JSON.stringify(body) }),
  };
}

function tokenFrom(values: AgentPlace, env: Environment): string | undefined {
  const file = values["token-file"];
  if (file === undefined) return env.TALLYSTICK_AGENT_TOKEN?.trim();
  try {
    return readFileSync(file, "utf8").trim();
  } catch (error) {
    throw new UsageError(`--token-file "${file}" can't be read: ${reasonOf(error)}`);
  }
}
