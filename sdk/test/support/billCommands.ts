import assert from "node:assert/strict";
import { join } from "node:path";
import { dateOfDay, dayOfTime } from "../../src/bills/face.ts";
import { chainTime } from "../../src/chain/time.ts";
import type { BillResult } from "../../src/cli/billLines.ts";
import type { PersonaId } from "../../src/local/personas.ts";
import { balanceOf } from "../../src/market/token.ts";
import { deployed } from "../../src/networks.ts";
import { addressOf } from "./chain.ts";
import { answerOf, refusalOf } from "./command.ts";
import type { TestStack } from "./stack.ts";

/** `tallystick bill …` of a stack, as personas give it. */
export function billCommands(stack: () => TestStack) {
  const account = (who: PersonaId) => addressOf(stack().actor(who));
  return {
    account,
    run: <T = BillResult & { readonly transaction: string }>(who: PersonaId, ...args: readonly string[]) =>
      answerOf<T>(stack(), ["bill", ...args, "--persona", who]),
    refused: (who: PersonaId, ...args: readonly string[]) => refusalOf(stack(), ["bill", ...args, "--persona", who]),
    /** A file's place. */
    at: (name: string): string => join(stack().folder, name),
    /** The date so many days from the chain's now. */
    dayIn: async (days: number): Promise<string> =>
      dateOfDay(dayOfTime(await chainTime(stack().actor("supplier"))) + days),
    balance: (who: PersonaId) => {
      const { eurx } = deployed(stack().network);
      assert.ok(eurx);
      return balanceOf(stack().actor(who), eurx, account(who));
    },
  };
}
