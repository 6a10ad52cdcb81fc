import { type Address, type Hex, hashTypedData, isAddressEqual } from "viem";
import type { Actor, Reader } from "../chain/actor.ts";
import type { Call } from "../chain/call.ts";
import { isSignedBy, signTyped, type TypedMessage } from "../chain/signature.ts";
import { deadlineIn } from "../chain/time.ts";
import { tallystickError } from "../errors.ts";
import type { Link } from "../instruments/links.ts";
import { versionOf } from "../instruments/lots.ts";
import { deployed, type Network } from "../networks.ts";
import { billIdOn, billOf } from "./billState.ts";
import { fromPaperTypedData, novationTypedData, signersOfChange, toPaperTypedData } from "./changeSignatures.ts";
import { billFromPaper, billToPaper, novateBill } from "./changes.ts";
import type { BillFace } from "./face.ts";
import { readHistory } from "./history.ts";

// A change of a bill that all its parties sign, as one thing: proposed, handed around and signed, and brought by anyone. As a
// file: see `billChangeWire.ts`.

/** What all changes have. */
interface AnyChange {
  /** Of the bill that is changed, or that comes from paper. */
  readonly face: BillFace;
  /** Whether the drawee has accepted, and so signs. */
  readonly isAccepted: boolean;
  /** Of a novation all of the bill's; from paper the paper's; to paper none. */
  readonly links: readonly Link[];
  readonly holder: Address;
  /** Last second at which it can be brought. */
  readonly deadline: number;
}

/** A bill in the place of another (`IBillsChanges.novate`). */
export interface NovationChange extends AnyChange {
  readonly kind: "novation";
  readonly next: BillFace;
  /** Of the bill's first lot (`versionOf`): dies with its next change. */
  readonly version: Hex;
}

/** Paper in the place of a bill (`IBillsChanges.toPaper`). */
export interface ToPaperChange extends AnyChange {
  readonly kind: "toPaper";
  /** Hash of the paper, which says that it takes the bill's place. */
  readonly paper: Hex;
  readonly version: Hex;
}

/** A bill in the place of paper (`IBillsChanges.fromPaper`). */
export interface FromPaperChange extends AnyChange {
  readonly kind: "fromPaper";
  readonly paper: Hex;
}

export type BillChange = NovationChange | ToPaperChange | FromPaperChange;

/** How long a change may be brought, unless it is said. */
const WEEK = 7 * 86_400;

/**
 * A novation as the chain stands now, for all to sign. Drawer, drawee and payee stay; anything else of the face may be new.
 *
 * @param seconds how long it may be brought. Default: one week
 * @throws `FieldInvalid` for a bill that is not in one hand, `NotDeployed`, `ChainUnreachable`
 */
export async function proposeNovation(
  reader: Reader,
  face: BillFace,
  next: BillFace,
  seconds = WEEK,
): Promise<NovationChange> {
  const { links, ...rest } = await changeableBill(reader, face, seconds);
  return { kind: "novation", face, next, links, ...rest };
}

/**
 * A change to paper as the chain stands now, for drawer, acceptor and holder to sign.
 *
 * @param paper hash of the paper: see `documentHash`
 * @param seconds how long it may be brought. Default: one week
 * @throws `FieldInvalid` for a bill that is not in one hand, `NotDeployed`, `ChainUnreachable`
 */
export async function proposeToPaper(
  reader: Reader,
  face: BillFace,
  paper: Hex,
  seconds = WEEK,
): Promise<ToPaperChange> {
  return { kind: "toPaper", face, paper, ...(await changeableBill(reader, face, seconds)), links: [] };
}

/**
 * A change from paper, for drawer, acceptor, who endorsed the paper and holder to sign.
 *
 * @param face of the bill that takes the paper's place
 * @param paper hash of the paper: see `documentHash`
 * @param links the paper's: the delivery to the payee, unless he is the drawer, and endorsements; times don't matter
 * @param seconds how long it may be brought. Default: one week
 * @throws `ChainUnreachable`
 */
export async function proposeFromPaper(
  reader: Reader,
  face: BillFace,
  { paper, isAccepted, links }: Pick<FromPaperChange, "paper" | "isAccepted" | "links">,
  seconds = WEEK,
): Promise<FromPaperChange> {
  const holder = links.at(-1)?.to ?? face.drawer;
  return { kind: "fromPaper", face, paper, isAccepted, links, holder, deadline: await deadlineIn(reader, seconds) };
}

async function changeableBill(reader: Reader, face: BillFace, seconds: number) {
  const id = billIdOn(reader, face);
  const [{ status }, { lots }, deadline] = await Promise.all([
    billOf(reader, id),
    readHistory(reader, id),
    deadlineIn(reader, seconds),
  ]);
  const [lot, another] = lots.filter(({ holder }) => holder !== undefined);
  if (lot?.holder === undefined || another !== undefined) {
    throw tallystickError("FieldInvalid", { field: "face", reason: "the bill is not in one hand" });
  }
  const { id: root, links, holder } = lot;
  return { isAccepted: status === "accepted", links, holder, version: await versionOf(reader, root), deadline };
}

/** Who signs a change, each once, in the order in which they are named. */
export function changeSigners(change: BillChange): Address[] {
  const all = signersInOrder(change);
  return all.filter((each, i) => all.findIndex((other) => isAddressEqual(each, other)) === i);
}

function signersInOrder({ face, isAccepted, links, holder }: BillChange): Address[] {
  return signersOfChange(face, isAccepted, links, holder);
}

/**
 * EIP-712 message of a change; signed by all of `changeSigners`.
 *
 * @throws `NotDeployed`
 */
export function changeTypedData(network: Network, change: BillChange): TypedMessage {
  const { chainId } = network;
  const { billsChanges } = deployed(network);
  const id = (face: BillFace) => billIdOn({ network }, face);
  const { deadline } = change;
  switch (change.kind) {
    case "novation": {
      const novation = { from: id(change.face), to: id(change.next), version: change.version, deadline };
      return novationTypedData(chainId, billsChanges, novation);
    }
    case "toPaper": {
      const { paper, version } = change;
      return toPaperTypedData(chainId, billsChanges, { bill: id(change.face), version, paper, deadline });
    }
    case "fromPaper":
      return fromPaperTypedData(chainId, billsChanges, id(change.face), change, deadline);
  }
}

/** Who has signed a change, and how. */
export interface ChangeSignature {
  readonly signer: Address;
  readonly signature: Hex;
}

/**
 * Signs a change as one of its parties.
 *
 * @throws `UserRejected`, `NotDeployed`
 */
export async function signBillChange(actor: Actor, change: BillChange): Promise<ChangeSignature> {
  const signature = await signTyped(actor, changeTypedData(actor.network, change), "signBillChange");
  return { signer: actor.wallet.account.address, signature };
}

/**
 * Whether the contract would take a signature of a change as the signer's.
 *
 * @throws `NotDeployed`; `ChainUnreachable`: only a signature that is not by the signer's key needs the chain
 */
export function isBillChangeSigned(
  reader: Reader,
  change: BillChange,
  { signer, signature }: ChangeSignature,
): Promise<boolean> {
  return isSignedBy(reader, signer, changeDigest(reader.network, change), signature);
}

/**
 * What is signed of a change: its EIP-712 digest.
 *
 * @throws `NotDeployed`
 */
export function changeDigest(network: Network, change: BillChange): Hex {
  const { domain, types, primaryType, message } = changeTypedData(network, change);
  return hashTypedData({ domain, types, primaryType, message: { ...message } });
}

/** Who of a change's parties has not signed yet. */
export function missingSigners(change: BillChange, signatures: readonly ChangeSignature[]): Address[] {
  return changeSigners(change).filter((each) => signatureBy(signatures, each) === undefined);
}

/**
 * Brings a change that all have signed. Anyone.
 *
 * @throws `TicketInvalid` where a signature is missing
 */
export function bringChange(changes: Address, change: BillChange, given: readonly ChangeSignature[]): Call {
  const signatures = signersInOrder(change).map((signer) => {
    const signature = signatureBy(given, signer);
    if (signature !== undefined) return signature;
    throw tallystickError("TicketInvalid", { field: "signatures", reason: `${signer} has not signed` });
  });
  const all = { deadline: change.deadline, signatures };
  switch (change.kind) {
    case "novation":
      return novateBill(changes, change.face, change.next, change.links, all);
    case "toPaper":
      return billToPaper(changes, change.face, change.paper, all);
    case "fromPaper":
      return billFromPaper(changes, change.face, change, all);
  }
}

function signatureBy(signatures: readonly ChangeSignature[], account: Address): Hex | undefined {
  return signatures.find(({ signer }) => isAddressEqual(signer, account))?.signature;
}
