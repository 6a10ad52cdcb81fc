import type { Address, Hex } from "viem";
import type { Reader } from "../chain/actor.ts";
import { logsSoFar } from "../chain/logs.ts";
import { readView } from "../chain/readView.ts";
import { tallystickError } from "../errors.ts";
import { lotId, rootId } from "../instruments/links.ts";
import type { Due } from "../instruments/receivableState.ts";
import { billsDeskOf, billsOf } from "./contracts.ts";
import { type BillFace, billId, encodeFace } from "./face.ts";
import {
  type BillAction,
  type BillFlag,
  type BillStatus,
  billActions,
  billFlags,
  billStatuses,
  namesIn,
} from "./words.ts";

/** State of a bill (`IBills.Bill`). Days from 1 January 1970 on; zero: not known yet, or it did not happen. */
export interface Bill {
  readonly status: BillStatus;
  readonly flags: readonly BillFlag[];
  readonly dueDay: number;
  /** Last day on which the drawee may answer what was presented. */
  readonly windowDay: number;
  /** Day of the refusal or dishonour. */
  readonly eventDay: number;
  /** Unix second of the protest. */
  readonly protestedAt: number;
  /** Principal paid on each unit, in base units. */
  readonly paid: bigint;
}

/** A bill as viem reads it. */
export type ReadBill = Omit<Bill, "status" | "flags"> & { readonly status: number; readonly flags: number };

/** State by its number. */
export function billStatusOf(status: number): BillStatus {
  return billStatuses[status] ?? "none";
}

/** A bill's state of what the contract says. */
export function billIn({ status, flags, ...rest }: ReadBill): Bill {
  return { ...rest, status: billStatusOf(status), flags: namesIn(billFlags, flags) };
}

/** Names of the actions in a word of bits. */
export function billActionsIn(bits: bigint): BillAction[] {
  return namesIn(billActions, bits);
}

/** Id of a bill's first lot. */
export function billRoot(bills: Address, id: bigint): bigint {
  return rootId(bills, id);
}

/** Id of one of a bill's lots. */
export function billLot(bills: Address, id: bigint, inner: Hex): bigint {
  return lotId(rootId(bills, id), inner);
}

/**
 * Id of a face on the reader's network.
 *
 * @throws `NotDeployed`
 */
export function billIdOn({ network }: Pick<Reader, "network">, face: BillFace): bigint {
  return billId(network.chainId, billsOf(network).address, face);
}

/**
 * State of a bill now (`IBills.billOf`); its status is "none" where there is none.
 *
 * @param blockNumber as of which block. Default: the newest
 * @throws `NotDeployed`, `ChainUnreachable`
 */
export async function billOf(reader: Reader, id: bigint, blockNumber?: bigint): Promise<Bill> {
  return billIn(await readView(reader, billsOf(reader.network), "billOf", [id], blockNumber));
}

/**
 * Base units of each unit that the acceptor owes; zero: it is not accepted (`IBills.acceptedOf`).
 *
 * @throws `NotDeployed`, `ChainUnreachable`
 */
export function acceptedPart(reader: Reader, face: BillFace): Promise<bigint> {
  return readView(reader, billsOf(reader.network), "acceptedOf", [face]);
}

/**
 * Interest paid on each unit, in base units (`IBills.interestOf`).
 *
 * @throws `NotDeployed`, `ChainUnreachable`
 */
export function interestPaid(reader: Reader, id: bigint): Promise<bigint> {
  return readView(reader, billsOf(reader.network), "interestOf", [id]);
}

/**
 * What would have to be paid now; nothing before the due day (`IBills.dueOf`).
 *
 * @throws `NotDeployed`, `ChainUnreachable`
 */
export async function billDue(reader: Reader, face: BillFace): Promise<Due> {
  const [principal, interest] = await readView(reader, billsOf(reader.network), "dueOf", [face]);
  return { principal, interest };
}

/**
 * What a lot's holder would collect now, in base units (`IBills.collectable`).
 *
 * @throws `NotDeployed`, `ChainUnreachable`
 */
export function billCollectable(reader: Reader, id: bigint, inner: Hex): Promise<bigint> {
  return readView(reader, billsOf(reader.network), "collectable", [id, inner]);
}

/** A pledge of a lot (`IBills.Pledge`). */
export interface LotPledge {
  readonly owner: Address;
  /** After it the pledgee may keep the lot. */
  readonly lastDay: number;
}

/**
 * The pledge of a lot; undefined: it is not pledged (`IBills.pledgeOf`).
 *
 * @throws `NotDeployed`, `ChainUnreachable`
 */
export async function pledgeOf(reader: Reader, lot: bigint): Promise<LotPledge | undefined> {
  const pledge = await readView(reader, billsOf(reader.network), "pledgeOf", [lot]);
  return BigInt(pledge.owner) === 0n ? undefined : pledge;
}

/**
 * Who sent a lot to its agent; undefined: it is with none (`IBills.principalOf`).
 *
 * @throws `NotDeployed`, `ChainUnreachable`
 */
export async function agentsPrincipal(reader: Reader, lot: bigint): Promise<Address | undefined> {
  const principal = await readView(reader, billsOf(reader.network), "principalOf", [lot]);
  return BigInt(principal) === 0n ? undefined : principal;
}

/**
 * What an account may do now with a bill and one of its lots, consents of others aside (`IBillsDesk.actionsOf`).
 *
 * @param inner of the lot's id; `FIRST_LOT` for the first lot
 * @throws `NotDeployed`, `ChainUnreachable`
 */
export async function billActionsOf(
  reader: Reader,
  face: BillFace,
  inner: Hex,
  account: Address,
): Promise<BillAction[]> {
  return billActionsIn(await readView(reader, billsDeskOf(reader.network), "actionsOf", [face, inner, account]));
}

/** All that a sale of a lot depends on (`IClaims.Claim`). Amounts in base units. */
export interface BillClaim {
  /** Id of the lot. */
  readonly lot: bigint;
  /** Id of the bill. */
  readonly key: bigint;
  /** Zero: there is no such lot. */
  readonly holder: Address;
  readonly units: number;
  /** Who has accepted; zero: nobody. */
  readonly debtor: Address;
  readonly token: Address;
  /** Whether it is accepted, and nothing is wrong so far. */
  readonly isPromised: boolean;
  /** Whether it is overdue or dishonoured, and something is open. */
  readonly isLate: boolean;
  /** Last second at which it is paid in time; zero: not known yet. */
  readonly dueAt: number;
  /** Principal on the lot that is promised and not paid. */
  readonly open: bigint;
  /** What its holder could collect now. */
  readonly paid: bigint;
}

/**
 * Reads all that a sale of a lot depends on (`IClaims.claimOf`).
 *
 * @param inner of the lot's id; `FIRST_LOT` for the first lot
 * @throws `NotDeployed`, `ChainUnreachable`
 */
export function billClaim(reader: Reader, face: BillFace, inner: Hex): Promise<BillClaim> {
  return readView(reader, billsDeskOf(reader.network), "claimOf", [encodeFace(face), inner]);
}

/**
 * Face of a bill, from the event of its drawing.
 *
 * @throws `UnknownBill`, `NotDeployed`, `ChainUnreachable`
 */
export async function readFace(reader: Reader, id: bigint): Promise<BillFace> {
  const { client, network } = reader;
  const { address, abi } = billsOf(network);
  const logs = await logsSoFar(reader, "readFace", (fromBlock, toBlock) =>
    client.getContractEvents({ address, abi, eventName: "Drawn", args: { id }, strict: true, fromBlock, toBlock }),
  );
  const face = logs[0]?.args.face;
  // A node could answer anything: all of the face is in the id.
  if (face === undefined || billId(network.chainId, address, face) !== id) {
    throw tallystickError("UnknownBill", { id: String(id) });
  }
  return face;
}
