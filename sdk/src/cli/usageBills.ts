import { common } from "./usageCommon.ts";

/** Help of the command of bills. */
export const billUsage = `tallystick bill draft --drawee <account> --amount <amount> --drawn-at <place> --payable-at <place> [options] [--out <file>]
tallystick bill draw [<file>] [the same options] [--acceptance <file>]
tallystick bill sign <bill | file> [--out <file>]
tallystick bill show <bill>
tallystick bill receive <bill>          tallystick bill refuse-receipt <bill>       tallystick bill cancel <bill>
tallystick bill present <bill> [--for acceptance | payment] [--lot <lot>]
tallystick bill accept <bill> [<file>] [--part <amount>]
tallystick bill refuse <bill> [--reason <text>]
tallystick bill lapse <bill>            tallystick bill dishonour <bill>
tallystick bill endorse <bill> --to <account> [--as <way>] [--amount <amount>] [--lot <lot>]
tallystick bill pledge <bill> --to <account> --until <date> [--lot <lot>]
tallystick bill deliver <bill> --to <account> [--lot <lot>]
tallystick bill fill | give-back | recall | enforce <bill> [--lot <lot>]
tallystick bill guarantee <bill> [--for <account>] [--amount <amount>] [--lot <lot>]
tallystick bill pay <bills…> [--amount <amount>] [--consent <file>]
tallystick bill consent <bill> [--out <file>]
tallystick bill collect <bill> [--lot <lot>] [--to <account>]
tallystick bill protest <bill> [--lot <lot>]
tallystick bill attest <bill> --document <file>
tallystick bill notify <bill> [--costs <amount>] [--document <file>] [--lot <lot>]
tallystick bill owed <bill> [--lot <lot>]
tallystick bill demand <bill> --from <account> [--lot <lot>]
tallystick bill take-up <bill> [--lot <lot>] [--rest]
tallystick bill honour <bill> --for <account> | acceptor [--lot <lot>]
tallystick bill protest-rest <bill> [--costs <amount>]
tallystick bill withdraw [--token <token>] [--to <account>]
tallystick bill quote ask | bid | take | cancel | show | compare …: as tallystick quote, for bills
tallystick bill repo offer --limit <amount> --until <date> --debtor <account> | --seller <account> | --lot <lot> [options]
tallystick bill repo open <file> <bill> [--lot <lot>]
tallystick bill repo show <bill | file> [--lot <lot>]                   tallystick bill repo cancel <file>
tallystick bill repo buy-back | settle | take | present | protest | object <bill> [--lot <lot>]
tallystick bill repo notify <bill> [--costs <amount>] [--document <file>] [--lot <lot>]
tallystick bill repo demand <bill> --from <account> [--lot <lot>]
tallystick bill repo consent <bill> [<file>] [--lot <lot>] [--out <file>]
tallystick bill repo withdraw <bill> [--to <account>] [--lot <lot>]
tallystick bill acceptor note <bill>    tallystick bill acceptor record <account> [--token <token>]
tallystick bill stop order <bill> --for <account> --until <date> [--document <file>] [--lot <lot>]
tallystick bill stop show | award | release <bill> [--for <account>] [--lot <lot>]
tallystick bill stop object | dismiss | lift | replace <bill> [--lot <lot>]
tallystick bill stop withdraw [--token <token>] [--to <account>]
tallystick bill change propose <bill> --to <file> | --to-paper <file> [--valid <time>] [--out <file>]
tallystick bill change propose <file> --from-paper <file> [--accepted] [--endorsee <account>[:<way>]…] [--valid <time>] [--out <file>]
tallystick bill change sign <file> [--out <file>]
tallystick bill change show | submit <file>
tallystick bill discharge <bill>
tallystick bill history <bill> [--out <file>]
tallystick bill export <bill> [--out <file>]
tallystick bill verify <file> [--offline]
tallystick bill report <bill>

The drawer orders the drawee to pay the payee, who receives the bill and hands it on. Whoever holds it presents it; if it is not
accepted or not paid he protests, and those before him answer for it: owed says who, for how much and until when. Who
takes a bill up pays its holder and holds it again; who pays for another's honour, or as his guarantor, holds it too.

A draft is a file to look at before: the drawee signs it, and the drawer draws it accepted. It is the bill as a W3C
verifiable credential, as export gives it; its hash is on the face. verify proves it, or a history, without the chain
and then by it. report shows what the Model Law on Electronic Transferable Records asks.

Bills are sold by asks and bids, as receivables are. A repo sells a lot that its seller may have back for price and interest
until its buyer takes it, after the last day; a contract holds it meanwhile, and acts for both: to early payment one of
them consents by a file, and the other by it. Acceptors' records count
what anyone noted. The court that a face names stops a lost lot; if nobody objects, the claimant replaces it for security,
which the court awards, or anyone releases in the end. A change puts another bill in the place of one that is in one hand,
or changes its medium: drawer, acceptor, who endorsed it and holder sign its file one after the other, and anyone submits
it. Its faces are drafts.

  --payee <account>      default: the drawer himself
  --amount <amount>      in whole units of the token; of endorse, guarantee: a part, of pay: at most
  --token <token>        EURX (default on local chains), USDX, or a token's address
  --due <date>           day in UTC, as 2026-12-31; or
  --after-date <days>    so many days after the date; or
  --after-sight <days>   so many days after acceptance; without any of them: at sight
  --business-day         move the due day to a business day of the place of payment
  --date <date>          of drawing; default: today
  --drawn-at <place>     where it is drawn, as "Basel, CH"
  --payable-at <place>   where it is paid
  --present-by <date>    order presentment for acceptance until that day
  --rules <law>          ULB (default), BEA, NIL, or a rule set's number
  --clause <clause>      not-to-order, no-protest or no-presentment; again for more
  --court <account>      who may order a stop of lost lots; default: nobody
  --whole                one unit, which is never divided
  --as <way>             with-recourse (default), without-recourse, no-further, in-blank or collection
  --part <amount>        accept so much of it
  --lot <lot>            where there are several
  --limit <amount>       what all prices of a repo offer may come to
  --rate-bps <number>    of a repo: interest on the price, basis points a year; default: 0
  --haircut-bps <number> of what the lot is worth, that is not paid; default: 0
  --until <date>         of pledge, repo offer and stop order: the last day
  --valid <time>         how long an offer can be taken, or a change submitted; default: 7d
  --out <file>           write it there; default: the result is its JSON

${common}`;
