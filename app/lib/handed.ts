import type { Side } from "@tallystick/sdk/market/exchange";
import type { SignedGrant } from "@tallystick/sdk/market/grants";
import type { HandOver } from "@tallystick/sdk/market/tab";
import type { SignedClosing, SignedCredit } from "@tallystick/sdk/market/tabSignatures";
import type { Tab } from "@tallystick/sdk/market/voucher";
import type { Hex } from "viem";
import { account, big, fields, fromJson, int, readable, signature, toJson, word, yes } from "./wire.ts";

// What one party has signed is handed to another by a link: it stands behind the hash, which no server is sent. Who opens
// the link sees it in words, and the contract decides what it is worth.

export interface HandedVoucher {
  readonly kind: "voucher";
  readonly chainId: number;
  readonly tab: Tab;
  readonly owed: bigint;
  readonly signature: Hex;
}
export interface HandedCredit extends SignedCredit {
  readonly kind: "credit";
  readonly chainId: number;
  readonly tab: Tab;
}
export interface HandedClosing extends SignedClosing {
  readonly kind: "closing";
  readonly chainId: number;
  readonly tab: Tab;
  readonly by: "reader" | "provider";
}
/** Of what is outstanding of a statement: it becomes a receivable. */
export interface HandedHandOver {
  readonly kind: "handOver";
  readonly chainId: number;
  readonly tab: Tab;
  readonly by: "reader" | "provider";
  readonly handOver: HandOver;
  readonly signature: Hex;
}
export interface HandedDeal {
  readonly kind: "deal";
  readonly chainId: number;
  readonly deal: { readonly first: Side; readonly second: Side; readonly nonce: bigint; readonly deadline: number };
  /** The first side's; the second accepts by sending the transaction. */
  readonly signature: Hex;
}
export interface HandedGrant extends SignedGrant {
  readonly kind: "grant";
  readonly chainId: number;
}
export type Handed = HandedVoucher | HandedCredit | HandedClosing | HandedHandOver | HandedDeal | HandedGrant;

/** Longest link that is looked at. */
const longest = 20_000;

function tabOf(value: unknown): Tab {
  const tab = fields(value);
  return {
    reader: account(tab["reader"]),
    provider: account(tab["provider"]),
    token: account(tab["token"]),
    salt: word(tab["salt"]),
  };
}

function sideOf(value: unknown): Side {
  const side = fields(value);
  return { owner: account(side["owner"]), ...scopeOf(side) };
}

function scopeOf(value: Readonly<Record<string, unknown>>) {
  return {
    dataset: big(value["dataset"], 256),
    duration: int(value["duration"], 40),
    segments: int(value["segments"], 32),
    fromVersion: int(value["fromVersion"], 16),
    laterVersions: yes(value["laterVersions"]),
  };
}

const readings: { readonly [K in Handed["kind"]]: (value: Readonly<Record<string, unknown>>) => Handed } = {
  voucher: (value) => ({
    kind: "voucher",
    chainId: int(value["chainId"], 40),
    tab: tabOf(value["tab"]),
    owed: big(value["owed"], 96),
    signature: signature(value["signature"]),
  }),
  credit: (value) => {
    const offer = fields(value["offer"]);
    return {
      kind: "credit",
      chainId: int(value["chainId"], 40),
      tab: tabOf(value["tab"]),
      offer: {
        tab: word(offer["tab"]),
        limit: big(offer["limit"], 96),
        paymentTerm: int(offer["paymentTerm"], 32),
        serial: int(offer["serial"], 32),
        deadline: int(offer["deadline"], 40),
      },
      signature: signature(value["signature"]),
    };
  },
  closing: (value) => {
    const closing = fields(value["closing"]);
    return {
      kind: "closing",
      chainId: int(value["chainId"], 40),
      tab: tabOf(value["tab"]),
      by: value["by"] === "provider" ? "provider" : "reader",
      closing: {
        tab: word(closing["tab"]),
        owed: big(closing["owed"], 96),
        deadline: int(closing["deadline"], 40),
      },
      signature: signature(value["signature"]),
    };
  },
  handOver: (value) => {
    const handOver = fields(value["handOver"]);
    return {
      kind: "handOver",
      chainId: int(value["chainId"], 40),
      tab: tabOf(value["tab"]),
      by: value["by"] === "provider" ? "provider" : "reader",
      handOver: {
        tab: word(handOver["tab"]),
        statement: int(handOver["statement"], 32),
        amount: big(handOver["amount"], 96),
        instrument: account(handOver["instrument"]),
        deadline: int(handOver["deadline"], 40),
      },
      signature: signature(value["signature"]),
    };
  },
  deal: (value) => {
    const deal = fields(value["deal"]);
    return {
      kind: "deal",
      chainId: int(value["chainId"], 40),
      deal: {
        first: sideOf(deal["first"]),
        second: sideOf(deal["second"]),
        nonce: big(deal["nonce"], 256),
        deadline: int(deal["deadline"], 40),
      },
      signature: signature(value["signature"]),
    };
  },
  grant: (value) => {
    const grant = fields(value["grant"]);
    return {
      kind: "grant",
      chainId: int(value["chainId"], 40),
      grant: {
        ...scopeOf(grant),
        owner: account(grant["owner"]),
        reader: account(grant["reader"]),
        nonce: big(grant["nonce"], 256),
        deadline: int(grant["deadline"], 40),
      },
      signature: signature(value["signature"]),
    };
  },
};

/** Page that each kind is opened on. */
const pages: { readonly [K in Handed["kind"]]: string } = {
  voucher: "/tabs",
  credit: "/tabs",
  closing: "/tabs",
  handOver: "/tabs",
  deal: "/exchange",
  grant: "/invitation",
};

/** The part of an address that hands something over: path and hash. */
export function linkOf(handed: Handed): string {
  const { kind, ...rest } = handed;
  return `${pages[kind]}#${kind}=${encodeURIComponent(toJson(rest))}`;
}

/** What a link hands over; undefined when it is nothing we know, or damaged. Accepts whole addresses and hashes. */
export function handedIn(link: string): Handed | undefined {
  const hash = link.slice(link.indexOf("#") + 1);
  const cut = hash.indexOf("=");
  const kind = hash.slice(0, cut) as Handed["kind"];
  if (cut < 0 || link.length > longest || !Object.hasOwn(readings, kind)) return undefined;
  return readable(() => readings[kind](fields(fromJson(decoded(hash.slice(cut + 1))))));
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}
