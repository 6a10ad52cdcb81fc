import { type AcceptorRecord, acceptorRecord, noteBill, notedBill, type Tally } from "../bills/acceptors.ts";
import { send } from "../chain/send.ts";
import { deployed } from "../networks.ts";
import { billNamed } from "./billNamed.ts";
import type { Command } from "./command.ts";
import { actorFrom, readerFrom } from "./context.ts";
import { amountText } from "./named.ts";
import { accountArgument, readArguments } from "./options.ts";
import { printResult } from "./output.ts";
import { wordText } from "./receivableNamed.ts";
import { subcommands } from "./subcommands.ts";
import { tokenNamed } from "./token.ts";

// How acceptors have paid, as far as anyone noted it.

const note: Command = async ({ args, env, output }) => {
  const { values, positionals } = readArguments(args, {});
  const actor = await actorFrom(values, env);
  const { id, face } = await billNamed(actor, positionals[0]);
  const { hash } = await send(actor, noteBill(deployed(actor.network).acceptors, face));
  const { what, partPaid } = await notedBill(actor, id);
  printResult(output, { bill: wordText(id), what, partPaid, transaction: hash }, [
    `bill        ${wordText(id)}`,
    `noted       ${what.join(", ")}`,
    `transaction ${hash}`,
  ]);
};

/** What each tally of a record is of. */
const words: Readonly<Record<keyof AcceptorRecord, string>> = {
  accepted: "accepted",
  onTime: "on time",
  late: "late",
  partPaid: "in part",
  dishonoured: "dishonoured",
};

const record: Command = async ({ args, env, output }) => {
  const { values, positionals } = readArguments(args, { token: { type: "string" } });
  const acceptor = accountArgument(positionals[0], "acceptor");
  const reader = await readerFrom(values, env);
  const token = await tokenNamed(reader, values.token);
  const found = await acceptorRecord(reader, acceptor, token.address);
  const line = (text: string, { count, sum }: Tally) => `${text.padEnd(11)} ${count}: ${amountText(sum, token)}`;
  printResult(output, { acceptor, token: token.address, record: found }, [
    `acceptor    ${acceptor}`,
    ...(Object.keys(words) as (keyof AcceptorRecord)[]).map((key) => line(words[key], found[key])),
  ]);
};

/** `tallystick bill acceptor …` */
export const acceptor = subcommands({ note, record });
