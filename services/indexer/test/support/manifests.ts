import { randomBytes } from "node:crypto";
import { type BuiltManifest, buildManifest } from "@tallystick/sdk/data/buildManifest";
import { rawCid } from "@tallystick/sdk/data/cid";
import { type Address, bytesToHex } from "viem";

const bytes = (): Uint8Array<ArrayBuffer> => new Uint8Array(randomBytes(32));
const keeper = { address: `0x${"11".repeat(20)}` as const, publicKey: bytesToHex(bytes()), url: "http://127.0.0.1:1" };

/** A manifest of one small file. */
export function manifestOf(
  place: { chainId: number; market: Address; dataset: bigint; version: number },
  publisher: Address,
  about: { title: string; description?: string; keywords?: readonly string[] },
): Promise<BuiltManifest> {
  return buildManifest({
    place,
    publisher,
    about: { description: "", licence: { spdx: "CC-BY-4.0" }, ...about },
    createdAt: new Date("2026-11-23T00:00:00Z"),
    segments: [
      {
        name: "rows.csv",
        mediaType: "text/csv",
        plainSize: 10,
        size: 26,
        cid: rawCid(bytesToHex(bytes())),
        salt: bytes(),
        commitment: bytes(),
        leaves: [bytes()],
      },
    ],
    master: bytes(),
    keepers: { threshold: 1, list: [keeper] },
  });
}
