import { credentialText, type ReadCredential, readCredential } from "@tallystick/sdk/bills/credential";
import type { BillFace } from "@tallystick/sdk/bills/face";
import type { Link } from "@tallystick/sdk/instruments/links";
import type { Hex } from "viem";
import { account, fields, int, readable, signature, word, yes } from "../../../lib/wire.ts";
import { billPath } from "../shared/paths.ts";

// What all parties of a bill sign together goes from one to the next behind the hash of a link, with the signatures that are
// there already: no server is sent it.

type Place = ReadCredential["place"];

/** Another bill in the place of one. */
export interface HandedNovation {
  readonly kind: "novation";
  /** Id of the old bill. */
  readonly bill: bigint;
  readonly next: BillFace;
  readonly place: Place;
  /** Of the old bill's first lot. */
  readonly version: Hex;
  readonly deadline: number;
}

/** Paper in the place of a bill. */
export interface HandedToPaper {
  readonly kind: "toPaper";
  readonly bill: bigint;
  /** Hash of the paper. */
  readonly paper: Hex;
  readonly version: Hex;
  readonly deadline: number;
}

/** A bill in the place of paper. */
export interface HandedFromPaper {
  readonly kind: "fromPaper";
  readonly next: BillFace;
  readonly place: Place;
  readonly paper: Hex;
  readonly isAccepted: boolean;
  readonly links: readonly Link[];
  readonly deadline: number;
}

export type Change = HandedNovation | HandedToPaper | HandedFromPaper;

/** By account, in small letters. */
export type Signatures = Readonly<Record<string, Hex>>;

export interface HandedChange {
  readonly change: Change;
  readonly signatures: Signatures;
}

/** Longest link that is looked at. */
const longest = 40_000;
const begin = "#change=";

/** Path and hash of the page on which a change is signed. */
export function changePath({ change, signatures }: HandedChange): string {
  const { kind, deadline } = change;
  const told = {
    ...{ kind, deadline, signatures: Object.entries(signatures) },
    ...("bill" in change ? { bill: hexOf(change.bill), version: change.version } : {}),
    ...("paper" in change ? { paper: change.paper } : {}),
    ...("next" in change ? { credential: credentialText(change.next, change.place) } : {}),
    ...(kind === "fromPaper"
      ? { isAccepted: change.isAccepted, links: change.links.map(({ from, to, kind: by }) => [from, to, by]) }
      : {}),
  };
  const page = "bill" in change ? billPath(change.bill) : "/bills/draw";
  return `${page}${begin}${encodeURIComponent(JSON.stringify(told))}`;
}

const hexOf = (id: bigint): Hex => `0x${id.toString(16).padStart(64, "0")}`;

/** What a hash hands over; undefined: nothing; null: it can't be read, or was changed on the way. */
export async function handedChangeIn(hash: string): Promise<HandedChange | null | undefined> {
  if (!hash.startsWith(begin)) return undefined;
  if (hash.length > longest) return null;
  try {
    const told = fields(JSON.parse(decodeURIComponent(hash.slice(begin.length))));
    const read = told["kind"] === "toPaper" ? undefined : await readCredential(told["credential"]);
    return readable(() => ({ change: changeOf(told, read), signatures: signaturesOf(told["signatures"]) })) ?? null;
  } catch {
    return null;
  }
}

function changeOf(told: Readonly<Record<string, unknown>>, read: ReadCredential | undefined): Change {
  const deadline = int(told["deadline"], 40);
  const old = () => ({ bill: BigInt(word(told["bill"])), version: word(told["version"]) });
  if (!read) return { kind: "toPaper", ...old(), paper: word(told["paper"]), deadline };
  const next = { next: read.face, place: read.place };
  if (told["kind"] === "novation") return { kind: "novation", ...old(), ...next, deadline };
  const paper = { paper: word(told["paper"]), isAccepted: yes(told["isAccepted"]), links: linksOf(told["links"]) };
  return { kind: "fromPaper", ...next, ...paper, deadline };
}

function linksOf(value: unknown): readonly Link[] {
  return listOf(value).map(([from, to, kind]) => ({
    ...{ from: account(from), to: account(to), kind: int(kind, 8) },
    // On paper times don't matter, and a bill from paper is whole.
    ...{ time: 0, start: 0, units: 0 },
  }));
}

function signaturesOf(value: unknown): Signatures {
  return Object.fromEntries(listOf(value).map(([who, by]) => [account(who).toLowerCase(), signature(by)]));
}

/** A list of lists; of anything else, none. */
const listOf = (value: unknown): readonly (readonly unknown[])[] =>
  Array.isArray(value) ? value.filter((each): each is unknown[] => Array.isArray(each)) : [];
