import assert from "node:assert/strict";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { type Bytes, concat, randomBytes } from "@tallystick/sdk/data/bytes";
import { type EncryptionKeyPair, keyPairFromSeed, randomSeed } from "@tallystick/sdk/data/keyPair";
import { unwrapKey } from "@tallystick/sdk/data/wraps";
import { keyRequestDigest } from "@tallystick/sdk/gateway/receipt";
import { type KeyRequest, keyRequestTypedData, receiptTypedData } from "@tallystick/sdk/gateway/typedData";
import { decodeReceipt, encodeKeyRequest, UPLOAD_HEADER } from "@tallystick/sdk/gateway/wire";
import { type Address, bytesToHex, type Hex, recoverTypedDataAddress } from "viem";
import type { PrivateKeyAccount } from "viem/accounts";
import type { Running } from "./gateway.ts";
import type { PublishedSet, World } from "./world.ts";

export type Reader = { account: PrivateKeyAccount; keyPair: EncryptionKeyPair };

export async function readerOf(account: PrivateKeyAccount): Promise<Reader> {
  return { account, keyPair: await keyPairFromSeed(randomSeed()) };
}

export type Asked = {
  status: number;
  code: string;
  message: string;
  retryAfter: string | null;
  /** Opened shares by segment. */
  shares: Map<number, Bytes>;
  receipt: { granted: boolean; code: string; blockNumber: bigint } | undefined;
  /** The answer as it came. */
  text: string;
};

/** A key request as an honest reader would make it, with changes. */
export function requestFor(
  gateway: Running,
  dataset: bigint,
  reader: Reader,
  changes: Partial<KeyRequest> = {},
): KeyRequest {
  return {
    dataset,
    version: 1,
    segments: 0b11,
    purpose: 0,
    reader: reader.account.address,
    readerKey: reader.keyPair.publicKey,
    keeper: gateway.address as Address,
    nonce: bytesToHex(randomBytes(32)),
    expiry: BigInt(Math.floor(Date.now() / 1000) + 300),
    ...changes,
  };
}

export function signRequest(
  world: World,
  value: KeyRequest,
  by: PrivateKeyAccount,
  chainId = world.chainId,
): Promise<Hex> {
  return by.signTypedData(keyRequestTypedData(chainId, world.market, value));
}

/** Sends a signed request, opens the shares that come and checks the receipt. */
export async function send(
  world: World,
  gateway: Running,
  value: KeyRequest,
  signature: Hex,
  reader: Reader,
): Promise<Asked> {
  const response = await fetch(`${gateway.url}/v1/keys`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: encodeKeyRequest({ value, signature }),
  });
  const text = await response.text();
  const body = JSON.parse(text) as {
    code?: string;
    message?: string;
    shares?: { segment: number; wrap: Hex }[];
    receipt?: unknown;
  };
  const receipt = body.receipt === undefined ? undefined : await receiptOf(world, gateway, value, body.receipt);
  const shares = new Map<number, Bytes>();
  for (const { segment, wrap } of body.shares ?? []) {
    const place = {
      chainId: world.chainId,
      market: world.market,
      dataset: value.dataset,
      version: value.version,
      segment,
    };
    shares.set(segment, concat(await unwrapKey("reader", place, reader.keyPair, wrap)));
  }
  const { code = "", message = "" } = body;
  return {
    status: response.status,
    code,
    message,
    retryAfter: response.headers.get("retry-after"),
    shares,
    receipt,
    text,
  };
}

/** Reads a receipt and checks that this gateway signed it for this very request, whichever keeper that names. */
async function receiptOf(world: World, gateway: Running, value: KeyRequest, wire: unknown): Promise<Asked["receipt"]> {
  const { value: receipt, signature } = decodeReceipt(wire);
  const data = receiptTypedData(world.chainId, world.market, receipt);
  assert.equal(await recoverTypedDataAddress({ ...data, signature }), gateway.address);
  assert.equal(receipt.request, keyRequestDigest(world.chainId, world.market, value));
  return receipt;
}

/** Signs and sends an honest reader's request, with changes made before it is signed. */
export async function ask(
  world: World,
  gateway: Running,
  dataset: bigint,
  reader: Reader,
  changes: Partial<KeyRequest> = {},
): Promise<Asked> {
  const value = requestFor(gateway, dataset, reader, changes);
  return await send(world, gateway, value, await signRequest(world, value, reader.account), reader);
}

/** Uploads a published set's manifest. */
export async function uploadManifest(gateway: Running, { built }: PublishedSet): Promise<Response> {
  return await fetch(`${gateway.url}/v1/blocks`, {
    method: "PUT",
    headers: { [UPLOAD_HEADER]: await gateway.pass() },
    body: built.bytes as Bytes,
  });
}

/** What the keeper has written down. */
export async function receiptsOnFile(
  gateway: Running,
): Promise<{ request: Record<string, unknown>; receipt: Record<string, unknown> }[]> {
  const database = new DatabaseSync(join(gateway.store, "gateway.sqlite"), { readOnly: true });
  const rows = database.prepare("SELECT asked, receipt FROM receipt ORDER BY rowid").all();
  database.close();
  return rows.map(({ asked, receipt }) => ({
    request: JSON.parse(String(asked)) as Record<string, unknown>,
    receipt: JSON.parse(String(receipt)) as Record<string, unknown>,
  }));
}
