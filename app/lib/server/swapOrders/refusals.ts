/** Why an order, a note or a withdrawal is not taken; each with a sentence that says what can be done. */
export const orderRefusals = {
  malformed: "This is not of the form that is needed.",
  oversize: "It is larger than any order is.",
  faulty: "Nobody could take this order safely.",
  forged: "The signature is not its maker's, taker's or recipient's.",
  withdrawn: "The maker has withdrawn his orders of this number. Sign one with another number.",
  unknownOrder: "There is no such order here. It may have ended, or have been withdrawn.",
  wrongTake: "The note does not fit the order.",
  wrongRelease: "The release does not fit an open lock.",
  tooManyOfRecipient: "There is no room for more releases of this recipient. Give it to the lock's refundee yourself.",
  tooManyOfMaker: "There is no room for more orders of this maker. Withdraw some first.",
  tooManyOfOrder: "There is no room for more notes for this order. The maker finds the lock by the chain as well.",
  full: "There is no room for more. Use another relay, or give it to takers yourself.",
  flood: "Too many at once. Wait a little and try again.",
  chainDown: "The chain does not answer, so the signature can't be checked. Try again later.",
  otherChain: "This relay is connected to another chain than its orders are for. Its operator has to set that right.",
} as const;

export type OrderRefusal = keyof typeof orderRefusals;

const statuses: Readonly<Record<OrderRefusal, number>> = {
  malformed: 400,
  oversize: 413,
  faulty: 422,
  forged: 422,
  withdrawn: 409,
  unknownOrder: 404,
  wrongTake: 422,
  wrongRelease: 422,
  tooManyOfRecipient: 507,
  tooManyOfMaker: 507,
  tooManyOfOrder: 507,
  full: 507,
  flood: 429,
  chainDown: 503,
  otherChain: 503,
};

/** A refusal as it is answered; `details` name the faults. */
export function refusedOrder(code: OrderRefusal, details: readonly string[] = []): Response {
  const sentence = details.length === 0 ? orderRefusals[code] : `${orderRefusals[code]} (${details.join(", ")})`;
  const body = { code, sentence, ...(details.length === 0 ? {} : { details }) };
  return Response.json(body, { status: statuses[code], headers: { "cache-control": "no-store" } });
}
