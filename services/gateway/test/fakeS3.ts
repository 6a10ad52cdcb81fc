import { createHash } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { type Credentials, signedHeaders } from "../src/store/sigv4.ts";
import { type After, type Misbehaviour, serve } from "./fakeServer.ts";

// A server that speaks what S3 speaks, as far as a store needs it, and that can be told to misbehave.

export type FakeS3 = {
  endpoint: string;
  objects: Map<string, Buffer>;
  uploads: Map<string, Map<number, Buffer>>;
  requests: string[];
  misbehave: Misbehaviour | undefined;
};

/** A bucket that checks the signature of every request, by the rules and the secret it shares with its client. */
export async function startS3(context: After, bucket: string, credentials: Credentials): Promise<FakeS3> {
  const self: FakeS3 = { endpoint: "", objects: new Map(), uploads: new Map(), requests: [], misbehave: undefined };

  const isSigned = ({ method = "", headers }: IncomingMessage, body: Buffer, url: URL): boolean => {
    const time = String(headers["x-amz-date"]);
    const at = new Date(time.replace(/(....)(..)(..)T(..)(..)(..)Z/, "$1-$2-$3T$4:$5:$6Z"));
    if (Number.isNaN(at.getTime()) || Math.abs(Date.now() - at.getTime()) > 900_000) return false;
    const payload = String(headers["x-amz-content-sha256"]);
    if (payload !== "UNSIGNED-PAYLOAD" && payload !== createHash("sha256").update(body).digest("hex")) return false;
    const names = /SignedHeaders=([^,]+)/.exec(headers.authorization ?? "")?.[1]?.split(";") ?? [];
    if (!["host", "x-amz-date", "x-amz-content-sha256"].every((name) => names.includes(name))) return false;
    const own = ["host", "x-amz-date", "x-amz-content-sha256"];
    const others = names.filter((name) => !own.includes(name)).map((name) => [name, String(headers[name])]);
    const expected = signedHeaders({ method, url, payload, headers: Object.fromEntries(others) }, credentials, at);
    return expected.authorization === headers.authorization;
  };

  type Request = { method: string; key: string; url: URL; body: Buffer; headers: IncomingMessage["headers"] };
  type Answer = { status: number; headers?: Record<string, string | number>; body?: Buffer | string };
  const refusal = (status: number, code: string): Answer => ({ status, body: `<Error><Code>${code}</Code></Error>` });
  const tagOf = (bytes: Buffer): string => createHash("md5").update(bytes).digest("hex");

  const begin = (): Answer => {
    const id = `upload-${self.uploads.size + 1}`;
    self.uploads.set(id, new Map());
    return { status: 200, body: `<R><UploadId>${id}</UploadId></R>` };
  };

  const putPart = ({ url, body }: Request): Answer => {
    const upload = self.uploads.get(url.searchParams.get("uploadId") ?? "");
    upload?.set(Number(url.searchParams.get("partNumber")), body);
    return upload ? { status: 200, headers: { etag: `"${tagOf(body)}"` } } : refusal(404, "NoSuchUpload");
  };

  const complete = ({ key, url, body }: Request): Answer => {
    const id = url.searchParams.get("uploadId") ?? "";
    const upload = self.uploads.get(id);
    const named = [...body.toString().matchAll(/<PartNumber>(\d+)<\/PartNumber><ETag>"?(\w+)"?<\/ETag>/g)];
    const parts = named.flatMap(([, number, tag]) => {
      const bytes = upload?.get(Number(number));
      return bytes && tagOf(bytes) === tag ? [bytes] : [];
    });
    if (!upload || parts.length !== upload.size) return refusal(400, "InvalidPart");
    self.objects.set(key, Buffer.concat(parts));
    self.uploads.delete(id);
    return { status: 200, body: "<CompleteMultipartUploadResult/>" };
  };

  const put = ({ key, body }: Request): Answer => {
    self.objects.set(key, body);
    return { status: 200 };
  };

  const remove = ({ key, url }: Request): Answer => {
    const id = url.searchParams.get("uploadId");
    if (id === null) self.objects.delete(key);
    else self.uploads.delete(id);
    return { status: 204 };
  };

  const give = ({ method, key, headers }: Request): Answer => {
    const object = self.objects.get(key);
    if (!object) return refusal(404, "NoSuchKey");
    const size = { "content-length": object.length };
    if (method === "HEAD") return { status: 200, headers: size };
    const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(headers.range ?? "") ?? [];
    if (from === undefined) return { status: 200, headers: size, body: object };
    return { status: 206, body: object.subarray(Number(from), Number(to) + 1) };
  };

  const handle = (request: Request): Answer => {
    const { method, key, url } = request;
    if (key === "") return { status: 200 };
    const inParts = url.searchParams.has("uploadId");
    if (method === "POST") return inParts ? complete(request) : begin();
    if (method === "PUT") return inParts ? putPart(request) : put(request);
    return method === "DELETE" ? remove(request) : give(request);
  };

  self.endpoint = await serve(context, (request, body, url, response) => {
    const { method = "", headers } = request;
    self.requests.push(`${method} ${url.search.replace(/uploadId=[^&]+/, "uploadId")}`);
    if (self.misbehave?.(request, url, response)) return;
    const [, at, ...rest] = url.pathname.split("/");
    const key = decodeURIComponent(rest.join("/"));
    const signed = isSigned(request, body, url);
    const found = at === bucket ? handle : () => refusal(404, "NoSuchBucket");
    const answer = signed ? found({ method, key, url, body, headers }) : refusal(403, "SignatureDoesNotMatch");
    response.writeHead(answer.status, answer.headers).end(answer.body);
  });
  return self;
}
