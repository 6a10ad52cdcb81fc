import type { BillAction } from "@tallystick/sdk/bills/words";
import type { WaysOn } from "./ways-on";

/** Acts as the page offers them: the ways of handing on are one, with a choice in it. */
export type Offered = Exclude<BillAction, WayAction> | "handOver" | "agreeEarly";

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

/** Ways in which a lot may be handed on now. */
export function waysOnIn(actions: readonly BillAction[]): readonly WaysOn[] {
  return actions.flatMap((action): readonly WaysOn[] => (isWay(action) ? wayOf[action] : []));
}

/**
 * What is offered of what the contract permits.
 *
 * @param canAgree whether the account holds the whole of an accepted bill that is not due: its word lets the drawee pay
 */
export function offeredOf(actions: readonly BillAction[], canAgree: boolean): readonly Offered[] {
  const others = actions.filter((action): action is Exclude<BillAction, WayAction> => !isWay(action));
  return [
    ...others,
    ...(waysOnIn(actions).length > 0 ? (["handOver"] as const) : []),
    ...(canAgree ? (["agreeEarly"] as const) : []),
  ];
}
