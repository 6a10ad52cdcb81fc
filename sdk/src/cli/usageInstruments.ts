import { common } from "./usageCommon.ts";

/** Help of the commands of receivables. */
export const instrumentUsages = {
  receivable: `tallystick receivable register --debtor <account> --amount <amount> --number <number> --due <date> [options]
tallystick receivable show <receivable>
tallystick receivable confirm <receivable>
tallystick receivable dispute <receivable> --reason <text>
tallystick receivable withdraw <receivable>
tallystick receivable attest <receivable> --stream <stream> --document <file>
tallystick receivable hand <receivable> --to <account> [--amount <amount>] [--lot <lot>] [--without-recourse]
tallystick receivable pay <receivables…> [--amount <amount>]
tallystick receivable collect <receivable> [--lot <lot>] [--to <account>]
tallystick receivable default <receivable>
tallystick receivable write-off <receivable> [--lot <lot>]
tallystick receivable demand <receivable> --from <account> [--lot <lot>]
tallystick receivable take-up <receivable> [--lot <lot>]

The creditor registers an invoice, the debtor confirms it for good; then whoever holds a lot of it hands it on, whole or in
part, until the debtor pays once and the holders collect.

  --amount <amount>      in whole units of the token; of hand: a part, of pay: at most
  --token <token>        EURX (default on local chains), USDX, or a token's address
  --number <number>      of the invoice, in any spelling
  --due <date>           day in UTC until whose end it is paid in time: 2026-12-31
  --document <file>      the invoice, or the evidence; its hash alone goes on the chain
  --order <number>       the order it belongs to, with
  --order-amount <amount>  what all invoices of that order may come to
  --max-tier <number>    how often it may be handed on, at most 63; 0 (default): as often as one likes
  --late-bps <number>    interest on late payment, basis points a year; default: 0
  --grace <days>         days without it; default: 0
  --stream <stream>      information, commercial, logistics or capital
  --lot <lot>            where the account has several

${common}`,
} as const;
