import type { Lock } from "@tallystick/sdk/swaps/lock";
import { depthOf } from "@tallystick/sdk/swaps/plan";
import { type Address, type Hash, type Hex, keccak256, numberToHex } from "viem";
import type { PrivateKeyAccount } from "viem/accounts";
import { type Journal, JournalError } from "../journal/journal.ts";
import type { Line, Purpose, Request } from "../journal/lines.ts";
import { type Log, reasonOf } from "../log.ts";
import type { Act } from "../swaps/acts.ts";
import { createTurns } from "../turns.ts";
import type { Chain } from "./chain.ts";
import { EndpointError } from "./endpoint.ts";
import { dearer, feesOf } from "./fees.ts";
import { isCount, isGas, isReceipt, type Receipt } from "./sane.ts";

/** A transaction that was begun and is not deep yet. */
interface Sending {
  readonly id: number;
  readonly purpose: Purpose;
  request: Request | undefined;
  /** Undefined: as in `request`, it would tell the secret. */
  raw: Hex | undefined;
  readonly hashes: Hash[];
  /** Head at which it was last sent in this run; undefined: not yet. */
  sentAt: number | undefined;
  mined: { readonly block: number; readonly status: "done" | "reverted" } | undefined;
  /** Looks at which its nonce was used and no receipt was found. */
  missed: number;
  /** It was refused for want of money when it was last sent: no node has it. */
  isUnpayable: boolean;
}

/** What is to be sent. */
export interface Order {
  readonly purpose: Purpose;
  readonly to: Address;
  readonly act: Act;
  /** The lock that is claimed, where the calldata would tell the secret before it is public: it is not written down. */
  readonly claims?: Lock | undefined;
}

export interface OutboxSettings {
  readonly priorityFee: bigint;
  readonly bumpAfter: number;
}

/** Sends the hot key's transactions on one chain, and sees to it that each is mined and deep, once. */
export interface Outbox {
  /** Begins to send, unless the same is under way. */
  send(order: Order): Promise<void>;
  isUnderWay(key: string): boolean;
  /** Looks after what is under way, at a new head. */
  tend(isWanted: (purpose: Purpose) => boolean): Promise<void>;
  underWay(): number;
  /** Settles when nothing is being sent. */
  idle(): Promise<void>;
}

/** Calldata of a claim whose secret must not be written down, made again. */
export type SecretData = (purpose: Purpose, claims: Lock) => Promise<Hex>;

/** Looks at which a receipt may be missing before the transaction is taken for gone. */
const MISSES = 3;

export function createOutbox(
  chain: Chain,
  account: PrivateKeyAccount,
  journal: Journal,
  nextId: () => number,
  secretData: SecretData,
  settings: OutboxSettings,
  log: Log,
): Outbox {
  const all = replay(chain.chainId, journal.lines);
  // An endpoint may have denied them: a second one would lock twice, once the first has ended.
  const givenUp = locksGivenUp(chain.chainId, journal.lines);
  // Nonces must not be given twice.
  const { inTurn, idle } = createTurns();
  const find = (key: string): Sending | undefined =>
    all.find((each) => each.purpose.key === key && each.mined?.status !== "reverted");
  const remove = (sending: Sending): void => void all.splice(all.indexOf(sending), 1);

  /** Nonces used on the chain. */
  const countOnChain = async (): Promise<number> =>
    Number(await chain.ask("eth_getTransactionCount", [account.address, "latest"], isCount));
  let firstFree: number | undefined;
  async function nextNonce(): Promise<number> {
    firstFree ??= Number(await chain.ask("eth_getTransactionCount", [account.address, "pending"], isCount));
    return Math.max(firstFree, ...all.flatMap(({ request }) => (request ? [request.nonce + 1] : [])));
  }

  async function sign(sending: Sending, request: Request): Promise<void> {
    const signed = await signedBytes(request, sending.purpose);
    const hash = keccak256(signed);
    const raw = request.data === undefined ? {} : { raw: signed };
    journal.append({ kind: "signed", tx: sending.id, request, ...raw, hash });
    sending.request = request;
    sending.raw = request.data === undefined ? undefined : signed;
    sending.hashes.push(hash);
    if (firstFree !== undefined) firstFree = Math.max(firstFree, request.nonce + 1);
  }

  /** The same bytes each time: ECDSA nonces are derived (RFC 6979). */
  async function signedBytes(request: Request, purpose: Purpose): Promise<Hex> {
    const { claims, data, ...rest } = request;
    const calldata = claims ? await secretData(purpose, claims) : (data ?? "0x");
    return account.signTransaction({ ...rest, type: "eip1559", data: calldata });
  }

  async function broadcast(sending: Sending): Promise<void> {
    const { request } = sending;
    const hash = sending.hashes.at(-1);
    if (request === undefined || hash === undefined) return;
    sending.sentAt = chain.head()?.number ?? sending.sentAt ?? 0;
    try {
      await chain.send(sending.raw ?? (await signedBytes(request, sending.purpose)));
      sending.isUnpayable = false;
      journal.append({ kind: "sent", tx: sending.id, hash });
    } catch (error) {
      if (error instanceof JournalError) throw error;
      sending.isUnpayable = isForWantOfMoney(error);
      // "Already known", "nonce too low" and the like: what became of it is read from the chain.
      log.info("not-taken", { chain: chain.chainId, act: sending.purpose.key, hash, reason: reasonOf(error) });
    }
  }

  async function begin({ purpose, to, act, claims }: Order): Promise<void> {
    if (find(purpose.key) || givenUp.has(purpose.key)) return;
    const head = chain.head();
    const { data, value } = act;
    let gas: bigint;
    try {
      const message = { from: account.address, to, data, value: numberToHex(value) };
      gas = BigInt((await chain.ask("eth_estimateGas", [message], isGas)) as Hex);
    } catch (error) {
      const why = error instanceof EndpointError ? (error.data ?? reasonOf(error)) : reasonOf(error);
      log.info("not-sent", { chain: chain.chainId, act: purpose.key, reason: why.slice(0, 300) });
      return;
    }
    const nonce = await nextNonce();
    const id = nextId();
    journal.append({ kind: "intent", tx: id, purpose, chainId: chain.chainId });
    const sending = intended(id, purpose);
    const fees = feesOf(head?.baseFee ?? 0n, settings.priorityFee);
    all.push(sending);
    const request = { chainId: chain.chainId, nonce, to, value, gas: gas + gas / 4n, ...fees };
    await sign(sending, claims ? { ...request, data: undefined, claims } : { ...request, data });
    await broadcast(sending);
  }

  /** An empty transaction of a nonce: closes a gap, or takes the place of what nobody wants any more. */
  const emptyRequest = (nonce: number, fees: Pick<Request, "maxFeePerGas" | "maxPriorityFeePerGas">): Request => ({
    ...{ chainId: chain.chainId, nonce, to: account.address, value: 0n, gas: 21_000n, ...fees, data: "0x" },
  });

  async function bump(sending: Sending, isWanted: boolean): Promise<void> {
    const { request } = sending;
    if (request === undefined) return;
    const today = feesOf(chain.head()?.baseFee ?? 0n, settings.priorityFee);
    // What no node took needs not be outbid: dearer still, it could be paid even less.
    const fees = sending.isUnpayable ? today : dearer(request, today);
    await sign(sending, isWanted ? { ...request, ...fees } : emptyRequest(request.nonce, fees));
    await broadcast(sending);
  }

  async function fillGap(nonce: number): Promise<void> {
    const id = nextId();
    const purpose = { key: `fill:${nonce}` };
    journal.append({ kind: "intent", tx: id, purpose, chainId: chain.chainId });
    const sending = intended(id, purpose);
    all.push(sending);
    await sign(sending, emptyRequest(nonce, feesOf(chain.head()?.baseFee ?? 0n, settings.priorityFee)));
    await broadcast(sending);
  }

  function settle(sending: Sending, hash: Hash, block: number, status: "done" | "reverted", head: number): void {
    if (sending.mined?.block !== block) {
      journal.append({ kind: "mined", tx: sending.id, hash, block, status });
      sending.mined = { block, status };
      log.info("mined", { chain: chain.chainId, act: sending.purpose.key, hash, block, status });
    }
    if (head - block + 1 < depthOf(chain.timing)) return;
    journal.append({ kind: "deep", tx: sending.id });
    remove(sending);
  }

  async function readReceipt(sending: Sending, head: number): Promise<void> {
    for (const hash of [...sending.hashes].reverse()) {
      const receipt = (await chain.ask("eth_getTransactionReceipt", [hash], isReceipt)) as Receipt | null;
      if (receipt === null) continue;
      settle(sending, hash, Number(receipt.blockNumber), BigInt(receipt.status) === 1n ? "done" : "reverted", head);
      sending.missed = 0;
      return;
    }
    sending.missed += 1;
    if (sending.missed < MISSES) return;
    journal.append({ kind: "gone", tx: sending.id });
    log.error("gone", { chain: chain.chainId, act: sending.purpose.key });
    if (isLock(sending.purpose)) givenUp.add(sending.purpose.key);
    remove(sending);
  }

  async function tendOne(sending: Sending, used: number, head: number, isWanted: boolean): Promise<void> {
    const { request } = sending;
    // Intended, and never signed: nothing has left.
    if (request === undefined) return remove(sending);
    if (request.nonce < used) return readReceipt(sending, head);
    // Mined once, and taken back by a reorganisation: it is to be mined again.
    sending.mined = undefined;
    if (sending.sentAt === undefined) return broadcast(sending);
    const waited = head - sending.sentAt;
    if (waited >= settings.bumpAfter) return bump(sending, isWanted);
    if (waited > 0) await rebroadcast(sending);
  }

  /** Sends the same bytes again, without starting anew to count the blocks it waits. */
  async function rebroadcast(sending: Sending): Promise<void> {
    const { sentAt } = sending;
    await broadcast(sending);
    sending.sentAt = sentAt;
  }

  /** Those that did nothing to a lock yet, as far as the logs tell: by their nonces. */
  function unseenAt(head: number): Sending[] {
    const unseen = [...all].filter((sending) => {
      const hash = sending.hashes.find((each) => chain.blockOf(each) !== undefined);
      const block = hash && chain.blockOf(hash);
      if (hash === undefined || block === undefined) return true;
      settle(sending, hash, block, "done", head);
      return false;
    });
    return unseen.sort((x, y) => (x.request?.nonce ?? 0) - (y.request?.nonce ?? 0));
  }

  async function fillGaps(used: number): Promise<void> {
    const taken = all.flatMap(({ request }) => (request ? [request.nonce] : []));
    const last = Math.max(used - 1, ...taken);
    for (let nonce = used; nonce < last; nonce += 1) if (!taken.includes(nonce)) await fillGap(nonce);
  }

  async function tendAll(isWanted: (purpose: Purpose) => boolean): Promise<void> {
    const head = chain.head()?.number;
    if (head === undefined || all.length === 0) return;
    const unseen = unseenAt(head);
    if (unseen.length === 0) return;
    const used = await countOnChain();
    for (const sending of unseen) await tendOne(sending, used, head, isWanted(sending.purpose));
    firstFree = Math.max(firstFree ?? 0, used);
    await fillGaps(used);
  }

  return {
    send: (order) => inTurn(() => begin(order)),
    isUnderWay: (key) => find(key) !== undefined,
    tend: (isWanted) => inTurn(() => tendAll(isWanted)),
    underWay: () => all.length,
    idle,
  };
}

function intended(id: number, purpose: Purpose): Sending {
  const unsent = { request: undefined, raw: undefined, hashes: [], sentAt: undefined, mined: undefined, missed: 0 };
  return { id, purpose, ...unsent, isUnpayable: false };
}

/** Nodes hold a sender to all that he offers at most, whatever it costs in the end. */
function isForWantOfMoney(error: unknown): boolean {
  return (
    error instanceof EndpointError && error.kind === "refused" && /insufficient (funds|balance)/i.test(error.message)
  );
}

const isLock = ({ key }: Purpose): boolean => key.endsWith(":lock");

/** Keys of the locks on a chain whose transactions were taken for gone. */
function locksGivenUp(chainId: number, lines: readonly Line[]): Set<string> {
  const begun = new Map<number, Purpose>();
  const keys = new Set<string>();
  for (const line of lines) {
    if (line.kind === "intent" && line.chainId === chainId) begun.set(line.tx, line.purpose);
    const purpose = line.kind === "gone" ? begun.get(line.tx) : undefined;
    if (purpose !== undefined && isLock(purpose)) keys.add(purpose.key);
  }
  return keys;
}

/** What the journal says is under way on a chain. */
function replay(chainId: number, lines: readonly Line[]): Sending[] {
  const all = new Map<number, Sending>();
  for (const line of lines) {
    if (line.kind === "intent" && line.chainId === chainId) {
      all.set(line.tx, intended(line.tx, line.purpose));
    }
    const sending = "tx" in line ? all.get(line.tx) : undefined;
    if (sending === undefined) continue;
    if (line.kind === "signed") {
      sending.request = line.request;
      sending.raw = line.raw;
      sending.hashes.push(line.hash);
    }
    if (line.kind === "mined") sending.mined = { block: line.block, status: line.status };
    if (line.kind === "deep" || line.kind === "gone") all.delete(line.tx);
  }
  return [...all.values()].filter(({ request }) => request !== undefined);
}
