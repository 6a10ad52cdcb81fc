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
tallystick receivable agree <receivable> --credit <amount> | --due <date> [--lot <lot>]
tallystick receivable countersign <receivable> <file>
tallystick receivable credit <receivable> <file>, or of the debtor's own lot: [--amount <amount>] [--lot <lot>]
tallystick receivable extend <receivable> <files…>
tallystick receivable proceeds [--token <token>] [--to <account>]

The creditor registers an invoice, the debtor confirms it for good; then whoever holds a lot of it hands it on, whole or in
part, until the debtor pays once and the holders collect.

The holder of a lot agrees to a credit note or a later date by a file, which the debtor brings by credit, or with those of
all other holders by extend. Where a holdback has the lot, one of its parties agrees and the other countersigns. What is
left by credit notes and by lots that were taken up waits as proceeds.

  --amount <amount>      in whole units of the token; of hand and credit: a part, of pay: at most
  --credit <amount>      what is owed no more, off the lot's end
  --token <token>        EURX (default on local chains), USDX, or a token's address
  --number <number>      of the invoice, in any spelling
  --due <date>           day in UTC until whose end it is paid in time: 2026-12-31; of agree: the later one
  --document <file>      the invoice, or the evidence; its hash alone goes on the chain
  --order <number>       the order it belongs to, with
  --order-amount <amount>  what all invoices of that order may come to
  --max-tier <number>    how often it may be handed on, at most 63; 0 (default): as often as one likes
  --late-bps <number>    interest on late payment, basis points a year; default: 0
  --grace <days>         days without it; default: 0
  --stream <stream>      information, commercial, logistics or capital
  --lot <lot>            where the account has several
  --out <file>           of agree and countersign: write it there; default: the result is its JSON

${common}`,
  holdback: `tallystick holdback show <holdback>
tallystick holdback settle <holdback>
tallystick holdback demand <holdback> [--from <account>]
tallystick holdback write-off <holdback>
tallystick holdback withdraw <holdback> [--to <account>]

A holdback is the contract that has the lot on which an advance was paid: tallystick receivable show names it as holder.
What the lot brings goes to the financier up to what is due to him, then to the seller; anyone may settle. The financier
demands and writes off. Who could not be paid withdraws.

  --from <account>       who endorsed the lot with recourse; default: the seller

${common}`,
  debtor: `tallystick debtor show <account> [--token <token>]
tallystick debtor bank <account> | nobody [--token <token>]
tallystick debtor limit <account> --limit <amount> [--token <token>]

Whoever owes nothing names a bank, which limits from then on what he may have confirmed and not paid. The DAO may cap the
same.

  --limit <amount>       in whole units of the token
  --token <token>        EURX (default on local chains), USDX, or a token's address

${common}`,
  quote: `tallystick quote ask <receivable> --price <amount> | --rate-bps <number> [options]
tallystick quote bid --limit <amount> --debtor <account> | --seller <account> | --lot <lot> [options]
tallystick quote take <file> <receivable> [--lot <lot>] [--amount <amount>]
tallystick quote cancel <file>
tallystick quote show <file>
tallystick quote compare <receivable> <files of bids…> [--lot <lot>] [--amount <amount>]

A holder asks for money for his lot as it is now; a financier, or the debtor himself, bids for many. Who takes the other's
offer brings claim and money together at once, at the price of now or a better one.

  --price <amount>       in whole units of the token; left out: by rate and fee
  --rate-bps <number>    discount, basis points a year by the days that are left; of an advance: interest
  --fee-bps <number>     basis points, once
  --amount <amount>      a part of the lot, in whole units of the token
  --for <account>        who alone may take the ask
  --limit <amount>       what all that the bid buys may be worth
  --token <token>        EURX (default on local chains), USDX, or a token's address
  --max-days <number>    days until it is due, at most; default: 365
  --evidence <stream>    that there must be: information, commercial, logistics, capital; again for more
  --advance-bps <number> the part that is paid at once; the rest when the debtor has paid; default: 10000, all
  --without-recourse     to the seller
  --lot <lot>            where there are several
  --valid <time>         how long the offer can be taken; default: 7d
  --out <file>           write it there; default: the result is its JSON

${common}`,
} as const;
