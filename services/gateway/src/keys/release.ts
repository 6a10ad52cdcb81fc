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
  | { granted: false; denial: Denial; receipt: WireReceipt };

/** Decides on a key request, from the cheapest check to the dearest, and answers with a signed receipt. */
export async function answerKeyRequest(signed: Signed<KeyRequest>, deps: ReleaseDeps): Promise<Answer> {
  const request = signed.value;
  const { chainId, market } = deps.chain;
  const issue = (granted: boolean, code: string, blockNumber: bigint): Promise<WireReceipt> => {
    const at = BigInt(Math.floor(deps.now() / 1000));
    const digest = keyRequestDigest(chainId, market, request);
    return deps.receipts.issue(request, { request: digest, granted, code, at, blockNumber });
  };
  try {
    await admit(signed, deps);
  } catch (error) {
    if (!(error instanceof Denial)) throw error;
    return { granted: false, denial: error, receipt: await issue(false, error.code, error.blockNumber) };
  }
  try {
    const { shares, blockNumber } = await release(request, deps);
    return { granted: true, shares, receipt: await issue(true, GRANTED, blockNumber) };
  } catch (error) {
    if (error instanceof Denial) {
      return { granted: false, denial: error, receipt: await issue(false, error.code, error.blockNumber) };
    }
    deps.nonces.giveBack(request.reader, request.nonce);
    throw error;
  }
}

/** Whether the request is meant for this keeper, now, comes from its reader, and comes for the first time. */
async function admit(signed: Signed<KeyRequest>, deps: ReleaseDeps): Promise<void> {
  const { reader, keeper, nonce, expiry } = signed.value;
  if (!isAddressEqual(keeper, deps.keeper.account.address)) throw new Denial("wrong-keeper");
  const now = BigInt(Math.floor(deps.now() / 1000));
  if (expiry <= now || expiry > now + MAX_AHEAD) throw new Denial("expired");
  const signer = await deps.chain.signerOf(signed);
  if (signer === "elsewhere") throw new Denial("wrong-chain");
  if (signer === "nobody") throw new Denial("bad-signature");
  const waitSeconds = deps.accounts.take(reader.toLowerCase());
  if (waitSeconds > 0) throw new Denial("rate-limited", { waitSeconds });
  if (!deps.nonces.use(reader, nonce, expiry)) throw new Denial("replayed");
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
