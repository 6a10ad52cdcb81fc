import type { Bytes } from "../data/bytes.ts";
import { equalBytes } from "../data/bytes.ts";
import { checkRawBlock } from "../data/cid.ts";
import { RECORD_SIZE, TAG_SIZE } from "../data/format.ts";
import { leafOf } from "../data/merkle.ts";
import { cut } from "../data/records.ts";
import { isTallystickError, reasonOf, tallystickError } from "../errors.ts";
import { type HttpOptions, pathOf, reach, refusal } from "./http.ts";

const CHUNK = RECORD_SIZE + TAG_SIZE;
/** How often each gateway may break off without having given a new chunk. */
const TRIES = 3;

export interface Download {
  readonly cid: string;
  /** Bytes of ciphertext. */
  readonly size: number;
  readonly segment: number;
  /** Verified leaves of the segment. */
  readonly leaves: readonly Bytes[];
  /** Gateways in order of preference. */
  readonly gateways: readonly string[];
  /** First chunk that is wanted; default: 0. For who has kept those before it. */
  readonly from?: number | undefined;
}

/**
 * Downloads a segment's ciphertext, chunk by chunk. After a break it goes on where it was; a chunk that is not what was
 * anchored is asked for at the next gateway. Only right chunks come out.
 *
 * @throws on the stream: `ChunkTampered`, `FileTruncated`, `ContentMissing`, `GatewayRefused`, `GatewayUnreachable`,
 * `Aborted`: the last gateway's, when none is left
 */
export function downloadSegment(download: Download, options: HttpOptions = {}): ReadableStream<Bytes> {
  const chunks = chunksOf(download, options);
  return new ReadableStream<Bytes>(
    {
      async pull(controller) {
        const next = await chunks.next();
        if (next.done) controller.close();
        else controller.enqueue(next.value);
      },
      async cancel() {
        await chunks.return();
      },
    },
    { highWaterMark: 0 },
  );
}

async function* chunksOf(download: Download, options: HttpOptions): AsyncGenerator<Bytes, void, undefined> {
  const { leaves } = download;
  const order = gatewayOrder(download.gateways);
  let done = download.from ?? 0;
  let failure: unknown = tallystickError("ContentMissing", { cid: download.cid, tried: "no gateway" });
  while (done < leaves.length) {
    const gateway = order.next();
    if (gateway === undefined) throw failure;
    try {
      for await (const chunk of verifiedFrom(gateway, download, done, options)) {
        done += 1;
        order.succeeded();
        yield chunk;
      }
    } catch (error) {
      if (isTallystickError(error, "Aborted")) throw error;
      failure = error;
      order.failed(isTallystickError(error, "GatewayUnreachable") || isTallystickError(error, "FileTruncated"));
    }
  }
}

/** Which gateway to ask: the same one while it serves; breaks may pass, but what it refuses or gets wrong it will again. */
function gatewayOrder(gateways: readonly string[]) {
  const tries = gateways.map(() => 0);
  let turn = 0;
  return {
    next(): string | undefined {
      const ahead = gateways.findIndex((_, i) => (tries[(turn + i) % gateways.length] ?? TRIES) < TRIES);
      if (ahead === -1) return undefined;
      turn = (turn + ahead) % gateways.length;
      return gateways[turn];
    },
    succeeded(): void {
      tries[turn] = 0;
    },
    failed(passing: boolean): void {
      tries[turn] = passing ? (tries[turn] ?? 0) + 1 : TRIES;
    },
  };
}

/** Right chunks of one answer, from chunk `from` on. */
async function* verifiedFrom(
  gateway: string,
  download: Download,
  from: number,
  options: HttpOptions,
): AsyncGenerator<Bytes, void, undefined> {
  const { segment, leaves, size } = download;
  const body = await openContent(gateway, download.cid, from * CHUNK, options);
  let index = from;
  try {
    for await (const piece of cut(body, CHUNK)) {
      const leaf = leaves[index];
      if (leaf === undefined) throw tallystickError("FileTooLong", { segment, expected: size });
      const received = index * CHUNK + piece.bytes.length;
      if (piece.last && received < size)
        throw tallystickError("FileTruncated", { segment, chunk: index, expected: size, received });
      if (!equalBytes(await leafOf(piece.bytes), leaf))
        throw tallystickError("ChunkTampered", { segment, chunk: index });
      index += 1;
      yield piece.bytes;
    }
  } catch (error) {
    if (options.signal?.aborted) throw tallystickError("Aborted", { what: "The download" }, error);
    if (isTallystickError(error)) throw error;
    throw tallystickError("GatewayUnreachable", { url: gateway, cause: reasonOf(error) }, error);
  }
}

/** Opens content from byte `from` on; a gateway that ignores the range is read from the start. */
async function openContent(
  gateway: string,
  cid: string,
  from: number,
  options: HttpOptions,
): Promise<ReadableStream<Uint8Array>> {
  const url = pathOf(gateway, `/v1/content/${cid}`);
  const response = await reach(url, from > 0 ? { headers: { range: `bytes=${from}-` } } : {}, options);
  if (!response.ok) {
    const error =
      response.status === 404
        ? tallystickError("ContentMissing", { cid, tried: gateway })
        : await refusal(url, response);
    await response.body?.cancel().catch(() => undefined);
    throw error;
  }
  const body = response.body ?? new Blob([]).stream();
  return response.status === 206 || from === 0 ? body : skip(body, from);
}

function skip(body: ReadableStream<Uint8Array>, bytes: number): ReadableStream<Uint8Array> {
  let left = bytes;
  return body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(part, controller) {
        if (part.length > left) controller.enqueue(part.subarray(left));
        left = Math.max(0, left - part.length);
      },
    }),
  );
}

/**
 * Fetches a raw block (manifest, leaves) of at most `max` bytes; only the right bytes are returned.
 *
 * @throws `ContentMissing`, `ContentMismatch`, `FileTooLarge`, `GatewayRefused`, `GatewayUnreachable`, `Aborted`
 */
export async function downloadBlock(
  cid: string,
  gateways: readonly string[],
  max: number,
  options: HttpOptions = {},
): Promise<Bytes> {
  let failure: unknown = tallystickError("ContentMissing", { cid, tried: "no gateway" });
  for (const gateway of gateways) {
    try {
      const block = await readAtMost(await openContent(gateway, cid, 0, options), max);
      await checkRawBlock(cid, block);
      return block;
    } catch (error) {
      if (options.signal?.aborted) throw tallystickError("Aborted", { what: "The download" }, error);
      failure = isTallystickError(error)
        ? error
        : tallystickError("GatewayUnreachable", { url: gateway, cause: reasonOf(error) }, error);
    }
  }
  throw failure;
}

async function readAtMost(body: ReadableStream<Uint8Array>, max: number): Promise<Bytes> {
  // Cutting at max + 1 stops reading there: nobody can make us hold more.
  for await (const piece of cut(body, max + 1)) {
    if (!piece.last || piece.bytes.length > max)
      throw tallystickError("FileTooLarge", { what: "The block", size: max + 1, max });
    return piece.bytes.slice();
  }
  return new Uint8Array(0);
}
