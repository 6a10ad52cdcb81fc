import { type Address, bytesToHex, type Hex } from "viem";
import { type Bytes, randomBytes } from "../data/bytes.ts";
import { checkRawBlock, isContentCid } from "../data/cid.ts";
import { tallystickError } from "../errors.ts";
import { type HttpOptions, pathOf, reach, readJson, refusal } from "./http.ts";
import { type Upload, uploadTypedData } from "./typedData.ts";
import { encodeUpload, type Signed, UPLOAD_HEADER } from "./wire.ts";

/** A gateway accepts passes that end within the hour. */
const PASS_SECONDS = 3_000;

/** Signs the typed data of a pass or request with the account's wallet. */
export type Sign<T> = (typedData: T) => Promise<Hex>;

/**
 * Makes a pass for uploads to one keeper: one signature for any number of files.
 *
 * @param now Unix seconds
 */
export async function signUpload(
  chainId: number,
  market: Address,
  account: Address,
  keeper: Address,
  sign: Sign<ReturnType<typeof uploadTypedData>>,
  now: number = Math.floor(Date.now() / 1000),
): Promise<Signed<Upload>> {
  const value: Upload = { account, keeper, nonce: bytesToHex(randomBytes(32)), expiry: BigInt(now + PASS_SECONDS) };
  return { value, signature: await sign(uploadTypedData(chainId, market, value)) };
}

export interface UploadOptions extends HttpOptions {
  /**
   * Whether the body may be sent while it is made. Browsers can't over HTTP/1.1, so there it is gathered in a Blob
   * first, which the browser keeps on disk when it is large. Default: only outside browsers.
   */
  readonly streaming?: boolean | undefined;
}

export interface Stored {
  readonly cid: string;
  readonly size: number;
}

/**
 * Uploads a file of ciphertext.
 *
 * @throws `GatewayUnreachable`, `GatewayRefused`, `Aborted`, and whatever the stream throws
 */
export async function uploadContent(
  gateway: string,
  pass: Signed<Upload>,
  body: ReadableStream<Bytes>,
  options: UploadOptions = {},
): Promise<Stored> {
  const streaming = options.streaming ?? isServer();
  if (!streaming) return put(gateway, "/v1/content", pass, await new Response(body).blob(), options);
  // A stream that fails reaches fetch's caller as a bare "fetch failed": keep its own error.
  let failure: unknown;
  const reader = body.getReader();
  const sent = new ReadableStream<Bytes>(
    {
      async pull(controller) {
        const next = await reader.read().catch((error: unknown) => {
          failure = error;
          throw error;
        });
        if (next.done) controller.close();
        else controller.enqueue(next.value);
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
  try {
    return await put(gateway, "/v1/content", pass, sent, options);
  } catch (error) {
    throw failure ?? error;
  }
}

/**
 * Uploads one raw block (manifest, leaves) and checks that the gateway names it rightly.
 *
 * @throws `GatewayUnreachable`, `GatewayRefused`, `ContentMismatch`
 */
export async function uploadBlock(
  gateway: string,
  pass: Signed<Upload>,
  block: Bytes,
  options: HttpOptions = {},
): Promise<Stored> {
  const stored = await put(gateway, "/v1/blocks", pass, block, options);
  await checkRawBlock(stored.cid, block);
  return stored;
}

async function put(
  gateway: string,
  path: string,
  pass: Signed<Upload>,
  body: BodyInit,
  options: HttpOptions,
): Promise<Stored> {
  const url = pathOf(gateway, path);
  const init = {
    method: "PUT",
    headers: { [UPLOAD_HEADER]: encodeUpload(pass), "content-type": "application/octet-stream" },
    body,
    // Needed by fetch for a body that is a stream; not yet in its types.
    duplex: "half",
    // Otherwise Node's fetch keeps all it has sent until the end, for a redirect to send again (the Fetch standard's
    // "clone of request"); a gateway never redirects an upload.
    redirect: "error",
    window: null,
  };
  const response = await reach(url, init as RequestInit, options);
  if (!response.ok) throw await refusal(url, response);
  const { cid, size } = (await readJson(response)) as Partial<Stored>;
  if (typeof cid !== "string" || !isContentCid(cid) || typeof size !== "number") {
    throw tallystickError("GatewayRefused", {
      url: gateway,
      status: response.status,
      code: "no-cid",
      reason: "It did not say where the bytes are.",
    });
  }
  return { cid, size };
}

function isServer(): boolean {
  const { process } = globalThis as { process?: { versions?: { node?: string } } };
  return process?.versions?.node !== undefined;
}
