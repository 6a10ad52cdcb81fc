import type { Deadline, DeadlineKind } from "@tallystick/sdk/bills/deadlines";
import type { Offered } from "./offered.ts";

/** What ends an act, whichever comes first. */
const ends: Partial<Readonly<Record<Offered, readonly DeadlineKind[]>>> = {
  receiveBill: ["receive"],
  present: ["presentForAcceptance"],
  accept: ["answerAcceptance", "due"],
  acceptPart: ["answerAcceptance", "due"],
  refuse: ["answerAcceptance", "due"],
  presentForPayment: ["presentForPayment"],
  refusePayment: ["answerPayment"],
  protest: ["protest"],
  notify: ["notice"],
};

/** Last day on which an act can be done, or of a notice is in time; undefined: no day ends it. */
export function lastDayOf(act: Offered, deadlines: readonly Deadline[]): number | undefined {
  const days = deadlines.filter(({ kind }) => ends[act]?.includes(kind)).map(({ lastDay }) => lastDay);
  return days.length === 0 ? undefined : Math.min(...days);
}

const others: readonly Offered[] = ["pay", "payEarly", "agreeEarly", "novate", "toPaper"];

/** Whether an act costs the chain's fee and nothing else; of others, their own sentences tell. */
export const isOnlyFee = (act: Offered): boolean => !others.includes(act);
