import type { IncomingMessage } from "node:http";
import type { Address } from "viem";
import { clientAddress } from "../http/address.ts";
import { declaredLength, type Pace, readBody, streamBody, tooLarge } from "../http/body.ts";
import { sendJson } from "../http/respond.ts";
import type { Exchange, Route } from "../http/server.ts";
import type { Limiter } from "../limits/limiter.ts";
import { openUpload, type Quotas } from "../limits/quotas.ts";
import type { Uploaded } from "../limits/uploaded.ts";
import type { Metrics } from "../metrics.ts";
import { badRequest, Problem, rateLimited, storageFull } from "../problem.ts";
import type { StoredContent } from "../store/catalog.ts";
import type { ContentStore } from "../store/store.ts";

/** A manifest or a list of leaves: never larger. */
export const MAX_BLOCK = 4 * 1_048_576;

/** Bytes of an upload between two looks at the room on the disk. */
const ROOM_CHECK = 16 * 1_048_576;

export type UploadDeps = {
  store: ContentStore;
  metrics: Metrics;
  limiter: Limiter;
  accounts: Quotas;
  addresses: Quotas;
  uploaded: Uploaded;
  proxies: number;
  maxUpload: number;
  minFree: number;
  pace: Pace;
  /** The account whose pass this is. Throws a `Problem` when it is not valid. */
  verifyPass(header: string): Promise<Address>;
};

type Take = (request: IncomingMessage, account: Address, limit: number) => Promise<StoredContent>;

/** `PUT /v1/content` and `PUT /v1/blocks`: bytes from an account with a pass, within its quota. */
export function uploadRoutes(deps: UploadDeps): Route[] {
  const admit = async (request: IncomingMessage, address: string, limit: number): Promise<Address> => {
    const wait = deps.limiter.take(address);
    if (wait > 0) throw rateLimited(wait);
    const header = request.headers["x-tallystick-upload"];
    if (typeof header !== "string") {
      throw new Problem(401, "pass-missing", "Send a signed upload pass in the header x-tallystick-upload.");
    }
    if ((declaredLength(request) ?? 0) > limit) throw tooLarge(limit);
    return await deps.verifyPass(header);
  };

  const put =
    (limit: number, take: Take) =>
    async ({ request, response }: Exchange): Promise<void> => {
      const address = clientAddress(request, deps.proxies);
      const account = await admit(request, address, limit);
      const room = (await deps.store.free()) - deps.minFree;
      if (room < (declaredLength(request) ?? 1)) throw storageFull();
      const { accounts, addresses } = deps;
      const upload = openUpload({ address, addresses, account, accounts }, declaredLength(request) ?? 0, limit);
      try {
        const content = await take(request, account, upload.left);
        deps.uploaded.add(address, content.size);
        deps.metrics.bytes("in", content.size);
        sendJson(response, 201, content);
      } catch (error) {
        throw error instanceof Problem && error.code === "too-large" && upload.left < limit ? upload.exceeded() : error;
      } finally {
        upload.close();
      }
    };

  /** Room is looked at again while bytes come in: many uploads together fill a disk that each of them fits. */
  const withRoom = async function* (source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    let unseen = 0;
    for await (const bytes of source) {
      unseen += bytes.length;
      if (unseen >= ROOM_CHECK) {
        if ((await deps.store.free()) < deps.minFree) throw storageFull();
        unseen = 0;
      }
      yield bytes;
    }
  };

  const takeFile: Take = async (request, account, limit) => {
    const body = notEmpty(withRoom(streamBody(request, limit, deps.pace)));
    return await deps.store.addFile(body, account);
  };

  const takeBlock: Take = async (request, account, limit) => {
    const bytes = await readBody(request, limit, 60);
    if (bytes.length === 0) throw empty();
    return await deps.store.addBlock(bytes, account);
  };

  return [
    { name: "upload", path: /^\/v1\/content$/, methods: { PUT: put(deps.maxUpload, takeFile) } },
    { name: "block", path: /^\/v1\/blocks$/, methods: { PUT: put(MAX_BLOCK, takeBlock) } },
  ];
}

function empty(): Problem {
  return badRequest("The body is empty: there is nothing to store.");
}

async function* notEmpty(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let seen = false;
  for await (const bytes of source) {
    seen ||= bytes.length > 0;
    yield bytes;
  }
  if (!seen) throw empty();
}
