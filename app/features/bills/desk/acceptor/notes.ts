import type { NotedBill } from "@tallystick/sdk/bills/acceptors";
import type { AcceptorNote, BillStatus } from "@tallystick/sdk/bills/words";

/** What an acceptor's record counts of a bill that he accepted. */
interface AcceptedBill {
  readonly status: BillStatus;
  /** Day of the dishonour; zero: there was none. */
  readonly eventDay: number;
  /** Principal paid on one unit. */
  readonly paid: bigint;
  readonly units: number;
}

/** What the record would count of an accepted bill as it stands (`Acceptors.note`). */
export function noteOf({ status, eventDay, paid, units }: AcceptedBill): NotedBill {
  const isDishonoured = eventDay !== 0;
  const isPaid = status === "paid";
  const isPart = !isPaid && paid > 0n;
  const what: AcceptorNote[] = ["accepted"];
  if (isPaid) what.push(isDishonoured ? "late" : "onTime");
  if (isPart) what.push("partPaid");
  if (isDishonoured) what.push("dishonoured");
  return { what, partPaid: isPart ? paid * BigInt(units) : 0n };
}

/** Whether the record counts a bill as it stands. */
export function isNoted(now: NotedBill, noted: NotedBill): boolean {
  return now.partPaid === noted.partPaid && now.what.join() === noted.what.join();
}
