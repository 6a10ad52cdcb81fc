import { createReadStream } from "node:fs";
import { Readable } from "node:stream";
import type { Backend } from "./backend.ts";
import { ask, exactly, RemoteError, short, shortText } from "./remote.ts";
import { type Credentials, hashOf, signedHeaders, UNSIGNED } from "./sigv4.ts";

export type S3Options = Credentials & {
  endpoint: string;
  bucket: string;
  /** Before each name. */
  prefix: string;
  /** Bytes of a part; what is larger goes up in parts. */
  partSize?: number;
  now?: () => number;
};

const PART_SIZE = 64 * 1_048_576;
const EMPTY = hashOf("");

type Call = {
  query?: Record<string, string>;
  headers?: Record<string, string>;
  body?: BodyInit;
  payload?: string;
};

/**
 * Contents as objects of an S3-compatible bucket, path-style (`endpoint/bucket/name`). Whatever comes back is checked by
 * who reads it: the length here, the bytes against the manifest's leaves by every client.
 */
export function createS3(options: S3Options): Backend {
  const { endpoint, bucket, prefix, partSize = PART_SIZE, now = Date.now } = options;
  const base = `${endpoint.replace(/\/+$/, "")}/${bucket}`;

  const call = async (method: string, name: string, { query = {}, headers, body, payload }: Call = {}) => {
    const url = new URL(name === "" ? base : `${base}/${prefix}${name}`);
    for (const [key, value] of Object.entries(query)) url.searchParams.set(key, value);
    const signing = { method, url, payload: payload ?? EMPTY, ...(headers ? { headers } : {}) };
    const signed = signedHeaders(signing, options, new Date(now()));
    return await ask(url, { method, headers: signed, ...(body ? { body, sending: true } : {}) });
  };

  const succeeded = async (response: Response, what: string): Promise<Response> => {
    if (response.ok) return response;
    const code = /<Code>([A-Za-z]{1,60})<\/Code>/.exec(await shortText(response).catch(() => ""))?.[1];
    throw new RemoteError(`refused to ${what} (${response.status}${code ? ` ${code}` : ""})`);
  };

  const bodyOf = (path: string, start: number, end: number): BodyInit =>
    Readable.toWeb(createReadStream(path, { start, end: end - 1 })) as unknown as BodyInit;

  const putWhole = async (name: string, path: string, size: number): Promise<void> => {
    const body = size === 0 ? new Uint8Array(0) : bodyOf(path, 0, size);
    const headers = { "content-length": String(size) };
    await succeeded(await call("PUT", name, { headers, body, payload: UNSIGNED }), "store");
  };

  const putParts = async (name: string, path: string, size: number): Promise<void> => {
    const begun = await shortText(await succeeded(await call("POST", name, { query: { uploads: "" } }), "begin"));
    const uploadId = /<UploadId>([^<]{1,1024})<\/UploadId>/.exec(begun)?.[1];
    if (uploadId === undefined) throw new RemoteError("named no upload");
    try {
      const parts: string[] = [];
      for (let start = 0, number = 1; start < size; start += partSize, number++) {
        const end = Math.min(start + partSize, size);
        const response = await call("PUT", name, {
          query: { partNumber: String(number), uploadId },
          headers: { "content-length": String(end - start) },
          body: bodyOf(path, start, end),
          payload: UNSIGNED,
        });
        const tag = (await succeeded(response, "store a part")).headers.get("etag");
        if (tag === null || !/^"?[\w-]{1,200}"?$/.test(tag)) throw new RemoteError("gave a part no tag");
        parts.push(`<Part><PartNumber>${number}</PartNumber><ETag>${tag}</ETag></Part>`);
      }
      const body = `<CompleteMultipartUpload>${parts.join("")}</CompleteMultipartUpload>`;
      const done = await call("POST", name, { query: { uploadId }, body, payload: hashOf(body) });
      // S3 may answer 200 and tell of a failure in the body.
      if (!/<CompleteMultipartUploadResult/.test(await shortText(await succeeded(done, "complete")))) {
        throw new RemoteError("did not complete an upload");
      }
    } catch (error) {
      await call("DELETE", name, { query: { uploadId } }).catch(() => undefined);
      throw error;
    }
  };

  return {
    async put(name, path, size) {
      await (size > partSize ? putParts : putWhole)(name, path, size);
      const response = await succeeded(await call("HEAD", name), "show what it stored");
      if (Number(response.headers.get("content-length")) !== size) throw new RemoteError("stored another length");
    },
    async *read({ cid }, start, end) {
      if (end <= start) return;
      const headers = { range: `bytes=${start}-${end - 1}` };
      const response = await succeeded(await call("GET", cid, { headers }), "give");
      if (response.status !== 206) throw new RemoteError("ignores ranges");
      yield* exactly(response, end - start);
    },
    async remove(name) {
      const response = await call("DELETE", name);
      if (response.status !== 404) await succeeded(response, "remove");
    },
    async probe() {
      await short(await succeeded(await call("HEAD", ""), "show its bucket"));
    },
  };
}
