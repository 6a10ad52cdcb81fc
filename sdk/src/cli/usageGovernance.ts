import { common } from "./usageCommon.ts";

const file = "  --out <file>           write it there; default: the result is its JSON";

const content = `  --title <text>         needed
  --text <text | @file>  why; Markdown
  --set <name>=<value>   set a parameter: marketFee=500, votingPeriod=3d, proposalThreshold=1000; again for more
  --call <call>          a call: market.setFee(500), or 0x….set(uint256 7); again for more
  --actions <file>       JSON: a list of {"target", "value", "data"}`;

/** Help of the commands of the DAO's members. */
export const governanceUsages = {
  proposal: `tallystick proposal list [--state <state>] [--limit <number>]
tallystick proposal show <proposal>
tallystick proposal propose --title <text> [options], or propose <draft file> [--sponsor <file>]
tallystick proposal draft --title <text> [options]
tallystick proposal sponsor <draft file>
tallystick proposal queue <proposal>
tallystick proposal execute <proposal>
tallystick proposal cancel <proposal>

Who has too little power to propose makes a draft, and has others sponsor it: their signatures lend him theirs for
exactly this proposal. Anyone may queue what was won, and execute it after its delay.

${content}
  --sponsor <file>       what a sponsor has signed; again for more
  --valid <time>         how long a sponsor's signature holds; default: 7d
  --state <state>        pending, active, canceled, defeated, succeeded, queued, expired, executed; again for more
${file}

${common}`,
  vote: `tallystick vote <proposal> for | against | abstain [--reason <text>]
tallystick vote <proposal> split [--for <amount>] [--against <amount>] [--abstain <amount>]
tallystick vote <proposal> <choice> --sign [--out <file>] [--valid <time>]
tallystick vote all <proposal> <choice> <proposal> <choice> …
tallystick vote show <proposal> [--of <account>]
tallystick vote withdraw <proposal>
tallystick vote verify <ballot file>

Power counts as it was when the vote began. A signed ballot costs nothing: anyone may bring it to the governor. withdraw
makes one void that was not brought yet; verify proves that one is in the tally.

  --reason <text>        public, for ever
  --valid <time>         how long the ballot may be brought; default: to the end of the vote
${file}

${common}`,
  ballots: `tallystick ballots sign <proposal> <choice> [--out <file>] [--valid <time>]
tallystick ballots post <files…> [--relay <url>]
tallystick ballots list <proposal> [--relay <url>]
tallystick ballots submit [<files…>] [--proposal <proposal>] [--relay <url>]
tallystick ballots status <proposal> [--of <account>] [--relay <url>]

A relay collects signed ballots, shows them, and pays for bringing them to the governor. submit does that with the
account's own ether: so anyone replaces a relay. Ballots that would be skipped are left out, and named. sign is
tallystick vote --sign.

  --relay <url>          site of a relay; again for more; default: TALLYSTICK_BALLOT_RELAYS, on local chains the dApp
  --proposal <proposal>  bring what the relays have for it; again for more
${file}

${common}`,
  delegate: `tallystick delegate <account | self | nobody> [--sign [--out <file>] [--valid <time>]]
tallystick delegate send <file>
tallystick delegate show [--of <account>]

Tokens stay where they are: only their power goes to the account, back to oneself, or to nobody.

  --sign                 sign it only, for somebody else to send
  --valid <time>         how long it may be sent; default: 1d
${file}

${common}`,
  dividend: `tallystick dividend due [--of <account>]
tallystick dividend claim [--token <token>] [--to <account>] [--for <account>]
tallystick dividend deposit --amount <amount> [--token <token>] [--approve]

What a dividend earns depends on what was held when it was paid. A claim has no end.

  --token <token>        EURX (default on local chains), USDX, or a token's address
  --to <account>         who gets it; default: the account itself
  --for <account>        have another account's paid out to it
  --amount <amount>      shared among all holders but the treasury; in whole units of the token
  --approve              by a new allowance

${common}`,
} as const;
