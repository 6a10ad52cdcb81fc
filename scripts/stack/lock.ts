import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { HOST } from "./ports.ts";
import { explain, problem } from "./problem.ts";

/** What the file says of the run that holds the lock. Its port answers as long as that run lives. */
interface Holder {
  readonly pid: number;
  readonly port: number;
  readonly page: string;
}

function readHolder(file: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Holder;
  } catch {
    return undefined;
  }
}

/** Asking it is surer than its process id, which another program may have by now. */
async function isAlive({ pid, port }: Holder): Promise<boolean> {
  try {
    const answer = await fetch(`http://${HOST}:${port}/`, { signal: AbortSignal.timeout(2_000) });
    return ((await answer.json()) as { pid: number }).pid === pid;
  } catch {
    return false;
  }
}

function listen(): Promise<Server> {
  const server = createServer((_, response) => {
    response.setHeader("connection", "close");
    response.end(JSON.stringify({ pid: process.pid }));
  });
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, HOST, () => resolve(server.unref()));
  });
}

/**
 * Lets one run at a time use a state folder.
 *
 * @returns what gives the lock back
 * @throws a sentence when another run has it
 */
export async function takeLock(folder: string, page: string): Promise<() => void> {
  const file = join(folder, "lock.json");
  const server = await listen();
  const mine: Holder = { pid: process.pid, port: (server.address() as AddressInfo).port, page };
  const release = () => {
    server.close();
    if (readHolder(file)?.port === mine.port) rmSync(file, { force: true });
  };
  for (let attempt = 0; attempt < 3; attempt++) {
    try {
      writeFileSync(file, JSON.stringify(mine), { flag: "wx" });
      return release;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") {
        server.close();
        throw explain(error);
      }
    }
    const holder = readHolder(file);
    if (holder && (await isAlive(holder))) {
      server.close();
      throw problem(
        `Tallystick is running already: process ${holder.pid}, page ${holder.page}. Stop it with Ctrl-C where it runs, or with \`kill ${holder.pid}\`.`,
      );
    }
    rmSync(file, { force: true });
  }
  server.close();
  throw problem("Another run is starting at this moment. Try again.");
}
