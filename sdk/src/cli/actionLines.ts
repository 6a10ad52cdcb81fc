import type { Reader } from "../chain/actor.ts";
import type { Action } from "../governance/action.ts";
import { decodeAction } from "../governance/decode.ts";
import { knownContracts } from "../governance/known.ts";
import { sentenceOf, sentenceText } from "../governance/sentences.ts";

/** What actions do, for people. */
export function actionLines({ network }: Reader, actions: readonly Action[]): string[] {
  const known = knownContracts(network);
  return actions.map((action, i) => {
    return `action ${i + 1}    ${sentenceText(sentenceOf(decodeAction(action, known)))}`;
  });
}
