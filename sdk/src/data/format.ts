/** Numbers of the format "tallystick/1" (docs/architecture.md, "Encrypted files"). */

export const RECORD_SIZE = 1_048_576;
/** What AES-256-GCM adds to a record. */
export const TAG_SIZE = 16;
export const MAX_SEGMENTS = 32;
/** 128 GiB a segment: its leaves then fit one raw block of 4 MiB. */
export const MAX_CHUNKS = 131_072;
export const MAX_MANIFEST_SIZE = 4 * 1_048_576;
/** Segments with more chunks keep their leaves outside the manifest. */
export const MAX_INLINE_LEAVES = 4_000;

/** Number of chunks of a plaintext: at least one. */
export function chunkCount(plainSize: number, recordSize: number = RECORD_SIZE): number {
  return Math.max(1, Math.ceil(plainSize / recordSize));
}

/** Size of a segment's ciphertext in bytes. */
export function cipherSize(plainSize: number, recordSize: number = RECORD_SIZE): number {
  return plainSize + chunkCount(plainSize, recordSize) * TAG_SIZE;
}
