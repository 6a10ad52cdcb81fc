import type { IncomingMessage } from "node:http";
import { concat } from "@tallystick/sdk/data/bytes";
import { importByteStream } from "ipfs-unixfs-importer";
import { fixedSize } from "ipfs-unixfs-importer/chunker";
import { balanced } from "ipfs-unixfs-importer/layout";
import { CID } from "multiformats/cid";
import { sha256 } from "multiformats/hashes/sha2";
import { type After, type Misbehaviour, serve } from "./fakeServer.ts";

// A server that speaks what Kubo speaks, as far as a store needs it, and that can be told to misbehave.

export type FakeIpfs = {
  url: string;
  blocks: Map<string, Uint8Array>;
  pins: Set<string>;
  misbehave: Misbehaviour | undefined;
};

/** A node with Kubo's RPC API and a gateway for raw blocks, over the UnixFS importer of IPFS itself. */
export async function startIpfs(context: After): Promise<FakeIpfs> {
  const self: FakeIpfs = { url: "", blocks: new Map(), pins: new Set(), misbehave: undefined };
  const store = {
    put: (cid: CID, bytes: Uint8Array | AsyncIterable<Uint8Array> | Iterable<Uint8Array>) => {
      self.blocks.set(cid.toString(), bytes as Uint8Array);
      return cid;
    },
    async *get(cid: CID): AsyncGenerator<Uint8Array> {
      yield self.blocks.get(cid.toString()) ?? new Uint8Array();
    },
  };
  const fileIn = async (request: IncomingMessage, body: Buffer): Promise<Uint8Array<ArrayBuffer>> => {
    const form = await new Response(Uint8Array.from(body), {
      headers: { "content-type": String(request.headers["content-type"]) },
    }).formData();
    return new Uint8Array(await (form.get("file") as File).arrayBuffer());
  };
  type Answer = { status: number; body?: string | Uint8Array };
  const json = (value: object, status = 200): Answer => ({ status, body: `${JSON.stringify(value)}\n` });

  const add = async (bytes: Uint8Array, how: URLSearchParams): Promise<Answer> => {
    const { cid } = await importByteStream(only(bytes), store, {
      cidVersion: 1,
      rawLeaves: how.get("raw-leaves") === "true",
      reduceSingleLeafToSelf: true,
      chunker: fixedSize({ chunkSize: Number(how.get("chunker")?.replace("size-", "")) }),
      layout: balanced({ maxChildrenPerNode: Number(how.get("max-file-links")) }),
    });
    self.pins.add(cid.toString());
    return json({ Name: "content", Hash: cid.toString(), Size: String(bytes.length) });
  };

  const putBlock = async (bytes: Uint8Array): Promise<Answer> => {
    const cid = CID.createV1(0x55, await sha256.digest(bytes)).toString();
    self.blocks.set(cid, bytes);
    self.pins.add(cid);
    return json({ Key: cid, Size: bytes.length });
  };

  const unpin = (cid: string): Answer =>
    self.pins.delete(cid) ? json({ Pins: [cid] }) : json({ Message: "not pinned or pinned indirectly" }, 500);

  const give = (path: string, how: URLSearchParams): Answer => {
    const block = self.blocks.get(/^\/ipfs\/(\w+)$/.exec(path)?.[1] ?? "");
    return block && how.get("format") === "raw" ? { status: 200, body: block } : { status: 404 };
  };

  const handle = async (request: IncomingMessage, body: Buffer, { pathname, searchParams }: URL): Promise<Answer> => {
    if (pathname === "/api/v0/version") return json({ Version: "0.39.0" });
    if (pathname === "/api/v0/add") return await add(await fileIn(request, body), searchParams);
    if (pathname === "/api/v0/block/put") return await putBlock(await fileIn(request, body));
    if (pathname === "/api/v0/pin/rm") return unpin(searchParams.get("arg") ?? "");
    return give(pathname, searchParams);
  };

  self.url = await serve(context, async (request, body, url, response) => {
    if (self.misbehave?.(request, url, response)) return;
    const answer = await handle(request, body, url);
    response.writeHead(answer.status).end(answer.body);
  });
  return self;
}

async function* only(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield concat(bytes);
}
