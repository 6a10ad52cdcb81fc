import { billUsage } from "./usageBills.ts";
import { bitcoinUsages } from "./usageBitcoin.ts";
import { common, record } from "./usageCommon.ts";
import { governanceUsages } from "./usageGovernance.ts";
import { instrumentUsages } from "./usageInstruments.ts";
import { signedUsages } from "./usageSigned.ts";
import { swapUsages } from "./usageSwaps.ts";

export const usages = {
  "": `tallystick <command> [options]

Commands:
  publish <files…>    encrypt, upload, anchor and offer a data set, or a new version of one
  inspect <what>      show a data set, or check a manifest file or any file
  buy <dataset>       buy the right to read a data set
  download <dataset>  get, verify and decrypt the files of a data set
  right <what>        show a right, give back or give up what was bought, or revoke a reader's
  offer <what>        make or withdraw an offer, or collect what it has earned
  rate <dataset>      rate a purchase
  grant <what>        give a free right, or sign, redeem or withdraw one
  exchange <what>     propose, sign, do or withdraw data for data
  mandate <what>      sign, show, use or withdraw a mandate to renew
  tab <what>          open, fill, use and close a tab: pay by use
  tariff <what>       sign, show or withdraw what one access costs on a tab
  balance <what>      show, deposit or withdraw the prepaid balance in the market
  pass <what>         mint, show, announce or burn the right as a token
  consent <what>      make a record, ask, sign, give, refuse and end consent, break the glass
  receivable <what>   register, confirm, hand on, pay, credit, extend and collect invoices, with evidence and recourse
  bill <what>         draw, accept, endorse, sell, present, pay, protest, stop and change bills of exchange, with recourse,
                      repos, history and report
  quote <what>        ask or bid for lots of receivables, compare, take and cancel offers
  holdback <what>     show, settle and use what is kept of an advance on a lot
  debtor <what>       show how a debtor has paid; name his bank, set his limit
  proposal <what>     list, show, draft, sponsor, make, queue, execute or cancel proposals of the DAO
  vote <proposal>     vote, or sign a ballot; show, withdraw or verify one
  ballots <what>      sign, post, list and bring signed ballots, by a relay or without one
  delegate <account>  delegate the account's power, or sign that, take it back or give it up
  dividend <what>     show or claim what is due, or pay a dividend
  receipt verify      check what a keeper answered, and that it is in its log
  agent <what>        swap across chains by a running agent: offers, orders, swaps, recovery
  watchtower <what>   watch swaps of others: claim and refund for parties who are away
  lock <what>         the leg of a swap with Bitcoin that is on a chain: terms, pay, claim, refund
  bitcoin <what>      the leg that is on Bitcoin: terms, address, claim, refund, bundles for watchtowers
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
  --policy <policy>      who may buy: see tallystick offer --help; the manifest says it in full
  --dataset <id>         publish a new version of this data set
  --salt <word>          make the id of a new data set from it; default: random

  --record               make the new data set a record, read by its key holders' consent alone
${record}

${common}`,
  inspect: `tallystick inspect <dataset | file> [--version <number>]

${common}`,
  buy: `tallystick buy <dataset> [options]

  --offer <id>           default: the cheapest offer that is open to the reader
  --for <account>        a gift; default: the account itself
  --policy <policy>      what the seller says the offer's policy is, where no manifest says it
  --max-price <amount>   refuse to pay more, in whole units of the token
  --approve              pay by allowance, for tokens without ERC-3009
  --from-balance         pay from the prepaid balance in the market

${common}`,
  download: `tallystick download <dataset> [options]

  --out <folder>         default: the current one, but not for hidden files
  --version <number>     default: the newest that the right includes
  --file <name>          only this file; again for more
  --force                replace files that exist
  --resume               keep what was downloaded between two runs, and go on from there
  --purpose <code>       what for, where the data set is a record; default: 0, anything
  --tab <file>           pay this access on a tab (tallystick tab), without a right
  --max-price <amount>   refuse to pay more for it, in whole units of the tab's token
  --receipts <folder>    save the keepers' signed answers there

${common}`,
  right: `tallystick right show <dataset> [--reader <account>]
tallystick right refund <dataset> [--purchases <number>]
tallystick right renounce <dataset> [--purchases <number>]
tallystick right revoke <dataset> --reader <account> [--approve]

A right stands on purchases, the newest on top. A reader gives the newest back within their refund windows (into the
payer's prepaid balance), or up for nothing. The owner may revoke a reader's right, and pays back what is unused.

  --purchases <number>   how many of the newest; default: 1
  --approve              allow the market to take what the readers paid, where held money does not cover it

${common}`,
  ...signedUsages,
  ...instrumentUsages,
  bill: billUsage,
  ...governanceUsages,
  ...swapUsages,
  ...bitcoinUsages,
  keys: `tallystick keys [publish]

${common}`,
} as const;

export type CommandName = Exclude<keyof typeof usages, "">;
