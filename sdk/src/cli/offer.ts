import { numberToHex } from "viem";
import type { Actor } from "../chain/actor.ts";
import { eventsOf } from "../chain/events.ts";
import { send } from "../chain/send.ts";
import { canonicalJson, type Json } from "../data/canonical.ts";
import { openDataset } from "../market/openDataset.ts";
import { collect, makeOffer, withdrawOffer } from "../market/selling.ts";
import { storeBlocks } from "../market/storeBlocks.ts";
import { licenceHash, offerId, segmentBits, type Terms, termsOf } from "../market/terms.ts";
import { deployed } from "../networks.ts";
import type { Command } from "./command.ts";
import { actorFrom } from "./context.ts";
import { UsageError } from "./exitCode.ts";
import { amountText, offerNamed, tokenOf } from "./named.ts";
import {
  ALL_SEGMENTS,
  accountArgument,
  datasetArgument,
  durationArgument,
  numberArgument,
  readArguments,
  scopeOf,
  scopeOptions,
} from "./options.ts";
import { printResult } from "./output.ts";
import { policyArgument, policyTerms } from "./policyArgument.ts";
import { subcommands } from "./subcommands.ts";
import { amountArgument, tokenNamed } from "./token.ts";

const make: Command = async ({ args, env, output }) => {
  const { values, positionals } = readArguments(args, {
    ...scopeOptions,
    price: { type: "string" },
    token: { type: "string" },
    refund: { type: "string" },
    "max-sales": { type: "string" },
    purpose: { type: "string", default: "0" },
    nonce: { type: "string", default: "0" },
    policy: { type: "string" },
  });
  const dataset = datasetArgument(positionals[0]);
  if (values.price === undefined) throw new UsageError("--price is needed; 0 is free.");
  const scope = scopeOf(values);
  const rest = {
    ...scope,
    refundWindow: values.refund === undefined ? 0 : durationArgument(values.refund, "refund"),
    maxSales: values["max-sales"] === undefined ? 0 : numberArgument(values["max-sales"], "max-sales", 1),
    purpose: numberArgument(values.purpose, "purpose", 0),
    nonce: numberArgument(values.nonce, "nonce", 0),
  };
  const actor = await actorFrom(values, env);
  const price = await priceOf(actor, values.price, values.token);
  const named = values.policy === undefined ? undefined : await policyArgument(values.policy);
  const word = policyTerms(deployed(actor.network), named);
  const { manifest } = await openDataset(actor, dataset);
  const terms = termsOf({
    dataset,
    seller: actor.wallet.account.address,
    ...rest,
    segments: scope.segments === ALL_SEGMENTS ? segmentBits(manifest.segments.map((_, i) => i)) : scope.segments,
    ...price,
    ...word,
    licence: await licenceHash(manifest.licence),
  });
  const { market } = deployed(actor.network);
  await storeBlocks(actor, named?.blocks ?? []);
  const { hash } = await send(actor, makeOffer(market, terms));
  const id = offerId(actor.network.chainId, market, terms);
  const token = await tokenOf(actor, terms.token);
  const { policy } = named ?? {};
  const result = { dataset: numberToHex(dataset, { size: 32 }), offer: id, terms, policy, transaction: hash };
  printResult(output, result, [
    `offer       ${id}`,
    `price       ${terms.price === 0n ? "free" : amountText(terms.price, token)}`,
    // Made after the manifest, so that the chain holds no more than its hash.
    ...(policy === undefined ? [] : [`policy      ${canonicalJson(policy as unknown as Json)}`]),
    `transaction ${hash}`,
  ]);
};

async function priceOf(actor: Actor, price: string, named: string | undefined): Promise<Partial<Terms>> {
  if (/^0+(\.0*)?$/.test(price)) return {};
  const token = await tokenNamed(actor, named);
  return { token: token.address, price: amountArgument(price, "price", token) };
}

const withdraw: Command = async ({ args, env, output }) => {
  const { values, positionals } = readArguments(args, { offer: { type: "string" } });
  const actor = await actorFrom(values, env);
  const { id, terms } = await offerNamed(actor, datasetArgument(positionals[0]), values.offer);
  const { hash } = await send(actor, withdrawOffer(deployed(actor.network).market, terms));
  printResult(output, { offer: id, withdrawn: true, transaction: hash }, [`offer       ${id}`, `transaction ${hash}`]);
};

/** What an offer has earned, as far as no refund window holds it. */
const fetchEarnings: Command = async ({ args, env, output }) => {
  const { values, positionals } = readArguments(args, { offer: { type: "string" }, to: { type: "string" } });
  const actor = await actorFrom(values, env);
  const to = values.to === undefined ? actor.wallet.account.address : accountArgument(values.to, "to");
  const { id, terms } = await offerNamed(actor, datasetArgument(positionals[0]), values.offer);
  const { hash, receipt } = await send(actor, collect(deployed(actor.network).market, terms, to));
  const [collected] = eventsOf(actor.network, "market", receipt.logs).flatMap((event) =>
    event.eventName === "Collected" ? [event.args] : [],
  );
  const { amount = 0n, fee = 0n } = collected ?? {};
  const token = await tokenOf(actor, terms.token);
  printResult(output, { offer: id, to, amount, fee, transaction: hash }, [
    `offer       ${id}`,
    `collected   ${amountText(amount, token)}, to ${to}`,
    `fee         ${amountText(fee, token)}`,
    `transaction ${hash}`,
  ]);
};

/** `tallystick offer make|withdraw|collect` */
export const offerCommand = subcommands({ make, withdraw, collect: fetchEarnings });
