import type { Address } from "viem";
import { billRoot } from "../../src/bills/billState.ts";
import { acceptBill, drawBill, receiveBill } from "../../src/bills/bills.ts";
import { documentedFace } from "../../src/bills/credential.ts";
import { type BillFace, billId, dayOfTime, placeWord, type UndocumentedFace } from "../../src/bills/face.ts";
import { readHistory } from "../../src/bills/history.ts";
import type { Actor, Reader } from "../../src/chain/actor.ts";
import { send } from "../../src/chain/send.ts";
import { chainTime } from "../../src/chain/time.ts";
import { approve } from "../../src/market/buying.ts";
import { type Deployment, deployed } from "../../src/networks.ts";
import { soundFace } from "./billFace.ts";
import { addressOf, type TestChain, testChain } from "./chain.ts";
import { fund } from "./market.ts";

/** A chain with bills, their parties, and money for each. */
export interface BillsWorld {
  readonly chain: TestChain;
  readonly places: Deployment;
  readonly token: Address;
  readonly reader: Reader;
  readonly actor: TestChain["actor"];
  readonly drawer: Actor;
  readonly drawee: Actor;
  readonly payee: Actor;
  readonly second: Actor;
  readonly third: Actor;
  readonly today: () => Promise<number>;
  /** A face of 100.00 due in 60 days that nobody has drawn yet. */
  readonly newFace: (changes?: Partial<UndocumentedFace>) => Promise<BillFace>;
  /** The same, drawn, received and accepted. */
  readonly accepted: (changes?: Partial<UndocumentedFace>) => Promise<BillFace>;
  readonly idOf: (face: BillFace) => bigint;
  readonly rootOf: (face: BillFace) => bigint;
  /** Goes to the noon of a day. */
  readonly goTo: (day: number) => Promise<void>;
  /** The lot of a bill that somebody holds. */
  readonly lotWith: (
    face: BillFace,
    who: Actor,
  ) => Promise<Awaited<ReturnType<typeof readHistory>>["lots"][number] & { readonly holder: Address }>;
}

export async function billsWorld(): Promise<BillsWorld> {
  const chain = await testChain();
  const { actor, network, reader } = chain;
  const places = deployed(network);
  const token = places.eurx as Address;
  const people = {
    drawer: actor("supplier"),
    drawee: actor("enterprise"),
    payee: actor("workshop"),
    second: actor("financier"),
    third: actor("carrier"),
  };
  for (const who of Object.values(people)) {
    await fund(who);
    for (const spender of [places.bills, places.billsRecourse]) {
      await send(who, approve(token, spender, 2n ** 256n - 1n));
    }
  }
  const today = async () => dayOfTime(await chainTime(reader));
  const { document: _, ...sound } = soundFace;
  let serial = 0;
  const newFace = async (changes: Partial<UndocumentedFace> = {}): Promise<BillFace> => {
    const day = await today();
    const face: UndocumentedFace = {
      ...sound,
      drawer: addressOf(people.drawer),
      drawee: addressOf(people.drawee),
      payee: addressOf(people.payee),
      token,
      units: 10_000,
      drawnOn: day,
      term: day + 60,
      // Faces differ in something.
      drawnAt: placeWord(`Basel ${++serial}, CH`),
      ...changes,
    };
    return documentedFace(face, { chainId: 31_337, bills: places.bills });
  };
  const idOf = (face: BillFace) => billId(31_337, places.bills, face);
  return {
    ...{ chain, places, token, reader, actor, ...people, today, newFace, idOf },
    rootOf: (face) => billRoot(places.bills, idOf(face)),
    async accepted(changes) {
      const face = await newFace(changes);
      await send(people.drawer, drawBill(places.bills, face));
      await send(people.payee, receiveBill(places.bills, face));
      await send(people.drawee, acceptBill(places.bills, face));
      return face;
    },
    async goTo(day) {
      const seconds = day * 86_400 + 43_200 - (await chainTime(reader));
      await chain.pass(seconds);
    },
    async lotWith(face, who) {
      const { lots } = await readHistory(reader, idOf(face));
      const found = lots.find(({ holder }) => holder === addressOf(who));
      if (found?.holder === undefined) throw new Error(`${addressOf(who)} holds no lot`);
      return { ...found, holder: found.holder };
    },
  };
}
