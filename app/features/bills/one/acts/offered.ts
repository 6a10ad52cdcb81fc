import type { BillFace } from "@tallystick/sdk/bills/face";
import type { LotHistory } from "@tallystick/sdk/bills/history";
import { holdsOf } from "@tallystick/sdk/bills/holding";
import type { BillAction } from "@tallystick/sdk/bills/words";
import type { WaysOn } from "./ways-on";

/** What `actionsOf` does not speak of, as it needs a word of others, or is anybody's. */
export type FurtherAct = "agreeEarly" | "attest" | "novate" | "toPaper";

/** Acts as the page offers them: the ways of handing on are one, with a choice in it. */
export type Offered = Exclude<BillAction, WayAction> | "handOver" | FurtherAct;

const wayOf = {
  handOn: ["withRecourse", "withoutRecourse"],
  endorseNoFurther: ["noFurther"],
  endorseInBlank: ["inBlank"],
  endorseForCollection: ["collection"],
  pledge: ["pledge"],
  deliver: ["delivered"],
} as const satisfies Partial<Record<BillAction, readonly WaysOn[]>>;

type WayAction = keyof typeof wayOf;

const isWay = (action: BillAction): action is WayAction => Object.hasOwn(wayOf, action);

/** Whether somebody holds the whole bill for himself, by the lots that are his: not as an agent or in pledge, nor stopped. */
export function holdsWhole(
  own: readonly Pick<LotHistory, "units" | "state">[],
  { units }: Pick<BillFace, "units">,
): boolean {
  const [lot] = own;
  return own.length === 1 && lot?.units === units && holdsOf(lot).every((hold) => hold === "inBlank");
}

/** Ways in which a lot may be handed on now. */
export function waysOnIn(actions: readonly BillAction[]): readonly WaysOn[] {
  return actions.flatMap((action): readonly WaysOn[] => (isWay(action) ? wayOf[action] : []));
}

/** What is offered of what the contract permits, and what is possible beside that. */
export function offeredOf(actions: readonly BillAction[], further: readonly FurtherAct[]): readonly Offered[] {
  const others = actions.filter((action): action is Exclude<BillAction, WayAction> => !isWay(action));
  return [...others, ...(waysOnIn(actions).length > 0 ? (["handOver"] as const) : []), ...further];
}
