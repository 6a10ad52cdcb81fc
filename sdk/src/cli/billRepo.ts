import { type Address, isAddressEqual } from "viem";
import { countersignEarlyPayment, isEarlyPaymentSigned, signEarlyPayment } from "../bills/billSignatures.ts";
import { billClaim } from "../bills/billState.ts";
import {
  type BuybackDeal,
  buybackDeal,
  buybackDue,
  buybackSignature,
  demandByBuyback,
  isBuybackTaken,
  keptByBuyback,
  notifyByBuyback,
  objectByBuyback,
  presentByBuyback,
  protestByBuyback,
  repoDebt,
  settleBuyback,
  takeFromBuyback,
  withdrawFromBuyback,
} from "../bills/buybacks.ts";
import { dateOfDay, dayOfTime } from "../bills/face.ts";
import { type LotHistory, readHistory } from "../bills/history.ts";
import { readRecourse } from "../bills/readRecourse.ts";
import {
  buybackOf,
  cancelRepoOffer,
  isRepoOfferSigned,
  openRepo,
  type RepoOffer,
  repoDueOn,
  repoOfferHashOn,
  repoOfferStanding,
  repoPrice,
  repurchaseLot,
  signRepoOffer,
} from "../bills/repos.ts";
import { decodeRepoOffer, encodeRepoOffer } from "../bills/repoWire.ts";
import type { Actor, Reader } from "../chain/actor.ts";
import type { Call } from "../chain/call.ts";
import { send } from "../chain/send.ts";
import { chainTime, deadlineIn } from "../chain/time.ts";
import { tallystickError } from "../errors.ts";
import { randomSalt } from "../instruments/offers.ts";
import { deployed } from "../networks.ts";
import { allow, approveSale } from "./allowance.ts";
import { consentIn, giveConsent } from "./billConsent.ts";
import { billNamed, dayArgument, type HeldLot, lotAmong, type NamedBill, ownBillLot } from "./billNamed.ts";
import { linkOf } from "./billRecourse.ts";
import type { Command } from "./command.ts";
import { actorFrom, readerFrom } from "./context.ts";
import { UsageError } from "./exitCode.ts";
import { amountText, timeText } from "./named.ts";
import { accountArgument, accountOrAny, limitedDuration, numberArgument, readArguments } from "./options.ts";
import { type Output, printResult } from "./output.ts";
import { fileHash, wordArgument, wordText } from "./receivableNamed.ts";
import { subcommands } from "./subcommands.ts";
import { giveJson, readJsonFile, ticketOptions } from "./ticketFile.ts";
import { amountArgument, tokenNamed } from "./token.ts";

// Sale of bills with dated buy-back: offers as files, and repos by their bill and lot.

const offer: Command = async ({ args, env, output }) => {
  const { values } = readArguments(args, {
    ...{ ...ticketOptions, token: { type: "string" }, limit: { type: "string" }, until: { type: "string" } },
    ...{ debtor: { type: "string" }, seller: { type: "string" }, lot: { type: "string" } },
    "rate-bps": { type: "string", default: "0" },
    "haircut-bps": { type: "string", default: "0" },
    valid: { type: "string", default: "7d" },
  });
  const lastDay = dayArgument(values.until, "until");
  const actor = await actorFrom(values, env);
  const token = await tokenNamed(actor, values.token);
  const made: RepoOffer = {
    buyer: actor.wallet.account.address,
    seller: accountOrAny(values.seller, "seller"),
    token: token.address,
    lot: values.lot === undefined ? 0n : wordArgument(values.lot, "lot"),
    debtor: accountOrAny(values.debtor, "debtor"),
    limit: amountArgument(values.limit ?? "", "limit", token),
    rateBps: numberArgument(values["rate-bps"], "rate-bps", 0),
    haircutBps: numberArgument(values["haircut-bps"], "haircut-bps", 0),
    lastDay,
    deadline: await deadlineIn(actor, limitedDuration(values.valid, "valid", "an offer")),
    salt: randomSalt(),
  };
  const signed = await signRepoOffer(actor, made);
  const { repos } = deployed(actor.network);
  await allow(actor, token.address, repos, made.limit);
  const lines = [`limit       ${amountText(made.limit, token)}`, `until       ${timeText(made.deadline)}`];
  await giveJson(output, encodeRepoOffer(placeOf(actor), signed), { out: values.out, lines });
};

function placeOf({ network }: Reader) {
  return { chainId: network.chainId, repos: deployed(network).repos };
}

async function offerIn(reader: Reader, path: string | undefined) {
  return decodeRepoOffer(placeOf(reader), await readJsonFile(path));
}

const cancel: Command = async ({ args, env, output }) => {
  const { values, positionals } = readArguments(args, {});
  const actor = await actorFrom(values, env);
  const { offer: made } = await offerIn(actor, positionals[0]);
  const { hash } = await send(actor, cancelRepoOffer(deployed(actor.network).repos, made));
  const id = repoOfferHashOn(actor, made);
  printResult(output, { offer: id, transaction: hash }, [`offer       ${id}`, `transaction ${hash}`]);
};

/** An offer of a file, or the repo of a bill. */
const show: Command = async ({ args, env, output }) => {
  const { values, positionals } = readArguments(args, { lot: { type: "string" } });
  const reader = await readerFrom(values, env);
  const [named] = positionals;
  if (named !== undefined && /^(0x[0-9a-fA-F]{64}|\d+)$/.test(named)) {
    const { result, lines } = await repoTold(reader, await repoNamed(reader, named, values.lot));
    return printResult(output, result, lines);
  }
  const signed = await offerIn(reader, named);
  const hash = repoOfferHashOn(reader, signed.offer);
  const [isSigned, standing] = await Promise.all([isRepoOfferSigned(reader, signed), repoOfferStanding(reader, hash)]);
  const { buyer, rateBps, haircutBps, lastDay, deadline } = signed.offer;
  printResult(output, { hash, ...signed, signed: isSigned, standing }, [
    `offer       ${hash}`,
    `of          ${buyer}`,
    `rate        ${rateBps / 100} % a year, haircut ${haircutBps / 100} %`,
    `buy back    until ${dateOfDay(lastDay)}`,
    `until       ${timeText(deadline)}`,
    `signed      ${isSigned ? "yes" : "no"}${standing.isCancelled ? ", and cancelled" : ""}`,
  ]);
};

/** Sells the account's lot by an offer, at the price of now or a better one. */
const open: Command = async ({ args, env, output }) => {
  const { values, positionals } = readArguments(args, { lot: { type: "string" } });
  const actor = await actorFrom(values, env);
  const signed = await offerIn(actor, positionals[0]);
  const bill = await billNamed(actor, positionals[1]);
  const lot = await ownBillLot(actor, bill, values.lot);
  const price = repoPrice(signed.offer, await billClaim(actor, bill.face, lot.inner));
  const { repos } = deployed(actor.network);
  await approveSale(actor, repos, lot);
  const { hash } = await send(actor, openRepo(repos, signed, { face: bill.face, inner: lot.inner }, price));
  await told(actor, await repoNamed(actor, wordText(bill.id), wordText(lot.id)), hash, output);
};

/** A repo that was named by its bill and lot. */
interface NamedRepo extends NamedBill {
  /** Nobody holds it any more once the bill is paid. */
  readonly lot: LotHistory;
  readonly buyback: Address;
  readonly deal: BuybackDeal;
}

async function repoNamed(reader: Reader, text: string | undefined, named: string | undefined): Promise<NamedRepo> {
  const bill = await billNamed(reader, text);
  const { lots } = await readHistory(reader, bill.id);
  const buybacks = await Promise.all(lots.map(({ id }) => buybackOf(reader, id)));
  const sold = lots.flatMap((lot, i) => {
    const buyback = buybacks[i];
    return buyback === undefined ? [] : [{ id: lot.id, lot, buyback }];
  });
  const { lot, buyback } = lotAmong(sold, named);
  return { ...bill, lot, buyback, deal: await buybackDeal(reader, buyback) };
}

/** An act on a repo. */
function repoAct(callOf: (repo: NamedRepo) => Call): Command {
  return async ({ args, env, output }) => {
    const { values, positionals } = readArguments(args, { lot: { type: "string" } });
    const actor = await actorFrom(values, env);
    const repo = await repoNamed(actor, positionals[0], values.lot);
    const { hash } = await send(actor, callOf(repo));
    await told(actor, repo, hash, output);
  };
}

/** For what is due today, or tomorrow, should the block be mined then; the allowance is raised where it does not reach. */
const buyBack: Command = async ({ args, env, output }) => {
  const { values, positionals } = readArguments(args, { lot: { type: "string" } });
  const actor = await actorFrom(values, env);
  const repo = await repoNamed(actor, positionals[0], values.lot);
  const { repos } = deployed(actor.network);
  const [debt, now] = await Promise.all([repoDebt(actor, repo.buyback, repo.deal), chainTime(actor)]);
  const { principal, charges } = repoDueOn(debt, repo.deal.rateBps, dayOfTime(now) + 1);
  await allow(actor, repo.token.address, repos, principal + charges);
  const { hash } = await send(actor, repurchaseLot(repos, placeIn(repo), principal + charges));
  await told(actor, repo, hash, output);
};

const notify: Command = async ({ args, env, output }) => {
  const { values, positionals } = readArguments(args, {
    ...{ costs: { type: "string" }, document: { type: "string" }, lot: { type: "string" } },
  });
  const actor = await actorFrom(values, env);
  const repo = await repoNamed(actor, positionals[0], values.lot);
  const costs = values.costs === undefined ? undefined : amountArgument(values.costs, "costs", repo.token);
  const document = values.document === undefined ? undefined : await fileHash(values.document);
  const { hash } = await send(actor, notifyByBuyback(repo.buyback, placeIn(repo), { costs, document }));
  await told(actor, repo, hash, output);
};

const demand: Command = async ({ args, env, output }) => {
  const { values, positionals } = readArguments(args, { from: { type: "string" }, lot: { type: "string" } });
  const from = accountArgument(values.from, "from");
  const actor = await actorFrom(values, env);
  const repo = await repoNamed(actor, positionals[0], values.lot);
  const { lot, face } = repo;
  if (lot.holder === undefined) throw new UsageError("Nobody holds that lot any more.");
  const index = linkOf(await readRecourse(actor, face, lot as HeldLot), from);
  const { hash } = await send(actor, demandByBuyback(repo.buyback, face, { ...lot, index }));
  await told(actor, repo, hash, output);
};

const withdraw: Command = async ({ args, env, output }) => {
  const { values, positionals } = readArguments(args, { to: { type: "string" }, lot: { type: "string" } });
  const actor = await actorFrom(values, env);
  const repo = await repoNamed(actor, positionals[0], values.lot);
  const to = values.to === undefined ? actor.wallet.account.address : accountArgument(values.to, "to");
  const { hash } = await send(actor, withdrawFromBuyback(repo.buyback, repo.token.address, to));
  await told(actor, repo, hash, output);
};

/** Both parties' word that the bill may be paid early: the first signs, the other signs the same. */
const consent: Command = async ({ args, env, output }) => {
  const { values, positionals } = readArguments(args, { ...ticketOptions, lot: { type: "string" } });
  const [named, file] = positionals;
  const actor = await actorFrom(values, env);
  const { lot, deal } = await repoNamed(actor, named, values.lot);
  const isBuyer = isAddressEqual(deal.buyer, actor.wallet.account.address);
  if (!isBuyer && !isAddressEqual(deal.seller, actor.wallet.account.address))
    throw new UsageError("Only buyer and seller of the repo consent.");
  if (file === undefined) return giveConsent(output, await signEarlyPayment(actor, lot.id), values.out);
  const theirs = await consentIn(file);
  if (theirs.lot !== lot.id) throw tallystickError("TicketInvalid", { field: "lot", reason: "it is another lot's" });
  const other = isBuyer ? deal.seller : deal.buyer;
  if (!(await isEarlyPaymentSigned(actor, other, theirs)))
    throw tallystickError("TicketInvalid", { field: "signature", reason: `it is not that of ${other}` });
  const own = await countersignEarlyPayment(actor, theirs);
  const signature = isBuyer
    ? buybackSignature({ buyer: own.signature, seller: theirs.signature })
    : buybackSignature({ buyer: theirs.signature, seller: own.signature });
  await giveConsent(output, { ...own, signature }, values.out);
};

function placeIn({ face, lot: { inner } }: NamedRepo) {
  return { face, inner };
}

/** Shows a repo after an act. */
async function told(actor: Actor, repo: NamedRepo, hash: string, output: Output): Promise<void> {
  const { result, lines } = await repoTold(actor, repo);
  printResult(output, { ...result, transaction: hash }, [...lines, `transaction ${hash}`]);
}

async function repoTold(reader: Reader, { id, face, token, lot, buyback, deal }: NamedRepo) {
  const kept = (account: Address) => keptByBuyback(reader, buyback, account, token.address);
  const [due, isTaken, claim, forBuyer, forSeller] = await Promise.all([
    buybackDue(reader, buyback),
    isBuybackTaken(reader, buyback),
    billClaim(reader, face, lot.inner),
    kept(deal.buyer),
    kept(deal.seller),
  ]);
  const isHeld = isAddressEqual(claim.holder, buyback);
  const amount = (value: bigint): string => amountText(value, token);
  const state = isHeld ? "open" : isTaken ? "taken by the buyer" : "over";
  const names = { bill: wordText(id), lot: wordText(lot.id), buyback };
  const result = { ...names, deal, due, state, holder: claim.holder, kept: { buyer: forBuyer, seller: forSeller } };
  const keptLine = (who: string, value: bigint) =>
    value === 0n ? [] : [`kept        ${amount(value)} for the ${who}`];
  const lines = [
    `bill        ${names.bill}`,
    `lot         ${names.lot}`,
    `buy-back    ${buyback}`,
    `buyer       ${deal.buyer}`,
    `seller      ${deal.seller}`,
    `price       ${amount(deal.price)} on ${dateOfDay(deal.startDay)}, ${deal.rateBps / 100} % a year`,
    `buy back    until ${dateOfDay(deal.lastDay)}, and as long as the buyer has not taken the lot`,
    `state       ${state}`,
    `due         ${amount(due.principal + due.charges)} to the buyer, ${amount(due.charges)} of it interest`,
    ...keptLine("buyer", forBuyer),
    ...keptLine("seller", forSeller),
  ];
  return { result, lines };
}

/** `tallystick bill repo …` */
export const repo = subcommands({
  offer,
  show,
  cancel,
  open,
  "buy-back": buyBack,
  settle: repoAct((named) => settleBuyback(named.buyback, placeIn(named))),
  take: repoAct((named) => takeFromBuyback(named.buyback, placeIn(named))),
  present: repoAct((named) => presentByBuyback(named.buyback, placeIn(named))),
  protest: repoAct((named) => protestByBuyback(named.buyback, placeIn(named))),
  object: repoAct((named) => objectByBuyback(named.buyback, placeIn(named))),
  notify,
  demand,
  consent,
  withdraw,
});
