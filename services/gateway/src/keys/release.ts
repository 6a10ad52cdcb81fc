import type { AnchoredVersion } from "@tallystick/sdk/data/verifyManifest";
import { keyRequestDigest } from "@tallystick/sdk/gateway/receipt";
import { GRANTED, type KeyRequest } from "@tallystick/sdk/gateway/typedData";
import type { Signed, WireReceipt } from "@tallystick/sdk/gateway/wire";
import { type Address, isAddressEqual } from "viem";
import type { Limiter } from "../limits/limiter.ts";
import { Denial } from "./denial.ts";
import type { Manifests } from "./manifests.ts";
import type { Nonces } from "./nonces.ts";
import type { ReceiptBook } from "./receipts.ts";
import type { Keeper } from "./secrets.ts";
import { type ReleasedShare, releaseShares } from "./shares.ts";
import { type Standing, whyDenied } from "./standing.ts";

/** A request ends at most this many seconds ahead, so that used nonces need not be kept for long. */
const MAX_AHEAD = 600n;

/** What the keeper asks of the chain. Each throws `Problem` 503 when the chain can't be asked. */
export type KeeperChain = {
  chainId: number;
  market: Address;
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
  nonces: Nonces;
  receipts: ReceiptBook;
  /** Requests of one account, counted once its signature is verified. */
  accounts: Limiter;
  now: () => number;
};

export type Answer =
  | { granted: true; shares: ReleasedShare[]; receipt: WireReceipt }
  | { granted: false; denial: Denial; receipt?: WireReceipt };

/**
 * Decides on a key request, from the cheapest check to the dearest. The answer has a signed receipt once it is certain
 * that the reader asked: before, anybody could have receipts signed and written at will.
 */
export async function answerKeyRequest(signed: Signed<KeyRequest>, deps: ReleaseDeps): Promise<Answer> {
  const request = signed.value;
  const { chainId, market } = deps.chain;
  const issue = (granted: boolean, code: string, blockNumber: bigint): Promise<WireReceipt> => {
    const at = BigInt(Math.floor(deps.now() / 1000));
    const digest = keyRequestDigest(chainId, market, request);
    return deps.receipts.issue(request, { request: digest, granted, code, at, blockNumber });
  };
  const deny = async (denial: Denial): Promise<Answer> => ({
    granted: false,
    denial,
    receipt: await issue(false, denial.code, denial.blockNumber),
  });
  const unproved = await admit(signed, deps);
  if (unproved) return { granted: false, denial: unproved };
  if (!deps.nonces.use(request.reader, request.nonce, request.expiry)) return await deny(new Denial("replayed"));
  try {
    const decision = await release(request, deps).catch((error: unknown) => {
      if (error instanceof Denial) return error;
      throw error;
    });
    if (decision instanceof Denial) return await deny(decision);
    return { granted: true, shares: decision.shares, receipt: await issue(true, GRANTED, decision.blockNumber) };
  } catch (error) {
    deps.nonces.giveBack(request.reader, request.nonce);
    throw error;
  }
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

async function release(
  request: KeyRequest,
  deps: ReleaseDeps,
): Promise<{ shares: ReleasedShare[]; blockNumber: bigint }> {
  const { keeper, chain, manifests } = deps;
  const standing = await chain.standing(request);
  const { blockNumber } = standing;
  const why = whyDenied(request, standing, Math.floor(deps.now() / 1000));
  if (why) throw new Denial(why, { blockNumber });
  const version = await chain.version(request.dataset, request.version, standing.head);
  const manifest = await manifests.load(version);
  if (!manifest) throw new Denial("manifest-mismatch", { blockNumber });
  const place = { chainId: chain.chainId, market: chain.market, blockNumber };
  return { shares: await releaseShares(keeper, manifest, request, place), blockNumber };
}
