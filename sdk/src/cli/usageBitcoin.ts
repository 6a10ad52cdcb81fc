import { common } from "./usageCommon.ts";

/** Help of the commands for a swap's legs by hand. */
export const bitcoinUsages = {
  bitcoin: `tallystick bitcoin key --out <file> | --key <file> [--bitcoin <network>]
tallystick bitcoin terms --bitcoin <network> --amount <satoshi> --recipient-key <key> --refund-key <key>
                         [--leg a|b] [--other <lock>] [--hashlock <hash>] [--until <time>] [--out <coin>]
tallystick bitcoin show <coin>
tallystick bitcoin status <coin> [--secret-out <file>]
tallystick bitcoin claim <coin> --secret <file> --to <address> [--send]
tallystick bitcoin refund <coin> --to <address> [--send]
tallystick bitcoin send <transaction>
tallystick bitcoin export <coin> --other <lock> --leg a|b --to <address> [--out <bundle>]

The leg of a swap that is on Bitcoin. key makes a key in a file, or shows what is public of one. terms writes a lock's terms
(<coin>): its address is where any wallet pays it in, exactly. status tells how it stands, and --secret-out keeps the secret
that a claim has shown. claim and refund sign; with --send they are sent, else written for send. A claim is refused while its
payment is not deep, or too late to be deep before the refund; again while one waits, it replaces that for a higher fee.
export signs the claim or refund in advance, at several fees, for a watchtower (tallystick watchtower watch): no key and no
secret is in it, and it can pay that address alone.

  --bitcoin <network>    mainnet, testnet (and signet) or regtest
  --amount <satoshi>     what is locked
  --recipient-key <key>  public key of who claims, as key shows it
  --refund-key <key>     public key of who takes it back
  --leg <leg>            a: locked first, by who has the secret; b (default): locked in answer
  --other <lock>         the other leg's terms (tallystick lock terms): hashlock and time come from there
  --hashlock <hash>      where there is no other leg yet
  --until <time>         a Unix second, or 36h, 3d from now; default: as the planner's margin asks for
  --key <file>           the key; default: that of TALLYSTICK_BITCOIN_KEY
  --secret <file>        the swap's secret; default: that of TALLYSTICK_SWAP_SECRET
  --to <address>         who gets the money, on the lock's network
  --rate <number>        satoshi for a virtual byte; default: what the index says gets it into three blocks
  --highest-rate <n>     up to what is signed for a watchtower; default: 256. Whoever has the bundle may spend that much
  --from-block <number>  block of the other chain before which nothing happened
  --esplora <url>        an Esplora API, as https://mempool.space/api; default: TALLYSTICK_ESPLORA
  --force                in spite of the planner's margin, depth or time
  --out <file>           write it there

${common}`,
  lock: `tallystick lock secret --out <file>
tallystick lock terms --amount <amount> --to <account> [--back-to <account>] [--token <token>]
                      [--other <coin>] [--hashlock <hash>] [--until <time>] [--out <lock>]
tallystick lock show <lock>
tallystick lock pay <lock>
tallystick lock claim <lock> --secret <file>
tallystick lock refund <lock>

A hash lock by hand: the leg of a swap that is not on Bitcoin. secret draws a secret into a file and shows its hash. terms
writes a lock's terms, pay locks, claim pays the recipient whoever makes it, refund the refundee when the time is up.

  --amount <amount>      in whole units
  --token <token>        ETH (default), EURX, USDX, or a token's address
  --to <account>         who claims
  --back-to <account>    who takes it back; default: the account itself
  --other <coin>         the lock on Bitcoin that it answers (tallystick bitcoin terms): hashlock and time come from there
  --hashlock <hash>      where it is the first
  --until <time>         a Unix second, or 36h, 3d of the chain's time
  --secret <file>        the swap's secret; default: that of TALLYSTICK_SWAP_SECRET
  --force                in spite of the planner's margin
  --out <file>           write it there

${common}`,
} as const;
