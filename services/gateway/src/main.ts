import { ConfigError, readConfig } from "./config.ts";
import { startGateway } from "./gateway.ts";
import { createLog, describeError } from "./log.ts";

const log = createLog();

async function main(): Promise<void> {
  const config = readConfig(process.env);
  const gateway = await startGateway(config, log);
  log.info("listening", { url: gateway.url, chain: config.chainId, keeper: gateway.address });

  let closing = false;
  const stop = (signal: NodeJS.Signals): void => {
    // A second signal does not wait for requests under way.
    if (closing) process.exit(1);
    closing = true;
    log.info("closing", { signal });
    gateway.close().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error("close-failed", { error: describeError(error) });
        process.exit(1);
      },
    );
  };
  // No client's upload may end the process by an error that nobody waits for any more.
  process.on("unhandledRejection", (error) => log.error("unhandled", { error: describeError(error) }));
  process.on("SIGTERM", stop);
  process.on("SIGINT", stop);
}

main().catch((error: unknown) => {
  const text = error instanceof ConfigError ? error.message : `The gateway can't start: ${describeError(error)}`;
  process.stderr.write(`${text}\n`);
  process.exit(1);
});
