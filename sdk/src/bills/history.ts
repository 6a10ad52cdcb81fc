import { type Address, type Hex, isAddressEqual } from "viem";
import type { Reader } from "../chain/actor.ts";
import { explainError } from "../chain/explainError.ts";
import { tallystickError } from "../errors.ts";
import { lotsOf } from "../instruments/contracts.ts";
import { lineageOf } from "../instruments/lineage.ts";
import { innerOf, KIND, type Link, lotId, rollsAlong, rootId } from "../instruments/links.ts";
import { stepsOfRoot } from "../instruments/readLineage.ts";
import { readFace } from "./billState.ts";
import { billsOf } from "./contracts.ts";
import { type BillFace, billId } from "./face.ts";

// The endorsements of a bill: read from the chain, kept in a file, and proved against the hash that each lot carries.

/** One of a bill's lots, with all links from the drawer to it. */
export interface LotHistory {
  readonly id: bigint;
  /** Of its id; `FIRST_LOT` for the first lot. */
  readonly inner: Hex;
  /** Undefined: there is no such lot any more. */
  readonly holder?: Address | undefined;
  /** Number of its first unit. */
  readonly start: number;
  readonly units: number;
  readonly state: number;
  /** Hash of all links (`ILots.rollOf`). */
  readonly roll: Hex;
  readonly links: readonly Link[];
}

/** The block up to which a history goes. */
export interface HistoryBlock {
  readonly number: bigint;
  readonly hash: Hex;
  /** Unix second. */
  readonly time: number;
}

/** A bill's face and the chains of all its lots, as a block has them. */
export interface BillHistory {
  readonly chainId: number;
  readonly bills: Address;
  readonly lotsContract: Address;
  /** Of the bill. */
  readonly id: bigint;
  readonly block: HistoryBlock;
  readonly face: BillFace;
  /** In the order in which they came about, the first lot first. */
  readonly lots: readonly LotHistory[];
}

/**
 * Reads a bill's history from events.
 *
 * @param blockNumber up to which block. Default: the newest
 * @throws `UnknownBill`, `LineageMismatch` where the node lacks logs, `NotDeployed`, `ChainUnreachable`
 */
export async function readHistory(reader: Reader, id: bigint, blockNumber?: bigint): Promise<BillHistory> {
  const { network } = reader;
  const bills = billsOf(network).address;
  const block = await readBlock(reader, blockNumber);
  const [face, steps] = await Promise.all([readFace(reader, id), stepsOfRoot(reader, rootId(bills, id), block.number)]);
  const lots = [...lineageOf(steps).values()].map(
    ({ id: lot, inner, holder, start, units, state, roll, links }): LotHistory => ({
      ...{ id: lot, inner, start, units, state, roll, links },
      ...(holder === undefined ? {} : { holder }),
    }),
  );
  return { chainId: network.chainId, bills, lotsContract: lotsOf(network).address, id, block, face, lots };
}

async function readBlock({ client, network }: Reader, blockNumber?: bigint): Promise<HistoryBlock> {
  try {
    const { number, hash, timestamp } = await client.getBlock(blockNumber === undefined ? {} : { blockNumber });
    return { number, hash, time: Number(timestamp) };
  } catch (error) {
    throw explainError(error, { act: "readHistory", network });
  }
}

/**
 * Proves a history by itself, without a chain: the face leads to the bill's id, the links of each lot lead to its id and its
 * hash, from the drawer to its holder, and the lots that there are make up no more than the bill. Whether the chain has the
 * same hashes, `checkHistory` asks.
 *
 * @throws `HistoryInvalid` with what does not fit, and why
 */
export function verifyHistory(history: BillHistory): void {
  const { face, chainId, bills, id, lots, block } = history;
  if (billId(chainId, bills, face) !== id) throw wrong("bill", "the face has another id");
  const root = rootId(bills, id);
  if (lots[0]?.id !== root) throw wrong("lots", "the first is not the bill's own first lot");
  lots.forEach((lot, i) => {
    verifyLot(lot, `lots[${i}]`, { root, face, time: block.time });
  });
  if (new Set(lots.map((lot) => lot.id)).size !== lots.length) throw wrong("lots", "one is there twice");
  verifyUnits(lots, face);
}

interface Measure {
  readonly root: bigint;
  readonly face: BillFace;
  readonly time: number;
}

function verifyLot(lot: LotHistory, at: string, { root, face, time }: Measure): void {
  const { id, inner, holder, roll, links } = lot;
  if (lotId(root, inner) !== id) throw wrong(`${at}.lot`, "its id is another");
  const rolls = rollsAlong(root, links);
  if (rolls.at(-1) !== roll) throw wrong(`${at}.roll`, "the links lead to another hash");
  // Of a lot that was cut off another, the last division made its id.
  const cut = links.findLastIndex(({ units }) => units !== 0);
  const made = cut === -1 ? 0n : BigInt(innerOf(rolls[cut] as Hex, links[cut] as Link));
  if (BigInt(inner) !== made) throw wrong(`${at}.inner`, "its links don't lead to it");
  let last = { holder: face.drawer, time: 0 };
  links.forEach((link, i) => {
    const field = `${at}.links[${i}]`;
    // Who takes a lot up need not have held it before, and takes it from whoever holds it.
    const isHandedOn = link.kind === KIND.takenUp || isAddressEqual(link.from, last.holder);
    if (!isHandedOn) throw wrong(field, "who gives it did not hold it");
    if (link.time < last.time || link.time > time) throw wrong(field, "its time is not between its neighbours'");
    last = { holder: link.to, time: link.time };
  });
  if (holder !== undefined && !isAddressEqual(holder, last.holder))
    throw wrong(`${at}.holder`, "the last link is not his");
  if ((holder === undefined) !== (lot.units === 0)) throw wrong(`${at}.units`, "a lot without units has no holder");
}

/** No unit is in two lots. */
function verifyUnits(lots: readonly LotHistory[], face: BillFace): void {
  const ascending = lots.filter(({ units }) => units > 0).sort((a, b) => a.start - b.start);
  let next = 0;
  for (const { start, units } of ascending) {
    if (start < next) throw wrong("lots", `unit ${start} is in two of them`);
    next = start + units;
  }
  if (next > face.units) throw wrong("lots", `there are ${face.units} units only`);
}

/** What the chain says to a history. */
export interface HistoryCheck {
  /** Whether the chain has the block that it goes up to. */
  readonly isBlockKnown: boolean;
  /** Whether the chain had exactly these chains and holders then. */
  readonly isTrue: boolean;
  /** Whether nothing was done since. */
  readonly isCurrent: boolean;
}

/**
 * Checks a history against the chain; that it proves itself, `verifyHistory` tells.
 *
 * @throws `WrongChain`, `UnknownBill`, `LineageMismatch` where the node lacks logs, `NotDeployed`, `ChainUnreachable`
 */
export async function checkHistory(reader: Reader, history: BillHistory): Promise<HistoryCheck> {
  const { network } = reader;
  if (history.chainId !== network.chainId) {
    throw tallystickError("WrongChain", { expected: history.chainId, actual: network.chainId });
  }
  const now = await readHistory(reader, history.id);
  if (history.block.number > now.block.number) return { isBlockKnown: false, isTrue: false, isCurrent: false };
  const then = await readHistory(reader, history.id, history.block.number);
  const [told, found, newest] = [history, then, now].map(lotsText);
  const isBlockKnown = then.block.hash === history.block.hash;
  const isHere = isAddressEqual(history.bills, then.bills) && isAddressEqual(history.lotsContract, then.lotsContract);
  const isTrue = isHere && told === found;
  return { isBlockKnown, isTrue, isCurrent: isTrue && told === newest };
}

/** The holders and hashes of the lots: what a chain has of them, and all links with it. */
function lotsText({ lots }: BillHistory): string {
  const facts = lots.map(({ id, holder, units, state, roll }) => [
    String(id),
    holder?.toLowerCase(),
    units,
    state,
    roll,
  ]);
  return JSON.stringify(facts);
}

function wrong(field: string, reason: string): Error {
  return tallystickError("HistoryInvalid", { field, reason });
}
