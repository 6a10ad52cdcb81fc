const common = `Options of every command:
  --network <id>     localA (default), localB, sepolia, or a chain id
  --rpc <url>        another address of that chain
  --gateway <url>    another gateway; again for more
  --persona <id>     act as a persona of the local stack (local chains only)
  --json             print the result as one line of JSON
  -h, --help         this text

The account is that of TALLYSTICK_PRIVATE_KEY, unless a persona is named.

Exit codes: 0 done, 1 failed, 2 wrong usage, 3 no right, 4 verification failed, 5 network or service not reached.`;

export const usages = {
  "": `tallystick <command> [options]

Commands:
  publish <files…>    encrypt, upload, anchor and offer a data set, or a new version of one
  inspect <what>      show a data set, or check a manifest file or any file
  buy <dataset>       buy the right to read a data set
  download <dataset>  get, verify and decrypt the files of a data set
  keys [publish]      show the account's encryption key, or publish it

${common}`,
  publish: `tallystick publish <files…> --title <text> [options]

  --title <text>         needed
  --description <text>
  --language <tag>       en, zh, …
  --keyword <word>       again for more
  --licence <spdx>       default: CC-BY-4.0
  --price <amount>       of one purchase, in whole units of the token; 0 is free; left out: no offer is made
  --token <token>        EURX (default on local chains), USDX, or a token's address
  --duration <time>      what a purchase adds: 90s, 12h, 30d, 1y, forever (default)
  --refund <time>        window in which a purchase may be given back
  --max-sales <number>
  --sample <lines>       make the first lines of text files public
  --dataset <id>         publish a new version of this data set

${common}`,
  inspect: `tallystick inspect <dataset | file> [--version <number>]

${common}`,
  buy: `tallystick buy <dataset> [options]

  --offer <id>           default: the cheapest offer that is open to the reader
  --for <account>        a gift; default: the account itself
  --max-price <amount>   refuse to pay more, in whole units of the token
  --approve              pay by allowance, for tokens without ERC-3009

${common}`,
  download: `tallystick download <dataset> [options]

  --out <folder>         default: the current one, but not for hidden files
  --version <number>     default: the newest that the right includes
  --file <name>          only this file; again for more
  --force                replace files that exist

${common}`,
  keys: `tallystick keys [publish]

${common}`,
} as const;

export type CommandName = Exclude<keyof typeof usages, "">;
