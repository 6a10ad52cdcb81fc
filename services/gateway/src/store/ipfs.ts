import { openAsBlob } from "node:fs";
import { checkRawBlock, rawCidHash } from "@tallystick/sdk/data/cid";
import { CID } from "multiformats/cid";
import { sha256 } from "multiformats/hashes/sha2";
import type { Backend } from "./backend.ts";
import { ask, RemoteError, short, shortText } from "./remote.ts";
import { readFile } from "./unixfs.ts";

/** A block is never larger: leaves have 1 MiB, and raw blocks (manifests) at most four. */
const MAX_BLOCK = 4 * 1_048_576 + 1;

/** How Kubo is told to cut files as everybody here does. */
const AS_HERE = "cid-version=1&raw-leaves=true&chunker=size-1048576&max-file-links=1024&pin=true&quieter=true";

/**
 * Contents in IPFS. They are added and pinned through a Kubo-compatible RPC API, and read block by block from a gateway
 * that need not be trusted (`?format=raw`): each block is checked against its CID.
 */
export function createIpfs({ api, gateway }: { api: string; gateway: string }): Backend {
  const at = (base: string, path: string): string => `${base.replace(/\/+$/, "")}${path}`;

  const rpc = async (command: string, body?: FormData): Promise<string> => {
    const response = await ask(at(api, `/api/v0/${command}`), {
      method: "POST",
      ...(body ? { body, sending: true } : {}),
    });
    const text = await shortText(response);
    if (!response.ok) throw new RemoteError(`refused ${command.split("?")[0]} (${response.status})`);
    return text;
  };

  const nameIn = (text: string, field: string): unknown => {
    try {
      const line = text.trim().split("\n").at(-1) ?? "";
      return (JSON.parse(line) as Record<string, unknown>)[field];
    } catch {
      return undefined;
    }
  };

  const block = async (cid: CID): Promise<Uint8Array<ArrayBuffer>> => {
    const url = at(gateway, `/ipfs/${cid}?format=raw`);
    const response = await ask(url, { method: "GET", headers: { accept: "application/vnd.ipld.raw" } });
    if (!response.ok) {
      await response.body?.cancel().catch(() => undefined);
      throw new RemoteError(`lacks a block (${response.status})`);
    }
    const bytes = await short(response, MAX_BLOCK);
    const digest = await sha256.digest(bytes);
    if (!Buffer.from(digest.digest).equals(cid.multihash.digest)) throw new RemoteError("gave another block");
    return bytes;
  };

  const blocks = {
    async *get(cid: CID): AsyncGenerator<Uint8Array> {
      yield await block(cid);
    },
  };

  /** A raw block that is larger than a leaf is no file to Kubo: it is put as a block. */
  const isBlock = (cid: string, size: number): boolean => rawCidHash(cid) !== undefined && size > 1_048_576;

  return {
    async put(cid, path, size) {
      const form = new FormData();
      const file = await openAsBlob(path);
      form.set("file", file, "content");
      if (isBlock(cid, size)) {
        await checkRawBlock(cid, new Uint8Array(await file.arrayBuffer()));
        const text = await rpc("block/put?cid-codec=raw&mhtype=sha2-256&pin=true&allow-big-block=true", form);
        if (nameIn(text, "Key") !== cid) throw new RemoteError("stored another block");
        return;
      }
      const name = nameIn(await rpc(`add?${AS_HERE}`, form), "Hash");
      if (name !== cid) throw new RemoteError(`cuts files otherwise: it calls ${cid} ${String(name)}`);
    },
    async *read({ cid, size }, start, end) {
      if (end <= start) return;
      if (!isBlock(cid, size)) return yield* readFile(CID.parse(cid), blocks, start, end);
      yield (await block(CID.parse(cid))).subarray(start, end);
    },
    async remove(cid) {
      const url = at(api, `/api/v0/pin/rm?arg=${cid}`);
      const response = await ask(url, { method: "POST" });
      const text = await shortText(response);
      if (!response.ok && !/not pinned/i.test(text)) throw new RemoteError(`refused pin/rm (${response.status})`);
    },
    async probe() {
      await rpc("version");
    },
  };
}
