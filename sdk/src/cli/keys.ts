import { send } from "../chain/send.ts";
import { keyOf, publishKey } from "../identity/encryptionKeys.ts";
import { deployed } from "../networks.ts";
import type { Command } from "./command.ts";
import { actorFrom, keyPairOf } from "./context.ts";
import { UsageError } from "./exitCode.ts";
import { readArguments } from "./options.ts";
import { printResult } from "./output.ts";

/** `tallystick keys [publish]` */
export const keysCommand: Command = async ({ args, env, output }) => {
  const { values, positionals } = readArguments(args, {});
  const [what, ...more] = positionals;
  if ((what !== undefined && what !== "publish") || more.length > 0)
    throw new UsageError(`"${positionals.join(" ")}" is not understood.`);
  const actor = await actorFrom(values, env);
  const account = actor.wallet.account.address;
  const { publicKey } = await keyPairOf(actor);
  const before = await keyOf(actor, account);
  const same = before?.key === publicKey;
  const sent =
    what === "publish" && !same
      ? await send(actor, publishKey(deployed(actor.network).encryptionKeys, publicKey))
      : undefined;
  const published = same || sent !== undefined;
  printResult(output, { account, publicKey, published, ...(sent ? { transaction: sent.hash } : {}) }, [
    `account     ${account}`,
    `public key  ${publicKey}`,
    published ? "published   yes" : before ? `published   another key: ${before.key}` : "published   no",
    ...(sent ? [`transaction ${sent.hash}`] : []),
  ]);
};
