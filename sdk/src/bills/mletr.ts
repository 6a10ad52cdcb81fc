import { type Address, type Hex, isAddressEqual, keccak256 } from "viem";
import type { Reader } from "../chain/actor.ts";
import { explainError } from "../chain/explainError.ts";
import { readView } from "../chain/readView.ts";
import { isTallystickError } from "../errors.ts";
import { lotsOf } from "../instruments/contracts.ts";
import { type BillEvent, billEvents } from "./billEvents.ts";
import { type Bill, billOf } from "./billState.ts";
import { isDocumented } from "./credential.ts";
import { type BillFace, faceHash } from "./face.ts";
import { type BillHistory, type HistoryBlock, type LotHistory, readHistory, verifyHistory } from "./history.ts";
import { holdsOf } from "./holding.ts";
import type { Hold } from "./words.ts";

// What the Model Law on Electronic Transferable Records (UNCITRAL 2017) asks of one, shown for a bill from its id and the
// chain alone.

/** A requirement of the model law, by its article. */
export type MletrArticle = "10(1)(b)(i)" | "10(1)(b)(ii)" | "10(1)(b)(iii)" | "10(2)" | "11" | "13" | "15";

/** A requirement, and whether the chain shows that it is met. */
export interface MletrFinding {
  readonly article: MletrArticle;
  readonly isMet: boolean;
  /** What was looked at, and what was found. */
  readonly text: string;
}

/** Who has a part of a bill, and since when. */
export interface Control {
  readonly lot: bigint;
  readonly holder: Address;
  /** Unix second of the link by which he came to it, or of the drawing. */
  readonly since: number;
  readonly start: number;
  readonly units: number;
  /** In blank, with an agent, pledged or stopped; nothing: free. */
  readonly holds: readonly Hold[];
  /** Whether the chain's state says the same as its events. */
  readonly isConfirmed: boolean;
}

/** All that the chain says of a bill. */
export interface MletrReport {
  readonly chainId: number;
  readonly bills: Address;
  readonly lotsContract: Address;
  /** keccak-256 of the code at both: what a reader compares with the code that he knows. */
  readonly code: { readonly bills: Hex; readonly lots: Hex };
  readonly id: bigint;
  /** As of which all is said. */
  readonly block: HistoryBlock;
  readonly face: BillFace;
  readonly faceHash: Hex;
  readonly bill: Bill;
  readonly control: readonly Control[];
  readonly findings: readonly MletrFinding[];
  readonly events: readonly BillEvent[];
  readonly history: BillHistory;
}

/**
 * Shows singularity, control, integrity and the whole history of a bill, from its id and a node.
 *
 * @throws `UnknownBill`, `LineageMismatch` where the node lacks logs, `NotDeployed`, `ChainUnreachable`
 */
export async function mletrReport(reader: Reader, id: bigint): Promise<MletrReport> {
  const { network } = reader;
  const history = await readHistory(reader, id);
  const { face, block, bills, lotsContract } = history;
  const place = { chainId: network.chainId, bills };
  const [events, bill, control, billsCode, lotsCode, isOwnDocument] = await Promise.all([
    billEvents(reader, id, block.number),
    billOf(reader, id, block.number),
    Promise.all(history.lots.flatMap((lot) => controlOf(reader, history, lot))),
    codeHash(reader, bills),
    codeHash(reader, lotsContract),
    isDocumented(face, place),
  ]);
  const opened = events.find(({ name }) => name === "Opened")?.time ?? 0;
  const told = control.map((each) => ({ ...each, since: each.since || opened }));
  return {
    ...{
      chainId: network.chainId,
      bills,
      lotsContract,
      id,
      block,
      face,
      faceHash: faceHash(face),
      bill,
      events,
      history,
    },
    code: { bills: billsCode, lots: lotsCode },
    control: told,
    findings: findingsOf(history, events, told, isOwnDocument),
  };
}

function controlOf(reader: Reader, history: BillHistory, lot: LotHistory): Promise<Control>[] {
  const { holder } = lot;
  return holder === undefined ? [] : [confirmedControl(reader, history, { ...lot, holder })];
}

async function confirmedControl(
  reader: Reader,
  { block }: BillHistory,
  { id, holder, start, units, state, links, roll }: LotHistory & { readonly holder: Address },
): Promise<Control> {
  const lots = lotsOf(reader.network);
  const [kept, keptRoll] = await Promise.all([
    readView(reader, lots, "lotOf", [id], block.number),
    readView(reader, lots, "rollOf", [id], block.number),
  ]);
  const isSame = isAddressEqual(kept.holder, holder) && kept.start === start && kept.units === units;
  const since = Math.min(links.at(-1)?.time ?? 0, block.time);
  return { lot: id, holder, since, start, units, holds: holdsOf({ state }), isConfirmed: isSame && keptRoll === roll };
}

async function codeHash({ client, network }: Reader, address: Address): Promise<Hex> {
  try {
    return keccak256((await client.getCode({ address })) ?? "0x");
  } catch (error) {
    throw explainError(error, { act: "mletrReport", network });
  }
}

function findingsOf(
  history: BillHistory,
  events: readonly BillEvent[],
  control: readonly Control[],
  isOwnDocument: boolean,
): MletrFinding[] {
  const drawings = events.filter(({ name, contract }) => name === "Drawn" && contract === "Bills");
  const first = drawings[0];
  const fault = faultOf(history);
  const links = history.lots.reduce((sum, lot) => sum + lot.links.length, 0);
  const isProved = fault === undefined;
  const areConfirmed = control.every(({ isConfirmed }) => isConfirmed);
  const holders = new Set(control.map(({ holder }) => holder.toLowerCase())).size;
  return [
    {
      article: "10(1)(b)(i)",
      isMet: drawings.length === 1,
      text:
        first === undefined
          ? "Singularity: nothing tells of a drawing."
          : `Singularity: this face was drawn ${drawings.length === 1 ? "once" : `${drawings.length} times`}, in transaction ${first.transaction}; its id is the hash of chain, contract and face.`,
    },
    {
      article: "10(1)(b)(ii)",
      isMet: areConfirmed && events.some(({ name }) => name === "Opened"),
      text: `Control from its making on: the contract's state names the holders that its events lead to, for ${control.length} lots.`,
    },
    {
      article: "10(1)(b)(iii)",
      isMet: isProved,
      text: isProved
        ? `Integrity: ${links} links of ${history.lots.length} lots lead to the hashes that the contract keeps.`
        : `Integrity: ${fault}`,
    },
    {
      article: "10(2)",
      isMet: isOwnDocument,
      text: isOwnDocument
        ? "Completeness: the hash on the face is that of the bill as its credential has it."
        : "Completeness: the hash on the face is another document's; ask for it and compare.",
    },
    {
      article: "11",
      isMet: isProved && areConfirmed,
      text: `Exclusive control: no unit is in two lots, and each lot has one holder (${holders} in all).`,
    },
    {
      article: "13",
      isMet: events.every(({ time }) => time > 0) && BigInt(history.face.drawnAt) !== 0n,
      text: "Time and place: each act has its block's time, and places of drawing and payment are on the face.",
    },
    {
      article: "15",
      isMet: isProved,
      text: "Endorsement: each link names its giver, its receiver, its kind and its second.",
    },
  ];
}

function faultOf(history: BillHistory): string | undefined {
  try {
    verifyHistory(history);
    return undefined;
  } catch (error) {
    if (isTallystickError(error, "HistoryInvalid")) return error.message;
    throw error;
  }
}
