import { CID } from "multiformats/cid";
import { create } from "multiformats/hashes/digest";
import { bytesToHex, type Hex, hexToBytes } from "viem";
import { tallystickError } from "../errors.ts";
import { type Bytes, concat, equalBytes, sha256 } from "./bytes.ts";

const RAW = 0x55;
const DAG_PB = 0x70;
const SHA2_256 = 0x12;
const LEAF_SIZE = 1_048_576;
const WIDTH = 1_024;

function cidOf(codec: number, hash: Uint8Array): CID {
  return CID.createV1(codec, create(SHA2_256, hash));
}

/** CID of a raw block with this sha-256: how an anchored manifest is found. */
export function rawCid(hash: Hex): string {
  return cidOf(RAW, hexToBytes(hash)).toString();
}

/** Sha-256 that a raw block's CID names; undefined when the CID is of another kind. */
export function rawCidHash(cid: string): Hex | undefined {
  try {
    const parsed = CID.parse(cid);
    const fits = parsed.version === 1 && parsed.code === RAW && parsed.multihash.code === SHA2_256;
    return fits ? bytesToHex(parsed.multihash.digest) : undefined;
  } catch {
    return undefined;
  }
}

/** Whether a text is a CIDv1, sha2-256, of a raw block or a UnixFS file, in base32 as this format writes it. */
export function isContentCid(cid: string): boolean {
  try {
    const parsed = CID.parse(cid);
    const codec = parsed.code === RAW || parsed.code === DAG_PB;
    return parsed.version === 1 && codec && parsed.multihash.code === SHA2_256 && parsed.toString() === cid;
  } catch {
    return false;
  }
}

/** Throws `ContentMismatch` unless the bytes are the raw block of this CID. */
export async function checkRawBlock(cid: string, bytes: Uint8Array): Promise<void> {
  const expected = rawCidHash(cid);
  if (expected === undefined || !equalBytes(await sha256(bytes), hexToBytes(expected))) {
    throw tallystickError("ContentMismatch", { cid });
  }
}

/** A node of the tree over a file: its CID, the bytes of file under it, the bytes of blocks under it. */
interface Node {
  readonly cid: Uint8Array;
  readonly fileSize: number;
  readonly blockSize: number;
}

export interface FileCid {
  readonly update: (bytes: Uint8Array) => Promise<void>;
  readonly finish: () => Promise<string>;
}

/**
 * UnixFS CID of a file while it streams: CIDv1, raw leaves of 1 MiB, balanced tree 1024 wide. A publisher computes it
 * alone, so a gateway can't put another file's name into the manifest.
 */
export function fileCid(): FileCid {
  let leaf = new Uint8Array(LEAF_SIZE);
  let filled = 0;
  const leaves: Node[] = [];

  const flush = async (): Promise<void> => {
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", leaf.subarray(0, filled)));
    leaves.push({ cid: cidOf(RAW, digest).bytes, fileSize: filled, blockSize: filled });
    filled = 0;
  };

  return {
    async update(bytes) {
      let at = 0;
      while (at < bytes.length) {
        if (filled === LEAF_SIZE) await flush();
        const part = Math.min(LEAF_SIZE - filled, bytes.length - at);
        leaf.set(bytes.subarray(at, at + part), filled);
        filled += part;
        at += part;
      }
    },
    async finish() {
      if (filled > 0 || leaves.length === 0) await flush();
      leaf = new Uint8Array(0);
      let level = leaves;
      while (level.length > 1) {
        const above: Node[] = [];
        for (let i = 0; i < level.length; i += WIDTH) above.push(await parentOf(level.slice(i, i + WIDTH)));
        level = above;
      }
      return CID.decode((level[0] as Node).cid).toString();
    },
  };
}

async function parentOf(children: readonly Node[]): Promise<Node> {
  const fileSize = children.reduce((sum, child) => sum + child.fileSize, 0);
  // UnixFS: type file, size, sizes of the children. dag-pb: links first, then the data.
  const unixfs = concat(
    varintField(1, 2),
    varintField(3, fileSize),
    ...children.map((child) => varintField(4, child.fileSize)),
  );
  const links = children.map((child) =>
    bytesField(2, concat(bytesField(1, child.cid), bytesField(2, new Uint8Array(0)), varintField(3, child.blockSize))),
  );
  const block = concat(...links, bytesField(1, unixfs));
  const blockSize = block.length + children.reduce((sum, child) => sum + child.blockSize, 0);
  return { cid: cidOf(DAG_PB, await sha256(block)).bytes, fileSize, blockSize };
}

function varint(value: number): Bytes {
  const out: number[] = [];
  let rest = value;
  while (rest >= 0x80) {
    out.push((rest % 0x80) | 0x80);
    rest = Math.floor(rest / 0x80);
  }
  out.push(rest);
  return new Uint8Array(out);
}

function varintField(field: number, value: number): Bytes {
  return concat(varint(field * 8), varint(value));
}

function bytesField(field: number, bytes: Uint8Array): Bytes {
  return concat(varint(field * 8 + 2), varint(bytes.length), bytes);
}
