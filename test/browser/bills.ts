import { acceptBill, drawBill } from "@tallystick/sdk/bills/bills";
import { documentedFace } from "@tallystick/sdk/bills/credential";
import { billId, draftFace } from "@tallystick/sdk/bills/face";
import { type BillHistory, readHistory } from "@tallystick/sdk/bills/history";
import { calldataOf, callOf } from "@tallystick/sdk/chain/call";
import { send } from "@tallystick/sdk/chain/send";
import { lotsAbi } from "@tallystick/sdk/generated/abis/Lots";
import { KIND, rootId } from "@tallystick/sdk/instruments/links";
import { setLotsOperator } from "@tallystick/sdk/instruments/lots";
import { deployed } from "@tallystick/sdk/networks";
import type { Address } from "viem";
import { day, now } from "./claims.ts";
import { accountAt } from "./wallet.ts";
import { actorAt } from "./world.ts";

// Bills that a test finds there already, made through the SDK.

/** Endorsements that fit into a transaction. */
const AT_ONCE = 50;

/** History of an accepted bill that drawer and drawee have endorsed to one another so many times. */
export async function endorsedHistory(
  drawer: { readonly index: number },
  drawee: { readonly index: number },
  count: number,
): Promise<BillHistory> {
  const [actor, other] = [actorAt(drawer.index), actorAt(drawee.index)];
  const { bills, lots, eurx } = deployed(actor.network);
  const [own, theirs] = [accountAt(drawer.index).address, accountAt(drawee.index).address];
  const date = async (days: number) => new Date(((await now()) + days * day) * 1_000).toISOString().slice(0, 10);
  const draft = draftFace({
    ...{ drawer: own, drawee: theirs, payee: own, token: eurx as Address, amount: 1_000_000n, decimals: 6 },
    ...{ drawnOn: await date(0), due: { tenor: "fixedDay", on: await date(90) }, rules: 1 },
    ...{ drawnAt: `Basel ${Date.now().toString(36)}, CH`, payableAt: "Frankfurt am Main, DE" },
  });
  const face = await documentedFace(draft, { chainId: actor.network.chainId, bills });
  const id = billId(actor.network.chainId, bills, face);
  const lot = rootId(bills, id);
  await send(actor, drawBill(bills, face));
  await send(other, acceptBill(bills, face));
  // The drawee lets the drawer endorse for him, so that many go into one transaction.
  await send(other, setLotsOperator(lots, own, true));
  const calls = Array.from({ length: count }, (_, i) =>
    i % 2 === 0
      ? callOf(lots, lotsAbi, "endorse", [lot, theirs, KIND.withRecourse])
      : callOf(lots, lotsAbi, "endorseFrom", [theirs, lot, own, KIND.withRecourse]),
  );
  for (let i = 0; i < count; i += AT_ONCE) {
    await send(actor, callOf(lots, lotsAbi, "multicall", [calls.slice(i, i + AT_ONCE).map(calldataOf)]));
  }
  await send(other, setLotsOperator(lots, own, false));
  return readHistory(actor, id);
}
