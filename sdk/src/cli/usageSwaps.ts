/** Options of every command to a running agent. */
const options = `  --port <port>          where it listens on 127.0.0.1; default: 8790, or TALLYSTICK_PORT_AGENT
  --token-file <file>    its token; default: that of TALLYSTICK_AGENT_TOKEN
  --json                 print the result as one line of JSON
  -h, --help             this text

Exit codes: 0 done, 1 failed, 2 wrong usage, 5 network or service not reached.`;

/** Help of the commands to agents and watchtowers. */
export const swapUsages = {
  agent: `tallystick agent run --config <file>
tallystick agent offer <file>
tallystick agent withdraw <order>
tallystick agent offers [--out <file>]
tallystick agent note <file>
tallystick agent take <file> --amount <base units>
tallystick agent list [--open]
tallystick agent status
tallystick agent recover [<file>…]
tallystick agent release <lock> [--anyway] [--out <file>]
tallystick agent export [--out <file>]

run starts an agent that swaps between two chains and goes on until it is stopped (docs/operations/agent.md). The others
ask the one that runs: offer signs an order for an offer (a file as in the configuration's "offers"), withdraw takes one
back, note hands over a taker's signed note of whom to pay for his lock, take begins a swap by a signed order, recover looks
for swaps on the chains, by orders that may have been taken, release gives a lock to the agent free (signs its early refund),
and export writes the locks of open swaps for a watchtower, without any secret.

  --config <file>        the agent's configuration
  --amount <units>       how much of what the order wants, in base units
  --open                 only swaps that have not ended
  --anyway               though the lock could be answered still: then it never is
  --out <file>           write it there; default: to the output
${options}`,
  watchtower: `tallystick watchtower run --config <file>
tallystick watchtower watch <file>
tallystick watchtower list [--open]
tallystick watchtower status

run starts a watchtower: it has no party's keys, pays gas from one of its own, and claims for who is paid and refunds for
who locked, when that is due and they don't. watch hands it what an agent exported, or what tallystick bitcoin export has signed.

  --config <file>        the watchtower's configuration
  --open                 only swaps that have not ended
${options}`,
} as const;
