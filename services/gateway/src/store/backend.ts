/** Where contents lie: a folder, IPFS, or a bucket. Names are CIDs, and what has a name never changes. */
export type Backend = {
  /** Takes over a finished file of the staging folder. The file may be moved away. */
  put(cid: string, path: string, size: number): Promise<void>;
  /** Streams bytes `start` to `end` (exclusive) of a content of `size` bytes, as fast as they are taken. */
  read(content: { cid: string; size: number }, start: number, end: number): AsyncIterable<Uint8Array>;
  /** Removes a content; one that is not there is removed already. */
  remove(cid: string): Promise<void>;
  /** Throws when contents can't be stored. */
  probe(): Promise<void>;
};
