import { type Address, bytesToHex, type Hex, hexToBytes } from "viem";
import { type Bytes, concat, randomBytes } from "../data/bytes.ts";
import type { EncryptionKeyPair } from "../data/keyPair.ts";
import type { Manifest, ManifestKeeper } from "../data/manifest.ts";
import { combineShares } from "../data/shares.ts";
import { unwrapKey, type WrapPlace } from "../data/wraps.ts";
import { isTallystickError, reasonOf, tallystickError } from "../errors.ts";
import { ask as askGateway, type HttpOptions, pathOf, readJson, refused } from "./http.ts";
import type { Payment } from "./payment.ts";
import { verifyReceipt } from "./receipt.ts";
import { type KeyRequest, keyRequestTypedData, type Receipt } from "./typedData.ts";
import type { Sign } from "./upload.ts";
import { encodeKeyRequest, type Signed } from "./wire.ts";

/** A keeper accepts requests that end within ten minutes. */
const REQUEST_SECONDS = 300;

export interface KeysRequest {
  /** Verified manifest of the version. */
  readonly manifest: Manifest;
  /** Indexes of the segments to read. */
  readonly segments: readonly number[];
  readonly purpose?: number | undefined;
  /** Of a reader who pays by use: shown to each keeper that is asked. */
  readonly payment?: Payment | undefined;
  readonly reader: Address;
  readonly keyPair: EncryptionKeyPair;
  readonly sign: Sign<ReturnType<typeof keyRequestTypedData>>;
  /** Unix seconds; default: now. */
  readonly now?: number | undefined;
  /** Told of each verified answer, also of those that end in an error: keep them, they are proofs. */
  readonly onAnswer?: ((answer: KeeperAnswer) => void) | undefined;
}

/** What a keeper was asked, and what it signed in answer. */
export interface KeeperAnswer {
  readonly keeper: Address;
  readonly url: string;
  readonly request: Signed<KeyRequest>;
  readonly receipt: Signed<Receipt>;
}

export interface ReleasedKeys {
  readonly keys: Map<number, Bytes>;
  /** The keepers' signed answers, grants and denials. */
  readonly receipts: readonly Signed<Receipt>[];
}

type Shares = Map<number, Bytes>;

/**
 * Asks the keepers, one after the other, until enough have released their shares, and rebuilds the segment keys. Dead,
 * refusing and lying keepers are stepped over while enough others are left.
 *
 * @throws `KeysDenied` when a keeper's denial is why there are too few; `NotEnoughShares`, `GatewayUnreachable`
 */
export async function requestKeys(request: KeysRequest, options: HttpOptions = {}): Promise<ReleasedKeys> {
  const { manifest, segments } = request;
  const receipts: Signed<Receipt>[] = [];
  const collected: Shares[] = [];
  const failures: { keeper: ManifestKeeper; error: unknown }[] = [];
  for (const keeper of manifest.keepers.list) {
    try {
      collected.push(await ask(keeper, request, receipts, options));
    } catch (error) {
      if (isTallystickError(error, "Aborted") || isTallystickError(error, "UserRejected")) throw error;
      failures.push({ keeper, error });
      continue;
    }
    if (collected.length < manifest.keepers.threshold) continue;
    const keys = await rebuild(manifest, segments, collected).catch((error: unknown) => {
      failures.push({ keeper, error });
      return undefined;
    });
    if (keys !== undefined) return { keys, receipts };
  }
  throw explain(request, failures, collected.length);
}

function explain(
  request: KeysRequest,
  failures: readonly { keeper: ManifestKeeper; error: unknown }[],
  received: number,
): Error {
  const denial = failures.find(({ error }) => isTallystickError(error, "KeysDenied"));
  const [only] = failures;
  const telling = denial ?? (failures.length === 1 ? only : undefined);
  if (telling !== undefined && telling.error instanceof Error) return telling.error;
  return tallystickError("NotEnoughShares", {
    segment: request.segments[0] ?? 0,
    threshold: request.manifest.keepers.threshold,
    received,
    reason: failures.map(failureOf).join("; "),
  });
}

/** What a keeper did instead, in words that name it once. */
function failureOf({ keeper, error }: { keeper: ManifestKeeper; error: unknown }): string {
  const reason = (isTallystickError(error) ? error.message : reasonOf(error)).replace(/\.$/, "");
  return reason.includes(keeper.url) ? reason : `${keeper.url}: ${reason}`;
}

async function rebuild(
  manifest: Manifest,
  segments: readonly number[],
  collected: readonly Shares[],
): Promise<Map<number, Bytes>> {
  const keys = new Map<number, Bytes>();
  for (const segment of segments) {
    const shares = collected.flatMap((each) => each.get(segment) ?? []);
    const commitment = hexToBytes(manifest.segments[segment]?.commitment ?? "0x");
    keys.set(segment, await combineShares(shares, { threshold: manifest.keepers.threshold, commitment, segment }));
  }
  return keys;
}

async function ask(
  keeper: ManifestKeeper,
  request: KeysRequest,
  receipts: Signed<Receipt>[],
  options: HttpOptions,
): Promise<Shares> {
  const { manifest } = request;
  const { chainId, market } = manifest;
  const value: KeyRequest = {
    dataset: BigInt(manifest.dataset),
    version: manifest.version,
    segments: request.segments.reduce((bits, segment) => (bits | (1 << segment)) >>> 0, 0),
    purpose: request.purpose ?? 0,
    reader: request.reader,
    readerKey: request.keyPair.publicKey,
    keeper: keeper.address,
    nonce: bytesToHex(randomBytes(32)),
    expiry: BigInt((request.now ?? Math.floor(Date.now() / 1000)) + REQUEST_SECONDS),
  };
  const signature = await request.sign(keyRequestTypedData(chainId, market, value));
  const url = pathOf(keeper.url, "/v1/keys");
  const body = encodeKeyRequest({ value, signature }, request.payment);
  const init = { method: "POST", headers: { "content-type": "application/json" }, body };
  const response = await askGateway(url, init, options);
  const answer = (await readJson(response)) as {
    receipt?: unknown;
    shares?: unknown;
    code?: unknown;
    message?: unknown;
    payment?: unknown;
  };
  if (answer.receipt === undefined) throw refused(url, response.status, answer);
  const receipt = await verifyReceipt(chainId, market, value, answer.receipt);
  receipts.push(receipt);
  request.onAnswer?.({ keeper: keeper.address, url: keeper.url, request: { value, signature }, receipt });
  if (!receipt.value.granted) {
    throw tallystickError("KeysDenied", {
      reason: receipt.value.code,
      keepers: keeper.url,
      ...figuresOf(answer.payment),
    });
  }
  return openShares(answer.shares, request, keeper);
}

/** What a denial says about payment: decimal amounts of the tab's token. */
function figuresOf(payment: unknown): { price?: string; owed?: string; available?: string } {
  const figures = (payment ?? {}) as Readonly<Record<string, unknown>>;
  const told = (["price", "owed", "available"] as const).flatMap((name) => {
    const value = figures[name];
    return typeof value === "string" && /^\d{1,78}$/.test(value) ? [[name, value]] : [];
  });
  return Object.fromEntries(told) as { price?: string; owed?: string; available?: string };
}

async function openShares(shares: unknown, request: KeysRequest, keeper: ManifestKeeper): Promise<Shares> {
  const { manifest } = request;
  const place: Omit<WrapPlace, "segment"> = {
    chainId: manifest.chainId,
    market: manifest.market,
    dataset: BigInt(manifest.dataset),
    version: manifest.version,
  };
  const opened: Shares = new Map();
  for (const segment of request.segments) {
    const wrap = wrapOf(shares, segment);
    if (wrap === undefined) {
      throw tallystickError("GatewayRefused", {
        url: keeper.url,
        status: 200,
        code: "no-share",
        reason: `No share of segment ${segment} came.`,
      });
    }
    opened.set(segment, concat(await unwrapKey("reader", { ...place, segment }, request.keyPair, wrap)));
  }
  return opened;
}

function wrapOf(shares: unknown, segment: number): Hex | undefined {
  if (!Array.isArray(shares)) return undefined;
  const entry: unknown = shares.find((each: unknown) => (each as { segment?: unknown } | null)?.segment === segment);
  const wrap = (entry as { wrap?: unknown } | undefined)?.wrap;
  return typeof wrap === "string" && /^0x([0-9a-fA-F]{2})+$/.test(wrap) ? (wrap as Hex) : undefined;
}
