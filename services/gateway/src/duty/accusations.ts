import type { DatabaseSync } from "node:sqlite";
import { decodeReceipt } from "@tallystick/sdk/gateway/wire";
import { accessLogAbi } from "@tallystick/sdk/generated/abis/AccessLog";
import { type Address, encodeFunctionData, type Hex } from "viem";
import type { Receipts } from "../book/ledger.ts";
import type { Periods } from "../book/periods.ts";
import type { Log } from "../log.ts";
import type { Sender } from "./sender.ts";

export type Accusations = {
  note(digest: Hex, answerBy: number): void;
  /** Accusations that still wait for an answer. */
  open(): number;
  /** Answers what can be answered. */
  tick(): Promise<void>;
};

/** Shows the receipts that somebody accuses the keeper of having left out. */
export function createAccusations(options: {
  database: DatabaseSync;
  accessLog: Address;
  keeper: Address;
  receipts: Receipts;
  periods: Periods;
  sender: Sender;
  now: () => number;
  log: Log;
}): Accusations {
  const { database, accessLog, keeper, receipts, periods, sender, log } = options;
  const insert = database.prepare("INSERT OR IGNORE INTO accusation VALUES (?, ?, 0)");
  const waiting = database.prepare("SELECT digest FROM accusation WHERE answered = 0 AND answer_by > ?");
  const done = database.prepare("UPDATE accusation SET answered = 1 WHERE digest = ?");
  const open = (): Hex[] => waiting.all(Math.floor(options.now() / 1000)).map(({ digest }) => digest as Hex);

  return {
    note: (digest, answerBy) => void insert.run(digest, answerBy),
    open: () => open().length,
    async tick() {
      for (const digest of open()) {
        const kept = receipts.find(digest);
        const place = kept && periods.placeOf(kept.digest, kept.receipt.at);
        if (kept === undefined || place === undefined) {
          log.error("accusation-unanswerable", { digest: digest.slice(0, 18) });
          continue;
        }
        const { at, ...rest } = decodeReceipt(kept.receipt).value;
        const data = encodeFunctionData({
          abi: accessLogAbi,
          functionName: "answer",
          args: [keeper, { ...rest, time: at }, place],
        });
        const outcome = await sender.send(`answer ${digest}`, { to: accessLog, data });
        // Refused: somebody else has shown it, or it is too late.
        if (outcome !== "waiting") done.run(digest);
        log.info("accusation-answered", { outcome });
      }
    },
  };
}
