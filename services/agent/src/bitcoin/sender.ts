import type { BitcoinLockView } from "@tallystick/sdk/swaps/bitcoin/observe";
import { completed, type PresignedOf, presignedSize, txidsOf } from "@tallystick/sdk/swaps/bitcoin/presigned";
import { feeIn, transactionId } from "@tallystick/sdk/swaps/bitcoin/read";
import { depthOf } from "@tallystick/sdk/swaps/plan";
import type { Hash, Hex } from "viem";
import type { Journal } from "../journal/journal.ts";
import type { Line } from "../journal/lines.ts";
import { type Log, reasonOf } from "../log.ts";
import type { BitcoinSettings } from "./settings.ts";
import type { Sources } from "./sources.ts";

/** A presigned spending that was begun and is not deep yet. */
interface Sending {
  readonly tx: number;
  readonly key: string;
  readonly swap: Hex;
  readonly of: PresignedOf;
  readonly txids: readonly string[];
  /** Of a claim. */
  readonly preimage: Hex | undefined;
  /** Which of its fees is paid; -1: none yet. */
  paid: number;
  /** Height at which it was last paid more for. */
  since: number;
  /** It was seen since it was last written down as sent. */
  wasSeen: boolean;
  minedAt: number | undefined;
  /** Number of the look at which it was last sent. */
  look: number;
}

/** What is to be sent. */
export interface SendOrder {
  readonly key: string;
  readonly swap: Hex;
  readonly of: PresignedOf;
  readonly preimage: Hex | undefined;
}

/** Where Bitcoin is when something is done. */
export interface Moment {
  /** Number of the look at the chain: nothing is sent twice at one. */
  readonly look: number;
  readonly height: number;
  readonly medianTime: number;
}

/** Completes and sends what parties have signed, and sees to it that it is mined and deep. */
export interface Sender {
  /** Sends, or sends again what is not seen any more. */
  send(order: SendOrder, now: Moment): Promise<void>;
  /** Looks after what was sent, by what is seen of its lock; what was begun before the start is asked for by its key. */
  tend(
    seen: (swap: Hex) => BitcoinLockView | undefined,
    orderOf: (key: string) => SendOrder | undefined,
    now: Moment,
  ): Promise<void>;
  /** Pays more than what somebody else sent and no block has yet. */
  outbid(order: SendOrder, other: string, now: Moment): Promise<void>;
  underWay(): number;
}

/** Blocks within which it should be mined: fewer as a claim's time runs out. */
const MOST_BLOCKS = 6;
const BLOCK_SECONDS = 600;

export function createSender(
  chainId: number,
  settings: BitcoinSettings,
  sources: Sources,
  journal: Journal,
  nextTx: () => number,
  log: Log,
): Sender {
  const all = new Map<string, Sending>();
  /** What the journal has of what was begun before the start, by key. */
  const before = replayed(chainId, journal.lines);
  const deep = depthOf(settings.timing);

  function begin({ key, swap, of, preimage }: SendOrder, { height }: Moment): Sending {
    const known = all.get(key);
    if (known !== undefined) return known;
    const old = before.get(key);
    const txids = txidsOf(of);
    const tx = old?.tx ?? nextTx();
    if (old === undefined) journal.append({ kind: "intent", tx, purpose: { key, swap }, chainId });
    const paid = txids.findIndex((txid) => hashOf(txid) === old?.hash);
    const sending = {
      ...{ tx, key, swap, of, txids, preimage, paid, since: height, wasSeen: false, minedAt: old?.minedAt, look: 0 },
    };
    all.set(key, sending);
    return sending;
  }

  /** The least of the signed fees that is enough; the highest where none is. */
  function indexFor(fees: PresignedOf["presigned"]["fees"], least: bigint): number {
    const at = fees.findIndex(({ fee }) => fee >= least);
    return at < 0 ? fees.length - 1 : at;
  }

  async function indexWanted({ of }: Sending, { medianTime }: Moment): Promise<number> {
    const { presigned, lock } = of;
    const left =
      presigned.kind === "claim" ? Math.floor((lock.timelock - medianTime) / BLOCK_SECONDS / 4) : MOST_BLOCKS;
    const rate = await sources.feeRate(Math.min(MOST_BLOCKS, Math.max(1, left)));
    return indexFor(presigned.fees, BigInt(Math.ceil(rate * presignedSize(of))));
  }

  /** Sends one of the fees; whether it was taken, or refused for what it pays. */
  async function attempt({ of, preimage, key }: Sending, at: number): Promise<"taken" | "too-cheap" | "refused"> {
    const fee = of.presigned.fees[at];
    if (fee === undefined) return "refused";
    try {
      await sources.send(completed(of, fee, preimage).hex);
      return "taken";
    } catch (error) {
      const reason = reasonOf(error);
      log.info("not-taken", { chain: chainId, act: key, fee: fee.fee, reason });
      return /\bfee\b/i.test(reason) ? "too-cheap" : "refused";
    }
  }

  function noteSent(sending: Sending, at: number, height: number): void {
    const { tx, key, txids } = sending;
    if (at !== sending.paid || sending.wasSeen) {
      journal.append({ kind: "sent", tx, hash: hashOf(txids[at] ?? "") });
      log.info("sent", { chain: chainId, act: key, txid: txids[at] });
    }
    if (at !== sending.paid) sending.since = height;
    sending.paid = at;
    sending.wasSeen = false;
  }

  /** Sends one of the fees; dearer ones, where it is refused for what it pays. */
  async function pay(sending: Sending, from: number, { height, look }: Moment): Promise<void> {
    if (sending.look === look) return;
    sending.look = look;
    for (let at = from; at < sending.txids.length; at++) {
      const answer = await attempt(sending, at);
      if (answer === "taken") noteSent(sending, at, height);
      if (answer !== "too-cheap") return;
    }
  }

  function end(sending: Sending, kind: "deep" | "gone"): void {
    journal.append({ kind, tx: sending.tx });
    before.delete(sending.key);
    all.delete(sending.key);
  }

  async function tendWaiting(sending: Sending, now: Moment): Promise<void> {
    const wanted = await indexWanted(sending, now);
    const isLong = now.height - sending.since >= settings.bumpAfter;
    const dearer = Math.max(wanted, isLong ? sending.paid + 1 : 0);
    const isBlockLater = now.height > sending.since;
    if (isBlockLater && dearer > sending.paid && dearer < sending.txids.length) await pay(sending, dearer, now);
  }

  async function tendOne(sending: Sending, view: BitcoinLockView, now: Moment): Promise<void> {
    const { spender, state } = view;
    // Unspent: what is due is sent again by who says so.
    if (spender === undefined || !("depth" in state)) return;
    const at = sending.txids.indexOf(transactionId(spender.hex));
    if (at < 0) return state.depth >= deep ? end(sending, "gone") : undefined;
    sending.paid = at;
    sending.wasSeen = true;
    if (spender.height === undefined) return tendWaiting(sending, now);
    if (sending.minedAt !== spender.height) {
      const hash = hashOf(sending.txids[at] ?? "");
      journal.append({ kind: "mined", tx: sending.tx, hash, block: spender.height, status: "done" });
      log.info("mined", { chain: chainId, act: sending.key, hash, block: spender.height });
      sending.minedAt = spender.height;
    }
    if (state.depth >= deep) end(sending, "deep");
  }

  return {
    async send(order, now) {
      const { presigned, lock } = order.of;
      // Nodes take a refund once the median time is past the second, not at it.
      if (presigned.kind === "refund" && now.medianTime <= lock.timelock) return;
      const sending = begin(order, now);
      if (sending.look === now.look) return;
      sending.minedAt = undefined;
      await pay(sending, Math.max(sending.paid, await indexWanted(sending, now)), now);
    },
    async tend(seen, orderOf, now) {
      for (const key of [...before.keys()].filter((each) => !all.has(each))) {
        const order = orderOf(key);
        if (order !== undefined) begin(order, now);
      }
      for (const sending of [...all.values()]) {
        const view = seen(sending.swap);
        if (view !== undefined) await tendOne(sending, view, now);
      }
    },
    async outbid(order, other, now) {
      const rival = feeIn(other, order.of.outpoint);
      const { fees } = order.of.presigned;
      const least = rival === undefined ? (fees.at(-1)?.fee ?? 0n) : rival + BigInt(presignedSize(order.of));
      const at = indexFor(fees, least);
      if ((fees[at]?.fee ?? 0n) >= least) await pay(begin(order, now), at, now);
    },
    underWay: () => all.size,
  };
}

const hashOf = (txid: string): Hash => `0x${txid}`;

/** What of a chain was begun and is not deep. */
interface Begun {
  readonly tx: number;
  hash: Hash | undefined;
  minedAt: number | undefined;
}

function replayed(chainId: number, lines: readonly Line[]): Map<string, Begun> {
  const begun = new Map<number, Begun & { readonly key: string }>();
  for (const line of lines) {
    if (line.kind === "intent" && line.chainId === chainId) {
      begun.set(line.tx, { tx: line.tx, key: line.purpose.key, hash: undefined, minedAt: undefined });
    }
    const one = "tx" in line ? begun.get(line.tx) : undefined;
    if (one === undefined) continue;
    if (line.kind === "sent") one.hash = line.hash;
    if (line.kind === "mined") one.minedAt = line.block;
    if (line.kind === "deep" || line.kind === "gone") begun.delete(line.tx);
  }
  return new Map([...begun.values()].map((one) => [one.key, one]));
}
