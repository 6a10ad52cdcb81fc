/** Options that say what a record is put under. */
export const record = `  --holder <account>     a key holder; again for more
  --threshold <number>   how many of them must consent; default: all
  --emergency <type>     credential type whose holders may break the glass; default: nobody
  --emergency-time <t>   how long that lets read, at most 72h; default: 24h
  --also-right           readers need a bought or granted right besides`;

/** Options and exit codes of every command. */
export const common = `Options of every command:
  --network <id>     localA (default), localB, sepolia, or a chain id
  --rpc <url>        another address of that chain
  --gateway <url>    another gateway; again for more
  --persona <id>     act as a persona of the local stack (local chains only)
  --json             print the result as one line of JSON
  -h, --help         this text

The account is that of TALLYSTICK_PRIVATE_KEY, unless a persona is named.

Exit codes: 0 done, 1 failed, 2 wrong usage, 3 no right, 4 verification failed, 5 network or service not reached.`;
