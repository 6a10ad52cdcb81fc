import { numberToHex } from "viem";
import { send } from "../chain/send.ts";
import { TallystickError } from "../errors.ts";
import { ratablePurchases, rate } from "../market/ratings.ts";
import { deployed } from "../networks.ts";
import type { Command } from "./command.ts";
import { actorFrom } from "./context.ts";
import { UsageError } from "./exitCode.ts";
import { datasetArgument, numberArgument, readArguments } from "./options.ts";
import { printResult } from "./output.ts";

/** `tallystick rate <dataset> --stars <1-5>`: the newest purchase that can be rated. */
export const rateCommand: Command = async ({ args, env, output }) => {
  const { values, positionals } = readArguments(args, {
    stars: { type: "string" },
    comment: { type: "string", default: "" },
  });
  const dataset = datasetArgument(positionals[0]);
  const stars = numberArgument(values.stars ?? "", "stars", 1);
  if (stars > 5) throw new UsageError("--stars: 1 to 5.");
  const actor = await actorFrom(values, env);
  const account = actor.wallet.account.address;
  const purchases = await ratablePurchases(actor, dataset, account);
  const index = purchases.findIndex(({ refused }) => refused === undefined);
  if (index === -1) {
    const why = purchases[0]?.refused ?? "Ratings_NoPurchase";
    const message = `${account} has no purchase of this data set that can be rated now.`;
    throw new TallystickError(why, message, "Buy it, or wait until the refund window is closed.", { dataset });
  }
  const earlier = purchases[index]?.stars ?? 0;
  const rating = { stars, comment: values.comment };
  const call = rate(deployed(actor.network).ratings, dataset, purchases.slice(0, index + 1), rating);
  const { hash } = await send(actor, call);
  printResult(output, { dataset: numberToHex(dataset, { size: 32 }), stars, earlier, transaction: hash }, [
    `stars       ${stars}${earlier === 0 ? "" : `, before: ${earlier}`}`,
    `transaction ${hash}`,
  ]);
};
