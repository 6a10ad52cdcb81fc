import { common, record } from "./usageCommon.ts";

const scope = `  --duration <time>      90s, 12h, 30d, 1y, forever (default)
  --segment <number>     only this file, from 0 on; again for more
  --from-version <n>     default: 1
  --this-version         no later versions`;

const file = "  --out <file>           write it there; default: the result is its JSON";

/** Help of the commands that make offers and of those that sign something for somebody else. */
export const signedUsages = {
  offer: `tallystick offer make <dataset> --price <amount> [options]
tallystick offer withdraw <dataset> [--offer <id>]
tallystick offer collect <dataset> [--offer <id>] [--to <account>]

  --price <amount>       of one purchase, in whole units of the token; 0 is free
  --token <token>        EURX (default on local chains), USDX, or a token's address
${scope}
  --refund <time>        window in which a purchase may be given back
  --max-sales <number>
  --purpose <code>       what the data may be used for; 0 (default): anything
  --policy <policy>      who may buy: credential:<type>, role:<organisation>:<role>+<role>, list:<root or file
                         of accounts>, consent:<purpose>; joined by & all are needed, by | any will do;
                         or a file with the policy as JSON. Buyers need it too: the manifest is older.
  --nonce <number>       tells apart offers that are otherwise equal

${common}`,
  rate: `tallystick rate <dataset> --stars <1-5> [--comment <text>]

Rates the account's newest purchase that can be rated, or changes its rating.

${common}`,
  grant: `tallystick grant give <dataset> --to <account> [options]
tallystick grant sign <dataset> --to <account> [options]
tallystick grant redeem <file>
tallystick grant withdraw <file>

  --to <account>         who is to read
${scope}
  --valid <time>         how long it may be redeemed; default: 30d
${file}

${common}`,
  exchange: `tallystick exchange propose --give <dataset> --get <dataset> --with <account> [options]
tallystick exchange sign <file>
tallystick exchange do <file>
tallystick exchange withdraw <file>

  --give <dataset>       the account's own
  --get <dataset>        the other side's
  --with <account>       the other side
${scope}
  --valid <time>         how long it may be done; default: 7d
${file}

${common}`,
  mandate: `tallystick mandate sign <dataset> --cap <amount> [options]
tallystick mandate show <file> --dataset <dataset>
tallystick mandate renew <file> --dataset <dataset>
tallystick mandate withdraw <file>

  --cap <amount>         what all renewals together may cost, in whole units of the token
  --offer <id>           where the data set has several
  --for <account>        whose right; default: the account itself
  --lead <time>          how long before its end a right may be renewed; default: 1d
  --valid <time>         how long the mandate holds; default: 1y
  --from-balance         pay from the prepaid balance, not from the allowance
${file}

${common}`,
  tab: `tallystick tab open --provider <account> [--deposit <amount>] [--token <token>] [--approve]
tallystick tab show <tab file>
tallystick tab deposit <tab file> --amount <amount> [--approve]
tallystick tab voucher <tab file> --owed <amount>
tallystick tab settle <voucher file>
tallystick tab collect <tab file> [--to <account>]
tallystick tab credit <tab file> --limit <amount> [--term <time>] [--serial <number>]
tallystick tab accept <credit file>
tallystick tab statement <voucher file>
tallystick tab hand-over <tab file> --statement <number>, then by the other side: hand-over <hand-over file>
tallystick tab pay <tab file> [--amount <amount>]
tallystick tab agree <tab file> --owed <amount>, then by the other side: agree <closing file>
tallystick tab close <tab file>
tallystick tab withdraw [--token <token>] [--to <account>]

  --owed <amount>        all that is owed on the tab so far
  --approve              pay by allowance, for tokens without ERC-3009
  --statement <number>   from 1: what is outstanding of it becomes a receivable of the provider, confirmed by the reader
  --valid <time>         how long that may be done; default: 7d
${file}

The reader opens a tab, fills it and signs vouchers; the provider settles the newest and collects. Closing alone the
reader waits three days, in which the provider may settle: call close again then.

${common}`,
  tariff: `tallystick tariff sign <dataset> --price <amount> [options]
tallystick tariff show <dataset>
tallystick tariff withdraw <dataset> [--token <token>]

What one access costs, paid on a tab (tallystick download --tab). Every keeper of the data set is given it.

  --price <amount>       of one access, in whole units of the token
  --token <token>        EURX (default on local chains), USDX, or a token's address
  --provider <account>   whose tabs pay it; default: the account itself
  --segment <number>     only this file, from 0 on; again for more
  --from-version <n>     default: 1
  --this-version         no later versions
  --valid <time>         how long it holds, at most ten years; default: 1y
  --serial <number>      higher than that of the tariff it replaces; default: the time

${common}`,
  balance: `tallystick balance show [--of <account>] [--token <token>]
tallystick balance deposit --amount <amount> [--token <token>] [--for <account>] [--approve]
tallystick balance withdraw [--token <token>] [--to <account>]

The prepaid balance in the market: deposits and refunds. Buy from it by tallystick buy --from-balance.

  --amount <amount>      in whole units of the token
  --token <token>        EURX (default on local chains), USDX, or a token's address
  --for <account>        whose balance; default: the account itself
  --approve              by a new allowance, for tokens without ERC-1363 and for others' balances

${common}`,
  pass: `tallystick pass mint <dataset>
tallystick pass show <dataset> [--reader <account>]
tallystick pass announce <dataset> [--reader <account>]
tallystick pass burn <dataset>

A right as an ERC-721 token that can't be transferred and ends with the right. announce tells wallets by events how it
stands now.

${common}`,
  consent: `tallystick consent register --holder <account> [options]
tallystick consent change <dataset> --holder <account> [--threshold <number>] [--valid <time>]
tallystick consent request <dataset> [options]
tallystick consent requests <dataset>
tallystick consent sign <file>, or <dataset> --reader <account>: his newest request
tallystick consent give <file> [more files with signatures]
tallystick consent refuse <dataset> --reader <account> [--undo]
tallystick consent withdraw <dataset> --reader <account>
tallystick consent renounce <dataset>
tallystick consent break <dataset> --reason <text> [--segment <number>]
tallystick consent review <dataset> --reader <account> --justified | --unjustified [--note <text>]
tallystick consent show <dataset> [--reader <account>]

register makes a record of the data set that is published next with its --salt (or: tallystick publish --record); change
makes the file by which its holders are replaced, once enough of the present ones have signed it. Both consents and
changes of holders are signed and given. A holder withdraws from a consent that was given, and refuses the next.

${record}
  --salt <word>          default: random
  --valid <time>         how long a change of holders may be made; default: 14d

  --for <time>           how long the consent is to hold; default: 30d
  --purpose <code>       what for; 0 (default): anything
  --message <text>       to the key holders; public
  --silent               make the file only, and ask nobody on the chain
  --segment <number>     only this file, from 0 on; again for more
  --from-version <n>     default: 1
  --this-version         no later versions
${file}

${common}`,
  receipt: `tallystick receipt verify <file> [options]

Exit code 0: the receipt is genuine. It says besides whether it is in the keeper's log, and what can be done if not.

  --keeper <account>     who must have signed it
  --offline              check the signature only

${common}`,
} as const;
