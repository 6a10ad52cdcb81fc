import { isTallystickError, reasonOf } from "../errors.ts";
import type { Environment } from "../networks.ts";
import { version } from "../version.ts";
import type { Command, CommandContext } from "./command.ts";
import { exitCodeOf, exitCodes, UsageError } from "./exitCode.ts";
import { type Output, printable } from "./output.ts";
import { type CommandName, usages } from "./usage.ts";

// Loaded when asked for: help should not wait for what only a purchase needs.
const commands: Readonly<Record<CommandName, () => Promise<Command>>> = {
  publish: async () => (await import("./publish.ts")).publishCommand,
  inspect: async () => (await import("./inspect.ts")).inspectCommand,
  buy: async () => (await import("./buy.ts")).buyCommand,
  download: async () => (await import("./download.ts")).downloadCommand,
  right: async () => (await import("./right.ts")).rightCommand,
  offer: async () => (await import("./offer.ts")).offerCommand,
  grant: async () => (await import("./grant.ts")).grantCommand,
  exchange: async () => (await import("./exchange.ts")).exchangeCommand,
  mandate: async () => (await import("./mandate.ts")).mandateCommand,
  tab: async () => (await import("./tab.ts")).tabCommand,
  tariff: async () => (await import("./tariff.ts")).tariffCommand,
  balance: async () => (await import("./balance.ts")).balanceCommand,
  pass: async () => (await import("./pass.ts")).passCommand,
  consent: async () => (await import("./consent.ts")).consentCommand,
  receivable: async () => (await import("./receivable.ts")).receivableCommand,
  bill: async () => (await import("./bill.ts")).billCommand,
  quote: async () => (await import("./quote.ts")).quoteCommand,
  holdback: async () => (await import("./holdback.ts")).holdbackCommand,
  debtor: async () => (await import("./debtor.ts")).debtorCommand,
  proposal: async () => (await import("./proposal.ts")).proposalCommand,
  vote: async () => (await import("./vote.ts")).voteCommand,
  ballots: async () => (await import("./ballots.ts")).ballotsCommand,
  delegate: async () => (await import("./delegate.ts")).delegateCommand,
  dividend: async () => (await import("./dividend.ts")).dividendCommand,
  receipt: async () => (await import("./receipt.ts")).receiptCommand,
  rate: async () => (await import("./rate.ts")).rateCommand,
  agent: async () => (await import("./agent.ts")).agentCommand,
  watchtower: async () => (await import("./agent.ts")).watchtowerCommand,
  lock: async () => (await import("./lock.ts")).lockCommand,
  bitcoin: async () => (await import("./bitcoin.ts")).bitcoinCommand,
  keys: async () => (await import("./keys.ts")).keysCommand,
};

/** Runs the command and gives its exit code. */
export async function main(args: readonly string[], env: Environment = process.env): Promise<number> {
  const output: Output = {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    terminal: process.stderr.isTTY === true,
    json: args.includes("--json"),
  };
  const controller = new AbortController();
  const stop = (): void => controller.abort();
  process.once("SIGINT", stop);
  try {
    return await runCommand({ args, env, output, signal: controller.signal });
  } finally {
    process.off("SIGINT", stop);
  }
}

/** As `main`, with everything it touches given. */
export async function runCommand({ args, env, output, signal }: CommandContext): Promise<number> {
  const [name, ...rest] = args;
  if (name === "--version" || name === "-v") {
    output.out(`tallystick ${version}\n`);
    return exitCodes.ok;
  }
  const known = name !== undefined && Object.hasOwn(commands, name);
  if (!known) {
    const asked = name === undefined || name === "--help" || name === "-h" || name === "help";
    (asked ? output.out : output.err)(`${asked ? "" : `There is no command "${name}".\n\n`}${usages[""]}\n`);
    return asked && name !== undefined ? exitCodes.ok : exitCodes.usage;
  }
  const command = name as CommandName;
  if (rest.includes("--help") || rest.includes("-h")) {
    output.out(`${usages[command]}\n`);
    return exitCodes.ok;
  }
  try {
    const act = await commands[command]();
    await act({ args: rest, env, output, signal });
    return exitCodes.ok;
  } catch (error) {
    report(error, command, output);
    return exitCodeOf(error);
  }
}

function report(error: unknown, command: CommandName, output: Output): void {
  const ours = isTallystickError(error);
  if (output.json) {
    const code = ours ? error.code : error instanceof UsageError ? "Usage" : "UnknownFailure";
    const details = ours ? { details: error.details, action: error.action } : {};
    const body = { error: { code, message: reasonOf(error), ...details } };
    output.out(`${JSON.stringify(body, (_, value: unknown) => (typeof value === "bigint" ? String(value) : value))}\n`);
    return;
  }
  // A message may quote a gateway's words, a token's name or a contract's reason.
  output.err(`${printable(ours ? `${error.message} ${error.action}` : reasonOf(error))}\n`);
  if (error instanceof UsageError) output.err(`\n${usages[command]}\n`);
}
