import type { AnchoredVersion } from "@tallystick/sdk/data/verifyManifest";
import type { Payment } from "@tallystick/sdk/gateway/payment";
import { GRANTED, type KeyRequest } from "@tallystick/sdk/gateway/typedData";
import type { Signed, WireReceipt } from "@tallystick/sdk/gateway/wire";
import { type Address, type Hex, isAddressEqual } from "viem";
import type { Ledger } from "../book/ledger.ts";
import type { Digests } from "../chain/digests.ts";
import type { Limiter } from "../limits/limiter.ts";
import type { Due, Payments } from "../payment/payments.ts";
import { Denial } from "./denial.ts";
import type { Manifests } from "./manifests.ts";
import type { Keeper } from "./secrets.ts";
import { type ReleasedShare, releaseShares } from "./shares.ts";
import { maySell, type Standing, whyDenied } from "./standing.ts";

/** A request ends at most this many seconds ahead, so that used nonces need not be kept for long. */
const MAX_AHEAD = 600n;

/** What the keeper asks of the chain. Each throws `Problem` 503 when the chain can't be asked. */
export type KeeperChain = {
  chainId: number;
  market: Address;
  digests: Digests;
  isSigned(hash: Hex, address: Address, signature: Hex): Promise<boolean>;
  /** Whose signature a request bears: the reader's for this chain and market, the reader's for another, or nobody's. */
  signerOf(signed: Signed<KeyRequest>): Promise<"reader" | "elsewhere" | "nobody">;
  standing(request: KeyRequest): Promise<Standing>;
  /** An anchored version, proved against the chain's rolling hash `head`. */
  version(dataset: bigint, version: number, head: bigint): Promise<AnchoredVersion>;
};

export type ReleaseDeps = {
  keeper: Keeper;
  chain: KeeperChain;
  manifests: Manifests;
  ledger: Ledger;
  /** Undefined where the chain has no tabs. */
  payments: Payments | undefined;
  /** Requests of one account, counted once its signature is verified. */
  accounts: Limiter;
  now: () => number;
};

export type Asked = { signed: Signed<KeyRequest>; payment: Payment | undefined };

export type Answer =
  | { granted: true; shares: ReleasedShare[]; receipt: WireReceipt; paid: boolean }
  | { granted: false; denial: Denial; receipt?: WireReceipt };

type Decision = { shares: ReleasedShare[]; blockNumber: bigint; due: Due | undefined };

/**
 * Decides on a key request, from the cheapest check to the dearest. The answer has a signed receipt once it is certain
 * that the reader asked: before, anybody could have receipts signed and written at will.
 */
export async function answerKeyRequest(asked: Asked, deps: ReleaseDeps): Promise<Answer> {
  const request = asked.signed.value;
  const { ledger } = deps;
  const unproved = await admit(asked.signed, deps);
  if (unproved) return { granted: false, denial: unproved };
  const digest = deps.chain.digests.keyRequest(request);

  const replayed = async (): Promise<Answer> => {
    const denial = new Denial("replayed");
    return { granted: false, denial, receipt: await ledger.again(request, digest, verdictOf(denial)) };
  };
  const deny = async (denial: Denial): Promise<Answer> => {
    const receipt = await ledger.conclude(request, digest, verdictOf(denial));
    return typeof receipt === "string" ? await replayed() : { granted: false, denial, receipt };
  };

  if (ledger.isUsed(request.reader, request.nonce)) return await replayed();
  try {
    const { shares, blockNumber, due } = await decide(asked, deps);
    const { payments } = deps;
    const take = due && payments && !due.revocable ? () => payments.take(due) : undefined;
    const receipt = await ledger.conclude(request, digest, { granted: true, code: GRANTED, blockNumber }, take);
    if (receipt === "used") return await replayed();
    if (receipt === "refused") return await deny(new Denial("bad-payment", { blockNumber, ...figuresOf(due) }));
    return { granted: true, shares, receipt, paid: due !== undefined };
  } catch (error) {
    if (error instanceof Denial) return await deny(error);
    throw error;
  }
}

function figuresOf(due: Due | undefined) {
  return due ? { figures: due.figures } : {};
}

function verdictOf({ code, blockNumber }: Denial) {
  return { granted: false, code, blockNumber };
}

/** Why the request is not its reader's to this keeper, now; undefined when it is. */
async function admit(signed: Signed<KeyRequest>, deps: ReleaseDeps): Promise<Denial | undefined> {
  const { reader, keeper, expiry } = signed.value;
  if (!isAddressEqual(keeper, deps.keeper.account.address)) return new Denial("wrong-keeper");
  const now = BigInt(Math.floor(deps.now() / 1000));
  if (expiry <= now || expiry > now + MAX_AHEAD) return new Denial("expired");
  const signer = await deps.chain.signerOf(signed);
  if (signer === "elsewhere") return new Denial("wrong-chain");
  if (signer === "nobody") return new Denial("bad-signature");
  const waitSeconds = deps.accounts.take(reader.toLowerCase());
  return waitSeconds > 0 ? new Denial("rate-limited", { waitSeconds }) : undefined;
}

/** Everything is made ready before money is taken: what can't be released is not paid for. */
async function decide({ signed, payment }: Asked, deps: ReleaseDeps): Promise<Decision> {
  const request = signed.value;
  const { keeper, chain, manifests, payments } = deps;
  const standing = await chain.standing(request);
  const { blockNumber } = standing;
  const why = whyDenied(request, standing, Math.floor(deps.now() / 1000));
  let due: Due | undefined;
  if (why) {
    due = maySell(why, request, standing) ? await payments?.due(request, standing, payment) : undefined;
    if (due === undefined) throw new Denial(why, { blockNumber });
  }
  const version = await chain.version(request.dataset, request.version, standing.head);
  const manifest = await manifests.load(version);
  if (!manifest) throw new Denial("manifest-mismatch", { blockNumber });
  const place = { chainId: chain.chainId, market: chain.market, blockNumber };
  const shares = await releaseShares(keeper, manifest, request, place);
  if (due?.revocable) await payments?.takeNow(due, blockNumber);
  return { shares, blockNumber, due };
}
