import { parseArgs } from "node:util";
import { startAgent } from "./agent.ts";
import { ConfigError, readConfig } from "./config.ts";
import { routesOf } from "./http/routes.ts";
import { createHttp } from "./http/server.ts";
import { JournalError, openJournal } from "./journal/journal.ts";
import { createLog, reasonOf } from "./log.ts";

/** Exit codes, besides 0 and 1. */
const CONFIG_FAULT = 2;
const JOURNAL_FAULT = 3;

const log = createLog();

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { config: { type: "string" } }, strict: true });
  if (values.config === undefined) throw new ConfigError(["--config <file> is needed"]);
  const config = readConfig(values.config, process.env);
  const journal = openJournal(config.journal);
  const agent = await startAgent(config, journal, log);
  const server = config.http && createHttp(routesOf(agent), config.http.token, log);
  if (server) {
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(config.http?.port ?? 0, "127.0.0.1", resolve);
    });
  }
  const address = server?.address();
  const port = typeof address === "object" && address !== null ? address.port : undefined;
  log.info("listening", { mode: config.mode, port, account: config.hot.address, receiver: config.receiver });

  let closing = false;
  const stop = (signal: NodeJS.Signals): void => {
    // A second signal does not wait for what is being sent.
    if (closing) process.exit(1);
    closing = true;
    log.info("closing", { signal });
    server?.close();
    server?.closeAllConnections();
    agent.stop().then(
      () => process.exit(0),
      (error: unknown) => die(error),
    );
  };
  process.on("SIGTERM", stop);
  process.on("SIGINT", stop);
  await agent.failed;
}

/** Says why, and ends at once: nothing more is to be sent. */
function die(error: unknown): never {
  const text = error instanceof ConfigError ? error.message : `The agent stops: ${reasonOf(error)}`;
  process.stderr.write(`${text}\n`);
  process.exit(error instanceof ConfigError ? CONFIG_FAULT : error instanceof JournalError ? JOURNAL_FAULT : 1);
}

main().catch(die);
